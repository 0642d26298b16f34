//! Organisations that vouch for workers, and tokens that nobody can link.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::connection::SimpleConnection as _;
use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;

use super::blinding::{Blinded, blind};
use super::scores::assert_sound;
use super::{Filed, agency_with, decide, file, filed, moderator, publish, review, reviews_of};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const KEYS: &str = "/v1/vouching-keys";
const SIGN: &str = "/v1/staff/vouching/signatures";
const OWN: &str = "/v1/receipt/review";
const REDEEM: &str = "/v1/receipt/review/vouching-token";
/// What a desk calls a worker; it is in no other text.
const WORKER: &str = "Kalayaan file 4471-X";

/// Does what a running server does once a minute.
async fn keep(app: &TestApp) {
    use tulay::platform::clock::Clock as _;
    let services = &app.shared.services;
    let now = services.clock.now();
    while tulay::vouching::keep(services, now).await.unwrap() > 0 {}
    services.public.forget();
}

async fn execute(app: &TestApp, sql: &'static str) {
    let run = move |conn: &mut Conn| Ok::<_, DbError>(conn.batch_execute(sql)?);
    app.shared.services.db.write(run).await.unwrap();
}

/// An organisation that vouches, with its key of the month.
async fn centre(app: &TestApp) -> (Id, Value) {
    let centre = app
        .organisation("Example Centre", &["PH"], &["vouching"])
        .await;
    keep(app).await;
    (centre, key_of(app, centre).await)
}

/// The latest key of an organisation.
async fn key_of(app: &TestApp, organisation: Id) -> Value {
    let keys = app
        .get(&format!("{KEYS}?organisation_id={organisation}"))
        .await;
    keys.assert_status(200).json()["items"][0].clone()
}

async fn desk(app: &TestApp, organisation: Id) -> Person<'_> {
    app.member(organisation, &[Role::CaseWorker]).await
}

fn request(key: &Value, blinded: &Blinded, worker: &str, agency: Id) -> Value {
    json!({ "key_id": key["key_id"], "blinded_message": blinded.message(),
        "worker_reference": worker, "agency_id": agency, "recruited_month": "2025-09" })
}

/// A token for a worker of an agency.
async fn token(desk: &Person<'_>, key: &Value, worker: &str, agency: Id) -> Value {
    let blinded = blind(key);
    let signed = desk
        .post(SIGN, &request(key, &blinded, worker, agency))
        .await;
    let body = signed.assert_status(200).json();
    assert_eq!(body["key_id"], key["key_id"]);
    blinded.token(&body["blind_signature"])
}

fn with_token(token: &Value) -> Value {
    let mut body = review(2);
    body["vouching_token"] = token.clone();
    body
}

fn fault(response: &Response) -> (String, String) {
    response.assert_problem(422, "invalid_request");
    response.faults().remove(0)
}

fn at(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

async fn published_with_tokens(
    app: &TestApp,
    by: &Person<'_>,
    agency: Id,
    number: usize,
) -> Vec<Filed> {
    let (centre, key) = centre(app).await;
    let desk = desk(app, centre).await;
    let mut all = Vec::new();
    for worker in 0..number {
        let token = token(&desk, &key, &format!("worker {worker}"), agency).await;
        let one = filed(&app.post(&reviews_of(agency), &with_token(&token)).await);
        publish(by, &one).await;
        all.push(one);
    }
    all
}

on_both! {
    async fn a_token_proves_a_review_and_is_used_up(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (centre, key) = centre(&app).await;
        let token = token(&desk(&app, centre).await, &key, WORKER, agency).await;
        let one = app.post(&reviews_of(agency), &with_token(&token)).await;
        assert_eq!(one.json()["proof_tier"], "vouched");
        let one = filed(&one);
        let again = app.post(&reviews_of(agency), &with_token(&token)).await;
        again.assert_problem(409, "vouching_token_spent");
        // Refused with all that came with it, and not by a receipt either.
        let other = file(&app, agency, 3).await;
        let holder = app.holder_of(&other.code);
        holder.post(REDEEM, &token).await.assert_problem(409, "vouching_token_spent");
        assert_eq!(holder.get(OWN).await.json()["proof_tier"], "self_declared");
        let by = moderator(&app).await;
        let seen = by.get(&format!("/v1/staff/reviews/{}", one.id)).await;
        assert_eq!(seen.json()["proof_tier"], "vouched");
    }

    async fn a_token_can_be_added_later_and_counts_at_once(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 5]).await;
        let before = app.rating(agency).await;
        assert_eq!(before["proof_mix"], json!({ "self_declared": 3 }));
        let (centre, key) = centre(&app).await;
        let desk = desk(&app, centre).await;
        for (place, one) in all.iter().enumerate() {
            let token = token(&desk, &key, &format!("worker {place}"), agency).await;
            let holder = app.holder_of(&one.code);
            let redeemed = holder.post(REDEEM, &token).await;
            assert_eq!(redeemed.assert_status(200).json()["proof_tier"], "vouched");
            assert_eq!(redeemed.json()["status"], "published");
            // One of three, and two of three, must not be told from the third: neither in words nor by weight.
            let rating = app.rating(agency).await;
            let list = app.get(&reviews_of(agency)).await.json();
            if place < 2 {
                assert_eq!((&rating["proof_mix"], &rating["effective_count"]), (&json!({}), &json!(3.0)));
                assert_eq!((&rating["mean"], &rating["interval_low"]), (&before["mean"], &before["interval_low"]));
                assert!(list["items"].as_array().unwrap().iter().all(|item| item["proof_tier"].is_null()));
            } else {
                assert_eq!((&rating["proof_mix"], &rating["effective_count"]), (&json!({ "vouched": 3 }), &json!(4.5)));
                assert!(list["items"].as_array().unwrap().iter().all(|item| item["proof_tier"] == "vouched"));
            }
        }
        assert_sound(&app);
        // One that adds nothing is not used up.
        let spare = token(&desk, &key, "another worker", agency).await;
        let holder = app.holder_of(&all[0].code);
        holder.post(REDEEM, &spare).await.assert_problem(409, "conflict");
        filed(&app.post(&reviews_of(agency), &with_token(&spare)).await);
    }

    async fn an_edit_is_moderated_again_and_keeps_its_proof(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let all = published_with_tokens(&app, &by, agency, 3).await;
        assert_eq!(app.rating(agency).await["effective_count"], 4.5);
        let holder = app.holder_of(&all[0].code);
        let tag = holder.get(OWN).await.header("etag").unwrap().to_owned();
        let changed = holder.patch(OWN, &tag, &json!({ "overall": 4 })).await;
        assert_eq!(changed.json()["status"], "pending");
        assert_eq!(changed.json()["proof_tier"], "vouched");
        assert_eq!(app.rating(agency).await["review_count"], 2);
        decide(&by, &all[0], "publish", &json!({})).await.assert_status(200);
        assert_eq!(app.rating(agency).await["proof_mix"], json!({ "vouched": 3 }));
        // What was vouched for is this recruitment.
        let tag = holder.get(OWN).await.header("etag").unwrap().to_owned();
        let moved = holder.patch(OWN, &tag, &json!({ "recruited_month": "2025-08" })).await;
        moved.assert_problem(409, "recruitment_fixed");
    }

    async fn a_token_of_an_organisation_that_is_in_the_business_by_now_is_not_taken(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let rival = app.agency("Harbour Link (made up)").await;
        let (centre, key) = centre(&app).await;
        let early = token(&desk(&app, centre).await, &key, WORKER, agency).await;
        let clerk = app.member(centre, &[Role::AgencyRepresentative]).await;
        crate::replies::claim(&clerk, rival).await;
        let refused = app.post(&reviews_of(agency), &with_token(&early)).await;
        assert_eq!(fault(&refused), at("/vouching_token/key_id", "unknown_key"));
        let one = file(&app, agency, 3).await;
        let holder = app.holder_of(&one.code);
        assert_eq!(fault(&holder.post(REDEEM, &early).await), at("/key_id", "unknown_key"));
        assert_eq!(holder.get(OWN).await.json()["proof_tier"], "self_declared");
    }

    async fn a_worker_gets_one_token_for_an_agency_and_recruitment(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let other = app.agency("Moonlight Staffing (made up)").await;
        let (centre, key) = centre(&app).await;
        let desk = desk(&app, centre).await;
        token(&desk, &key, WORKER, agency).await;
        for spelt in [WORKER, "kalayaan  FILE 4471 x"] {
            let again = desk.post(SIGN, &request(&key, &blind(&key), spelt, agency)).await;
            again.assert_problem(409, "vouched_already");
        }
        token(&desk, &key, WORKER, other).await;
        let mut later = request(&key, &blind(&key), WORKER, agency);
        later["recruited_month"] = json!("2026-01");
        desk.post(SIGN, &later).await.assert_status(200);
        // An answer that was lost comes again, the same.
        let body = request(&key, &blind(&key), "somebody else", agency);
        let send = || desk.request(Method::POST, SIGN).header("Idempotency-Key", "\"lost\"").json(&body);
        let (first, second) = (Response::of(send()).await, Response::of(send()).await);
        assert_eq!(first.assert_status(200).json(), second.assert_status(200).json());
    }

    async fn only_what_was_blinded_for_this_months_key_is_signed(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (centre, key) = centre(&app).await;
        let desk = desk(&app, centre).await;
        let good = request(&key, &blind(&key), WORKER, agency);
        for (member, value, pointer, code) in [
            ("key_id", json!(URL_SAFE_NO_PAD.encode([7; 32])), "/key_id", "unknown_key"),
            ("blinded_message", json!(URL_SAFE_NO_PAD.encode([0xff; 256])), "/blinded_message", "not_blinded_for_this_key"),
            ("blinded_message", json!("AAAA"), "/blinded_message", "malformed"),
            ("agency_id", json!("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"), "/agency_id", "unknown_agency"),
            ("recruited_month", json!("2099-01"), "/recruited_month", "in_the_future"),
            ("worker_reference", json!("  "), "/worker_reference", "malformed"),
        ] {
            let mut body = good.clone();
            body[member] = value;
            let (found, why) = fault(&desk.post(SIGN, &body).await);
            assert_eq!(found, pointer, "{member}");
            assert!(why == code || (code == "malformed" && why != "unknown_key"), "{member}: {why}");
        }
        // Nothing of it was counted as a token of this worker.
        desk.post(SIGN, &good).await.assert_status(200);
    }

    async fn only_members_of_an_organisation_that_vouches_do(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (centre, key) = centre(&app).await;
        let body = request(&key, &blind(&key), WORKER, agency);
        app.post(SIGN, &body).await.assert_problem(401, "unauthenticated");
        let administrator = app.member(centre, &[Role::Administrator, Role::Editor]).await;
        administrator.post(SIGN, &body).await.assert_problem(403, "forbidden");
        let elsewhere = app.organisation("Another Centre", &["PH"], &["assistance"]).await;
        desk(&app, elsewhere).await.post(SIGN, &body).await.assert_problem(403, "forbidden");
        // Another organisation's key is not there for one that vouches, too.
        let second = app.organisation("Second Centre", &["PH"], &["vouching"]).await;
        assert_eq!(fault(&desk(&app, second).await.post(SIGN, &body).await), at("/key_id", "unknown_key"));
        // Who has claimed the agency has an interest in it.
        let representative = app.member(centre, &[Role::AgencyRepresentative]).await;
        let claim = json!({ "agency_id": agency, "statement": "I answer for it.", "evidence": "Certificate 1" });
        representative.post("/v1/staff/agency-claims", &claim).await.assert_status(201);
        let own = desk(&app, centre).await.post(SIGN, &body).await;
        own.assert_problem(403, "vouching_interest");
    }

    async fn a_member_vouches_for_so_many_a_day(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (centre, key) = centre(&app).await;
        let member = desk(&app, centre).await;
        token(&member, &key, "the first", agency).await;
        execute(&app, "UPDATE vouching_days SET signed = 50").await;
        let body = request(&key, &blind(&key), "one too many", agency);
        let refused = member.post(SIGN, &body).await;
        refused.assert_problem(429, "too_many_requests");
        assert!(refused.header("retry-after").is_some());
        token(&desk(&app, centre).await, &key, "a colleague's", agency).await;
    }

    async fn a_wrong_token_is_refused(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (centre, key) = centre(&app).await;
        let good = token(&desk(&app, centre).await, &key, WORKER, agency).await;
        let other = file(&app, agency, 3).await;
        let holder = app.holder_of(&other.code);
        for (member, bytes, code) in [
            ("key_id", vec![7; 32], "unknown_key"),
            ("message", vec![7; 64], "wrong_signature"),
            ("signature", vec![7; 256], "wrong_signature"),
            ("signature", vec![0xff; 256], "wrong_signature"),
        ] {
            let mut wrong = good.clone();
            wrong[member] = json!(URL_SAFE_NO_PAD.encode(bytes));
            let pointer = if member == "message" { "signature" } else { member };
            assert_eq!(fault(&holder.post(REDEEM, &wrong).await), at(&format!("/{pointer}"), code));
            let filing = app.post(&reviews_of(agency), &with_token(&wrong)).await;
            assert_eq!(fault(&filing), at(&format!("/vouching_token/{pointer}"), code));
        }
        // An organisation that no longer vouches: its tokens end with it.
        execute(&app, "DELETE FROM organisation_competences WHERE competence = 'vouching'").await;
        assert_eq!(fault(&holder.post(REDEEM, &good).await), at("/key_id", "unknown_key"));
        app.post(REDEEM, &good).await.assert_problem(401, "unauthenticated");
    }

    async fn keys_stay_published_and_sign_for_a_month(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (centre, key) = centre(&app).await;
        let first = desk(&app, centre).await;
        let (early, late) = (token(&first, &key, "early", agency).await, token(&first, &key, "late", agency).await);
        assert_eq!(key["algorithm"], "RSABSSA-SHA384-PSS-Randomized");
        assert_eq!(key["month"], app.clock_month());
        assert!(key["issued_at_least"].is_null());

        let month = || app.clock.advance(Duration::from_hours(24 * 31));
        month();
        keep(&app).await;
        let list = app.get(&format!("{KEYS}?organisation_id={centre}")).await.json();
        let ids: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|key| &key["key_id"]).collect();
        assert_eq!((ids.len(), ids[1]), (2, &key["key_id"]));
        // Two tokens are less than ten.
        assert_eq!(list["items"][1]["issued_at_least"], 0);
        let member = desk(&app, centre).await;
        let old = member.post(SIGN, &request(&key, &blind(&key), "too late", agency)).await;
        assert_eq!(fault(&old), at("/key_id", "unknown_key"));
        token(&member, &list["items"][0], "in time", agency).await;

        month();
        keep(&app).await;
        filed(&app.post(&reviews_of(agency), &with_token(&early)).await);
        month();
        keep(&app).await;
        let expired = app.post(&reviews_of(agency), &with_token(&late)).await;
        assert_eq!(fault(&expired), at("/vouching_token/key_id", "key_expired"));
    }

    async fn nothing_that_is_kept_names_the_worker_or_leads_to_the_review(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (centre, key) = centre(&app).await;
        let blinded = blind(&key);
        let signed = desk(&app, centre).await.post(SIGN, &request(&key, &blinded, WORKER, agency)).await;
        let token = blinded.token(&signed.assert_status(200).json()["blind_signature"]);
        let one = filed(&app.post(&reviews_of(agency), &with_token(&token)).await);
        let folded = WORKER.to_lowercase();
        for text in [WORKER, folded.as_str(), &blinded.message(), token["message"].as_str().unwrap(),
            token["signature"].as_str().unwrap(), signed.json()["blind_signature"].as_str().unwrap()] {
            let found = app.where_is(text).await;
            assert_eq!(found, Vec::<String>::new(), "{text}");
        }
        // Of the review itself: its row, its key, its receipt, and no word of the organisation.
        let about = app.rows_about(&one.id).await;
        assert_eq!(about, ["data_keys", "receipts", "review_events", "review_scores", "reviews"]);
    }
}
