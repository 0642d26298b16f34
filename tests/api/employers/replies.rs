//! An employer claims its page and answers.

use diesel::connection::SimpleConnection as _;
use serde_json::json;
use tulay::identity::permissions::Role;
use tulay::platform::db::{Conn, DbError};

use super::{EMPLOYERS, employer_with, propose, reviews_of};
use crate::harness::{Person, TestApp};
use crate::on_both;
use crate::replies::{
    CLAIMS, claim, decide, decide_bare, in_queue, reply_path, reports_path, said,
};
use crate::reviews::moderator;

/// A clerk of an organisation that is an employer.
async fn clerk(app: &TestApp) -> Person<'_> {
    let organisation = app
        .organisation("Meridian Sample Yard (made up)", &["SG"], &[])
        .await;
    let clerk = app
        .member(organisation, &[Role::AgencyRepresentative])
        .await;
    let sql = "UPDATE organisations SET kind = 'employer' WHERE kind = 'recruitment_agency'";
    let run = move |conn: &mut Conn| Ok::<_, DbError>(conn.batch_execute(sql)?);
    app.shared.services.db.write(run).await.unwrap();
    clerk
}

on_both! {
    async fn an_employer_answers_a_review(app: TestApp) {
        let by = moderator(&app).await;
        let (employer, _) = employer_with(&app, &by, &[1, 2, 3, 4]).await;
        let clerk = clerk(&app).await;
        let claim = format!("{CLAIMS}/{}", claim(&clerk, employer).await);
        assert_eq!(by.get(&claim).await.json()["about"], "employer");
        decide_bare(&by, &claim, "approve").await.assert_status(200);
        let shown = app.get(&reviews_of(employer)).await.json()["items"][0].clone();
        let review = shown["id"].as_str().unwrap();
        let filed = clerk.post(&reply_path(employer, review), &said("Wages are paid on the 1st now")).await;
        filed.assert_status(201);
        decide(&by, &in_queue(&filed), "publish", &json!({})).await.assert_status(200);
        let shown = app.get(&reviews_of(employer)).await.json()["items"][0].clone();
        assert_eq!(shown["reply"]["text"], "Wages are paid on the 1st now");
        let page = app.get(&format!("{EMPLOYERS}/{employer}")).await.json();
        let expected = json!({ "claimed": true, "answered_share": 0.25, "answered_soon_share": 0.25 });
        assert_eq!(page["replies"], expected);
        let report = json!({ "reason": "false_statement", "statement": "Nobody of that trade works here" });
        let reported = clerk.post(&reports_path(employer, review), &report).await;
        reported.assert_status(201);
    }

    async fn who_is_only_proposed_cannot_be_claimed(app: TestApp) {
        let id = propose(&app).await;
        let clerk = clerk(&app).await;
        let body = json!({ "agency_id": id, "statement": "It is me", "evidence": "None" });
        let refused = clerk.post(CLAIMS, &body).await;
        assert_eq!(refused.faults(), [("/agency_id".to_owned(), "unknown_agency".to_owned())]);
    }
}
