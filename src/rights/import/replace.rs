//! Putting what was read in the place of what is stored.
//!
//! Articles become versions; contacts and numbers are written anew, which is simple and cannot leave anything behind.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Changes, Material};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::rights::model::{Contact, EmergencyNumber};
use crate::rights::store::{self, StoreError};
use crate::rights::versions::publish::{self, TakeOver};
use crate::schema::{contact_nationalities, contacts, emergency_numbers};

/// Stores the material instead of what was there, and tells the difference.
pub fn replace_with(
    conn: &mut Conn,
    material: &Material,
    take_over: TakeOver,
    now: Time,
) -> Result<Vec<Changes>, StoreError> {
    Ok(vec![
        publish::import(conn, &material.articles, take_over, now)?,
        replace_contacts(conn, &material.contacts)?,
        replace_numbers(conn, &material.numbers)?,
    ])
}

fn replace_contacts(conn: &mut Conn, material: &[Contact]) -> Result<Changes, StoreError> {
    let by_key = |contacts: Vec<Contact>| -> BTreeMap<String, Contact> {
        contacts
            .into_iter()
            .map(|contact| (contact.key.clone(), contact))
            .collect()
    };
    let before = by_key(store::list_all_contacts(conn)?);
    diesel::delete(contact_nationalities::table).execute(conn)?;
    diesel::delete(contacts::table).execute(conn)?;
    for contact in material {
        insert_contact(conn, contact)?;
    }
    Ok(Changes::between(
        "contacts",
        &before,
        &by_key(material.to_vec()),
    ))
}

fn insert_contact(conn: &mut Conn, contact: &Contact) -> Result<(), StoreError> {
    diesel::insert_into(contacts::table)
        .values((
            contacts::key.eq(&contact.key),
            contacts::kind.eq(&contact.kind),
            contacts::country.eq(&contact.country),
            contacts::serves_anybody.eq(contact.serves.is_empty()),
            contacts::serves.eq(Json::of(&contact.serves)?),
            contacts::names.eq(Json::of(&contact.names)?),
            contacts::address.eq(&contact.address),
            contacts::channels.eq(Json::of(&contact.channels)?),
            contacts::source_name.eq(&contact.source.name),
            contacts::source_url.eq(&contact.source.url),
            contacts::retrieved_on.eq(contact.source.retrieved_on),
            contacts::verified.eq(contact.source.verified),
        ))
        .execute(conn)?;
    for country in &contact.serves {
        diesel::insert_into(contact_nationalities::table)
            .values((
                contact_nationalities::contact_key.eq(&contact.key),
                contact_nationalities::country.eq(country),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn replace_numbers(conn: &mut Conn, material: &[EmergencyNumber]) -> Result<Changes, StoreError> {
    let by_name = |numbers: Vec<EmergencyNumber>| -> BTreeMap<String, EmergencyNumber> {
        let name = |n: &EmergencyNumber| format!("{} {} {}", n.country, n.service, n.number);
        numbers
            .into_iter()
            .map(|number| (name(&number), number))
            .collect()
    };
    let before = by_name(store::list_all_numbers(conn)?);
    diesel::delete(emergency_numbers::table).execute(conn)?;
    for (position, number) in (1_i64..).zip(material) {
        diesel::insert_into(emergency_numbers::table)
            .values((
                emergency_numbers::country.eq(&number.country),
                emergency_numbers::position.eq(position),
                emergency_numbers::service.eq(&number.service),
                emergency_numbers::number.eq(&number.number),
                emergency_numbers::label.eq(Json::of(&number.label)?),
                emergency_numbers::source_name.eq(&number.source.name),
                emergency_numbers::source_url.eq(&number.source.url),
                emergency_numbers::retrieved_on.eq(number.source.retrieved_on),
                emergency_numbers::verified.eq(number.source.verified),
            ))
            .execute(conn)?;
    }
    Ok(Changes::between(
        "emergency numbers",
        &before,
        &by_name(material.to_vec()),
    ))
}
