//! Everything that can be told about a request and a report, by everybody who can tell something.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use tulay::platform::clock::{Clock as _, SystemClock};
use tulay::platform::crypto::authenticate_message;
use tulay::platform::ids::{Id, SystemRandomness};

use crate::harness::{Api, Place, read};
use crate::staff::{self, Member, Post};
use crate::thief::{a_worker_reports, code};

const PASSWORD: &str = "planted-password with four words";
const INBOUND: &str = "whsec_cGxhbnRlZC1pbmJvdW5kLXNlY3JldC0xMjM0NTY=";
const NUMBER: &str = "+6590007777";
const RECEIPT: &str = "/v1/receipt/assistance-request";

const CENTRE: Post = Post {
    organisation: "Example Centre of the Program's Tests",
    kind: "ngo",
    country: "SG",
    competences: &["assistance"],
    role: "case_worker",
};
const SHELTER: Post = Post {
    organisation: "Example Shelter of the Program's Tests",
    country: "MY",
    ..CENTRE
};
const INSPECTORATE: Post = Post {
    organisation: "Example Inspectorate of the Program's Tests",
    kind: "inspectorate",
    country: "MY",
    competences: &["safety_inspection", "labour_inspection"],
    role: "inspector",
};

fn fresh() -> String {
    Id::from_parts(SystemClock.now(), &SystemRandomness).to_string()
}

/// Somebody with what they show.
struct Person<'a> {
    api: &'a Api,
    authorization: String,
    /// What says that the second step was taken.
    step: Option<String>,
}

impl<'a> Person<'a> {
    fn member(api: &'a Api, member: &Member) -> Self {
        Self {
            api,
            authorization: member.authorization.clone(),
            step: None,
        }
    }

    fn holder(api: &'a Api, answer: &Value) -> Self {
        Self {
            api,
            authorization: format!("Receipt {}", code(answer)),
            step: None,
        }
    }

    async fn stepped(mut self) -> Self {
        let step = self
            .post(&format!("{RECEIPT}/second-step"), &json!({}))
            .await;
        self.step = Some(step["second_step"].as_str().unwrap().to_owned());
        self
    }

    fn request(&self, method: &Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.api.request(method.clone(), path);
        let mut request = request.header("Authorization", &self.authorization);
        if *method != Method::GET {
            request = request.header("Idempotency-Key", format!("\"{}\"", fresh()));
        }
        match &self.step {
            Some(step) => request.header("Second-Step", step),
            None => request,
        }
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> Value {
        let name = format!("{method} {path}");
        let (status, answer) = read(self.request(&method, path).json(body)).await.unwrap();
        assert!(status < 300, "{name}: {status} {answer}");
        answer
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        self.send(Method::POST, path, body).await
    }

    async fn get(&self, path: &str) -> Value {
        let (status, answer) = read(self.request(&Method::GET, path)).await.unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    /// Changes something on the version that there is of it, or of what it belongs to.
    async fn change(&self, method: Method, (of, path): (&str, &str), body: &Value) -> Value {
        let current = self.request(&Method::GET, of).send().await.unwrap();
        let tag = current.headers()["etag"].to_str().unwrap().to_owned();
        let name = format!("{method} {path}");
        let request = self.request(&method, path).header("If-Match", tag);
        let (status, answer) = read(request.json(body)).await.unwrap();
        assert!(status < 300, "{name}: {status} {answer}");
        answer
    }

    /// Writes something about a case for the first time.
    async fn write(&self, path: &str, content: &Value) {
        let new = json!({ "version": 0, "content": content });
        self.send(Method::PUT, path, &new).await;
    }
}

/// A gateway that takes every text; its address.
fn gateway() -> SocketAddr {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in socket.incoming() {
            take(stream.unwrap());
        }
    });
    address
}

fn take(stream: TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) <= 2 {
            break;
        }
        let line = line.to_lowercase();
        if let Some(said) = line.strip_prefix("content-length:") {
            length = said.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap_or_default();
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    reader
        .get_mut()
        .write_all(answer.as_bytes())
        .unwrap_or_default();
}

/// A place whose program takes and sends texts.
pub fn texting(place: Place) -> Place {
    let inbound = place.write_secret("inbound", INBOUND);
    let outbound = place.write_secret("outbound", "planted-gateway-secret");
    let url = format!("http://{}/texts", gateway());
    place
        .with("TULAY_SMS_SECRET_FILE", &inbound)
        .with("TULAY_TEXT_GATEWAY_URL", &url)
        .with("TULAY_TEXT_GATEWAY_SECRET_FILE", &outbound)
}

/// Texts, as the gateway hands them in.
pub async fn text(api: &Api, words: &[&str]) {
    for text in words {
        let (id, seconds) = (fresh(), SystemClock.now().as_second());
        let body = json!({ "from": NUMBER, "text": text }).to_string();
        let secret = STANDARD.decode(INBOUND.strip_prefix("whsec_").unwrap());
        let signed = format!("{id}.{seconds}.{body}");
        let signature = authenticate_message(&secret.unwrap(), signed.as_bytes());
        let request = api
            .request(Method::POST, "/sms/texts")
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header(
                "webhook-signature",
                format!("v1,{}", STANDARD.encode(signature)),
            );
        let (status, answer) = read(request.body(body)).await.unwrap();
        assert_eq!((status, &answer["outcome"]), (200, &json!("taken")));
    }
}

/// A worker who is in danger now and may be texted in three days.
async fn ask(api: &Api) -> Value {
    // The first of January 1970 was a Thursday.
    let days = [
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
    ];
    let today = SystemClock.now().as_second() / 86_400;
    let day = days[usize::try_from(today + 3).unwrap() % 7];
    let request = json!({
        "for_whom": "self", "urgency": "danger_now", "issue_codes": ["passport_held"],
        "narrative": "planted narrative", "language": "fil", "employer": { "name": "Planted Ltd" },
        "place": { "country": "SG", "precision": "district", "text": "planted place" },
        "safe_contact": { "service_may_send": true, "methods": [{ "channel": "sms", "address": NUMBER,
            "owner": "self", "ok_to_leave_message": true, "message_text": "planted text",
            "windows": [{ "days": [day], "from": "14:00", "until": "17:00", "time_zone": "Asia/Singapore" }] }] },
        "identity": { "name": "Planted Name Example", "phone": NUMBER },
        "consents": { "share_identity": true }
    });
    let filed = api.post("/v1/assistance-requests", "told-request", &request);
    let (status, asked) = filed.await.unwrap();
    assert_eq!(status, 201, "{asked}");
    asked
}

/// What the worker adds to it.
async fn worker_tells(worker: &Person<'_>) {
    let own = |what: &str| format!("{RECEIPT}/{what}");
    let said = json!({ "body": "planted message" });
    worker.post(&own("messages"), &said).await;
    let id = fresh();
    for (hour, end) in [("10", "18:00"), ("11", "19:00")] {
        let entry = json!({ "date": "2026-03-18", "start": "09:00", "end": end, "task": "planted task",
            "place_precision": "district" });
        let entry =
            json!({ "id": id, "entered_at": format!("2026-03-20T{hour}:00:00Z"), "entry": entry });
        worker
            .post(&own("diary"), &json!({ "entries": [entry] }))
            .await;
    }
    let rule = json!({ "currency": "SGD", "hours_per_day": "8", "overtime_multiplier": "1.5",
        "rest_day_multiplier": "2", "source": "Planted Act",
        "agreed_rate": { "amount": "10.00", "currency": "SGD", "per": "hour" } });
    worker.send(Method::PUT, &own("claim-rule"), &rule).await;
    let photo = include_bytes!("../fixtures/photos/baseline.planted.jpg").to_vec();
    let upload = worker
        .request(&Method::POST, &own("attachments"))
        .header("Content-Type", "image/jpeg");
    let (status, stored) = read(upload.body(photo)).await.unwrap();
    assert_eq!(status, 201, "{stored}");
}

/// A referral with consent that is done and reported back, and a consent that was witnessed.
async fn refer(worker: &Person<'_>, sita: &Person<'_>, rani: &Person<'_>, request: &str) {
    let me = rani.get("/v1/staff/me").await;
    let recipient = json!({ "organisation_id": me["account"]["organisation_id"] });
    let fields = json!(["urgency", "narrative", "identity"]);
    let why = json!({ "purpose": "referral", "recipient": recipient, "fields": fields, "reason": "planted reason" });
    let asked = sita
        .post(&format!("{request}/data-consent-questions"), &why)
        .await;
    let consent = asked["id"].as_str().unwrap();
    let agreement = format!("{RECEIPT}/data-consents/{consent}/agreement");
    worker.post(&agreement, &json!({ "fields": fields })).await;
    let wanted = json!({ "kind": "referral", "recipient": recipient, "service_type": "shelter",
        "fields": fields, "legitimate_basis": "consent", "consent_id": consent, "note": "planted note" });
    let path = format!("{request}/referrals");
    let made = sita.change(Method::POST, (request, &path), &wanted).await;
    let referral = format!(
        "/v1/staff/assistance-referrals/{}",
        made["id"].as_str().unwrap()
    );
    rani.post(&format!("{referral}/acceptance"), &json!({}))
        .await;
    let done = json!({ "outcome": "service_given", "report": "planted report" });
    rani.post(&format!("{referral}/completion"), &done).await;
    let given = json!({ "purpose": "export", "recipient": recipient, "fields": ["language"] });
    worker
        .post(&format!("{RECEIPT}/data-consents"), &given)
        .await;
    let spoken = json!({ "purpose": "export", "recipient": recipient, "fields": ["language"],
        "via": "witnessed", "witness_name": "Planted Witness Example" });
    sita.post(&format!("{request}/data-consents"), &spoken)
        .await;
}

/// What the case worker writes, and how it ends.
async fn case_worker_tells(sita: &Person<'_>, worker: &Person<'_>, request: &str) {
    let answer = json!({ "body": "planted answer" });
    sita.post(&format!("{request}/messages"), &answer).await;
    let status = format!("{request}/status");
    for step in ["accepted", "in_progress"] {
        let step = json!({ "status": step });
        sita.change(Method::POST, (request, &status), &step).await;
    }
    let plan = json!({ "sub_status": "waiting", "risk_level": "high", "plan": "planted plan" });
    sita.write(&format!("{request}/work/plan"), &plan).await;
    let item = |kind: &str, id: &str| format!("{request}/work/{kind}/{id}");
    sita.write(&item("notes", &fresh()), &json!({ "text": "planted note" }))
        .await;
    sita.write(
        &item("tasks", &fresh()),
        &json!({ "title": "planted task" }),
    )
    .await;
    let meeting = fresh();
    let when = json!({ "starts_at": "2036-12-06T06:00:00Z", "purpose": "planted meeting" });
    sita.write(&item("appointments", &meeting), &when).await;
    let reply = format!("{RECEIPT}/appointments/{meeting}/reply");
    let other = json!({ "reply": "other_time", "text": "planted reply" });
    worker.post(&reply, &other).await;
    let paid = |sum: &str| json!({ "amount": sum, "currency": "SGD" });
    for step in [
        json!({ "status": "remedy_proposed" }),
        json!({ "status": "remedy_agreed", "amounts": { "claimed": paid("2400.00"), "agreed": paid("2000.00") } }),
        json!({ "status": "closed", "outcome": "wages_paid_full", "amounts": { "received": paid("2000.00") } }),
    ] {
        sita.change(Method::POST, (request, &status), &step).await;
    }
    let said = json!({ "resolved": "yes", "received": paid("1999.50"), "satisfaction": 4 });
    worker.post(&format!("{RECEIPT}/outcome"), &said).await;
}

/// A request about which everything is told that can be.
pub async fn everything_about_a_request(place: &Place, api: &Api) -> Value {
    let sita = staff::join(place, api, ("sita.told@ngo.example", PASSWORD), &CENTRE).await;
    let rani = staff::join(place, api, ("rani.told@ngo.example", PASSWORD), &SHELTER).await;
    let (sita, rani) = (Person::member(api, &sita), Person::member(api, &rani));
    let asked = ask(api).await;
    let worker = Person::holder(api, &asked).stepped().await;
    worker_tells(&worker).await;
    let digits = asked["receipt_code_digits"].as_str().unwrap();
    text(api, &[digits, "1", "3", "planted text message", "1"]).await;
    let request = format!(
        "/v1/staff/assistance-requests/{}",
        asked["id"].as_str().unwrap()
    );
    let status = format!("{request}/status");
    for step in ["acknowledged", "in_review"] {
        let step = json!({ "status": step });
        sita.change(Method::POST, (&request, &status), &step).await;
    }
    refer(&worker, &sita, &rani, &request).await;
    case_worker_tells(&sita, &worker, &request).await;
    asked
}

/// A report about which everything is told that can be, and another that tells of revenge for it.
pub async fn everything_about_a_report(place: &Place, api: &Api) -> [Value; 2] {
    let lina = ("lina.told@inspection.example", PASSWORD);
    let lina = staff::join(place, api, lina, &INSPECTORATE).await;
    let lina = Person::member(api, &lina);
    let reported = a_worker_reports(api).await;
    let holder = Person::holder(api, &reported);
    let said = json!({ "body": "planted message about a danger" });
    holder
        .post("/v1/receipt/safety-report/messages", &said)
        .await;
    let mut revenge = api.example("post", "/v1/safety-reports").await;
    revenge["retaliation_for"] = json!(code(&reported));
    revenge["place"] = json!({ "country": "PH", "precision": "country" });
    let filed = api.post("/v1/safety-reports", "told-revenge", &revenge);
    let (status, revenge) = filed.await.unwrap();
    assert_eq!(status, 201, "{revenge}");
    let report = format!(
        "/v1/staff/safety-reports/{}",
        reported["id"].as_str().unwrap()
    );
    let me = lina.get("/v1/staff/me").await;
    let mine = json!({ "assigned_to": me["account"]["id"] });
    let assignment = format!("{report}/assignment");
    lina.change(Method::POST, (&report, &assignment), &mine)
        .await;
    let yard = json!({ "names": [{ "name": "Meridian Sample Yard" }],
        "place": { "country": "MY", "precision": "country" } });
    let yard = lina.post("/v1/staff/establishments", &yard).await;
    let site = json!({ "establishment_id": yard["id"], "visit": { "urgency": "usual", "wanted_by": null } });
    let path = format!("{report}/establishment");
    lina.change(Method::PUT, (&report, &path), &site).await;
    [reported, revenge]
}
