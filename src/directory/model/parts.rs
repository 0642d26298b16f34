//! Parts of what is known of a service.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::{MailAddress, MonthDayList, PageAddress, TimeOfDay, WeekdayList};
use super::words::{
    DirectoryTier, DocumentedStatus, ScheduleFrequency, ScheduleWeekday, ServicePlaceKind,
    ServiceVerificationMethod,
};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, ContactChannels, Countries, Currencies, Languages, Sexes};
use crate::platform::ids::Id;
use crate::platform::place::{Point, Subdivision};
use crate::platform::text::{Line, Prose};

type CountryCode = Code<Countries>;
type LanguageCode = Code<Languages>;
type ChannelCode = Code<ContactChannels>;
type SexCode = Code<Sexes>;
type CurrencyCode = Code<Currencies>;

const fn public() -> DirectoryTier {
    DirectoryTier::Public
}

const fn any_status() -> DocumentedStatus {
    DocumentedStatus::Any
}

/// Whom a service helps.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceServes)]
pub struct Serves {
    /// Nationalities; empty: all.
    #[serde(default)]
    #[schema(max_items = 60)]
    pub nationalities: BTreeSet<CountryCode>,
    /// Sexes; empty: all.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub sexes: BTreeSet<SexCode>,
    /// Whether papers are needed; `any` when left out.
    #[serde(default = "any_status")]
    pub documented_status: DocumentedStatus,
    /// Whether children may come along; null: nobody has said.
    #[serde(default)]
    pub families: Option<bool>,
}

impl Default for Serves {
    fn default() -> Self {
        Self {
            nationalities: BTreeSet::new(),
            sexes: BTreeSet::new(),
            documented_status: any_status(),
            families: None,
        }
    }
}

/// A number or account under which a service is reached.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServicePhone, example = json!({ "number": "1800-555-0100", "channel": "voice", "free_number": true,
    "appears_on_bill": false, "visibility": "public" }))]
pub struct Phone {
    /// The number, or the name of the account.
    pub number: Line<300>,
    /// What it is dialled or written to with.
    pub channel: ChannelCode,
    /// Who may see it; `public` when left out.
    #[serde(default = "public")]
    pub visibility: DirectoryTier,
    /// Whether the call stands on the bill, which an employer may read; null: nobody has said.
    #[serde(default)]
    pub appears_on_bill: Option<bool>,
    /// Whether the call is free; null: nobody has said.
    #[serde(default)]
    pub free_number: Option<bool>,
    /// What one should know before.
    #[serde(default)]
    pub description: Option<Line<300>>,
    /// The languages that are spoken there.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub languages: BTreeSet<LanguageCode>,
}

/// Somebody whom one asks for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceContactPerson, example = json!({ "title": "Duty case worker", "visibility": "partner" }))]
pub struct ContactPerson {
    /// The name.
    #[serde(default)]
    pub name: Option<Line<200>>,
    /// The function.
    #[serde(default)]
    pub title: Option<Line<200>>,
    /// The department.
    #[serde(default)]
    pub department: Option<Line<200>>,
    /// The e-mail address.
    #[serde(default)]
    pub email: Option<MailAddress>,
    /// Who may see it; `public` when left out.
    #[serde(default = "public")]
    pub visibility: DirectoryTier,
}

/// A place at which a service is offered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServicePlace, example = json!({ "kind": "physical", "country": "MY", "city": "Sample Town",
    "address": "7 Sample Road", "visibility": "restricted" }))]
pub struct ServicePlace {
    /// The service at this place; the server makes one when it is left out.
    #[serde(default)]
    pub id: Option<Id>,
    /// The place, when it has an id of its own elsewhere. It is shown only to who may see the place.
    #[serde(default)]
    pub location_id: Option<Id>,
    /// What it is.
    pub kind: ServicePlaceKind,
    /// Who may see it; `public` when left out. A shelter's is `restricted`.
    #[serde(default = "public")]
    pub visibility: DirectoryTier,
    /// What it is called.
    #[serde(default)]
    pub name: Option<Line<200>>,
    /// What one should know of it.
    #[serde(default)]
    pub description: Option<Prose<1000>>,
    /// How one gets there.
    #[serde(default)]
    pub transportation: Option<Prose<1000>>,
    /// Where one meets, when it is virtual.
    #[serde(default)]
    pub url: Option<PageAddress>,
    /// The country.
    #[serde(default)]
    pub country: Option<CountryCode>,
    /// The province, state or region.
    #[serde(default)]
    pub subdivision: Option<Subdivision>,
    /// The town.
    #[serde(default)]
    pub city: Option<Line<200>>,
    /// The postcode.
    #[serde(default)]
    pub postal_code: Option<Line<20>>,
    /// Street and number.
    #[serde(default)]
    pub address: Option<Line<300>>,
    /// The place on the map.
    #[serde(default)]
    pub point: Option<Point>,
    /// When it is open, when that is another time than the service's.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub schedules: Vec<Schedule>,
    /// Numbers of this place. They are shown only to who may see the place.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub phones: Vec<Phone>,
}

/// Hours that come again, in the parts of RFC 5545. Without `freq` they hold on the day `dtstart`, or on every day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceSchedule, example = json!({ "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00",
    "closes_at": "17:00" }))]
pub struct Schedule {
    /// The first day on which it holds.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The last one.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// The first day of the repetition; needed with an interval above 1 and with `count`.
    #[serde(default)]
    pub dtstart: Option<Date>,
    /// The last day of the repetition.
    #[serde(default)]
    pub until: Option<Date>,
    /// How often.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    pub count: Option<u16>,
    /// The day on which a week begins; Monday when left out.
    #[serde(default)]
    pub wkst: Option<ScheduleWeekday>,
    /// How often it is repeated.
    #[serde(default)]
    pub freq: Option<ScheduleFrequency>,
    /// Every how many weeks or months; 1 when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 60)]
    pub interval: Option<u8>,
    /// On which days of the week.
    #[serde(default)]
    pub byday: Option<WeekdayList>,
    /// On which days of the month.
    #[serde(default)]
    pub bymonthday: Option<MonthDayList>,
    /// From when; midnight when left out.
    #[serde(default)]
    pub opens_at: Option<TimeOfDay>,
    /// Until when, which may lie on the next day; the next midnight when left out.
    #[serde(default)]
    pub closes_at: Option<TimeOfDay>,
    /// The same in words.
    #[serde(default)]
    pub description: Option<Line<300>>,
    /// How one attends: there, by telephone.
    #[serde(default)]
    pub attending_type: Option<Line<100>>,
}

/// Days on which a service is closed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceClosure, example = json!({ "from": "2026-12-24", "to": "2027-01-02", "reason": "Holidays" }))]
pub struct Closure {
    /// The first one.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// Why.
    #[serde(default)]
    pub reason: Option<Line<200>>,
}

/// What a service costs.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceCostOption, example = json!({ "option": "Anybody", "amount": 0, "currency": "MYR" }))]
pub struct CostOption {
    /// For whom or for what.
    #[serde(default)]
    pub option: Option<Line<200>>,
    /// How much.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub amount: Option<f64>,
    /// In which currency.
    #[serde(default)]
    pub currency: Option<CurrencyCode>,
    /// What the amount is for.
    #[serde(default)]
    pub amount_description: Option<Line<200>>,
}

/// When somebody made sure that an entry is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceVerification, example = json!({ "method": "called", "verified_on": "2026-11-23",
    "next_due": "2027-05-23" }))]
pub struct Verification {
    /// How.
    pub method: ServiceVerificationMethod,
    /// On which day.
    pub verified_on: Date,
    /// When it is to be done again.
    #[serde(default)]
    pub next_due: Option<Date>,
}
