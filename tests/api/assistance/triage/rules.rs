//! Rules as data: drafted, tried, published, read by everybody.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::clock::Clock as _;

use super::{RULES, SETS, first, rules};
use crate::assistance::{changed, least, texts};
use crate::on_both;

fn wages_are_pressing() -> Value {
    json!({ "reason": "other", "priority": "high", "issue_codes": ["unpaid_wages"] })
}

fn about_wages() -> Value {
    changed(least(), &json!({ "issue_codes": ["unpaid_wages"] }))
}

on_both! {
    async fn everybody_can_read_the_rules_in_force(app: TestApp) {
        let read = app.get(RULES).await;
        read.assert_status(200);
        let body = read.json();
        assert_eq!(body["version"], 1);
        assert!(body["source"].as_str().unwrap().contains("ILO"));
        assert!(body["notice"].as_str().unwrap().contains("no finding of law"));
        assert_eq!(body["rules"]["rules"][0]["reason"], "danger_now");
        let reasons = body["reasons"].as_array().unwrap();
        assert!(reasons.iter().all(|reason| reason["label"] != reason["code"]));
        assert_eq!(app.get(&format!("{RULES}/1")).await.json(), body);
        let vietnamese = app.get(&format!("{RULES}?lang=vi")).await.json();
        assert_ne!(vietnamese["notice"], body["notice"]);
        app.get(&format!("{RULES}/2")).await.assert_problem(404, "not_found");
        app.get(&format!("{RULES}/nonsense")).await.assert_problem(404, "not_found");
    }

    async fn published_rules_hold_from_then_on_and_requests_keep_theirs(app: TestApp) {
        let (centre, maker) = (app.centre().await, app.rule_maker().await);
        app.ask_for_help(&about_wages()).await;
        let worker = app.case_worker(centre).await;
        let before = first(&worker).await;
        assert_eq!((&before["priority"], &before["triage_version"]), (&json!("low"), &json!(1)));
        assert_eq!(before["priority_source"], "rules");
        maker.put_in_force(&rules(&[wages_are_pressing()])).await;
        assert_eq!(app.get(RULES).await.json()["version"], 2, "at once, on this instance");
        let second = app.ask_for_help(&about_wages()).await;
        let shown = worker.get(&second.path()).await.json();
        assert_eq!((&shown["priority"], &shown["triage_version"]), (&json!("high"), &json!(2)));
        assert_eq!(shown["priority_reasons"], json!(["other"]));
        let kept = worker.get("/v1/staff/assistance-requests?priority=low").await.json();
        assert_eq!(kept["items"][0]["triage_version"], 1);
        let old = app.get(&format!("{RULES}/1")).await.json();
        assert_eq!(old["version"], 1, "the version is still there to be read");
        let listed = maker.get(SETS).await.json();
        let status = |at: usize| (listed["items"][at]["version"].clone(), listed["items"][at]["status"].clone());
        assert_eq!(status(0), (json!(2), json!("in_force")));
        assert_eq!(status(1), (json!(1), json!("replaced")));
    }

    async fn rules_can_be_published_for_later(app: TestApp) {
        let (centre, maker) = (app.centre().await, app.rule_maker().await);
        let drafted = maker.draft(&rules(&[wages_are_pressing()])).await.json();
        assert_eq!((&drafted["status"], &drafted["version"]), (&json!("draft"), &Value::Null));
        let path = format!("{SETS}/{}", drafted["id"].as_str().unwrap());
        let now = app.clock.now();
        let (before, later) = (now.minus(Duration::from_mins(1)), now.plus(Duration::from_mins(10)));
        let refused = maker.post(&format!("{path}/publication"), &json!({ "valid_from": before })).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/valid_from".to_owned(), "in_the_past".to_owned())]);
        let published = maker.post(&format!("{path}/publication"), &json!({ "valid_from": later })).await;
        published.assert_status(200);
        assert_eq!(published.json()["status"], "scheduled");
        app.ask_for_help(&about_wages()).await;
        let worker = app.case_worker(centre).await;
        assert_eq!(first(&worker).await["priority"], "low");
        app.clock.advance(Duration::from_mins(11));
        app.ask_for_help(&about_wages()).await;
        let pressing = worker.get("/v1/staff/assistance-requests?priority=high").await.json();
        assert_eq!(pressing["items"].as_array().unwrap().len(), 1);
        assert_eq!(maker.get(&path).await.json()["status"], "in_force");
    }

    async fn what_was_published_is_never_changed(app: TestApp) {
        let maker = app.rule_maker().await;
        let id = maker.put_in_force(&rules(&[])).await;
        let path = format!("{SETS}/{id}");
        maker.delete(&path).await.assert_problem(409, "triage_rules_published");
        maker.post(&format!("{path}/publication"), &json!({})).await
            .assert_problem(409, "triage_rules_published");
        let draft = maker.draft(&rules(&[])).await.json();
        let draft = format!("{SETS}/{}", draft["id"].as_str().unwrap());
        maker.delete(&draft).await.assert_status(204);
        maker.delete(&draft).await.assert_status(204);
        maker.get(&draft).await.assert_problem(404, "not_found");
        maker.post(&format!("{draft}/publication"), &json!({})).await.assert_problem(404, "not_found");
        let query = "SELECT action AS one, subject_kind AS two FROM audit_entries \
            WHERE subject_id = {id} ORDER BY sequence";
        let audit = texts(&app, query, &id).await;
        let of = |action: &str| (action.to_owned(), "triage_rules".to_owned());
        assert_eq!(audit, [of("drafted"), of("published")]);
    }

    async fn rules_that_let_danger_wait_are_refused(app: TestApp) {
        let maker = app.rule_maker().await;
        let danger = |members: Value| {
            let rule = json!({ "reason": "danger_now", "priority": "critical", "urgency": ["danger_now"] });
            json!({ "otherwise": "low", "rules": [changed(rule, &members)] })
        };
        for (rules, faults) in [
            (danger(json!({ "priority": "high" })), vec![("/rules/rules", "danger_not_critical")]),
            (danger(json!({ "issue_codes": ["violence"] })), vec![("/rules/rules", "danger_not_critical")]),
            (danger(json!({ "indicators": [{ "answer": "yes" }] })), vec![("/rules/rules", "danger_not_critical")]),
            (danger(json!({ "urgency": [] })), vec![
                ("/rules/rules/0", "rule_without_condition"), ("/rules/rules", "danger_not_critical")]),
            (rules(&[json!({ "reason": "other", "priority": "low",
                "indicators": [{ "answer": "no", "at_least": 3, "at_most": 2 }] })]),
                vec![("/rules/rules/1/indicators/0/at_most", "less_than_at_least")]),
            (rules(&[json!({ "reason": "trafficking", "priority": "low", "urgency": ["this_week"] })]),
                vec![("/rules/rules/1/reason", "unknown_code")]),
        ] {
            let refused = maker.draft(&rules).await;
            refused.assert_problem(422, "invalid_request");
            let expected: Vec<(String, String)> =
                faults.into_iter().map(|(at, code)| (at.to_owned(), code.to_owned())).collect();
            assert_eq!(refused.faults(), expected);
        }
        let too_many = vec![wages_are_pressing(); 60];
        maker.draft(&rules(&too_many)).await.assert_problem(422, "invalid_request");
        assert_eq!(app.get(RULES).await.json()["version"], 1);
    }

    async fn rules_are_tried_on_cases_and_on_numbers_only(app: TestApp) {
        let (_centre, maker) = (app.centre().await, app.rule_maker().await);
        let drafted = maker.draft(&rules(&[wages_are_pressing()])).await.json();
        let path = format!("{SETS}/{}/trial", drafted["id"].as_str().unwrap());
        let mut last = None;
        for _ in 0..4 {
            last = Some(app.ask_for_help(&about_wages()).await);
        }
        let cases = json!({ "cases": [
            { "urgency": "not_urgent", "issue_codes": ["unpaid_wages"] },
            { "urgency": "danger_now", "indicators": { "isolation": "yes" } }] });
        let tried = maker.post(&path, &cases).await;
        tried.assert_status(200);
        let body = tried.json();
        assert_eq!(body["cases"][0]["now"], json!({ "priority": "low", "reasons": [] }));
        assert_eq!(body["cases"][0]["tried"], json!({ "priority": "high", "reasons": ["other"] }));
        assert_eq!(body["cases"][1]["now"]["reasons"], json!(["danger_now", "some_indicators"]));
        assert_eq!(body["cases"][1]["tried"]["priority"], "critical");
        assert_eq!(body["open_requests"], json!([]), "four are too few to be told");
        for _ in 0..3 {
            app.ask_for_help(&about_wages()).await;
        }
        let body = maker.post(&path, &json!({})).await.json();
        let moved = json!([{ "from": "low", "to": "high", "at_least": 5 }]);
        assert_eq!(body["open_requests"], moved, "seven, told in steps of five");
        let id = last.unwrap().id;
        let opened = "SELECT action AS one, action AS two FROM audit_entries WHERE subject_id = {id}";
        assert_eq!(texts(&app, opened, &id).await, [], "nothing was opened");
        assert_eq!(app.get(RULES).await.json()["version"], 1, "nothing was changed");
    }

    async fn only_an_authority_decides_about_rules(app: TestApp) {
        let centre = app.centre().await;
        let authority = app.authority().await;
        let strangers = [
            app.member(centre, &[Role::Administrator]).await,
            app.member(authority, &[Role::CaseWorker, Role::Editor]).await,
        ];
        for stranger in strangers {
            stranger.get(SETS).await.assert_problem(403, "forbidden");
            stranger.draft(&rules(&[])).await.assert_problem(403, "forbidden");
        }
        app.get(SETS).await.assert_problem(401, "unauthenticated");
    }

    async fn a_second_start_publishes_nothing_and_never_over_an_authority(app: TestApp) {
        let ensure = || {
            let services = app.shared.services.clone();
            let (id, now) = (services.new_id(), services.clock.now());
            async move {
                let job = move |conn: &mut _| tulay::assistance::ensure_built_in(conn, id, now);
                services.db.write(job).await.unwrap();
            }
        };
        ensure().await;
        assert_eq!(app.get(&format!("{RULES}/2")).await.status, 404);
        let maker = app.rule_maker().await;
        maker.put_in_force(&rules(&[])).await;
        ensure().await;
        assert_eq!(app.another().get(RULES).await.json()["version"], 2);
    }
}
