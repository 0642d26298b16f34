//! What other parts of the service do with the key of a case: hand it over, seal without opening, rotate the code.

use std::sync::Arc;

use serde_json::json;
use tulay::identity::{CaseAccess, CaseKey, create_record_key};
use tulay::platform::clock::Clock as _;
use tulay::platform::crypto::{Class, ReceiptCode};
use tulay::platform::db::Conn;
use tulay::platform::ids::Id;
use tulay::platform::problem::Problem;

use super::super::texts;
use super::{custodian, filed_with, handler, sealed};
use crate::on_both;

fn access(code: &str) -> CaseAccess {
    CaseAccess::Code(Arc::new(ReceiptCode::parse(code).unwrap()))
}

on_both! {
    async fn a_case_that_changes_hands_opens_for_the_new_organisation_and_not_for_the_old(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let elsewhere = app.organisation("Another centre", &["MY"], &["assistance"]).await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let (_, joy) = handler(&app, elsewhere, "joy").await;
        let (_, kim) = custodian(&app, "kim").await;
        let filed = filed_with(&app, centre).await;
        let (case, code) = (filed.id.parse::<Id>().unwrap(), filed.code.clone());
        let vault = app.shared.services.vault.clone();
        let hand_over = move |conn: &mut Conn| -> Result<(), Problem> {
            let open = CaseKey::open(conn, &access(&code), case)?;
            open.hand_over(conn, &vault, &[elsewhere])?;
            Ok(())
        };
        app.shared.services.db.write(hand_over).await.unwrap();
        let query = "SELECT holder_kind AS one, '' AS two FROM case_key_holders WHERE holder_id = {id}";
        for (person, kinds) in [(&sita, vec![]), (&joy, vec!["handler"]), (&kim, vec!["custodian"])] {
            let found = texts(&app, query, &person.account.unwrap().to_string()).await;
            let found: Vec<String> = found.into_iter().map(|(kind, _)| kind).collect();
            assert_eq!(found, kinds);
        }
    }

    async fn who_knows_the_public_key_alone_seals_what_only_holders_open(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let filed = filed_with(&app, centre).await;
        let (case, code) = (filed.id.parse::<Id>().unwrap(), filed.code.clone());
        let record = app.shared.services.new_id();
        let (vault, now) = (app.shared.services.vault.clone(), app.clock.now());
        let of_job = vault.clone();
        let seal = move |conn: &mut Conn| -> Result<Vec<u8>, Problem> {
            let key = create_record_key(conn, &of_job, case, (record, Class::Confidential), now)?;
            Ok(key.seal(record, "test.note", b"They called again")?)
        };
        let note = app.shared.services.db.write(seal).await.unwrap();
        let open = move |conn: &mut Conn| -> Result<Vec<u8>, Problem> {
            assert!(vault.key(conn, record, Class::Confidential).is_err());
            let opened = CaseKey::open(conn, &access(&code), case)?;
            let key = opened.record_key(conn, &vault, (record, Class::Confidential))?;
            Ok(key.open(record, "test.note", &note)?.to_vec())
        };
        assert_eq!(app.shared.services.db.read(open).await.unwrap(), b"They called again");
    }

    async fn another_code_opens_the_case_instead_of_the_first(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, sita) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        let (case, first) = (filed.id.parse::<Id>().unwrap(), filed.code.clone());
        let other = ReceiptCode::generate(&*app.shared.services.randomness).expose();
        let (vault, second) = (app.shared.services.vault.clone(), other.clone());
        let change = move |conn: &mut Conn| -> Result<(), Problem> {
            let code = ReceiptCode::parse(&second).unwrap();
            let open = CaseKey::open(conn, &access(&first), case)?;
            open.give_to_receipt(conn, &vault, case, &code)?;
            Ok(())
        };
        app.shared.services.db.write(change).await.unwrap();
        let try_both = move |conn: &mut Conn| -> Result<(bool, bool), Problem> {
            let opens = |conn: &mut Conn, code: &str| CaseKey::open(conn, &access(code), case).is_ok();
            Ok((opens(conn, &filed.code), opens(conn, &other)))
        };
        assert_eq!(app.shared.services.db.read(try_both).await.unwrap(), (false, true));
        let path = format!("/v1/staff/assistance-requests/{case}");
        assert_eq!(sita.get(&path).await.assert_status(200).json()["id"], json!(case));
    }
}
