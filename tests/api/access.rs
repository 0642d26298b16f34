//! Who may do what: every operation of the served contract, tried as every persona, compared with
//! the committed table `access.txt`.
//!
//! Each try is made with credentials of its own, so that signing out or erasing does not change the
//! next one. Reports are filed through the contract itself; where an operation names something, a
//! made-up id is sent, so that nothing is ever found: "let in" is what the table shows.

use std::fmt::Write as _;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::identity::{SubjectKind, issue_receipt};
use tulay::platform::ids::Id;

use crate::harness::{Database, Response, TestApp};

const ADOPT: &str = "ADOPT=1 cargo test --features postgres --test api access::";
const NIL: &str = "00000000-0000-4000-8000-000000000000";

const ABOUT: &str = "\
Who may do what. Each line is an operation of the interface, each column a person who tries it.

  ok   let in: done, or refused for another reason than who it is (nothing has the made-up id, the
       example does not fit the present state, a password in the body is wrong)
  401  not let in: no credentials, wrong ones, over, or of another kind
  403  not let in: signed in, but the role may not do this
  404  for a receipt code: it opens something else, or nothing has the made-up id; the two are not
       told apart

Columns: nobody; a wrong receipt code; the receipt codes of a review, an assistance request and a
safety report; a case worker, an inspector, a moderator, an editor, an administrator, a
representative of an agency; somebody whose session has ended; a partner's program with every scope.

This table is made by a test. When it differs and the difference is meant, adopt it with
";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persona {
    Nobody,
    WrongCode,
    Holder(SubjectKind),
    Staff(Role),
    SignedOut,
    Client,
}

pub const PERSONAS: &[(&str, Persona)] = &[
    ("nobody", Persona::Nobody),
    ("wrong", Persona::WrongCode),
    ("review", Persona::Holder(SubjectKind::Review)),
    ("request", Persona::Holder(SubjectKind::AssistanceRequest)),
    ("report", Persona::Holder(SubjectKind::SafetyReport)),
    ("casework", Persona::Staff(Role::CaseWorker)),
    ("inspect", Persona::Staff(Role::Inspector)),
    ("moderate", Persona::Staff(Role::Moderator)),
    ("edit", Persona::Staff(Role::Editor)),
    ("admin", Persona::Staff(Role::Administrator)),
    ("agency", Persona::Staff(Role::AgencyRepresentative)),
    ("custody", Persona::Staff(Role::Custodian)),
    ("ended", Persona::SignedOut),
    ("client", Persona::Client),
];

/// One operation of the contract, with what it takes to call it.
pub struct Operation<'a> {
    pub method: Method,
    pub path: &'a str,
    pub contract: &'a Value,
    document: &'a Value,
}

pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, contract) in item.as_object().unwrap() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            all.push(Operation {
                method,
                path,
                contract,
                document,
            });
        }
    }
    let order = |method: &Method| {
        ["GET", "POST", "PUT", "PATCH", "DELETE"]
            .iter()
            .position(|m| m == method)
    };
    all.sort_by_key(|operation| (operation.path.to_owned(), order(&operation.method)));
    all
}

impl Operation<'_> {
    /// The address with made-up ids and the query parameters that are needed.
    pub fn address(&self) -> String {
        let address = self.address_without_query();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for parameter in self.parameters("query") {
            if let Some(example) = self.example(parameter) {
                let text = example
                    .as_str()
                    .map_or_else(|| example.to_string(), str::to_owned);
                query.append_pair(parameter["name"].as_str().unwrap(), &text);
            }
        }
        let query = query.finish();
        if query.is_empty() {
            address
        } else {
            format!("{address}?{query}")
        }
    }

    /// The address with made-up ids.
    pub fn address_without_query(&self) -> String {
        let segments = self.path.split('/');
        let segments = segments.map(|segment| match segment.strip_prefix('{') {
            Some(_) => NIL,
            None => segment,
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// The first of the media types in which its body may be sent.
    pub fn media_type(&self) -> Option<&str> {
        let content = self.contract["requestBody"]["content"].as_object()?;
        content.keys().next().map(String::as_str)
    }

    fn parameters(&self, place: &'static str) -> impl Iterator<Item = &Value> {
        let all = self.contract["parameters"].as_array().into_iter().flatten();
        let document = self.document;
        let resolved = all.map(move |parameter| {
            let target = parameter["$ref"].as_str().and_then(|r| r.strip_prefix('#'));
            target
                .and_then(|target| document.pointer(target))
                .unwrap_or(parameter)
        });
        resolved.filter(move |parameter| parameter["in"] == place && parameter["required"] == true)
    }

    fn example(&self, parameter: &Value) -> Option<Value> {
        if let Some(example) = parameter.get("example") {
            return Some(example.clone());
        }
        let mut schema = &parameter["schema"];
        if let Some(target) = schema["$ref"].as_str() {
            schema = self.document.pointer(target.strip_prefix('#')?)?;
        }
        schema
            .pointer("/examples/0")
            .or_else(|| schema.pointer("/enum/0"))
            .cloned()
    }

    async fn call(&self, app: &TestApp, authorization: Option<&str>) -> Response {
        let mut request = app.request(self.method.clone(), &self.address());
        if let Some(authorization) = authorization {
            request = request.header("Authorization", authorization);
        }
        if self.method != Method::GET {
            request = request.header(
                "Idempotency-Key",
                format!("\"{}\"", app.shared.services.new_id()),
            );
        }
        if self
            .parameters("header")
            .any(|parameter| parameter["name"] == "If-Match")
        {
            request = request.header("If-Match", "\"v1\"");
        }
        let content = self.contract["requestBody"]["content"].as_object();
        if let Some((kind, media)) = content.and_then(|content| content.iter().next()) {
            let example = media
                .get("example")
                .or_else(|| media.pointer("/examples/0/value"));
            request =
                match example.filter(|_| kind == "application/json" || kind.ends_with("+json")) {
                    Some(example) => request.json(&fitting(app, example).await),
                    None => request
                        .header("Content-Type", kind)
                        .body("not what is expected"),
                };
        }
        Response::of(request).await
    }
}

/// The example, with an id of its own where the client chooses one, about an agency that exists.
async fn fitting(app: &TestApp, example: &Value) -> Value {
    let mut body = example.clone();
    if body.get("id").is_some() {
        body["id"] = json!(app.shared.services.new_id());
    }
    if let Some(agency) = body.get("agency_id").and(some_agency(app).await) {
        body["agency_id"] = json!(agency);
    }
    body
}

async fn some_agency(app: &TestApp) -> Option<String> {
    let agencies = app.get("/v1/agencies?limit=1").await;
    if agencies.status == 404 {
        return None;
    }
    agencies.json()["items"][0]["id"]
        .as_str()
        .map(str::to_owned)
}

/// What a persona shows: new credentials for each try.
async fn credentials(
    app: &TestApp,
    all: &[Operation<'_>],
    organisation: Id,
    persona: Persona,
) -> Option<String> {
    match persona {
        Persona::Nobody => None,
        Persona::WrongCode => Some("Receipt AAAA-BBBB-CCCC-DDDD-EEEE".to_owned()),
        Persona::Holder(kind) => {
            let code = receipt(app, all, kind).await;
            Some(app.holder_of(&code).authorization)
        }
        Persona::Staff(role) => Some(app.member(organisation, &[role]).await.authorization),
        Persona::Client => Some(crate::clients::with_every_scope(app, organisation).await),
        Persona::SignedOut => {
            let member = app.member(organisation, Role::ALL).await;
            member.delete("/v1/staff/sessions").await.assert_status(204);
            Some(member.authorization)
        }
    }
}

/// The code of something newly filed; where this kind cannot be filed yet, of nothing.
pub async fn receipt(app: &TestApp, all: &[Operation<'_>], kind: SubjectKind) -> String {
    let path = match kind {
        SubjectKind::Review => "/v1/agencies/{agency_id}/reviews",
        SubjectKind::AssistanceRequest => "/v1/assistance-requests",
        SubjectKind::SafetyReport => "/v1/safety-reports",
    };
    let filing = all
        .iter()
        .find(|operation| operation.path == path && operation.method == Method::POST);
    let Some(filing) = filing else {
        return receipt_of_nothing(app, kind).await;
    };
    let mut address = path.to_owned();
    if path.contains('{') {
        let agencies = app.get("/v1/agencies?limit=1").await.json();
        address = path.replace("{agency_id}", agencies["items"][0]["id"].as_str().unwrap());
    }
    let example = &filing.contract["requestBody"]["content"]["application/json"]["example"];
    let filed = app.post(&address, &fitting(app, example).await).await;
    filed.assert_status(201);
    find_code(&filed.json()).unwrap_or_else(|| panic!("{path} shows no receipt code"))
}

async fn receipt_of_nothing(app: &TestApp, kind: SubjectKind) -> String {
    let services = app.shared.services.clone();
    let of_job = services.clone();
    let issued = services.db.write(move |conn| {
        let (id, now) = (of_job.new_id(), of_job.clock.now());
        issue_receipt(conn, &of_job.lookup, &*of_job.randomness, kind, id, now)
    });
    issued.await.unwrap().code.expose().clone()
}

fn find_code(answer: &Value) -> Option<String> {
    match answer {
        Value::String(text) => tulay::platform::crypto::ReceiptCode::parse(text)
            .is_ok()
            .then(|| text.clone()),
        Value::Array(items) => items.iter().find_map(find_code),
        Value::Object(members) => members.values().find_map(find_code),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Whether an operation has this address or one below it.
pub fn is_below(operation: &Operation<'_>, root: &str) -> bool {
    operation.path == root || operation.path.starts_with(&format!("{root}/"))
}

/// Whether somebody was let in, as the table says it.
fn outcome(operation: &Operation<'_>, persona: Persona, answer: &Response) -> &'static str {
    let what = format!("{} {} as {persona:?}", operation.method, operation.path);
    let text = String::from_utf8_lossy(&answer.body);
    assert!(
        answer.status < 500 && answer.status != 429,
        "{what}: {} {text}",
        answer.status
    );
    let problem = || {
        answer.json()["type"]
            .as_str()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap()
            .to_owned()
    };
    let by_code = is_below(operation, "/v1/receipt");
    match answer.status {
        // Others are about a password, token or code in the body.
        401 if matches!(&*problem(), "unauthenticated" | "invalid_token") => "401",
        401 if by_code && problem() == "unknown_receipt" => "401",
        403 if problem() == "forbidden" => "403",
        404 if by_code => "404",
        _ => "ok",
    }
}

fn render(rows: &[(String, Vec<&'static str>)]) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut table = format!("{ABOUT}  {ADOPT}\n\n{:width$}", "");
    for (name, _) in PERSONAS {
        write!(table, "  {name:8}").unwrap();
    }
    for (name, outcomes) in rows {
        table.truncate(table.trim_end().len());
        write!(table, "\n{name:width$}").unwrap();
        for outcome in outcomes {
            write!(table, "  {outcome:8}").unwrap();
        }
    }
    table.truncate(table.trim_end().len());
    table.push('\n');
    table
}

/// What must hold whatever the table says.
fn assert_walls(operation: &Operation<'_>, persona: Persona, outcome: &str) {
    let below = |root| is_below(operation, root);
    let is_let_near = match persona {
        _ if !below("/v1/staff") && !below("/v1/sync") && !below("/v1/receipt") => {
            assert_eq!(outcome, "ok", "{} is public", operation.path);
            return;
        }
        Persona::Nobody | Persona::WrongCode | Persona::SignedOut => false,
        Persona::Holder(_) => below("/v1/receipt"),
        Persona::Staff(_) | Persona::Client => below("/v1/staff") || below("/v1/sync"),
    };
    assert_eq!(
        outcome != "401",
        is_let_near,
        "{} {} as {persona:?}",
        operation.method,
        operation.path
    );
}

#[actix_web::test]
async fn every_operation_as_every_persona_is_as_the_table_says() {
    let settings = [("TULAY_RATE_WRONG_CODES_PER_MINUTE", "1000000")];
    let app = TestApp::start_with(Database::Sqlite, &settings).unwrap();
    let document = app.get("/openapi.json").await.json();
    let all = operations(&document);
    let organisation = app
        .organisation(
            "Test helpers",
            &["MY", "SG"],
            &[
                "assistance",
                "safety_inspection",
                "labour_inspection",
                "moderation",
            ],
        )
        .await;
    let mut rows = Vec::new();
    for operation in &all {
        let mut outcomes = Vec::new();
        for (_, persona) in PERSONAS {
            let shown = credentials(&app, &all, organisation, *persona).await;
            let answer = operation.call(&app, shown.as_deref()).await;
            let outcome = outcome(operation, *persona, &answer);
            assert_walls(operation, *persona, outcome);
            outcomes.push(outcome);
        }
        rows.push((format!("{} {}", operation.method, operation.path), outcomes));
    }
    let table = render(&rows);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/access.txt");
    if std::env::var_os("ADOPT").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == table,
        "who may do what has changed:\n{}adopt it with: {ADOPT}",
        difference(&committed, &table)
    );
}

fn difference(committed: &str, table: &str) -> String {
    let mut text = String::new();
    for line in committed
        .lines()
        .filter(|line| !table.lines().any(|other| other == *line))
    {
        writeln!(text, "- {line}").unwrap();
    }
    for line in table
        .lines()
        .filter(|line| !committed.lines().any(|other| other == *line))
    {
        writeln!(text, "+ {line}").unwrap();
    }
    text
}
