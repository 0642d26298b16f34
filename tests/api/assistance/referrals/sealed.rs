//! The same in sealed mode: only who was given the key of a referral reads it.

use serde_json::{Value, json};

use super::super::sealed::{handler, sealed};
use super::super::{NARRATIVE, RECEIPT};
use super::{Scene, own, say};
use crate::harness::TestApp;
use crate::on_both;

/// Two organisations whose case workers have keys.
async fn scene(app: &TestApp) -> Scene<'_> {
    let (one, other) = (app.centre().await, app.shelter().await);
    let (_, sita) = handler(app, one, "sita").await;
    let (_, joy) = handler(app, other, "joy").await;
    Scene::of(app, (one, sita), (other, joy)).await
}

on_both! {
    async fn a_referral_opens_with_the_keys_of_both_sides_only(app: TestApp) {
        let app = sealed(&app);
        let scene = scene(&app).await;
        let (consent, referral) = scene.referred("referral", &["narrative", "identity"]).await;
        for side in [&scene.shelter, &scene.centre] {
            assert_eq!(side.get(&referral).await.assert_status(200).json()["case_file"]["narrative"], NARRATIVE);
        }
        // As whoever has the signing key could make one.
        let forged = app.case_worker(scene.shelter_id).await;
        forged.get(&referral).await.assert_problem(403, "case_key_locked");
        let (_, rosa) = handler(&app, scene.shelter_id, "rosa").await;
        rosa.get(&referral).await.assert_problem(403, "case_key_not_held");
        let grant = json!({ "account_id": rosa.account.unwrap(), "reason": "joined" });
        let granted = scene.shelter.post("/v1/staff/case-key-grants", &grant).await;
        assert_eq!(granted.assert_status(200).json()["granted"], 1);
        rosa.get(&referral).await.assert_status(200);
        say(&scene.shelter, &format!("{referral}/acceptance")).await.assert_status(200);
        let done = json!({ "outcome": "service_given", "report": super::REPORT });
        scene.shelter.post(&format!("{referral}/completion"), &done).await.assert_status(200);
        assert_eq!(scene.centre.get(&referral).await.json()["report"], super::REPORT);
        say(&scene.person(), &own(&format!("/{consent}/withdrawal"))).await.assert_status(200);
    }

    async fn a_revoked_referral_leaves_no_key(app: TestApp) {
        let app = sealed(&app);
        let scene = scene(&app).await;
        let (consent, referral) = scene.referred("referral", &["narrative", "identity"]).await;
        assert_eq!(scene.keys(&referral).await, "5", "a pair, two who hold it, two data keys");
        say(&scene.person(), &own(&format!("/{consent}/withdrawal"))).await.assert_status(200);
        assert_eq!(scene.keys(&referral).await, "0");
        assert_eq!(scene.shelter.get(&referral).await.json()["case_file"], Value::Null);
    }

    async fn a_transfer_takes_the_key_from_one_and_leaves_it_with_the_other(app: TestApp) {
        let app = sealed(&app);
        let scene = scene(&app).await;
        let (_, transfer) = scene.referred("transfer", &["narrative"]).await;
        let holders = "SELECT holder_kind AS one, '' AS two FROM case_key_holders WHERE case_id = {id} AND holder_kind = 'handler'";
        assert_eq!(super::super::texts(&app, holders, &scene.filed.id).await.len(), 2);
        say(&scene.shelter, &format!("{transfer}/acceptance")).await.assert_status(200);
        assert_eq!(super::super::texts(&app, holders, &scene.filed.id).await.len(), 1);
        let opened = scene.shelter.get(&scene.filed.path()).await;
        assert_eq!(opened.assert_status(200).json()["content"]["narrative"], NARRATIVE);
        scene.centre.get(&scene.filed.path()).await.assert_problem(404, "not_found");
        scene.person().get(RECEIPT).await.assert_status(200);
        assert_eq!(super::super::texts(&app, holders, &scene.filed.id).await.len(), 1);
    }

    async fn a_rejected_transfer_takes_the_key_back(app: TestApp) {
        let app = sealed(&app);
        let scene = scene(&app).await;
        let (_, transfer) = scene.referred("transfer", &["narrative"]).await;
        // A visit of the person meanwhile does not take it from whoever is asked.
        scene.person().get(RECEIPT).await.assert_status(200);
        scene.shelter.post(&format!("{transfer}/rejection"), &json!({ "reason": "other" })).await.assert_status(200);
        let holders = "SELECT holder_kind AS one, '' AS two FROM case_key_holders WHERE case_id = {id} AND holder_kind = 'handler'";
        assert_eq!(super::super::texts(&app, holders, &scene.filed.id).await.len(), 1);
        assert_eq!(scene.request().await["content"]["narrative"], NARRATIVE);
    }
}
