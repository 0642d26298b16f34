//! A tablet's day, measured: 40 assignments and 60 photos, in bytes and requests. It asserts that the day went well and
//! prints what it took; the figures are in `docs/measurements.md`.

use std::io::Read as _;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{PULL, PUSH, Tablet, after, fresh, new_answer, operation};
use crate::files::{long_photo, sha256};
use crate::harness::{Database, TestApp};

const ASSIGNMENTS: usize = 40;
const ANSWERS: usize = 12;
const PHOTOS: usize = 60;
const PHOTO_BYTES: usize = 300_000;
const PART_BYTES: usize = 262_144;
const OPERATIONS_AT_ONCE: usize = 200;

/// What went over the network.
#[derive(Debug, Default, Clone, Copy)]
struct Meter {
    requests: usize,
    sent: usize,
    received: usize,
}

fn size_of(headers: &HeaderMap) -> usize {
    let lines = headers.iter();
    lines
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum::<usize>()
        + 2
}

impl Meter {
    /// Sends a request as a tablet does, and counts it with its headers; below HTTP (TLS, TCP) nothing is counted.
    async fn send(&mut self, request: RequestBuilder) -> (HeaderMap, Vec<u8>) {
        let request = request.header("Accept-Encoding", "gzip");
        let (client, request) = request.build_split();
        let request = request.unwrap();
        let body = request
            .body()
            .and_then(|body| body.as_bytes())
            .map_or(0, <[u8]>::len);
        let first_line = request.method().as_str().len() + request.url().path().len() + 12;
        self.requests += 1;
        self.sent += first_line + size_of(request.headers()) + "host: tulay.test\r\n".len() + body;
        let response = client.execute(request).await.unwrap();
        assert!(response.status().is_success(), "{}", response.status());
        let headers = response.headers().clone();
        let bytes = response.bytes().await.unwrap().to_vec();
        self.received += 17 + size_of(&headers) + bytes.len();
        let is_packed = headers.get("content-encoding").is_some();
        let mut whole = Vec::new();
        if is_packed {
            flate2::read::GzDecoder::new(&*bytes)
                .read_to_end(&mut whole)
                .unwrap();
        } else {
            whole = bytes;
        }
        (headers, whole)
    }

    fn tell(&self, what: &str) {
        let Self {
            requests,
            sent,
            received,
        } = self;
        eprintln!("{what}: {requests} requests, {sent} bytes sent, {received} bytes received");
    }
}

impl Tablet<'_> {
    async fn measured(&self, meter: &mut Meter, path: &str, body: &Value) -> Value {
        let request = self.request(Method::POST, path).await.json(body);
        let (_, body) = meter.send(request).await;
        serde_json::from_slice(&body).unwrap()
    }

    async fn pull_measured(
        &self,
        meter: &mut Meter,
        cursor: &mut Value,
        lists: &mut Value,
    ) -> usize {
        let mut changes = 0;
        loop {
            let wanted = json!({ "cursor": cursor, "code_lists_version": lists, "limit": 500 });
            let page = self.measured(meter, PULL, &wanted).await;
            changes += page["changes"].as_array().unwrap().len();
            *cursor = page["cursor"].clone();
            *lists = page["code_lists_version"].clone();
            if page["has_more"] == false {
                return changes;
            }
        }
    }
}

/// What an inspector writes down at one visit, with so many photos.
fn work_at(app: &TestApp, visit: &Value, photos: usize) -> Vec<Value> {
    let id = visit["entity_id"].as_str().unwrap();
    let mut begun = visit.clone();
    begun["trunk_version"] = json!(1);
    begun["base_version"] = json!(0);
    let begun = after(
        app,
        &begun,
        &json!({ "status": "under_way", "started_at": "2026-11-23T08:15:30Z" }),
    );
    let mut work = vec![begun.clone()];
    for number in 0..ANSWERS {
        let answer = new_answer(app, id, &json!(if number % 3 == 0 { "no" } else { "yes" }));
        work.push(answer.clone());
        if number % 4 == 0 {
            let note =
                json!({ "note": "The guard lies beside the machine; the supervisor was told." });
            work.push(after(app, &answer, &note));
        }
    }
    for number in 0..photos {
        let said = json!({ "kind": "photo", "caption": format!("Hall {number}, the press on the left"),
            "taken_at": "2026-11-23T09:20:11Z",
            "point": { "type": "Point", "coordinates": [101.451_23, 3.043_21] } });
        work.push(operation(app, ("evidence", &fresh(app), id), &said));
    }
    let end = json!({ "status": "done", "ended_at": "2026-11-23T10:45:00Z", "outcome": "violations_found" });
    work.push(after(app, &begun, &end));
    work
}

/// Visits that are planned for the inspector, each to another establishment.
async fn plan(app: &TestApp) -> (Tablet<'_>, Vec<Value>) {
    let (planner, desk, _) = app.tablet().await;
    let mut visits = Vec::new();
    for number in 0..ASSIGNMENTS {
        let new = json!({ "names": [{ "name": format!("Meridian Sample Yard {number}"), "language": "en" }],
            "identifiers": [{ "scheme": "company_register", "value": format!("2026-{number:04}Z") }],
            "isic": ["4100"], "size_band": "medium",
            "place": { "country": "MY", "subdivision": "MY-10", "precision": "exact", "text": "7 Sample Road, Klang",
                "point": { "type": "Point", "coordinates": [101.451_23, 3.043_21] } },
            "workers": { "total": 120, "women": 30, "migrant": 90,
                "by_nationality": [{ "nationality": "BD", "band": "21_100" }] } });
        let registered = desk.post("/v1/staff/establishments", &new).await;
        let establishment = registered.assert_status(201).json()["id"].clone();
        let visit = fresh(app);
        visits.push(operation(
            app,
            ("visit", &visit, &visit),
            &json!({ "establishment_id": establishment,
            "kind": "routine", "status": "planned", "planned_on": "2026-12-01" }),
        ));
    }
    planner.push(&visits).await;
    (planner, visits)
}

/// The photos of records of evidence, part by part.
async fn photograph(tablet: &Tablet<'_>, meter: &mut Meter, evidence: &[Value]) {
    let photo = long_photo(PHOTO_BYTES);
    for made in evidence {
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        let (visit, record) = (text("visit_id"), text("entity_id"));
        let uploads = format!("/v1/staff/visits/{visit}/records/{record}/uploads");
        let begin = tablet.tus(Method::POST, &uploads).await;
        let (headers, _) = meter.send(begin.header("Upload-Length", photo.len())).await;
        let at = headers.get("location").unwrap().to_str().unwrap();
        for (number, part) in photo.chunks(PART_BYTES).enumerate() {
            let sent = tablet.tus(Method::PATCH, at).await;
            let sent = sent.header("Content-Type", "application/offset+octet-stream");
            let sent = sent.header("Upload-Offset", number * PART_BYTES);
            meter.send(sent.body(part.to_vec())).await;
        }
    }
}

#[actix_web::test]
#[ignore = "it measures"]
async fn a_tablet_day_is_measured() {
    let app = TestApp::start(Database::Sqlite).unwrap();
    let (tablet, visits) = plan(&app).await;
    let (mut morning, mut evening, mut photos) =
        (Meter::default(), Meter::default(), Meter::default());
    let (mut cursor, mut lists) = (Value::Null, Value::Null);
    let changes = tablet
        .pull_measured(&mut morning, &mut cursor, &mut lists)
        .await;
    assert_eq!(changes, 2 * ASSIGNMENTS);
    let numbered = visits.iter().enumerate();
    let work: Vec<Value> = numbered
        .flat_map(|(at, visit)| work_at(&app, visit, 1 + usize::from(at < PHOTOS - ASSIGNMENTS)))
        .collect();
    for part in work.chunks(OPERATIONS_AT_ONCE) {
        let pushed = tablet
            .measured(&mut evening, PUSH, &json!({ "operations": part }))
            .await;
        let results = pushed["results"].as_array().unwrap();
        let is_done = |result: &Value| result["outcome"] == "applied";
        assert!(results.iter().all(is_done), "{pushed:#}");
    }
    let is_photo = |made: &&Value| made["kind"] == "evidence";
    let evidence: Vec<Value> = work.iter().filter(is_photo).cloned().collect();
    assert_eq!(evidence.len(), PHOTOS);
    photograph(&tablet, &mut photos, &evidence).await;
    let changes = tablet
        .pull_measured(&mut evening, &mut cursor, &mut lists)
        .await;
    assert_eq!(changes, ASSIGNMENTS * (1 + ANSWERS) + PHOTOS);
    assert_shown(&tablet, &evidence).await;
    eprintln!("{} operations", work.len());
    morning.tell("morning");
    evening.tell("evening");
    photos.tell("photos");
}

/// Each record has its file, as it was sent.
async fn assert_shown(tablet: &Tablet<'_>, evidence: &[Value]) {
    let (told, received) = (tablet.everything().await, sha256(&long_photo(PHOTO_BYTES)));
    for made in evidence {
        let file = super::document(&told, &made["entity_id"])["file"].clone();
        assert_eq!(file["received_sha256"], received);
    }
}
