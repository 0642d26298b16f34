//! Finding establishments.

use serde_json::json;

use super::{ESTABLISHMENTS, items, named, names, yard};
use crate::on_both;

on_both! {
    async fn it_is_found_by_a_name_in_any_script_and_by_its_number(app: TestApp) {
        let sita = app.labour_inspector().await;
        sita.register(&yard()).await;
        sita.register(&named("Bahtera Textiles")).await;
        for q in ["meridian yard", "Meridiam Sample", "မာရီဒီယန်", "2026 0077 z"] {
            let found = sita.get(&format!("{ESTABLISHMENTS}?q={}", encoded(q))).await;
            assert_eq!(names(&items(&found)).first().map(String::as_str), Some("Meridian Sample Yard"), "{q}");
        }
        for filter in ["identifier=20260077Z", "identifier=2026-0077z&identifier_scheme=company_register",
            "isic=4100", "isic=F", "subdivision=MY-10", "country=MY&isic=41", "risk_band=extreme"] {
            let found = sita.get(&format!("{ESTABLISHMENTS}?{filter}")).await;
            assert_eq!(names(&items(&found)), ["Meridian Sample Yard"], "{filter}");
        }
        for filter in ["identifier=1", "identifier=2026-0077Z&identifier_scheme=tax_number", "isic=C", "country=SG",
            "operating=closed", "q=%21%3F"] {
            let found = sita.get(&format!("{ESTABLISHMENTS}?{filter}")).await;
            assert!(items(&found).is_empty(), "{filter}");
        }
    }

    async fn lists_go_on_page_by_page_in_each_order(app: TestApp) {
        let sita = app.labour_inspector().await;
        for (name, isic) in [("Cedar", json!(["F"])), ("Aspen", json!([])), ("Birch", json!(["C"])), ("Dogwood", json!([]))] {
            let mut new = named(&format!("{name} Sample"));
            new["isic"] = isic;
            sita.register(&new).await;
        }
        for (filter, expected) in [
            ("", vec!["Aspen Sample", "Birch Sample", "Cedar Sample", "Dogwood Sample"]),
            ("order=risk&", vec!["Cedar Sample", "Birch Sample"]),
            ("q=sample&", vec![]),
        ] {
            let mut found = Vec::new();
            let mut page = format!("{ESTABLISHMENTS}?{filter}limit=1");
            loop {
                let answer = sita.get(&page).await;
                found.extend(names(&items(&answer)));
                let Some(next) = answer.json()["next"].as_str().map(str::to_owned) else { break };
                page = format!("{ESTABLISHMENTS}?{filter}limit=1&cursor={next}");
            }
            assert_eq!(found.len(), 4, "{filter}");
            assert_eq!(found[..expected.len()], expected, "{filter}");
        }
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
