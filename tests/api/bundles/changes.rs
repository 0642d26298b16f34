//! From any earlier version to the current one.

use std::time::Duration;

use serde_json::{Value, json};

use super::{BUNDLE, Copy, apply, change, edit_passport, is_signed, publish};
use crate::harness::TestApp;
use crate::on_both;

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Edits of what is published: texts that say something else and say it no more, an article that is taken down, numbers.
fn edit(app: &TestApp, dice: &mut Dice) {
    let article = [
        "passport-malaysia",
        "wages-malaysia",
        "fees-philippines",
        "injury-malaysia",
    ];
    let slug = article[usize::try_from(dice.roll(4)).unwrap()];
    let said = dice.roll(3);
    match dice.roll(5) {
        0 | 1 => change(
            app,
            &format!(
                "UPDATE article_texts SET summary = 'Said {said}: \"ñ\" ကို' WHERE slug = '{slug}'"
            ),
        ),
        2 => change(
            app,
            &format!("UPDATE articles SET urgent = NOT urgent WHERE slug = '{slug}'"),
        ),
        3 => change(
            app,
            &format!(
                "UPDATE emergency_numbers SET number = '99{said}' WHERE country = 'MY' AND position = 0"
            ),
        ),
        _ => change(
            app,
            &format!(
                "DELETE FROM article_texts WHERE slug = '{slug}'; DELETE FROM articles WHERE slug = '{slug}'"
            ),
        ),
    }
}

async fn delta_since(app: &TestApp, version: &str) -> Value {
    let answer = app.get(&format!("{BUNDLE}?since={version}")).await;
    answer.assert_status(200);
    answer.json()
}

on_both! {
    async fn every_earlier_version_and_its_change_are_the_current_one_byte_for_byte(app: TestApp) {
        let mut dice = Dice(5);
        let mut versions = vec![Copy::of(&app, BUNDLE).await];
        for _ in 0..8 {
            app.clock.advance(Duration::from_secs(20));
            for _ in 0..=dice.roll(2) {
                edit(&app, &mut dice);
            }
            if publish(&app).await == 1 {
                versions.push(Copy::of(&app, BUNDLE).await);
            }
        }
        assert!(versions.len() > 4, "{}", versions.len());
        let current = versions.last().unwrap();
        assert!(is_signed(&app, current.document(), &current.signature()).await);
        for earlier in &versions {
            let answer = delta_since(&app, &earlier.version()).await;
            assert_eq!(apply(earlier.document(), &answer["delta"]), current.document());
            assert_eq!(answer["signature"], current.signature());
            let spliced = delta_since(&app, &format!("{}&splices=true", earlier.version())).await;
            assert_eq!(apply(earlier.document(), &spliced["delta"]), current.document());
            assert_eq!(spliced["signature"], current.signature());
        }
        // The current one has nothing to change.
        let none = delta_since(&app, &current.version()).await;
        assert_eq!((&none["delta"]["changed"], &none["delta"]["removed"]), (&json!([]), &json!([])));
    }

    async fn a_change_holds_what_changed_and_names_what_is_gone(app: TestApp) {
        let before = Copy::of(&app, BUNDLE).await;
        app.clock.advance(Duration::from_mins(1));
        edit_passport(&app, "Ask for a receipt.");
        change(&app, "DELETE FROM article_texts WHERE slug = 'wages-malaysia'; DELETE FROM articles WHERE slug = 'wages-malaysia'");
        assert_eq!(publish(&app).await, 1);
        let answer = app.get(&format!("{BUNDLE}?since={}", before.version())).await;
        let delta = answer.json()["delta"].clone();
        let changed = delta["changed"].as_array().unwrap();
        assert_eq!(changed.iter().map(|item| item["id"].as_str().unwrap()).collect::<Vec<_>>(), ["article/passport-malaysia"]);
        assert!(changed[0]["content"]["body"].as_str().unwrap().ends_with("Ask for a receipt."));
        assert_eq!(delta["removed"], json!(["article/wages-malaysia"]));
        assert!(answer.header("use-as-dictionary").is_none());
        // For who asks for it, only the words that are new.
        let spliced = delta_since(&app, &format!("{}&splices=true", before.version())).await["delta"].clone();
        assert_eq!(spliced["changed"], json!([]));
        let told = &spliced["spliced"][0];
        assert_eq!((&told["id"], told["splices"].to_string().contains("Ask for a receipt.")), (&json!("article/passport-malaysia"), true));
        assert!(told.to_string().len() < 300, "{told}");
        // Of a version that nobody knows any more, all of it.
        let whole = app.get(&format!("{BUNDLE}?since={}", "A".repeat(16))).await;
        assert_eq!(whole.body, Copy::of(&app, BUNDLE).await.answer);
        // That of another bundle is no version of this one.
        let other = Copy::of(&app, "/v1/bundles/PH-MY/en").await;
        let whole = app.get(&format!("{BUNDLE}?since={}", other.version())).await;
        assert!(whole.json()["bundle"].is_object());
    }

    async fn what_was_changed_back_is_no_change(app: TestApp) {
        let before = Copy::of(&app, BUNDLE).await;
        app.clock.advance(Duration::from_mins(1));
        change(&app, "UPDATE articles SET urgent = NOT urgent WHERE slug = 'passport-malaysia'");
        assert_eq!(publish(&app).await, 1);
        app.clock.advance(Duration::from_mins(1));
        change(&app, "UPDATE articles SET urgent = NOT urgent WHERE slug = 'passport-malaysia'");
        assert_eq!(publish(&app).await, 1);
        let delta = delta_since(&app, &before.version()).await["delta"].clone();
        assert_eq!((&delta["changed"], &delta["removed"]), (&json!([]), &json!([])));
        let after = Copy::of(&app, BUNDLE).await;
        assert_eq!(apply(before.document(), &delta), after.document());
        assert_ne!(before.version(), after.version());
    }
}
