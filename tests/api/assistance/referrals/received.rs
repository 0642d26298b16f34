//! What another server sends, and what it says to what was sent to it.

use serde_json::{Value, json};
use tulay::assistance::{
    CaseFile, LegitimateBasis, Received, ReferralKind, Taken, receive, revoked_by_origin,
};
use tulay::platform::db::Conn;
use tulay::platform::ids::Id;
use tulay::platform::problem::Problem;

use super::super::sealed::{handler, sealed};
use super::super::{NARRATIVE, uuid};
use super::{REFERRALS, REPORT, say};
use crate::harness::TestApp;
use crate::on_both;

/// A referral from another server, with what happened in it.
async fn arrives(app: &TestApp, peer: Id, reference: &str, to: Id) -> Result<(Id, Taken), Problem> {
    let file = json!({ "narrative": NARRATIVE, "language": "fil", "identity": { "name": super::super::NAME } });
    let file: CaseFile = serde_json::from_value(file).unwrap();
    let received = Received {
        peer,
        reference: reference.to_owned(),
        sender_name: "Example Office in Manila".to_owned(),
        recipient_organisation: to,
        kind: ReferralKind::Referral,
        service_type: None,
        legitimate_basis: LegitimateBasis::Consent,
        answer_by: None,
        file,
    };
    let services = app.shared.services.clone();
    let (now, of_job) = (services.clock.now(), services.clone());
    let job = move |conn: &mut Conn| receive(conn, &of_job, received, now);
    services.db.write(job).await
}

async fn is_taken_back(app: &TestApp, peer: Id, reference: &str) -> Result<Taken, Problem> {
    let services = app.shared.services.clone();
    let (now, of_job, reference) = (services.clock.now(), services.clone(), reference.to_owned());
    let job = move |conn: &mut Conn| revoked_by_origin(conn, &of_job, (peer, &reference), now);
    services.db.write(job).await
}

on_both! {
    async fn what_another_server_sends_is_read_once_by_its_recipient(app: TestApp) {
        let app = sealed(&app);
        let shelter = app.shelter().await;
        let (_, joy) = handler(&app, shelter, "joy").await;
        let peer: Id = uuid().parse().unwrap();
        let (id, taken) = arrives(&app, peer, "manila-1", shelter).await.unwrap();
        assert_eq!(taken, Taken::Noted);
        assert_eq!(arrives(&app, peer, "manila-1", shelter).await.unwrap(), (id, Taken::Ignored));
        let listed = joy.get(REFERRALS).await.json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert_eq!(listed["items"][0]["sender"], json!({ "organisation_id": null, "peer_id": peer.to_string(), "name": "Example Office in Manila" }));
        let referral = format!("{REFERRALS}/{id}");
        let file = joy.get(&referral).await.json()["case_file"].clone();
        assert_eq!((&file["narrative"], &file["identity"]["name"]), (&json!(NARRATIVE), &json!(super::super::NAME)));
        say(&joy, &format!("{referral}/acceptance")).await.assert_status(200);
        let done = json!({ "outcome": "service_given", "report": REPORT });
        joy.post(&format!("{referral}/completion"), &done).await.assert_status(200);
        assert_eq!(joy.get(&referral).await.json()["report"], REPORT);
        assert_eq!(is_taken_back(&app, peer, "manila-1").await.unwrap(), Taken::Ignored);
    }

    async fn what_another_server_takes_back_is_read_by_nobody(app: TestApp) {
        let shelter = app.shelter().await;
        let joy = app.case_worker(shelter).await;
        let peer: Id = uuid().parse().unwrap();
        let (id, _) = arrives(&app, peer, "manila-2", shelter).await.unwrap();
        let stranger: Id = uuid().parse().unwrap();
        assert!(is_taken_back(&app, stranger, "manila-2").await.is_err());
        assert_eq!(is_taken_back(&app, peer, "manila-2").await.unwrap(), Taken::Noted);
        let opened = joy.get(&format!("{REFERRALS}/{id}")).await.json();
        assert_eq!((&opened["status"], &opened["case_file"]), (&json!("revoked"), &Value::Null));
        let nobody: Id = uuid().parse().unwrap();
        assert!(arrives(&app, peer, "manila-3", nobody).await.is_err());
    }
}
