//! Whoever has an interest in an agency neither states nor decides anything about it.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::{editor, source, state, stated, two};
use crate::agencies::items;
use crate::harness::{Person, Response, TestApp};
use crate::{on_both, replies};

const SUCCESSIONS: &str = "/v1/staff/agency-successions";

fn name() -> Value {
    json!({ "name": "Kembara Sample", "kind": "trading", "source": source() })
}

fn sanction() -> Value {
    json!({ "kind": "fine", "since": "2026-01-01", "authority": "Sample Authority", "source": source() })
}

fn helper() -> Value {
    json!({ "name": "Village Desk (made up)", "is_person": false, "said_by": "worker", "source": source() })
}

fn from(agency: &str) -> Value {
    json!({ "agency_id": agency, "kind": "renamed", "evidence": "Notice.", "source": source() })
}

/// What each list takes.
fn everything(other: &str) -> [(&'static str, Value); 8] {
    let certificate = json!({ "scheme": "iris", "issued_by": "Sample Certifier",
        "valid_from": "2026-01-01", "source": source() });
    let branch = json!({ "address": "7 Sample Road", "country": "MY", "source": source() });
    let principal = json!({ "name": "Example Shipyard", "country": "SG", "source": source() });
    let order = json!({ "number": "JO-1", "principal": "Example Shipyard", "destination": "SG",
        "occupation": "7212", "approved_on": "2026-01-01", "status": "approved", "source": source() });
    [
        ("names", name()),
        ("branches", branch),
        ("principals", principal),
        ("job-orders", order),
        ("sanctions", sanction()),
        ("certificates", certificate),
        ("sub-agents", helper()),
        ("predecessors", from(other)),
    ]
}

/// What somebody else has stated about an agency: a sanction, who acts for it, from which it came.
struct Known {
    sanction: String,
    helper: String,
    link: String,
}

async fn known(app: &TestApp, agency: &str, earlier: &str) -> Known {
    let by = editor(app).await;
    let id = |stated: Value| stated["id"].as_str().unwrap().to_owned();
    Known {
        sanction: id(stated(&by, agency, "sanctions", &sanction()).await),
        helper: id(stated(&by, agency, "sub-agents", &helper()).await),
        link: id(stated(&by, agency, "predecessors", &from(earlier)).await),
    }
}

/// Tries whatever is stated, withdrawn and decided about an agency; none of it is there.
async fn changes_nothing(by: &Person<'_>, agency: &str, other: &str, known: &Known) {
    for (list, body) in everything(other) {
        let refused = state(by, agency, list, &body).await;
        refused.assert_problem(404, "not_found");
    }
    let withdraw = format!("/v1/staff/agency-statements/{}/withdraw", known.sanction);
    let why = json!({ "reason": "It was another agency." });
    by.post(&withdraw, &why)
        .await
        .assert_problem(404, "not_found");
    let helper = format!("/v1/staff/agencies/{agency}/sub-agents/{}", known.helper);
    by.delete(&helper).await.assert_problem(404, "not_found");
    let link = format!("{SUCCESSIONS}/{}", known.link);
    by.get(&link).await.assert_problem(404, "not_found");
    let refuse = json!({ "decision": "refuse", "evidence": "It did not." });
    let refused = by
        .decide(&format!("{link}/decide"), "\"v2\"", &refuse)
        .await;
    refused.assert_problem(404, "not_found");
    let listed = by.get(&format!("{SUCCESSIONS}?status=confirmed")).await;
    assert_eq!(items(&listed), Vec::<Value>::new());
}

on_both! {
    async fn who_is_in_the_business_states_nothing_about_any_agency(app: TestApp) {
        let (_register, earlier, later) = two(&app).await;
        let known = known(&app, &later, &earlier).await;
        let rival = app.organisation("Harbour Link (made up)", &["MY"], &[]).await;
        let clerk = app.member(rival, &[Role::AgencyRepresentative]).await;
        let partial = app.member(rival, &[Role::Editor]).await;
        assert_eq!(items(&partial.get(&format!("{SUCCESSIONS}?status=confirmed")).await).len(), 1);
        replies::claim(&clerk, Id::parse(&earlier).unwrap()).await;
        changes_nothing(&partial, &later, &earlier, &known).await;
    }

    async fn who_says_to_have_an_interest_states_nothing_about_that_agency(app: TestApp) {
        let (_register, earlier, later) = two(&app).await;
        let known = known(&app, &later, &earlier).await;
        let office = app.organisation("Register Office", &["MY"], &[]).await;
        let partial = app.member(office, &[Role::Editor]).await;
        let interest = json!({ "agency_id": later, "reason": "My brother works there." });
        partial.post("/v1/staff/interests", &interest).await.assert_status(201);
        changes_nothing(&partial, &later, &earlier, &known).await;
        // Nor is it named as the predecessor of another one; about that other one all else may be said.
        let refused: Response = state(&partial, &earlier, "predecessors", &from(&later)).await;
        let unknown = ("/agency_id".to_owned(), "unknown_agency".to_owned());
        assert_eq!(refused.faults(), [unknown]);
        stated(&partial, &earlier, "names", &name()).await;
        let colleague = app.member(office, &[Role::Editor]).await;
        stated(&colleague, &later, "names", &name()).await;
    }
}
