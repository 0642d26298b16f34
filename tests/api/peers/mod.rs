//! Two servers: adding each other, and cases that go from one to the other, over a line that fails.

mod adding;
mod failing;
mod keeping;
mod line;
mod referring;
mod refusing;

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::peers::{self, Deliverer, NewPeer, PeerKeys};
use tulay::platform::crypto::ChainKey;
use tulay::platform::ids::Id;

use self::line::Line;
use crate::harness::{Database, Person, Response, TestApp};

const NARRATIVE: &str = "Planted narrative: the dormitory is locked at night";
const REPORT: &str = "Planted report: she has a bed here";
const REFERRALS: &str = "/v1/staff/assistance-referrals";
const FIELDS: &[&str] = &["urgency", "issue_codes", "language", "narrative"];
const CONSENTS: &str = "/v1/receipt/assistance-request/data-consents";

/// A server and the line that leads to it; other servers know it by the address of the line.
struct Site {
    app: TestApp,
    line: Line,
    organisation: Id,
    name: &'static str,
    country: &'static str,
}

/// Two servers that have added each other: a worker is home again in the Philippines, the help is in Singapore.
struct Pair {
    origin: Site,
    destination: Site,
    /// What the origin calls the destination.
    there: Id,
}

impl Site {
    async fn start(app: &TestApp, name: &'static str, country: &'static str) -> Self {
        Self::start_with(app, (name, country), &[]).await
    }

    async fn start_with(
        app: &TestApp,
        (name, country): (&'static str, &'static str),
        others: &[(&str, &str)],
    ) -> Self {
        let kind = if app.database_url().starts_with("postgres") {
            Database::Postgres
        } else {
            Database::Sqlite
        };
        let line = Line::start();
        let mut settings = vec![("TULAY_PUBLIC_URL", line.url.as_str())];
        settings.extend(others);
        let app = TestApp::start_with(kind, &settings).unwrap();
        line.lead_to(&app.url);
        let organisation = app.organisation(name, &[country], &["assistance"]).await;
        Self {
            app,
            line,
            organisation,
            name,
            country,
        }
    }

    /// Keys as the operator would compare them on the telephone.
    async fn keys(&self) -> PeerKeys {
        let services = self.app.shared.services.clone();
        let keys = tokio::task::spawn_blocking(move || peers::ready_keys(&services));
        keys.await.unwrap().unwrap().public
    }

    /// Does what `tulay peers add` does.
    async fn add(&self, other: &Self) -> Id {
        let address = peers::address_of(&other.line.url).unwrap();
        let asked = tokio::task::spawn_blocking(move || peers::look_up(&address));
        let keys = asked.await.unwrap().unwrap();
        assert_eq!(keys.fingerprint(), other.keys().await.fingerprint());
        self.add_keys(keys, other.country).await
    }

    async fn add_keys(&self, keys: PeerKeys, country: &str) -> Id {
        let services = self.app.shared.services.clone();
        let new = NewPeer {
            id: services.new_id(),
            name: "The other service".to_owned(),
            country: country.to_owned(),
            keys,
        };
        let (chain, now) = (ChainKey::new(&services.keyring), services.clock.now());
        let added = services
            .db
            .write(move |conn| peers::add(conn, &chain, new, now));
        added.await.unwrap().0
    }

    async fn remove(&self, peer: Id) {
        let services = self.app.shared.services.clone();
        let (chain, now) = (ChainKey::new(&services.keyring), services.clock.now());
        let removed = services
            .db
            .write(move |conn| peers::remove(conn, &chain, peer, now));
        removed.await.unwrap();
    }

    /// Does what the server does all the time.
    async fn deliver(&self) -> usize {
        let services = self.app.shared.services.clone();
        let deliverer = Deliverer::new(tulay::app::CORRESPONDENT);
        let ticked = tokio::task::spawn_blocking(move || deliverer.tick(&services));
        ticked.await.unwrap()
    }

    /// A case worker, who signs in anew: tokens end while time passes.
    async fn case_worker(&self) -> Person<'_> {
        self.app
            .member(self.organisation, &[Role::CaseWorker])
            .await
    }

    /// The referrals that came here, or that were made here, the newest first.
    async fn referrals(&self, direction: &str) -> Vec<Value> {
        let path = format!("{REFERRALS}?direction={direction}");
        let found = self.case_worker().await.get(&path).await;
        found.assert_status(200);
        found.json()["items"].as_array().unwrap().clone()
    }

    async fn open(&self, referral: &str) -> Value {
        let opened = self
            .case_worker()
            .await
            .get(&format!("{REFERRALS}/{referral}"))
            .await;
        opened.assert_status(200);
        opened.json()
    }

    async fn say(&self, referral: &str, what: &str, body: &Value) {
        let path = format!("{REFERRALS}/{referral}/{what}");
        let said = self.case_worker().await.post(&path, body).await;
        said.assert_status(200);
    }
}

impl Pair {
    async fn start(app: &TestApp) -> Self {
        Self::start_with(app, &[]).await
    }

    /// The same with other settings at the destination.
    async fn start_with(app: &TestApp, settings: &[(&str, &str)]) -> Self {
        let origin = Site::start(app, "Example Desk in Cebu", "PH").await;
        let there = ("Example Shelter in Singapore", "SG");
        let destination = Site::start_with(app, there, settings).await;
        let there = origin.add(&destination).await;
        destination.add(&origin).await;
        assert_eq!(origin.deliver().await, 1);
        Self {
            origin,
            destination,
            there,
        }
    }

    fn advance(&self, by: Duration) {
        self.origin.app.clock.advance(by);
        self.destination.app.clock.advance(by);
    }

    /// A worker asks for help at the origin and lets the shelter at the destination know of it.
    async fn need_help(&self) -> Case<'_> {
        self.need_help_with(FIELDS).await
    }

    /// The same, and she lets other things be known.
    async fn need_help_with(&self, fields: &'static [&'static str]) -> Case<'_> {
        let app = &self.origin.app;
        let filed = app.post("/v1/assistance-requests", &help()).await;
        filed.assert_status(201);
        let filed = filed.json();
        let code = filed["receipt_code"].as_str().unwrap();
        let worker = app.holder_of(code);
        let consent = json!({
            "purpose": "referral",
            "recipient": { "peer_id": self.there, "organisation_id": self.destination.organisation },
            "fields": fields,
        });
        let given = worker.post(CONSENTS, &consent).await;
        given.assert_status(200);
        let consent = given.json()["id"].as_str().unwrap().to_owned();
        Case {
            pair: self,
            id: filed["id"].as_str().unwrap().to_owned(),
            worker,
            code: code.to_owned(),
            consent,
            fields,
        }
    }
}

/// A worker's case at the origin.
struct Case<'a> {
    pair: &'a Pair,
    id: String,
    worker: Person<'a>,
    code: String,
    consent: String,
    fields: &'static [&'static str],
}

impl Case<'_> {
    /// The case worker refers it; the id of the referral at the origin.
    async fn refer(&self) -> String {
        let made = self.try_to_refer().await;
        made.assert_status(201);
        made.json()["id"].as_str().unwrap().to_owned()
    }

    async fn try_to_refer(&self) -> Response {
        let case_worker = self.pair.origin.case_worker().await;
        let path = format!("/v1/staff/assistance-requests/{}", self.id);
        let opened = case_worker.get(&path).await;
        opened.assert_status(200);
        let tag = opened.header("etag").unwrap();
        let referral = json!({
            "kind": "referral",
            "recipient": { "peer_id": self.pair.there,
                "organisation_id": self.pair.destination.organisation },
            "service_type": "shelter",
            "fields": self.fields,
            "legitimate_basis": "consent", "consent_id": self.consent,
        });
        case_worker
            .decide(&format!("{path}/referrals"), tag, &referral)
            .await
    }

    /// What the worker sees of it behind her code.
    async fn seen_by_worker(&self) -> Value {
        let worker = self.pair.origin.app.holder_of(&self.code).stepped().await;
        let seen = worker.get(CONSENTS).await;
        seen.assert_status(200);
        seen.json()["referrals"][0].clone()
    }

    async fn withdraw_consent(&self) {
        let path = format!("{CONSENTS}/{}/withdrawal", self.consent);
        self.worker.post(&path, &json!({})).await.assert_status(200);
    }
}

fn help() -> Value {
    json!({
        "for_whom": "self", "urgency": "this_week", "issue_codes": ["unpaid_wages"],
        "narrative": NARRATIVE,
        "place": { "country": "PH", "precision": "country" }, "language": "fil",
        "consents": { "share_identity": false }
    })
}
