//! What assistance requests and safety reports have in common: the same things have the same names
//! and behave alike, and each message has an address.

use diesel::prelude::*;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::db::{Conn, DbError};

use crate::harness::{Person, TestApp};
use crate::on_both;

/// One of the two kinds of things that are filed.
struct Kind {
    file: &'static str,
    receipt: &'static str,
    queue: &'static str,
    competence: &'static str,
    handler: Role,
    body: fn(bool) -> Value,
    /// Leads from `received` to an end at which the organisation has said that it cannot help.
    refusal: fn() -> Vec<Value>,
    /// What is shown of this kind only: when it is filed, to the reporter, in the queue, and when it is opened.
    own: [&'static [&'static str]; 4],
}

const KINDS: [Kind; 2] = [
    Kind {
        file: "/v1/assistance-requests",
        receipt: "/v1/receipt/assistance-request",
        queue: "/v1/staff/assistance-requests",
        competence: "assistance",
        handler: Role::CaseWorker,
        body: |danger| {
            json!({ "for_whom": "self", "urgency": if danger { "danger_now" } else { "not_urgent" },
                "issue_codes": ["other"], "place": { "country": "MY", "precision": "country" },
                "language": "en", "consents": { "share_identity": false } })
        },
        refusal: || {
            vec![
                json!({ "status": "acknowledged" }),
                json!({ "status": "in_review" }),
                json!({ "status": "declined", "decline_reason": "other" }),
            ]
        },
        own: [
            &["handover_code", "handover_code_digits", "handover_required"],
            &[
                "consents",
                "danger_alert",
                "escalations",
                "filer_follows",
                "handover_required",
                "legal_hold",
                "second_steps_at",
                "offers",
                "pause",
                "reason",
                "retention",
            ],
            &[
                "attention",
                "issue_codes",
                "priority",
                "priority_reasons",
                "priority_set_because",
                "priority_source",
                "reason",
                "triage_version",
                "urgency",
            ],
            &["legal_hold", "retention"],
        ],
    },
    Kind {
        file: "/v1/safety-reports",
        receipt: "/v1/receipt/safety-report",
        queue: "/v1/staff/safety-reports",
        competence: "safety_inspection",
        handler: Role::Inspector,
        body: |danger| {
            json!({ "kind": "hazard", "danger_now": danger, "description": "No rail.",
                "place": { "country": "MY", "precision": "country" } })
        },
        refusal: || vec![json!({ "status": "not_responsible" })],
        own: [
            &["danger_alert"],
            &[
                "check_in_question",
                "check_ins",
                "corroborations",
                "danger_alert",
                "evidence_count",
                "kind",
                "wants_update",
            ],
            &[
                "corroborations",
                "danger_now",
                "evidence_count",
                "hazard_codes",
                "kind",
                "risk_band",
                "wants_update",
            ],
            &[
                "audience",
                "establishment_id",
                "merged",
                "merged_into",
                "retaliation",
            ],
        ],
    },
];

/// Something filed, with who filed it and who handles it.
struct Case<'a> {
    filed: Value,
    holder: Person<'a>,
    handler: Person<'a>,
    path: String,
}

async fn filed<'a>(app: &'a TestApp, kind: &Kind, danger: bool) -> Case<'a> {
    let organisation = app
        .organisation("Example Centre", &["MY"], &[kind.competence])
        .await;
    let filed = app.post(kind.file, &(kind.body)(danger)).await;
    filed.assert_status(201);
    let filed = filed.json();
    assert_eq!(filed["organisation"]["id"], organisation.to_string());
    Case {
        holder: app.holder_of(filed["receipt_code"].as_str().unwrap()),
        handler: app.member(organisation, &[kind.handler]).await,
        path: format!("{}/{}", kind.queue, filed["id"].as_str().unwrap()),
        filed,
    }
}

fn codes(shown: &Value) -> Vec<&str> {
    let steps = shown["next_steps"].as_array().unwrap().iter();
    steps.map(|step| step["code"].as_str().unwrap()).collect()
}

/// The names of what is shown, without those that only this kind has.
fn names(shown: &Value, own: &[&str]) -> Vec<String> {
    let members = shown.as_object().unwrap();
    for name in own {
        assert!(members.contains_key(*name), "{name}");
    }
    let mut names: Vec<String> = members.keys().cloned().collect();
    names.retain(|name| !own.contains(&name.as_str()));
    names.sort();
    names
}

diesel::table! {
    audit_entries (sequence) {
        sequence -> BigInt,
        action -> Text,
        detail -> Nullable<Text>,
    }
}

async fn last_entry(app: &TestApp) -> (String, Option<String>) {
    let read = |conn: &mut Conn| {
        let last = audit_entries::table
            .order(audit_entries::sequence.desc())
            .select((audit_entries::action, audit_entries::detail))
            .first(conn)?;
        Ok::<_, DbError>(last)
    };
    app.shared.services.db.read(read).await.unwrap()
}

on_both! {
    async fn the_same_things_have_the_same_names(app: TestApp) {
        let mut shown: Vec<[Vec<String>; 4]> = Vec::new();
        for kind in &KINDS {
            let case = filed(&app, kind, false).await;
            let followed = case.holder.get(kind.receipt).await.json();
            let queued = case.handler.get(kind.queue).await.json()["items"][0].clone();
            let opened = case.handler.get(&case.path).await.json();
            let sealed: Vec<&str> = ["content", "evidence", "history", "identity"].into_iter()
                .filter(|name| opened.get(name).is_some()).collect();
            assert!(sealed.contains(&"content") && sealed.contains(&"history"));
            shown.push([
                names(&case.filed, kind.own[0]),
                names(&followed, kind.own[1]),
                names(&queued, kind.own[2]),
                names(&opened, &[kind.own[2], kind.own[3], &sealed].concat()),
            ]);
        }
        assert_eq!(shown[0], shown[1]);
    }

    async fn what_comes_next_is_said_again_to_whoever_follows(app: TestApp) {
        for kind in &KINDS {
            let case = filed(&app, kind, true).await;
            let urgent = ["danger", "call_emergency", "keep_code", "organisation_reads", "feedback",
                "come_back"];
            let followed = case.holder.get(kind.receipt).await.json();
            for shown in [&case.filed, &followed] {
                assert_eq!(codes(shown), urgent);
                assert_eq!(shown["next_steps"][3]["by"], shown["due"]["acknowledge_by"]);
                assert!(!shown["emergency_numbers"].as_array().unwrap().is_empty());
                assert_eq!(shown["contacts"], json!([]));
                assert_eq!(shown["language"], "en");
            }
            for step in followed["next_steps"].as_array().unwrap() {
                assert_ne!(step["text"], "", "{step}");
            }
            for step in (kind.refusal)() {
                let tag = case.handler.get(&case.path).await.header("etag").unwrap().to_owned();
                let moved = case.handler.decide(&format!("{}/status", case.path), &tag, &step).await;
                moved.assert_status(200);
                let next = case.holder.get(kind.receipt).await.json();
                assert!(!codes(&next).contains(&"organisation_reads"), "somebody has read it");
            }
            // It is over, and somebody else may help.
            let refused = case.holder.get(kind.receipt).await.json();
            assert_eq!(codes(&refused), ["keep_code", "come_back"]);
            assert_eq!(refused["emergency_numbers"], json!([]));
            assert!(!refused["contacts"].as_array().unwrap().is_empty());
            let opened = case.handler.get(&case.path).await.json();
            assert!(opened["closed_at"].is_string());
        }
    }

    async fn where_nobody_reads_it_numbers_are_shown_without_danger(app: TestApp) {
        for kind in &KINDS {
            let filed = app.post(kind.file, &(kind.body)(false)).await.json();
            let holder = app.holder_of(filed["receipt_code"].as_str().unwrap());
            let followed = holder.get(kind.receipt).await.json();
            for shown in [&filed, &followed] {
                assert_eq!(codes(shown), ["keep_code", "nobody_covers", "come_back"]);
                assert!(!shown["emergency_numbers"].as_array().unwrap().is_empty());
                assert!(!shown["contacts"].as_array().unwrap().is_empty());
            }
        }
    }

    async fn staff_see_where_it_can_go_and_since_when_somebody_waits(app: TestApp) {
        for kind in &KINDS {
            let case = filed(&app, kind, false).await;
            let opened = case.handler.get(&case.path).await.json();
            assert_eq!(opened["next_statuses"][0], (kind.refusal)()[0]["status"].as_str()
                .filter(|status| *status == "acknowledged").unwrap_or("confirmed"));
            assert_eq!(opened["unanswered_since"], Value::Null);
            assert_eq!(opened["closed_at"], Value::Null);

            let hello = json!({ "body": "Hello" });
            let first = app.clock.clone();
            case.holder.post(&format!("{}/messages", kind.receipt), &hello).await.assert_status(201);
            let since = tulay::platform::clock::Clock::now(&first);
            app.clock.advance(std::time::Duration::from_mins(5));
            case.holder.post(&format!("{}/additions", kind.receipt), &hello).await.assert_status(201);
            let waiting = case.handler.get(kind.queue).await.json()["items"][0].clone();
            assert_eq!(waiting["unanswered_since"], json!(since), "the first that was not answered");

            case.handler.post(&format!("{}/messages", case.path), &hello).await.assert_status(201);
            let answered = case.handler.get(kind.queue).await.json()["items"][0].clone();
            assert_eq!(answered["unanswered_since"], Value::Null);
        }
    }

    async fn each_message_has_an_address(app: TestApp) {
        for kind in &KINDS {
            let case = filed(&app, kind, false).await;
            let hello = json!({ "body": "Hello" });
            let own = case.holder.post(&format!("{}/messages", kind.receipt), &hello).await;
            let answer = case.handler.post(&format!("{}/messages", case.path), &hello).await;
            let id = |message: &crate::harness::Response| message.json()["id"].as_str().unwrap().to_owned();
            for (sent, here, reader) in [
                (&own, kind.receipt, &case.holder), (&answer, case.path.as_str(), &case.handler),
            ] {
                sent.assert_status(201);
                let location = sent.header("location").unwrap();
                assert_eq!(location, format!("{here}/messages/{}", id(sent)));
                let read = reader.get(location).await;
                read.assert_status(200);
                assert_eq!(read.json(), sent.json());
            }
            // The other side reads it under its own address; who of the staff wrote it is theirs.
            let read = case.holder.get(&format!("{}/messages/{}", kind.receipt, id(&answer))).await;
            read.assert_status(200);
            assert_eq!(read.json()["author"], "organisation");
            assert_eq!(read.json().get("account_id"), None);
            let read = case.handler.get(&format!("{}/messages/{}", case.path, id(&own))).await;
            read.assert_status(200);
            assert_eq!(read.json()["author"], "reporter");
            assert_eq!(last_entry(&app).await, ("opened".to_owned(), Some("message".to_owned())));

            // What was added is not shown again to whoever has the code.
            let added = case.holder.post(&format!("{}/additions", kind.receipt), &hello).await;
            let address = format!("{}/messages/{}", kind.receipt, id(&added));
            case.holder.get(&address).await.assert_problem(404, "not_found");
            let address = format!("{}/messages/{}", case.path, id(&added));
            assert_eq!(case.handler.get(&address).await.json()["kind"], "addition");
        }
    }

    async fn a_message_is_read_with_what_it_belongs_to_only(app: TestApp) {
        for kind in &KINDS {
            let case = filed(&app, kind, false).await;
            let other = app.post(kind.file, &(kind.body)(false)).await.json();
            let hello = json!({ "body": "Hello" });
            let sent = case.holder.post(&format!("{}/messages", kind.receipt), &hello).await.json();
            let id = sent["id"].as_str().unwrap();
            let of_other = app.holder_of(other["receipt_code"].as_str().unwrap());
            of_other.get(&format!("{}/messages/{id}", kind.receipt)).await.assert_problem(404, "not_found");
            let other = format!("{}/{}/messages/{id}", kind.queue, other["id"].as_str().unwrap());
            case.handler.get(&other).await.assert_problem(404, "not_found");
            let elsewhere = app.organisation("Example Elsewhere", &["SG"], &[kind.competence]).await;
            let stranger = app.member(elsewhere, &[kind.handler]).await;
            let address = format!("{}/messages/{id}", case.path);
            stranger.get(&address).await.assert_problem(404, "not_found");

            case.handler.get(&address).await.assert_status(200);
            case.holder.post(&format!("{}/withdraw", kind.receipt), &json!({})).await.assert_status(200);
            let refused = case.handler.get(&address).await;
            assert!([403, 409].contains(&refused.status), "{}", refused.status);
        }
    }
}
