//! Who acts for an agency: said, confirmed, denied; and whose name is told to whom.

use serde_json::{Value, json};
use tulay::platform::ids::Id;

use super::{editor, refuse_others, register, source, state, stated, two};
use crate::agencies::items;
use crate::agencies::register::{id_of, report};
use crate::harness::{Person, TestApp};
use crate::{on_both, replies, reviews};

/// A name that is in no other text.
const NAME: &str = "Quirino Zamboangan (made up)";
const TELEPHONE: &str = "+639170000001";

fn said(by: &str, is_person: bool) -> Value {
    json!({ "name": NAME, "is_person": is_person, "telephone": TELEPHONE, "said_by": by, "source": source() })
}

async fn check(app: &TestApp, agency: &str, name: &str, value: &str) -> Value {
    let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let path = format!("/v1/agencies/{agency}/sub-agents/check?{name}={value}");
    let response = app.get(&path).await;
    assert_eq!(response.header("cache-control"), Some("no-store"));
    response.assert_status(200).json()
}

async fn public(app: &TestApp, agency: &str) -> Vec<Value> {
    app.shared.services.public.forget();
    items(&app.get(&format!("/v1/agencies/{agency}/sub-agents")).await)
}

async fn speaker<'a>(app: &'a TestApp, agency: &str) -> Person<'a> {
    let moderator = reviews::moderator(app).await;
    replies::speaker(app, &moderator, Id::parse(agency).unwrap())
        .await
        .0
}

fn own(agency: &str) -> String {
    format!("/v1/staff/agencies/{agency}/own-sub-agents")
}

on_both! {
    async fn who_is_only_said_to_act_for_it_is_told_to_who_asks_for_the_very_name(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sub-agents", &said("worker", true)).await;
        assert_eq!(made["standing"], "claimed");
        assert_eq!(public(&app, &agency).await, Vec::<Value>::new());
        for (name, value) in [("name", NAME), ("name", "quirino  ZAMBOANGAN made up"), ("telephone", TELEPHONE)] {
            let told = check(&app, &agency, name, value).await;
            assert_eq!((&told["answer"], &told["said_by"]), (&json!("claimed"), &Value::Null), "{value}");
            assert!(told["statement"].as_str().unwrap().contains("Ask the agency"));
            assert_eq!(told["source"], Value::Null);
        }
        for (name, value) in [("name", "Quirino"), ("telephone", "+639170000002")] {
            let told = check(&app, &agency, name, value).await;
            assert_eq!((&told["answer"], &told["said_by"]), (&json!("not_known"), &Value::Null), "{value}");
        }
        // Nowhere readable, neither the name nor the number.
        for needle in ["Zamboangan", "639170000001"] {
            assert_eq!(app.where_is(needle).await, Vec::<String>::new());
        }
    }

    async fn the_agency_confirms_or_denies_and_a_denial_is_shown(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sub-agents", &said("sub_agent", true)).await;
        let clerk = speaker(&app, &agency).await;
        let waiting = items(&clerk.get(&own(&agency)).await);
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].get("name"), None);
        let path = format!("{}/{}", own(&agency), made["id"].as_str().unwrap());
        let opened = clerk.get(&path).await;
        assert_eq!(opened.assert_status(200).json()["name"], NAME);
        replies::decide_bare(&clerk, &path, "deny").await.assert_status(200);
        let told = check(&app, &agency, "telephone", TELEPHONE).await;
        assert_eq!((&told["answer"], &told["said_by"]), (&json!("denied"), &json!("agency")));
        assert!(told["answered_on"].is_string());
        // The name of a person is not published by that.
        assert_eq!(public(&app, &agency).await, Vec::<Value>::new());
        replies::decide_bare(&clerk, &path, "deny").await.assert_problem(409, "conflict");
        // Nor by a confirmation, which is told to who asks for the very name.
        replies::decide_bare(&clerk, &path, "confirm").await.assert_status(200);
        assert_eq!(public(&app, &agency).await, Vec::<Value>::new());
        let told = check(&app, &agency, "name", NAME).await;
        assert_eq!((&told["answer"], &told["said_by"]), (&json!("confirmed"), &json!("agency")));
        let audited = crate::staff::audit::actions_of(&app, &made["id"]).await;
        assert!(audited.contains(&"opened".to_owned()) && audited.contains(&"moved_on".to_owned()));
    }

    async fn a_company_that_is_denied_is_shown_as_denied(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sub-agents", &said("worker", false)).await;
        assert_eq!(public(&app, &agency).await, Vec::<Value>::new());
        let clerk = speaker(&app, &agency).await;
        let path = format!("{}/{}", own(&agency), made["id"].as_str().unwrap());
        replies::decide_bare(&clerk, &path, "deny").await.assert_status(200);
        assert_eq!(public(&app, &agency).await[0]["standing"], "denied");
        // What others say afterwards does not undo it; the agency itself may.
        let again = stated(&editor, &agency, "sub-agents", &said("worker", false)).await;
        assert_eq!(again["standing"], "denied");
        let body = json!({ "name": NAME, "is_person": false });
        let named = clerk.post(&own(&agency), &body).await;
        assert_eq!(named.assert_status(201).json()["standing"], "confirmed");
        assert_eq!(public(&app, &agency).await[0]["standing"], "confirmed");
    }

    async fn what_a_register_says_is_confirmed_and_not_the_agencys_to_deny(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sub-agents", &said("register", true)).await;
        let shown = public(&app, &agency).await;
        assert_eq!((&shown[0]["said_by"], &shown[0]["source"]), (&json!("register"), &source()));
        let clerk = speaker(&app, &agency).await;
        let path = format!("{}/{}", own(&agency), made["id"].as_str().unwrap());
        replies::decide_bare(&clerk, &path, "deny").await.assert_problem(409, "conflict");
        // What should never have been stated is destroyed.
        let gone = format!("/v1/staff/agencies/{agency}/sub-agents/{}", made["id"].as_str().unwrap());
        for _ in 0..2 {
            editor.delete(&gone).await.assert_status(204);
        }
        assert_eq!(check(&app, &agency, "name", NAME).await["answer"], "not_known");
        assert_eq!(public(&app, &agency).await, Vec::<Value>::new());
    }

    async fn a_telephone_that_is_told_later_is_found_as_well(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let mut without = said("worker", true);
        without["telephone"] = Value::Null;
        let made = stated(&editor, &agency, "sub-agents", &without).await;
        assert_eq!(check(&app, &agency, "telephone", TELEPHONE).await["answer"], "not_known");
        let again = stated(&editor, &agency, "sub-agents", &said("worker", true)).await;
        assert_eq!(again["id"], made["id"]);
        assert_eq!(check(&app, &agency, "telephone", TELEPHONE).await["answer"], "claimed");
    }

    async fn only_who_speaks_for_the_agency_answers_for_it(app: TestApp) {
        let (_register, other, agency) = two(&app).await;
        refuse_others(&app, &agency, "sub-agents", &said("worker", true)).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sub-agents", &said("worker", true)).await;
        let clerk = speaker(&app, &other).await;
        let path = format!("{}/{}", own(&agency), made["id"].as_str().unwrap());
        clerk.get(&own(&agency)).await.assert_problem(404, "not_found");
        clerk.get(&path).await.assert_problem(404, "not_found");
        let request = clerk.request(reqwest::Method::POST, &format!("{path}/confirm"));
        let refused = crate::harness::Response::of(request.header("If-Match", "\"v1\"")).await;
        refused.assert_problem(404, "not_found");
        // Under the own agency there is no such sub-agent.
        let elsewhere = format!("{}/{}", own(&other), made["id"].as_str().unwrap());
        clerk.get(&elsewhere).await.assert_problem(404, "not_found");
        clerk.post(&own(&agency), &json!({ "name": NAME, "is_person": true })).await.assert_problem(404, "not_found");
        editor.get(&own(&agency)).await.assert_problem(403, "forbidden");
        app.get(&own(&agency)).await.assert_problem(401, "unauthenticated");
    }

    async fn a_question_names_one_thing(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let path = format!("/v1/agencies/{agency}/sub-agents/check");
        let refused = app.get(&path).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/query/name".to_owned(), "missing_member".to_owned())]);
        let both = app.get(&format!("{path}?name=A&telephone=%2B639170000001")).await;
        assert_eq!(both.assert_status(422).faults()[0].1, "given_twice");
        app.get(&format!("{path}?telephone=0917")).await.assert_problem(422, "invalid_request");
        let nobody = app.shared.services.new_id();
        app.get(&format!("/v1/agencies/{nobody}/sub-agents/check?name=A")).await.assert_problem(404, "not_found");
        let editor = editor(&app).await;
        let mut wrong = said("agency", true);
        state(&editor, &agency, "sub-agents", &wrong).await.assert_problem(422, "invalid_request");
        wrong = said("worker", true);
        wrong["source"]["retrieved_on"] = json!("2999-01-01");
        state(&editor, &agency, "sub-agents", &wrong).await.assert_problem(422, "invalid_request");
    }

    async fn a_number_that_others_bring_is_not_confirmed_with_the_name(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let mut listed = said("register", false);
        listed["telephone"] = Value::Null;
        assert_eq!(stated(&editor, &agency, "sub-agents", &listed).await["standing"], "confirmed");
        let path = format!("/v1/staff/agencies/{agency}/sub-agents");
        editor.post(&path, &said("worker", true)).await;
        assert_eq!(check(&app, &agency, "telephone", TELEPHONE).await["answer"], "not_known");
        assert_eq!(check(&app, &agency, "name", NAME).await["answer"], "confirmed");
    }

    async fn a_name_that_only_the_agency_has_written_is_in_no_list(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let clerk = speaker(&app, &agency).await;
        let body = json!({ "name": NAME, "is_person": false, "telephone": TELEPHONE });
        let named = clerk.post(&own(&agency), &body).await.assert_status(201).json();
        assert_eq!(named["standing"], "confirmed");
        // It may call a person a company. Who asks is told all the same.
        assert_eq!(public(&app, &agency).await, Vec::<Value>::new());
        for (name, value) in [("name", NAME), ("telephone", TELEPHONE)] {
            assert_eq!(check(&app, &agency, name, value).await["answer"], "confirmed");
        }
        // Whoever looks after the registers has looked it up, and writes it.
        let editor = editor(&app).await;
        let again = stated(&editor, &agency, "sub-agents", &said("sub_agent", false)).await;
        assert_eq!((&again["id"], &again["standing"]), (&named["id"], &json!("confirmed")));
        let shown = public(&app, &agency).await;
        assert_eq!((&shown[0]["name"], &shown[0]["said_by"]), (&json!(NAME), &json!("agency")));
        assert_eq!((&shown[0]["source"], shown[0].get("telephone")), (&Value::Null, None));
    }

    async fn who_was_once_called_a_person_stays_one(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        let made = stated(&editor, &agency, "sub-agents", &said("worker", true)).await;
        let clerk = speaker(&app, &agency).await;
        let body = json!({ "name": NAME, "is_person": false });
        let named = clerk.post(&own(&agency), &body).await.assert_status(201).json();
        assert_eq!((&named["id"], &named["is_person"]), (&made["id"], &json!(true)));
        let again = stated(&editor, &agency, "sub-agents", &said("sub_agent", false)).await;
        assert_eq!(again["is_person"], true);
        assert_eq!(public(&app, &agency).await, Vec::<Value>::new());
        // Said later, it ends the listing.
        let other = json!({ "name": "Village Desk (made up)", "is_person": false, "said_by": "worker", "source": source() });
        stated(&editor, &agency, "sub-agents", &other).await;
        let body = json!({ "name": "Village Desk (made up)", "is_person": false });
        clerk.post(&own(&agency), &body).await.assert_status(201);
        assert_eq!(public(&app, &agency).await.len(), 1);
        let mut person = other.clone();
        person["is_person"] = json!(true);
        stated(&editor, &agency, "sub-agents", &person).await;
        assert_eq!(public(&app, &agency).await, Vec::<Value>::new());
    }

    async fn what_a_register_says_outweighs_what_the_agency_says(app: TestApp) {
        let (_register, one, two) = two(&app).await;
        let editor = editor(&app).await;
        for (agency, decision) in [(one, "deny"), (two, "confirm")] {
            let made = stated(&editor, &agency, "sub-agents", &said("worker", true)).await;
            let clerk = speaker(&app, &agency).await;
            let path = format!("{}/{}", own(&agency), made["id"].as_str().unwrap());
            replies::decide_bare(&clerk, &path, decision).await.assert_status(200);
            let listed = stated(&editor, &agency, "sub-agents", &said("register", true)).await;
            assert_eq!((&listed["id"], &listed["standing"]), (&made["id"], &json!("confirmed")));
            assert_eq!((&listed["by_register"], &listed["answered_on"]), (&json!(true), &Value::Null));
            let told = check(&app, &agency, "telephone", TELEPHONE).await;
            assert_eq!((&told["answer"], &told["said_by"]), (&json!("confirmed"), &json!("register")));
            assert_eq!(public(&app, &agency).await[0]["source"], source());
            replies::decide_bare(&clerk, &path, "deny").await.assert_problem(409, "conflict");
            // The agency's own words change nothing any more, nor does hearsay.
            let body = json!({ "name": NAME, "is_person": true });
            let named = clerk.post(&own(&agency), &body).await.assert_status(201).json();
            assert_eq!(named["by_register"], true);
            let again = stated(&editor, &agency, "sub-agents", &said("worker", true)).await;
            assert_eq!(again["by_register"], true);
        }
    }

    async fn the_stronger_statement_follows_into_the_agency_that_stays(app: TestApp) {
        let lists = ["L1,Merantau Sample,1 Road,,,,,Aktif\n", "L7,Merantau Sample,9 Lane,,,,,Aktif\n"];
        let register = register(lists[0]);
        report(&register.import(&app, &[]));
        let stays = id_of(&app, "L1").await;
        report(&register.import_newer(&app, "2026-02-01", lists[1]));
        let goes = id_of(&app, "L7").await;
        let editor = editor(&app).await;
        let clerks = [speaker(&app, &stays).await, speaker(&app, &goes).await];
        let said = |name: &str, by: &str, is_person: bool| {
            json!({ "name": name, "is_person": is_person, "said_by": by, "source": source() })
        };
        // Denied by the agency that stays, on a register of the one that goes; and the other way round.
        for (name, register, at) in [("Listed Later", &goes, 0), ("Listed Before", &stays, 1)] {
            let denying = [&stays, &goes][at];
            let made = stated(&editor, denying, "sub-agents", &said(name, "worker", false)).await;
            let path = format!("{}/{}", own(denying), made["id"].as_str().unwrap());
            replies::decide_bare(&clerks[at], &path, "deny").await.assert_status(200);
            stated(&editor, register, "sub-agents", &said(name, "register", false)).await;
        }
        // Confirmed by the one and denied by the other on the same day: who pays must know of the denial.
        for (agency, at, decision) in [(&stays, 0, "confirm"), (&goes, 1, "deny")] {
            let made = stated(&editor, agency, "sub-agents", &said("Torn", "worker", at == 1)).await;
            let path = format!("{}/{}", own(agency), made["id"].as_str().unwrap());
            replies::decide_bare(&clerks[at], &path, decision).await.assert_status(200);
        }
        // Only said of both, and of the one that stays to be no person.
        stated(&editor, &stays, "sub-agents", &said("Hearsay", "worker", false)).await;
        let mut called = said("Hearsay", "worker", true);
        called["telephone"] = json!(TELEPHONE);
        stated(&editor, &goes, "sub-agents", &called).await;
        super::proposals::join(&editor).await;

        for (name, answer, by) in [("Listed Later", "confirmed", "register"), ("Listed Before", "confirmed", "register"),
            ("Torn", "denied", "agency")] {
            let told = check(&app, &stays, "name", name).await;
            assert_eq!((&told["answer"], &told["said_by"]), (&json!(answer), &json!(by)), "{name}");
        }
        assert_eq!(check(&app, &stays, "telephone", TELEPHONE).await["answer"], "claimed");
        let names: Vec<String> = public(&app, &stays).await.iter()
            .map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(!names.contains(&"Torn".to_owned()), "somebody called them a person");
    }

    async fn the_list_is_kept_no_longer_than_it_may_be(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let editor = editor(&app).await;
        stated(&editor, &agency, "sub-agents", &said("register", true)).await;
        let listed = app.get(&format!("/v1/agencies/{agency}/sub-agents")).await;
        let caching = listed.assert_status(200).header("cache-control").unwrap();
        assert_eq!(caching, "public, max-age=60, must-revalidate");
        let tag = listed.header("etag").unwrap().to_owned();
        let request = app.request(reqwest::Method::GET, &format!("/v1/agencies/{agency}/sub-agents"));
        let known = crate::harness::Response::of(request.header("If-None-Match", tag)).await;
        let caching = known.assert_status(304).header("cache-control").unwrap();
        assert_eq!(caching, "public, max-age=60, must-revalidate");
        let missing = app.get(&format!("/v1/agencies/{agency}/sub-agents/check")).await;
        assert_eq!(missing.assert_status(422).header("cache-control"), Some("no-store"));
    }
}
