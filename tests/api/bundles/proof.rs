//! A copy that went from phone to phone proves what it is.

use std::time::Duration;

use serde_json::json;
use tulay::identity::{KeyPurpose, rotate_signing_key};

use super::{BUNDLE, Copy, apply, is_signed, publish};
use crate::harness::TestApp;
use crate::on_both;

async fn rotate(app: &TestApp) {
    let (services, now) = (app.shared.services.clone(), app.shared.services.clock.now());
    let vault = services.vault.clone();
    let rotated = services
        .db
        .write(move |conn| rotate_signing_key(conn, &vault, KeyPurpose::Bundles, now));
    rotated.await.unwrap();
}

on_both! {
    async fn the_signature_is_over_the_bytes_and_one_that_is_altered_is_found(app: TestApp) {
        let copy = Copy::of(&app, BUNDLE).await;
        let (document, signature) = (copy.document(), copy.signature());
        assert!(is_signed(&app, document, &signature).await);
        let places: Vec<usize> = (0..document.len()).step_by(document.len() / 40).collect();
        for place in places {
            let mut bytes = document.as_bytes().to_vec();
            bytes[place] ^= 1;
            if let Ok(altered) = std::str::from_utf8(&bytes) {
                assert!(!is_signed(&app, altered, &signature).await, "{place}");
            }
        }
        // Written otherwise it is another document, though it says the same.
        let spaced = serde_json::to_string_pretty(&copy.json()).unwrap();
        assert!(!is_signed(&app, &spaced, &signature).await);
        // Tokens have another key.
        let keys = app.get("/.well-known/jwks.json").await.json();
        assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
        let other = Copy::of(&app, "/v1/bundles/ID-MY/id").await;
        assert!(!is_signed(&app, document, &other.signature()).await);
    }

    async fn old_copies_are_good_as_long_as_their_key_is_published(app: TestApp) {
        let before = Copy::of(&app, BUNDLE).await;
        app.clock.advance(Duration::from_mins(5));
        rotate(&app).await;
        assert_eq!(publish(&app).await, 1);
        assert_eq!(publish(&app).await, 0);
        app.clock.advance(Duration::from_mins(5));
        let answer = app.get(&format!("{BUNDLE}?since={}", before.version())).await.json();
        assert_eq!((&answer["delta"]["changed"], &answer["delta"]["removed"]), (&json!([]), &json!([])));
        let after = Copy::of(&app, BUNDLE).await;
        assert_eq!(apply(before.document(), &answer["delta"]), after.document());
        assert_ne!(before.signature().split("..").next(), after.signature().split("..").next());
        for copy in [&before, &after] {
            assert!(is_signed(&app, copy.document(), &copy.signature()).await);
        }
        app.clock.advance(Duration::from_hours(24 * 401));
        assert!(!is_signed(&app, before.document(), &before.signature()).await);
        assert!(is_signed(&app, after.document(), &after.signature()).await);
    }
}
