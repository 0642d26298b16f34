//! All that is known of a service, as its organisation says it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::parts::{
    Closure, ContactPerson, CostOption, Phone, Schedule, Serves, ServicePlace, Verification,
};
use super::text::{MailAddress, PageAddress, TimeZoneName};
use super::words::ServiceStatus;
use crate::organisations::Area;
use crate::platform::code_lists::{Code, Languages, ServiceTypes};
use crate::platform::ids::Id;
use crate::platform::text::{Line, Prose};

type ServiceTypeCode = Code<ServiceTypes>;
type LanguageCode = Code<Languages>;

const fn active() -> ServiceStatus {
    ServiceStatus::Active
}

/// A service: help of one or several kinds that an organisation offers.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DirectoryServiceFacts, example = json!({
    "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "name": "Safe house for women",
    "service_types": ["shelter"],
    "areas": [{ "country": "MY", "subdivisions": [] }],
    "languages": ["id", "ms"],
    "serves": { "nationalities": [], "sexes": ["female"], "documented_status": "any", "families": true },
    "confidential_to_employer": true,
    "time_zone": "Asia/Kuala_Lumpur",
    "schedules": [{ "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00" }],
    "phones": [{ "number": "+60 3 5550 0100", "channel": "voice", "free_number": false }],
    "places": [{ "kind": "physical", "visibility": "restricted", "country": "MY", "city": "Sample Town",
        "address": "7 Sample Road" }]
}))]
pub struct ServiceFacts {
    /// The organisation of the directory that offers it.
    pub organisation_id: Id,
    /// What it is called.
    pub name: Line<200>,
    /// Another name of it.
    #[serde(default)]
    pub alternate_name: Option<Line<200>>,
    /// What it does. Everybody reads this: no address that must stay unknown.
    #[serde(default)]
    pub description: Option<Prose<4000>>,
    /// Its page.
    #[serde(default)]
    pub url: Option<PageAddress>,
    /// Its e-mail address, for everybody.
    #[serde(default)]
    pub email: Option<MailAddress>,
    /// How it stands; `active` when left out.
    #[serde(default = "active")]
    pub status: ServiceStatus,
    /// What kind of help it is.
    #[schema(min_items = 1, max_items = 30)]
    pub service_types: BTreeSet<ServiceTypeCode>,
    /// Whom it helps, by where they are.
    #[schema(min_items = 1, max_items = 50)]
    pub areas: Vec<Area>,
    /// The languages that are spoken there.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub languages: BTreeSet<LanguageCode>,
    /// What there is for other languages.
    #[serde(default)]
    pub interpretation_services: Option<Prose<1000>>,
    /// How one asks for help.
    #[serde(default)]
    pub application_process: Option<Prose<2000>>,
    /// What it costs, in words.
    #[serde(default)]
    pub fees_description: Option<Prose<1000>>,
    /// Whom it helps, in words.
    #[serde(default)]
    pub eligibility_description: Option<Prose<1000>>,
    /// What is different at present.
    #[serde(default)]
    pub alert: Option<Prose<1000>>,
    /// From which age on.
    #[serde(default)]
    #[schema(maximum = 120)]
    pub minimum_age: Option<u8>,
    /// Until which age.
    #[serde(default)]
    #[schema(maximum = 120)]
    pub maximum_age: Option<u8>,
    /// Whom it helps.
    #[serde(default)]
    pub serves: Serves,
    /// Whether the employer hears nothing; null: nobody has said.
    #[serde(default)]
    pub confidential_to_employer: Option<bool>,
    /// How many beds are free. Only partners see it: one bed less may be her who ran away last night.
    #[serde(default)]
    #[schema(maximum = 10000)]
    pub beds_free: Option<u16>,
    /// The time zone of its hours; needed with `schedules`.
    #[serde(default)]
    pub time_zone: Option<TimeZoneName>,
    /// Whether it is closed on public holidays of the country in which it is.
    #[serde(default)]
    pub closed_on_public_holidays: bool,
    /// When it is open. None: nobody has said.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub schedules: Vec<Schedule>,
    /// Days on which it is closed all the same.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub closures: Vec<Closure>,
    /// How it is reached.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub phones: Vec<Phone>,
    /// Whom one asks for. Names of people only where they want it.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub contacts: Vec<ContactPerson>,
    /// Where it is.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub places: Vec<ServicePlace>,
    /// What it costs.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub cost_options: Vec<CostOption>,
    /// What one brings along.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub required_documents: Vec<Line<300>>,
    /// When somebody made sure last that all this is right.
    #[serde(default)]
    pub verification: Option<Verification>,
}

/// An organisation that offers services. Everybody sees it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DirectoryOrganisationFacts, example = json!({ "name": "Example Workers' Centre",
    "description": "Helps workers from abroad.", "website": "https://ngo.example/" }))]
pub struct OrganisationFacts {
    /// What it is called.
    pub name: Line<200>,
    /// Another name of it.
    #[serde(default)]
    pub alternate_name: Option<Line<200>>,
    /// What it is.
    pub description: Prose<4000>,
    /// Its e-mail address.
    #[serde(default)]
    pub email: Option<MailAddress>,
    /// Its page.
    #[serde(default)]
    pub website: Option<PageAddress>,
    /// Since which year it is there.
    #[serde(default)]
    #[schema(minimum = 1000, maximum = 2100)]
    pub year_incorporated: Option<u16>,
    /// Its legal form.
    #[serde(default)]
    pub legal_status: Option<Line<200>>,
}
