//! What everybody sees, and what nobody does.

use serde_json::{Value, json};

use super::{agency_with, file, filed, moderator, publish, review, reviews_of};
use crate::on_both;

fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().unwrap().clone()
}

on_both! {
    async fn reviews_are_shown_together_from_the_minimum_on(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, mut all) = agency_with(&app, &by, &[1, 2]).await;
        assert_eq!(items(&app.get(&reviews_of(agency)).await.json()), Vec::<Value>::new());
        all.push(file(&app, agency, 3).await);
        assert_eq!(items(&app.get(&reviews_of(agency)).await.json()), Vec::<Value>::new());
        publish(&by, &all[2]).await;
        let page = app.get(&reviews_of(agency)).await;
        assert!(page.header("cache-control").unwrap().starts_with("public"));
        assert_eq!(items(&page.json()).len(), 3);
    }

    async fn a_public_review_has_another_id_and_no_day(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3]).await;
        let page = app.get(&reviews_of(agency)).await;
        let text = String::from_utf8(page.body.clone()).unwrap();
        for one in &all {
            assert!(!text.contains(&one.id));
        }
        let first = items(&page.json())[0].clone();
        let mut members: Vec<_> = first.as_object().unwrap().keys().cloned().collect();
        members.sort();
        assert_eq!(members, ["comment", "corridor", "id", "occupation", "overall", "proof_tier",
            "published_month", "recruited_year", "reply", "scores", "stage", "transparency", "under_review",
            "would_recommend"]);
        // A UUID of version 4: it does not tell the time as one of version 7 does.
        assert_eq!(&first["id"].as_str().unwrap()[14..15], "4");
        assert_eq!(first["published_month"].as_str().unwrap().len(), "2026-11".len());
        assert!(!text.contains("1250"), "what somebody paid is in the agency's books");
    }

    async fn circumstances_are_shown_when_enough_reviews_share_them(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[3, 3]).await;
        let mut odd = review(1);
        odd["corridor"] = json!({ "origin": "PH", "destination": "MY" });
        odd["scores"] = json!([{ "dimension": "fees", "score": 5 }, { "dimension": "wages", "score": 5 }]);
        publish(&by, &filed(&app.post(&reviews_of(agency), &odd).await)).await;
        let page = items(&app.get(&reviews_of(agency)).await.json());
        for one in &page {
            // Two went to Singapore and one to Malaysia: nobody is told.
            assert!(one["corridor"].is_null(), "{one}");
            assert_eq!(one["stage"], "working");
            assert_eq!(one["recruited_year"], 2025);
            assert_eq!(one["occupation"], "5311");
        }
        // Three spoke of fees; of the others too few did.
        let all: Vec<_> = page.iter().map(|one| one["scores"].clone()).collect();
        assert!(all.contains(&json!([{ "dimension": "fees", "score": 5 }])), "{all:?}");

        // Three went to Singapore, and still nobody is told: the one without would be the other.
        publish(&by, &file(&app, agency, 3).await).await;
        let page = items(&app.get(&reviews_of(agency)).await.json());
        assert!(page.iter().all(|one| one["corridor"].is_null()), "{page:?}");
        assert!(page.iter().all(|one| one["stage"] == "working"), "{page:?}");
    }

    async fn a_circumstance_is_shown_when_so_many_lack_it_that_none_is_singled_out(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[3, 3, 3]).await;
        let mut corridors = Vec::new();
        for origin in ["ID", "VN", "NP"] {
            let mut other = review(1);
            other["corridor"]["origin"] = json!(origin);
            publish(&by, &filed(&app.post(&reviews_of(agency), &other).await)).await;
            let page = items(&app.get(&reviews_of(agency)).await.json());
            let shown = page.iter().filter(|one| !one["corridor"].is_null());
            corridors.push(shown.count());
            assert!(page.iter().all(|one| one["overall"] == 3 || one["corridor"].is_null()));
        }
        assert_eq!(corridors, [0, 0, 3]);
    }

    async fn the_list_is_read_by_pages_without_gap_or_repetition(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3, 4, 5]).await;
        app.clock.advance(std::time::Duration::from_hours(24 * 31));
        let by = moderator(&app).await;
        for _ in 0..2 {
            publish(&by, &file(&app, agency, 5).await).await;
        }
        let mut path = format!("{}?limit=2", reviews_of(agency));
        let mut seen = Vec::new();
        loop {
            let page = app.get(&path).await;
            page.assert_status(200);
            seen.extend(items(&page.json()));
            let Some(next) = page.json()["next"].as_str().map(str::to_owned) else { break };
            path = format!("{}?limit=2&cursor={next}", reviews_of(agency));
        }
        let months: Vec<_> = seen.iter().map(|one| one["published_month"].to_string()).collect();
        assert_eq!(months.len(), 7);
        assert!(months.is_sorted_by(|one, next| one >= next), "{months:?}");
        assert_eq!(months[0], months[1]);
        assert_ne!(months[1], months[2]);
        let ids: std::collections::BTreeSet<_> = seen.iter().map(|one| one["id"].to_string()).collect();
        assert_eq!(ids.len(), 7);
        let altered = app.get(&format!("{path}x")).await;
        altered.assert_problem(400, "invalid_cursor");
    }

    async fn what_was_published_is_seen_at_once_and_confirmed_without_the_database(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let first = app.get(&reviews_of(agency)).await;
        let tag = first.header("etag").unwrap().to_owned();
        let before = app.shared.services.db.jobs_run().reads;
        let request = app.request(reqwest::Method::GET, &reviews_of(agency));
        let again = crate::harness::Response::of(request.header("If-None-Match", &tag)).await;
        again.assert_status(304);
        assert_eq!(app.shared.services.db.jobs_run().reads, before);
        publish(&by, &file(&app, agency, 4).await).await;
        let later = app.get(&reviews_of(agency)).await;
        assert_ne!(later.header("etag").unwrap(), tag);
        assert_eq!(items(&later.json()).len(), 4);
    }
}
