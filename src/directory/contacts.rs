//! The contacts that come with the program (`data/contacts`, `/v1/contacts`), as entries of the directory. They are read
//! from where they are, so that there is one truth.

use serde_json::{Value, json};

use super::error::DirectoryError;
use super::hsds::shapes::{Organization, Service, TakenFrom};
use super::hsds::{Stamps, derived};
use super::model::{DirectoryTier, MailAddress, PageAddress, ServiceFacts};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::rights::{self, Contact};

/// Each contact as an organisation and its one service.
pub fn entries(conn: &mut Conn) -> Result<Vec<(Organization, Service)>, DirectoryError> {
    let contacts = rights::list_all_contacts(conn)?;
    Ok(contacts.iter().filter_map(entry).collect())
}

fn name(contact: &Contact) -> String {
    let english = contact.names.get("en");
    let any = english.or_else(|| contact.names.values().next());
    any.cloned().unwrap_or_else(|| contact.key.clone())
}

/// What kind of help a kind of contact gives, as far as its kind says so.
fn service_type(kind: &str) -> &'static str {
    match kind {
        "embassy" | "consulate" => "labour_attache",
        "trade_union" => "union_membership",
        "shelter" => "shelter",
        "health" => "health",
        "police" => "police",
        _ => "other",
    }
}

fn entry(contact: &Contact) -> Option<(Organization, Service)> {
    let organization_id = derived(&["contact_organization", &contact.key]);
    let id = derived(&["contact_service", &contact.key]);
    let facts: ServiceFacts = match serde_json::from_value(facts(contact, organization_id)) {
        Ok(facts) => facts,
        Err(error) => {
            tracing::warn!(%error, key = contact.key, "A contact is no entry of the directory");
            return None;
        }
    };
    let taken_on = contact.source.retrieved_on.start();
    let changed_at = taken_on.unwrap_or(Time::EPOCH);
    let stamps = Stamps {
        changed_at,
        counted_at: changed_at,
    };
    let mut service = Service::of(id, &facts, DirectoryTier::Public, stamps);
    // Verified by somebody of this service, but on which day the data does not say.
    service.taken_from = Some(TakenFrom {
        name: contact.source.name.clone(),
        url: contact.source.url.clone(),
        retrieved_on: contact.source.retrieved_on,
    });
    let organization = Organization {
        id: organization_id,
        name: name(contact),
        alternate_name: None,
        description: contact.kind.replace('_', " "),
        email: service.email.clone(),
        website: service.url.clone(),
        year_incorporated: None,
        legal_status: None,
        services: Vec::new(),
    };
    Some((organization, service))
}

fn facts(contact: &Contact, organization_id: Id) -> Value {
    let of_kind = |kind: &str| {
        let kind = kind.to_owned();
        let channels = contact.channels.iter();
        channels
            .filter(move |one| one.kind == kind)
            .map(|one| one.value.clone())
    };
    let email = of_kind("email").find(|text| MailAddress::try_from(text.clone()).is_ok());
    let url = of_kind("website").find(|text| PageAddress::try_from(text.clone()).is_ok());
    let is_named = |value: &String| Some(value) == email.as_ref() || Some(value) == url.as_ref();
    let others = contact.channels.iter();
    let others = others.filter(|one| !is_named(&one.value));
    let phones: Vec<Value> = others
        .map(|one| json!({ "number": one.value, "channel": one.kind, "description": one.note }))
        .collect();
    let places: Vec<Value> = contact
        .address
        .iter()
        .filter(|address| !address.is_empty())
        .map(
            |address| json!({ "kind": "physical", "country": contact.country, "address": address }),
        )
        .collect();
    json!({
        "organisation_id": organization_id,
        "name": name(contact),
        "service_types": [service_type(&contact.kind)],
        "areas": [{ "country": contact.country, "subdivisions": [] }],
        "serves": { "nationalities": contact.serves },
        "email": email,
        "url": url,
        "phones": phones,
        "places": places,
    })
}
