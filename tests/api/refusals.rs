//! In which order a request is refused: who asks, may they, and only then what they ask.

use reqwest::Method;
use serde_json::Value;
use tulay::identity::SubjectKind;
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use crate::access::{Operation, PERSONAS, Persona, is_below, operations, receipt};
use crate::harness::{Response, TestApp, promise};
use crate::on_both;

/// Everything of a request that can be faulty.
#[derive(Debug, Clone, Copy)]
enum Faulty {
    Path,
    Query,
    Body,
    MediaType,
    Key,
}

const FAULTY: [Faulty; 5] = [
    Faulty::Path,
    Faulty::Query,
    Faulty::Body,
    Faulty::MediaType,
    Faulty::Key,
];

/// What stands for parts of a path: nothing that could be an id, a number, a month or a name.
const NOTHING: &str = "%7B-no-such-thing-%7D";

impl Faulty {
    /// Whether an operation has a part that can be faulty in this way.
    fn concerns(self, operation: &Operation<'_>) -> bool {
        match self {
            Self::Path => operation.path.contains('{'),
            Self::Query => true,
            Self::Key => operation.method != Method::GET,
            Self::Body | Self::MediaType => operation.contract.get("requestBody").is_some(),
        }
    }

    async fn ask(self, app: &TestApp, operation: &Operation<'_>, shown: Option<&str>) -> Response {
        let mut address = operation.path.to_owned();
        if matches!(self, Self::Path) {
            let parts = address.split('/').map(|part| {
                let is_named = part.starts_with('{');
                if is_named { NOTHING } else { part }
            });
            address = parts.collect::<Vec<_>>().join("/");
        } else {
            address = operation.address();
        }
        if matches!(self, Self::Query) {
            address = format!("{}?no_such_member=1", operation.address_without_query());
        }
        let mut request = app.request(operation.method.clone(), &address);
        if let Some(shown) = shown {
            request = request.header("Authorization", shown);
        }
        if operation.method != Method::GET {
            let key = if matches!(self, Self::Key) {
                "no key".to_owned()
            } else {
                format!("\"{}\"", app.shared.services.new_id())
            };
            request = request.header("Idempotency-Key", key);
        }
        Response::of(match self {
            Self::Body => request
                .header("Content-Type", operation.media_type().unwrap_or_default())
                .body("{\"no\": "),
            Self::MediaType => request.header("Content-Type", "text/x-nonsense").body("no"),
            Self::Path | Self::Query | Self::Key => request,
        })
        .await
    }
}

/// Why a request was refused.
fn refusal(response: &Response) -> (u16, String) {
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let name = body["type"].as_str().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    (response.status, name.to_owned())
}

/// Those whom the table of who may do what lets nowhere near an operation.
fn forbidden(operation: &Operation<'_>) -> Vec<Role> {
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/access.txt");
    let table = std::fs::read_to_string(table).unwrap();
    let name = format!("{} {}", operation.method, operation.path);
    let lines = table.lines();
    let row = lines
        .filter_map(|line| line.strip_prefix(&name))
        .find(|rest| rest.starts_with("  "));
    let row = row.unwrap_or_else(|| panic!("{name} is not in the table"));
    let with_roles = PERSONAS.iter().zip(row.split_whitespace());
    with_roles
        .filter_map(|((_, persona), outcome)| {
            let Persona::Staff(role) = persona else {
                return None;
            };
            (outcome == "403").then_some(*role)
        })
        .collect()
}

/// What each role shows; a refused request changes nothing, so that one sign-in does for all.
async fn everybody(app: &TestApp, organisation: Id) -> Vec<(Role, String)> {
    let mut all = Vec::new();
    for role in Role::ALL {
        let member = app.member(organisation, &[*role]).await;
        all.push((*role, member.authorization));
    }
    all
}

fn note(found: &mut Vec<String>, asked: (&Operation<'_>, Faulty, &str), answer: &Response) {
    let (operation, faulty, wanted) = asked;
    let (status, name) = refusal(answer);
    if format!("{status} {name}") != wanted {
        let what = format!("{} {}", operation.method, operation.path);
        found.push(format!(
            "{what}, faulty {faulty:?}: {status} {name}, not {wanted}"
        ));
    }
}

on_both! {
    async fn who_asks_comes_first_then_whether_they_may_then_what_they_ask(app: TestApp) {
        let all = operations(promise::document());
        let can = ["assistance", "safety_inspection", "labour_inspection", "moderation"];
        let organisation = app.organisation("Test helpers", &["MY", "SG"], &can).await;
        let everybody = everybody(&app, organisation).await;
        let mut found = Vec::new();
        let mut tried = 0;
        for operation in &all {
            if !is_below(operation, "/v1/staff") && !is_below(operation, "/v1/sync") {
                continue;
            }
            let forbidden = forbidden(operation);
            for faulty in FAULTY.into_iter().filter(|faulty| faulty.concerns(operation)) {
                let answer = faulty.ask(&app, operation, None).await;
                note(&mut found, (operation, faulty, "401 unauthenticated"), &answer);
                for (role, shown) in &everybody {
                    if forbidden.contains(role) {
                        let answer = faulty.ask(&app, operation, Some(shown)).await;
                        note(&mut found, (operation, faulty, "403 forbidden"), &answer);
                        tried += 1;
                    }
                }
            }
        }
        assert!(tried > 1000, "{tried}");
        assert!(found.is_empty(), "{} of {tried}:\n{}", found.len(), found.join("\n"));
    }

    async fn a_receipt_code_comes_before_everything_that_is_asked_with_it(app: TestApp) {
        let all = operations(promise::document());
        let code = receipt(&app, &all, SubjectKind::SafetyReport).await;
        let other = app.holder_of(&code).authorization;
        let mut found = Vec::new();
        for operation in all.iter().filter(|operation| is_below(operation, "/v1/receipt")) {
            for faulty in FAULTY.into_iter().filter(|faulty| faulty.concerns(operation)) {
                let answer = faulty.ask(&app, operation, None).await;
                note(&mut found, (operation, faulty, "401 unauthenticated"), &answer);
                if is_below(operation, "/v1/receipt/assistance-request") {
                    let answer = faulty.ask(&app, operation, Some(&other)).await;
                    note(&mut found, (operation, faulty, "404 not_found"), &answer);
                }
            }
        }
        assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
    }
}
