//! Servers that are down, lines that fail, messages that come twice, late or not at all.

use std::time::Duration;

use serde_json::json;

use super::line::Mood;
use super::{NARRATIVE, Pair};
use crate::on_both;

const MINUTES: Duration = Duration::from_mins(10);

on_both! {
    async fn a_server_that_was_down_gets_the_referral_once(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        pair.destination.line.be(Mood::Cut);
        case.refer().await;
        pair.origin.deliver().await;
        assert_eq!(case.seen_by_worker().await["status"], "offered");
        for _ in 0..3 {
            pair.advance(MINUTES);
            pair.origin.deliver().await;
        }
        assert_eq!(pair.destination.referrals("received").await.len(), 0);

        pair.destination.line.be(Mood::Good);
        pair.advance(Duration::from_hours(2));
        assert_eq!(pair.origin.deliver().await, 1);
        pair.advance(Duration::from_hours(2));
        assert_eq!(pair.origin.deliver().await, 0);
        assert_eq!(pair.destination.referrals("received").await.len(), 1);
    }

    async fn an_answer_that_is_lost_doubles_nothing(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        // Killed between sending and noting: it is sent again, and is there once.
        pair.destination.line.be(Mood::LosesAnswers);
        pair.origin.deliver().await;
        assert_eq!(pair.destination.referrals("received").await.len(), 1);
        pair.destination.line.be(Mood::Good);
        pair.advance(MINUTES);
        assert_eq!(pair.origin.deliver().await, 1);
        let messages = pair.destination.line.messages();
        assert_eq!(messages.len(), 2);
        assert_eq!(messages[0].status(), 200);
        assert_eq!(super::line::text_of(&messages[0].answer), super::line::text_of(&messages[1].answer));
        assert_eq!(pair.destination.referrals("received").await.len(), 1);
        // The same bytes once more are answered alike, too.
        assert_eq!(pair.destination.line.again(&messages[1]).0, 200);
        assert_eq!(pair.destination.referrals("received").await.len(), 1);
    }

    async fn what_was_altered_on_the_way_is_refused_and_sent_again(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        pair.destination.line.be(Mood::Alters);
        pair.origin.deliver().await;
        assert_eq!(pair.destination.line.messages()[0].status(), 401);
        // An answer without the key of the other server is no answer.
        pair.destination.line.be(Mood::Impostor);
        pair.advance(MINUTES);
        pair.origin.deliver().await;
        assert_eq!(pair.destination.referrals("received").await.len(), 0);
        pair.destination.line.be(Mood::Good);
        pair.advance(MINUTES);
        pair.origin.deliver().await;
        assert_eq!(pair.destination.referrals("received").await.len(), 1);
    }

    async fn of_several_instances_one_sends(app: TestApp) {
        let pair = Pair::start(&app).await;
        for _ in 0..3 {
            pair.need_help().await.refer().await;
        }
        tokio::join!(pair.origin.deliver(), pair.origin.deliver(), pair.origin.deliver());
        assert_eq!(pair.destination.line.messages().len(), 3);
        assert_eq!(pair.destination.referrals("received").await.len(), 3);
    }

    async fn after_three_days_it_comes_back_and_the_other_server_is_told_to_forget_it(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        // It arrives, and nobody here ever learns of it.
        pair.destination.line.be(Mood::LosesAnswers);
        for _ in 0..80 {
            pair.origin.deliver().await;
            pair.advance(Duration::from_mins(76));
        }
        let seen = case.seen_by_worker().await;
        assert_eq!((&seen["status"], &seen["reason"]), (&json!("rejected"), &json!("not_delivered")));

        pair.destination.line.be(Mood::Good);
        pair.advance(Duration::from_hours(2));
        pair.origin.deliver().await;
        let received = pair.destination.referrals("received").await;
        assert_eq!(received[0]["status"], "revoked");
    }

    async fn what_is_taken_back_before_it_left_never_leaves(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        pair.destination.line.be(Mood::Cut);
        case.refer().await;
        pair.origin.deliver().await;
        let caught = pair.destination.line.messages().remove(0);
        case.withdraw_consent().await;
        pair.destination.line.be(Mood::Good);
        pair.advance(Duration::from_secs(10));
        pair.origin.deliver().await;
        assert_eq!(pair.destination.line.messages().len(), 2);
        assert_eq!(pair.destination.referrals("received").await.len(), 0);

        // What was still on its way comes after the last word about it.
        let (status, said) = pair.destination.line.again(&caught);
        assert_eq!((status, said.as_str()), (422, "{\"error\":\"ended\"}"));
        assert_eq!(pair.destination.referrals("received").await.len(), 0);
    }

    async fn the_outbox_holds_nothing_that_this_server_can_read(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        pair.destination.line.be(Mood::Cut);
        case.refer().await;
        let services = pair.origin.app.shared.services.clone();
        let waiting = services.db.read(|conn| {
            use diesel::prelude::*;
            use diesel::sql_types::BigInt;
            #[derive(QueryableByName)]
            struct Length {
                #[diesel(sql_type = BigInt)]
                bytes: i64,
            }
            let query = "SELECT length(sealed) AS bytes FROM peer_messages";
            let query = if matches!(conn, tulay::platform::db::Conn::Sqlite(_)) {
                query.to_owned()
            } else {
                query.replace("length(sealed)", "length(sealed)::bigint")
            };
            let found: Vec<Length> = diesel::sql_query(query).load(conn)?;
            Ok::<_, tulay::platform::db::DbError>(found.into_iter().map(|one| one.bytes).collect::<Vec<_>>())
        });
        let waiting = waiting.await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert!(waiting[0] > 256, "{waiting:?}");
        let keys = tokio::task::spawn_blocking(move || tulay::peers::ready_keys(&services));
        let own = keys.await.unwrap().unwrap();
        pair.origin.deliver().await;
        let caught = pair.destination.line.messages().remove(0);
        let body = caught.bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let text = String::from_utf8_lossy(&caught.bytes);
        let nonce = text.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap();
        let nonce = tulay::platform::ids::Id::parse(nonce).unwrap();
        let place: [&[u8]; 3] = [b"tulay/peer-message/1", pair.origin.line.url.as_bytes(), nonce.as_bytes()];
        assert!(own.open(&place, &caught.bytes[body..]).is_none());
        assert!(!text.contains(NARRATIVE));
    }

    async fn a_server_that_was_removed_gets_nothing_and_what_waits_comes_back(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        pair.origin.remove(pair.there).await;
        pair.origin.deliver().await;
        assert_eq!(pair.destination.line.messages().len(), 0);
        assert_eq!(case.seen_by_worker().await["reason"], "not_delivered");
        case.try_to_refer().await.assert_status(422);
    }
}
