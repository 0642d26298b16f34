//! Objects of the standard as what we know of a service. What does not fit is found by the contract afterwards, as if a member
//! of staff had written it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::values::{copied, list, member, number, truth, visibility, words};

/// What holds where a list says nothing.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// The country (ISO 3166-1).
    pub country: Option<String>,
    /// The time zone (IANA).
    pub time_zone: Option<String>,
    /// The codes of the list of service types.
    pub service_types: BTreeSet<String>,
}

/// What an object says of an organisation.
pub fn organisation(value: &Value) -> Value {
    let name = copied(value, "name");
    json!({
        "name": name,
        "alternate_name": copied(value, "alternate_name"),
        "description": member(value, "description").cloned().unwrap_or(name),
        "email": copied(value, "email"),
        "website": copied(value, "website"),
        "year_incorporated": number(value, "year_incorporated"),
        "legal_status": copied(value, "legal_status"),
    })
}

/// Members that are called as ours and are texts.
const TEXTS: [&str; 10] = [
    "name",
    "alternate_name",
    "description",
    "url",
    "email",
    "status",
    "interpretation_services",
    "application_process",
    "eligibility_description",
    "alert",
];

/// What an object says of a service.
pub fn service(value: &Value, defaults: &Defaults) -> Value {
    let mut entry = Map::new();
    for name in TEXTS {
        entry.insert(name.to_owned(), copied(value, name));
    }
    let mut set = |name: &str, value: Value| entry.insert(name.to_owned(), value);
    let fees = member(value, "fees_description").or_else(|| member(value, "fees"));
    set("fees_description", fees.cloned().unwrap_or(Value::Null));
    set("organisation_id", copied(value, "organization_id"));
    set("service_types", json!(service_types(value, defaults)));
    set("areas", Value::Array(areas(value, defaults)));
    set("languages", languages(value));
    set("minimum_age", number(value, "minimum_age"));
    set("maximum_age", number(value, "maximum_age"));
    set("schedules", schedules(value));
    set("phones", Value::Array(phones(value)));
    let people = contacts(value).into_iter();
    let people = people.map(|(one, seen_by)| contact(one, &seen_by));
    set("contacts", Value::Array(people.collect()));
    let places = list(value, "service_at_locations").iter().filter_map(place);
    set("places", Value::Array(places.collect()));
    let costs = list(value, "cost_options").iter().map(cost);
    set("cost_options", Value::Array(costs.collect()));
    let documents = list(value, "required_documents").iter();
    let documents = documents.filter_map(|one| member(one, "document"));
    set("required_documents", json!(documents.collect::<Vec<_>>()));
    set("verification", verification(value));
    entry.extend(of_profile(value, defaults));
    Value::Object(entry)
}

/// What an object says beyond the standard, in the members of our profile.
fn of_profile(value: &Value, defaults: &Defaults) -> Map<String, Value> {
    let mut entry = Map::new();
    let mut set = |name: &str, value: Value| entry.insert(name.to_owned(), value);
    let is_confidential = truth(value, "confidential_to_employer");
    set("confidential_to_employer", is_confidential);
    let capacity = value.get("capacity");
    let beds = capacity.map(|capacity| number(capacity, "beds_free"));
    set("beds_free", beds.unwrap_or(Value::Null));
    let on_holidays = truth(value, "closed_on_public_holidays") == json!(true);
    set("closed_on_public_holidays", json!(on_holidays));
    for name in ["serves", "closures"] {
        if let Some(told) = member(value, name) {
            set(name, told.clone());
        }
    }
    let zone = member(value, "time_zone").cloned();
    let zone = zone.or_else(|| defaults.time_zone.clone().map(Value::from));
    let zone = zone.or_else(|| fixed_zone(value));
    set("time_zone", zone.unwrap_or(Value::Null));
    entry
}

/// What kind of help it is: as our profile says it, or by terms that are called as ours.
fn service_types(value: &Value, defaults: &Defaults) -> BTreeSet<String> {
    let mut types: BTreeSet<String> = words(value, "service_types").into_iter().collect();
    let terms = list(value, "attributes").iter();
    let codes = terms.filter_map(|one| one.pointer("/taxonomy_term/code")?.as_str());
    let known = codes.filter(|code| defaults.service_types.contains(*code));
    types.extend(known.map(str::to_owned));
    if types.is_empty() {
        types.insert("other".to_owned());
    }
    types
}

fn areas(value: &Value, defaults: &Defaults) -> Vec<Value> {
    let told = list(value, "service_areas")
        .iter()
        .filter(|area| member(area, "extent_type").and_then(Value::as_str) == Some("iso_3166"));
    let told: Vec<Value> = told
        .map(|area| {
            let parts = words(area, "extent");
            let parts: Vec<String> = parts.into_iter().filter(|one| one.contains('-')).collect();
            json!({ "country": copied(area, "name"), "subdivisions": parts })
        })
        .collect();
    if !told.is_empty() {
        return told;
    }
    let mut countries: BTreeSet<String> = defaults.country.iter().cloned().collect();
    for at in list(value, "service_at_locations") {
        let addresses = at.pointer("/location/addresses").and_then(Value::as_array);
        for address in addresses.into_iter().flatten() {
            let country = member(address, "country").and_then(Value::as_str);
            countries.extend(country.map(str::to_owned));
        }
    }
    let whole = |country: String| json!({ "country": country, "subdivisions": [] });
    countries.into_iter().map(whole).collect()
}

fn languages(value: &Value) -> Value {
    let codes = list(value, "languages").iter();
    let codes: BTreeSet<&str> = codes
        .filter_map(|one| member(one, "code")?.as_str())
        .collect();
    json!(codes)
}

/// The people of a service and of its places, each with who may see them: nobody who may not see the place.
fn contacts(value: &Value) -> Vec<(&Value, Value)> {
    let own = list(value, "contacts").iter();
    let own = own.map(|one| (one, visibility(one)));
    let there = list(value, "service_at_locations").iter().flat_map(|at| {
        let location = at.get("location");
        let seen_by = location.map_or(json!("public"), visibility);
        let of_place = location
            .map(|one| list(one, "contacts"))
            .unwrap_or_default();
        let all = list(at, "contacts").iter().chain(of_place);
        all.map(move |one| (one, strictest(&seen_by, &visibility(one))))
    });
    own.chain(there).collect()
}

/// The narrower of two circles of readers.
fn strictest(one: &Value, other: &Value) -> Value {
    let order = ["restricted", "partner", "public"];
    let both = [one, other];
    let found = order
        .iter()
        .find(|word| both.iter().any(|own| own.as_str() == Some(word)));
    found.map_or_else(|| other.clone(), |word| json!(word))
}

fn phones(value: &Value) -> Vec<Value> {
    let own = list(value, "phones").iter().map(|one| phone(one, None));
    let of_contacts = contacts(value).into_iter().flat_map(|(contact, seen_by)| {
        let phones = list(contact, "phones").iter();
        phones.map(move |one| phone(one, Some(&seen_by)))
    });
    own.chain(of_contacts).collect()
}

fn phone(value: &Value, seen_by: Option<&Value>) -> Value {
    let channel = member(value, "channel").or_else(|| member(value, "type"));
    let channel = match channel.and_then(Value::as_str) {
        Some("text" | "sms") => "sms".to_owned(),
        None | Some("cell" | "voice" | "voicemail" | "hotline") => "voice".to_owned(),
        Some("fax" | "tty" | "textphone" | "pager" | "video") => "other".to_owned(),
        Some(other) => other.to_owned(),
    };
    let number = member(value, "number")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let number = number.trim_matches('"').to_owned();
    let extension = super::values::number(value, "extension");
    let number = if extension.is_null() {
        number
    } else {
        format!("{number} ext. {extension}")
    };
    let own = visibility(value);
    let visibility = seen_by.map_or_else(|| own.clone(), |seen_by| strictest(seen_by, &own));
    json!({
        "number": number,
        "channel": channel,
        "description": copied(value, "description"),
        "languages": languages(value),
        "appears_on_bill": truth(value, "appears_on_bill"),
        "free_number": truth(value, "free_number"),
        "visibility": visibility,
    })
}

fn contact(value: &Value, seen_by: &Value) -> Value {
    json!({
        "name": copied(value, "name"),
        "title": copied(value, "title"),
        "department": copied(value, "department"),
        "email": copied(value, "email"),
        "visibility": seen_by,
    })
}

fn cost(value: &Value) -> Value {
    let currency = member(value, "currency").and_then(Value::as_str);
    json!({
        "option": copied(value, "option"),
        "amount": number(value, "amount"),
        "currency": currency.map(str::to_uppercase),
        "amount_description": copied(value, "amount_description"),
    })
}

fn place(at: &Value) -> Option<Value> {
    let location = at.get("location")?;
    let address = list(location, "addresses").first();
    let of_address = |name: &str| address.map_or(Value::Null, |one| copied(one, name));
    let part = of_address("state_province");
    let is_part = part
        .as_str()
        .is_some_and(|text| text.get(2..3) == Some("-"));
    let (longitude, latitude) = (number(location, "longitude"), number(location, "latitude"));
    let point = match (&longitude, &latitude) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        _ => json!({ "type": "Point", "coordinates": [longitude, latitude] }),
    };
    let hours = |of: &Value| schedules(of).as_array().cloned().unwrap_or_default();
    let all_hours = [hours(at), hours(location)].concat();
    let numbers = [list(at, "phones"), list(location, "phones")].concat();
    let numbers: Vec<Value> = numbers.iter().map(|one| phone(one, None)).collect();
    Some(json!({
        "id": copied(at, "id"),
        "location_id": copied(location, "id"),
        "kind": copied(location, "location_type"),
        "visibility": visibility(location),
        "name": copied(location, "name"),
        "description": copied(location, "description"),
        "transportation": copied(location, "transportation"),
        "url": copied(location, "url"),
        "country": of_address("country"),
        "subdivision": if is_part { part } else { Value::Null },
        "city": of_address("city"),
        "postal_code": of_address("postal_code"),
        "address": of_address("address_1"),
        "point": point,
        "schedules": all_hours,
        "phones": numbers,
    }))
}

fn schedules(value: &Value) -> Value {
    let all = list(value, "schedules").iter().map(schedule);
    Value::Array(all.collect())
}

/// Hours without seconds.
fn clock(value: &Value, name: &str) -> Value {
    let text = member(value, name).and_then(Value::as_str);
    text.map_or(Value::Null, |text| {
        let end = text.trim_end_matches('Z');
        Value::from(end.get(..5).unwrap_or(end))
    })
}

fn schedule(value: &Value) -> Value {
    let mut hours = Map::new();
    for name in [
        "valid_from",
        "valid_to",
        "dtstart",
        "until",
        "wkst",
        "freq",
        "byday",
        "bymonthday",
        "description",
        "attending_type",
    ] {
        hours.insert(name.to_owned(), copied(value, name));
    }
    for name in ["count", "interval"] {
        hours.insert(name.to_owned(), number(value, name));
    }
    for name in ["opens_at", "closes_at"] {
        hours.insert(name.to_owned(), clock(value, name));
    }
    Value::Object(hours)
}

/// A zone of whole hours, when a list says nothing else.
fn fixed_zone(value: &Value) -> Option<Value> {
    let places = list(value, "service_at_locations").iter();
    let of_places = places.flat_map(|at| {
        let location = at.get("location").map(|one| list(one, "schedules"));
        list(at, "schedules")
            .iter()
            .chain(location.unwrap_or_default())
    });
    let mut all = list(value, "schedules").iter().chain(of_places);
    let offset = all.find_map(|one| number(one, "timezone").as_i64())?;
    // The names of these zones count the other way round.
    Some(Value::from(match offset {
        0 => "Etc/UTC".to_owned(),
        east @ 1..=14 => format!("Etc/GMT-{east}"),
        other => format!("Etc/GMT+{}", other.abs()),
    }))
}

fn verification(value: &Value) -> Value {
    if let Some(told) = member(value, "verification") {
        return told.clone();
    }
    member(value, "assured_date").map_or(
        Value::Null,
        |day| json!({ "method": "by_the_service", "verified_on": day }),
    )
}
