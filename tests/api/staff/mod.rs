//! Accounts, signing in, sessions, the second factor, the audit log.

mod administration;
mod at_once;
pub mod audit;
pub mod command_line;
mod keys;
mod organisations;
mod sessions;
mod set_up;
mod sign_in;
mod throttling;
mod tokens;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::identity::{Invitee, Keeper, Secrets, invite};
use tulay::platform::ids::Id;

use crate::harness::{Response, TestApp};

/// What everybody in these tests chooses.
pub const PASSWORD: &str = "four words nobody guesses";

/// Somebody who was invited: the token with which they set up their account.
pub struct Invited {
    pub account: Id,
    pub name: String,
    pub token: String,
}

/// Somebody who has set up their account.
pub struct Colleague {
    pub account: Id,
    pub name: String,
    /// The secret of the second factor, in base32.
    pub secret: Option<String>,
}

/// Makes an account as the command line does.
pub async fn invited(app: &TestApp, organisation: Id, name: &str, roles: &[Role]) -> Invited {
    let services = app.shared.services.clone();
    let secrets = Secrets::of(&services);
    let now = tulay::platform::clock::Clock::now(&app.clock);
    let invitee = Invitee {
        id: services.new_id(),
        organisation,
        name: name.parse().unwrap(),
        display_name: "A member of staff".to_owned(),
        roles: roles.to_vec(),
    };
    let account = invitee.id;
    let work = move |conn: &mut tulay::platform::db::Conn| {
        invite(
            conn,
            &Keeper::command_line(&secrets),
            &secrets,
            invitee,
            now,
        )
    };
    let invitation = services.db.write(work).await.unwrap();
    Invited {
        account,
        name: name.to_owned(),
        token: invitation.token.expose(),
    }
}

impl Invited {
    /// Chooses a password and, where it is needed, confirms a second factor.
    pub async fn set_up(self, app: &TestApp) -> Colleague {
        let body = json!({ "token": self.token, "password": PASSWORD });
        let begun = app.post("/v1/account-set-ups", &body).await;
        begun.assert_status(201);
        let secret = begun.json()["second_factor"]["secret"]
            .as_str()
            .map(str::to_owned);
        if let Some(secret) = &secret {
            let body = json!({ "token": self.token, "code": code(app, secret) });
            app.post("/v1/account-set-ups/confirm", &body)
                .await
                .assert_status(200);
            // The code just used cannot be used again.
            app.clock.advance(Duration::from_secs(30));
        }
        Colleague {
            account: self.account,
            name: self.name,
            secret,
        }
    }
}

impl Colleague {
    /// The body with which this colleague signs in now.
    pub fn credentials(&self, app: &TestApp) -> Value {
        let mut body = json!({ "name": self.name, "password": PASSWORD });
        if let Some(secret) = &self.secret {
            body["code"] = code(app, secret).into();
        }
        body
    }

    /// Signs in; afterwards the next code is on.
    pub async fn sign_in(&self, app: &TestApp) -> Value {
        let opened = app.post("/v1/sessions", &self.credentials(app)).await;
        opened.assert_status(201);
        app.clock.advance(Duration::from_secs(30));
        opened.json()
    }
}

/// The digits that an authenticator app shows now.
pub fn code(app: &TestApp, secret: &str) -> String {
    let now = tulay::platform::clock::Clock::now(&app.clock).as_second();
    let totp = totp_rs::Builder::new()
        .with_secret(totp_rs::Secret::new_stack(from_base32(secret)))
        .build_noncompliant();
    totp.generate(u64::try_from(now).unwrap()).to_string()
}

/// The 20 bytes of a secret in base32.
fn from_base32(secret: &str) -> [u8; 20] {
    let symbol = |letter: u8| {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
            .iter()
            .position(|s| *s == letter)
    };
    let five = secret
        .bytes()
        .map(|letter| format!("{:05b}", symbol(letter).unwrap()));
    let bits = five.collect::<Vec<_>>().concat();
    let byte = |start: usize| u8::from_str_radix(&bits[start..start + 8], 2).unwrap();
    std::array::from_fn(|number| byte(number * 8))
}

/// A case worker of a new organisation, set up.
pub async fn case_worker(app: &TestApp, name: &str) -> Colleague {
    let organisation = app
        .organisation("Test helpers", &["MY"], &["assistance"])
        .await;
    let invited = invited(app, organisation, name, &[Role::CaseWorker]).await;
    invited.set_up(app).await
}

/// A request with the access token of an opened session.
pub async fn with_token(app: &TestApp, method: Method, path: &str, token: &str) -> Response {
    let request = app.request(method, path);
    Response::of(request.header("Authorization", format!("Bearer {token}"))).await
}

/// The access token of an opened session.
pub fn access(opened: &Value) -> &str {
    opened["access_token"].as_str().unwrap()
}

/// The refresh token of an opened session, as it is sent.
pub fn refreshing(opened: &Value) -> Value {
    json!({ "refresh_token": opened["refresh_token"] })
}
