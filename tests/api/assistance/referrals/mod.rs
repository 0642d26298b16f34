//! Who may know what, what is shown to another organisation, and handing a request over.

mod consents;
mod ending;
mod excluding;
mod limits;
mod making;
mod overriding;
mod reports;
mod sealed;
mod transfers;

use serde_json::{Value, json};
use tulay::platform::ids::Id;

use super::sealed::filed_with;
use super::{Filed, RECEIPT, steps};
use crate::harness::{Person, Response, TestApp};

const REFERRALS: &str = "/v1/staff/assistance-referrals";
const NOTE: &str = "Planted: needs a bed from tonight on";
const REPORT: &str = "Planted: she has slept here for three nights";

/// The address of the person's consents, or of what she does with one.
fn own(what: &str) -> String {
    format!("{RECEIPT}/data-consents{what}")
}

/// A request in review at one organisation, and another that can be asked.
struct Scene<'app> {
    app: &'app TestApp,
    centre: Person<'app>,
    shelter: Person<'app>,
    centre_id: Id,
    shelter_id: Id,
    filed: Filed,
}

impl<'app> Scene<'app> {
    /// Everything was told, also who the person is.
    async fn set(app: &'app TestApp) -> Self {
        let (one, other) = (app.centre().await, app.shelter().await);
        let centre = app.case_worker(one).await;
        let shelter = app.case_worker(other).await;
        Self::of(app, (one, centre), (other, shelter)).await
    }

    async fn of(
        app: &'app TestApp,
        (one, centre): (Id, Person<'app>),
        (other, shelter): (Id, Person<'app>),
    ) -> Self {
        let filed = filed_with(app, one).await;
        let way = steps(&["acknowledged", "in_review"]);
        centre.move_through(&filed, "\"v1\"", &way).await;
        Self {
            app,
            centre,
            shelter,
            centre_id: one,
            shelter_id: other,
            filed,
        }
    }

    /// The same after both have signed in again: a token lasts for a quarter of an hour.
    async fn later(self) -> Self {
        let centre = self.app.again(&self.centre).await;
        let shelter = self.app.again(&self.shelter).await;
        Self {
            centre,
            shelter,
            ..self
        }
    }

    fn person(&self) -> Person<'app> {
        self.app.holder_of(&self.filed.code)
    }

    fn recipient(&self) -> Value {
        json!({ "organisation_id": self.shelter_id.to_string() })
    }

    /// The person lets the shelter know something; returns the consent.
    async fn agree(&self, purpose: &str, fields: &[&str]) -> String {
        self.agree_for(&self.recipient(), purpose, fields).await
    }

    /// The same for another recipient.
    async fn agree_for(&self, recipient: &Value, purpose: &str, fields: &[&str]) -> String {
        let given = json!({ "purpose": purpose, "recipient": recipient, "fields": fields });
        let given = self.person().post(&own(""), &given).await;
        let given = given.assert_status(200).json();
        given["id"].as_str().unwrap().to_owned()
    }

    /// A referral that rests on a consent.
    fn wanted(&self, kind: &str, consent: &str, fields: &[&str]) -> Value {
        json!({ "kind": kind, "recipient": self.recipient(), "service_type": "shelter",
            "fields": fields, "legitimate_basis": "consent", "consent_id": consent, "note": NOTE })
    }

    async fn refer(&self, wanted: &Value) -> Response {
        let opened = self.centre.get(&self.filed.path()).await;
        let tag = opened.header("etag").unwrap().to_owned();
        let path = self.filed.sub("referrals");
        self.centre.change(&path, &tag, wanted).await
    }

    /// A referral or transfer that was made with consent: its address for both sides.
    async fn referred(&self, kind: &str, fields: &[&str]) -> (String, String) {
        let consent = self.agree(kind, fields).await;
        let made = self.refer(&self.wanted(kind, &consent, fields)).await;
        let id = made.assert_status(201).json()["id"].clone();
        (consent, format!("{REFERRALS}/{}", id.as_str().unwrap()))
    }

    /// What the person is shown of who may know what.
    async fn who_knows(&self) -> Value {
        let person = self.person().stepped().await;
        person.get(&own("")).await.assert_status(200).json()
    }

    /// The request as its organisation sees it.
    async fn request(&self) -> Value {
        let opened = self.centre.get(&self.filed.path()).await;
        opened.assert_status(200).json()
    }

    /// The keys that are left of a referral.
    async fn keys(&self, referral: &str) -> String {
        let count = "SELECT cast(count(*) AS text) AS one, '' AS two FROM (SELECT case_id AS id FROM \
            case_key_holders UNION ALL SELECT case_id FROM case_keys UNION ALL SELECT subject_id \
            FROM data_keys) k WHERE id = {id}";
        let id = referral.rsplit('/').next().unwrap();
        super::texts(self.app, count, id).await[0].0.clone()
    }
}

impl TestApp {
    /// An organisation that no request of these tests goes to by itself.
    pub async fn shelter(&self) -> Id {
        self.organisation("Example Shelter", &["MY"], &["assistance"])
            .await
    }

    /// Does once what the server does each minute.
    pub async fn keep_house(&self) {
        let services = self.shared.services.clone();
        let (now, of_job) = (services.clock.now(), services.clone());
        let job = move |conn: &mut _| tulay::assistance::keep_house(conn, &of_job, now);
        services.db.write(job).await.unwrap();
    }
}

/// Says something that needs no body.
async fn say(person: &Person<'_>, path: &str) -> Response {
    person.post(path, &json!({})).await
}

/// The names of the members of an object.
fn members(of: &Value) -> Vec<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}
