//! Tablets of inspectors: what they hand in and are told, and the key by which they are known.

mod at_once;
mod closing;
mod conflicts;
mod day;
mod devices;
mod proofs;
mod pull;
mod push;
pub mod simulated;
mod sync_model;
mod uploads;

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::identity::insert_session;
use tulay::identity::permissions::Role;
use tulay::inspections::{Hand, assign};
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

pub const PULL: &str = "/v1/sync/pull";
pub const PUSH: &str = "/v1/sync/push";
const DEVICES: &str = "/v1/staff/devices";
pub const CONFLICTS: &str = "/v1/staff/sync-conflicts";
/// How long a tablet's session is good here: longer than any test moves the clock.
const SESSION: Duration = Duration::from_hours(24 * 365 * 3);

/// A key that never leaves its tablet.
pub struct TabletKey(SigningKey);

impl TabletKey {
    /// A new one.
    pub fn new(app: &TestApp) -> Self {
        let mut seed = [0; 32];
        app.shared.services.randomness.fill(&mut seed);
        Self(SigningKey::from_bytes(&seed))
    }

    /// Its public part.
    pub fn jwk(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.0.verifying_key().as_bytes());
        json!({ "kty": "OKP", "crv": "Ed25519", "x": x })
    }

    /// RFC 7638: the members in their order, without spaces.
    pub fn thumbprint(&self) -> String {
        let jwk = self.jwk();
        let text = format!("{{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":{}}}", jwk["x"]);
        URL_SAFE_NO_PAD.encode(Sha256::digest(text))
    }

    /// Signs a header and claims.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = self.0.sign(signed.as_bytes()).to_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The header and the claims of a good proof for a request.
    pub fn proof_parts(
        &self,
        app: &TestApp,
        (method, path): (&Method, &str),
        token: Option<&str>,
    ) -> (Value, Value) {
        let header = json!({ "typ": "dpop+jwt", "alg": "EdDSA", "jwk": self.jwk() });
        let now = tulay::platform::clock::Clock::now(&app.clock).as_second();
        let path = path.split('?').next().unwrap();
        let mut claims = json!({
            "jti": app.shared.services.new_id().to_string(), "iat": now,
            "htm": method.as_str(), "htu": format!("http://tulay.test{path}")
        });
        if let Some(token) = token {
            claims["ath"] = json!(URL_SAFE_NO_PAD.encode(Sha256::digest(token)));
        }
        (header, claims)
    }

    /// A good proof for a request.
    pub fn proof(&self, app: &TestApp, request: (&Method, &str), token: Option<&str>) -> String {
        let (header, claims) = self.proof_parts(app, request, token);
        self.sign(&header, &claims)
    }
}

/// A tablet of an inspector, signed in with its key.
pub struct Tablet<'app> {
    pub app: &'app TestApp,
    pub key: TabletKey,
    pub account: Id,
    pub organisation: Id,
    session: Id,
}

impl<'app> Tablet<'app> {
    /// One that is signed in and not registered.
    pub async fn signed_in(app: &'app TestApp, organisation: Id, account: Id) -> Self {
        let services = app.shared.services.clone();
        let (session, now) = (services.new_id(), services.clock.now());
        let opened = services
            .db
            .write(move |conn| insert_session(conn, session, account, now, SESSION));
        opened.await.unwrap();
        Self {
            app,
            key: TabletKey::new(app),
            account,
            organisation,
            session,
        }
    }

    /// One that is registered.
    pub async fn of(app: &'app TestApp, organisation: Id, account: Id) -> Self {
        let tablet = Self::signed_in(app, organisation, account).await;
        tablet.register().await.assert_status(201);
        tablet
    }

    /// Registers it.
    pub async fn register(&self) -> Response {
        self.post(DEVICES, &json!({ "name": "Tablet 12" })).await
    }

    /// An access token of now.
    pub async fn token(&self) -> String {
        let services = &self.app.shared.services;
        let now = services.clock.now();
        let signer = self.app.shared.token_keys.signer(&services.db, now);
        let whose = (self.account, self.session);
        let bound_to = self.key.thumbprint();
        let token = signer
            .await
            .unwrap()
            .sign(whose, None, Some(&bound_to), now);
        token.unwrap()
    }

    /// Posts with a proof of its own.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.post_to(self.app, path, body).await
    }

    /// The same, to another instance.
    pub async fn post_to(&self, app: &TestApp, path: &str, body: &Value) -> Response {
        Response::of(self.request_to(app, Method::POST, path).await.json(body)).await
    }

    /// A request with a proof of its own.
    pub async fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request_to(self.app, method, path).await
    }

    /// The same, to another instance.
    async fn request_to(&self, app: &TestApp, method: Method, path: &str) -> RequestBuilder {
        let token = self.token().await;
        let proof = self.key.proof(app, (&method, path), Some(&token));
        let request = app.request(method, path).header("DPoP", proof);
        request.header("Authorization", format!("DPoP {token}"))
    }

    /// The same that speaks tus.
    pub async fn tus(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.request(method, path).await;
        request.header("Tus-Resumable", "1.0.0")
    }

    /// Sends a part of a file.
    pub async fn send_part(&self, at: &str, offset: usize, bytes: &[u8]) -> Response {
        let request = self.tus(Method::PATCH, at).await;
        let request = request.header("Content-Type", "application/offset+octet-stream");
        Response::of(request.header("Upload-Offset", offset).body(bytes.to_vec())).await
    }

    /// Reads with a proof of its own.
    pub async fn get(&self, path: &str) -> Response {
        Response::of(self.request(Method::GET, path).await).await
    }

    /// Hands in operations; returns the results.
    pub async fn push(&self, operations: &[Value]) -> Vec<Value> {
        let pushed = self.post(PUSH, &json!({ "operations": operations })).await;
        pushed.assert_status(200);
        pushed.json()["results"].as_array().unwrap().clone()
    }

    /// Hands in one operation; returns its result.
    pub async fn push_one(&self, operation: &Value) -> Value {
        self.push(std::slice::from_ref(operation)).await.remove(0)
    }

    /// Everything that it is told after a cursor, and the next cursor.
    pub async fn pull_after(&self, cursor: Option<&str>) -> (Vec<Value>, String) {
        let (mut changes, mut cursor) = (Vec::new(), cursor.map(str::to_owned));
        loop {
            let page = self.post(PULL, &json!({ "cursor": cursor })).await;
            page.assert_status(200);
            let page = page.json();
            changes.extend(page["changes"].as_array().unwrap().iter().cloned());
            let next = page["cursor"].as_str().unwrap().to_owned();
            if page["has_more"] == false {
                return (changes, next);
            }
            cursor = Some(next);
        }
    }

    /// What it holds when it began with nothing.
    pub async fn everything(&self) -> Vec<Value> {
        self.pull_after(None).await.0
    }

    /// Makes a visit; returns its id.
    pub async fn make_visit(&self, establishment: &str) -> String {
        let operation = new_visit(self.app, establishment);
        assert_eq!(self.push_one(&operation).await["outcome"], "applied");
        operation["entity_id"].as_str().unwrap().to_owned()
    }

    /// Gives a visit to these inspectors and to nobody else.
    pub async fn assign(&self, visit: &str, establishment: &str, team: &[Id]) {
        let services = self.app.shared.services.clone();
        let of_job = services.clone();
        let (visit, establishment) = (id(visit), id(establishment));
        let team: BTreeSet<Id> = team.iter().copied().collect();
        let organisation = self.organisation;
        let assigned = services.db.write(move |conn| {
            let hand = Hand {
                services: &of_job,
                now: of_job.clock.now(),
                account: None,
                organisation,
                device: None,
                may_plan: false,
            };
            assign(conn, &hand, (visit, establishment), &team)
                .map_err(tulay::platform::db::DbError::from)
        });
        assigned.await.unwrap();
    }
}

/// An id from its text.
pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// A fresh id, as text.
pub fn fresh(app: &TestApp) -> String {
    app.shared.services.new_id().to_string()
}

/// An operation that makes a visit.
pub fn new_visit(app: &TestApp, establishment: &str) -> Value {
    let visit = fresh(app);
    operation(
        app,
        ("visit", &visit, &visit),
        &json!({
            "establishment_id": establishment, "kind": "routine", "status": "planned"
        }),
    )
}

/// The general checklist, of which `remarks` takes any words.
const CHECKLIST: &str = "0df002249b49d62c3d5f43c0f3f1c0c74e0e3784e7b3c8796202b733c0802ad3";

/// An operation that makes an answer.
pub fn new_answer(app: &TestApp, visit: &str, value: &Value) -> Value {
    let answer = fresh(app);
    operation(app, ("answer", &answer, visit), &said(value))
}

/// An answer to it.
fn said(value: &Value) -> Value {
    json!({ "item_code": "remarks", "checklist_hash": CHECKLIST, "value": value })
}

/// An operation that makes a record.
pub fn operation(
    app: &TestApp,
    (kind, record, visit): (&str, &str, &str),
    fields: &Value,
) -> Value {
    json!({
        "op_id": fresh(app), "entity": "record", "entity_id": record, "visit_id": visit, "kind": kind,
        "base_version": 0, "trunk_version": 0, "branch_id": fresh(app), "fields_changed": fields,
        "client_time": "2026-11-23T08:15:30Z"
    })
}

/// An operation that builds on another one of the same branch.
pub fn after(app: &TestApp, earlier: &Value, fields: &Value) -> Value {
    let mut later = earlier.clone();
    later["op_id"] = json!(fresh(app));
    later["base_version"] = json!(earlier["base_version"].as_i64().unwrap() + 1);
    later["fields_changed"] = fields.clone();
    later
}

/// An operation that changes a record of which a version is known.
pub fn change(app: &TestApp, of: &Value, version: i64, fields: &Value) -> Value {
    let mut changed = of.clone();
    changed["op_id"] = json!(fresh(app));
    changed["branch_id"] = json!(fresh(app));
    changed["base_version"] = json!(version);
    changed["trunk_version"] = json!(version);
    changed["fields_changed"] = fields.clone();
    changed
}

/// The document of a record among what a tablet was told.
pub fn document(changes: &[Value], record: &Value) -> Value {
    let found = changes.iter().rev().find(|change| change["id"] == *record);
    found.unwrap_or_else(|| panic!("{record} is not among {changes:#?}"))["record"]["document"]
        .clone()
}

impl TestApp {
    /// A labour inspectorate of Malaysia, and a member of it at a desk.
    async fn tablet_office(&self) -> (Id, Person<'_>) {
        let inspectorate = self
            .organisation(
                "Labour Inspectorate (made up)",
                &["MY"],
                &["labour_inspection"],
            )
            .await;
        let member = self.member(inspectorate, &[Role::Inspector]).await;
        (inspectorate, member)
    }

    /// The same with an establishment and the member's tablet.
    async fn tablet(&self) -> (Tablet<'_>, Person<'_>, String) {
        let (inspectorate, desk) = self.tablet_office().await;
        let tablet = Tablet::of(self, inspectorate, desk.account.unwrap()).await;
        let establishment = desk.establishment_named("Meridian Sample Yard").await;
        (tablet, desk, establishment)
    }

    /// Does once what the server does each minute with operations that wait.
    pub async fn reject_overdue(&self) -> usize {
        let services = self.shared.services.clone();
        let now = services.clock.now();
        let work = move |conn: &mut tulay::platform::db::Conn| {
            tulay::inspections::reject_overdue(conn, now)
        };
        services.db.write(work).await.unwrap()
    }
}

impl Person<'_> {
    /// Registers an establishment of Malaysia.
    async fn establishment_named(&self, name: &str) -> String {
        let new = json!({ "names": [{ "name": name }], "place": { "country": "MY", "precision": "country" } });
        let registered = self.post("/v1/staff/establishments", &new).await;
        registered.assert_status(201);
        registered.json()["id"].as_str().unwrap().to_owned()
    }
}
