//! `tulay organisations change | deactivate | activate`, run while the server runs.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::organisations::hold;
use tulay::platform::db::{Conn, DbError};

use super::command_line::{refuses, succeeds, tulay};
use super::{access, audit, invited, refreshing, with_token};
use crate::harness::TestApp;
use crate::on_both;

/// The word that is needed to say what an organisation was changed in.
async fn words(app: &TestApp, organisation: tulay::platform::ids::Id) -> Vec<Value> {
    let chief = app.member(organisation, &[Role::Administrator]).await;
    let page = chief
        .get("/v1/staff/audit-entries?action=organisation_changed")
        .await;
    page.assert_status(200);
    let page = page.json();
    let entries = page["items"].as_array().unwrap().iter();
    entries.map(|entry| entry["detail"].clone()).collect()
}

fn request() -> Value {
    json!({ "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "place": { "country": "MY", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false } })
}

fn report() -> Value {
    json!({ "kind": "hazard", "danger_now": false, "description": "No rail.",
        "place": { "country": "MY", "precision": "country" } })
}

on_both! {
    async fn what_is_named_is_changed_and_the_rest_stays(app: TestApp) {
        let id = app.organisation("Test helpers", &["MY", "SG"], &["assistance"]).await;
        let change = ["organisations", "change", "Test helpers", "--country", "th", "--country", "SG",
            "--name", "Better helpers"];
        let said = succeeds(&tulay(&app, &change));
        assert!(said.contains("Better helpers: changed name, countries"), "{said}");
        let seen = app.get(&format!("/v1/organisations/{id}")).await.json();
        assert_eq!(seen, json!({ "id": id, "name": "Better helpers", "kind": "ngo",
            "countries": ["SG", "TH"], "competences": ["assistance"] }));
        let id_text = id.to_string();
        let change = ["organisations", "change", &id_text, "--kind", "trade_union", "--competence", "shelter"];
        succeeds(&tulay(&app, &change));
        let again = succeeds(&tulay(&app, &change));
        assert!(again.contains("nothing is different"), "{again}");
        let listed = succeeds(&tulay(&app, &["organisations", "list"]));
        assert!(listed.contains("Better helpers (trade_union): SG TH: shelter"), "{listed}");
        assert_eq!(words(&app, id).await, ["competences", "kind", "countries", "name"]);
    }

    async fn what_cannot_be_is_not_changed(app: TestApp) {
        let id = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let change = |more: &[&str]| {
            let command = ["organisations", "change", "Test helpers"];
            refuses(&tulay(&app, &[command.as_slice(), more].concat()))
        };
        assert!(change(&[]).contains("name what to change"));
        assert!(change(&["--country", "XX"]).contains("countries"));
        assert!(change(&["--kind", "club"]).contains("organisation_kinds"));
        assert!(change(&["--name", ""]).contains("--name"));
        let nobody = tulay(&app, &["organisations", "change", "Nobody", "--kind", "ngo"]);
        assert!(refuses(&nobody).contains("no such organisation"));
        assert_eq!(words(&app, id).await, Vec::<Value>::new());
    }

    async fn an_organisation_for_which_somebody_waits_stays(app: TestApp) {
        let able = ["assistance", "safety_inspection"];
        let id = app.organisation("Test helpers", &["MY"], &able).await;
        let mut codes = Vec::new();
        for (path, body) in [("/v1/assistance-requests", request()), ("/v1/safety-reports", report())] {
            let filed = app.post(path, &body).await.json();
            assert_eq!(filed["organisation"]["id"], id.to_string());
            codes.push(filed["receipt_code"].as_str().unwrap().to_owned());
        }
        let deactivate = || tulay(&app, &["organisations", "deactivate", "Test helpers"]);
        let refused = refuses(&deactivate());
        assert!(refused.contains("1 open assistance requests and 1 open safety reports"), "{refused}");
        let erased = app.holder_of(&codes[0]).delete("/v1/receipt/assistance-request").await;
        erased.assert_status(204);
        assert!(refuses(&deactivate()).contains("0 open assistance requests and 1 open safety"));
        let withdrawn = app.holder_of(&codes[1]).post("/v1/receipt/safety-report/withdraw", &json!({})).await;
        withdrawn.assert_status(200);
        succeeds(&deactivate());
    }

    async fn the_staff_of_a_deactivated_organisation_are_out_and_it_gets_nothing(app: TestApp) {
        let id = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let sita = invited(&app, id, "sita", &[Role::CaseWorker]).await.set_up(&app).await;
        let opened = sita.sign_in(&app).await;
        succeeds(&tulay(&app, &["organisations", "deactivate", "Test helpers"]));
        let me = || with_token(&app, Method::GET, "/v1/staff/me", access(&opened));
        me().await.assert_problem(401, "invalid_token");
        app.post("/v1/sessions/refresh", &refreshing(&opened)).await
            .assert_problem(401, "unknown_refresh_token");
        app.post("/v1/sessions", &sita.credentials(&app)).await.assert_problem(401, "sign_in_failed");
        app.clock.advance(Duration::from_secs(30));
        app.get(&format!("/v1/organisations/{id}")).await.assert_problem(404, "not_found");
        let filed = app.post("/v1/assistance-requests", &request()).await;
        filed.assert_status(201);
        assert_eq!(filed.json()["organisation"], Value::Null);
        let mut chosen = request();
        chosen["consents"]["organisation_id"] = json!(id);
        app.post("/v1/assistance-requests", &chosen).await.assert_problem(422, "invalid_request");
        let again = refuses(&tulay(&app, &["organisations", "deactivate", "Test helpers"]));
        assert!(again.contains("no such organisation"), "{again}");
        let listed = succeeds(&tulay(&app, &["organisations", "list"]));
        assert!(listed.contains(&format!("{id}  Test helpers: inactive")), "{listed}");

        // A session that was ended does not come back.
        succeeds(&tulay(&app, &["organisations", "activate", &id.to_string()]));
        me().await.assert_problem(401, "invalid_token");
        sita.sign_in(&app).await;
        refuses(&tulay(&app, &["organisations", "activate", &id.to_string()]));
        assert_eq!(audit::actions_of(&app, &json!(id)).await, ["organisation_changed", "organisation_changed"]);
    }

    async fn whoever_gives_it_something_is_waited_for(app: TestApp) {
        let id = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let (tell, mut told) = tokio::sync::mpsc::channel(1);
        let give = move |conn: &mut Conn| {
            let held = hold(conn, id)?;
            tell.blocking_send(()).unwrap();
            std::thread::sleep(Duration::from_secs(2));
            Ok::<_, DbError>((held, Instant::now()))
        };
        let deactivate = async {
            told.recv().await.unwrap();
            let config = app.shared.services.config.clone();
            let url = app.url.clone();
            tokio::task::spawn_blocking(move || {
                let done = super::command_line::run(&config, &url, &["organisations", "deactivate", "Test helpers"]);
                (done, Instant::now())
            }).await.unwrap()
        };
        let (given, (done, ended)) = futures_util::join!(app.shared.services.db.write(give), deactivate);
        let (held, committed) = given.unwrap();
        assert!(held);
        succeeds(&done);
        assert!(ended > committed, "it did not wait");
        let late = app.shared.services.db.write(move |conn: &mut Conn| hold(conn, id)).await;
        assert!(!late.unwrap(), "nothing is given to it any more");
    }
}
