//! Good practices, and that nothing else is ever shown.

use serde_json::{Value, json};

use super::{Filed, RECEIPT, changed, least, report};
use crate::harness::TestApp;
use crate::on_both;

const PUBLIC: &str = "/v1/good-practices";

/// Something done well, which may be shown.
pub fn good() -> Value {
    changed(
        least(),
        json!({ "kind": "good_practice", "may_be_published": true,
        "description": "Planted own words", "hazard_codes": ["work_at_height"],
        "place": { "country": "MY", "precision": "exact", "text": "Planted site",
            "point": { "type": "Point", "coordinates": [101.518_31, 3.073_24] } } }),
    )
}

fn wording() -> Value {
    json!({ "text": "Everybody has a belt and a place to hook it." })
}

async fn shown(app: &TestApp) -> Vec<Value> {
    app.get(PUBLIC).await.json()["items"]
        .as_array()
        .unwrap()
        .clone()
}

/// How far two points are apart, in degrees.
fn apart(shown: &Value) -> f64 {
    let coordinates = shown["point"]["coordinates"].as_array().unwrap();
    let (east, north) = (
        coordinates[0].as_f64().unwrap(),
        coordinates[1].as_f64().unwrap(),
    );
    (east - 101.518_31).hypot(north - 3.073_24)
}

async fn publish(app: &TestApp, filed: &Filed) -> crate::harness::Response {
    let inspector = app.inspector(filed_by(app).await).await;
    inspector.post(&filed.sub("publication"), &wording()).await
}

/// The inspectorate of the test.
async fn filed_by(app: &TestApp) -> tulay::platform::ids::Id {
    let probe = app.post(super::REPORTS, &least()).await.json();
    probe["organisation"]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

on_both! {
    async fn a_good_practice_is_shown_in_an_inspectors_words_and_nowhere_exactly(app: TestApp) {
        app.inspectorate().await;
        let filed = app.report(&good()).await;
        assert!(shown(&app).await.is_empty(), "nobody has decided yet");
        publish(&app, &filed).await.assert_status(201);
        let all = shown(&app).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0]["text"], wording()["text"]);
        assert_eq!(all[0]["hazard_codes"], json!(["work_at_height"]));
        assert_eq!(all[0]["month"], app.clock_month());
        let text = all[0].to_string();
        for word in ["Planted", filed.id.as_str(), "101.518"] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(apart(&all[0]) < 0.1);
        assert_eq!(app.get(&format!("{PUBLIC}?country=MY")).await.json()["items"].as_array().unwrap().len(), 1);
        assert_eq!(app.get(&format!("{PUBLIC}?country=SG")).await.json()["items"], json!([]));
    }

    async fn many_reports_of_one_place_are_shown_at_one_point(app: TestApp) {
        app.inspectorate().await;
        let mut points = Vec::new();
        for number in 0..8 {
            // The telephones of several people at one site do not measure quite the same.
            let point = json!({ "type": "Point", "coordinates": [101.518 + f64::from(number) * 0.0002, 3.0732] });
            let place = changed(good()["place"].clone(), json!({ "point": point }));
            let filed = app.report(&changed(good(), json!({ "place": place }))).await;
            publish(&app, &filed).await.assert_status(201);
            // Wording it anew does not draw anew.
            publish(&app, &filed).await.assert_status(201);
        }
        points.extend(shown(&app).await.into_iter().map(|one| one["point"].clone()));
        assert_eq!(points.len(), 8);
        assert!(points.iter().all(|point| point == &points[0]), "no average leads to the site: {points:?}");
    }

    async fn what_may_not_be_shown_is_not(app: TestApp) {
        app.inspectorate().await;
        let silent = changed(good(), json!({ "may_be_published": null }));
        for body in [silent, report(), changed(report(), json!({ "danger_now": true }))] {
            let filed = app.report(&body).await;
            publish(&app, &filed).await.assert_problem(409, "report_not_publishable");
        }
        let danger = changed(report(), json!({ "may_be_published": true }));
        let refused = app.post(super::REPORTS, &danger).await;
        assert_eq!(refused.faults(), [("/may_be_published".to_owned(), "does_not_fit_kind".to_owned())]);
        assert!(shown(&app).await.is_empty());
    }

    async fn it_is_gone_when_somebody_changes_their_mind(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        for way in ["inspector", "withdraw", "erase"] {
            let filed = app.report(&good()).await;
            inspector.post(&filed.sub("publication"), &wording()).await.assert_status(201);
            assert_eq!(shown(&app).await.len(), 1);
            let holder = app.holder_of(&filed.code);
            match way {
                "inspector" => inspector.delete(&filed.sub("publication")).await.assert_status(204),
                "withdraw" => holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200),
                _ => holder.delete(RECEIPT).await.assert_status(204),
            };
            assert!(shown(&app).await.is_empty(), "{way}");
        }
        inspector.delete(&format!("{}/{}/publication", super::QUEUE, super::uuid())).await.assert_problem(404, "not_found");
    }
}
