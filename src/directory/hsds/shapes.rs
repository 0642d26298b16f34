//! The objects of HSDS 3 with the extensions of our profile. What is stored for the public is one of these, so that what
//! must not be seen is not there at all.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use super::parts::{
    Address, Contact, CostOption, Language, Location, Phone, RequiredDocument, Schedule,
    ServiceArea, ServiceAtLocation,
};
use crate::directory::model::{DocumentedStatus, OpeningState, ServiceStatus, Verification};
use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
pub(super) const fn is_false(value: &bool) -> bool {
    !*value
}

/// A service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HsdsService)]
#[expect(clippy::struct_field_names, reason = "the names are the standard's")]
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
