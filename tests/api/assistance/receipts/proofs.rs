//! A proof that something was filed says nothing of what.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::super::{RECEIPT, request};
use crate::on_both;

const PROOF: &str = "/v1/receipt/proof";

fn part(statement: &str, which: usize) -> Value {
    let part = statement.split('.').nth(which).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

on_both! {
    async fn a_proof_is_signed_and_says_what_kind_of_thing_was_filed_when_and_no_more(app: TestApp) {
        app.centre().await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let help = app.ask_for_help(&request()).await;
        let review = crate::reviews::file(&app, agency, 2).await;
        let keys = app.get("/.well-known/jwks.json").await.json();
        for (code, kind) in [(help.code, "assistance_request"), (review.code, "review")] {
            let made = app.holder_of(&code).post_bare(PROOF, "\"proof\"").await;
            made.assert_status(201);
            let made = made.json();
            let statement = made["statement"].as_str().unwrap();
            let said = part(statement, 1);
            let mut members: Vec<&str> = said.as_object().unwrap().keys().map(String::as_str).collect();
            members.sort_unstable();
            assert_eq!(members, ["check_at", "filed_on", "iss", "kind", "reference"]);
            assert_eq!((&said["kind"], &said["reference"]), (&json!(kind), &made["reference"]));
            assert_eq!(part(statement, 0)["kid"], keys["keys"][0]["kid"]);
            let checked = app.get(&format!("/v1/proofs/{}", made["reference"].as_str().unwrap())).await;
            checked.assert_status(200);
            assert_eq!(checked.json(), json!({ "kind": kind, "filed_on": said["filed_on"] }));
        }
    }

    async fn a_proof_is_no_token_and_can_be_withdrawn(app: TestApp) {
        app.centre().await;
        let help = app.ask_for_help(&request()).await;
        let holder = app.holder_of(&help.code);
        let made = holder.post_bare(PROOF, "\"one\"").await.json();
        let statement = made["statement"].as_str().unwrap();
        let request = app.request(reqwest::Method::GET, "/v1/staff/assistance-requests")
            .header("Authorization", format!("Bearer {statement}"));
        crate::harness::Response::of(request).await.assert_problem(401, "invalid_token");
        let address = format!("/v1/proofs/{}", made["reference"].as_str().unwrap());
        app.get(&address).await.assert_status(200);
        holder.delete(PROOF).await.assert_status(204);
        app.get(&address).await.assert_problem(404, "not_found");
        let made = holder.post_bare(PROOF, "\"two\"").await.json();
        let address = format!("/v1/proofs/{}", made["reference"].as_str().unwrap());
        holder.delete(RECEIPT).await.assert_status(204);
        app.get(&address).await.assert_problem(404, "not_found");
    }

    async fn there_are_only_so_many_proofs(app: TestApp) {
        app.centre().await;
        let help = app.ask_for_help(&request()).await;
        let holder = app.holder_of(&help.code);
        for number in 0..20 {
            holder.post_bare(PROOF, &format!("\"{number}\"")).await.assert_status(201);
        }
        holder.post_bare(PROOF, "\"20\"").await.assert_problem(409, "too_many_proofs");
    }
}
