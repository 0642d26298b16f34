//! Accounts that are linked, and what follows.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;

use super::{FINISH, Federated, START};
use crate::harness::{Response, Underway, until_waiting};
use crate::on_both;
use crate::staff::{access, code, invited, with_token};

on_both! {
    async fn only_who_is_linked_gets_in_and_then_the_password_does_not(app: TestApp) {
        let world = Federated::of(&app, &[]);
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let sita = invited(&app, organisation, "sita@ngo.example", &[Role::CaseWorker]).await.set_up(&app).await;
        let secret = sita.secret.clone().unwrap();
        let unlinked = world.come_back(&json!({}), "sita-at-provider", &json!({})).await;
        unlinked.assert_problem(403, "openid_not_linked");
        let opened = sita.sign_in(&world.app).await;
        let invitation = world.invitation(organisation, sita.account).await;
        // The provider knows a password only, so our own digits are asked for.
        let needed = world.come_back(&invitation, "sita-at-provider", &json!({})).await;
        needed.assert_problem(422, "invalid_request");
        assert_eq!(needed.faults(), [("/code".to_owned(), "missing_member".to_owned())]);
        let wrong = world.come_back(&invitation, "sita-at-provider", &json!({ "code": "000000" })).await;
        assert_eq!(wrong.faults(), [("/code".to_owned(), "wrong_code".to_owned())]);
        let digits = json!({ "code": code(&app, &secret) });
        let linked = world.come_back(&invitation, "sita-at-provider", &digits).await;
        let session = linked.assert_status(201).json();
        with_token(&world.app, Method::GET, "/v1/staff/sessions", access(&session)).await.assert_status(200);
        // Sessions from before are over, the invitation is used up, and the password opens nothing.
        let before = with_token(&world.app, Method::GET, "/v1/staff/sessions", access(&opened)).await;
        before.assert_problem(401, "invalid_token");
        world.app.post(START, &invitation).await.assert_problem(401, "unknown_openid_invitation");
        app.clock.advance(Duration::from_secs(30));
        world.app.post("/v1/sessions", &sita.credentials(&app)).await.assert_problem(401, "sign_in_failed");
        app.clock.advance(Duration::from_secs(30));
        let digits = json!({ "code": code(&app, &secret) });
        world.come_back(&json!({}), "sita-at-provider", &digits).await.assert_status(201);

        let chief = world.app.member(organisation, &[Role::Administrator]).await;
        let path = format!("/v1/staff/accounts/{}/openid-link", sita.account);
        assert_eq!(chief.get(&path).await.json()["issuer"], super::ISSUER);
        for _ in 0..2 {
            chief.delete(&path).await.assert_status(204);
        }
        chief.get(&path).await.assert_problem(404, "not_found");
        app.clock.advance(Duration::from_mins(1));
        sita.sign_in(&world.app).await;
        let acts = app.audited(sita.account).await;
        assert!(acts.contains(&"account_changed account openid_linked".to_owned()), "{acts:?}");
        assert!(acts.contains(&"signed_in session openid".to_owned()), "{acts:?}");
        assert!(app.where_is("sita-at-provider").await.is_empty());
    }

    async fn a_second_factor_of_the_provider_is_believed_where_the_settings_say_so(app: TestApp) {
        let world = Federated::of(&app, &[("TULAY_OPENID_SECOND_FACTORS", "mfa,hwk")]);
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        // An account that was never set up here, with a role that needs a second factor.
        let fresh = invited(&app, organisation, "fresh@ngo.example", &[Role::CaseWorker]).await;
        let invitation = world.invitation(organisation, fresh.account).await;
        let refused = world.come_back(&invitation, "fresh", &json!({})).await;
        refused.assert_problem(409, "second_factor_missing");
        world.provider.lies(|claims| claims["amr"] = json!(["pwd", "mfa"]));
        let opened = world.come_back(&invitation, "fresh", &json!({})).await;
        opened.assert_status(201);
        assert_eq!(opened.json()["account"]["status"], "active");
        with_token(&world.app, Method::GET, "/v1/staff/assistance-requests", access(&opened.json())).await.assert_status(200);
        world.provider.behaves();
        world.come_back(&json!({}), "fresh", &json!({})).await.assert_problem(409, "second_factor_missing");
    }

    async fn one_person_has_one_account_and_a_disabled_one_opens_nothing(app: TestApp) {
        let world = Federated::of(&app, &[]);
        let (organisation, editor) = world.linked_editor("somebody").await;
        let other = world.app.member(organisation, &[Role::Editor]).await.account.unwrap();
        let invitation = world.invitation(organisation, other).await;
        let twice = world.come_back(&invitation, "somebody", &json!({})).await;
        twice.assert_problem(409, "openid_linked_otherwise");
        let chief = world.app.member(organisation, &[Role::Administrator]).await;
        chief.post(&format!("/v1/staff/accounts/{editor}/disable"), &json!({})).await.assert_status(200);
        world.come_back(&json!({}), "somebody", &json!({})).await.assert_problem(401, "sign_in_failed");
        let stranger = app.organisation("Elsewhere", &["SG"], &["assistance"]).await;
        let stranger = world.app.member(stranger, &[Role::Administrator]).await;
        let path = format!("/v1/staff/accounts/{editor}");
        stranger.post(&format!("{path}/openid-invitation"), &json!({})).await.assert_problem(404, "not_found");
        stranger.delete(&format!("{path}/openid-link")).await.assert_problem(404, "not_found");
    }

    async fn of_two_accounts_linked_to_one_person_at_once_one_is(app: TestApp) {
        let world = Federated::of(&app, &[]);
        let organisation = app.organisation("Test helpers", &["MY"], &["registers"]).await;
        let mut bodies = Vec::new();
        for _ in 0..2 {
            let editor = world.app.member(organisation, &[Role::Editor]).await.account.unwrap();
            bodies.push(world.approved(&world.invitation(organisation, editor).await, "somebody").await);
        }
        let other = world.another();
        // Both have found that nobody is linked, and cannot write yet.
        let mut underway = Underway::begin(&app);
        underway.lock("LOCK TABLE openid_links IN SHARE MODE");
        let both = futures_util::future::join(world.app.post(FINISH, &bodies[0]), other.post(FINISH, &bodies[1]));
        let goes_on = async {
            until_waiting(&app, 2).await;
            underway.commit();
        };
        let ((one, two), ()) = futures_util::join!(both, goes_on);
        let (linked, refused) = if one.status == 201 { (one, two) } else { (two, one) };
        linked.assert_status(201);
        refused.assert_problem(409, "openid_linked_otherwise");
    }

    async fn a_lost_answer_is_given_again_and_a_state_is_good_once(app: TestApp) {
        let world = Federated::of(&app, &[]);
        world.linked_editor("somebody").await;
        let started = world.start(&json!({})).await;
        let code = world.provider.approve(started["authorization_url"].as_str().unwrap(), "somebody");
        let body = json!({ "state": started["state"], "authorization_code": code });
        let send = |key: &'static str| {
            let request = world.app.request(Method::POST, FINISH).header("Idempotency-Key", key);
            Response::of(request.json(&body))
        };
        let first = send("\"first\"").await;
        first.assert_status(201);
        assert_eq!(send("\"first\"").await.json(), first.json());
        send("\"second\"").await.assert_problem(401, "unknown_openid_state");
        let late = world.start(&json!({})).await;
        let code = world.provider.approve(late["authorization_url"].as_str().unwrap(), "somebody");
        app.clock.advance(Duration::from_mins(11));
        let body = json!({ "state": late["state"], "authorization_code": code });
        world.app.post(FINISH, &body).await.assert_problem(401, "unknown_openid_state");
    }
}
