//! Open311 (GeoReport v2), for what is harmless.

use reqwest::Method;
use serde_json::{Value, json};

use super::practices::good;
use super::{QUEUE, RECEIPT, changed, report};
use crate::harness::{Response, TestApp};
use crate::on_both;

const ROOT: &str = "/open311/v2";
const KEY: &str = "planted-open311-key-of-a-city";

impl TestApp {
    /// Another instance, to which programs may report.
    fn open311(&self) -> Self {
        let keys = self.data_dir().join("open311-keys");
        std::fs::write(&keys, format!("another-key-of-24-characters\n{KEY}\n")).unwrap();
        self.another_with(&[("TULAY_OPEN311_KEYS_FILE", &keys.display().to_string())])
    }
}

async fn file(app: &TestApp, members: &[(&str, &str)]) -> Response {
    let request = app.request(Method::POST, &format!("{ROOT}/requests.json"));
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(members);
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    Response::of(request.body(form.finish())).await
}

/// What a program sends, with some members changed; an empty value takes one out.
fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut members = vec![
        ("api_key", KEY),
        ("jurisdiction_id", "my"),
        ("service_code", "good_practice"),
        ("lat", "3.07324"),
        ("long", "101.51831"),
        ("description", "Planted words: everybody has a belt"),
        ("attribute[hazard_codes][]", "work_at_height"),
        ("attribute[may_be_published]", "yes"),
    ];
    for (name, value) in changes {
        members.retain(|(known, _)| known != name);
        if !value.is_empty() {
            members.push((name, value));
        }
    }
    members
}

fn refused(response: &Response, code: u16) {
    assert_eq!(
        response.status,
        code,
        "{}",
        String::from_utf8_lossy(&response.body)
    );
    assert_eq!(response.header("content-type"), Some("application/json"));
    let body = response.json();
    assert_eq!(
        (body.as_array().unwrap().len(), &body[0]["code"]),
        (1, &json!(code))
    );
    assert!(!body[0]["description"].as_str().unwrap().is_empty());
}

async fn read(app: &TestApp, path: &str) -> Value {
    let found = app.get(&format!("{ROOT}/{path}")).await;
    found.assert_status(200);
    found.json()
}

on_both! {
    async fn services_and_what_they_ask_are_listed(app: TestApp) {
        let services = read(&app, "services.json?jurisdiction_id=MY").await;
        let codes: Vec<&str> = services.as_array().unwrap().iter().map(|one| one["service_code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["good_practice", "transport", "heat"], "the harmless kinds only");
        assert_eq!((&services[0]["type"], &services[0]["metadata"]), (&json!("batch"), &json!(true)));
        let definition = read(&app, "services/good_practice.json").await;
        let attributes = definition["attributes"].as_array().unwrap();
        assert_eq!((&attributes[0]["code"], &attributes[0]["datatype"]), (&json!("hazard_codes"), &json!("multivaluelist")));
        assert_eq!(attributes[1]["values"][0]["key"], "yes");
        assert_eq!(read(&app, "services/heat.json").await["attributes"].as_array().unwrap().len(), 1);
        for path in ["services/injury.json", "services/nonsense.json", "services.json?jurisdiction_id=XX"] {
            refused(&app.get(&format!("{ROOT}/{path}")).await, 404);
        }
        let filipino = app.get(&format!("{ROOT}/services.json?lang=fil")).await;
        assert_ne!(filipino.json()[0]["service_name"], services[0]["service_name"]);
        let discovery = app.get("/open311/discovery.json").await.json();
        assert!(discovery["endpoints"][0]["url"].as_str().unwrap().ends_with(ROOT));
    }

    async fn what_is_filed_is_a_report_with_a_receipt(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let city = app.open311();
        let secret = [("email", "planted@example.org"), ("first_name", "Planted"), ("phone", "+60300000009"),
            ("device_id", "planted-device"), ("media_url", "https://planted.example/photo.jpg")];
        let filed = file(&city, &form(&secret)).await;
        assert_eq!(filed.status, 201, "{}", String::from_utf8_lossy(&filed.body));
        let body = filed.json()[0].clone();
        assert!(body.get("service_request_id").is_none(), "a token and no id");
        let code = body["receipt_code"].as_str().unwrap();
        assert!(body["service_notice"].as_str().unwrap().contains(code));
        let holder = app.holder_of(code);
        let followed = holder.get(RECEIPT).await.json();
        assert_eq!((&followed["kind"], &followed["status"]), (&json!("good_practice"), &json!("received")));
        let path = format!("{QUEUE}/{}", followed["id"].as_str().unwrap());
        let me = json!({ "assigned_to": inspector.account.unwrap().to_string() });
        inspector.post_if_match(&format!("{path}/assignment"), "\"v1\"", &me).await.assert_status(200);
        let opened = inspector.get(&path).await.json();
        assert_eq!(opened["content"]["place"]["point"]["coordinates"], json!([101.51831, 3.07324]));
        assert_eq!((&opened["danger_now"], &opened["hazard_codes"]), (&json!(false), &json!(["work_at_height"])));
        for word in ["planted@", "+60300000009", "planted-device", "photo.jpg"] {
            assert!(!opened.to_string().contains(word), "{word}");
        }
        let token = format!("{ROOT}/tokens/{}.json", body["token"].as_str().unwrap());
        assert_eq!(app.get(&token).await.json(), json!([{ "token": body["token"], "service_request_id": null }]));
        assert_eq!(read(&app, "requests.json").await, json!([]));
        let wording = json!({ "text": "A belt for everybody." });
        inspector.post(&format!("{path}/publication"), &wording).await.assert_status(201);
        let id = app.get(&token).await.json()[0]["service_request_id"].clone();
        assert_eq!(read(&app, "requests.json").await[0]["service_request_id"], id);
        holder.delete(RECEIPT).await.assert_status(204);
        refused(&app.get(&token).await, 404);
    }

    async fn what_is_read_is_what_the_public_may_see(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        for body in [report(), changed(report(), json!({ "danger_now": true })), good()] {
            app.report(&body).await;
        }
        assert_eq!(read(&app, "requests.json").await, json!([]));
        let filed = app.report(&good()).await;
        let wording = json!({ "text": "A belt for everybody." });
        inspector.post(&filed.sub("publication"), &wording).await.assert_status(201);
        let public = app.get("/v1/good-practices").await.json()["items"][0].clone();
        let shown = read(&app, "requests.json").await[0].clone();
        assert_eq!((&shown["service_request_id"], &shown["description"]), (&public["id"], &public["text"]));
        assert_eq!((&shown["long"], &shown["lat"]), (&public["point"]["coordinates"][0], &public["point"]["coordinates"][1]));
        assert_eq!((&shown["status"], &shown["service_code"]), (&json!("closed"), &json!("good_practice")));
        assert_eq!(shown["requested_datetime"], format!("{}-01T00:00:00Z", app.clock_month()));
        for member in ["address", "agency_responsible", "media_url", "status_notes"] {
            assert_eq!(shown[member], Value::Null);
        }
        assert!(!shown.to_string().contains("Planted"));
        let one = read(&app, &format!("requests/{}.json", public["id"].as_str().unwrap())).await;
        assert_eq!(one, json!([shown]));
        for id in [filed.id.as_str(), "nonsense"] {
            refused(&app.get(&format!("{ROOT}/requests/{id}.json")).await, 404);
        }
    }

    async fn requests_are_filtered_as_the_standard_has_it(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&good()).await;
        inspector.post(&filed.sub("publication"), &json!({ "text": "A belt." })).await.assert_status(201);
        let id = read(&app, "requests.json").await[0]["service_request_id"].as_str().unwrap().to_owned();
        let far = "requests.json?start_date=2020-01-01T00:00:00Z&end_date=2020-02-01T00:00:00Z".to_owned();
        for (query, count) in [
            ("requests.json?status=closed&service_code=good_practice,heat&jurisdiction_id=MY".to_owned(), 1),
            ("requests.json?status=open".to_owned(), 0), ("requests.json?service_code=heat".to_owned(), 0),
            ("requests.json?jurisdiction_id=SG".to_owned(), 0), (far.clone(), 0),
            ("requests.json?start_date=2020-01-01T00:00:00Z".to_owned(), 1),
            (format!("{far}&service_request_id={id},nonsense"), 1),
        ] {
            assert_eq!(read(&app, &query).await.as_array().unwrap().len(), count, "{query}");
        }
        for (query, code) in [("status=nonsense", 400), ("start_date=yesterday", 400), ("service_code=injury", 404), ("jurisdiction_id=XX", 404)] {
            refused(&app.get(&format!("{ROOT}/requests.json?{query}")).await, code);
        }
        let tag = app.get(&format!("{ROOT}/requests.json")).await.header("etag").unwrap().to_owned();
        let again = app.request(Method::GET, &format!("{ROOT}/requests.json")).header("If-None-Match", tag);
        Response::of(again).await.assert_status(304);
    }

    async fn without_a_key_nobody_files_and_what_is_wrong_is_told(app: TestApp) {
        app.inspectorate().await;
        let city = app.open311();
        refused(&file(&app, &form(&[])).await, 403);
        for key in ["", "planted-open311-key-of-nobody"] {
            refused(&file(&city, &form(&[("api_key", key)])).await, 403);
        }
        for (name, value, code) in [
            ("service_code", "", 400), ("service_code", "injury", 404), ("service_code", "hazard", 404),
            ("jurisdiction_id", "", 400), ("jurisdiction_id", "xx", 404), ("description", "", 400),
            ("lat", "", 400), ("lat", "91", 400), ("long", "east", 400), ("lat", "NaN", 400),
            ("attribute[hazard_codes][]", "nonsense", 400), ("attribute[may_be_published]", "perhaps", 400),
        ] {
            refused(&file(&city, &form(&[(name, value)])).await, code);
        }
        let long = "x".repeat(4001);
        refused(&file(&city, &form(&[("description", &long)])).await, 400);
        let nowhere = form(&[("lat", ""), ("long", "")]);
        refused(&file(&city, &nowhere).await, 400);
        let heat = form(&[("service_code", "heat"), ("lat", ""), ("long", ""), ("address_string", "Beside the market")]);
        refused(&file(&city, &heat).await, 400);
        let heat: Vec<_> = heat.into_iter().filter(|(name, _)| *name != "attribute[may_be_published]").collect();
        assert_eq!(file(&city, &heat).await.status, 201);
        let json = city.request(Method::POST, &format!("{ROOT}/requests.json")).json(&json!({ "api_key": KEY }));
        refused(&Response::of(json).await, 400);
        refused(&app.get(&format!("{ROOT}/tokens/nonsense.json")).await, 404);
    }
}
