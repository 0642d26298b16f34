//! Importing lists, again and again.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{ESTABLISHMENTS, IMPORTS, fault, items, named, names, path};
use crate::harness::{Person, Response};
use crate::on_both;
use crate::staff::command_line::{refuses, succeeds, tulay};

const QUERY: &str = "country=MY&source=factory_register";
const HEADER: &str = "key,name,other_names,identifiers,isic,address,subdivision,longitude,latitude,workers_total,workers_migrant,nationalities,housing_provided\n";
const YARD: &str = "F-1,Meridian Sample Yard,မာရီဒီယန်,company_register:2026-0077Z,4100; 43,\"7 Sample Road, Klang\",MY-10,101.45,3.04,120,90,BD:21_100;NP:6_20,yes\n";
const MILL: &str = "F-2,Bahtera Textiles,,,13,,MY-08,,,40,,,no\n";

fn list(rows: &[&str]) -> String {
    format!("{HEADER}{}", rows.concat())
}

fn counts(response: &Response) -> Vec<(String, u64)> {
    let body = response.json();
    let all = body["counts"].as_object().unwrap().iter();
    let named = all.map(|(name, count)| (name.clone(), count.as_u64().unwrap()));
    let mut named: Vec<(String, u64)> = named.filter(|(_, count)| *count > 0).collect();
    named.sort();
    named
}

fn some(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    let mut all: Vec<(String, u64)> = pairs
        .iter()
        .map(|(name, count)| ((*name).to_owned(), *count))
        .collect();
    all.sort();
    all
}

async fn taken(by: &Person<'_>, rows: &[&str]) -> Response {
    let answer = by.import(QUERY, &list(rows)).await;
    answer.assert_status(201);
    answer
}

async fn found(by: &Person<'_>, q: &str) -> Value {
    let all = items(&by.get(&format!("{ESTABLISHMENTS}?q={q}")).await);
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

on_both! {
    async fn a_list_is_taken_over_and_the_same_again_changes_nothing(app: TestApp) {
        let sita = app.labour_inspector().await;
        let first = taken(&sita, &[YARD, MILL]).await;
        assert_eq!(counts(&first), some(&[("rows", 2), ("added", 2)]));
        let yard = found(&sita, "meridian").await;
        assert_eq!(yard["identifiers"], json!([{ "scheme": "company_register", "value": "2026-0077Z" }]));
        assert_eq!(yard["isic"], json!(["4100", "43"]));
        assert_eq!(yard["place"]["text"], "7 Sample Road, Klang");
        assert_eq!(yard["place"]["precision"], "exact");
        assert_eq!(yard["workers"]["by_nationality"][1], json!({ "nationality": "NP", "band": "6_20" }));
        assert_eq!(yard["housing_provided"], true);

        let again = taken(&sita, &[YARD, MILL]).await;
        assert_eq!(counts(&again), some(&[("rows", 2), ("unchanged", 2)]));
        let events = sita.events(yard["id"].as_str().unwrap()).await;
        assert_eq!(events.len(), 1);
        assert_eq!((&events[0]["act"], &events[0]["import_id"]), (&json!("imported"), &first.json()["id"]));
        let runs = items(&sita.get(IMPORTS).await);
        assert_eq!(runs.len(), 2);
        assert_eq!(runs[0]["content_sha256"], runs[1]["content_sha256"]);
        let location = first.header("location").unwrap();
        assert_eq!(sita.get(location).await.json(), first.json());
    }

    async fn a_changed_row_changes_its_establishment_in_that_alone(app: TestApp) {
        let sita = app.labour_inspector().await;
        taken(&sita, &[YARD, MILL]).await;
        let yard = found(&sita, "meridian").await;
        let id = yard["id"].as_str().unwrap();
        // An inspector knows better how many work there.
        let tag = sita.get(&path(id)).await.header("etag").unwrap().to_owned();
        let counted = json!({ "workers": { "total": 200 } });
        sita.patch(&path(id), &tag, &counted).await.assert_status(200);

        let renamed = YARD.replace("Meridian Sample Yard", "Meridian Sample Shipyard").replace("MY-10", "MY-14");
        let changed = taken(&sita, &[&renamed, MILL]).await;
        assert_eq!(counts(&changed), some(&[("rows", 2), ("changed", 1), ("unchanged", 1)]));
        let page = sita.establishment(id).await;
        assert_eq!(page["names"][0]["name"], "Meridian Sample Shipyard");
        assert_eq!(page["place"]["subdivision"], "MY-14");
        assert_eq!(page["workers"]["total"], 200);
        let newest = sita.events(id).await[0].clone();
        assert_eq!((&newest["act"], &newest["import_id"]), (&json!("changed_by_import"), &changed.json()["id"]));
        assert_eq!(newest["before"].as_object().unwrap().keys().collect::<Vec<_>>(), ["names", "place"]);
    }

    async fn a_row_that_is_gone_is_told_and_its_establishment_stays(app: TestApp) {
        let sita = app.labour_inspector().await;
        taken(&sita, &[YARD, MILL]).await;
        let mill = found(&sita, "bahtera").await;
        let gone = taken(&sita, &[YARD]).await;
        assert_eq!(counts(&gone), some(&[("rows", 1), ("unchanged", 1), ("missing", 1)]));
        assert_eq!(gone.json()["missing"], json!([{ "key": "F-2", "establishment_id": mill["id"] }]));
        assert_eq!(sita.establishment(mill["id"].as_str().unwrap()).await["operating"], "open");
        assert_eq!(sita.events(mill["id"].as_str().unwrap()).await.len(), 1);
        let back = taken(&sita, &[YARD, MILL]).await;
        assert_eq!(counts(&back), some(&[("rows", 2), ("unchanged", 2), ("returned", 1)]));
    }

    async fn a_faulty_row_is_told_by_its_place_and_refuses_no_other(app: TestApp) {
        let sita = app.labour_inspector().await;
        let faulty = [
            YARD,
            ",No Key,,,,,,,,,,,\n",
            "F-3,,,,,,,,,,,,\n",
            "F-4,Unknown industry,,,9999,,,,,,,,\n",
            "F-5,Too many,,,,,,,,10,11,,\n",
            "F-6,Half a point,,,,,,101.5,,,,,\n",
            "F-1,Repeats a key,,,,,,,,,,,\n",
            "F-7,torn\n",
            "F-8,Elsewhere,,,,,SG-01,,,,,,\n",
            MILL,
        ];
        let answer = taken(&sita, &faulty).await;
        assert_eq!(counts(&answer), some(&[("rows", 10), ("added", 2), ("rejected", 8)]));
        let body = answer.json();
        let told: Vec<String> = body["faults"].as_array().unwrap().iter().map(|fault| {
            format!("{} {} {}", fault["line"], fault["code"].as_str().unwrap(), fault["column"].as_str().unwrap_or("-"))
        }).collect();
        assert_eq!(told, [
            "3 cell_empty key", "4 cell_empty name", "5 unknown_code isic", "6 does_not_fit workers_migrant",
            "7 cell_empty latitude", "8 repeats_key key", "9 row_torn -", "10 does_not_fit subdivision",
        ]);
        // Places and codes, nothing of what stands there.
        assert!(!body.to_string().contains("Half a point"));
    }

    async fn a_trial_tells_the_same_and_stores_nothing(app: TestApp) {
        let sita = app.labour_inspector().await;
        let trial = sita.import(&format!("{QUERY}&dry_run=true"), &list(&[YARD, "F-3,,,,,,,,,,,,\n"])).await;
        trial.assert_status(200);
        assert_eq!(counts(&trial), some(&[("rows", 2), ("added", 1), ("rejected", 1)]));
        assert_eq!((&trial.json()["id"], &trial.json()["is_trial"]), (&Value::Null, &json!(true)));
        assert!(items(&sita.get(ESTABLISHMENTS).await).is_empty());
        assert!(items(&sita.get(IMPORTS).await).is_empty());
        let real = taken(&sita, &[YARD]).await;
        assert_eq!(counts(&real), some(&[("rows", 1), ("added", 1)]));
    }

    async fn a_list_that_is_none_is_refused_whole(app: TestApp) {
        let sita = app.labour_inspector().await;
        for (text, expected) in [
            ("key,nmae\nF-1,x\n", vec![fault("/columns/nmae", "unknown_column"), fault("/columns/name", "missing_column")]),
            ("key,name,name\n", vec![fault("", "list_unreadable")]),
        ] {
            let refused = sita.import(QUERY, text).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), expected, "{text}");
        }
        let elsewhere = sita.import("country=SG&source=factory_register", &list(&[YARD])).await;
        assert_eq!(elsewhere.faults(), [fault("/query/country", "not_a_country_of_yours")]);
        let nameless = sita.import("country=MY&source=Factory", &list(&[YARD])).await;
        assert_eq!(nameless.faults(), [fault("/query/source", "malformed")]);
        assert!(items(&sita.get(ESTABLISHMENTS).await).is_empty());
    }

    async fn a_row_about_a_known_establishment_is_recognised_by_its_number_and_name(app: TestApp) {
        let sita = app.labour_inspector().await;
        let mut known = named("Meridian Sample Yard Sdn Bhd");
        known["identifiers"] = json!([{ "scheme": "company_register", "value": "2026 0077Z" }]);
        known["size_band"] = json!("large");
        let id = sita.register(&known).await;
        let answer = taken(&sita, &[YARD, MILL]).await;
        assert_eq!(counts(&answer), some(&[("rows", 2), ("added", 1), ("recognised", 1)]));
        let page = sita.establishment(&id).await;
        assert_eq!(names(std::slice::from_ref(&page)), ["Meridian Sample Yard Sdn Bhd"]);
        assert_eq!((&page["size_band"], &page["workers"]["total"]), (&json!("large"), &json!(120)));
        // A number alone may be a slip: a person decides.
        let other = "F-9,Quite Another Place,,company_register:2026-0077Z,,,,,,,,,\n";
        let answer = taken(&sita, &[YARD, MILL, other]).await;
        assert_eq!(counts(&answer), some(&[("rows", 3), ("added", 1), ("unchanged", 2)]));
        assert_eq!(sita.only_match().await["reasons"], json!(["same_identifier"]));
    }

    async fn another_lists_columns_and_words_are_mapped_by_a_file(app: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let mappings = folder.path().join("establishments");
        std::fs::create_dir_all(&mappings).unwrap();
        let mapping = "title = \"A made-up list\"\ndelimiter = \";\"\nencoding = \"windows-1252\"\n\
            ignored = [\"telefon\"]\n[columns]\nno = \"key\"\nnama = \"name\"\nasrama = \"housing_provided\"\n\
            [words.housing_provided]\nYa = \"yes\"\n";
        std::fs::write(mappings.join("senarai.toml"), mapping).unwrap();
        let app = app.another_with(&[("TULAY_REFERENCE_DIR", folder.path().to_str().unwrap())]);
        let sita = app.labour_inspector().await;
        let text = "no;nama;asrama;telefon\n1;Meridian Sample;Ya;+60 1\n";
        let answer = sita.import("country=MY&source=senarai", text).await;
        answer.assert_status(201);
        assert_eq!(found(&sita, "meridian").await["housing_provided"], true);
    }

    async fn whoever_runs_the_service_imports_in_the_name_of_an_inspectorate(app: TestApp) {
        let inspectorate = app.labour_inspectorate(&["MY"]).await;
        let sita = app.member(inspectorate, &[Role::Inspector]).await;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), list(&[YARD, MILL, ",No Key,,,,,,,,,,,\n"])).unwrap();
        let (name, organisation) = (file.path().to_str().unwrap(), inspectorate.to_string());
        let common = ["import", "establishments", name, "--country", "MY", "--source", "factory_register", "--organisation"];
        let call = |last: &[&str]| tulay(&app, &[&common, last].concat());
        let trial = succeeds(&call(&[&organisation, "--dry-run"]));
        assert!(trial.contains("2 added") && trial.contains("line 4: cell_empty (key)"), "{trial}");
        assert!(items(&sita.get(ESTABLISHMENTS).await).is_empty());
        succeeds(&call(&[&organisation]));
        let yard = found(&sita, "meridian").await;
        let event = sita.events(yard["id"].as_str().unwrap()).await.remove(0);
        assert_eq!((&event["account_id"], &event["organisation_id"]), (&Value::Null, &json!(organisation)));
        // The same list by the other way is the same list.
        assert_eq!(counts(&taken(&sita, &[YARD, MILL]).await), some(&[("rows", 2), ("unchanged", 2)]));
        let union = app.organisation("A union (made up)", &["MY"], &["safety_inspection"]).await.to_string();
        assert!(refuses(&call(&[&union])).contains("labour inspectorate"));
    }
}
