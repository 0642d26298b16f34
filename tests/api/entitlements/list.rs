//! `GET /v1/entitlements` and `GET /v1/entitlements/{code}`.

use reqwest::Method;
use serde_json::json;

use super::codes;
use crate::harness::Response;
use crate::on_both;

on_both! {
    async fn entitlements_are_found_by_place_kind_sector_origin_and_day(app: TestApp) {
        let wanted = "/v1/entitlements?jurisdiction=HK&kind=minimum_wage";
        let all = app.get(wanted).await;
        all.assert_status(200);
        assert_eq!(codes(&all.json()["items"]), ["hk_domestic_minimum_wage_2024",
            "hk_domestic_minimum_wage_2025", "hk_minimum_wage_2025", "hk_minimum_wage_2026"]);
        let found = app.get(&format!("{wanted}&sector=T&on=2026-01-15")).await.json();
        assert_eq!(codes(&found["items"]), ["hk_domestic_minimum_wage_2025"]);
        let found = app.get(&format!("{wanted}&sector=C&on=2026-05-01")).await.json();
        assert_eq!(codes(&found["items"]), ["hk_minimum_wage_2026"]);
        let abroad = app.get("/v1/entitlements?jurisdiction=PH&kind=repatriation_costs&origin=VN").await.json();
        assert_eq!(abroad["items"], json!([]));
        let none = app.get("/v1/entitlements?jurisdiction=AQ").await.json();
        assert_eq!(none, json!({ "items": [], "next": null }));
    }

    async fn a_part_of_a_country_has_its_own_and_those_of_the_country(app: TestApp) {
        let wanted = |place: &str| format!("/v1/entitlements?jurisdiction={place}&kind=minimum_wage");
        let bangkok = app.get(&wanted("TH-10")).await.json();
        assert_eq!(codes(&bangkok["items"]), ["th_minimum_wage_bangkok_2025", "th_minimum_wage_lowest_2025"]);
        let rest = app.get("/v1/entitlements?jurisdiction=MY-12&kind=wage_payment").await.json();
        assert_eq!(rest["items"], json!([]));
    }

    async fn pages_follow_each_other_and_miss_nothing(app: TestApp) {
        let (mut seen, mut path) = (Vec::new(), "/v1/entitlements?limit=100".to_owned());
        loop {
            let page = app.get(&path).await.json();
            seen.extend(codes(&page["items"]).into_iter().map(str::to_owned));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/v1/entitlements?limit=100&cursor={next}");
        }
        assert!(seen.len() >= 321, "{}", seen.len());
        assert!(seen.is_sorted());
    }

    async fn one_entitlement_says_where_it_stands_and_how_it_is_known(app: TestApp) {
        let request = app.request(Method::GET, "/v1/entitlements/my_minimum_wage_month_2025_08");
        let response = Response::of(request.header("Accept-Language", "vi")).await;
        response.assert_status(200);
        assert_eq!(response.header("content-language"), Some("vi"));
        let shown = response.json();
        assert_eq!(shown["kind_label"], "Lương thấp nhất");
        assert_eq!(shown["value"], json!({ "money": { "amount": "1700.00", "currency": "MYR", "per": "month" } }));
        assert_eq!(shown["effective_from"], "2025-08-01");
        assert_eq!(shown["article"]["href"], "/v1/articles/wages-malaysia");
        assert!(shown["legal_basis"]["url"].as_str().unwrap().starts_with("http"));
        assert!(shown["evidence"]["label"].as_str().unwrap().contains(' '));
        assert_eq!(shown["except_sectors"], json!(["T"]));
        app.get("/v1/entitlements/my_nothing").await.assert_problem(404, "not_found");
    }

    async fn what_a_phone_has_is_confirmed(app: TestApp) {
        let path = "/v1/entitlements?jurisdiction=SG";
        let tag = app.get(path).await.header("etag").unwrap().to_owned();
        let again = app.request(Method::GET, path).header("If-None-Match", tag);
        Response::of(again).await.assert_status(304);
    }

    async fn a_filter_that_is_none_is_refused(app: TestApp) {
        for query in ["jurisdiction=my", "sector=XX", "origin=QQ", "on=2026-02-30", "kind=Not%20A%20Kind"] {
            app.get(&format!("/v1/entitlements?{query}")).await.assert_problem(422, "invalid_request");
        }
    }
}
