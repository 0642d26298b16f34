//! Requests for help: filing, following up with the receipt code, and what case workers do.

mod attachments;
mod clocks;
mod contact;
pub mod danger;
mod filing;
mod htcds;
mod receipt;
mod receipts;
mod referrals;
mod retention;
mod routing;
mod scripts;
pub mod sealed;
mod staff;
mod triage;
mod work;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

/// Words that must be found nowhere in the clear.
const NARRATIVE: &str = "Planted narrative: they keep my passport in the grey safe";
const NAME: &str = "Maria Planted-Example";
const PHONE: &str = "+6590001234";
const PLACE: &str = "Planted dormitory behind the crane yard";
const EMPLOYER: &str = "Planted Builders Example";
const CODE_WORD: &str = "plantedmango";
const LANGUAGE: &str = "fil-planted";
const SUBDIVISION: &str = "SG-QQX";

/// A whole request, with everything that can be sent.
fn request() -> Value {
    json!({
        "for_whom": "self",
        "urgency": "this_week",
        "issue_codes": ["unpaid_wages", "passport_held"],
        "narrative": NARRATIVE,
        "place": { "country": "SG", "precision": "district", "text": PLACE,
            "subdivision": SUBDIVISION,
            "point": { "type": "Point", "coordinates": [103.637_123_4, 1.327_456_7] } },
        "employer": { "name": EMPLOYER },
        "wants": ["money_owed"],
        "language": LANGUAGE,
        "safe_contact": {
            "phone_checked_by_employer": true,
            "methods": [{ "channel": "sms", "address": PHONE, "owner": "friend",
                "disguise_as": "a cousin", "code_word": CODE_WORD,
                "windows": [{ "days": ["sunday"], "from": "14:00", "until": "17:00",
                    "time_zone": "Asia/Singapore" }] }]
        },
        "identity": { "name": NAME, "phone": PHONE },
        "indicators": { "retention_of_identity_documents": "yes", "isolation": "unsure" },
        "consents": { "share_identity": false }
    })
}

/// The least that can be sent.
pub fn least() -> Value {
    json!({
        "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "place": { "country": "SG", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false }
    })
}

/// A request with some members changed.
pub fn changed(mut request: Value, members: &Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

/// A request that was filed: its id and its receipt code.
pub struct Filed {
    pub id: String,
    pub code: String,
}

impl Filed {
    fn path(&self) -> String {
        format!("/v1/staff/assistance-requests/{}", self.id)
    }

    fn sub(&self, what: &str) -> String {
        format!("{}/{what}", self.path())
    }
}

const QUEUE: &str = "/v1/staff/assistance-requests";
const RECEIPT: &str = "/v1/receipt/assistance-request";

impl TestApp {
    pub async fn ask_for_help(&self, request: &Value) -> Filed {
        let response = self.post("/v1/assistance-requests", request).await;
        response.assert_status(201);
        let body = response.json();
        Filed {
            id: body["id"].as_str().unwrap().to_owned(),
            code: body["receipt_code"].as_str().unwrap().to_owned(),
        }
    }

    /// An organisation in Singapore that takes requests.
    async fn centre(&self) -> Id {
        self.organisation("Example Workers' Centre", &["SG"], &["assistance"])
            .await
    }

    async fn case_worker(&self, organisation: Id) -> Person<'_> {
        self.member(organisation, &[Role::CaseWorker]).await
    }
}

impl Person<'_> {
    /// Reads what may not have changed since it bore this tag.
    async fn get_unless(&self, path: &str, tag: &str) -> Response {
        let request = self.request(Method::GET, path);
        Response::of(request.header("If-None-Match", tag)).await
    }

    /// Posts a change of the version with this tag.
    async fn change(&self, path: &str, tag: &str, body: &Value) -> Response {
        let key = format!("\"{}\"", uuid());
        let request = self
            .request(Method::POST, path)
            .header("If-Match", tag)
            .header("Idempotency-Key", key);
        Response::of(request.json(body)).await
    }

    /// Moves a request on through several states; returns the tag after the last.
    async fn move_through(&self, filed: &Filed, tag: &str, steps: &[Value]) -> String {
        let mut tag = tag.to_owned();
        for step in steps {
            let moved = self.change(&filed.sub("status"), &tag, step).await;
            moved.assert_status(200);
            moved.header("etag").unwrap().clone_into(&mut tag);
        }
        tag
    }
}

/// Steps without a reason.
fn steps(statuses: &[&str]) -> Vec<Value> {
    let step = |status: &&str| json!({ "status": status });
    statuses.iter().map(step).collect()
}

fn uuid() -> String {
    use tulay::platform::clock::{Clock as _, SystemClock};
    use tulay::platform::ids::SystemRandomness;
    Id::from_parts(SystemClock.now(), &SystemRandomness).to_string()
}

/// Reads text columns with a query that both databases understand; `{id}` stands for an id.
pub async fn texts(app: &TestApp, query: &str, id: &str) -> Vec<(String, String)> {
    use diesel::prelude::*;
    use diesel::sql_types::Text;
    use tulay::platform::db::{Conn, DbError};

    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        one: String,
        #[diesel(sql_type = Text)]
        two: String,
    }
    let sqlite = query.replace("{id}", &format!("x'{}'", id.replace('-', "")));
    #[cfg(feature = "postgres")]
    let postgres = query.replace("{id}", &format!("'{id}'::uuid"));
    let read = app
        .shared
        .services
        .db
        .read(move |conn| -> Result<Vec<Row>, DbError> {
            Ok(match conn {
                #[cfg(feature = "postgres")]
                Conn::Postgres(conn) => diesel::sql_query(postgres).load(conn)?,
                Conn::Sqlite(conn) => diesel::sql_query(sqlite).load(conn)?,
            })
        });
    let rows = read.await.unwrap().into_iter();
    rows.map(|row| (row.one, row.two)).collect()
}
