//! A new licence shows the history it comes from.

use serde_json::{Value, json};
use tulay::platform::ids::Id;

use super::{editor, page, refuse_others, source, state, stated, two};
use crate::agencies::items;
use crate::agencies::register::{id_of, report};
use crate::harness::{Person, Response, TestApp};
use crate::{on_both, reviews};

const QUEUE: &str = "/v1/staff/agency-successions";

fn from(agency: &str) -> Value {
    json!({ "agency_id": agency, "kind": "new_licence_same_people",
        "evidence": "Notice 12 names both numbers.", "source": source() })
}

pub async fn decide(by: &Person<'_>, id: &str, body: &Value) -> Response {
    let path = format!("{QUEUE}/{id}");
    let read = by.get(&path).await;
    let tag = read.assert_status(200).header("etag").unwrap().to_owned();
    by.decide(&format!("{path}/decide"), &tag, body).await
}

async fn check(app: &TestApp, number: &str) -> Value {
    let path = format!("/v1/agencies/check?country=MY&licence_number={number}");
    app.get(&path).await.assert_status(200).json()
}

on_both! {
    async fn a_new_licence_shows_from_which_it_comes(app: TestApp) {
        let (_register, earlier, later) = two(&app).await;
        let editor = editor(&app).await;
        let link = stated(&editor, &later, "predecessors", &from(&earlier)).await;
        assert_eq!(link["status"], "confirmed");
        assert_eq!(link["earlier"]["agency_id"], earlier);
        let audited = crate::staff::audit::actions_of(&app, &link["id"]).await;
        assert_eq!(audited, ["stated"]);

        let shown = page(&app, &later).await;
        let predecessor = &shown["predecessors"][0];
        assert_eq!(predecessor["agency_id"], earlier);
        assert_eq!(predecessor["name"], "Merantau Sample");
        assert_eq!(predecessor["licence_status"], "revoked");
        assert_eq!(predecessor["linked_to"], later);
        assert_eq!(predecessor["how_label"], "A new licence of the same people");
        assert_eq!(predecessor["source"], source());
        assert_eq!(shown["successors"], json!([]));
        let shown = page(&app, &earlier).await;
        assert_eq!(shown["successors"][0]["agency_id"], later);
        assert_eq!(shown["predecessors"], json!([]));

        let history = app.get(&format!("/v1/agencies/{later}/licences")).await.json();
        assert_eq!(history["comes_from"][0]["licence_number"], "L1");
        let checked = check(&app, "L2").await;
        assert_eq!(checked["answer"], "licensed");
        assert_eq!(checked["licences"][0]["comes_from"][0]["agency_id"], earlier);
        let warnings = checked["warnings"].to_string();
        assert!(warnings.contains("comes_from_ended_licence"), "{warnings}");
        let statement = checked["statement"].as_str().unwrap();
        assert!(statement.ends_with("Bahtera Sample came from Merantau Sample (licence L1), whose licence is not in force: Revoked."), "{statement}");
    }

    async fn the_ratings_of_both_are_shown_and_not_mixed(app: TestApp) {
        let (_register, earlier, later) = two(&app).await;
        let (editor, moderator) = (editor(&app).await, reviews::moderator(&app).await);
        for (agency, score) in [(&earlier, 1), (&later, 5)] {
            for _ in 0..3 {
                let review = reviews::file(&app, Id::parse(agency).unwrap(), score).await;
                reviews::publish(&moderator, &review).await;
            }
        }
        let before = page(&app, &later).await["rating"].clone();
        stated(&editor, &later, "predecessors", &from(&earlier)).await;
        let shown = page(&app, &later).await;
        assert_eq!(shown["rating"], before);
        let of_earlier = page(&app, &earlier).await;
        let told = &shown["predecessors"][0]["rating"];
        assert_eq!(told["review_count"], 3);
        assert_eq!(told["mean"], of_earlier["rating"]["mean"]);
        assert_ne!(told["mean"], shown["rating"]["mean"]);
    }

    async fn the_whole_way_back_is_shown_and_never_leads_round(app: TestApp) {
        let (register, first, second) = two(&app).await;
        report(&register.import_newer(&app, "2026-02-01",
            "L1,Merantau Sample,1 Road,,,,,Dicabut\nL2,Bahtera Sample,2 Street,,,,,Aktif\nL3,Rimba Sample,3 Lane,,,,,Aktif\n"));
        let third = id_of(&app, "L3").await;
        let editor = editor(&app).await;
        stated(&editor, &second, "predecessors", &from(&first)).await;
        stated(&editor, &third, "predecessors", &from(&second)).await;
        let shown = page(&app, &third).await;
        let all = shown["predecessors"].as_array().unwrap();
        let ids: Vec<&Value> = all.iter().map(|one| &one["agency_id"]).collect();
        assert_eq!(ids, [&json!(second), &json!(first)]);
        assert_eq!(all[1]["linked_to"], second);
        // Neither itself nor by a way round.
        for (later, earlier) in [(&first, &first), (&first, &second), (&first, &third)] {
            let refused = state(&editor, later, "predecessors", &from(earlier)).await;
            refused.assert_problem(409, "succession_cycle");
        }
        let again = state(&editor, &third, "predecessors", &from(&second)).await;
        again.assert_problem(409, "already_stated");
    }

    async fn what_turned_out_wrong_is_refused_and_no_longer_shown(app: TestApp) {
        let (_register, earlier, later) = two(&app).await;
        let editor = editor(&app).await;
        let link = stated(&editor, &later, "predecessors", &from(&earlier)).await;
        let id = link["id"].as_str().unwrap();
        let refuse = json!({ "decision": "refuse", "evidence": "Another company of this name." });
        let path = format!("{QUEUE}/{id}/decide");
        editor.decide(&path, "\"v7\"", &refuse).await.assert_problem(412, "stale");
        editor.post(&path, &refuse).await.assert_problem(428, "precondition_required");
        let confirm = json!({ "decision": "confirm", "kind": "renamed", "evidence": "Seen." });
        decide(&editor, id, &confirm).await.assert_problem(409, "conflict");
        assert_eq!(decide(&editor, id, &refuse).await.assert_status(200).json()["status"], "refused");
        assert_eq!(page(&app, &later).await["predecessors"], json!([]));
        decide(&editor, id, &refuse).await.assert_problem(409, "conflict");
        let refused = items(&editor.get(&format!("{QUEUE}?status=refused")).await);
        assert_eq!(refused[0]["evidence"], "Another company of this name.");
        // With better evidence it can be stated again.
        assert_eq!(stated(&editor, &later, "predecessors", &from(&earlier)).await["id"], id);
        assert_eq!(page(&app, &later).await["predecessors"][0]["agency_id"], earlier);
    }

    async fn a_link_needs_the_competence_its_evidence_and_two_agencies(app: TestApp) {
        let (_register, earlier, later) = two(&app).await;
        refuse_others(&app, &later, "predecessors", &from(&earlier)).await;
        app.get(QUEUE).await.assert_problem(401, "unauthenticated");
        let editor = editor(&app).await;
        let nobody = app.shared.services.new_id().to_string();
        let unknown = state(&editor, &later, "predecessors", &from(&nobody)).await;
        unknown.assert_problem(422, "invalid_request");
        assert_eq!(unknown.faults(), [("/agency_id".to_owned(), "unknown_agency".to_owned())]);
        state(&editor, &nobody, "predecessors", &from(&earlier)).await.assert_problem(404, "not_found");
        let mut wrong = from(&earlier);
        wrong["kind"] = json!("guessed");
        wrong["evidence"] = json!(" ");
        wrong["source"]["url"] = json!("ftp://authority.example");
        let refused = state(&editor, &later, "predecessors", &wrong).await;
        refused.assert_problem(422, "invalid_request");
        let mut faults: Vec<String> = refused.faults().into_iter().map(|fault| fault.0).collect();
        faults.sort();
        assert_eq!(faults, ["/evidence", "/kind", "/source/url"]);
        let mut early = from(&earlier);
        early["source"]["retrieved_on"] = json!("2999-01-01");
        state(&editor, &later, "predecessors", &early).await.assert_problem(422, "invalid_request");
    }
}
