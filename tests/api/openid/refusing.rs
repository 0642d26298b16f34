//! Providers that lie, are down, or change their keys.

use std::time::Duration;

use serde_json::{Value, json};

use super::provider::CLIENT_ID;
use super::{FINISH, Federated, START};
use crate::on_both;

on_both! {
    async fn a_token_that_says_anything_else_is_not_believed(app: TestApp) {
        let world = Federated::of(&app, &[]);
        world.linked_editor("somebody").await;
        let now = app.shared.services.clock.now().as_second();
        let lies: Vec<(&str, Value)> = vec![
            ("iss", json!("https://elsewhere.example")),
            ("aud", json!("another-client")),
            ("aud", json!([CLIENT_ID, "another-client"])),
            ("azp", json!("another-client")),
            ("exp", json!(now - 60)),
            ("exp", Value::Null),
            ("iat", json!(now + 600)),
            ("iat", json!(now - 3600)),
            ("nonce", json!("another")),
            ("nonce", Value::Null),
            ("at_hash", json!("another")),
            ("sub", json!("")),
        ];
        for (name, value) in lies {
            let told = value.clone();
            world.provider.lies(move |claims| claims[name] = told.clone());
            let refused = world.come_back(&json!({}), "somebody", &json!({})).await;
            assert_eq!(refused.status, 401, "{name} {value}");
            refused.assert_problem(401, "openid_refused");
            // Each is counted as a guess.
            app.clock.advance(Duration::from_secs(20));
        }
        world.provider.behaves();
        world.provider.lies(|claims| {
            claims["aud"] = json!([CLIENT_ID, "another-client"]);
            claims["azp"] = json!(CLIENT_ID);
        });
        world.come_back(&json!({}), "somebody", &json!({})).await.assert_status(201);
    }

    async fn only_signatures_of_the_providers_keys_count(app: TestApp) {
        let world = Federated::of(&app, &[]);
        world.linked_editor("somebody").await;
        for algorithm in ["none", "HS256", "RS512", "ES256"] {
            world.provider.claims_algorithm(algorithm);
            let refused = world.come_back(&json!({}), "somebody", &json!({})).await;
            refused.assert_problem(401, "openid_refused");
        }
        world.provider.behaves();
        // A key that it does not publish: its keys are asked for again, once a minute and not for each token.
        app.clock.advance(Duration::from_mins(2));
        let asked = world.provider.times_keys_were_asked();
        world.provider.uses(1, &[0]);
        for _ in 0..3 {
            let refused = world.come_back(&json!({}), "somebody", &json!({})).await;
            refused.assert_problem(401, "openid_refused");
        }
        assert_eq!(world.provider.times_keys_were_asked(), asked + 1);
        // It publishes the new key: nobody has to wait for an hour.
        world.provider.uses(1, &[0, 1]);
        app.clock.advance(Duration::from_mins(2));
        world.come_back(&json!({}), "somebody", &json!({})).await.assert_status(201);
        // It takes the old key back: an hour later it is worth nothing.
        world.provider.uses(0, &[1]);
        app.clock.advance(Duration::from_hours(2));
        world.come_back(&json!({}), "somebody", &json!({})).await.assert_problem(401, "openid_refused");
    }

    async fn a_code_belongs_to_the_sign_in_for_which_it_was_given(app: TestApp) {
        let world = Federated::of(&app, &[]);
        world.linked_editor("somebody").await;
        let (one, other) = (world.start(&json!({})).await, world.start(&json!({})).await);
        let code = world.provider.approve(one["authorization_url"].as_str().unwrap(), "somebody");
        // The verifier of the other sign-in does not fit.
        let body = json!({ "state": other["state"], "authorization_code": code });
        world.app.post(FINISH, &body).await.assert_problem(401, "openid_refused");
        let made_up = json!({ "state": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo", "authorization_code": "x" });
        world.app.post(FINISH, &made_up).await.assert_problem(401, "unknown_openid_state");
    }

    async fn a_provider_that_is_down_is_told_from_a_refusal(app: TestApp) {
        let world = Federated::of(&app, &[]);
        world.provider.goes_down();
        let refused = world.app.post(START, &json!({})).await;
        refused.assert_problem(503, "unavailable");
        assert!(refused.header("retry-after").is_some());
        world.provider.behaves();
        // It is not asked again at once: whoever waited for it behind the first one would wait as long once more.
        world.app.post(START, &json!({})).await.assert_problem(503, "unavailable");
        app.clock.advance(Duration::from_secs(11));
        world.linked_editor("somebody").await;
    }

    async fn a_token_that_cannot_be_checked_opens_nothing_and_is_no_refusal(app: TestApp) {
        let world = Federated::of(&app, &[]);
        world.provider.loses_its_keys();
        let unchecked = world.come_back(&json!({}), "somebody", &json!({})).await;
        unchecked.assert_problem(503, "unavailable");
        assert!(unchecked.header("retry-after").is_some());
        world.provider.behaves();
        app.clock.advance(Duration::from_secs(61));
        world.linked_editor("somebody").await;
    }

    async fn without_a_provider_there_is_no_external_sign_in(app: TestApp) {
        app.post(START, &json!({})).await.assert_problem(409, "openid_not_configured");
        let body = json!({ "state": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo", "authorization_code": "x" });
        app.post(FINISH, &body).await.assert_problem(409, "openid_not_configured");
    }
}
