//! Drafts, their review by a second person, what is published and what was.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use crate::harness::{Person, Response, TestApp};
use crate::on_both;

/// Somebody of an organisation that looks after articles.
pub async fn staff<'app>(app: &'app TestApp, roles: &[Role]) -> Person<'app> {
    let name = format!("Desk {} (made up)", app.shared.services.new_id());
    let desk = app.organisation(&name, &["MY"], &[]).await;
    app.member(desk, roles).await
}

pub async fn editor(app: &TestApp) -> Person<'_> {
    staff(app, &[Role::Editor]).await
}

pub async fn reviewer(app: &TestApp) -> Person<'_> {
    staff(app, &[Role::ContentReviewer]).await
}

pub fn tag(response: &Response) -> String {
    response.header("etag").unwrap().to_owned()
}

/// Puts a text in a language.
pub async fn write(by: &Person<'_>, at: &str, tag: &str, language: &str, text: &Value) -> Response {
    let request = by.request(Method::PUT, &format!("{at}/texts/{language}"));
    Response::of(request.header("If-Match", tag).json(text)).await
}

pub fn text(title: &str, body: &str, status: &str) -> Value {
    json!({ "title": title, "summary": "In short.", "body": body, "translation_status": status })
}

/// Hands a draft in and has it published by somebody else; where it is.
pub async fn publish(app: &TestApp, by: &Person<'_>, at: &str, of: &str) -> Response {
    let handed_in = by.decide(&format!("{at}/submission"), of, &json!({})).await;
    handed_in.assert_status(200);
    let second = reviewer(app).await;
    let published = second
        .decide(&format!("{at}/publication"), &tag(&handed_in), &json!({}))
        .await;
    published.assert_status(200);
    published
}

fn new_article(slug: &str) -> Value {
    json!({ "slug": slug,
        "article": { "topic": "wages", "stages": ["working"], "jurisdiction": "MY", "destinations": ["MY"],
            "urgent": true, "review_due": "2027-11-23", "legal_basis": [{ "instrument": "A law (made up)",
                "article": "section 1", "url": "https://tulay.example/law" }] },
        "text": text("Is my pay late?", "## What the law says\n\n- Pay is due each month.", "source") })
}

const WAGES: &str = "/v1/staff/articles/wages-malaysia/versions";

async fn begin(by: &Person<'_>) -> (String, Response) {
    let begun = by.post(WAGES, &json!({})).await;
    begun.assert_status(201);
    (begun.header("location").unwrap().to_owned(), begun)
}

on_both! {
    async fn what_is_new_is_public_only_when_a_second_person_has_published_it(app: TestApp) {
        let both = staff(&app, &[Role::Editor, Role::ContentReviewer]).await;
        let begun = both.post("/v1/staff/articles", &new_article("late-pay")).await;
        begun.assert_status(201);
        let at = "/v1/staff/articles/late-pay/versions/1";
        assert_eq!(begun.header("location"), Some(at));
        let shown = begun.json();
        assert_eq!((&shown["status"], &shown["origin"]), (&json!("draft"), &json!("service")));
        assert_eq!(shown["texts"][0]["reading"]["scale"], "flesch_kincaid");
        app.get("/v1/articles/late-pay").await.assert_problem(404, "not_found");
        both.post("/v1/staff/articles", &new_article("late-pay")).await.assert_problem(409, "article_exists");

        let too_early = both.decide(&format!("{at}/publication"), &tag(&begun), &json!({})).await;
        too_early.assert_problem(409, "article_version_stands");
        let handed_in = both.decide(&format!("{at}/submission"), &tag(&begun), &json!({})).await;
        handed_in.assert_status(200);
        for what in ["publication", "rejection"] {
            let body = if what == "rejection" { json!({ "reason": "Mine." }) } else { json!({}) };
            let own = both.decide(&format!("{at}/{what}"), &tag(&handed_in), &body).await;
            own.assert_problem(403, "own_article_version");
        }
        let colleague = editor(&app).await;
        let refused = colleague.decide(&format!("{at}/publication"), &tag(&handed_in), &json!({})).await;
        refused.assert_problem(403, "forbidden");
        app.get("/v1/articles/late-pay").await.assert_problem(404, "not_found");

        let second = reviewer(&app).await;
        let stale = second.decide(&format!("{at}/publication"), &tag(&begun), &json!({})).await;
        stale.assert_problem(412, "stale");
        let published = second.decide(&format!("{at}/publication"), &tag(&handed_in), &json!({})).await;
        published.assert_status(200);
        let article = app.get("/v1/articles/late-pay").await;
        article.assert_status(200);
        assert_eq!(article.json()["jurisdiction"], "MY");
        let acts: Vec<String> = published.json()["history"].as_array().unwrap().iter()
            .map(|event| event["act"].as_str().unwrap().to_owned()).collect();
        assert_eq!(acts, ["begun", "handed_in", "published"]);
        let log = app.audited(second.account.unwrap()).await;
        assert!(log.contains(&"article_decided article_version published".to_owned()), "{log:?}");
        assert_eq!(app.audited(both.account.unwrap()).await.len(), 2);
    }

    async fn a_change_is_made_on_what_was_read_and_compared_with_what_was_published(app: TestApp) {
        let by = editor(&app).await;
        let (at, begun) = begin(&by).await;
        assert_eq!((&begun.json()["based_on"], &begun.json()["version"]), (&json!(1), &json!(2)));
        by.post(WAGES, &json!({})).await.assert_problem(409, "article_draft_open");
        let patch = json!({ "article": { "urgent": false, "effective_from": "2026-01-01", "sexes": ["female"] } });
        let changed = by.patch(&at, &tag(&begun), &patch).await;
        changed.assert_status(200);
        assert_eq!(changed.json()["article"]["urgent"], false);
        by.patch(&at, &tag(&begun), &patch).await.assert_problem(412, "stale");
        let without = Response::of(by.request(Method::PATCH, &at).json(&patch)).await;
        without.assert_problem(428, "precondition_required");

        let english = text("My pay", "Pay is due.\n\nAsk for it.", "source");
        let written = write(&by, &at, &tag(&changed), "en", &english).await;
        written.assert_status(200);
        let diff = by.get(&format!("{at}/diff")).await;
        diff.assert_status(200);
        let diff = diff.json();
        assert_eq!((&diff["from"], &diff["to"]), (&json!(1), &json!(2)));
        assert_eq!((&diff["before"]["urgent"], &diff["after"]["urgent"]), (&json!(true), &json!(false)));
        assert_eq!(diff["texts"].as_array().unwrap().len(), 1);
        let lines = diff["texts"][0]["places"].to_string();
        assert!(lines.contains("\"added\",\"text\":\"Ask for it.\"") && lines.contains("removed"), "{lines}");
        publish(&app, &by, &at, &tag(&written)).await;
        let article = app.get("/v1/articles/wages-malaysia?lang=en").await.json();
        assert_eq!((&article["title"], &article["sexes"]), (&json!("My pay"), &json!(["female"])));
        let versions = by.get(WAGES).await.json();
        let statuses: Vec<&str> = versions["items"].as_array().unwrap().iter()
            .map(|version| version["status"].as_str().unwrap()).collect();
        assert_eq!(statuses, ["published", "superseded"]);
    }

    async fn what_was_published_meanwhile_is_never_overwritten_unseen(app: TestApp) {
        let by = editor(&app).await;
        let (at, begun) = begin(&by).await;
        let folder = super::import::copy_of_the_data();
        super::import::edit(&folder, "rights/wages-malaysia/vi.md", "title = \"", "title = \"Mới: ");
        super::import::import(&app, &folder).unwrap();
        let handed_in = by.decide(&format!("{at}/submission"), &tag(&begun), &json!({})).await;
        let second = reviewer(&app).await;
        let refused = second.decide(&format!("{at}/publication"), &tag(&handed_in), &json!({})).await;
        refused.assert_problem(409, "article_moved_on");
        let unseen = by.patch(&at, &tag(&handed_in), &json!({ "based_on": 2 })).await;
        unseen.assert_problem(409, "article_moved_on");
        let seen = by.patch(&at, &tag(&handed_in), &json!({ "based_on": 3 })).await;
        seen.assert_status(200);
        assert_eq!(seen.json()["status"], "draft");
        publish(&app, &by, &at, &tag(&seen)).await;
    }

    async fn a_rejected_version_says_why_and_one_can_go_on_from_it(app: TestApp) {
        let by = editor(&app).await;
        let (at, begun) = begin(&by).await;
        let handed_in = by.decide(&format!("{at}/submission"), &tag(&begun), &json!({})).await;
        let second = reviewer(&app).await;
        let waiting = second.get("/v1/staff/article-versions?status=in_review").await.json();
        assert_eq!(waiting["items"][0]["slug"], "wages-malaysia");
        let reason = json!({ "reason": "Section 19 says seven days." });
        let rejected = second.decide(&format!("{at}/rejection"), &tag(&handed_in), &reason).await;
        rejected.assert_status(200);
        assert_eq!((&rejected.json()["status"], &rejected.json()["reason"]), (&json!("rejected"), &reason["reason"]));
        let patch = json!({ "article": { "urgent": false } });
        by.patch(&at, &tag(&rejected), &patch).await.assert_problem(409, "article_version_stands");
        let again = by.post(WAGES, &json!({ "from": 2 })).await;
        again.assert_status(201);
        let third = format!("{WAGES}/3");
        let given_up = by.request(Method::DELETE, &third).header("If-Match", tag(&again));
        Response::of(given_up).await.assert_status(204);
        by.post(WAGES, &json!({ "from": 9 })).await.assert_problem(404, "not_found");
    }

    async fn what_may_harm_is_taken_from_the_public_at_once(app: TestApp) {
        let second = reviewer(&app).await;
        let at = format!("{WAGES}/1");
        let read = second.get(&at).await;
        let body = json!({ "reason": "The law has changed." });
        let by = editor(&app).await;
        by.decide(&format!("{at}/withdrawal"), &tag(&read), &body).await.assert_problem(403, "forbidden");
        app.get("/v1/articles/wages-malaysia").await.assert_status(200);
        let withdrawn = second.decide(&format!("{at}/withdrawal"), &tag(&read), &body).await;
        withdrawn.assert_status(200);
        app.get("/v1/articles/wages-malaysia").await.assert_problem(404, "not_found");
        let found = app.get("/v1/articles?limit=100").await.json().to_string();
        assert!(!found.contains("wages-malaysia"));
        // Files do not bring it back by themselves.
        let changes = super::import::import(&app, &super::import::copy_of_the_data()).unwrap();
        assert_eq!(super::import::of(&changes, "articles").kept, ["wages-malaysia"]);
        app.get("/v1/articles/wages-malaysia").await.assert_problem(404, "not_found");
        let begun = by.post(WAGES, &json!({})).await;
        begun.assert_status(201);
        publish(&app, &by, &format!("{WAGES}/2"), &tag(&begun)).await;
        app.get("/v1/articles/wages-malaysia").await.assert_status(200);
    }

    async fn what_does_not_fit_is_refused_with_its_place(app: TestApp) {
        let by = editor(&app).await;
        let mut article = new_article("late-pay");
        article["article"]["jurisdiction"] = json!("XX");
        article["article"]["effective_from"] = json!("2026-02-01");
        article["article"]["effective_to"] = json!("2026-01-01");
        article["article"]["legal_basis"][0]["url"] = json!("ftp://tulay.example");
        article["text"]["translation_status"] = json!("machine");
        article["text"]["body"] = json!("# Too large\n\n<b>HTML</b>");
        article["text"]["reviewed_by"] = json!("Somebody");
        let refused = by.post("/v1/staff/articles", &article).await;
        refused.assert_problem(422, "invalid_request");
        let faults = refused.faults();
        for (pointer, code) in [("/article/jurisdiction", "unknown_jurisdiction"),
            ("/article/effective_to", "ends_before_it_begins"), ("/article/legal_basis/0/url", "not_a_web_address"),
            ("/text/translation_status", "only_english_is_source"), ("/text/body", "markdown_not_allowed"),
            ("/text/reviewed_on", "review_incomplete"), ("/text/translation_status", "review_does_not_fit")] {
            assert!(faults.contains(&(pointer.to_owned(), code.to_owned())), "{pointer} {faults:?}");
        }
        article["article"]["legal_basis"] = json!([]);
        article["slug"] = json!("Late Pay");
        let refused = by.post("/v1/staff/articles", &article).await;
        refused.assert_problem(422, "invalid_request");
        let (at, begun) = begin(&by).await;
        let empty = by.patch(&at, &tag(&begun), &json!({ "article": { "legal_basis": [] } })).await;
        empty.assert_problem(422, "invalid_request");
        let english = by.request(Method::DELETE, &format!("{at}/texts/en")).header("If-Match", tag(&begun));
        Response::of(english).await.assert_problem(404, "not_found");
    }

    async fn nobody_else_sees_drafts(app: TestApp) {
        let desk = app.organisation("Somebody else (made up)", &["MY"], &[]).await;
        let by = editor(&app).await;
        let (at, _) = begin(&by).await;
        for role in [Role::CaseWorker, Role::Administrator, Role::Moderator] {
            let other = app.member(desk, &[role]).await;
            for path in [at.as_str(), WAGES, "/v1/staff/article-versions", "/v1/staff/article-translations"] {
                other.get(path).await.assert_problem(403, "forbidden");
            }
            other.post(WAGES, &json!({})).await.assert_problem(403, "forbidden");
        }
        app.get(&at).await.assert_problem(401, "unauthenticated");
    }
}
