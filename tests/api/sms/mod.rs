//! Texts that come in through a gateway, and the conversations that they make.

mod coming_in;
mod danger;
mod filing;
mod following;
mod forgetting;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::clock::Clock as _;
use tulay::platform::crypto::authenticate_message;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;

use crate::harness::{Person, Receiver, Response, TestApp};

const SECRET: &str = "whsec_cGxhbnRlZC1pbmJvdW5kLXNlY3JldC0xMjM0NTY=";
const TEXTS: &str = "/sms/texts";
const QUEUE: &str = "/v1/staff/assistance-requests";
const RECEIPT: &str = "/v1/receipt/assistance-request";
/// A telephone in Singapore.
const NUMBER: &str = "+6591234567";
/// Words of the person's own that must be in no text that goes out, and nowhere in the clear.
const STORY: &str = "Hindi ako sinuswelduhan plantedkalabasa";
const MORE: &str = "hawak nila ang pasaporte ko plantedmangga";

/// An instance that takes texts, and the gateway that takes its answers.
struct Line {
    app: TestApp,
    gateway: Receiver,
}

impl Line {
    fn new(app: &TestApp) -> Self {
        Self::with(app, &[])
    }

    fn with(app: &TestApp, settings: &[(&str, &str)]) -> Self {
        let secret = app.data_dir().join("inbound-secret");
        std::fs::write(&secret, SECRET).unwrap();
        let secret = secret.display().to_string();
        let gateway = Receiver::start();
        let mut all = vec![("TULAY_SMS_SECRET_FILE", secret.as_str())];
        all.extend(settings);
        Self {
            app: app.another_texting_with(&gateway, &all),
            gateway,
        }
    }

    fn phone<'a>(&'a self, number: &'a str) -> Phone<'a> {
        Phone { line: self, number }
    }
}

/// A telephone.
struct Phone<'a> {
    line: &'a Line,
    number: &'a str,
}

impl Phone<'_> {
    /// Sends a text; what is answered to it.
    async fn text(&self, text: &str) -> Vec<String> {
        let before = self.heard().len();
        let app = &self.line.app;
        let body = json!({ "from": self.number, "text": text }).to_string();
        let taken = hand_in(app, &app.shared.services.new_id().to_string(), &body).await;
        taken.assert_status(200);
        assert_eq!(taken.json(), json!({ "outcome": "taken" }));
        app.send_texts().await;
        self.heard().split_off(before)
    }

    /// Sends texts one after the other; what is answered to the last.
    async fn texts(&self, texts: &[&str]) -> Vec<String> {
        let mut answered = Vec::new();
        for text in texts {
            answered = self.text(text).await;
        }
        answered
    }

    /// All texts that came to it.
    fn heard(&self) -> Vec<String> {
        let texts = self.line.gateway.texts().into_iter();
        let mine = texts.filter(|(to, _)| to == self.number);
        mine.map(|(_, text)| text).collect()
    }

    /// Tells a request in Filipino and files it; the code, as it is texted.
    async fn file(&self) -> String {
        let told = ["hi", "2", "1", "1", "2", "1 12", STORY, MORE, "1", "1", "1"];
        code_in(&self.texts(&told).await)
    }
}

/// The code among texts: thirty-two digits in groups of four, in a text of its own.
fn code_in(texts: &[String]) -> String {
    let is_code = |text: &&String| {
        let groups: Vec<&str> = text.split(' ').collect();
        groups.len() == 8
            && groups
                .iter()
                .all(|group| group.len() == 4 && group.bytes().all(|b| b.is_ascii_digit()))
    };
    texts.iter().find(is_code).unwrap().clone()
}

fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> String {
    let key = STANDARD
        .decode(secret.strip_prefix("whsec_").unwrap())
        .unwrap();
    let code = authenticate_message(&key, format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(code))
}

/// Hands a text in as the gateway does.
async fn hand_in(app: &TestApp, id: &str, body: &str) -> Response {
    let seconds = app.clock.now().as_second();
    let signature = signature(SECRET, id, seconds, body);
    hand_in_signed(app, (id, seconds, &signature), body).await
}

async fn hand_in_signed(app: &TestApp, signed: (&str, i64, &str), body: &str) -> Response {
    let (id, seconds, signature) = signed;
    let request = app
        .request(Method::POST, TEXTS)
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", seconds)
        .header("webhook-signature", signature);
    Response::of(request.body(body.to_owned())).await
}

/// A case worker of an organisation that takes requests in Singapore.
async fn case_worker(app: &TestApp) -> (Id, Person<'_>) {
    let centre = app
        .organisation("Example Workers' Centre", &["SG"], &["assistance"])
        .await;
    (centre, app.member(centre, &[Role::CaseWorker]).await)
}

/// The only request of the queue, opened.
async fn only_request(worker: &Person<'_>) -> Value {
    let queue = worker.get(QUEUE).await.json();
    let items = queue["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    let opened = worker
        .get(&format!("{QUEUE}/{}", items[0]["id"].as_str().unwrap()))
        .await;
    opened.assert_status(200);
    opened.json()
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        number: i64,
    }
    let read = move |conn: &mut Conn| {
        let query = diesel::sql_query(sql);
        let row: Row = match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => query.get_result(conn)?,
            Conn::Sqlite(conn) => query.get_result(conn)?,
        };
        Ok::<_, DbError>(row.number)
    };
    app.shared.services.db.read(read).await.unwrap()
}
