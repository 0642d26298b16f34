//! A password is forgotten: the key goes, and a custodian or the worker gives the requests back.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::super::{NARRATIVE, RECEIPT, texts};
use super::{custodian, filed_with, handler, sealed, with_token_of};
use crate::harness::{Person, TestApp};
use crate::on_both;
use crate::staff::{Colleague, Invited};

/// Resets an account and sets it up anew.
pub async fn reset(app: &TestApp, chief: &Person<'_>, lost: &Colleague) -> Colleague {
    let path = format!("/v1/staff/accounts/{}/reset", lost.account);
    let invitation = chief.post(&path, &json!({})).await;
    let token = invitation.assert_status(200).json()["set_up_token"].clone();
    let invited = Invited {
        account: lost.account,
        name: lost.name.clone(),
        token: token.as_str().unwrap().to_owned(),
    };
    invited.set_up(app).await
}

async fn granted_by(custodian: &Person<'_>, to: &Person<'_>) -> Value {
    let grant = json!({ "account_id": to.account.unwrap(), "reason": "key_lost" });
    let granted = custodian
        .post("/v1/staff/custody/case-key-grants", &grant)
        .await;
    granted.assert_status(200).json()
}

on_both! {
    async fn a_custodian_gives_the_requests_back_and_the_audit_log_says_why(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (sita, _) = handler(&app, centre, "sita").await;
        let (_, kim) = custodian(&app, "kim").await;
        let filed = filed_with(&app, centre).await;
        let chief = app.member(centre, &[Role::Administrator]).await;
        let sita = reset(&app, &chief, &sita).await;
        let person = with_token_of(&app, &sita.sign_in(&app).await);
        person.get(&filed.path()).await.assert_problem(403, "case_key_not_held");

        let expected = json!({ "granted": 1, "not_held": 0, "has_more": false });
        assert_eq!(granted_by(&kim, &person).await, expected);
        let read = person.get(&filed.path()).await;
        assert_eq!(read.assert_status(200).json()["content"]["narrative"], NARRATIVE);
        assert_eq!(granted_by(&kim, &person).await["granted"], 0, "there is nothing more to give");
        // A custodian hands keys on and reads nothing.
        kim.get(&filed.path()).await.assert_problem(403, "forbidden");
        let log = "SELECT action AS one, coalesce(detail, '') AS two FROM audit_entries \
            WHERE subject_id = {id} AND action = 'key_granted'";
        let entry = ("key_granted".to_owned(), "key_lost".to_owned());
        assert_eq!(texts(&app, log, &filed.id).await, [entry]);
    }

    async fn without_a_custodian_the_worker_gives_it_back(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (sita, _) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        let chief = app.member(centre, &[Role::Administrator]).await;
        let sita = reset(&app, &chief, &sita).await;
        let person = with_token_of(&app, &sita.sign_in(&app).await);
        person.get(&filed.path()).await.assert_problem(403, "case_key_not_held");
        app.holder_of(&filed.code).get(RECEIPT).await.assert_status(200);
        person.get(&filed.path()).await.assert_status(200);
    }

    async fn a_custodian_gives_nothing_that_was_filed_before_them(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, _) = handler(&app, centre, "sita").await;
        filed_with(&app, centre).await;
        let (_, kim) = custodian(&app, "kim").await;
        let (_, joy) = handler(&app, centre, "joy").await;
        let expected = json!({ "granted": 0, "not_held": 1, "has_more": false });
        assert_eq!(granted_by(&kim, &joy).await, expected);
    }
}
