//! `contacts.toml` and `emergency-numbers.toml`.

use std::collections::HashSet;
use std::path::Path;

use super::members::Members;
use super::{Refused, read_text};
use crate::platform::code_lists::CodeLists;
use crate::rights::model::{Channel, Contact, EmergencyNumber, Source, is_slug};

/// Reads the contacts.
pub(super) fn read(path: &Path, lists: &CodeLists, refused: &mut Refused) -> Vec<Contact> {
    let mut known = HashSet::new();
    read_tables(path, "contacts", lists, refused, |mut members| {
        let contact = contact(&mut members);
        if !known.insert(contact.key.clone()) {
            members.fault("key", &format!("`{}` is used twice", contact.key));
        }
        members.close();
        contact
    })
}

/// Reads the emergency numbers.
pub(super) fn read_numbers(
    path: &Path,
    lists: &CodeLists,
    refused: &mut Refused,
) -> Vec<EmergencyNumber> {
    let mut known = HashSet::new();
    read_tables(path, "numbers", lists, refused, |mut members| {
        let number = number(&mut members);
        let name = (
            number.country.clone(),
            number.service.clone(),
            number.number.clone(),
        );
        if !known.insert(name) {
            members.fault("number", "stands there twice for this country and service");
        }
        members.close();
        number
    })
}

fn read_tables<T>(
    path: &Path,
    name: &str,
    lists: &CodeLists,
    refused: &mut Refused,
    mut read_one: impl FnMut(Members<'_>) -> T,
) -> Vec<T> {
    let table = read_text(path).and_then(|text| {
        let table: Result<toml::Table, _> = text.parse();
        table.map_err(|error| error.to_string().trim_end().replace('\n', " "))
    });
    let table = match table {
        Ok(table) => table,
        Err(reason) => {
            refused.add(path, [reason]);
            return Vec::new();
        }
    };
    let mut faults = Vec::new();
    let mut file = Members::new(table, String::new(), lists, &mut faults);
    let tables = file.tables(name);
    let mut all = Vec::new();
    for (table, at) in tables {
        all.push(read_one(file.inner(table, at)));
    }
    file.close();
    refused.add(path, faults);
    all
}

fn number(members: &mut Members<'_>) -> EmergencyNumber {
    let number = EmergencyNumber {
        country: members.code("country", "countries"),
        service: members.code("service", "emergency_services"),
        number: members.line("number", 30),
        label: members.texts("label", 200),
        source: source(members),
    };
    let is_dialled = |c: char| c.is_ascii_digit() || matches!(c, '+' | '*' | '#');
    if !number.number.chars().all(is_dialled) {
        members.fault("number", "must be as dialled: digits, +, * and # only");
    }
    number
}

fn contact(members: &mut Members<'_>) -> Contact {
    let key = members.line("key", 100);
    if !is_slug(&key) {
        members.fault("key", "must be lower-case ASCII words joined by hyphens");
    }
    let contact = Contact {
        key,
        kind: members.code("kind", "contact_kinds"),
        names: members.texts("names", 200),
        country: members.code("country", "countries"),
        serves: members.codes("serves", "countries"),
        address: members.line_or_empty("address", 300),
        channels: channels(members),
        source: source(members),
    };
    if contact.names.is_empty() {
        members.fault("names", "is missing");
    }
    contact
}

fn channels(members: &mut Members<'_>) -> Vec<Channel> {
    let mut channels = Vec::new();
    for (table, at) in members.tables("channels") {
        let mut members = members.inner(table, at);
        channels.push(Channel {
            kind: members.code("channel", "contact_channels"),
            value: members.line("value", 300),
            note: members.optional_line("note", 300),
        });
        members.close();
    }
    channels
}

fn source(members: &mut Members<'_>) -> Source {
    Source {
        name: members.line("source_name", 200),
        url: members.web_address("source_url"),
        retrieved_on: members.date("retrieved_on"),
        verified: members.truth("verified"),
    }
}
