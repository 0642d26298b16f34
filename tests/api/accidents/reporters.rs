//! Those who report: each files once, some have to send it again.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

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
/// Between two reports.
const PAUSE: Duration = Duration::from_secs(5);

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
#[derive(Default)]
pub struct Filing {
    pub filed: Vec<Filed>,
    /// Those that were refused, and why.
    pub refused: Vec<(String, Value)>,
    pub repeated: usize,
    /// Seconds that each took.
    pub seconds: Vec<f64>,
}

impl Filing {
    /// Milliseconds for a report among the first tenth, and among the last.
    pub fn pace(&self) -> [f64; 2] {
        let tenth = self.seconds.len().div_ceil(10);
        let mean = |some: &[f64]| {
            1000.0 * some.iter().sum::<f64>() / f64::from(u32::try_from(tenth).unwrap())
        };
        let last = self.seconds.len() - tenth;
        [mean(&self.seconds[..tenth]), mean(&self.seconds[last..])]
    }
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

impl Filed {
    /// Whether it is worked on by itself, and not behind another.
    pub const fn is_own(&self) -> bool {
        self.merged_into.is_none()
    }

    fn of(accident: &Accident, site: usize, body: Value, answer: &Value) -> Self {
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        assert_eq!(body["id"], answer["id"]);
        Self {
            name: accident.name.clone(),
            id: text("id"),
            code: text("receipt_code"),
            body,
            site,
            tag: "\"v1\"".to_owned(),
            inspector: 0,
            status: "received",
            merged_into: None,
        }
    }
}

/// Files every accident as a report.
pub async fn file(
    app: &TestApp,
    accidents: &[Accident],
    (sites, chosen): (&[Site], &[usize]),
    dice: &mut Dice,
) -> Filing {
    let forms = forms(app).await;
    let mut filing = Filing::default();
    for (accident, site) in accidents.iter().zip(chosen) {
        app.clock.advance(PAUSE);
        let place = sites[*site].place(dice);
        let body = body(app, accident, &place, &forms[&accident.kind]);
        let key = format!("\"{}\"", fresh(app));
        let send = || {
            let request = app.request(Method::POST, FILE);
            Response::of(request.header("Idempotency-Key", &key).json(&body))
        };
        let began = Instant::now();
        let mut answer = send().await;
        filing.seconds.push(began.elapsed().as_secs_f64());
        if answer.status == 201 && dice.happens(AGAIN) {
            let again = send().await;
            assert_eq!(again.json()["id"], answer.json()["id"], "filed once");
            (answer, filing.repeated) = (again, filing.repeated + 1);
        }
        if answer.status == 201 {
            let filed = Filed::of(accident, *site, body, &answer.json());
            filing.filed.push(filed);
        } else {
            filing.refused.push((accident.name.clone(), answer.json()));
        }
    }
    filing
}
