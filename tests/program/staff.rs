//! Members of staff as an operator makes them and as they sign in.

use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::harness::{Api, Place};

/// The organisation of everybody here.
pub const ORGANISATION: &str = "Example Centre of the Program's Tests";

/// Somebody who has signed in.
pub struct Member {
    /// The value of `Authorization`.
    pub authorization: String,
    /// Everything that opens a door for who finds it.
    pub secrets: Vec<String>,
}

/// Makes an account on the command line, sets it up and signs in over HTTP.
pub async fn sign_up(place: &Place, api: &Api, name: &str, password: &str, role: &str) -> Member {
    let set_up = create(place, name, role);
    let begun = json!({ "token": set_up, "password": password });
    let begun = post(api, "/v1/account-set-ups", &begun).await;
    let secret = begun["second_factor"]["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let confirmation = json!({ "token": set_up, "code": code(&secret, 0) });
    post(api, "/v1/account-set-ups/confirm", &confirmation).await;
    // A code works once; the next one is accepted half a minute early.
    let credentials = json!({ "name": name, "password": password, "code": code(&secret, 30) });
    let session = post(api, "/v1/sessions", &credentials).await;
    let of_session = |member: &str| session[member].as_str().unwrap().to_owned();
    let access = of_session("access_token");
    Member {
        authorization: format!("Bearer {access}"),
        secrets: vec![access, of_session("refresh_token"), secret, set_up],
    }
}

/// Makes an account, and its organisation when there is none; returns the set-up token.
fn create(place: &Place, name: &str, role: &str) -> String {
    let arguments = "staff create --kind ngo --country SG --competence assistance \
        --display-name Member";
    let mut arguments: Vec<&str> = arguments.split_whitespace().collect();
    arguments.extend([
        "--organisation",
        ORGANISATION,
        "--name",
        name,
        "--role",
        role,
    ]);
    let made = place.run(&arguments);
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let told = String::from_utf8(made.stdout).unwrap();
    let line = told
        .lines()
        .find(|line| line.starts_with("one-time set-up token"));
    line.unwrap().rsplit(' ').next().unwrap().to_owned()
}

async fn post(api: &Api, path: &str, body: &Value) -> Value {
    let (status, answer) = api
        .post(path, &format!("staff-{}", path.len()), body)
        .await
        .unwrap();
    assert!(status < 300, "{path}: {answer}");
    answer
}

fn code(secret: &str, seconds_ahead: u64) -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(now.as_secs() + seconds_ahead).to_string()
}
