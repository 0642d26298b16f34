//! For whom an agency recruits, and what was approved.

use std::time::Duration;

use serde_json::{Value, json};

use super::{editor, refuse_others, source, state, stated, two};
use crate::agencies::{items, walk};
use crate::on_both;

fn order(number: &str, destination: &str, occupation: &str, approved_on: &str) -> Value {
    json!({ "number": number, "principal": "Example Shipyard", "destination": destination,
        "occupation": occupation, "vacancies": 20, "wage": { "amount": "1200.00", "currency": "SGD" },
        "contract_months": 24, "approved_on": approved_on, "status": "approved", "source": source() })
}

fn numbers(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|order| order["number"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn job_orders_are_listed_page_by_page_and_by_what_is_wanted(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        for (number, destination, occupation, day) in [
            ("JO-1", "SG", "7212", "2026-01-01"), ("JO-2", "MY", "5311", "2026-03-01"),
            ("JO-3", "SG", "5311", "2026-02-01"),
        ] {
            stated(&editor, &agency, "job-orders", &order(number, destination, occupation, day)).await;
        }
        let path = format!("/v1/agencies/{agency}/job-orders");
        let all = walk(&app, &format!("{path}?limit=2")).await;
        assert_eq!(numbers(&all), ["JO-2", "JO-3", "JO-1"]);
        assert_eq!(all[2]["wage"], json!({ "amount": "1200.00", "currency": "SGD" }));
        assert_eq!(all[2]["status_label"], "Approved");
        assert!(!all[2]["occupation_label"].as_str().unwrap().is_empty());
        let of = async |query: &str| items(&app.get(&format!("{path}?{query}")).await);
        assert_eq!(numbers(&of("destination=SG").await), ["JO-3", "JO-1"]);
        assert_eq!(numbers(&of("destination=SG&occupation=5311").await), ["JO-3"]);
        assert_eq!(numbers(&of("status=filled").await), Vec::<&str>::new());
        app.get(&format!("{path}?status=open")).await.assert_problem(422, "invalid_request");

        // The same number again is the same order.
        let mut filled = order("jo 1", "SG", "7212", "2026-01-01");
        filled["status"] = json!("filled");
        stated(&editor, &agency, "job-orders", &filled).await;
        assert_eq!(numbers(&of("status=filled").await), ["jo 1"]);
        assert_eq!(of("limit=100").await.len(), 3);
    }

    async fn an_order_runs_out_by_itself(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let mut short = order("JO-1", "SG", "7212", "2026-01-01");
        short["expires_on"] = json!(app.shared.services.clock.now().date().to_string());
        stated(&editor, &agency, "job-orders", &short).await;
        let of = async |status: &str| {
            items(&app.get(&format!("/v1/agencies/{agency}/job-orders?status={status}")).await)
        };
        assert_eq!((of("approved").await.len(), of("expired").await.len()), (1, 0));
        app.clock.advance(Duration::from_hours(24));
        assert_eq!(of("approved").await.len(), 0);
        assert_eq!(of("expired").await[0]["status"], "expired");
    }

    async fn an_order_that_cannot_be_is_refused(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let good = order("JO-1", "SG", "7212", "2026-02-01");
        refuse_others(&app, &agency, "job-orders", &good).await;
        let editor = editor(&app).await;
        let mut wrong = good.clone();
        wrong["expires_on"] = json!("2026-01-31");
        wrong["wage"] = json!({ "amount": "1200.001", "currency": "SGD" });
        wrong["principal_agency_id"] = json!(app.shared.services.new_id());
        let refused = state(&editor, &agency, "job-orders", &wrong).await;
        let codes: Vec<String> = refused.assert_status(422).faults().into_iter().map(|fault| fault.1).collect();
        assert_eq!(codes, ["ends_before_it_begins", "too_many_decimals", "unknown_agency"]);
        for (member, value) in [
            ("occupation", json!("0000x")), ("vacancies", json!(0)), ("contract_months", json!(121)),
            ("destination", json!("XX")), ("status", json!("open")),
        ] {
            let mut wrong = good.clone();
            wrong[member] = value;
            state(&editor, &agency, "job-orders", &wrong).await.assert_problem(422, "invalid_request");
        }
        let nothing = app.shared.services.new_id();
        app.get(&format!("/v1/agencies/{nothing}/job-orders")).await.assert_problem(404, "not_found");
    }

    async fn principals_are_listed_with_their_own_entry(app: TestApp) {
        let (_register, other, agency) = two(&app).await;
        let principal = json!({ "name": "Example Shipyard", "country": "SG", "agency_id": other, "source": source() });
        refuse_others(&app, &agency, "principals", &principal).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "principals", &principal).await;
        let again = stated(&editor, &agency, "principals", &principal).await;
        assert_eq!(made["id"], again["id"]);
        let all = items(&app.get(&format!("/v1/agencies/{agency}/principals")).await);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0]["agency_id"], other);
        let mut unknown = principal.clone();
        unknown["agency_id"] = json!(app.shared.services.new_id());
        state(&editor, &agency, "principals", &unknown).await.assert_problem(422, "invalid_request");
    }
}
