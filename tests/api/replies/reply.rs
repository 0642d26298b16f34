//! What an agency answers.

use serde_json::{Value, json};

use super::{
    SAID, claim, clerk, decide, decide_bare, first_public, in_queue, own_reviews, public,
    reply_path, said, speaker,
};
use crate::on_both;
use crate::reviews::{PLANTED, agency_with, decide as decide_on_review, file, moderator, publish};

on_both! {
    async fn a_reply_is_sealed_until_a_moderator_publishes_it(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        let review = first_public(&app, agency).await;
        let path = reply_path(agency, &review);
        let filed = clerk.post(&path, &said(SAID)).await;
        filed.assert_status(201);
        assert_eq!(filed.json()["status"], "pending");
        assert_eq!(filed.header("location"), Some(path.as_str()));
        assert_eq!(public(&app, agency).await[0]["reply"], Value::Null);
        assert_eq!(app.where_is("Teodoro").await, [""; 0]);

        let queue = by.get("/v1/staff/replies").await;
        assert_eq!(queue.json()["items"][0]["review_id"], *review);
        assert!(!String::from_utf8(queue.body).unwrap().contains("Teodoro"));
        let entry = in_queue(&filed);
        let opened = by.get(&entry).await.json();
        assert_eq!(opened["text"], SAID);
        assert_eq!(opened["review_comment"], PLANTED);
        // What is published may differ from what was written.
        let cleared = "Our cashier has paid the deduction back";
        decide(&by, &entry, "publish", &json!({ "published_text": cleared })).await
            .assert_status(200);
        let month = app.clock_month();
        let shown = json!({ "text": cleared, "language": "en", "published_month": month });
        assert_eq!(public(&app, agency).await[0]["reply"], shown);
        assert_eq!(by.get(&entry).await.json()["published_text"], cleared);
        assert_eq!(clerk.get(&path).await.json()["text"], SAID);
        assert_eq!(app.audited(clerk.account.unwrap()).await, [
            "moved_on agency_claim filed", "answered agency_reply", "opened agency_reply",
        ]);
        let audited = app.audited(by.account.unwrap()).await;
        assert!(audited.contains(&"moderated agency_reply published".to_owned()));
        assert_eq!(app.where_is("Teodoro").await, [""; 0]);
    }

    async fn the_representative_sees_what_the_public_sees(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        // Too few to be shown: not even that there are some.
        let own = || async { clerk.get(&own_reviews(agency)).await.json()["items"].clone() };
        assert_eq!(own().await, json!([]));
        let third = file(&app, agency, 3).await;
        assert_eq!(own().await, json!([]));
        publish(&by, &third).await;
        let waiting = file(&app, agency, 4).await;
        let shown = public(&app, agency).await;
        let of_clerk = own().await;
        let reviews: Vec<_> = of_clerk.as_array().unwrap().iter()
            .map(|entry| entry["review"].clone()).collect();
        assert_eq!(reviews, shown);
        assert_eq!(of_clerk[0]["own_reply"], Value::Null);
        // A filed review is not answered by the id that only its author and moderators know.
        let path = reply_path(agency, &waiting.id);
        clerk.post(&path, &said(SAID)).await.assert_problem(404, "not_found");
        let path = reply_path(agency, &third.id);
        clerk.post(&path, &said(SAID)).await.assert_problem(404, "not_found");

        let review = first_public(&app, agency).await;
        clerk.post(&reply_path(agency, &review), &said(SAID)).await.assert_status(201);
        assert_eq!(own().await[0]["own_reply"]["status"], "pending");
        let first = clerk.get(&format!("{}?limit=2", own_reviews(agency))).await;
        let next = first.json()["next"].as_str().unwrap().to_owned();
        let last = clerk.get(&format!("{}?limit=2&cursor={next}", own_reviews(agency))).await;
        assert_eq!(last.json()["items"][0]["review"], shown[2]);
    }

    async fn a_review_is_answered_once_by_who_speaks_for_the_agency(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let review = first_public(&app, agency).await;
        let path = reply_path(agency, &review);
        let rival = clerk(&app, "Harbour Link (made up)").await;
        rival.post(&path, &said(SAID)).await.assert_problem(404, "not_found");
        claim(&rival, agency).await;
        rival.post(&path, &said(SAID)).await.assert_problem(404, "not_found");
        by.post(&path, &said(SAID)).await.assert_problem(403, "forbidden");
        app.post(&path, &said(SAID)).await.assert_problem(401, "unauthenticated");

        let (clerk, _) = speaker(&app, &by, agency).await;
        rival.get(&path).await.assert_problem(404, "not_found");
        clerk.get(&path).await.assert_problem(404, "not_found");
        // Not under another agency.
        let (other, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let wrong = reply_path(other, &review);
        clerk.post(&wrong, &said(SAID)).await.assert_problem(404, "not_found");
        let wrong = reply_path(agency, &first_public(&app, other).await);
        clerk.post(&wrong, &said(SAID)).await.assert_problem(404, "not_found");
        clerk.post(&path, &said(SAID)).await.assert_status(201);
        clerk.post(&path, &said("Again")).await.assert_problem(409, "already_answered");
    }

    async fn a_reply_can_be_written_anew_until_it_is_published(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        let path = reply_path(agency, &first_public(&app, agency).await);
        let filed = clerk.post(&path, &said(SAID)).await;
        let entry = in_queue(&filed);
        clerk.send(reqwest::Method::PATCH, &path, &said("Better")).await
            .assert_problem(428, "precondition_required");
        clerk.patch(&path, "\"v1\"", &said("Better")).await.assert_status(200);
        clerk.patch(&path, "\"v1\"", &said("Best")).await.assert_problem(412, "stale");
        // The decision rests on what was read.
        by.decide(&format!("{entry}/publish"), "\"v1\"", &json!({})).await
            .assert_problem(412, "stale");
        let why = json!({ "reason": "identifies_author" });
        let rejected = decide(&by, &entry, "reject", &why).await;
        assert_eq!(rejected.json()["status"], "rejected");
        decide(&by, &entry, "reject", &why).await.assert_problem(409, "conflict");
        assert_eq!(clerk.get(&path).await.json()["rejection_reason"], "identifies_author");
        let tag = |response: crate::harness::Response| response.header("etag").unwrap().to_owned();
        let version = tag(clerk.get(&path).await);
        clerk.patch(&path, &version, &said("Best")).await.assert_status(200);
        decide(&by, &entry, "publish", &json!({})).await.assert_status(200);
        assert_eq!(public(&app, agency).await[0]["reply"]["text"], "Best");
        let version = tag(clerk.get(&path).await);
        clerk.patch(&path, &version, &said("Even better")).await.assert_problem(409, "conflict");

        // Taken down again; the third rejection is the last.
        decide(&by, &entry, "reject", &json!({ "reason": "threat" })).await.assert_status(200);
        assert_eq!(public(&app, agency).await[0]["reply"], Value::Null);
        let version = tag(clerk.get(&path).await);
        clerk.patch(&path, &version, &said("Sorry")).await.assert_status(200);
        decide(&by, &entry, "reject", &why).await.assert_status(200);
        let last = clerk.get(&path).await;
        assert_eq!(last.json()["changes_left"], false);
        clerk.patch(&path, &tag(last), &said("Please")).await
            .assert_problem(409, "rejected_too_often");
    }

    async fn a_reply_vanishes_with_its_review_and_a_new_publication_is_answered_anew(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        for review in public(&app, agency).await {
            let path = reply_path(agency, review["id"].as_str().unwrap());
            let filed = clerk.post(&path, &said("We answer all")).await;
            decide(&by, &in_queue(&filed), "publish", &json!({})).await.assert_status(200);
        }
        let before = public(&app, agency).await;
        assert!(before.iter().all(|review| review["reply"]["text"] == "We answer all"));
        let change = json!({ "overall": 5 });
        let author = app.holder_of(&all[0].code);
        let tag = author.get("/v1/receipt/review").await.header("etag").unwrap().to_owned();
        author.patch("/v1/receipt/review", &tag, &change).await.assert_status(200);
        publish(&by, &all[0]).await;
        let after = public(&app, agency).await;
        let anew = after.iter().find(|review| review["overall"] == 5).unwrap();
        assert_eq!(anew["reply"], Value::Null);
        let path = reply_path(agency, anew["id"].as_str().unwrap());
        clerk.post(&path, &said("Once more")).await.assert_status(201);
        // What was answered to the old one is not there for anybody.
        let gone = before.iter().find(|review| review["overall"] == 1).unwrap();
        let old = reply_path(agency, gone["id"].as_str().unwrap());
        clerk.get(&old).await.assert_problem(404, "not_found");

        // A reply that waits cannot be published when its review has gone, and is erased.
        let queue = by.get("/v1/staff/replies").await.json();
        let entry = format!("/v1/staff/replies/{}", queue["items"][0]["id"].as_str().unwrap());
        app.holder_of(&all[0].code).delete("/v1/receipt/review").await.assert_status(204);
        decide(&by, &entry, "publish", &json!({})).await.assert_problem(409, "conflict");
        let mut rounds = 0;
        while by.get(&entry).await.status == 200 {
            app.keep_replies().await;
            rounds += 1;
            assert!(rounds < 500, "an ended reply is never looked at");
        }
        let live = by.get("/v1/staff/replies?status=published").await.json();
        assert!(live["items"].as_array().unwrap().len() >= 3);
    }

    async fn replies_are_shown_while_their_claim_stands(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let (impostor, held) = speaker(&app, &by, agency).await;
        let path = reply_path(agency, &first_public(&app, agency).await);
        let filed = impostor.post(&path, &said("Whoever wrote this will be sorry")).await;
        let waiting = reply_path(agency, public(&app, agency).await[1]["id"].as_str().unwrap());
        let second = impostor.post(&waiting, &said("Also false")).await;
        decide(&by, &in_queue(&filed), "publish", &json!({})).await.assert_status(200);
        assert_ne!(public(&app, agency).await[0]["reply"], Value::Null);
        decide(&by, &held, "revoke", &json!({ "reason": "misused" })).await.assert_status(200);
        assert_eq!(public(&app, agency).await[0]["reply"], Value::Null);
        decide(&by, &in_queue(&second), "publish", &json!({})).await
            .assert_problem(409, "conflict");
        impostor.get(&path).await.assert_problem(404, "not_found");
        // Who rightly speaks for the agency answers in the impostor's place.
        let rightful = clerk(&app, "Sunrise Manpower Office (made up)").await;
        let claim = format!("{}/{}", super::CLAIMS, claim(&rightful, agency).await);
        decide_bare(&by, &claim, "approve").await.assert_status(200);
        let filed = rightful.post(&path, &said("That was not us")).await;
        filed.assert_status(201);
        assert_eq!(public(&app, agency).await[0]["reply"], Value::Null);
        decide(&by, &in_queue(&filed), "publish", &json!({})).await.assert_status(200);
        assert_eq!(public(&app, agency).await[0]["reply"]["text"], "That was not us");
    }

    async fn a_reply_to_a_review_that_is_taken_down_is_gone(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        for review in public(&app, agency).await {
            let path = reply_path(agency, review["id"].as_str().unwrap());
            let filed = clerk.post(&path, &said("We answer all")).await;
            decide(&by, &in_queue(&filed), "publish", &json!({})).await.assert_status(200);
        }
        decide_on_review(&by, &all[0], "reject", &json!({ "reason": "pii" })).await
            .assert_status(200);
        // Published again it is another publication, without an answer.
        publish(&by, &all[0]).await;
        let shown = public(&app, agency).await;
        let answered = shown.iter().filter(|review| review["reply"] != Value::Null);
        assert_eq!((shown.len(), answered.count()), (4, 3));
    }
}
