//! Sanctions and certificates: badges for today, and a history that stays.

use std::time::Duration;

use serde_json::{Value, json};

use super::{editor, page, refuse_others, source, state, stated, two};
use crate::agencies::items;
use crate::agencies::register::of_number;
use crate::on_both;

fn sanction() -> Value {
    json!({ "kind": "suspension", "since": "2026-01-01", "until": null, "authority": "Sample Authority",
        "legal_basis": "Sample Act, section 7", "source": source() })
}

fn certificate(until: &str) -> Value {
    json!({ "scheme": "iris", "issued_by": "Sample Certifier", "number": "C-0000",
        "valid_from": "2026-01-01", "valid_to": until, "source": source() })
}

fn codes(shown: &Value) -> Vec<&str> {
    let badges = shown["badges"].as_array().unwrap();
    badges
        .iter()
        .map(|badge| badge["code"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn a_sanction_is_a_badge_in_lists_on_the_page_and_in_the_check(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sanctions", &sanction()).await;
        assert_eq!(made["in_force"], true);
        assert_eq!(made["kind_label"], "Suspension");
        assert_eq!(codes(&page(&app, &agency).await), ["suspension"]);
        assert_eq!(codes(&of_number(&app, "L2").await), ["suspension"]);
        let found = items(&app.get("/v1/agencies?search=bahtera").await);
        assert_eq!(codes(&found[0]), ["suspension"]);
        let checked = app.get("/v1/agencies/check?country=MY&licence_number=L2").await.json();
        assert_eq!(codes(&checked["licences"][0]), ["suspension"]);
        assert!(checked["warnings"].to_string().contains("under_sanction"));
    }

    async fn a_lifted_sanction_is_no_badge_and_stays_in_the_history(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sanctions", &sanction()).await;
        let mut lifted = sanction();
        lifted["lifted_on"] = json!("2026-02-01");
        let again = stated(&editor, &agency, "sanctions", &lifted).await;
        assert_eq!((&again["id"], &again["in_force"]), (&made["id"], &json!(false)));
        assert_eq!(codes(&page(&app, &agency).await), Vec::<&str>::new());
        let history = items(&app.get(&format!("/v1/agencies/{agency}/sanctions")).await);
        assert_eq!(history.len(), 1);
        assert_eq!(history[0]["lifted_on"], "2026-02-01");
        assert_eq!(history[0]["source"], source());
        // A successor shows it all the same.
        let (_, other) = (agency.clone(), of_number(&app, "L1").await["id"].clone());
        let from = json!({ "agency_id": agency, "kind": "taken_over", "evidence": "Notice.", "source": source() });
        stated(&editor, other.as_str().unwrap(), "predecessors", &from).await;
        let shown = page(&app, other.as_str().unwrap()).await;
        assert_eq!(shown["predecessors"][0]["sanctions"][0]["in_force"], false);
    }

    async fn a_certificate_is_a_badge_until_its_last_day_is_over(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let today = app.shared.services.clock.now().date().to_string();
        stated(&editor, &agency, "certificates", &certificate(&today)).await;
        assert_eq!(codes(&of_number(&app, "L2").await), ["iris"]);
        app.clock.advance(Duration::from_hours(24));
        assert_eq!(codes(&of_number(&app, "L2").await), Vec::<&str>::new());
        assert_eq!(codes(&page(&app, &agency).await), Vec::<&str>::new());
        let history = items(&app.get(&format!("/v1/agencies/{agency}/certificates")).await);
        assert_eq!((&history[0]["in_force"], &history[0]["number"]), (&json!(false), &json!("C-0000")));
    }

    async fn a_statement_that_was_wrong_is_withdrawn_with_a_reason(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sanctions", &sanction()).await;
        let path = format!("/v1/staff/agency-statements/{}/withdraw", made["id"].as_str().unwrap());
        let body = json!({ "reason": "The notice was about another agency." });
        editor.post(&path, &json!({ "reason": " " })).await.assert_problem(422, "invalid_request");
        let withdrawn = editor.post(&path, &body).await;
        assert_eq!(withdrawn.assert_status(200).json()["kind"], "sanction");
        editor.post(&path, &body).await.assert_problem(409, "conflict");
        assert_eq!(codes(&page(&app, &agency).await), Vec::<&str>::new());
        let history = items(&app.get(&format!("/v1/agencies/{agency}/sanctions")).await);
        assert_eq!(history, Vec::<Value>::new());
        let audited = crate::staff::audit::actions_of(&app, &made["id"]).await;
        assert_eq!(audited, ["stated", "withdrawn"]);
        let nothing = app.shared.services.new_id();
        let path = format!("/v1/staff/agency-statements/{nothing}/withdraw");
        editor.post(&path, &body).await.assert_problem(404, "not_found");
    }

    async fn a_statement_needs_the_competence_known_codes_and_days_in_order(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        refuse_others(&app, &agency, "sanctions", &sanction()).await;
        refuse_others(&app, &agency, "certificates", &certificate("2999-01-01")).await;
        let editor = editor(&app).await;
        let mut wrong = sanction();
        wrong["kind"] = json!("frown");
        let refused = state(&editor, &agency, "sanctions", &wrong).await;
        assert_eq!(refused.assert_status(422).faults(), [("/kind".to_owned(), "unknown_code".to_owned())]);
        let mut early = sanction();
        early["until"] = json!("2025-12-31");
        early["source"]["retrieved_on"] = json!("2999-01-01");
        let refused = state(&editor, &agency, "sanctions", &early).await;
        refused.assert_problem(422, "invalid_request");
        let fault = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(refused.faults(), [
            fault("/until", "ends_before_it_begins"), fault("/source/retrieved_on", "in_the_future"),
        ]);
        let refused = state(&editor, &agency, "certificates", &certificate("2025-12-31")).await;
        assert_eq!(refused.assert_status(422).faults(), [fault("/valid_to", "ends_before_it_begins")]);
        let nobody = app.shared.services.new_id().to_string();
        state(&editor, &nobody, "sanctions", &sanction()).await.assert_problem(404, "not_found");
    }
}
