//! Boards with a QR code at places of work.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::{REPORTS, changed, least, uuid};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const BOARDS: &str = "/v1/staff/site-boards";

/// A board at a made-up site.
pub fn site() -> Value {
    json!({ "name": "Hall 3, Example Metal", "country": "MY", "subdivision": "MY-10",
        "point": { "type": "Point", "coordinates": [101.518_31, 3.073_24] } })
}

/// A board, and the token in its QR code.
pub async fn board(keeper: &Person<'_>) -> (Value, String) {
    let made = keeper.post(BOARDS, &site()).await;
    made.assert_status(201);
    let made = made.json();
    let url = made["url"].as_str().unwrap();
    let token = url.rsplit('/').next().unwrap().to_owned();
    (made, token)
}

async fn keeper(app: &TestApp, organisation: Id) -> Person<'_> {
    app.member(organisation, &[Role::CaseWorker]).await
}

/// A report that says where it is by a board only.
fn at_board(token: &str) -> Value {
    changed(
        least(),
        json!({ "place": null, "board_token": token, "hazard_codes": ["moving_machinery"] }),
    )
}

on_both! {
    async fn a_board_leads_to_its_place_and_to_nothing_else(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let (made, token) = board(&keeper(&app, inspectorate).await).await;
        assert_eq!(token.len(), 22);
        assert_eq!(made["url"], format!("http://tulay.test/v1/site-boards/{token}"));
        let scan = async || app.get(&format!("/v1/site-boards/{token}")).await;
        let before = scan().await;
        before.assert_status(200);
        assert_eq!(before.json(), json!({ "name": "Hall 3, Example Metal", "country": "MY",
            "subdivision": "MY-10", "point": site()["point"] }));
        app.report(&at_board(&token)).await;
        app.clock.advance(std::time::Duration::from_hours(48));
        let after = scan().await;
        assert_eq!((after.json(), after.header("etag")), (before.json(), before.header("etag")));
        // Neither does the organisation that hung it up learn whether it was used.
        let shown = keeper(&app, inspectorate).await.get(&format!("{BOARDS}/{}", made["id"].as_str().unwrap())).await;
        assert_eq!(shown.json(), made);
    }

    async fn a_report_with_a_board_needs_no_place(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let (made, token) = board(&inspector).await;
        let filed = app.report(&at_board(&token)).await;
        let me = json!({ "assigned_to": inspector.account.unwrap().to_string() });
        inspector.post_if_match(&filed.sub("assignment"), "\"v1\"", &me).await.assert_status(200);
        let content = inspector.get(&filed.path()).await.json()["content"].clone();
        assert_eq!(content["place"], json!({ "country": "MY", "subdivision": "MY-10",
            "text": "Hall 3, Example Metal", "precision": "exact", "point": site()["point"] }));
        assert_eq!((&content["board_id"], &content["near"]), (&made["id"], &json!("Shah Alam")));
        let nowhere = changed(least(), json!({ "place": null }));
        let refused = app.post(REPORTS, &nowhere).await;
        assert_eq!(refused.faults(), [("/place".to_owned(), "missing_member".to_owned())]);
    }

    async fn a_revoked_board_leads_nowhere_and_no_danger_is_lost_by_it(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let keeper = keeper(&app, inspectorate).await;
        let (made, token) = board(&keeper).await;
        let path = format!("{BOARDS}/{}", made["id"].as_str().unwrap());
        app.get(&format!("/v1/site-boards/{token}")).await.assert_status(200);
        for _ in 0..2 {
            let revoked = keeper.post(&format!("{path}/revoke"), &json!({})).await;
            revoked.assert_status(200);
            assert_eq!(revoked.json()["url"], Value::Null);
            assert!(revoked.json()["revoked_at"].is_string());
        }
        for gone in [token.as_str(), "nonsense", "AAAAAAAAAAAAAAAAAAAAAA"] {
            app.get(&format!("/v1/site-boards/{gone}")).await.assert_problem(404, "not_found");
        }
        keeper.get(&format!("{path}/print")).await.assert_problem(404, "not_found");
        let refused = app.post(REPORTS, &at_board(&token)).await;
        assert_eq!(refused.faults(), [("/board_token".to_owned(), "unknown_board".to_owned())]);
        // Whoever says where it is as well is heard.
        app.report(&changed(least(), json!({ "board_token": token }))).await;
    }

    async fn a_board_is_printed_as_svg_and_png(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let keeper = keeper(&app, inspectorate).await;
        let (made, _) = board(&keeper).await;
        let path = format!("{BOARDS}/{}/print", made["id"].as_str().unwrap());
        for query in ["", "?format=svg"] {
            let picture = keeper.get(&format!("{path}{query}")).await;
            picture.assert_status(200);
            assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
            assert!(String::from_utf8(picture.body).unwrap().contains("<svg"));
        }
        let picture = keeper.get(&format!("{path}?format=png")).await;
        assert_eq!(picture.header("content-type"), Some("image/png"));
        assert!(picture.body.starts_with(b"\x89PNG\r\n\x1a\n"));
        keeper.get(&format!("{path}?format=gif")).await.assert_problem(422, "invalid_request");
    }

    async fn boards_belong_to_their_organisation(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let first = keeper(&app, inspectorate).await;
        let (made, _) = board(&first).await;
        let id = made["id"].as_str().unwrap();
        let elsewhere = app.organisation("Example Centre", &["SG"], &["assistance"]).await;
        let stranger = keeper(&app, elsewhere).await;
        for path in ["", "/print"] {
            stranger.get(&format!("{BOARDS}/{id}{path}")).await.assert_problem(404, "not_found");
        }
        stranger.post(&format!("{BOARDS}/{id}/revoke"), &json!({})).await.assert_problem(404, "not_found");
        assert_eq!(stranger.get(BOARDS).await.json()["items"], json!([]));
        assert_eq!(first.get(BOARDS).await.json()["items"], json!([made]));
        let moderator = app.member(elsewhere, &[Role::Moderator]).await;
        moderator.post(BOARDS, &site()).await.assert_problem(403, "forbidden");
        app.post(BOARDS, &site()).await.assert_problem(401, "unauthenticated");
        let wrong = changed(site(), json!({ "subdivision": "SG-01" }));
        let refused = first.post(BOARDS, &wrong).await;
        assert_eq!(refused.faults(), [("/subdivision".to_owned(), "not_in_country".to_owned())]);
        let chosen = changed(site(), json!({ "id": uuid() }));
        first.post(BOARDS, &chosen).await.assert_status(201);
        first.post(BOARDS, &chosen).await.assert_problem(409, "id_taken");
        let page = first.get(&format!("{BOARDS}?limit=1")).await.json();
        let next = format!("{BOARDS}?limit=1&cursor={}", page["next"].as_str().unwrap());
        let request = first.request(Method::GET, &next);
        assert_eq!(Response::of(request).await.json()["items"][0]["id"], chosen["id"]);
    }
}
