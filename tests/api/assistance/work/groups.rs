//! Requests that belong together, and cases of several people.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::staff::audit_of;
use super::super::{RECEIPT, texts, uuid};
use super::{own, under_way};
use crate::harness::{Person, Response};
use crate::on_both;

const GROUPS: &str = "/v1/staff/assistance-groups";

async fn act(person: &Person<'_>, path: &str) -> Response {
    Response::of(person.request(Method::POST, path)).await
}

async fn group(worker: &Person<'_>) -> String {
    let made = act(worker, GROUPS).await;
    made.assert_status(201);
    made.json()["id"].as_str().unwrap().to_owned()
}

on_both! {
    async fn a_member_is_in_only_by_her_own_consent_and_learns_of_nobody(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let ((one, _), (other, _)) = (under_way(&app, &worker).await, under_way(&app, &worker).await);
        let id = group(&worker).await;
        let (ask, path) = (format!("{GROUPS}/{id}/invitations"), format!("{GROUPS}/{id}"));
        for filed in [&one, &other, &one] {
            worker.post(&ask, &json!({ "request_id": filed.id })).await.assert_status(201);
        }
        let members = worker.get(&path).await.json()["members"].clone();
        assert_eq!(members.as_array().unwrap().len(), 2, "asked twice is asked once");
        assert!(members.as_array().unwrap().iter().all(|member| member["joined_at"].is_null()));
        let (first, second) = (app.holder_of(&one.code), app.holder_of(&other.code));
        let join = own(&format!("groups/{id}/join"));
        for _ in 0..2 {
            act(&first, &join).await.assert_status(201);
        }
        let seen = first.get(&own("groups")).await;
        assert_eq!(seen.json()["groups"][0]["id"], json!(id));
        assert!(!seen.json()["groups"][0]["joined_at"].is_null());
        assert!(!String::from_utf8(seen.body).unwrap().contains(&other.id), "nobody else");
        assert_eq!(second.get(&own("groups")).await.json()["groups"][0]["joined_at"], Value::Null);
        act(&second, &own(&format!("groups/{id}/leave"))).await.assert_status(201);
        act(&first, &own(&format!("groups/{id}/leave"))).await.assert_status(201);
        act(&first, &join).await.assert_status(201);
        let members = worker.get(&path).await.json()["members"].clone();
        let is_in = |of: &Value| !of["joined_at"].is_null() && of["left_at"].is_null();
        let inside: Vec<&Value> = members.as_array().unwrap().iter().filter(|member| is_in(member)).collect();
        assert_eq!((inside.len(), &inside[0]["request_id"]), (1, &json!(one.id)));
        assert_eq!(audit_of(&app, &one.id).await.last(), Some(&("opened".to_owned(), "group".to_owned())));
        act(&first, &own("withdraw")).await.assert_status(200);
        assert!(!first.get(&own("groups")).await.json()["groups"][0]["left_at"].is_null());
        act(&first, &join).await.assert_problem(409, "request_withdrawn");
        first.delete(RECEIPT).await.assert_status(204);
        let members = worker.get(&path).await.json()["members"].clone();
        assert_eq!(members.as_array().unwrap().len(), 1);
    }

    async fn nobody_joins_unasked_and_no_organisation_asks_for_another(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (one, _) = under_way(&app, &worker).await;
        let id = group(&worker).await;
        act(&app.holder_of(&one.code), &own(&format!("groups/{id}/join"))).await.assert_problem(404, "not_found");
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(elsewhere).await;
        let ask = json!({ "request_id": one.id });
        stranger.get(&format!("{GROUPS}/{id}")).await.assert_problem(404, "not_found");
        stranger.post(&format!("{GROUPS}/{id}/invitations"), &ask).await.assert_problem(404, "not_found");
        let theirs = group(&stranger).await;
        let refused = stranger.post(&format!("{GROUPS}/{theirs}/invitations"), &ask).await;
        assert_eq!(refused.faults(), [("/request_id".to_owned(), "unknown_request".to_owned())]);
        act(&app.holder_of(&one.code), &own("withdraw")).await.assert_status(200);
        worker.post(&format!("{GROUPS}/{id}/invitations"), &ask).await.assert_problem(403, "consent_withdrawn");
    }

    async fn links_stay_inside_the_organisation_and_go_with_the_request(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let ((one, _), (other, _)) = (under_way(&app, &worker).await, under_way(&app, &worker).await);
        let link = json!({ "relation": "retaliation_of", "request_id": one.id });
        for _ in 0..2 {
            worker.post(&other.sub("links"), &link).await.assert_status(201);
        }
        let links = worker.get(&one.sub("links")).await.json()["links"].clone();
        assert_eq!(links.as_array().unwrap().len(), 1);
        assert_eq!((&links[0]["relation"], &links[0]["direction"], &links[0]["request_id"]),
            (&json!("retaliation_of"), &json!("to_this"), &json!(other.id)));
        for wrong in [one.id.clone(), uuid()] {
            let refused = worker.post(&one.sub("links"), &json!({ "relation": "same_employer", "request_id": wrong })).await;
            assert_eq!(refused.faults(), [("/request_id".to_owned(), "unknown_request".to_owned())]);
        }
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(elsewhere).await;
        stranger.get(&one.sub("links")).await.assert_problem(404, "not_found");
        stranger.post(&one.sub("links"), &link).await.assert_problem(404, "not_found");
        for _ in 0..2 {
            worker.delete(&one.sub(&format!("links/{}", other.id))).await.assert_status(204);
        }
        assert_eq!(worker.get(&one.sub("links")).await.json()["links"], json!([]));
        worker.post(&other.sub("links"), &link).await.assert_status(201);
        app.holder_of(&one.code).delete(RECEIPT).await.assert_status(204);
        let left = "SELECT cast(count(*) AS text) AS one, '' AS two FROM assistance_links";
        assert_eq!(texts(&app, left, "").await[0].0, "0");
    }
}
