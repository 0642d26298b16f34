//! What an administrator can do within the own organisation, and what not.

use diesel::RunQueryDsl as _;
use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;

use super::{Invited, PASSWORD, access, audit, code, invited, with_token};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

async fn helpers(app: &TestApp) -> Id {
    app.organisation("Test helpers", &["MY"], &["assistance", "moderation"])
        .await
}

fn path_of(person: &Person<'_>) -> String {
    format!("/v1/staff/accounts/{}", person.account.unwrap())
}

on_both! {
    async fn an_administrator_invites_and_the_token_is_shown_once(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let body = json!({ "name": "joy@ngo.example", "display_name": "Joy",
            "roles": ["case_worker", "moderator"] });
        let made = chief.post("/v1/staff/accounts", &body).await;
        made.assert_status(201);
        let made = made.json();
        let path = format!("/v1/staff/accounts/{}", made["id"].as_str().unwrap());
        let shown = chief.get(&path).await;
        shown.assert_status(200);
        assert!(shown.header("etag").unwrap().starts_with("\"v1."));
        assert_eq!(shown.json(), made["account"]);
        assert!(!String::from_utf8(shown.body).unwrap().contains("joy@ngo"));
        let joy = Invited {
            account: made["id"].as_str().unwrap().parse().unwrap(),
            name: "joy@ngo.example".to_owned(),
            token: made["set_up_token"].as_str().unwrap().to_owned(),
        };
        let joy = joy.set_up(&app).await;
        let opened = joy.sign_in(&app).await;
        assert_eq!(opened["account"]["display_name"], "Joy");
        assert_eq!(audit::actions_of(&app, &made["id"]).await, ["account_changed", "account_changed"]);
    }

    async fn a_name_and_an_id_are_taken_once(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let id = app.shared.services.new_id();
        let body = |id: Id, name: &str| json!({ "id": id, "name": name, "display_name": "Joy",
            "roles": ["moderator"] });
        chief.post("/v1/staff/accounts", &body(id, "joy")).await.assert_status(201);
        let other = app.shared.services.new_id();
        let taken = chief.post("/v1/staff/accounts", &body(other, "JOY")).await;
        taken.assert_problem(409, "account_name_taken");
        let taken = chief.post("/v1/staff/accounts", &body(id, "joy2")).await;
        taken.assert_problem(409, "id_taken");
        let body = json!({ "id": "0195f1a2-7c3d-1b1e-9a55-3f0c8d2e4b61", "name": "joy3",
            "display_name": " ", "roles": ["moderator", "moderator"] });
        let refused = chief.post("/v1/staff/accounts", &body).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults().len(), 3);
    }

    async fn a_lost_invitation_is_given_again(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let body = json!({ "name": "joy", "display_name": "Joy", "roles": ["moderator"] });
        let send = || {
            let request = chief.request(Method::POST, "/v1/staff/accounts");
            Response::of(request.header("Idempotency-Key", "\"one\"").json(&body))
        };
        let (first, again) = (send().await, send().await);
        first.assert_status(201);
        assert_eq!(first.json(), again.json());
    }

    async fn accounts_are_changed_on_the_version_that_was_read(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let other = app.member(organisation, &[Role::Moderator]).await;
        let path = path_of(&other);
        let body = json!({ "display_name": "Another name" });
        let without = Response::of(chief.request(Method::PATCH, &path).json(&body)).await;
        without.assert_problem(428, "precondition_required");
        chief.patch(&path, "*", &body).await.assert_problem(428, "precondition_required");
        let changed = chief.patch(&path, "\"v1\"", &body).await;
        changed.assert_status(200);
        assert_eq!(changed.header("etag"), Some("\"v2\""));
        assert_eq!(changed.json()["display_name"], "Another name");
        let stale = chief.patch(&path, "\"v1\"", &body).await;
        stale.assert_problem(412, "stale");
        assert_eq!(stale.header("etag"), Some("\"v2\""));
        let read = chief.get(&path).await;
        let seen = chief.request(Method::GET, &path);
        let seen = seen.header("If-None-Match", read.header("etag").unwrap());
        Response::of(seen).await.assert_status(304);
    }

    async fn nobody_gives_themselves_what_they_may_hand_out(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let second = app.member(organisation, &[Role::Administrator]).await;
        let path = path_of(&chief);
        let roles = json!({ "roles": ["administrator", "case_worker"] });
        chief.patch(&path, "\"v1\"", &roles).await.assert_problem(409, "own_account");
        for act in ["disable", "reset"] {
            let refused = chief.post(&format!("{path}/{act}"), &json!({})).await;
            refused.assert_problem(409, "own_account");
        }
        // One's own display name is one's own business.
        let body = json!({ "display_name": "Chief", "roles": ["administrator"] });
        chief.patch(&path, "\"v1\"", &body).await.assert_status(200);
        // A second pair of eyes can.
        let more = json!({ "roles": ["administrator", "editor"] });
        let refused = second.patch(&path, "\"v2\"", &more).await;
        refused.assert_problem(409, "second_factor_missing");
        let less = json!({ "roles": ["editor"] });
        second.patch(&path, "\"v2\"", &less).await.assert_status(200);
        chief.get("/v1/staff/accounts").await.assert_problem(403, "forbidden");
    }

    async fn the_last_administrator_stays(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let path = path_of(&chief);
        let less = json!({ "roles": ["moderator"] });
        chief.patch(&path, "\"v1\"", &less).await.assert_problem(409, "own_account");
        for act in ["disable", "reset"] {
            let refused = chief.post(&format!("{path}/{act}"), &json!({})).await;
            refused.assert_problem(409, "last_administrator");
        }
        chief.get("/v1/staff/accounts").await.assert_status(200);
    }

    async fn two_administrators_cannot_remove_each_other(app: TestApp) {
        let organisation = helpers(&app).await;
        let one = app.member(organisation, &[Role::Administrator]).await;
        let two = app.member(organisation, &[Role::Administrator]).await;
        let (of_one, of_two) = (format!("{}/disable", path_of(&one)), format!("{}/disable", path_of(&two)));
        let nothing = json!({});
        let (first, second) = futures_util::join!(one.post(&of_two, &nothing), two.post(&of_one, &nothing));
        let done = [first.status, second.status].iter().filter(|status| **status == 200).count();
        assert_eq!(done, 1, "{} {}", first.status, second.status);
    }

    async fn a_role_that_opens_cases_needs_a_second_factor(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let joy = invited(&app, organisation, "joy", &[Role::Editor]).await.set_up(&app).await;
        let opened = joy.sign_in(&app).await;
        let path = format!("/v1/staff/accounts/{}", joy.account);
        let tag = chief.get(&path).await.header("etag").unwrap().to_owned();
        let roles = json!({ "roles": ["case_worker"] });
        chief.patch(&path, &tag, &roles).await.assert_problem(409, "second_factor_missing");
        let reset = chief.post(&format!("{path}/reset"), &json!({})).await;
        reset.assert_status(200);
        let out = with_token(&app, Method::GET, "/v1/staff/me", access(&opened)).await;
        out.assert_problem(401, "invalid_token");
        app.post("/v1/sessions", &joy.credentials(&app)).await.assert_problem(401, "sign_in_failed");
        let tag = chief.get(&path).await.header("etag").unwrap().to_owned();
        chief.patch(&path, &tag, &roles).await.assert_status(200);
        let again = Invited {
            account: joy.account,
            name: "joy".to_owned(),
            token: reset.json()["set_up_token"].as_str().unwrap().to_owned(),
        };
        let again = again.set_up(&app).await;
        assert!(again.secret.is_some());
        again.sign_in(&app).await;
    }

    async fn only_an_organisation_that_moderates_has_moderators(app: TestApp) {
        let organisation = app.organisation("Test shelter", &["MY"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let body = json!({ "name": "joy", "display_name": "Joy", "roles": ["editor", "moderator"] });
        let refused = chief.post("/v1/staff/accounts", &body).await;
        refused.assert_problem(409, "competence_missing");
        let other = app.member(organisation, &[Role::Editor]).await;
        let more = json!({ "roles": ["editor", "moderator"] });
        let refused = chief.patch(&path_of(&other), "\"v1\"", &more).await;
        refused.assert_problem(409, "competence_missing");
        // Elsewhere the same is done.
        let chief = app.member(helpers(&app).await, &[Role::Administrator]).await;
        chief.post("/v1/staff/accounts", &body).await.assert_status(201);
    }

    async fn a_moderator_whose_organisation_moderates_no_longer_is_let_in_nowhere(app: TestApp) {
        let moderator = app.member(helpers(&app).await, &[Role::Moderator]).await;
        moderator.get("/v1/staff/reviews").await.assert_status(200);
        let take = |conn: &mut Conn| {
            let taken = "DELETE FROM organisation_competences WHERE competence = 'moderation'";
            Ok::<_, DbError>(diesel::sql_query(taken).execute(conn)?)
        };
        assert_eq!(app.shared.services.db.write(take).await.unwrap(), 1);
        moderator.get("/v1/staff/reviews").await.assert_problem(403, "forbidden");
        moderator.get("/v1/staff/me").await.assert_status(200);
    }

    async fn disabling_ends_everything_and_enabling_restores(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let sita = invited(&app, organisation, "sita", &[Role::CaseWorker]).await.set_up(&app).await;
        let opened = sita.sign_in(&app).await;
        let path = format!("/v1/staff/accounts/{}", sita.account);
        for _ in 0..2 {
            let disabled = chief.post(&format!("{path}/disable"), &json!({})).await;
            assert_eq!(disabled.assert_status(200).json()["status"], "disabled");
        }
        let out = with_token(&app, Method::GET, "/v1/staff/me", access(&opened)).await;
        out.assert_problem(401, "invalid_token");
        let out = app.post("/v1/sessions/refresh", &super::refreshing(&opened)).await;
        out.assert_problem(401, "unknown_refresh_token");
        app.post("/v1/sessions", &sita.credentials(&app)).await.assert_problem(401, "sign_in_failed");
        let enabled = chief.post(&format!("{path}/enable"), &json!({})).await;
        assert_eq!(enabled.assert_status(200).json()["status"], "active");
        // The old session stays ended.
        let out = with_token(&app, Method::GET, "/v1/staff/me", access(&opened)).await;
        out.assert_problem(401, "invalid_token");
        sita.sign_in(&app).await;
    }

    async fn an_invitation_of_a_disabled_account_is_worthless(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let sita = invited(&app, organisation, "sita", &[Role::CaseWorker]).await;
        let path = format!("/v1/staff/accounts/{}", sita.account);
        chief.post(&format!("{path}/disable"), &json!({})).await.assert_status(200);
        let body = json!({ "token": sita.token, "password": PASSWORD });
        app.post("/v1/account-set-ups", &body).await.assert_problem(401, "unknown_set_up_token");
        let enabled = chief.post(&format!("{path}/enable"), &json!({})).await;
        assert_eq!(enabled.json()["status"], "invited");
    }

    async fn a_reset_asks_for_a_new_second_factor(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let sita = invited(&app, organisation, "sita", &[Role::CaseWorker]).await.set_up(&app).await;
        let path = format!("/v1/staff/accounts/{}/reset", sita.account);
        let reset = chief.post(&path, &json!({})).await.json();
        let token = reset["set_up_token"].as_str().unwrap().to_owned();
        let again = Invited { account: sita.account, name: sita.name.clone(), token };
        let again = again.set_up(&app).await;
        assert_ne!(again.secret, sita.secret);
        let old = json!({ "name": "sita", "password": PASSWORD,
            "code": code(&app, sita.secret.as_ref().unwrap()) });
        app.post("/v1/sessions", &old).await.assert_problem(401, "sign_in_failed");
        again.sign_in(&app).await;
    }

    async fn other_organisations_accounts_do_not_exist(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let elsewhere = app.organisation("Other helpers", &["SG"], &["assistance"]).await;
        let stranger = app.member(elsewhere, &[Role::CaseWorker]).await;
        let path = path_of(&stranger);
        chief.get(&path).await.assert_problem(404, "not_found");
        chief.get(&format!("{path}/name")).await.assert_problem(404, "not_found");
        let body = json!({ "display_name": "Mine" });
        chief.patch(&path, "\"v1\"", &body).await.assert_problem(404, "not_found");
        for act in ["disable", "enable", "reset"] {
            let refused = chief.post(&format!("{path}/{act}"), &json!({})).await;
            refused.assert_problem(404, "not_found");
        }
        stranger.get("/v1/staff/me").await.assert_status(200);
        let listed = chief.get("/v1/staff/accounts").await.json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    }

    async fn the_list_of_accounts_has_pages_and_no_names(app: TestApp) {
        let organisation = helpers(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        for name in ["one", "two"] {
            invited(&app, organisation, name, &[Role::Editor]).await;
        }
        let first = chief.get("/v1/staff/accounts?limit=2").await;
        first.assert_status(200);
        assert!(first.header("link").unwrap().contains("rel=\"next\""));
        assert_eq!(first.json()["items"][0]["name"], json!(null));
        let cursor = first.json()["next"].as_str().unwrap().to_owned();
        let second = chief.get(&format!("/v1/staff/accounts?limit=2&cursor={cursor}")).await.json();
        assert_eq!(second["items"].as_array().unwrap().len(), 1);
        let elsewhere = chief.get(&format!("/v1/staff/audit-entries?cursor={cursor}")).await;
        elsewhere.assert_problem(400, "invalid_cursor");
    }

    async fn only_administrators_look_after_accounts(app: TestApp) {
        let organisation = helpers(&app).await;
        let others = [Role::CaseWorker, Role::Inspector, Role::Moderator, Role::Editor];
        let other = app.member(organisation, &others).await;
        let path = path_of(&other);
        for path in ["/v1/staff/accounts", "/v1/staff/audit-entries", &path, &format!("{path}/name")] {
            other.get(path).await.assert_problem(403, "forbidden");
        }
        let body = json!({ "name": "joy", "display_name": "Joy", "roles": ["moderator"] });
        other.post("/v1/staff/accounts", &body).await.assert_problem(403, "forbidden");
        for act in ["disable", "enable", "reset"] {
            let refused = other.post(&format!("{path}/{act}"), &json!({})).await;
            refused.assert_problem(403, "forbidden");
        }
    }
}
