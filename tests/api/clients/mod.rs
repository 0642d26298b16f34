//! Programs of partners: how they get tokens, what they may do with them, and what not.

mod managing;
mod tokens;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

const CLIENTS: &str = "/v1/staff/clients";
const ASSERTION: &str = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";

/// A client that was made.
pub struct Client {
    pub id: String,
    pub secret: String,
}

impl Client {
    fn path(&self) -> String {
        format!("{CLIENTS}/{}", self.id)
    }

    fn sub(&self, what: &str) -> String {
        format!("{}/{what}", self.path())
    }
}

impl Person<'_> {
    async fn client(&self, body: &Value) -> Client {
        let made = self.post(CLIENTS, body).await;
        made.assert_status(201);
        let made = made.json();
        Client {
            id: made["id"].as_str().unwrap().to_owned(),
            secret: made["secret"].as_str().unwrap_or_default().to_owned(),
        }
    }
}

impl TestApp {
    async fn chief(&self, organisation: Id) -> Person<'_> {
        self.member(organisation, &[Role::Administrator]).await
    }

    /// Asks for a token as the standard has it, without an `Idempotency-Key`.
    async fn ask_for_token(&self, form: &str, authorization: Option<String>) -> Response {
        let mut request = self
            .request(Method::POST, "/oauth/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form.to_owned());
        if let Some(authorization) = authorization {
            request = request.header("Authorization", authorization);
        }
        Response::of(request).await
    }

    async fn token_for(&self, client: &Client, more: &str) -> Response {
        let form = format!("grant_type=client_credentials{more}");
        self.ask_for_token(&form, Some(basic(&client.id, &client.secret)))
            .await
    }

    /// Somebody who shows the client's token.
    pub async fn as_client(&self, client: &Client) -> Person<'_> {
        let issued = self.token_for(client, "").await;
        issued.assert_status(200);
        Person {
            app: self,
            authorization: format!("Bearer {}", issued.json()["access_token"].as_str().unwrap()),
            account: None,
            second_step: None,
        }
    }
}

/// What a client that may do all that clients may do shows.
pub async fn with_every_scope(app: &TestApp, organisation: Id) -> String {
    let scopes = [
        "assistance:read_status",
        "safety:read_status",
        "webhooks:read",
        "webhooks:replay",
        "directory:read_partner",
    ];
    let client = app.chief(organisation).await.client(&wish(&scopes)).await;
    app.as_client(&client).await.authorization
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// The refusal has the form that the standard has for it, and this word.
#[track_caller]
fn assert_refused(response: &Response, status: u16, error: &str) {
    response.assert_status(status);
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(response.json()["error"], error);
    assert!(response.json()["error_description"].is_string());
}

fn wish(scopes: &[&str]) -> Value {
    json!({ "name": "Case system", "scopes": scopes })
}
