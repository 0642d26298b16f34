//! Who is on duty.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::clock::Clock as _;

use super::DUTY;
use crate::harness::{Response, TestApp};
use crate::on_both;

/// A window of a day that is not near today.
fn another_day(app: &TestApp) -> Value {
    let day = app.clock.now().plus(Duration::from_hours(3 * 24));
    let name = format!("{:?}", day.date().as_civil().weekday()).to_lowercase();
    json!([{ "days": [name], "from": "00:00", "until": "23:59", "time_zone": "Etc/UTC" }])
}

on_both! {
    async fn an_administrator_writes_the_roster_and_case_workers_read_it(app: TestApp) {
        let all = app.everybody().await;
        let read = all.colleague.get(DUTY).await;
        read.assert_status(200);
        assert_eq!(read.json()["contacts"][0]["account_id"], all.first.account.unwrap().to_string());
        let tag = read.header("etag").unwrap().to_owned();
        let turned = json!([{ "account_id": all.second.account }]);
        all.chief.put_roster("\"v0\"", &turned).await.assert_problem(412, "stale");
        all.chief.put_roster(&tag, &turned).await.assert_status(200);
        let blind = all.chief.request(Method::PUT, DUTY).json(&json!({ "contacts": turned }));
        Response::of(blind).await.assert_problem(428, "precondition_required");
        all.colleague.put_roster(&tag, &turned).await.assert_problem(403, "forbidden");
        let inspector = app.member(all.centre, &[Role::Inspector]).await;
        inspector.get(DUTY).await.assert_problem(403, "forbidden");
        app.get(DUTY).await.assert_problem(401, "unauthenticated");
        let strange = all.operator.get(DUTY).await.json();
        assert_eq!(strange["contacts"], json!([]), "another organisation's roster is not there");
    }

    async fn only_case_workers_of_the_organisation_are_on_duty(app: TestApp) {
        let all = app.everybody().await;
        let (first, chief, operator) = (all.first.account, all.chief.account, all.operator.account);
        let day = json!([{ "days": ["monday"], "from": "08:00", "until": "18:00", "time_zone": "Asia/Nowhere" }]);
        let contacts = json!([
            { "account_id": first, "windows": day },
            { "account_id": first },
            { "account_id": operator, "deputy": { "account_id": chief, "until": "2999-01-01T00:00:00Z" } },
        ]);
        let refused = all.chief.put_roster("\"v1\"", &contacts).await;
        refused.assert_problem(422, "invalid_request");
        let mut faults = refused.faults();
        faults.retain(|(_, code)| code != "unknown_time_zone");
        let fault = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(faults, [
            fault("/contacts/1/account_id", "given_twice"),
            fault("/contacts/2/account_id", "not_a_case_worker"),
            fault("/contacts/2/deputy/account_id", "not_a_case_worker"),
        ]);
    }

    async fn whoever_is_off_duty_is_not_called_first(app: TestApp) {
        let all = app.everybody().await;
        let contacts = json!([
            { "account_id": all.first.account, "windows": another_day(&app) },
            { "account_id": all.second.account },
        ]);
        all.chief.put_roster("\"v1\"", &contacts).await.assert_status(200);
        app.danger().await;
        assert_eq!(app.called(&all).await, ["second"]);
    }

    async fn a_deputy_is_called_instead_for_a_while(app: TestApp) {
        let all = app.everybody().await;
        let until = app.clock.now().plus(Duration::from_hours(1));
        let contacts = json!([{ "account_id": all.first.account,
            "deputy": { "account_id": all.colleague.account, "until": until } }]);
        all.chief.put_roster("\"v1\"", &contacts).await.assert_status(200);
        app.danger().await;
        assert_eq!(app.called(&all).await, ["colleague"]);
        app.clock.advance(Duration::from_hours(2));
        app.danger().await;
        assert_eq!(app.called(&all).await, ["first", "colleague"]);
    }

    async fn whoever_has_left_is_not_called(app: TestApp) {
        let all = app.everybody().await;
        let path = format!("/v1/staff/accounts/{}/disable", all.first.account.unwrap());
        let disabled = all.chief.post(&path, &json!({})).await;
        assert!(disabled.status < 300, "{}", disabled.status);
        app.danger().await;
        let alerts = app.alerts_of(&all.second).await;
        assert_eq!(alerts[0]["stop"], "duty_contact", "the second is now the first");
    }
}
