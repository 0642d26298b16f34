//! Each who should reads, and nobody else.

use serde_json::json;
use tulay::identity::permissions::Role;

use super::super::{NAME, NARRATIVE, RECEIPT, request};
use super::{colleague, custodian, filed_with, handler, sealed, with_token_of};
use crate::on_both;

on_both! {
    async fn worker_and_handlers_read_and_write_what_they_did_before(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        let opened = sita.get(&filed.path()).await;
        let body = opened.assert_status(200).json();
        assert_eq!(body["content"]["narrative"], NARRATIVE);
        assert_eq!(body["identity"]["name"], NAME);

        let holder = app.holder_of(&filed.code);
        let said = json!({ "body": "They have given it back" });
        holder.post(&format!("{RECEIPT}/messages"), &said).await.assert_status(201);
        app.clock.advance(std::time::Duration::from_secs(1));
        let asked = json!({ "body": "Good. And the wages?" });
        sita.post(&filed.sub("messages"), &asked).await.assert_status(201);
        for listed in [
            holder.get(&format!("{RECEIPT}/messages")).await,
            sita.get(&filed.sub("messages")).await,
        ] {
            let items = listed.assert_status(200).json()["items"].clone();
            assert_eq!(items[0]["body"], said["body"]);
            assert_eq!(items[1]["body"], asked["body"]);
        }
    }

    async fn a_handler_of_another_organisation_sees_nothing(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let elsewhere = app.organisation("Another centre", &["MY"], &["assistance"]).await;
        let (_, stranger) = handler(&app, elsewhere, "joy").await;
        let filed = filed_with(&app, centre).await;
        stranger.get(&filed.path()).await.assert_problem(404, "not_found");
    }

    async fn a_token_without_the_secret_opens_nothing(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        // As whoever has the signing key could make one.
        let forged = app.case_worker(centre).await;
        forged.get(&filed.path()).await.assert_problem(403, "case_key_locked");
        forged.get(&filed.sub("messages")).await.assert_problem(403, "case_key_locked");
        let body = json!({ "body": "Hello" });
        forged.post(&filed.sub("messages"), &body).await.assert_problem(403, "case_key_locked");
        sita.get(&filed.path()).await.assert_status(200);
    }

    async fn who_joins_later_gets_the_key_when_a_colleague_opens_the_request(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        let (_, joy) = handler(&app, centre, "joy").await;
        joy.get(&filed.path()).await.assert_problem(403, "case_key_not_held");
        sita.get(&filed.path()).await.assert_status(200);
        joy.get(&filed.path()).await.assert_status(200);

        let (_, rosa) = handler(&app, centre, "rosa").await;
        let grant = json!({ "account_id": rosa.account.unwrap(), "reason": "joined" });
        let granted = joy.post("/v1/staff/case-key-grants", &grant).await;
        let expected = json!({ "granted": 1, "not_held": 0, "has_more": false });
        assert_eq!(granted.assert_status(200).json(), expected);
        rosa.get(&filed.path()).await.assert_status(200);
        let log = super::super::texts(&app, "SELECT action AS one, coalesce(detail, '') AS two FROM \
            audit_entries WHERE subject_id = {id} AND action = 'key_granted'", &filed.id).await;
        assert_eq!(log, [("key_granted".to_owned(), "joined".to_owned())]);
    }

    async fn keys_are_granted_within_ones_organisation_to_who_has_signed_in(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let elsewhere = app.organisation("Another centre", &["MY"], &["assistance"]).await;
        let (_, stranger) = handler(&app, elsewhere, "joy").await;
        let never = colleague(&app, centre, "rosa", Role::CaseWorker).await;
        for account in [stranger.account.unwrap(), never.account, app.shared.services.new_id()] {
            let grant = json!({ "account_id": account, "reason": "joined" });
            let refused = sita.post("/v1/staff/case-key-grants", &grant).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [("/account_id".to_owned(), "no_case_key".to_owned())]);
        }
        let grant = json!({ "account_id": stranger.account.unwrap(), "reason": "joined" });
        sita.post("/v1/staff/custody/case-key-grants", &grant).await.assert_problem(403, "forbidden");
    }

    async fn an_organisation_that_is_found_later_reads_after_the_workers_next_visit(app: TestApp) {
        let app = sealed(&app);
        let filed = app.ask_for_help(&request()).await;
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        assert_eq!(app.route().await, 1);
        sita.get(&filed.path()).await.assert_problem(403, "case_key_not_held");
        app.holder_of(&filed.code).get(RECEIPT).await.assert_status(200);
        let opened = sita.get(&filed.path()).await;
        assert_eq!(opened.assert_status(200).json()["content"]["narrative"], NARRATIVE);
    }

    async fn a_request_that_was_taken_back_opens_with_its_code_only(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let (_, _custodian) = custodian(&app, "kim").await;
        let filed = filed_with(&app, centre).await;
        let holder = app.holder_of(&filed.code);
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        assert_eq!(sita.get(&filed.path()).await.assert_status(200).json()["content"], json!(null));
        let kinds = "SELECT holder_kind AS one, '' AS two FROM case_key_holders WHERE case_id = {id}";
        let receipt = ("receipt".to_owned(), String::new());
        assert_eq!(super::super::texts(&app, kinds, &filed.id).await, std::slice::from_ref(&receipt));
        // Nor does a later visit give it away again.
        holder.get(RECEIPT).await.assert_status(200);
        assert_eq!(super::super::texts(&app, kinds, &filed.id).await, [receipt]);
        holder.get(&format!("{RECEIPT}/messages")).await.assert_status(200);
    }

    async fn both_kinds_live_side_by_side_whatever_the_setting_says_now(app: TestApp) {
        let centre = app.centre().await;
        let plain = filed_with(&app, centre).await;
        let closed = sealed(&app);
        let (sita, of_sealed) = handler(&closed, centre, "sita").await;
        let hidden = filed_with(&closed, centre).await;
        for filed in [&plain, &hidden] {
            of_sealed.get(&filed.path()).await.assert_status(200);
        }
        // Back in server mode: what was sealed stays so, and still opens for whoever signs in.
        let opened = sita.sign_in(&app).await;
        let person = with_token_of(&app, &opened);
        for filed in [&plain, &hidden] {
            let read = person.get(&filed.path()).await;
            assert_eq!(read.assert_status(200).json()["content"]["narrative"], NARRATIVE);
        }
        let without = app.case_worker(centre).await;
        without.get(&plain.path()).await.assert_status(200);
        without.get(&hidden.path()).await.assert_problem(403, "case_key_locked");
        let after = filed_with(&app, centre).await;
        without.get(&after.path()).await.assert_status(200);
    }

    async fn erasing_destroys_every_key_of_a_request(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, _sita) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        let holder = app.holder_of(&filed.code);
        let count = "SELECT cast(count(*) AS text) AS one, '' AS two FROM (SELECT case_id AS id FROM \
            case_key_holders UNION ALL SELECT case_id FROM case_keys UNION ALL SELECT subject_id FROM \
            data_keys) k WHERE id = {id}";
        let number = |text: &str| vec![(text.to_owned(), String::new())];
        assert_eq!(super::super::texts(&app, count, &filed.id).await, number("5"));
        holder.delete(RECEIPT).await.assert_status(204);
        assert_eq!(super::super::texts(&app, count, &filed.id).await, number("0"));
        holder.get(RECEIPT).await.assert_problem(410, "gone");
    }
}
