//! Those who report: each files once, some have to send it again.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use super::files::Accident;
use super::places::Site;
use crate::harness::{Response, TestApp};
use crate::load::Dice;
use crate::tablets::fresh;

const FILE: &str = "/v1/safety-reports";
/// Of a hundred reports so many are sent again, because the answer was lost.
const AGAIN: u64 = 12;

/// A report that was filed, as those know it who filed and handle it.
pub struct Filed {
    /// The file and the number there.
    pub name: String,
    pub id: String,
    pub code: String,
    pub body: Value,
    pub site: usize,
    /// The tag of its newest version.
    pub tag: String,
    pub inspector: usize,
    pub status: &'static str,
    pub merged_into: Option<usize>,
}

/// What came of filing.
pub struct Filing {
    pub filed: Vec<Filed>,
    /// Those that were refused, and why.
    pub refused: Vec<(String, Value)>,
    pub repeated: usize,
}

/// The newest form of each kind.
async fn forms(app: &TestApp) -> BTreeMap<String, Value> {
    let forms = app.get("/v1/safety-report-forms").await.json();
    let forms = forms["items"].as_array().unwrap().iter();
    let of_kind = |one: &Value| {
        let kind = one["form"]["kind"].as_str().unwrap();
        (kind.to_owned(), one["form_hash"].clone())
    };
    forms.map(of_kind).collect()
}

fn body(app: &TestApp, accident: &Accident, place: &Value, form: &Value) -> Value {
    let mut body = json!({ "id": fresh(app), "kind": accident.kind, "danger_now": false,
        "description": accident.narrative, "place": place, "hazard_codes": accident.hazards,
        "occurred_on": accident.day, "language": "en", "form_hash": form });
    let is_known = accident.injury_type.is_some() || accident.body_part.is_some();
    if is_known || accident.kind == "injury" {
        let kind = accident.injury_type.as_deref().unwrap_or("unknown");
        body["injury"] = json!({ "type": kind, "part_of_body": accident.body_part });
    }
    if let Some(sector) = &accident.sector {
        body["sector"] = json!(sector);
    }
    body
}

/// Files every accident as a report.
pub async fn file(
    app: &TestApp,
    accidents: &[Accident],
    (sites, chosen): (&[Site], &[usize]),
    dice: &mut Dice,
) -> Filing {
    let forms = forms(app).await;
    let (mut filing, mut pause) = (
        Filing {
            filed: Vec::new(),
            refused: Vec::new(),
            repeated: 0,
        },
        0,
    );
    for (accident, site) in accidents.iter().zip(chosen) {
        pause += 1;
        app.clock.advance(std::time::Duration::from_secs(pause % 7));
        let place = sites[*site].place(dice);
        let body = body(app, accident, &place, &forms[&accident.kind]);
        let key = format!("\"{}\"", fresh(app));
        let send = || {
            let request = app
                .request(Method::POST, FILE)
                .header("Idempotency-Key", &key);
            Response::of(request.json(&body))
        };
        let mut answer = send().await;
        if answer.status == 201 && dice.happens(AGAIN) {
            let again = send().await;
            assert_eq!(again.json()["id"], answer.json()["id"], "filed once");
            (answer, filing.repeated) = (again, filing.repeated + 1);
        }
        if answer.status != 201 {
            filing.refused.push((accident.name.clone(), answer.json()));
            continue;
        }
        let text = |name: &str| answer.json()[name].as_str().unwrap().to_owned();
        assert_eq!(body["id"], answer.json()["id"]);
        filing.filed.push(Filed {
            name: accident.name.clone(),
            id: text("id"),
            code: text("receipt_code"),
            body,
            site: *site,
            tag: "\"v1\"".to_owned(),
            inspector: 0,
            status: "received",
            merged_into: None,
        });
    }
    filing
}
