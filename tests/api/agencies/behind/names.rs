//! Names in any script, former names, and branches.

use serde_json::{Value, json};

use super::{editor, page, refuse_others, register, source, state, stated, two};
use crate::agencies::items;
use crate::agencies::register::{HEADER, MAPPING, Register, id_of, report};
use crate::harness::TestApp;
use crate::on_both;

async fn found(app: &TestApp, search: &str) -> Option<Value> {
    let search: String = url::form_urlencoded::byte_serialize(search.as_bytes()).collect();
    let path = format!("/v1/agencies?country=MY&search={search}");
    items(&app.get(&path).await)
        .first()
        .map(|agency| agency["id"].clone())
}

fn name(name: &str, language: &str) -> Value {
    json!({ "name": name, "language": language, "kind": "local_script", "source": source() })
}

on_both! {
    async fn a_name_in_any_script_is_shown_and_found(app: TestApp) {
        let (register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "names", &name("บริษัท บาห์เทรา ตัวอย่าง", "th")).await;
        assert_eq!(made["kind_label"], "Name in the local script");
        stated(&editor, &agency, "names", &name("বাহতেরা নমুনা", "bn")).await;
        for search in ["บาห์เทรา", "বাহতেরা", "bahtera", "L2"] {
            assert_eq!(found(&app, search).await, Some(json!(agency)), "{search}");
        }
        let shown = page(&app, &agency).await;
        let names = shown["names"].as_array().unwrap();
        assert_eq!((&names[0]["name"], &names[0]["language"]), (&json!("Bahtera Sample"), &json!("ms")));
        assert_eq!(names.len(), 3);

        // A newer list that changes the agency forgets none of them.
        report(&register.import_newer(&app, "2026-02-01",
            "L1,Merantau Sample,1 Road,,,,,Dicabut\nL2,Bahtera Sample,9 Street,,,,,Aktif\n"));
        assert_eq!(found(&app, "বাহতেরা").await, Some(json!(agency)));
        let sourced = items(&app.get(&format!("/v1/agencies/{agency}/names")).await);
        assert_eq!(sourced[0]["source"], source());
        let path = format!("/v1/staff/agency-statements/{}/withdraw", made["id"].as_str().unwrap());
        editor.post(&path, &json!({ "reason": "Another company." })).await.assert_status(200);
        assert_eq!(found(&app, "บาห์เทรา").await, None);
    }

    async fn a_former_name_leads_to_the_agency(app: TestApp) {
        let register = register("L1,Merantau Sample,1 Road,,,,,Aktif\n");
        report(&register.import(&app, &[]));
        report(&register.import_newer(&app, "2026-02-01", "L1,Kencana Contoh,1 Road,,,,,Aktif\n"));
        let agency = id_of(&app, "L1").await;
        assert_eq!(found(&app, "merantau").await, Some(json!(agency)));
        assert_eq!(found(&app, "kencana").await, Some(json!(agency)));
        let shown = page(&app, &agency).await;
        assert_eq!(shown["names"][1]["name"], "Merantau Sample");
        assert_eq!(shown["names"][1]["kind"], "former");
    }

    async fn a_register_says_in_what_language_its_other_names_are(app: TestApp) {
        let mapping = MAPPING.replace("address = \"address\"\n", "")
            + "[[alternate_names]]\ncolumn = \"address\"\nsplit = [\" / \"]\nlanguage = \"ta\"\nkind = \"trading\"\n";
        let register = Register::with_mapping(&mapping);
        register.put("list.csv", &format!("{HEADER}L1,Merantau Sample,மாதிரி / உதாரணம்,,,,,Aktif\n"));
        report(&register.import(&app, &[]));
        let agency = id_of(&app, "L1").await;
        let shown = page(&app, &agency).await;
        assert_eq!(shown["alternate_names"], json!(["மாதிரி", "உதாரணம்"]));
        assert_eq!(shown["names"][2]["language"], "ta");
        assert_eq!(shown["names"][2]["kind"], "trading");
        assert_eq!(found(&app, "உதாரணம்").await, Some(json!(agency)));
    }

    async fn branches_are_listed_with_their_place(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let branch = json!({ "address": "7 Sample Road", "country": "MY", "subdivision": "MY-10",
            "telephone": "+60355501111", "source": source() });
        refuse_others(&app, &agency, "branches", &branch).await;
        stated(&editor, &agency, "branches", &branch).await;
        let mut elsewhere = branch.clone();
        elsewhere["subdivision"] = json!("SG-01");
        let refused = state(&editor, &agency, "branches", &elsewhere).await;
        assert_eq!(refused.assert_status(422).faults(), [("/subdivision".to_owned(), "not_in_country".to_owned())]);
        let mut closed = branch.clone();
        closed["telephone"] = Value::Null;
        stated(&editor, &agency, "branches", &closed).await;
        let all = items(&app.get(&format!("/v1/agencies/{agency}/branches")).await);
        assert_eq!(all.len(), 1);
        assert_eq!((&all[0]["subdivision"], &all[0]["telephone"]), (&json!("MY-10"), &Value::Null));
        let mut unknown = name("X", "xx-invalid-language");
        unknown["kind"] = json!("pet_name");
        state(&editor, &agency, "names", &unknown).await.assert_problem(422, "invalid_request");
    }
}
