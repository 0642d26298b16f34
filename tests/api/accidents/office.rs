//! The inspectorate at its desks: it reads, sorts out and merges reports, and plans visits.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::platform::ids::Id;

use super::places::Site;
use super::reporters::Filed;
use crate::harness::{Response, TestApp};
use crate::tablets::{CONFLICTS, Tablet};

pub const REPORTS: &str = "/v1/staff/safety-reports";
pub const VISITS: &str = "/v1/staff/visits";
/// Of so many reports one is compared with all others.
const COMPARED: usize = 20;

/// An inspector at a desk: signed in with a key of the desk, for as long as the story takes.
pub struct Desk<'app> {
    pub tablet: Tablet<'app>,
}

impl<'app> Desk<'app> {
    pub async fn of(app: &'app TestApp, organisation: Id, account: Id) -> Self {
        let tablet = Tablet::signed_in(app, organisation, account).await;
        Self { tablet }
    }

    pub fn account(&self) -> String {
        self.tablet.account.to_string()
    }

    /// Sends a change with a key of its own, of the version with this tag.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        tag: Option<&str>,
        body: &Value,
    ) -> Response {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let key = format!("\"{}\"", self.tablet.app.shared.services.new_id());
        let mut request = self
            .tablet
            .request(method, path)
            .await
            .header("Idempotency-Key", key);
        if let Some(tag) = tag {
            request = request.header("If-Match", tag);
        }
        Response::of(request.json(body)).await
    }

    pub async fn read(&self, path: &str) -> Value {
        self.tablet.get(path).await.assert_status(200).json()
    }

    /// Every entry of a list, page by page.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mark = if path.contains('?') { '&' } else { '?' };
        let (mut items, mut at) = (Vec::new(), format!("{path}{mark}limit=100"));
        loop {
            let page = self.read(&at).await;
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next"].as_str() else {
                return items;
            };
            at = format!("{path}{mark}limit=100&cursor={next}");
        }
    }

    /// Takes a step with a report.
    pub async fn step(&self, filed: &mut Filed, method: &str, what: &str, body: &Value) {
        let path = format!("{REPORTS}/{}/{what}", filed.id);
        let done = self.send(method, &path, Some(&filed.tag), body).await;
        done.assert_status(200);
        done.header("etag").unwrap().clone_into(&mut filed.tag);
    }

    /// Moves a report on.
    pub async fn move_on(&self, filed: &mut Filed, status: &'static str) {
        self.step(filed, "POST", "status", &json!({ "status": status }))
            .await;
        filed.status = status;
    }
}

/// Puts reports of the same words behind the first of them, when the service proposes it. Returns how many reports were compared
/// with all others, and how many proposals came.
pub async fn merge(desk: &Desk<'_>, all: &mut [Filed]) -> (usize, usize) {
    let mut first = BTreeMap::new();
    let (mut compared, mut proposed) = (0, 0);
    for at in 0..all.len() {
        let twin = first.insert(all[at].body["description"].to_string(), at);
        if twin.is_none() && at % COMPARED != 0 {
            continue;
        }
        let similar = desk
            .read(&format!("{REPORTS}/{}/similar", all[at].id))
            .await;
        let similar = similar["items"].as_array().unwrap();
        (compared, proposed) = (compared + 1, proposed + similar.len());
        let Some(twin) = twin else { continue };
        let into = all[twin].merged_into.unwrap_or(twin);
        let id = all[into].id.clone();
        let found = similar.iter().find(|one| one["report"]["id"] == json!(id));
        let alike = found.unwrap_or_else(|| panic!("{} is not proposed", all[twin].name));
        assert!(alike["alike"].as_array().unwrap().contains(&json!("text")));
        desk.step(
            &mut all[at],
            "POST",
            "merge",
            &json!({ "into_report_id": id }),
        )
        .await;
        all[at].merged_into = Some(into);
        // The one that stayed has another version since.
        let stayed = desk.tablet.get(&format!("{REPORTS}/{id}")).await;
        stayed
            .header("etag")
            .unwrap()
            .clone_into(&mut all[into].tag);
    }
    (compared, proposed)
}

/// Gives each report to an inspector, says at which workplace it is, and wishes a visit to the workplaces with the gravest reports.
/// Returns the reports with a wish.
pub async fn triage(
    desks: &[&Desk<'_>],
    all: &mut [Filed],
    sites: &[Site],
    most: usize,
) -> Vec<usize> {
    let mut gravest: Vec<usize> = (0..sites.len()).collect();
    gravest.sort_by_key(|site| std::cmp::Reverse(sites[*site].gravity));
    gravest.truncate(most);
    let mut wished = BTreeMap::new();
    for (at, filed) in all.iter_mut().enumerate() {
        if filed.merged_into.is_some() {
            continue;
        }
        let desk = desks[at % desks.len()];
        filed.inspector = at % desks.len();
        desk.step(
            filed,
            "POST",
            "assignment",
            &json!({ "assigned_to": desk.account() }),
        )
        .await;
        let is_wished = gravest.contains(&filed.site) && !wished.contains_key(&filed.site);
        let wish = is_wished.then(|| json!({ "urgency": "soon", "wanted_by": null }));
        let place = json!({ "establishment_id": sites[filed.site].id, "visit": wish });
        desk.step(filed, "PUT", "establishment", &place).await;
        desk.move_on(filed, "confirmed").await;
        if is_wished {
            wished.insert(filed.site, at);
        }
    }
    wished.into_values().collect()
}

/// Draws the plan of a period and accepts it; returns its visits.
pub async fn plan(desks: &[&Desk<'_>], first_day: &str, minutes: u32) -> Vec<Value> {
    for desk in desks {
        let path = format!("/v1/staff/inspection-capacities/{}", desk.account());
        let known = desk.tablet.get(&path).await;
        let tag = known.header("etag").unwrap();
        let days =
            json!({ "minutes_by_weekday": [minutes, minutes, minutes, minutes, minutes, 0, 0] });
        desk.send("PUT", &path, Some(tag), &days)
            .await
            .assert_status(200);
    }
    let wanted = json!({ "country": "MY", "first_day": first_day });
    let drawn = desks[0]
        .send("POST", "/v1/staff/visit-plans", None, &wanted)
        .await;
    drawn.assert_status(201);
    let path = format!(
        "/v1/staff/visit-plans/{}",
        drawn.json()["id"].as_str().unwrap()
    );
    let tag = desks[0]
        .tablet
        .get(&path)
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    let request = desks[0]
        .tablet
        .request(Method::POST, &format!("{path}/accept"))
        .await;
    let request = request.header("If-Match", tag);
    let key = format!("\"{}\"", desks[0].tablet.app.shared.services.new_id());
    let accepted = Response::of(request.header("Idempotency-Key", key)).await;
    accepted.assert_status(200);
    accepted.json()["visits"].as_array().unwrap().clone()
}

/// Decides every open conflict, every other one for what the tablet wrote. Returns them as they were, with what was taken.
pub async fn decide(desk: &Desk<'_>) -> Vec<(Value, bool)> {
    let mut decided = Vec::new();
    for (number, conflict) in desk.all(CONFLICTS).await.into_iter().enumerate() {
        let is_taken = number % 2 == 0;
        let mine = conflict["mine"].as_object().unwrap().keys();
        let take: Vec<&String> = mine.filter(|_| is_taken).collect();
        let path = format!("{CONFLICTS}/{}/resolve", conflict["id"].as_str().unwrap());
        let done = desk
            .send("POST", &path, None, &json!({ "take": take }))
            .await;
        done.assert_status(200);
        decided.push((conflict, is_taken));
    }
    decided
}
