//! What a reader may see of a service. Everything that is read, found, counted or sorted starts from here.

use std::collections::BTreeSet;

use super::ids::part;
use super::shapes::{
    Address, Capacity, Closure, Contact, CostOption, Language, Location, Organization, Phone,
    RequiredDocument, Schedule, Serves, Service, ServiceArea, ServiceAtLocation,
};
use crate::directory::model::{
    self, DirectoryTier, OrganisationFacts, ServiceFacts, ServicePlace, TimeOfDay, TimeZoneName,
};
use crate::organisations::Area;
use crate::platform::clock::Time;
use crate::platform::code_lists::Code;
use crate::platform::ids::Id;
use crate::platform::place::{Point, Subdivision};
use crate::platform::text::{Line, Prose};

/// When something was changed.
#[derive(Debug, Clone, Copy)]
pub struct Stamps {
    /// What the reader sees.
    pub changed_at: Time,
    /// How many beds are free.
    pub counted_at: Time,
}

fn line<const MAX: usize>(text: Option<&Line<MAX>>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}

fn prose<const MAX: usize>(text: Option<&Prose<MAX>>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}

fn codes<L>(codes: &BTreeSet<Code<L>>) -> Vec<String> {
    codes.iter().map(|code| code.as_str().to_owned()).collect()
}

fn languages<L>(of: Id, codes: &BTreeSet<Code<L>>) -> Vec<Language> {
    let all = codes.iter().enumerate();
    let one = |(index, code): (usize, &Code<L>)| Language {
        id: part(of, "language", index),
        code: code.as_str().to_owned(),
    };
    all.map(one).collect()
}

fn each<T, U>(all: &[T], of: Id, kind: &str, show: impl Fn(Id, &T) -> U) -> Vec<U> {
    let all = all.iter().enumerate();
    all.map(|(index, one)| show(part(of, kind, index), one))
        .collect()
}

impl Service {
    /// A service as a reader of this tier sees it.
    #[expect(
        clippy::too_many_lines,
        reason = "member after member, so that one that is new does not compile before somebody has decided who sees it"
    )]
    pub fn of(id: Id, facts: &ServiceFacts, tier: DirectoryTier, stamps: Stamps) -> Self {
        let zone = facts.time_zone.as_ref();
        let hours = |id, schedule: &model::Schedule| Schedule::of(id, schedule, zone);
        Self {
            organization_id: Some(facts.organisation_id),
            name: facts.name.as_str().to_owned(),
            alternate_name: line(facts.alternate_name.as_ref()),
            description: prose(facts.description.as_ref()),
            url: facts.url.as_ref().map(|url| url.as_str().to_owned()),
            email: facts.email.as_ref().map(|mail| mail.as_str().to_owned()),
            status: facts.status,
            interpretation_services: prose(facts.interpretation_services.as_ref()),
            application_process: prose(facts.application_process.as_ref()),
            fees_description: prose(facts.fees_description.as_ref()),
            eligibility_description: prose(facts.eligibility_description.as_ref()),
            minimum_age: facts.minimum_age,
            maximum_age: facts.maximum_age,
            assured_date: facts.verification.as_ref().map(|one| one.verified_on),
            alert: prose(facts.alert.as_ref()),
            last_modified: Some(stamps.changed_at),
            phones: each(&facts.phones, id, "phone", |id, phone| {
                Phone::of(id, phone, tier)
            }),
            schedules: each(&facts.schedules, id, "schedule", hours),
            service_areas: each(&facts.areas, id, "service_area", ServiceArea::of),
            service_at_locations: each(&facts.places, id, "place", |own, place| {
                let own = place.id.unwrap_or(own);
                ServiceAtLocation::of((own, id), place, tier, zone)
            }),
            languages: languages(id, &facts.languages),
            organization: None,
            cost_options: each(&facts.cost_options, id, "cost_option", CostOption::of),
            required_documents: each(&facts.required_documents, id, "document", |id, one| {
                let document = one.as_str().to_owned();
                RequiredDocument { id, document }
            }),
            contacts: each(&facts.contacts, id, "contact", |id, contact| {
                Contact::of(id, contact, tier)
            }),
            attributes: Vec::new(),
            service_types: codes(&facts.service_types),
            serves: Some(Serves::of(&facts.serves)),
            confidential_to_employer: facts.confidential_to_employer,
            capacity: capacity(facts, tier, stamps),
            verification: facts.verification.clone(),
            time_zone: zone.map(|zone| zone.as_str().to_owned()),
            closed_on_public_holidays: facts.closed_on_public_holidays,
            closures: facts.closures.iter().map(Closure::of).collect(),
            open_now: None,
            taken_from: None,
            id,
        }
    }
}

/// Only partners see beds: one less may be her who ran away last night.
fn capacity(facts: &ServiceFacts, tier: DirectoryTier, stamps: Stamps) -> Option<Capacity> {
    let beds_free = facts.beds_free.filter(|_| tier >= DirectoryTier::Partner)?;
    Some(Capacity {
        beds_free,
        updated_at: stamps.counted_at,
    })
}

impl Serves {
    fn of(serves: &model::Serves) -> Self {
        Self {
            nationalities: codes(&serves.nationalities),
            sexes: codes(&serves.sexes),
            documented_status: serves.documented_status,
            families: serves.families,
        }
    }
}

impl Closure {
    fn of(closure: &model::Closure) -> Self {
        Self {
            from: closure.from,
            to: closure.to,
            reason: line(closure.reason.as_ref()),
        }
    }
}

impl Phone {
    fn of(id: Id, phone: &model::Phone, tier: DirectoryTier) -> Self {
        let hidden = Self {
            id,
            number: String::new(),
            kind: None,
            description: None,
            languages: Vec::new(),
            channel: None,
            appears_on_bill: None,
            free_number: None,
            visibility: phone.visibility,
            redacted: true,
        };
        if phone.visibility > tier {
            return hidden;
        }
        Self {
            number: phone.number.as_str().to_owned(),
            kind: Some(phone.channel.as_str().to_owned()),
            description: line(phone.description.as_ref()),
            languages: languages(id, &phone.languages),
            channel: Some(phone.channel.as_str().to_owned()),
            appears_on_bill: phone.appears_on_bill,
            free_number: phone.free_number,
            redacted: false,
            ..hidden
        }
    }
}

impl Contact {
    fn of(id: Id, contact: &model::ContactPerson, tier: DirectoryTier) -> Self {
        let hidden = Self {
            id,
            name: None,
            title: None,
            department: None,
            email: None,
            visibility: contact.visibility,
            redacted: true,
        };
        if contact.visibility > tier {
            return hidden;
        }
        Self {
            name: line(contact.name.as_ref()),
            title: line(contact.title.as_ref()),
            department: line(contact.department.as_ref()),
            email: contact.email.as_ref().map(|mail| mail.as_str().to_owned()),
            redacted: false,
            ..hidden
        }
    }
}

/// Hours by which clocks are ahead of UTC, where that is the same all year.
fn fixed_offset(zone: &TimeZoneName) -> Option<f64> {
    let zone = jiff::tz::TimeZone::get(zone.as_str()).ok()?;
    let at = |day: i64| {
        let then = jiff::Timestamp::from_second(day * 86_400).ok()?;
        Some(zone.to_offset(then).seconds())
    };
    // The winter and the summer of 2026.
    let (winter, summer) = (at(20_468)?, at(20_649)?);
    (winter == summer).then(|| f64::from(winter) / 3600.0)
}

impl Schedule {
    fn of(id: Id, schedule: &model::Schedule, zone: Option<&TimeZoneName>) -> Self {
        let clock = |time: &TimeOfDay| format!("{}:00", time.as_str());
        Self {
            id,
            valid_from: schedule.valid_from,
            valid_to: schedule.valid_to,
            dtstart: schedule.dtstart,
            timezone: zone.and_then(fixed_offset),
            until: schedule.until,
            count: schedule.count,
            wkst: schedule.wkst,
            freq: schedule.freq,
            interval: schedule.interval,
            byday: schedule.byday.as_ref().map(|days| days.as_str().to_owned()),
            bymonthday: schedule
                .bymonthday
                .as_ref()
                .map(|days| days.as_str().to_owned()),
            opens_at: schedule.opens_at.as_ref().map(clock),
            closes_at: schedule.closes_at.as_ref().map(clock),
            description: line(schedule.description.as_ref()),
            attending_type: line(schedule.attending_type.as_ref()),
        }
    }
}

impl ServiceArea {
    fn of(id: Id, area: &Area) -> Self {
        let country = area.country.as_str().to_owned();
        let parts: Vec<&str> = area.subdivisions.iter().map(Subdivision::as_str).collect();
        Self {
            id,
            extent: if parts.is_empty() {
                country.clone()
            } else {
                parts.join(",")
            },
            name: country,
            extent_type: "iso_3166".to_owned(),
        }
    }
}

impl ServiceAtLocation {
    fn of(
        (id, service): (Id, Id),
        place: &ServicePlace,
        tier: DirectoryTier,
        zone: Option<&TimeZoneName>,
    ) -> Self {
        let sees = place.visibility <= tier;
        let (phones, schedules): (&[_], &[_]) = if sees {
            (&place.phones, &place.schedules)
        } else {
            (&[], &[])
        };
        Self {
            id,
            service_id: Some(service),
            phones: each(phones, id, "phone", |id, phone| Phone::of(id, phone, tier)),
            schedules: each(schedules, id, "schedule", |id, schedule| {
                Schedule::of(id, schedule, zone)
            }),
            location: Location::of(id, place, sees),
            service: None,
        }
    }
}

impl Location {
    /// A place that is not seen has no id of its own: others may know where that one is.
    fn of(at: Id, place: &ServicePlace, sees: bool) -> Self {
        let hidden = Self {
            id: at,
            location_type: place.kind,
            url: None,
            name: None,
            description: None,
            transportation: None,
            latitude: None,
            longitude: None,
            addresses: Vec::new(),
            visibility: place.visibility,
            redacted: true,
        };
        if !sees {
            return hidden;
        }
        Self {
            id: place.location_id.unwrap_or(at),
            url: place.url.as_ref().map(|url| url.as_str().to_owned()),
            name: line(place.name.as_ref()),
            description: prose(place.description.as_ref()),
            transportation: prose(place.transportation.as_ref()),
            latitude: place.point.as_ref().map(Point::latitude),
            longitude: place.point.as_ref().map(Point::longitude),
            addresses: Address::of(at, place).into_iter().collect(),
            redacted: false,
            ..hidden
        }
    }
}

impl Address {
    fn of(at: Id, place: &ServicePlace) -> Option<Self> {
        let text = |text: Option<String>| text.unwrap_or_default();
        let country = place.country.as_ref()?.as_str().to_owned();
        let part = place.subdivision.as_ref();
        Some(Self {
            id: part_id(at),
            address_1: text(line(place.address.as_ref())),
            city: text(line(place.city.as_ref())),
            state_province: text(part.map(|part| part.as_str().to_owned())),
            postal_code: text(line(place.postal_code.as_ref())),
            country,
            address_type: place.kind,
        })
    }
}

fn part_id(at: Id) -> Id {
    part(at, "address", 0)
}

impl CostOption {
    fn of(id: Id, option: &model::CostOption) -> Self {
        Self {
            id,
            option: line(option.option.as_ref()),
            amount: option.amount,
            currency: option
                .currency
                .as_ref()
                .map(|code| code.as_str().to_owned()),
            amount_description: line(option.amount_description.as_ref()),
        }
    }
}

impl Organization {
    /// An organisation as everybody sees it.
    pub fn of(id: Id, facts: &OrganisationFacts) -> Self {
        Self {
            id,
            name: facts.name.as_str().to_owned(),
            alternate_name: line(facts.alternate_name.as_ref()),
            description: facts.description.as_str().to_owned(),
            email: facts.email.as_ref().map(|mail| mail.as_str().to_owned()),
            website: facts.website.as_ref().map(|url| url.as_str().to_owned()),
            year_incorporated: facts.year_incorporated,
            legal_status: line(facts.legal_status.as_ref()),
            services: Vec::new(),
        }
    }
}
