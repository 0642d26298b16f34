//! Changes of entries: merge patches (RFC 7396). Lists and what has members of its own are given whole.

use std::collections::BTreeSet;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::directory::model::{
    Closure, ContactPerson, CostOption, MailAddress, PageAddress, Phone, Schedule, Serves,
    ServicePlace, ServiceStatus, TimeZoneName, Verification,
};
use crate::organisations::Area;
use crate::platform::code_lists::{Code, Languages, ServiceTypes};
use crate::platform::ids::Id;
use crate::platform::text::{Line, Prose};

type ServiceTypeCode = Code<ServiceTypes>;
type LanguageCode = Code<Languages>;

/// What is to be different about a service.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "entry": { "alert": "Closed for repairs until Friday.", "beds_free": 4 } }))]
pub struct DirectoryServiceChanges {
    /// What is to be different; what is left out stays.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub entry: Option<ServiceEntryChanges>,
}

/// What is to be different about an organisation of the directory.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "entry": { "website": "https://ngo.example/" } }))]
pub struct DirectoryOrganisationChanges {
    /// What is to be different; what is left out stays.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub entry: Option<OrganisationEntryChanges>,
}

/// What is to be different about what is known of a service.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "alert": "Closed for repairs until Friday." }))]
pub struct ServiceEntryChanges {
    /// The organisation of the directory that offers it.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub organisation_id: Option<Id>,
    /// What it is called.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub name: Option<Line<200>>,
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
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub status: Option<ServiceStatus>,
    /// What kind of help it is.
    #[serde(default)]
    #[schema(required = false, nullable = false, min_items = 1, max_items = 30)]
    pub service_types: Option<BTreeSet<ServiceTypeCode>>,
    /// Whom it helps, by where they are.
    #[serde(default)]
    #[schema(required = false, nullable = false, min_items = 1, max_items = 50)]
    pub areas: Option<Vec<Area>>,
    /// The languages that are spoken there.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 50)]
    pub languages: Option<BTreeSet<LanguageCode>>,
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
    #[schema(required = false, nullable = false)]
    pub serves: Option<Serves>,
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
    #[schema(required = false, nullable = false)]
    pub closed_on_public_holidays: Option<bool>,
    /// When it is open. None: nobody has said.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 50)]
    pub schedules: Option<Vec<Schedule>>,
    /// Days on which it is closed all the same.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 100)]
    pub closures: Option<Vec<Closure>>,
    /// How it is reached.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    pub phones: Option<Vec<Phone>>,
    /// Whom one asks for. Names of people only where they want it.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    pub contacts: Option<Vec<ContactPerson>>,
    /// Where it is.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 50)]
    pub places: Option<Vec<ServicePlace>>,
    /// What it costs.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    pub cost_options: Option<Vec<CostOption>>,
    /// What one brings along.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    pub required_documents: Option<Vec<Line<300>>>,
    /// When somebody made sure last that all this is right.
    #[serde(default)]
    pub verification: Option<Verification>,
}

/// What is to be different about what is known of an organisation.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "website": "https://ngo.example/" }))]
pub struct OrganisationEntryChanges {
    /// What it is called.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub name: Option<Line<200>>,
    /// Another name of it.
    #[serde(default)]
    pub alternate_name: Option<Line<200>>,
    /// What it is.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub description: Option<Prose<4000>>,
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
