//! Who is asked to take a request, what they answer, and what the person decides about it.

mod answers;
mod choice;
mod coverage;
mod last_stop;
mod offers;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::{Filed, RECEIPT, changed, least, request, texts};
use crate::harness::{Person, Response, TestApp};

const OFFERS: &str = "/v1/staff/assistance-offers";
const COVERAGE: &str = "/v1/staff/organisation/coverage";

impl TestApp {
    /// Does once what the server does each minute; says for how many requests somebody was found.
    pub async fn route(&self) -> usize {
        let services = self.shared.services.clone();
        let (now, of_job) = (services.clock.now(), services.clone());
        let job = move |conn: &mut _| tulay::assistance::route_unassigned(conn, &of_job, now);
        services.db.write(job).await.unwrap()
    }

    /// An organisation in Singapore that has declared this about itself.
    async fn declared(&self, name: &str, coverage: &Value) -> Id {
        let organisation = self.organisation(name, &["SG"], &["assistance"]).await;
        let chief = self.member(organisation, &[Role::Administrator]).await;
        let written = chief.declare("\"v0\"", coverage).await;
        written.assert_status(200);
        organisation
    }

    /// The same app with an operator's desk.
    async fn with_desk(&self) -> (Self, Id) {
        let desk = self
            .organisation("Example Desk", &["PH"], &["assistance"])
            .await;
        let app = self.another_with(&[("TULAY_OPERATOR_DESK", &desk.to_string())]);
        (app, desk)
    }

    /// Where a request has been, as its person sees it: the name and the outcome of each.
    async fn asked(&self, filed: &Filed) -> Vec<(String, Value)> {
        let seen = self.holder_of(&filed.code).get(RECEIPT).await;
        seen.assert_status(200);
        let offers = seen.json()["offers"].as_array().unwrap().clone();
        let name = |offer: &Value| offer["organisation"]["name"].as_str().unwrap().to_owned();
        offers
            .iter()
            .map(|offer| (name(offer), offer["outcome"].clone()))
            .collect()
    }

    /// Who has a request.
    async fn owner(&self, filed: &Filed) -> Value {
        let seen = self.holder_of(&filed.code).get(RECEIPT).await;
        seen.json()["organisation"]["name"].clone()
    }
}

/// The outcomes of offers, beside the names.
fn outcomes(expected: &[(&str, Option<&str>)]) -> Vec<(String, Value)> {
    let owned = |(name, outcome): &(&str, Option<&str>)| ((*name).to_owned(), json!(outcome));
    expected.iter().map(owned).collect()
}

impl Person<'_> {
    async fn declare(&self, tag: &str, coverage: &Value) -> Response {
        let request = self.request(Method::PUT, COVERAGE).header("If-Match", tag);
        Response::of(request.json(coverage)).await
    }

    /// The open offers to this person's organisation.
    async fn offers(&self) -> Vec<Value> {
        let listed = self.get(&format!("{OFFERS}?open=true")).await;
        listed.assert_status(200);
        listed.json()["items"].as_array().unwrap().clone()
    }

    /// The only open offer.
    async fn offer(&self) -> String {
        let offers = self.offers().await;
        assert_eq!(offers.len(), 1);
        format!("{OFFERS}/{}", offers[0]["id"].as_str().unwrap())
    }

    async fn accept(&self, offer: &str) -> Response {
        Response::of(self.request(Method::POST, &format!("{offer}/acceptance"))).await
    }

    async fn decline(&self, offer: &str, reason: &str) -> Response {
        self.post(&format!("{offer}/refusal"), &json!({ "reason": reason }))
            .await
    }
}
