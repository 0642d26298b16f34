//! Reviews on paper, uploaded together.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::documents::{add, pdf};
use super::{Filed, decide, file, filed, moderator, publish, review, reviews_of};
use crate::harness::{Person, Response, TestApp};
use crate::{on_both, replies};

const BATCHES: &str = "/v1/staff/review-batches";
/// On no other form, and in no dump by chance.
const FORM: &str = "KL-Kampung-Baru/0017";

/// A row about an agency, with words of its own.
fn row(agency: Id, form: &str) -> Value {
    let mut said = review(2);
    said["comment"]["text"] = json!(format!("What {form} says of the fees"));
    json!({ "form_reference": form, "agency_id": agency, "review": said })
}

fn lines(rows: &[Value]) -> String {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    lines.join("\n")
}

async fn send(by: &Person<'_>, key: &str, body: String) -> Response {
    let request = by.request(Method::POST, BATCHES);
    let request = request.header("Idempotency-Key", format!("\"{key}\""));
    let request = request.header("Content-Type", "application/x-ndjson");
    Response::of(request.body(body)).await
}

async fn upload(by: &Person<'_>, rows: &[Value]) -> Value {
    let key = by.app.shared.services.new_id().to_string();
    let response = send(by, &key, lines(rows)).await;
    response.assert_status(201);
    response.json()
}

async fn outreach(app: &TestApp, name: &str) -> Id {
    app.organisation(name, &["MY"], &["outreach"]).await
}

async fn collector(app: &TestApp) -> Person<'_> {
    let organisation = outreach(app, "Helping Hands (made up)").await;
    app.member(organisation, &[Role::CaseWorker]).await
}

fn outcomes(batch: &Value) -> Vec<&str> {
    let rows = batch["rows"].as_array().unwrap().iter();
    rows.map(|row| row["outcome"].as_str().unwrap()).collect()
}

/// Pointers and codes of what is wrong with a row.
fn faults(batch: &Value, row: usize) -> Vec<(String, String)> {
    let faults = batch["rows"][row]["faults"].as_array().unwrap().iter();
    let text = |fault: &Value, name: &str| fault[name].as_str().unwrap().to_owned();
    faults
        .map(|fault| (text(fault, "pointer"), text(fault, "code")))
        .collect()
}

fn accepted(batch: &Value, row: usize) -> Filed {
    let text = |name: &str| batch["rows"][row][name].as_str().unwrap().to_owned();
    super::assert_same_code(&text("receipt_code"), &text("receipt_code_digits"));
    Filed {
        id: text("review_id"),
        code: text("receipt_code"),
    }
}

on_both! {
    async fn each_row_is_taken_or_refused_by_itself(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let mut wrong = row(agency, "KL-0002");
        wrong["review"]["overall"] = json!(6);
        wrong["review"]["stage"] = json!("dreaming");
        let mut late = row(agency, "KL-0003");
        late["review"]["recruited_month"] = json!("2099-01");
        let body = format!("{}\n\n{wrong}\r\n{late}\n{{\"form_reference\": \n7\n", row(agency, FORM));
        let response = send(&by, "one", body).await;
        response.assert_status(201);
        let batch = response.json();
        assert_eq!(response.header("cache-control"), Some("no-store"));
        assert_eq!(outcomes(&batch), ["accepted", "refused", "refused", "refused", "refused"]);
        let numbers: Vec<i64> = (0..5).map(|n| batch["rows"][n]["line"].as_i64().unwrap()).collect();
        assert_eq!(numbers, [1, 3, 4, 5, 6]);
        assert_eq!((&batch["accepted"], &batch["refused"]), (&json!(1), &json!(4)));
        let at = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
        let mut of_form = faults(&batch, 1);
        of_form.sort();
        assert_eq!(of_form, [at("/review/overall", "too_large"), at("/review/stage", "unknown_code")]);
        assert_eq!(faults(&batch, 2), [at("/review/recruited_month", "in_the_future")]);
        assert_eq!(faults(&batch, 3), [at("", "not_json")]);
        let detail = batch["rows"][3]["faults"][0]["detail"].as_str().unwrap();
        assert!(detail.contains("line 5"), "{detail}");
        assert_eq!(faults(&batch, 4), [at("", "wrong_type")]);
        assert_eq!(batch["rows"][1]["form_reference"], "KL-0002");
        assert!(batch["rows"][1]["review_id"].is_null() && batch["rows"][1]["receipt_code"].is_null());

        let one = accepted(&batch, 0);
        let own = app.holder_of(&one.code).get("/v1/receipt/review").await;
        own.assert_status(200);
        assert_eq!(own.json()["status"], "pending");
        assert_eq!(own.json()["collected"]["organisation_name"], "Helping Hands (made up)");
        // What was refused can be mended and sent again.
        let batch = upload(&by, &[row(agency, "KL-0002")]).await;
        assert_eq!(outcomes(&batch), ["accepted"]);
    }

    async fn who_collected_a_form_meets_it_neither_as_a_peer_nor_by_a_document(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let organisation = outreach(&app, "Helping Hands (made up)").await;
        let collector = app.member(organisation, &[Role::CaseWorker]).await;
        let mut collected = row(agency, FORM);
        collected["review"]["comment"]["text"] = json!("They kept my passport for a year and told me to be thankful for it");
        let batch = upload(&collector, std::slice::from_ref(&collected)).await;
        let original = accepted(&batch, 0);
        let copy = filed(&app.post(&reviews_of(agency), &collected["review"]).await);
        add(&app.holder_of(&original.code), "kind=contract", pdf("mine")).await;
        let colleague = app.member(organisation, &[Role::Moderator]).await;
        let other = moderator(&app).await;
        for (by, peers) in [(&other, json!([original.id])), (&colleague, json!([]))] {
            let path = format!("/v1/staff/reviews/{}", copy.id);
            let signals = by.get(&path).await.json()["suspicion"]["signals"].clone();
            let copied = signals.as_array().unwrap().iter().find(|one| one["code"] == "near_duplicate");
            assert_eq!(copied.unwrap()["peers"], peers);
            let cluster = by.get(&format!("{path}/cluster")).await.json();
            let documents = by.get("/v1/staff/review-documents").await.json();
            let sees = usize::from(peers != json!([]));
            assert_eq!(cluster["items"].as_array().unwrap().len(), 1 + sees);
            assert_eq!(documents["items"].as_array().unwrap().len(), sees);
        }
    }

    async fn an_agency_is_named_by_id_or_by_licence(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let named = |form: &str, agency: Option<Id>, licence: Option<&str>| {
            let mut row = row(Id::parse("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f").unwrap(), form);
            row.as_object_mut().unwrap().remove("agency_id");
            if let Some(id) = agency { row["agency_id"] = json!(id); }
            if let Some(number) = licence {
                row["agency"] = json!({ "country": "PH", "licence_number": number });
            }
            row
        };
        app.give_licence(agency, "MU-17").await;
        let nowhere = Id::parse("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f").unwrap();
        let mut future = named("F", Some(agency), None);
        future["collected_on"] = json!("2099-01-01");
        let batch = upload(&by, &[named("A", None, Some("mu 17")), named("B", None, Some("NOBODY 1")),
            named("C", Some(nowhere), None), named("D", None, None),
            named("E", Some(agency), Some("MU-17")), future]).await;
        assert_eq!(outcomes(&batch), ["accepted", "refused", "refused", "refused", "refused", "refused"]);
        let at = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
        for (row, expected) in [at("/agency/licence_number", "unknown_licence"), at("/agency_id", "unknown_agency"),
            at("/agency_id", "missing_member"), at("/agency", "given_twice"), at("/collected_on", "in_the_future")]
            .into_iter().enumerate() {
            assert_eq!(faults(&batch, row + 1), expected);
        }
        let second = app.agency("Sunset Manpower (made up)").await;
        app.give_licence(second, "MU-17").await;
        let batch = upload(&by, &[named("G", None, Some("MU-17"))]).await;
        assert_eq!(faults(&batch, 0), at("/agency/licence_number", "several_agencies"));
    }

    async fn a_form_is_taken_once_from_an_organisation(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let mut again = row(agency, " kl-kampung-baru / 0017");
        again["review"]["overall"] = json!(5);
        let first = upload(&by, &[row(agency, FORM), again.clone()]).await;
        assert_eq!(outcomes(&first), ["accepted", "duplicate"]);
        assert_eq!(first["rows"][1]["earlier_batch_id"], first["id"]);
        let second = upload(&by, &[again]).await;
        assert_eq!(outcomes(&second), ["duplicate"]);
        assert_eq!(second["rows"][0]["earlier_batch_id"], first["id"]);
        assert!(second["rows"][0]["receipt_code"].is_null());
        // Another organisation has forms of its own.
        let other = outreach(&app, "Open Doors (made up)").await;
        let other = app.member(other, &[Role::CaseWorker]).await;
        assert_eq!(outcomes(&upload(&other, &[row(agency, FORM)]).await), ["accepted"]);
        // A review that its author erased does not come back.
        let one = accepted(&first, 0);
        app.holder_of(&one.code).delete("/v1/receipt/review").await.assert_status(204);
        assert_eq!(outcomes(&upload(&by, &[row(agency, FORM)]).await), ["duplicate"]);
        assert!(app.rows_about(&one.id).await.iter().all(|table| table == "receipts"));
        for secret in [FORM, "Kampung-Baru", "kampung-baru"] {
            assert_eq!(app.where_is(secret).await, Vec::<String>::new(), "{secret}");
        }
    }

    async fn the_same_words_twice_are_one_review_and_the_same_boxes_are_two(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let mut copied = row(agency, "KL-0001");
        copied["form_reference"] = json!("KL-0002");
        let ticked = |form: &str| json!({ "form_reference": form, "agency_id": agency, "review": {
            "stage": "working", "corridor": { "origin": "PH", "destination": "SG" }, "overall": 2 } });
        let batch = upload(&by, &[row(agency, "KL-0001"), copied, ticked("KL-0003"), ticked("KL-0004")]).await;
        assert_eq!(outcomes(&batch), ["accepted", "duplicate", "accepted", "accepted"]);
        assert_eq!(batch["rows"][1]["earlier_batch_id"], batch["id"]);
    }

    async fn a_lost_answer_is_given_again_with_its_codes(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let body = lines(&[row(agency, "KL-0001"), row(agency, "KL-0002")]);
        let first = send(&by, "once", body.clone()).await;
        first.assert_status(201);
        let again = send(&by, "once", body.clone()).await;
        again.assert_status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json(), first.json());
        assert_eq!(again.header("location"), first.header("location"));
        send(&by, "once", lines(&[row(agency, "KL-0003")])).await.assert_problem(422, "idempotency_key_reused");
        // With another key it is a batch of duplicates.
        let other = send(&by, "twice", body).await.json();
        assert_eq!(outcomes(&other), ["duplicate", "duplicate"]);
        let code = accepted(&first.json(), 0).code;
        assert_eq!(app.where_is(&code).await, Vec::<String>::new());
        assert_eq!(app.where_is("KL-0001").await, Vec::<String>::new());
    }

    async fn the_same_batch_twice_at_once_is_taken_once(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let body = lines(&[row(agency, "KL-0001"), row(agency, "KL-0002")]);
        let (one, two) = futures_util::join!(send(&by, "a", body.clone()), send(&by, "b", body));
        let (one, two) = (one.json(), two.json());
        let mut both = [outcomes(&one), outcomes(&two)];
        both.sort();
        assert_eq!(both, [["accepted", "accepted"], ["duplicate", "duplicate"]]);
    }

    async fn what_is_no_batch_is_refused_whole(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let empty = send(&by, "a", " \n\n".to_owned()).await;
        empty.assert_problem(422, "invalid_request");
        assert_eq!(empty.faults(), [(String::new(), "too_few_items".to_owned())]);
        let many = send(&by, "b", "{}\n".repeat(501)).await;
        many.assert_problem(422, "invalid_request");
        assert_eq!(many.faults(), [(String::new(), "too_many_items".to_owned())]);
        let large = send(&by, "c", " ".repeat(2 * 1024 * 1024 + 1)).await;
        let body = large.assert_problem(413, "body_too_large");
        assert!(body["detail"].as_str().unwrap().contains("2097152"), "{body}");
        let request = by.request(Method::POST, BATCHES).header("Idempotency-Key", "\"d\"");
        let response = Response::of(request.json(&[row(agency, FORM)])).await;
        response.assert_problem(415, "unsupported_media_type");
        let request = by.request(Method::POST, BATCHES).header("Content-Type", "application/x-ndjson");
        let request = request.body(lines(&[row(agency, FORM)]));
        Response::of(request).await.assert_problem(400, "idempotency_key_missing");
        assert_eq!(by.get(BATCHES).await.json(), json!({ "items": [], "next": null }));
    }

    async fn only_who_collects_uploads_and_reads_their_own(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let path = format!("{BATCHES}/{}", upload(&by, &[row(agency, FORM)]).await["id"].as_str().unwrap());
        let helpers = app.organisation("Other Helpers", &["MY"], &["assistance"]).await;
        let without = app.member(helpers, &[Role::CaseWorker]).await;
        let collecting = outreach(&app, "Open Doors (made up)").await;
        let editor = app.member(collecting, &[Role::Administrator, Role::Inspector]).await;
        for one in [&without, &editor, &moderator(&app).await] {
            send(one, "x", lines(&[row(agency, "KL-0009")])).await.assert_problem(403, "forbidden");
            one.get(BATCHES).await.assert_problem(403, "forbidden");
            one.get(&path).await.assert_problem(403, "forbidden");
        }
        app.get(BATCHES).await.assert_problem(401, "unauthenticated");
        let other = app.member(collecting, &[Role::CaseWorker]).await;
        other.get(&path).await.assert_problem(404, "not_found");
        assert_eq!(other.get(BATCHES).await.json()["items"], json!([]));
        by.get(&path).await.assert_status(200);
        assert_eq!(app.audited(by.account.unwrap()).await,
            ["uploaded review_batch", "opened review_batch"]);
    }

    async fn the_organisation_reads_counts_and_never_codes_or_words(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let mut forms: Vec<Value> = (0..6).map(|n| row(agency, &format!("KL-{n}"))).collect();
        forms[5]["review"]["overall"] = json!(9);
        let batch = upload(&by, &forms).await;
        let path = format!("{BATCHES}/{}", batch["id"].as_str().unwrap());
        let (reader, codes): (_, Vec<Filed>) = (moderator(&app).await, (0..5).map(|n| accepted(&batch, n)).collect());
        publish(&reader, &codes[0]).await;
        decide(&reader, &codes[1], "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        app.holder_of(&codes[2].code).delete("/v1/receipt/review").await.assert_status(204);
        let read = by.get(&path).await;
        read.assert_status(200);
        let read = read.json();
        assert_eq!(read["states"], json!({ "pending": 2, "published": 1, "not_published": 2 }));
        assert_eq!(read["rows"][5], json!({ "line": 6, "form_reference": "KL-5", "outcome": "refused",
            "earlier_batch_id": null, "faults": [{ "pointer": "/review/overall", "code": "too_large" }] }));
        let text = read.to_string();
        for secret in [codes[0].code.as_str(), &codes[0].id, "What KL-0 says"] {
            assert!(!text.contains(secret), "{secret}");
        }
        // Of few it is not told, because it would be of single ones.
        let few = upload(&by, &[row(agency, "KL-few")]).await;
        let few = by.get(&format!("{BATCHES}/{}", few["id"].as_str().unwrap())).await.json();
        assert_eq!(few["states"], Value::Null);
        let listed = by.get(&format!("{BATCHES}?limit=1")).await.json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        let next = by.get(&format!("{BATCHES}?limit=1&cursor={}", listed["next"].as_str().unwrap())).await.json();
        assert_ne!(next["items"][0]["id"], listed["items"][0]["id"]);
        assert!(next["next"].is_null());
    }

    async fn nobody_moderates_what_their_own_organisation_collected(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let organisation = outreach(&app, "Helping Hands (made up)").await;
        let by = app.member(organisation, &[Role::CaseWorker]).await;
        let mut form = row(agency, FORM);
        form["collected_on"] = json!("2026-11-20");
        let batch = upload(&by, &[form]).await;
        let one = accepted(&batch, 0);
        let sent = file(&app, agency, 3).await;
        let path = format!("/v1/staff/reviews/{}", one.id);
        let own = app.member(organisation, &[Role::Moderator]).await;
        own.get(&path).await.assert_problem(404, "not_found");
        own.decide(&format!("{path}/publish"), "\"v1\"", &json!({})).await.assert_problem(404, "not_found");
        let ids = |queue: &Value| -> Vec<String> {
            let items = queue["items"].as_array().unwrap().iter();
            items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids(&own.get("/v1/staff/reviews").await.json()), [sent.id.as_str()]);

        let other = moderator(&app).await;
        for filter in [format!("collected_by={organisation}"), format!("batch_id={}", batch["id"].as_str().unwrap())] {
            let queue = other.get(&format!("/v1/staff/reviews?{filter}")).await.json();
            assert_eq!(ids(&queue), [one.id.as_str()]);
            assert_eq!(queue["items"][0]["collected_by"], organisation.to_string());
            assert_eq!(queue["items"][0]["batch_id"], batch["id"]);
        }
        assert_eq!(ids(&other.get("/v1/staff/reviews").await.json()).len(), 2);
        let opened = other.get(&path).await.json();
        assert_eq!(opened["collected"], json!({ "channel": "outreach_paper", "organisation_id": organisation,
            "organisation_name": "Helping Hands (made up)", "batch_id": batch["id"], "collected_on": "2026-11-20" }));
        assert!(other.get(&format!("/v1/staff/reviews/{}", sent.id)).await.json()["collected"].is_null());
        publish(&other, &one).await;
    }

    async fn who_claims_an_agency_collects_nothing_about_it(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let organisation = outreach(&app, "Sunrise Friends (made up)").await;
        let clerk = app.member(organisation, &[Role::AgencyRepresentative]).await;
        let claim = json!({ "agency_id": agency, "statement": "We are Sunrise.",
            "evidence": "Licence office, shelf 3" });
        clerk.post("/v1/staff/agency-claims", &claim).await.assert_status(201);
        let by = app.member(organisation, &[Role::CaseWorker]).await;
        let other = app.agency("Sunset Manpower (made up)").await;
        let batch = upload(&by, &[row(agency, "KL-0001"), row(other, "KL-0002")]).await;
        assert_eq!(batch["rows"][0]["outcome"], "refused");
        assert_eq!(faults(&batch, 0), [(String::new(), "own_interest".to_owned())]);
    }

    async fn who_wants_no_code_gets_none(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let mut form = row(agency, FORM);
        form["receipt"] = json!("none");
        let batch = upload(&by, &[form]).await;
        assert_eq!(outcomes(&batch), ["accepted"]);
        assert!(batch["rows"][0]["receipt_code"].is_null());
    }

    async fn nothing_that_a_batch_stores_tells_the_hour(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let first = upload(&by, &[row(agency, "KL-0001")]).await;
        app.clock.advance(Duration::from_mins(5));
        let second = upload(&by, &[row(agency, "KL-0002")]).await;
        for batch in [&first, &second] {
            assert_eq!(&batch["id"].as_str().unwrap()[14..15], "4");
            assert_eq!(&batch["rows"][0]["review_id"].as_str().unwrap()[14..15], "4");
        }
        let ids: Vec<String> = [&first, &second].map(|b| b["id"].as_str().unwrap().to_owned()).to_vec();
        let times = app.column_of(&ids, "data_keys.subject_id", "created_at").await;
        assert_eq!(times.len(), 1, "{times:?}");
    }

    async fn five_hundred_rows_do_not_keep_others_waiting_for_long(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = collector(&app).await;
        let forms: Vec<Value> = (0..500).map(|n| row(agency, &format!("KL-{n:04}"))).collect();
        let body = lines(&forms);
        let begun = Instant::now();
        let response = send(&by, "all", body).await;
        response.assert_status(201);
        let took = begun.elapsed();
        eprintln!("500 rows took {} ms in a debug build", took.as_millis());
        let batch = response.json();
        assert_eq!(batch["accepted"], 500);
        // Far more than it takes: a statement for each row too many would show, a busy machine does not.
        assert!(took < Duration::from_mins(1), "{took:?}");
    }

    async fn what_proves_a_review_does_not_come_from_a_collector(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut form = row(agency, FORM);
        form["review"]["author_secret"] = json!("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE");
        let batch = upload(&collector(&app).await, &[form]).await;
        assert_eq!(outcomes(&batch), ["refused"]);
        let wrong = ("/review/author_secret".to_owned(), "not_from_a_collector".to_owned());
        assert_eq!(faults(&batch, 0), [wrong]);
    }

    async fn who_collected_a_form_does_not_learn_which_review_it_became(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let organisation = outreach(&app, "Helping Hands (made up)").await;
        let by = app.member(organisation, &[Role::CaseWorker]).await;
        let forms: Vec<Value> = (0..3).map(|n| row(agency, &format!("{FORM}-{n}"))).collect();
        let batch = upload(&by, &forms).await;
        let other = moderator(&app).await;
        for number in 0..3 {
            publish(&other, &accepted(&batch, number)).await;
        }
        let (clerk, _) = replies::speaker(&app, &other, agency).await;
        let review = replies::first_public(&app, agency).await;
        let because = json!({ "reason": "false_statement", "statement": "It was not so." });
        let report = clerk.post(&replies::reports_path(agency, &review), &because).await;
        let reply = clerk.post(&replies::reply_path(agency, &review), &replies::said("Sorry.")).await;
        let own = app.member(organisation, &[Role::Moderator]).await;
        for (queue, filed) in [("review-reports", &report), ("replies", &reply)] {
            let id = filed.assert_status(201).json()["id"].as_str().unwrap().to_owned();
            let path = format!("/v1/staff/{queue}/{id}");
            own.get(&path).await.assert_problem(404, "not_found");
            other.get(&path).await.assert_status(200);
        }
    }
}
