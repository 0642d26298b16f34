//! Who leaves no longer opens cases, and does not leave one that nobody opens.

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;

use super::super::{RECEIPT, steps, texts};
use super::{custodian, filed_with, handler, sealed};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

async fn disable(chief: &Person<'_>, who: &Person<'_>) -> Response {
    let path = format!("/v1/staff/accounts/{}/disable", who.account.unwrap());
    chief.post(&path, &json!({})).await
}

/// How many keys an account holds.
async fn held(app: &TestApp, who: &Person<'_>) -> String {
    let query = "SELECT cast(count(*) AS text) AS one, '' AS two FROM case_key_holders WHERE holder_id = {id}";
    let found = texts(app, query, &who.account.unwrap().to_string()).await;
    found[0].0.clone()
}

on_both! {
    async fn the_only_one_who_opens_a_case_does_not_leave(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        let chief = app.member(centre, &[Role::Administrator]).await;
        let refused = disable(&chief, &sita).await;
        let body = refused.assert_problem(409, "cases_stranded");
        assert!(body["detail"].as_str().unwrap().contains(&filed.id), "{body}");
        sita.get(&filed.path()).await.assert_status(200);

        let account = format!("/v1/staff/accounts/{}", sita.account.unwrap());
        let tag = chief.get(&account).await.header("etag").unwrap().to_owned();
        let fewer = json!({ "roles": ["inspector"] });
        chief.patch(&account, &tag, &fewer).await.assert_problem(409, "cases_stranded");

        // A colleague who has the key stays: now one may go.
        let (_, joy) = handler(&app, centre, "joy").await;
        sita.get(&filed.path()).await.assert_status(200);
        disable(&chief, &sita).await.assert_status(200);
        assert_eq!(held(&app, &sita).await, "0");
        joy.get(&filed.path()).await.assert_status(200);
        disable(&chief, &joy).await.assert_problem(409, "cases_stranded");
    }

    async fn with_a_custodian_everybody_may_leave(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, kim) = custodian(&app, "kim").await;
        let (_, sita) = handler(&app, centre, "sita").await;
        filed_with(&app, centre).await;
        assert_eq!(held(&app, &kim).await, "1");
        let chief = app.member(centre, &[Role::Administrator]).await;
        let account = format!("/v1/staff/accounts/{}", sita.account.unwrap());
        let tag = chief.get(&account).await.header("etag").unwrap().to_owned();
        let request = chief.request(Method::PATCH, &account).header("If-Match", tag);
        let fewer = Response::of(request.json(&json!({ "roles": ["inspector"] }))).await;
        fewer.assert_status(200);
        assert_eq!(held(&app, &sita).await, "0");
    }

    async fn a_case_that_was_taken_back_holds_nobody(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        let withdraw = format!("{RECEIPT}/withdraw");
        app.holder_of(&filed.code).post(&withdraw, &json!({})).await.assert_status(200);
        let chief = app.member(centre, &[Role::Administrator]).await;
        disable(&chief, &sita).await.assert_status(200);
    }

    async fn who_is_only_asked_does_not_count(app: TestApp) {
        let app = sealed(&app);
        let (centre, shelter) = (app.centre().await, app.shelter().await);
        let (_, sita) = handler(&app, centre, "sita").await;
        let (_, joy) = handler(&app, shelter, "joy").await;
        let filed = filed_with(&app, centre).await;
        let tag = sita.move_through(&filed, "\"v1\"", &steps(&["acknowledged", "in_review"])).await;
        let holder = app.holder_of(&filed.code);
        let recipient = json!({ "organisation_id": shelter.to_string() });
        let consent = json!({ "purpose": "transfer", "recipient": recipient, "fields": ["urgency"] });
        let consent = holder.post(&format!("{RECEIPT}/data-consents"), &consent).await.json()["id"].clone();
        let transfer = json!({ "kind": "transfer", "recipient": recipient, "fields": ["urgency"],
            "legitimate_basis": "consent", "consent_id": consent });
        let tag = sita.get(&filed.path()).await.header("etag").map_or(tag, str::to_owned);
        let made = sita.change(&filed.sub("referrals"), &tag, &transfer).await;
        made.assert_status(201);
        assert_eq!(held(&app, &joy).await, "2", "the request and the referral");
        let chief = app.member(centre, &[Role::Administrator]).await;
        disable(&chief, &sita).await.assert_problem(409, "cases_stranded");
        let path = format!("/v1/staff/assistance-referrals/{}/rejection", made.json()["id"].as_str().unwrap());
        joy.post(&path, &json!({ "reason": "other" })).await.assert_status(200);
        assert_eq!(sita.get(&filed.path()).await.assert_status(200).json()["status"], "returned");
    }
}
