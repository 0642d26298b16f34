//! Signing in with an external OpenID provider, which signs real tokens and misbehaves in every way.

mod keys;
mod linking;
mod provider;
mod refusing;

use std::io::Write as _;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use self::provider::{CLIENT_ID, ISSUER, Provider, REDIRECT};
use crate::harness::{Response, TestApp};

const START: &str = "/v1/sessions/openid";
const FINISH: &str = "/v1/sessions/openid/finish";

/// An app that signs in with a provider, and the provider.
struct Federated {
    app: TestApp,
    provider: Provider,
    settings: Vec<(String, String)>,
    _secret: tempfile::NamedTempFile,
}

impl Federated {
    fn of(app: &TestApp, more: &[(&str, &str)]) -> Self {
        let provider = Provider::start(app.clock.clone());
        let mut secret = tempfile::NamedTempFile::new().unwrap();
        secret.write_all(b"a secret\n").unwrap();
        let path = secret.path().display().to_string();
        let mut settings = vec![
            ("TULAY_OPENID_ISSUER", ISSUER),
            ("TULAY_OPENID_CLIENT_ID", CLIENT_ID),
            ("TULAY_OPENID_REDIRECT_URL", REDIRECT),
            ("TULAY_OPENID_CLIENT_SECRET_FILE", path.as_str()),
        ];
        settings.extend(more);
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            app: app.another_reaching(&settings, provider.address),
            settings: settings.iter().map(owned).collect(),
            provider,
            _secret: secret,
        }
    }

    /// Another instance, with the same provider.
    fn another(&self) -> TestApp {
        let settings: Vec<(&str, &str)> = self
            .settings
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.app.another_reaching(&settings, self.provider.address)
    }

    async fn start(&self, body: &Value) -> Value {
        let started = self.app.post(START, body).await;
        started.assert_status(200);
        started.json()
    }

    /// Signs somebody in at the provider and comes back; `more` are further members of what is sent.
    async fn come_back(&self, start: &Value, subject: &str, more: &Value) -> Response {
        let mut body = self.approved(start, subject).await;
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.app.post(FINISH, &body).await
    }

    /// What somebody brings back from the provider.
    async fn approved(&self, start: &Value, subject: &str) -> Value {
        let started = self.start(start).await;
        let address = started["authorization_url"].as_str().unwrap();
        let code = self.provider.approve(address, subject);
        json!({ "state": started["state"], "authorization_code": code })
    }

    /// An invitation to link an account.
    async fn invitation(&self, organisation: Id, account: Id) -> Value {
        let chief = self.app.member(organisation, &[Role::Administrator]).await;
        let path = format!("/v1/staff/accounts/{account}/openid-invitation");
        let invited = chief.post(&path, &json!({})).await;
        invited.assert_status(200);
        json!({ "invitation": invited.json()["invitation"] })
    }

    /// An editor, who needs no second factor, linked to this subject.
    async fn linked_editor(&self, subject: &str) -> (Id, Id) {
        let organisation = self
            .app
            .organisation("Test helpers", &["MY"], &["registers"])
            .await;
        let editor = self
            .app
            .member(organisation, &[Role::Editor])
            .await
            .account
            .unwrap();
        let invitation = self.invitation(organisation, editor).await;
        self.come_back(&invitation, subject, &json!({}))
            .await
            .assert_status(201);
        (organisation, editor)
    }
}
