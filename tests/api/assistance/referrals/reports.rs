//! What a recipient reports is for who has the request, as long as the person lets it be read.

use serde_json::{Value, json};

use super::super::{RECEIPT, texts};
use super::{REPORT, Scene, own, say};
use crate::on_both;

impl Scene<'_> {
    /// A referral that is done: the consent and the address.
    async fn done(&self) -> (String, String) {
        let (consent, referral) = self.referred("referral", &["urgency"]).await;
        say(&self.shelter, &format!("{referral}/acceptance"))
            .await
            .assert_status(200);
        let done = json!({ "outcome": "service_given", "report": REPORT });
        let told = self
            .shelter
            .post(&format!("{referral}/completion"), &done)
            .await;
        told.assert_status(200);
        (consent, referral)
    }

    /// Whether the report can still be opened by somebody.
    async fn is_kept(&self, referral: &str) -> bool {
        let keys = "SELECT cast(count(*) AS text) AS one, '' AS two FROM data_keys k \
            JOIN assistance_referrals r ON r.report_id = k.subject_id WHERE r.id = {id}";
        let id = referral.rsplit('/').next().unwrap();
        texts(self.app, keys, id).await[0].0 == "1"
    }

    async fn report(&self, referral: &str) -> Value {
        let opened = self.centre.get(referral).await;
        opened.assert_status(200).json()["report"].clone()
    }
}

on_both! {
    async fn it_is_for_the_sender_alone(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, referral) = scene.done().await;
        assert_eq!(scene.report(&referral).await, REPORT);
        assert_eq!(scene.shelter.get(&referral).await.json()["report"], Value::Null);
        // It tells what was done, and was not shown by this consent.
        say(&scene.person(), &own(&format!("/{consent}/withdrawal"))).await.assert_status(200);
        assert_eq!(scene.report(&referral).await, REPORT);
    }

    async fn it_is_destroyed_when_the_request_is_taken_back(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.done().await;
        assert!(scene.is_kept(&referral).await);
        say(&scene.person(), &format!("{RECEIPT}/withdraw")).await.assert_status(200);
        assert_eq!(scene.report(&referral).await, Value::Null);
        assert!(!scene.is_kept(&referral).await);
    }

    async fn nobody_reads_it_while_a_court_holds_the_request(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.done().await;
        let tag = scene.centre.get(&scene.filed.path()).await.header("etag").unwrap().to_owned();
        let until = app.shared.services.clock.now().plus(std::time::Duration::from_hours(2400)).date();
        let hold = json!({ "reason": "court_order", "held_until": until.to_string(), "reference": "Planted Court" });
        scene.centre.change(&scene.filed.sub("legal-hold"), &tag, &hold).await.assert_status(200);
        scene.person().delete(RECEIPT).await.assert_status(202);
        assert_eq!(scene.report(&referral).await, Value::Null);
        // It is held with the rest.
        assert!(scene.is_kept(&referral).await);
    }

    async fn whoever_has_handed_the_request_over_reads_it_no_longer(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.done().await;
        scene.handed_over(&["urgency"]).await;
        assert_eq!(scene.report(&referral).await, Value::Null);
        assert!(!scene.is_kept(&referral).await);
    }
}
