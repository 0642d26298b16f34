//! The people of the tests: members of staff who have signed in, and holders of receipt codes.

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tulay::identity::permissions::Role;
use tulay::identity::{AccountStatus, NewAccount, insert_account, insert_session};
use tulay::organisations::{NewOrganisation, has_competence, insert};
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;
use tulay::platform::vault::VaultError;

use super::agencies::literal;
use super::{Response, TestApp};

/// How long a session of the tests is good: longer than any test moves the clock.
const SESSION: Duration = Duration::from_hours(24 * 365);

/// Somebody who shows the same credentials with every request.
pub struct Person<'app> {
    pub app: &'app TestApp,
    /// The value of `Authorization`.
    pub authorization: String,
    /// The account, when it is a member of staff.
    pub account: Option<Id>,
    /// The second step, when a holder of a receipt code has taken it.
    pub second_step: Option<String>,
}

impl Person<'_> {
    /// A request with this person's credentials.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.app.request(method, path);
        let request = request.header("Authorization", &self.authorization);
        match &self.second_step {
            Some(step) => request.header("Second-Step", step),
            None => request,
        }
    }

    /// The same holder, who has just taken the second step without a word.
    pub async fn stepped(mut self) -> Self {
        let path = "/v1/receipt/assistance-request/second-step";
        let taken = self.post(path, &serde_json::json!({})).await;
        taken.assert_status(200);
        self.second_step = Some(taken.json()["second_step"].as_str().unwrap().to_owned());
        self
    }

    /// Reads a path.
    pub async fn get(&self, path: &str) -> Response {
        Response::of(self.request(Method::GET, path)).await
    }

    /// Sends a body with a fresh idempotency key.
    pub async fn send(&self, method: Method, path: &str, body: &Value) -> Response {
        let key = format!("\"{}\"", self.app.shared.services.new_id());
        let request = self.request(method, path).header("Idempotency-Key", key);
        Response::of(request.json(body)).await
    }

    /// Posts a body with a fresh idempotency key.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.send(Method::POST, path, body).await
    }

    /// Changes something on the version that was read last.
    pub async fn patch(&self, path: &str, tag: &str, body: &Value) -> Response {
        let request = self.request(Method::PATCH, path).header("If-Match", tag);
        Response::of(request.json(body)).await
    }

    /// Decides on something on the version that was read last.
    pub async fn decide(&self, path: &str, tag: &str, body: &Value) -> Response {
        let key = format!("\"{}\"", self.app.shared.services.new_id());
        let request = self.request(Method::POST, path).header("If-Match", tag);
        Response::of(request.header("Idempotency-Key", key).json(body)).await
    }

    /// Deletes something.
    pub async fn delete(&self, path: &str) -> Response {
        Response::of(self.request(Method::DELETE, path)).await
    }
}

impl TestApp {
    /// Whoever holds this receipt code.
    pub fn holder_of(&self, code: &str) -> Person<'_> {
        Person {
            app: self,
            authorization: format!("Receipt {code}"),
            account: None,
            second_step: None,
        }
    }

    /// An organisation that works in these countries and can do these things.
    pub async fn organisation(&self, name: &str, countries: &[&str], competences: &[&str]) -> Id {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let id = self.shared.services.new_id();
        let new = NewOrganisation {
            id,
            name: name.to_owned(),
            kind: "ngo".to_owned(),
            countries: owned(countries),
            competences: owned(competences),
        };
        let services = self.shared.services.clone();
        let now = services.clock.now();
        let stored = services.db.write(move |conn| insert(conn, &new, now));
        stored.await.unwrap();
        id
    }

    /// A member of an organisation who has signed in; a moderator's organisation moderates, an
    /// editor's looks after the registers and articles, a custodian's keeps keys, that of an agency's representative is one.
    pub async fn member(&self, organisation: Id, roles: &[Role]) -> Person<'_> {
        let services = self.shared.services.clone();
        let now = services.clock.now();
        let (account, session) = (services.new_id(), services.new_id());
        let new = NewAccount {
            id: account,
            organisation,
            name: format!("{account}@tulay.test"),
            display_name: "A member of staff".to_owned(),
            roles: roles.to_vec(),
            status: AccountStatus::Active,
        };
        let needed: Vec<&'static str> = COMPETENCES
            .iter()
            .filter(|(role, _)| roles.contains(role))
            .map(|(_, competence)| *competence)
            .collect();
        let is_agency = roles.contains(&Role::AgencyRepresentative);
        let of_job = services.clone();
        let stored = services.db.write(move |conn| -> Result<(), VaultError> {
            for competence in &needed {
                give_competence(conn, organisation, competence)?;
            }
            if is_agency {
                make_agency(conn, organisation)?;
            }
            insert_account(conn, &of_job.vault, &of_job.lookup, &new, now)?;
            Ok(insert_session(conn, session, account, now, SESSION)?)
        });
        stored.await.unwrap();
        let keys = &self.shared.token_keys;
        let token = keys.sign(&services.db, account, session, now);
        Person {
            app: self,
            authorization: format!("Bearer {}", token.await.unwrap()),
            account: Some(account),
            second_step: None,
        }
    }
}

/// What an organisation must be able to do for its members to have a role.
const COMPETENCES: [(Role, &str); 5] = [
    (Role::Moderator, "moderation"),
    (Role::Editor, "registers"),
    (Role::Custodian, "custody"),
    (Role::Editor, "content"),
    (Role::ContentReviewer, "content"),
];

/// Gives an organisation a competence, unless it has it.
fn give_competence(conn: &mut Conn, organisation: Id, name: &str) -> Result<(), DbError> {
    if has_competence(conn, organisation, &[name])? {
        return Ok(());
    }
    let organisation = literal(conn, organisation);
    Ok(conn.batch_execute(&format!(
        "INSERT INTO organisation_competences (organisation_id, competence) \
         VALUES ({organisation}, '{name}')"
    ))?)
}

/// Makes an organisation one that recruits.
fn make_agency(conn: &mut Conn, organisation: Id) -> Result<(), DbError> {
    let organisation = literal(conn, organisation);
    Ok(conn.batch_execute(&format!(
        "UPDATE organisations SET kind = 'recruitment_agency' WHERE id = {organisation}"
    ))?)
}
