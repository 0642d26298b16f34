//! The objects of HSDS 3 with the extensions of our profile. What is stored for the public is one of these, so that what
//! must not be seen is not there at all.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::directory::model::{
    DirectoryTier, DocumentedStatus, OpeningState, ScheduleFrequency, ScheduleWeekday,
    ServicePlaceKind, ServiceStatus, Verification,
};
use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsService)]
pub struct Service {
    /// Its id.
    pub id: Id,
    /// Who offers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<Id>,
    /// What it is called.
    pub name: String,
    /// Another name of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternate_name: Option<String>,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// How it stands.
    pub status: ServiceStatus,
    /// What there is for other languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpretation_services: Option<String>,
    /// How one asks for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_process: Option<String>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees_description: Option<String>,
    /// Whom it helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility_description: Option<String>,
    /// From which age on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_age: Option<u8>,
    /// Until which age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_age: Option<u8>,
    /// On which day somebody made sure last that the entry is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assured_date: Option<Date>,
    /// What is different at present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// When what is shown here was changed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<Time>,
    /// How it is reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// When it is open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// Whom it helps, by where they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service_areas: Vec<ServiceArea>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service_at_locations: Vec<ServiceAtLocation>,
    /// The languages that are spoken there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// Who offers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost_options: Vec<CostOption>,
    /// What one brings along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_documents: Vec<RequiredDocument>,
    /// Whom one asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// What kind of help it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
    /// Extension: what kind of help it is, by codes (`/v1/code-lists/service_types`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service_types: Vec<String>,
    /// Extension: whom it helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serves: Option<Serves>,
    /// Extension: whether the employer hears nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidential_to_employer: Option<bool>,
    /// Extension: room there is; for partners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// Extension: when somebody made sure that the entry is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Verification>,
    /// Extension: the time zone of its hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Extension: whether it is closed on public holidays.
    #[serde(default, skip_serializing_if = "is_false")]
    pub closed_on_public_holidays: bool,
    /// Extension: days on which it is closed all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
    /// Extension: whether it is open now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_now: Option<OpeningState>,
    /// Extension: where the entry was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_from: Option<TakenFrom>,
}

/// Whom a service helps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsServes)]
pub struct Serves {
    /// Nationalities; empty: all.
    pub nationalities: Vec<String>,
    /// Sexes; empty: all.
    pub sexes: Vec<String>,
    /// Whether papers are needed.
    pub documented_status: DocumentedStatus,
    /// Whether children may come along; null: nobody has said.
    pub families: Option<bool>,
}

/// Room there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsCapacity)]
pub struct Capacity {
    /// Beds that are free.
    pub beds_free: u16,
    /// When somebody counted.
    pub updated_at: Time,
}

/// Where an entry was taken from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsTakenFrom)]
pub struct TakenFrom {
    /// Who says so.
    pub name: String,
    /// Where it was read.
    pub url: String,
    /// On which day.
    pub retrieved_on: Date,
}

/// Days on which a service is closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsClosure)]
pub struct Closure {
    /// The first one.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A number or account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsPhone)]
pub struct Phone {
    /// Its id.
    pub id: Id,
    /// The number; empty when it is not shown.
    pub number: String,
    /// What it is dialled or written to with, as the standard knows it.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What one should know before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The languages that are spoken there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// Extension: a code of the list `contact_channels`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Extension: whether the call stands on the bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appears_on_bill: Option<bool>,
    /// Extension: whether the call is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_number: Option<bool>,
    /// Extension: who may see it.
    pub visibility: DirectoryTier,
    /// Extension: there is one, and you may not see it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub redacted: bool,
}

/// Somebody whom one asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsContact)]
pub struct Contact {
    /// The id.
    pub id: Id,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Extension: who may see it.
    pub visibility: DirectoryTier,
    /// Extension: there is one, and you may not see it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub redacted: bool,
}

/// Hours that come again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsSchedule)]
pub struct Schedule {
    /// Its id.
    pub id: Id,
    /// The first day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// The first day of the repetition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dtstart: Option<Date>,
    /// Hours by which its clocks are ahead of UTC, when that is the same all year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<f64>,
    /// The last day of the repetition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    /// The day on which a week begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wkst: Option<ScheduleWeekday>,
    /// How often it is repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freq: Option<ScheduleFrequency>,
    /// Every how many weeks or months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<u8>,
    /// On which days of the week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byday: Option<String>,
    /// On which days of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bymonthday: Option<String>,
    /// From when, in local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<String>,
    /// Until when, in local time; before `opens_at`: on the next day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<String>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How one attends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attending_type: Option<String>,
}

/// Whom a service helps, by where they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsServiceArea)]
pub struct ServiceArea {
    /// Its id.
    pub id: Id,
    /// The country (ISO 3166-1).
    pub name: String,
    /// The country, or its parts with commas between (ISO 3166-2).
    pub extent: String,
    /// `iso_3166`.
    pub extent_type: String,
}

/// A service at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsServiceAtLocation)]
pub struct ServiceAtLocation {
    /// Its id.
    pub id: Id,
    /// The service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_id: Option<Id>,
    /// Its numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// When it is open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// The place.
    pub location: Location,
    /// The service, in lists of places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub service: Option<Box<Service>>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsLocation)]
pub struct Location {
    /// Its id; of a place that you may not see, that of the service at it.
    pub id: Id,
    /// What it is.
    pub location_type: ServicePlaceKind,
    /// Where one meets, when it is virtual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What one should know of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How one gets there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transportation: Option<String>,
    /// Its latitude.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Its longitude.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Extension: who may see it.
    pub visibility: DirectoryTier,
    /// Extension: there is one, and you may not see it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub redacted: bool,
}

/// An address. The standard wants all of its members; what is not known is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsAddress)]
pub struct Address {
    /// Its id.
    pub id: Id,
    /// Street and number.
    pub address_1: String,
    /// The town.
    pub city: String,
    /// The province, state or region (ISO 3166-2).
    pub state_province: String,
    /// The postcode.
    pub postal_code: String,
    /// The country (ISO 3166-1).
    pub country: String,
    /// What it is for.
    pub address_type: ServicePlaceKind,
}

/// A language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsLanguage)]
pub struct Language {
    /// Its id.
    pub id: Id,
    /// Its code (BCP 47).
    pub code: String,
}

/// What a service costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsCostOption)]
pub struct CostOption {
    /// Its id.
    pub id: Id,
    /// For whom or for what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    /// In which currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What the amount is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_description: Option<String>,
}

/// What one brings along.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsRequiredDocument)]
pub struct RequiredDocument {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub document: String,
}

/// A term that is said of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsAttribute)]
pub struct Attribute {
    /// Its id.
    pub id: Id,
    /// The term.
    pub taxonomy_term: TaxonomyTerm,
}

/// A term of a taxonomy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsTaxonomyTerm)]
pub struct TaxonomyTerm {
    /// Its id.
    pub id: Id,
    /// Its code.
    pub code: String,
    /// Its name, in English; `/v1/code-lists` has it in other languages.
    pub name: String,
    /// What it means.
    pub description: String,
    /// The taxonomy.
    pub taxonomy: String,
    /// The taxonomy.
    pub taxonomy_id: Id,
    /// The language of its name.
    pub language: String,
}

/// A taxonomy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsTaxonomy)]
pub struct Taxonomy {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Where it is read.
    pub uri: String,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsOrganization)]
pub struct Organization {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// Another name of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternate_name: Option<String>,
    /// What it is.
    pub description: String,
    /// Its e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Since which year it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_incorporated: Option<u16>,
    /// Its legal form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_status: Option<String>,
    /// Its services, when one organisation is read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub services: Vec<Service>,
}
