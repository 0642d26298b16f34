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

/// Where somebody works, and as what.
pub struct Post {
    pub organisation: &'static str,
    pub kind: &'static str,
    pub country: &'static str,
    pub competences: &'static [&'static str],
    pub role: &'static str,
}

/// Makes an account on the command line, sets it up and signs in over HTTP.
pub async fn sign_up(place: &Place, api: &Api, name: &str, password: &str, role: &str) -> Member {
    let set_up = create(place, name, role);
    set_up_and_sign_in(api, set_up, (name, password)).await
}

/// The same for somebody of an organisation that is made with the account.
pub async fn join(place: &Place, api: &Api, who: (&str, &str), post: &Post) -> Member {
    let mut arguments = vec!["staff", "create", "--display-name", "Member"];
    for competence in post.competences {
        arguments.extend(["--competence", competence]);
    }
    let parts = [
        ("--kind", post.kind),
        ("--country", post.country),
        ("--organisation", post.organisation),
        ("--name", who.0),
        ("--role", post.role),
    ];
    arguments.extend(parts.iter().flat_map(|(name, value)| [*name, *value]));
    let set_up = token_of(place, &arguments);
    set_up_and_sign_in(api, set_up, who).await
}

async fn set_up_and_sign_in(api: &Api, set_up: String, (name, password): (&str, &str)) -> Member {
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
    token_of(place, &arguments)
}

fn token_of(place: &Place, arguments: &[&str]) -> String {
    let made = place.run(arguments);
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
    let (status, answer) = api.post(path, &key_of(path, body), body).await.unwrap();
    assert!(status < 300, "{path}: {answer}");
    answer
}

/// Another one for each who does the same.
fn key_of(path: &str, body: &Value) -> String {
    let own: String = body
        .to_string()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    format!("staff-{}-{:.80}", path.len(), own)
}

fn code(secret: &str, seconds_ahead: u64) -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(now.as_secs() + seconds_ahead).to_string()
}
