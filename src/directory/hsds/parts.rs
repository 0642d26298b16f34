//! Objects that stand within others.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shapes::{Service, is_false};
use crate::directory::model::{
    DirectoryTier, ScheduleFrequency, ScheduleWeekday, ServicePlaceKind,
};
use crate::platform::clock::Date;
use crate::platform::ids::Id;

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
#[expect(clippy::struct_field_names, reason = "the names are the standard's")]
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
#[expect(clippy::struct_field_names, reason = "the names are the standard's")]
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
