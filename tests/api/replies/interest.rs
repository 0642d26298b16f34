//! Whoever has an interest in an agency does not moderate what is about it.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::json;
use tulay::identity::permissions::Role;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;

use super::{
    CLAIMS, claim, clerk, first_public, in_queue, reply_path, reports_path, said, speaker,
};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;
use crate::reviews::{agency_with, file, moderator};

/// Where moderators decide about an agency: on a review that waits, on a reply, on a report.
struct Matters {
    agency: Id,
    review: String,
    reply: String,
    report: String,
}

async fn matters(app: &TestApp, by: &Person<'_>) -> Matters {
    let (agency, _) = agency_with(app, by, &[1, 2, 3]).await;
    let (clerk, _) = speaker(app, by, agency).await;
    let public = first_public(app, agency).await;
    let report = json!({ "reason": "pii", "statement": "It names me" });
    let report = clerk.post(&reports_path(agency, &public), &report).await;
    let reply = clerk.post(&reply_path(agency, &public), &said("No")).await;
    Matters {
        agency,
        review: format!("/v1/staff/reviews/{}", file(app, agency, 4).await.id),
        reply: in_queue(&reply),
        report: format!(
            "/v1/staff/review-reports/{}",
            report.json()["id"].as_str().unwrap()
        ),
    }
}

/// Tries whatever a moderator does with these and with a claim; none of it is there.
async fn finds_nothing(one: &Person<'_>, matters: &Matters, claimed: &str) {
    for queue in ["/v1/staff/replies", "/v1/staff/review-reports", CLAIMS] {
        assert_eq!(one.get(queue).await.json()["items"], json!([]), "{queue}");
    }
    let Matters {
        review,
        reply,
        report,
        ..
    } = matters;
    for path in [review, reply, report, claimed] {
        one.get(path).await.assert_problem(404, "not_found");
    }
    let because = |reason: &str| json!({ "reason": reason });
    for (path, decision, body) in [
        (review.as_str(), "publish", json!({})),
        (review, "reject", because("pii")),
        (reply, "publish", json!({})),
        (reply, "reject", because("insult")),
        (report, "take-down", because("pii")),
        (claimed, "deny", because("other")),
    ] {
        let path = format!("{path}/{decision}");
        let refused = one.decide(&path, "\"v1\"", &body).await;
        refused.assert_problem(404, "not_found");
    }
    let bare = [
        (report.as_str(), "keep"),
        (claimed, "approve"),
        (review, "dismiss-appeal"),
    ];
    for (path, decision) in bare {
        let request = one.request(reqwest::Method::POST, &format!("{path}/{decision}"));
        let refused = Response::of(request.header("If-Match", "\"v1\"")).await;
        refused.assert_problem(404, "not_found");
    }
}

on_both! {
    async fn what_is_about_an_agency_is_not_there_for_who_claims_it(app: TestApp) {
        let by = moderator(&app).await;
        let matters = matters(&app, &by).await;
        let (elsewhere, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let other = file(&app, elsewhere, 4).await.id;

        // An organisation that moderates, and claims this agency in vain.
        let rival = app.organisation("Harbour Link (made up)", &["PH"], &[]).await;
        let both = [Role::Moderator, Role::AgencyRepresentative];
        let partial = app.member(rival, &both).await;
        partial.get(&matters.review).await.assert_status(200);
        let claimed = format!("{CLAIMS}/{}", claim(&partial, matters.agency).await);
        let colleague = app.member(rival, &[Role::Moderator]).await;
        for one in [&partial, &colleague] {
            finds_nothing(one, &matters, &claimed).await;
            // Nor is what is about its competitors.
            assert_eq!(one.get("/v1/staff/reviews").await.json()["items"], json!([]));
            one.get(&format!("/v1/staff/reviews/{other}")).await.assert_problem(404, "not_found");
        }
        // A refusal does not make them impartial.
        super::decide(&by, &claimed, "deny", &json!({ "reason": "not_proved" })).await
            .assert_status(200);
        finds_nothing(&colleague, &matters, &claimed).await;
    }

    async fn a_claim_is_not_decided_by_ones_own(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let organisation = app.organisation("Sunrise (made up)", &["PH"], &["moderation"]).await;
        let one = app.member(organisation, &[Role::AgencyRepresentative]).await;
        let path = format!("{CLAIMS}/{}", claim(&one, agency).await);
        let chief = app.member(organisation, &[Role::Administrator]).await;
        chief.get(&path).await.assert_problem(404, "not_found");
        moderator(&app).await.get(&path).await.assert_status(200);
        // Nor does another agency's clerk.
        let other = clerk(&app, "Harbour Link (made up)").await;
        other.get(&path).await.assert_problem(403, "forbidden");
    }

    async fn an_interest_is_not_lifted_by_who_has_one_in_the_same_agency(app: TestApp) {
        const INTERESTS: &str = "/v1/staff/interests";
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (one, other) = (moderator(&app).await, moderator(&app).await);
        let interest = json!({ "agency_id": agency, "reason": "I worked there." });
        let declared = one.post(INTERESTS, &interest).await.assert_status(201).json();
        let lift = format!("{INTERESTS}/{}/lift", declared["id"].as_str().unwrap());
        other.post(INTERESTS, &interest).await.assert_status(201);
        other.post(&lift, &json!({})).await.assert_problem(404, "not_found");
        // Nor by who is in the business.
        let rival = app.organisation("Harbour Link (made up)", &["PH"], &[]).await;
        let partial = app.member(rival, &[Role::Moderator, Role::AgencyRepresentative]).await;
        claim(&partial, app.agency("Harbour Link (made up)").await).await;
        partial.post(&lift, &json!({})).await.assert_problem(404, "not_found");
        one.post(&lift, &json!({})).await.assert_problem(403, "own_interest");
        moderator(&app).await.post(&lift, &json!({})).await.assert_status(204);
    }

    async fn where_a_representative_acts_and_where_reviews_come_from_cannot_be_joined(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        // The clerk and an author, from one machine.
        let organisation = tulay::claims::find_speaker;
        let speaking = app.shared.services.db.read(move |conn| organisation(conn, agency)).await;
        let rosa = crate::staff::invited(&app, speaking.unwrap().unwrap(), "rosa", &[Role::AgencyRepresentative]);
        rosa.await.set_up(&app).await.sign_in(&app).await;
        drop(clerk);
        file(&app, agency, 5).await;
        let shared = "SELECT (SELECT count(*) FROM representative_networks) AS networks, \
            (SELECT count(*) FROM review_origins) AS origins, \
            (SELECT count(*) FROM representative_networks r, review_origins o WHERE r.network = o.network) AS shared";
        assert_eq!(counts(&app, shared).await, (1, 1, 0));
    }
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    networks: i64,
    #[diesel(sql_type = BigInt)]
    origins: i64,
    #[diesel(sql_type = BigInt)]
    shared: i64,
}

async fn counts(app: &TestApp, sql: &'static str) -> (i64, i64, i64) {
    let read = app.shared.services.db.read(move |conn| {
        let query = diesel::sql_query(sql);
        let row: Counts = match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => query.get_result(conn)?,
            Conn::Sqlite(conn) => query.get_result(conn)?,
        };
        Ok::<_, DbError>((row.networks, row.origins, row.shared))
    });
    read.await.unwrap()
}
