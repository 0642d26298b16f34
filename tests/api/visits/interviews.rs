//! Interviews: what a worker answers stays sealed, and whoever asks for help leads nowhere.

use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};
use tulay::platform::db::{Conn, DbError};

use super::{change, fault, inspector, inspectorate, items, path, visit};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

async fn script(sita: &Person<'_>) -> String {
    let all = items(&sita.get("/v1/staff/interview-scripts").await);
    all[0]["script_hash"].as_str().unwrap().to_owned()
}

/// What a worker taps who is well, but for one thing.
fn taps(but: &str, tap: &str) -> Value {
    let mut answers = json!({ "documents_kept": "no", "free_to_leave": "yes", "wages_paid": "yes", "debt": "no",
        "threatened": "no", "hurt": "no", "hours": "no", "job_as_promised": "yes", "living": "yes" });
    answers[but] = json!(tap);
    answers
}

async fn take(sita: &Person<'_>, visit: &str, answers: Value, help: bool) -> Response {
    let new = json!({ "script_hash": script(sita).await, "language": "id", "answers": answers,
        "requests_help": help });
    sita.post(&format!("{}/interviews", path(visit)), &new)
        .await
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    found: String,
}

/// The rows of a query with one column of text, `found`.
async fn ask(app: &TestApp, query: &'static str) -> Vec<String> {
    let load = move |conn: &mut Conn| -> Result<Vec<Row>, DbError> {
        Ok(match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(query).load(conn)?,
            Conn::Sqlite(conn) => diesel::sql_query(query).load(conn)?,
        })
    };
    let rows = app.shared.services.db.read(load).await.unwrap();
    rows.into_iter().map(|row| row.found).collect()
}

on_both! {
    async fn the_inspector_sees_the_risk_and_the_day_and_never_an_answer(app: TestApp) {
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let id = visit(&sita).await;
        let taken = take(&sita, &id, taps("hurt", "yes"), false).await;
        taken.assert_status(201);
        let body = taken.json();
        assert_eq!((&body["risk_band"], &body["taken_on"]), (&json!("high"), &json!("2026-11-30")));
        assert_eq!(body["receipt_code"], json!(null));
        let places = [
            path(&id), format!("{}/records/{}", path(&id), body["id"].as_str().unwrap()),
            format!("{}/history?limit=100", path(&id)), format!("{}/interviews", path(&id)),
            format!("{}/report", path(&id)),
        ];
        for place in places {
            let shown = sita.get(&place).await;
            shown.assert_status(200);
            let text = shown.json().to_string();
            for word in ["hurt", "documents_kept", "\"yes\""] {
                assert!(!text.contains(word), "{place}: {text}");
            }
        }
        // Of the time the day is kept.
        let record = sita.get(&format!("{}/records/{}", path(&id), body["id"].as_str().unwrap())).await.json();
        assert_eq!(record["created_at"], "2026-11-30T00:00:00Z");
        assert_eq!(record["document"]["risk_band"], "high");
        let events = ask(&app, "SELECT CAST(after AS text) AS found FROM inspection_record_events").await;
        assert!(events.iter().all(|event| !event.contains("hurt")));
        let at = format!("{}/records/{}", path(&id), body["id"].as_str().unwrap());
        let refused = change(&sita, &at, &json!({ "risk_band": "low" })).await;
        assert_eq!(refused.faults(), [fault("", "set_by_the_service")]);
    }

    async fn frequent_answers_are_told_of_whole_groups_of_five_and_in_shares(app: TestApp) {
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let id = visit(&sita).await;
        let summary = format!("{}/interviews", path(&id));
        for number in 1..=4 {
            take(&sita, &id, taps("wages_paid", "no"), false).await.assert_status(201);
            let shown = items(&sita.get(&summary).await)[0].clone();
            assert_eq!((&shown["count"], &shown["shares"]), (&json!(number), &json!([])));
        }
        take(&sita, &id, taps("wages_paid", "no"), false).await.assert_status(201);
        let five = items(&sita.get(&summary).await)[0].clone();
        let share = |shown: &Value, code: &str| {
            let all = shown["shares"].as_array().unwrap();
            all.iter().find(|own| own["code"] == code).unwrap()["share"].clone()
        };
        assert_eq!((share(&five, "wages_paid"), share(&five, "hurt")), (json!("most"), json!("few")));
        // The sixth changes how many there were and nothing else: what it said does not follow.
        take(&sita, &id, taps("hurt", "yes"), false).await.assert_status(201);
        let six = items(&sita.get(&summary).await)[0].clone();
        assert_eq!((&six["count"], &six["shares_of"]), (&json!(6), &json!(5)));
        assert_eq!(six["shares"], five["shares"]);
    }

    async fn whoever_asks_for_help_has_a_receipt_and_nothing_leads_to_the_visit(app: TestApp) {
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let id = visit(&sita).await;
        let taken = take(&sita, &id, taps("documents_kept", "yes"), true).await;
        taken.assert_status(201);
        let code = taken.json()["receipt_code"].as_str().unwrap().to_owned();
        let holder = app.holder_of(&code);
        let request = holder.get("/v1/receipt/assistance-request").await;
        request.assert_status(200);
        let interview = taken.json()["id"].as_str().unwrap().to_owned();
        let told = request.json().to_string();
        for trace in [id.as_str(), interview.as_str(), "interview", "inspect", "Meridian"] {
            assert!(!told.contains(trace), "{trace}: {told}");
        }
        // Nor does anything of the visit know of the request.
        let requests = ask(&app, "SELECT CAST(country AS text) AS found FROM assistance_requests").await;
        assert_eq!(requests, ["MY"]);
        let own_id = request.json()["id"].as_str().unwrap_or("no id is told").to_owned();
        for place in [path(&id), format!("{}/history?limit=100", path(&id))] {
            let text = sita.get(&place).await.json().to_string();
            assert!(!text.contains(&own_id) && !text.contains("help"), "{text}");
        }
        // One who asks and one who does not leave the same behind.
        let without = take(&sita, &id, taps("documents_kept", "yes"), false).await.json();
        let at = |interview: &str| format!("{}/records/{interview}", path(&id));
        let asked = sita.get(&at(&interview)).await.json();
        let silent = sita.get(&at(without["id"].as_str().unwrap())).await.json();
        assert_eq!(asked["document"], silent["document"]);
    }

    async fn only_the_team_takes_interviews_by_a_script_that_is_known(app: TestApp) {
        let own = inspectorate(&app).await;
        let (sita, ravi) = (inspector(&app, own).await, inspector(&app, own).await);
        let id = visit(&sita).await;
        let refused = take(&ravi, &id, json!({}), false).await;
        refused.assert_problem(403, "not_of_the_team");
        let stranger = super::sita(&app).await;
        take(&stranger, &id, json!({}), false).await.assert_problem(404, "not_found");
        let refused = take(&sita, &id, json!({ "name": "yes" }), false).await;
        assert_eq!(refused.faults(), [fault("/answers/name", "unknown_question")]);
        let unknown = json!({ "script_hash": "0".repeat(64), "language": "id", "answers": {} });
        let refused = sita.post(&format!("{}/interviews", path(&id)), &unknown).await;
        assert_eq!(refused.faults(), [fault("/script_hash", "unknown_script")]);
        let nothing = take(&sita, &id, json!({}), false).await;
        assert_eq!(nothing.json()["risk_band"], "unknown");
    }
}
