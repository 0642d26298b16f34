//! Finding employers, and never meeting them among agencies.

use serde_json::json;

use super::{EMPLOYERS, review, reviews_of};
use crate::agencies::register::{Register, refusal, report};
use crate::agencies::{items, names};
use crate::harness::WholeTables;
use crate::on_both;
use crate::reviews;

const MAPPING: &str = r#"
name = "my_test"
kind = "employer"
country = "MY"
title = "Register of sample companies"
regulator = "Sample Registrar"
language = "ms"
sectors = ["F"]

[file]
path = "list.csv"
format = "csv"

[source]
name = "A sample"
url = "https://companies.example/list"
retrieved_on = "2026-01-10"
licence_note = "Invented for a test."

[row]
key = ["number"]

[columns]
name = "name"
registration_number = "number"
address = "address"
"#;

const LIST: &str = "number,name,address\nMY-0042,Merantau Contoh Sdn Bhd,Klang\n\
    MY-0043,Rimba Sample Berhad,Ipoh\n";

on_both! {
    async fn an_employer_is_no_agency_and_an_agency_no_employer(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let employer = app.employer("Meridian Sample Yard (made up)").await;
        let found = |path: &'static str| { let app = &app; async move { names(&items(&app.get(path).await)) } };
        let agencies = found("/v1/agencies?limit=1").await;
        assert_eq!(agencies, ["Sunrise Manpower (made up)"]);
        assert!(!found("/v1/agencies?country=SG&limit=100").await.iter().any(|name| name.contains("made up")));
        assert_eq!(found("/v1/employers").await, ["Meridian Sample Yard (made up)"]);
        assert_eq!(found("/v1/employers?country=SG").await, ["Meridian Sample Yard (made up)"]);
        assert_eq!(found("/v1/employers?country=PH").await, [""; 0]);
        app.get(&format!("{EMPLOYERS}/{employer}")).await.assert_status(200);
        for path in [
            format!("/v1/agencies/{employer}"),
            format!("/v1/agencies/{employer}/reviews"),
            format!("/v1/agencies/{employer}/licences"),
            format!("{EMPLOYERS}/{agency}"),
            format!("{EMPLOYERS}/{agency}/reviews"),
        ] {
            app.get(&path).await.assert_problem(404, "not_found");
        }
        let wrong = app.post(&reviews_of(agency), &review(2)).await;
        wrong.assert_problem(404, "not_found");
        let wrong = app.post(&reviews::reviews_of(employer), &reviews::review(2)).await;
        wrong.assert_problem(404, "not_found");
    }

    async fn employers_come_from_a_register_of_companies(app: TestApp) {
        let register = Register::with_mapping(MAPPING);
        register.put("list.csv", LIST);
        report(&register.import(&app, &["--register", "my_test"]));
        let listed = items(&app.get("/v1/employers?country=MY&sector=F").await);
        assert_eq!(names(&listed), ["Merantau Contoh Sdn Bhd", "Rimba Sample Berhad"]);
        assert_eq!(listed[0]["registration_number"], "MY-0042");
        assert_eq!(listed[0]["place"], "Klang");
        for search in ["merantau", "sdn contoh merantu", "MY 42"] {
            let path = format!("{EMPLOYERS}?search={search}");
            assert_eq!(names(&items(&app.get(&path).await))[0], "Merantau Contoh Sdn Bhd", "{search}");
            let path = format!("/v1/agencies?search={search}");
            let agencies = names(&items(&app.get(&path).await));
            assert!(!agencies.contains(&"Merantau Contoh Sdn Bhd".to_owned()), "{agencies:?}");
        }
        let id = listed[0]["id"].as_str().unwrap();
        let page = app.get(&format!("{EMPLOYERS}/{id}")).await.assert_status(200).json();
        assert_eq!(page["source"]["url"], "https://companies.example/list");
        assert_eq!(page["sectors"], json!(["F"]));
        // Not "unknown": there is none.
        assert_eq!((page.get("licence"), listed[0].get("licence_status")), (None, None));
        let check = app.get("/v1/agencies/check?country=MY&licence_number=MY-0042").await.json();
        assert_eq!(check["answer"], "no_list_of_this_country");
        let registers = items(&app.get("/v1/registers").await);
        for held in &registers {
            let is_ours = held["register"] == "my_test";
            let kind = if is_ours { "employer" } else { "recruitment_agency" };
            assert_eq!(held["kind"], kind, "{held}");
        }
        assert!(registers.iter().any(|held| held["listed"] == 2));
    }

    async fn a_register_of_agencies_does_not_become_one_of_employers(app: TestApp) {
        let register = Register::with_mapping(MAPPING);
        register.put("list.csv", LIST);
        report(&register.import(&app, &["--register", "my_test"]));
        let as_agencies = MAPPING.replace("kind = \"employer\"\n", "")
            + "[status]\nlisted_means = \"valid\"\n";
        register.put("my_test.toml", &as_agencies);
        let refused = refusal(&register.import(&app, &["--register", "my_test"]));
        assert!(refused.contains("`kind` is `recruitment_agency`, and `employer`"), "{refused}");
        let with_licence = format!("{MAPPING}[status]\nlisted_means = \"valid\"\n");
        register.put("my_test.toml", &with_licence);
        let refused = refusal(&register.import(&app, &["--register", "my_test"]));
        assert!(refused.contains("an employer has no licence"), "{refused}");
    }

    async fn lists_of_one_kind_walk_an_index(app: TestApp) {
        for path in ["/v1/employers", "/v1/employers?country=SG", "/v1/agencies", "/v1/agencies?country=SG"] {
            for plan in app.watched().plans_of(path, WholeTables::Avoided).await {
                assert!(plan.text().contains("agencies_of_kind"), "{plan:#?}");
                assert!(plan.whole_tables().is_empty() && !plan.sorts(), "{plan:#?}");
            }
        }
    }

    async fn other_names_of_an_employer_are_shown(app: TestApp) {
        let mapping = format!("{MAPPING}\n[[alternate_names]]\ncolumn = \"trade_name\"\n");
        let register = Register::with_mapping(&mapping);
        register.put("list.csv", "number,name,address,trade_name\nMY-0042,Merantau Contoh Sdn Bhd,Klang,Contoh Yard\n");
        report(&register.import(&app, &["--register", "my_test"]));
        let found = items(&app.get("/v1/employers?search=contoh+yard").await);
        assert_eq!(found[0]["alternate_names"], json!(["Contoh Yard"]));
        let page = app.get(&format!("{EMPLOYERS}/{}", found[0]["id"].as_str().unwrap())).await;
        assert_eq!(page.assert_status(200).json()["alternate_names"], json!(["Contoh Yard"]));
    }
}
