//! What the page of an agency says of how it answers.

use serde_json::json;

use super::{decide, in_queue, public, reply_path, said, speaker};
use crate::on_both;
use crate::reviews::{agency_with, decide as decide_on_review, file, moderator, publish};

on_both! {
    async fn a_page_tells_how_much_and_how_soon_an_agency_answers(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2]).await;
        let replies = || async {
            let page = app.get(&format!("/v1/agencies/{agency}")).await;
            page.assert_status(200).json()["replies"].clone()
        };
        let nobody = json!({ "claimed": false, "answered_share": null, "answered_soon_share": null });
        assert_eq!(replies().await, nobody);
        let (clerk, claim) = speaker(&app, &by, agency).await;
        // Too few to tell.
        assert_eq!(replies().await["claimed"], true);
        assert_eq!(replies().await["answered_share"], json!(null));
        for score in [3, 4] {
            publish(&by, &file(&app, agency, score).await).await;
        }
        assert_eq!(replies().await["answered_share"], 0.0);
        let shown = public(&app, agency).await;
        let of = |score: u8| {
            let review = shown.iter().find(|review| review["overall"] == score).unwrap();
            reply_path(agency, review["id"].as_str().unwrap())
        };
        let filed = clerk.post(&of(1), &said("We answer")).await;
        decide(&by, &in_queue(&filed), "publish", &json!({})).await.assert_status(200);
        // The second waits, three months.
        let late = clerk.post(&of(2), &said("Sorry for being late")).await;
        assert_eq!(replies().await["answered_share"], 0.25);
        app.clock.advance(std::time::Duration::from_hours(24 * 92));
        // The access token of before is over.
        let by = moderator(&app).await;
        decide(&by, &in_queue(&late), "publish", &json!({})).await.assert_status(200);
        let both = json!({ "claimed": true, "answered_share": 0.5, "answered_soon_share": 0.25 });
        assert_eq!(replies().await, both);
        decide(&by, &in_queue(&late), "reject", &json!({ "reason": "other" })).await
            .assert_status(200);
        assert_eq!(replies().await["answered_share"], 0.25);
        // A review that ends takes its answer with it.
        decide_on_review(&by, &all[0], "reject", &json!({ "reason": "pii" })).await
            .assert_status(200);
        assert_eq!(replies().await["answered_share"], 0.0);
        decide(&by, &claim, "revoke", &json!({ "reason": "other" })).await.assert_status(200);
        assert_eq!(replies().await, nobody);
    }
}
