//! What case workers do.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{
    LANGUAGE, NAME, NARRATIVE, PHONE, PLACE, QUEUE, RECEIPT, SUBDIVISION, changed, least, request,
    steps, texts, uuid,
};
use crate::harness::{Person, TestApp};
use crate::on_both;

/// What the audit log holds of one thing: action and detail, oldest first.
pub(super) async fn audit_of(app: &TestApp, id: &str) -> Vec<(String, String)> {
    let query = "SELECT action AS one, coalesce(detail, '') AS two FROM audit_entries \
         WHERE subject_id = {id} ORDER BY sequence";
    texts(app, query, id).await
}

fn entries(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(action, detail): &(&str, &str)| ((*action).to_owned(), (*detail).to_owned());
    expected.iter().map(owned).collect()
}

async fn ids(person: &Person<'_>, query: &str) -> Vec<String> {
    let page = person.get(&format!("{QUEUE}{query}")).await;
    page.assert_status(200);
    let items = page.json()["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn the_queue_shows_danger_first_and_nothing_sealed(app: TestApp) {
        let centre = app.centre().await;
        let first = app.ask_for_help(&request()).await;
        app.clock.advance(std::time::Duration::from_hours(1));
        let second = app.ask_for_help(&least()).await;
        app.clock.advance(std::time::Duration::from_hours(1));
        let danger = app.ask_for_help(&changed(least(), &json!({ "urgency": "danger_now" }))).await;
        let worker = app.case_worker(centre).await;
        assert_eq!(ids(&worker, "").await, [danger.id.as_str(), &first.id, &second.id]);
        let page = worker.get(QUEUE).await;
        let text = String::from_utf8(page.body.clone()).unwrap();
        let sealed_codes = ["for_whom", "wants", "money_owed", "\"language\"", LANGUAGE, SUBDIVISION];
        for word in [NARRATIVE, NAME, PHONE, PLACE].into_iter().chain(sealed_codes) {
            assert!(!text.contains(word), "{word}");
        }
        let items = page.json()["items"].clone();
        assert_eq!(items[0]["priority"], "critical");
        assert_eq!(items[0]["priority_reasons"], json!(["danger_now"]));
        assert_eq!(items[1]["priority"], "high");
        assert_eq!(items[1]["issue_codes"], json!(["passport_held", "unpaid_wages"]));
        assert_eq!(items[2]["priority"], "low");
        assert_eq!(audit_of(&app, &first.id).await, []);

        let one = worker.get(&format!("{QUEUE}?limit=1")).await.json();
        let next = one["next"].as_str().unwrap();
        assert_eq!(ids(&worker, &format!("?limit=2&cursor={next}")).await, [first.id.as_str(), &second.id]);
        let other_filter = worker.get(&format!("{QUEUE}?status=received&cursor={next}")).await;
        other_filter.assert_problem(400, "invalid_cursor");
    }

    async fn the_queue_can_be_filtered(app: TestApp) {
        let centre = app.centre().await;
        let (worker, colleague) = (app.case_worker(centre).await, app.case_worker(centre).await);
        let high = app.ask_for_help(&request()).await;
        let low = app.ask_for_help(&least()).await;
        let me = worker.account.unwrap().to_string();
        let assigned = worker.change(&high.sub("assignment"), "\"v1\"", &json!({ "assigned_to": me })).await;
        assigned.assert_status(200);
        worker.move_through(&high, assigned.header("etag").unwrap(), &steps(&["acknowledged"])).await;
        for (query, expected) in [
            ("?status=acknowledged", vec![&high]),
            ("?status=received", vec![&low]),
            ("?priority=high", vec![&high]),
            ("?urgency=not_urgent", vec![&low]),
            ("?assigned_to=me", vec![&high]),
            ("?assigned_to=nobody", vec![&low]),
            ("?overdue=true", vec![]),
        ] {
            let expected: Vec<String> = expected.iter().map(|filed| filed.id.clone()).collect();
            assert_eq!(ids(&worker, query).await, expected, "{query}");
        }
        assert_eq!(ids(&worker, &format!("?assigned_to={me}")).await, [high.id.as_str()]);
        assert_eq!(ids(&colleague, "?assigned_to=me").await, Vec::<String>::new());
        for query in ["?status=nonsense", "?assigned_to=somebody", "?overdue=perhaps", "?limit=0"] {
            let refused = worker.get(&format!("{QUEUE}{query}")).await;
            assert!(matches!(refused.status, 400 | 422), "{query}");
        }
        // Eight days on, the one that nobody has seen is late; the other has three months.
        app.clock.advance(std::time::Duration::from_hours(8 * 24));
        let late = app.member(centre, &[Role::CaseWorker]).await;
        assert_eq!(ids(&late, "?overdue=true").await, [low.id.as_str()]);
        assert_eq!(ids(&late, "?overdue=false").await, [high.id.as_str()]);
        let seen = app.holder_of(&low.code).get(RECEIPT).await.json();
        assert_eq!(seen["due"]["overdue"], true, "the person sees it too");
    }

    async fn opening_a_request_is_in_the_audit_log(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&request()).await;
        let opened = worker.get(&filed.path()).await;
        opened.assert_status(200);
        assert!(opened.header("etag").unwrap().starts_with("\"v1."));
        assert_eq!(opened.header("cache-control"), Some("no-store"));
        let body = opened.json();
        assert_eq!(body["content"]["narrative"], NARRATIVE);
        assert_eq!(body["content"]["place"]["text"], PLACE);
        let point = &body["content"]["place"]["point"];
        assert_eq!(point["coordinates"], json!([103.64, 1.33]), "no more exact than a district");
        let content = &body["content"];
        assert_eq!((&content["for_whom"], &content["wants"]), (&json!("self"), &json!(["money_owed"])));
        assert_eq!((&content["language"], &content["place"]["subdivision"]), (&json!(LANGUAGE), &json!(SUBDIVISION)));
        let plan = &body["content"]["safe_contact"];
        assert_eq!(plan["phone_checked_by_employer"], true);
        assert_eq!(plan["methods"][0]["disguise_as"], "a cousin");
        assert_eq!(plan["methods"][0]["windows"][0]["from"], "14:00");
        assert_eq!(body["content"]["indicators"]["retention_of_identity_documents"], "yes");
        assert_eq!(body["identity"], Value::Null, "there is no consent to know who it is");
        assert_eq!(body["history"].as_array().unwrap().len(), 1);
        assert_eq!(audit_of(&app, &filed.id).await, entries(&[("opened", "content")]));
        worker.get(&filed.sub("messages")).await.assert_status(200);
        assert_eq!(
            audit_of(&app, &filed.id).await,
            entries(&[("opened", "content"), ("opened", "messages")])
        );
    }

    async fn with_consent_the_organisation_knows_who_it_is(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let consents = json!({ "share_identity": true });
        let filed = app.ask_for_help(&changed(request(), &json!({ "consents": consents }))).await;
        let body = worker.get(&filed.path()).await.json();
        assert_eq!(body["identity"], json!({ "name": NAME, "phone": PHONE }));
        assert_eq!(audit_of(&app, &filed.id).await, entries(&[("opened", "content_and_identity")]));
    }

    async fn who_it_is_can_be_taken_back_by_itself(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let consents = json!({ "share_identity": true });
        let filed = app.ask_for_help(&changed(request(), &json!({ "consents": consents }))).await;
        assert_eq!(worker.get(&filed.path()).await.json()["identity"]["phone"], PHONE);
        let holder = app.holder_of(&filed.code);
        for _ in 0..2 {
            holder.delete(&format!("{RECEIPT}/identity")).await.assert_status(204);
        }
        let body = worker.get(&filed.path()).await.json();
        assert_eq!(body["identity"], Value::Null);
        assert_eq!(body["content"]["narrative"], NARRATIVE, "the request itself goes on");
        let consents = holder.get(RECEIPT).await.json()["consents"].clone();
        assert_eq!(consents[0]["purpose"], "handle_request");
        assert_eq!(consents[0]["withdrawn_at"], Value::Null);
        assert_eq!(consents[1]["purpose"], "know_identity");
        assert!(!consents[1]["withdrawn_at"].is_null());
    }

    async fn what_has_changed_is_not_taken_for_what_was_read_before(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let consents = json!({ "share_identity": true });
        let filed = app.ask_for_help(&changed(request(), &json!({ "consents": consents }))).await;
        let holder = app.holder_of(&filed.code);
        let mut tag = worker.get(&filed.path()).await.header("etag").unwrap().to_owned();
        worker.get_unless(&filed.path(), &tag).await.assert_status(304);

        for _ in 0..2 {
            holder.delete(&format!("{RECEIPT}/identity")).await.assert_status(204);
        }
        let without_identity = worker.get_unless(&filed.path(), &tag).await;
        without_identity.assert_status(200);
        assert_eq!(without_identity.json()["identity"], Value::Null);
        without_identity.header("etag").unwrap().clone_into(&mut tag);

        let hello = json!({ "body": "Hello" });
        for _ in 0..2 {
            holder.post(&format!("{RECEIPT}/messages"), &hello).await.assert_status(201);
        }
        let waiting = worker.get_unless(&filed.path(), &tag).await;
        waiting.assert_status(200);
        assert!(!waiting.json()["unanswered_since"].is_null());
        waiting.header("etag").unwrap().clone_into(&mut tag);

        for _ in 0..2 {
            worker.post(&filed.sub("messages"), &hello).await.assert_status(201);
        }
        let answered = worker.get_unless(&filed.path(), &tag).await;
        answered.assert_status(200);
        assert_eq!(answered.json()["unanswered_since"], Value::Null);
        answered.header("etag").unwrap().clone_into(&mut tag);
        worker.get_unless(&filed.path(), &tag).await.assert_status(304);
    }

    async fn what_has_become_late_is_not_taken_for_what_was_in_time(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let worker = app.case_worker(centre).await;
        let in_time = worker.get(&filed.path()).await;
        assert_eq!(in_time.json()["due"]["overdue"], false);
        app.clock.advance(std::time::Duration::from_hours(8 * 24));
        let worker = app.case_worker(centre).await;
        let late = worker.get_unless(&filed.path(), in_time.header("etag").unwrap()).await;
        late.assert_status(200);
        assert_eq!(late.json()["due"]["overdue"], true);
        // The tag of what is late names the version all the same.
        let step = &steps(&["acknowledged"])[0];
        let moved = worker.change(&filed.sub("status"), late.header("etag").unwrap(), step).await;
        moved.assert_status(200);
        assert_eq!(moved.json()["due"]["overdue"], false);
        let next = worker.get_unless(&filed.path(), late.header("etag").unwrap()).await;
        next.assert_status(200);
    }

    async fn another_organisations_requests_are_not_there(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        let elsewhere = app.organisation("Example Elsewhere", &["SG"], &["wage_recovery"]).await;
        let stranger = app.case_worker(elsewhere).await;
        assert_eq!(ids(&stranger, "").await, Vec::<String>::new());
        stranger.get(&filed.path()).await.assert_problem(404, "not_found");
        stranger.get(&filed.sub("messages")).await.assert_problem(404, "not_found");
        stranger.post(&filed.sub("messages"), &json!({ "body": "Hello" })).await
            .assert_problem(404, "not_found");
        let step = &steps(&["acknowledged"])[0];
        stranger.change(&filed.sub("status"), "\"v1\"", step).await.assert_problem(404, "not_found");
        let to = json!({ "assigned_to": stranger.account.unwrap().to_string() });
        stranger.change(&filed.sub("assignment"), "\"v1\"", &to).await.assert_problem(404, "not_found");
        assert_eq!(audit_of(&app, &filed.id).await, [], "nothing was opened");
        let worker = app.case_worker(centre).await;
        worker.get(&format!("{QUEUE}/{}", uuid())).await.assert_problem(404, "not_found");
        worker.get(&format!("{QUEUE}/nonsense")).await.assert_problem(404, "not_found");
        let refused = worker.change(&filed.sub("assignment"), "\"v1\"", &to).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/assigned_to".to_owned(), "not_a_case_worker".to_owned())]);
    }

    async fn an_unassigned_request_is_nobodys_until_somebody_covers_it(app: TestApp) {
        let filed = app.ask_for_help(&changed(request(), &json!({ "consents": { "share_identity": true } }))).await;
        let abroad = app.organisation("Example Abroad", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(abroad).await;
        assert_eq!(ids(&stranger, "").await, Vec::<String>::new());
        stranger.get(&filed.path()).await.assert_problem(404, "not_found");
        assert_eq!(app.route().await, 0);
        let centre = app.centre().await;
        assert_eq!(app.route().await, 1);
        let worker = app.case_worker(centre).await;
        assert_eq!(ids(&worker, "").await, [filed.id.as_str()]);
        let body = worker.get(&filed.path()).await.json();
        assert_eq!(body["content"]["narrative"], NARRATIVE);
        assert_eq!(body["identity"]["name"], NAME);
        let followed = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(followed["organisation"]["id"], centre.to_string());
    }

    async fn only_case_workers_see_requests(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let roles = [Role::Inspector, Role::Moderator, Role::Editor, Role::Administrator];
        let other = app.member(centre, &roles).await;
        for path in [QUEUE.to_owned(), filed.path(), filed.sub("messages")] {
            other.get(&path).await.assert_problem(403, "forbidden");
            app.get(&path).await.assert_problem(401, "unauthenticated");
        }
        other.post(&filed.sub("messages"), &json!({ "body": "Hello" })).await
            .assert_problem(403, "forbidden");
        let step = &steps(&["acknowledged"])[0];
        other.change(&filed.sub("status"), "\"v1\"", step).await.assert_problem(403, "forbidden");
        let nobody = json!({ "assigned_to": null });
        other.change(&filed.sub("assignment"), "\"v1\"", &nobody).await.assert_problem(403, "forbidden");
    }

    async fn a_request_goes_its_whole_way(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&request()).await;
        let way = ["acknowledged", "in_review", "need_info", "in_review", "accepted", "in_progress",
            "awaiting_other", "remedy_proposed", "remedy_agreed", "remedy_received", "monitoring"];
        let tag = worker.move_through(&filed, "\"v1\"", &steps(&way)).await;
        let end = json!({ "status": "closed", "outcome": "wages_paid_full" });
        let tag = worker.move_through(&filed, &tag, &[end]).await;
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(seen["status"], "closed");
        assert_eq!(seen["reason"], "wages_paid_full");
        assert!(!seen["due"]["acknowledged_at"].is_null(), "acknowledging set the clock");
        let history = seen["history"].as_array().unwrap();
        let states: Vec<&str> = history.iter().map(|change| change["to"].as_str().unwrap()).collect();
        assert_eq!(states[0], "received");
        assert_eq!(&states[1..12], &way);
        assert_eq!(states[12], "closed");
        assert_eq!(history[12]["reason"], "wages_paid_full");
        assert!(history[1..].iter().all(|change| change["by"] == "organisation"));
        let reopened = worker.change(&filed.sub("status"), &tag, &json!({ "status": "in_review" })).await;
        reopened.assert_status(200);
        assert_eq!(reopened.json()["reason"], Value::Null);
        let audit = audit_of(&app, &filed.id).await;
        assert_eq!(audit.len(), 13);
        assert_eq!(audit[0], ("moved_on".to_owned(), "acknowledged".to_owned()));
    }

    async fn steps_that_lead_nowhere_are_refused(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&least()).await;
        let path = filed.sub("status");
        for status in ["received", "accepted", "withdrawn", "monitoring"] {
            let refused = worker.change(&path, "\"v1\"", &json!({ "status": status })).await;
            let body = refused.assert_problem(409, "status_not_reachable");
            assert!(body["detail"].as_str().unwrap().contains("acknowledged, spam_closed"), "{body}");
        }
        let unreasoned = worker.change(&path, "\"v1\"", &json!({ "status": "closed" })).await;
        unreasoned.assert_problem(422, "invalid_request");
        assert_eq!(unreasoned.faults(), [("/outcome".to_owned(), "missing_member".to_owned())]);
        let wrong = json!({ "status": "declined", "decline_reason": "because" });
        let wrong = worker.change(&path, "\"v1\"", &wrong).await;
        assert_eq!(wrong.faults(), [("/decline_reason".to_owned(), "unknown_code".to_owned())]);
        assert_eq!(audit_of(&app, &filed.id).await, []);
        let tag = worker.move_through(&filed, "\"v1\"", &steps(&["spam_closed"])).await;
        let no_way_back = worker.change(&path, &tag, &json!({ "status": "in_review" })).await;
        no_way_back.assert_problem(409, "status_not_reachable");
    }

    async fn who_is_declined_is_told_where_else_to_go(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&least()).await;
        let tag = worker.move_through(&filed, "\"v1\"", &steps(&["acknowledged", "in_review"])).await;
        let declined = json!({ "status": "declined", "decline_reason": "no_capacity" });
        worker.move_through(&filed, &tag, &[declined]).await;
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(seen["reason"], "no_capacity");
        assert!(!seen["contacts"].as_array().unwrap().is_empty());
    }

    async fn a_change_needs_the_version_that_was_read(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&least()).await;
        let step = json!({ "status": "acknowledged" });
        worker.post(&filed.sub("status"), &step).await.assert_problem(428, "precondition_required");
        let nobody = json!({ "assigned_to": null });
        worker.post(&filed.sub("assignment"), &nobody).await.assert_problem(428, "precondition_required");
        worker.change(&filed.sub("status"), "\"v1\"", &step).await.assert_status(200);
        let stale = worker.change(&filed.sub("status"), "\"v1\"", &json!({ "status": "in_review" })).await;
        stale.assert_problem(412, "stale");
        assert_eq!(stale.header("etag"), Some("\"v2\""));
        let empty = worker.change(&filed.sub("assignment"), "\"v2\"", &json!({})).await;
        assert_eq!(empty.faults(), [("/assigned_to".to_owned(), "missing_member".to_owned())]);
    }

    async fn of_two_who_take_the_same_request_one_gets_it(app: TestApp) {
        let centre = app.centre().await;
        let (one, other) = (app.case_worker(centre).await, app.case_worker(centre).await);
        for _ in 0..5 {
            let filed = app.ask_for_help(&least()).await;
            let take = |person: &Person<'_>| json!({ "assigned_to": person.account.unwrap().to_string() });
            let (path, of_one, of_other) = (filed.sub("assignment"), take(&one), take(&other));
            let (first, second) = futures_util::future::join(
                one.change(&path, "\"v1\"", &of_one),
                other.change(&path, "\"v1\"", &of_other),
            ).await;
            let mut outcomes = [first.status, second.status];
            outcomes.sort_unstable();
            assert_eq!(outcomes, [200, 412]);
            let winner = if first.status == 200 { &one } else { &other };
            assert_eq!(ids(winner, "?assigned_to=me").await.len(), ids(winner, &format!("?assigned_to={}", winner.account.unwrap())).await.len());
            assert_eq!(audit_of(&app, &filed.id).await, entries(&[("assigned", "to_self")]));
        }
        assert_eq!(ids(&one, "?assigned_to=me").await.len() + ids(&other, "?assigned_to=me").await.len(), 5);
    }

    async fn assigning_and_answering_are_logged(app: TestApp) {
        let centre = app.centre().await;
        let (one, other) = (app.case_worker(centre).await, app.case_worker(centre).await);
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        holder.post(&format!("{RECEIPT}/messages"), &json!({ "body": "Hello" })).await.assert_status(201);
        let waiting = one.get(QUEUE).await.json();
        assert!(!waiting["items"][0]["unanswered_since"].is_null());
        let to_other = json!({ "assigned_to": other.account.unwrap().to_string() });
        // Who read it before has not seen that somebody waits.
        one.change(&filed.sub("assignment"), "\"v1\"", &to_other).await.assert_problem(412, "stale");
        let assigned = one.change(&filed.sub("assignment"), "\"v2\"", &to_other).await;
        assigned.assert_status(200);
        assert_eq!(assigned.json()["assigned_to"], to_other["assigned_to"]);
        let given_up = json!({ "assigned_to": null });
        other.change(&filed.sub("assignment"), "\"v3\"", &given_up).await.assert_status(200);
        other.post(&filed.sub("messages"), &json!({ "body": "We are here" })).await.assert_status(201);
        assert_eq!(one.get(QUEUE).await.json()["items"][0]["unanswered_since"], Value::Null);
        assert_eq!(audit_of(&app, &filed.id).await, entries(&[
            ("assigned", "to_colleague"), ("assigned", "to_nobody"), ("answered", "message"),
        ]));
        let moderator = app.member(centre, &[Role::Moderator]).await;
        let to_moderator = json!({ "assigned_to": moderator.account.unwrap().to_string() });
        one.change(&filed.sub("assignment"), "\"v5\"", &to_moderator).await
            .assert_problem(422, "invalid_request");
    }
}
