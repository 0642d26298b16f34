//! Agencies whose name, address or number changes, and those of which a person must decide.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::items;
use super::register::{Register, acts, agencies, id_of, of_number, report, runs};
use crate::harness::{Person, TestApp};
use crate::on_both;
use crate::{replies, reviews};

const QUEUE: &str = "/v1/staff/agency-matches";

async fn editor(app: &TestApp) -> Person<'_> {
    let organisation = app
        .organisation("Register Office", &["MY"], &["other"])
        .await;
    app.member(organisation, &[Role::Editor]).await
}

async fn queue(by: &Person<'_>) -> Vec<Value> {
    items(&by.get(QUEUE).await)
}

/// A register of which an agency has left under one number and come back under another, at another
/// address: the ids of both entries, and the register.
async fn doubtful(app: &TestApp) -> (Register, String, String) {
    let register = Register::with_list(
        "L1,Merantau Sample,1 Road,,,,,Digantung\nL2,Bahtera Overseas,2 Street,,,,,Aktif\n",
    );
    report(&register.import(app, &[]));
    let earlier = id_of(app, "L1").await;
    let text = report(&register.import_newer(app, "2026-02-01", MOVED));
    assert!(
        text.contains(
            "doubtful   line 2: Merantau Sample may be Merantau Sample (`l1`): same_name"
        ),
        "{text}"
    );
    let later = id_of(app, "L7").await;
    (register, earlier, later)
}

const MOVED: &str = "L7,Merantau Sample,9 Lane,,,,,Aktif\nL2,Bahtera Overseas,2 Street,,,,,Aktif\n";

async fn decide(by: &Person<'_>, id: &str, decision: &str) -> crate::harness::Response {
    let path = format!("{QUEUE}/{id}");
    let read = by.get(&path).await;
    read.assert_status(200);
    let tag = read.header("etag").unwrap().to_owned();
    let body = json!({ "decision": decision, "reason": "The notice of 2 February names both." });
    by.decide(&format!("{path}/decide"), &tag, &body).await
}

/// Publishes reviews of an agency with these scores.
async fn publish(app: &TestApp, moderator: &Person<'_>, agency: &str, scores: &[u8]) {
    for score in scores {
        let review = reviews::file(app, Id::parse(agency).unwrap(), *score).await;
        reviews::publish(moderator, &review).await;
    }
}

/// Joins the two of the only match that waits; its id.
async fn join(app: &TestApp) -> String {
    let editor = editor(app).await;
    let id = queue(&editor).await[0]["id"].as_str().unwrap().to_owned();
    let decided = decide(&editor, &id, "same").await;
    assert_eq!(decided.assert_status(200).json()["status"], "same");
    id
}

on_both! {
    async fn a_changed_name_address_or_number_follows_the_agency(app: TestApp) {
        let register = Register::with_list("L1,Merantau Sample,1 Road,,,,,Aktif\n");
        report(&register.import(&app, &[]));
        let id = id_of(&app, "L1").await;
        let lists = [
            ("2026-02-01", "L1,Merantau Jaya Sample,1 Road,,,,,Aktif\n", "L1"),
            ("2026-03-01", "L1,Merantau Jaya Sample,7 Street,,,,,Aktif\n", "L1"),
            ("2026-04-01", "LX 77,merantau jaya SAMPLE,7 Street,,,,,Aktif\n", "LX 77"),
            ("2026-05-01", "L88,Kencana,8 Street,,,,,Aktif\nLX 77,Kencana Overseas,7 street,,,,,Aktif\n", "LX 77"),
        ];
        for (day, list, number) in lists {
            report(&register.import_newer(&app, day, list));
            assert_eq!(id_of(&app, number).await, id, "{day}");
        }
        assert_eq!(acts(&app, &id).await, ["renamed", "renumbered", "renamed", "listed"]);
        assert_eq!(agencies(&app).await.len(), 2);
        assert_eq!(queue(&editor(&app).await).await, Vec::<Value>::new());
    }

    async fn two_that_swap_their_numbers_keep_themselves(app: TestApp) {
        let register = Register::with_list(
            "L1,Merantau Sample,1 Road,,,,,Aktif\nL2,Kencana Overseas,2 Street,,,,,Aktif\n",
        );
        report(&register.import(&app, &[]));
        let (one, two) = (id_of(&app, "L1").await, id_of(&app, "L2").await);
        report(&register.import_newer(&app, "2026-02-01",
            "L2,Merantau Sample,1 Road,,,,,Aktif\nL1,Kencana Overseas,2 Street,,,,,Aktif\n"));
        assert_eq!((id_of(&app, "L2").await, id_of(&app, "L1").await), (one, two));
        let all = runs(&app).await;
        assert_eq!(all[0]["counts"]["changed"], 2);
        assert_eq!(all[0]["counts"]["missing"], 0);
    }

    async fn until_somebody_decides_there_are_two_and_both_say_what_is_known(app: TestApp) {
        let (register, earlier, later) = doubtful(&app).await;
        assert_ne!(earlier, later);
        let of_earlier = app.get(&format!("/v1/agencies/{earlier}")).await.json();
        assert_eq!(of_earlier["licence"]["missing_from_list_since"], "2026-02-01");
        assert_eq!(of_earlier["licence"]["status"], "suspended");
        assert_eq!(acts(&app, &later).await, ["listed"]);

        let editor = editor(&app).await;
        let all = queue(&editor).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0]["reasons"], json!(["same_name"]));
        assert_eq!(all[0]["earlier"]["agency_id"], earlier);
        assert_eq!(all[0]["earlier"]["address"], "1 Road");
        assert_eq!(all[0]["later"]["agency_id"], later);
        assert_eq!(all[0]["later"]["licence_number"], "L7");
        assert_eq!(runs(&app).await[0]["counts"]["doubtful"], 1);

        // They are asked about once.
        let id = all[0]["id"].as_str().unwrap();
        decide(&editor, id, "different").await.assert_status(200);
        report(&register.import_newer(&app, "2026-02-01", MOVED));
        report(&register.import_newer(&app, "2026-03-01", MOVED));
        assert_eq!(queue(&editor).await, Vec::<Value>::new());
        let decided = items(&editor.get(&format!("{QUEUE}?status=different")).await);
        assert_eq!(decided[0]["decision_reason"], "The notice of 2 February names both.");
        assert_eq!(agencies(&app).await.len(), 3);
        decide(&editor, id, "same").await.assert_problem(409, "conflict");
    }

    async fn two_that_are_one_are_joined_with_their_histories_and_reviews(app: TestApp) {
        let (register, earlier, later) = doubtful(&app).await;
        let moderator = reviews::moderator(&app).await;
        publish(&app, &moderator, &earlier, &[1, 2]).await;
        publish(&app, &moderator, &later, &[5, 5]).await;
        let id = join(&app).await;
        assert_eq!(crate::staff::audit::actions_of(&app, &json!(id)).await, ["moved_on"]);

        // One agency, under the id that it always had, and with the newest facts.
        assert_eq!(agencies(&app).await.len(), 2);
        let page = app.get(&format!("/v1/agencies/{earlier}")).await.json();
        assert_eq!(page["licence"]["number"], "L7");
        assert_eq!(page["licence"]["missing_from_list_since"], Value::Null);
        assert_eq!(page["address"], "9 Lane");
        assert_eq!(page["rating"]["distribution"], json!([1, 1, 0, 0, 2]));
        assert_eq!(page["destinations"], json!(["MY", "SG"]));
        assert_eq!(page["merged_into"], Value::Null);
        assert_eq!(
            acts(&app, &earlier).await,
            ["joined_by_person", "listed", "missing_from_source", "listed"]
        );
        let found = items(&app.get("/v1/agencies?search=merantau").await);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["id"], earlier);

        // The next list finds it as it is.
        let again = report(&register.import_newer(&app, "2026-02-01", MOVED));
        assert!(again.contains("0 added, 0 changed, 2 unchanged, 0 duplicate, 0 rejected, 0 missing"), "{again}");
        assert_eq!(of_number(&app, "L7").await["id"], earlier);
    }

    async fn the_id_that_went_means_the_agency_that_stayed(app: TestApp) {
        let (_register, earlier, later) = doubtful(&app).await;
        let moderator = reviews::moderator(&app).await;
        publish(&app, &moderator, &later, &[5, 5]).await;
        let waiting = reviews::file(&app, Id::parse(&later).unwrap(), 4).await;
        join(&app).await;
        let page = app.get(&format!("/v1/agencies/{earlier}")).await.json();
        let other = app.get(&format!("/v1/agencies/{later}")).await.json();
        assert_eq!(other["id"], earlier);
        assert_eq!(other["merged_into"], earlier);
        assert_eq!(other["licence"], page["licence"]);
        assert_eq!(acts(&app, &later).await.len(), 4);
        // What was filed under it, and what still is, goes there.
        reviews::publish(&moderator, &waiting).await;
        publish(&app, &moderator, &later, &[3]).await;
        let listed = items(&app.get(&format!("/v1/agencies/{later}/reviews")).await);
        assert_eq!(listed.len(), 4);
        let page = app.get(&format!("/v1/agencies/{earlier}")).await.json();
        assert_eq!(page["rating"]["distribution"], json!([0, 0, 1, 1, 2]));
    }

    async fn who_speaks_for_the_one_that_went_speaks_for_the_one_that_stayed(app: TestApp) {
        let (_register, earlier, later) = doubtful(&app).await;
        let (earlier, later) = (Id::parse(&earlier).unwrap(), Id::parse(&later).unwrap());
        let moderator = reviews::moderator(&app).await;
        publish(&app, &moderator, &later.to_string(), &[3, 4, 5]).await;
        let (clerk, claim) = replies::speaker(&app, &moderator, later).await;
        let review = replies::first_public(&app, later).await;
        let reply = clerk.post(&replies::reply_path(later, &review), &replies::said(replies::SAID)).await;
        reply.assert_status(201);
        replies::decide(&moderator, &replies::in_queue(&reply), "publish", &json!({})).await.assert_status(200);
        join(&app).await;
        app.shared.services.public.forget();

        let page = app.get(&format!("/v1/agencies/{earlier}")).await.json();
        assert_eq!((&page["replies"]["claimed"], &page["rating"]["review_count"]), (&json!(true), &json!(3)));
        let shown = replies::public(&app, earlier).await;
        let answered = shown.iter().find(|one| one["id"] == review.as_str()).unwrap();
        assert_eq!(answered["reply"]["text"], replies::SAID);
        clerk.get(&replies::own_reviews(earlier)).await.assert_status(200);
        assert_eq!(moderator.get(&claim).await.json()["agency_id"], earlier.to_string());
    }

    async fn who_has_an_interest_in_one_of_the_two_does_not_decide(app: TestApp) {
        let (_register, earlier, later) = doubtful(&app).await;
        for partial_in in [&earlier, &later] {
            let office = app.organisation("Second Office", &["MY"], &[]).await;
            let partial = app.member(office, &[Role::Editor, Role::Moderator]).await;
            let id = queue(&partial).await[0]["id"].as_str().unwrap().to_owned();
            let interest = json!({ "agency_id": partial_in, "reason": "My brother works there." });
            partial.post("/v1/staff/interests", &interest).await.assert_status(201);
            assert_eq!(queue(&partial).await, Vec::<Value>::new());
            let path = format!("{QUEUE}/{id}");
            partial.get(&path).await.assert_problem(404, "not_found");
            let body = json!({ "decision": "different", "reason": "Seen." });
            let refused = partial.decide(&format!("{path}/decide"), "\"v1\"", &body).await;
            refused.assert_problem(404, "not_found");
        }
        assert_eq!(queue(&editor(&app).await).await.len(), 1);
    }

    async fn a_claim_under_the_id_that_went_is_one_to_the_agency_that_stays(app: TestApp) {
        let (_register, earlier, later) = doubtful(&app).await;
        join(&app).await;
        let moderator = reviews::moderator(&app).await;
        let gone = Id::parse(&later).unwrap();
        let (clerk, claim) = replies::speaker(&app, &moderator, gone).await;
        assert_eq!(moderator.get(&claim).await.json()["agency_id"], earlier);
        let own = clerk.get("/v1/staff/own-agency-claims").await.json();
        assert_eq!(own["items"][0]["agency_id"], earlier);
        // It is the same profile, under either id.
        for id in [&earlier, &later] {
            let again = json!({ "agency_id": id, "statement": "Once more", "evidence": "None" });
            clerk.post(replies::CLAIMS, &again).await.assert_problem(409, "claim_repeated");
        }
        let rival = replies::clerk(&app, "Harbour Link (made up)").await;
        let contesting = format!("{}/{}", replies::CLAIMS, replies::claim(&rival, gone).await);
        replies::decide_bare(&moderator, &contesting, "approve").await.assert_problem(409, "profile_held");
        let page = app.get(&format!("/v1/agencies/{earlier}")).await.json();
        assert_eq!(page["replies"]["claimed"], true);
    }

    async fn a_decision_needs_the_role_the_competence_and_the_present_version(app: TestApp) {
        doubtful(&app).await;
        let organisation = app.organisation("Elsewhere", &["MY"], &["other"]).await;
        for role in [Role::Moderator, Role::CaseWorker, Role::Inspector, Role::Administrator] {
            let other = app.member(organisation, &[role]).await;
            other.get(QUEUE).await.assert_problem(403, "forbidden");
        }
        app.get(QUEUE).await.assert_problem(401, "unauthenticated");
        let editor = editor(&app).await;
        let id = queue(&editor).await[0]["id"].as_str().unwrap().to_owned();
        let path = format!("{QUEUE}/{id}/decide");
        let body = json!({ "decision": "same", "reason": "Seen." });
        editor.decide(&path, "\"v7\"", &body).await.assert_problem(412, "stale");
        editor.post(&path, &body).await.assert_problem(428, "precondition_required");
        let blank = json!({ "decision": "same", "reason": " " });
        editor.decide(&path, "\"v1\"", &blank).await.assert_problem(422, "invalid_request");
        assert_eq!(queue(&editor).await.len(), 1);
        assert_eq!(agencies(&app).await.len(), 3);
    }

    async fn two_that_are_both_on_the_list_are_two(app: TestApp) {
        let (register, earlier, later) = doubtful(&app).await;
        report(&register.import_newer(&app, "2026-03-01",
            "L1,Merantau Sample,1 Road,,,,,Digantung\nL7,Merantau Sample,9 Lane,,,,,Aktif\n"));
        let editor = editor(&app).await;
        let id = queue(&editor).await[0]["id"].as_str().unwrap().to_owned();
        decide(&editor, &id, "same").await.assert_problem(409, "both_listed");
        decide(&editor, &id, "different").await.assert_status(200);
        assert_eq!(id_of(&app, "L1").await, earlier);
        assert_eq!(id_of(&app, "L7").await, later);
    }
}
