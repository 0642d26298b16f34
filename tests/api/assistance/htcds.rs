//! Cases in the Human Trafficking Case Data Standard: with consent to exactly this, and no more of them.

use serde_json::{Value, json};

use super::staff::audit_of;
use super::{Filed, NAME, NARRATIVE, PHONE, PLACE, changed, request};
use crate::harness::{Person, TestApp};
use crate::on_both;

const EXPORT: &str = "/v1/staff/htcds-export";
const CONSENTS: &str = "/v1/receipt/assistance-request/data-consents";

/// A request to this organisation.
async fn filed_at(app: &TestApp, organisation: &str) -> Filed {
    let consents = json!({ "organisation_id": organisation, "share_identity": true });
    app.ask_for_help(&changed(request(), &json!({ "consents": consents })))
        .await
}

/// The person agrees; returns the id of the consent.
async fn agree(
    app: &TestApp,
    filed: &Filed,
    purpose: &str,
    recipient: &str,
    fields: &[&str],
) -> String {
    let consent = json!({ "purpose": purpose, "recipient": { "organisation_id": recipient }, "fields": fields });
    let given = app.holder_of(&filed.code).post(CONSENTS, &consent).await;
    given.assert_status(200);
    given.json()["id"].as_str().unwrap().to_owned()
}

async fn export(worker: &Person<'_>, recipient: &str, more: &str) -> Value {
    let path = format!("{EXPORT}?recipient_organisation_id={recipient}{more}");
    let export = worker.get(&path).await;
    export.assert_status(200);
    export.json()
}

on_both! {
    async fn only_who_agreed_to_exactly_this_is_exported_and_only_what_they_agreed_to(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (at, recipient) = (centre.to_string(), app.organisation("Example Records Office", &["SG"], &["assistance"]).await.to_string());
        let other = app.organisation("Example Other Office", &["SG"], &["assistance"]).await.to_string();
        let (agreed, narrow, silent, elsewhere) =
            (filed_at(&app, &at).await, filed_at(&app, &at).await, filed_at(&app, &at).await, filed_at(&app, &at).await);
        let fields = ["issue_codes", "indicators", "language", "place", "outcome", "narrative", "identity", "employer", "safe_contact"];
        agree(&app, &agreed, "export", &recipient, &fields).await;
        agree(&app, &narrow, "export", &recipient, &["language"]).await;
        agree(&app, &silent, "referral", &recipient, &fields).await;
        agree(&app, &elsewhere, "export", &other, &fields).await;
        let told = export(&worker, &recipient, "").await;
        assert_eq!((&told["standard"], &told["without_consent"], &told["not_opened"]), (&json!("HTCDS 2.0"), &json!(2), &json!(0)));
        let items = told["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        let whole = items.iter().find(|case| case.get("cas_Status").is_some()).unwrap();
        let small = items.iter().find(|case| case.get("cas_Status").is_none()).unwrap();
        assert_eq!(*whole, json!({ "id": whole["id"], "con_Consent": true, "cas_Status": "Active",
            "vic_MethodsOfControl": ["WithholdsDocuments"], "prs_PrimaryLanguage": "fil", "hte_Country": "SG",
            "hte_State": "SG-QQX" }));
        assert_eq!(*small, json!({ "id": small["id"], "con_Consent": true, "prs_PrimaryLanguage": "fil" }));
        let text = told.to_string();
        for secret in [NAME, PHONE, NARRATIVE, PLACE, &agreed.id, &narrow.id] {
            assert!(!text.contains(secret), "{secret}");
        }
        for filed in [&agreed, &narrow] {
            assert_eq!(audit_of(&app, &filed.id).await, [("downloaded".to_owned(), "htcds".to_owned())]);
        }
        for filed in [&silent, &elsewhere] {
            assert_eq!(audit_of(&app, &filed.id).await, []);
        }
        assert_eq!(audit_of(&app, &recipient).await, [("downloaded".to_owned(), "htcds".to_owned())]);
    }

    async fn a_case_has_another_number_for_another_recipient_and_the_same_each_time(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let at = centre.to_string();
        let one = app.organisation("Example Records Office", &["SG"], &["assistance"]).await.to_string();
        let two = app.organisation("Example Other Office", &["SG"], &["assistance"]).await.to_string();
        let filed = filed_at(&app, &at).await;
        for recipient in [&one, &two] {
            agree(&app, &filed, "export", recipient, &["language"]).await;
        }
        let first = export(&worker, &one, "").await;
        assert_eq!(export(&worker, &one, "").await["items"], first["items"]);
        assert_ne!(export(&worker, &two, "").await["items"][0]["id"], first["items"][0]["id"]);
    }

    async fn what_was_taken_back_is_not_exported_any_more(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let at = centre.to_string();
        let recipient = app.organisation("Example Records Office", &["SG"], &["assistance"]).await.to_string();
        let (consent_ends, request_ends) = (filed_at(&app, &at).await, filed_at(&app, &at).await);
        let consent = agree(&app, &consent_ends, "export", &recipient, &["language"]).await;
        agree(&app, &request_ends, "export", &recipient, &["language"]).await;
        assert_eq!(export(&worker, &recipient, "").await["items"].as_array().unwrap().len(), 2);
        let path = format!("{CONSENTS}/{consent}/withdrawal");
        app.holder_of(&consent_ends.code).post(&path, &json!({})).await.assert_status(200);
        let withdraw = super::RECEIPT.to_owned() + "/withdraw";
        app.holder_of(&request_ends.code).post(&withdraw, &json!({})).await.assert_status(200);
        let told = export(&worker, &recipient, "").await;
        assert_eq!((&told["items"], &told["without_consent"]), (&json!([]), &json!(2)));
    }

    async fn parts_follow_each_other_and_the_table_says_the_same(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let at = centre.to_string();
        let recipient = app.organisation("Example Records Office", &["SG"], &["assistance"]).await.to_string();
        for _ in 0..5 {
            let filed = filed_at(&app, &at).await;
            agree(&app, &filed, "export", &recipient, &["issue_codes", "indicators", "language"]).await;
        }
        let all = export(&worker, &recipient, "").await["items"].clone();
        let (mut seen, mut marker) = (Vec::new(), String::new());
        loop {
            let part = export(&worker, &recipient, &format!("&limit=2{marker}")).await;
            seen.extend(part["items"].as_array().unwrap().clone());
            let Some(next) = part["next"].as_str() else { break };
            marker = format!("&cursor={next}");
        }
        assert_eq!(json!(seen), all);
        let path = format!("{EXPORT}/csv?recipient_organisation_id={recipient}&limit=2");
        let table = worker.get(&path).await;
        table.assert_status(200);
        assert!(table.header("content-type").unwrap().starts_with("text/csv"));
        let text = String::from_utf8(table.body.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0], "id,con_Consent,cas_Status,cas_ReasonForCaseClosure,vic_MethodsOfControl,vic_TypeOfExploitation,\
            prs_PrimaryLanguage,hte_Country,hte_State");
        assert_eq!(lines[1], format!("{},true,,,WithholdsDocuments,,fil,,", all[0]["id"].as_str().unwrap()));
        let link = table.header("link").unwrap().to_owned();
        let next = link.trim_start_matches('<').split('>').next().unwrap();
        let rest = worker.get(next).await;
        assert!(String::from_utf8(rest.body).unwrap().contains(all[2]["id"].as_str().unwrap()));
    }

    async fn an_export_is_for_case_workers_and_of_their_own_organisation(app: TestApp) {
        let centre = app.centre().await;
        let at = centre.to_string();
        let recipient = app.organisation("Example Records Office", &["SG"], &["assistance"]).await;
        let filed = filed_at(&app, &at).await;
        agree(&app, &filed, "export", &recipient.to_string(), &["language"]).await;
        let path = format!("{EXPORT}?recipient_organisation_id={recipient}");
        app.get(&path).await.assert_problem(401, "unauthenticated");
        let administrator = app.member(centre, &[tulay::identity::permissions::Role::Administrator]).await;
        administrator.get(&path).await.assert_problem(403, "forbidden");
        // The recipient gets it from who has the case, not by itself.
        let theirs = app.case_worker(recipient).await;
        assert_eq!(export(&theirs, &recipient.to_string(), "").await["items"], json!([]));
    }

    async fn in_sealed_mode_a_case_is_exported_by_who_holds_its_key(app: TestApp) {
        let app = super::sealed::sealed(&app);
        let centre = app.centre().await;
        let (_, holds) = super::sealed::handler(&app, centre, "holder@tulay.test").await;
        let recipient = app.organisation("Example Records Office", &["SG"], &["assistance"]).await.to_string();
        let filed = filed_at(&app, &centre.to_string()).await;
        agree(&app, &filed, "export", &recipient, &["language"]).await;
        let told = export(&holds, &recipient, "").await;
        assert_eq!((&told["items"][0]["prs_PrimaryLanguage"], &told["not_opened"]), (&json!("fil"), &json!(0)));
        let (_, came_later) = super::sealed::handler(&app, centre, "later@tulay.test").await;
        let told = export(&came_later, &recipient, "").await;
        assert_eq!((&told["items"], &told["not_opened"]), (&json!([]), &json!(1)));
    }
}
