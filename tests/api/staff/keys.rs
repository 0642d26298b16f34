//! The keys of accounts: no stranger destroys them, and a lost one is made anew.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::crypto::Class;
use tulay::platform::ids::Id;
use tulay::platform::vault::VaultError;

use super::{Invited, access, invited, with_token};
use crate::harness::TestApp;
use crate::on_both;

/// What anybody may file, each with the id of something else.
async fn filings(app: &TestApp, id: Id) -> [(String, Value); 3] {
    let agency = app.agency("Made-up Recruitment").await;
    let request = json!({
        "id": id, "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "place": { "country": "SG", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false }
    });
    let report = json!({
        "id": id, "kind": "hazard", "hazard_codes": ["work_at_height"], "danger_now": false,
        "happening": "now", "place": { "country": "SG", "precision": "country" },
        "told_employer": "no", "reporter_relation": "worker", "language": "en",
        "description": "No rail on the scaffold.", "wants_update": true
    });
    let document = app.get("/openapi.json").await.json();
    let filing = &document["paths"]["/v1/agencies/{agency_id}/reviews"]["post"];
    let mut review = filing["requestBody"]["content"]["application/json"]["example"].clone();
    review["id"] = json!(id);
    [
        ("/v1/assistance-requests".to_owned(), request),
        ("/v1/safety-reports".to_owned(), report),
        (format!("/v1/agencies/{agency}/reviews"), review),
    ]
}

on_both! {
    async fn nobody_files_under_the_id_of_an_account(app: TestApp) {
        let sita = super::case_worker(&app, "sita").await;
        for (path, body) in filings(&app, sita.account).await {
            app.post(&path, &body).await.assert_problem(409, "id_taken");
        }
        sita.sign_in(&app).await;
    }

    async fn erasing_what_was_filed_leaves_the_key_of_an_account_with_the_same_id(app: TestApp) {
        let sita = super::case_worker(&app, "sita").await;
        let (vault, account) = (app.shared.services.vault.clone(), sita.account);
        let erase = move |conn: &mut _| vault.destroy(conn, account);
        app.shared.services.db.write(erase).await.unwrap();
        let opened = sita.sign_in(&app).await;
        let me = with_token(&app, Method::GET, "/v1/staff/me", access(&opened)).await;
        assert_eq!(me.assert_status(200).json()["name"], "sita");
    }

    async fn an_account_is_not_made_under_the_id_of_what_was_filed(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let id = app.shared.services.new_id();
        let [(path, body), ..] = filings(&app, id).await;
        app.post(&path, &body).await.assert_status(201);
        let body = json!({ "id": id, "name": "joy", "display_name": "Joy", "roles": ["editor"] });
        chief.post("/v1/staff/accounts", &body).await.assert_problem(409, "id_taken");
    }

    async fn a_reset_mends_an_account_whose_key_is_lost(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let sita = invited(&app, organisation, "sita", &[Role::CaseWorker]).await.set_up(&app).await;
        let (vault, account) = (app.shared.services.vault.clone(), sita.account);
        let lose = move |conn: &mut _| -> Result<(), VaultError> {
            vault.destroy_class(conn, account, Class::Account)
        };
        app.shared.services.db.write(lose).await.unwrap();
        let path = format!("/v1/staff/accounts/{account}");
        chief.get(&format!("{path}/name")).await.assert_problem(410, "gone");
        let reset = chief.post(&format!("{path}/reset"), &json!({})).await;
        let token = reset.assert_status(200).json()["set_up_token"].as_str().unwrap().to_owned();
        let again = Invited { account, name: "sita".to_owned(), token };
        again.set_up(&app).await.sign_in(&app).await;
        let name = chief.get(&format!("{path}/name")).await;
        assert_eq!(name.assert_status(200).json()["name"], json!(account));
    }
}
