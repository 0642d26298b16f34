//! What an import reads and writes.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::RegisterError;
use super::import::Import;
use super::matching::MatchReason;
use super::record::Record;
use crate::agencies::behind::names;
use crate::agencies::history::{self, Facts, LicenceAct, NewState};
use crate::agencies::matches::MatchStatus;
use crate::agencies::model::{EntryKind, StatusBasis, searched, sort_key};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json, dialect};
use crate::platform::ids::Id;
use crate::platform::text::{licence_number_key, trigrams};
use crate::schema::{
    agencies, agency_destinations, agency_matches, agency_sectors, agency_trigrams, registers,
};

/// Rows named in one statement.
const AT_ONCE: usize = 500;

/// What is stored of an agency, as far as an import compares it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(super) struct StoredRow {
    pub id: Id,
    pub register_key: String,
    pub name: String,
    pub alternate_names: Json,
    pub address: Option<String>,
    pub licence_number: Option<String>,
    pub licence_status: String,
    pub licence_status_source: Option<String>,
    pub licence_status_basis: StatusBasis,
    pub licence_valid_from: Option<Date>,
    pub licence_expires_on: Option<Date>,
    pub content_hash: Vec<u8>,
    pub searched: String,
    pub retrieved_on: Date,
    pub missing_since: Option<Date>,
    pub stated_names: Json,
}

impl StoredRow {
    /// Whether it is known by names that are on no list, or will be by the one that it had.
    fn keeps_names(&self, record: &Record) -> bool {
        self.stated_names.0.get() != "[]" || self.name != record.name
    }

    /// What is known of the licence.
    pub fn facts(&self) -> Facts {
        Facts {
            name: self.name.clone(),
            licence_number: self.licence_number.clone(),
            status: self.licence_status.clone(),
            status_source: self.licence_status_source.clone(),
            status_basis: self.licence_status_basis,
            valid_from: self.licence_valid_from,
            expires_on: self.licence_expires_on,
        }
    }

    /// What a row says that is not known yet: the new name, and what differs.
    pub fn difference(&self, record: &Record) -> String {
        let day = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), |day| day.to_string());
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let pairs = [
            ("name", self.name.clone(), record.name.clone()),
            (
                "number",
                text(&self.licence_number),
                text(&record.licence_number),
            ),
            (
                "status",
                self.licence_status.clone(),
                record.licence_status.clone(),
            ),
            (
                "valid from",
                day(self.licence_valid_from),
                day(record.licence_valid_from),
            ),
            (
                "expires on",
                day(self.licence_expires_on),
                day(record.licence_expires_on),
            ),
        ];
        let differs = pairs.iter().filter(|(_, before, after)| before != after);
        let mut told: Vec<String> = differs
            .map(|(what, before, after)| format!("{what}: {before} → {after}"))
            .collect();
        if self.address != record.address {
            told.push("address".to_owned());
        }
        if told.is_empty() {
            told.push("other details".to_owned());
        }
        format!("{} ({})", record.name, told.join("; "))
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = agencies, treat_none_as_null = true)]
struct AgencyRow {
    register_key: String,
    country: String,
    name: String,
    alternate_names: Json,
    address: Option<String>,
    telephones: Json,
    website: Option<String>,
    licence_number: Option<String>,
    licence_number_key: Option<String>,
    licence_status: String,
    licence_status_source: Option<String>,
    licence_status_basis: String,
    licence_valid_from: Option<Date>,
    licence_expires_on: Option<Date>,
    retrieved_on: Date,
    missing_since: Option<Date>,
    searched: String,
    sort_key: String,
    content_hash: Vec<u8>,
    updated_at: Time,
}

impl AgencyRow {
    fn of(import: &Import, record: &Record, hash: &[u8]) -> Result<Self, serde_json::Error> {
        let mapping = &import.mapping;
        let number_key = record.licence_number.as_deref().map(licence_number_key);
        Ok(Self {
            register_key: record.key.clone(),
            country: mapping.country.clone(),
            name: record.name.clone(),
            alternate_names: Json::of(&record.alternate_names)?,
            address: record.address.clone(),
            telephones: Json::of(&record.telephones)?,
            website: record.website.clone(),
            licence_number: record.licence_number.clone(),
            licence_number_key: number_key.filter(|key| !key.is_empty()),
            licence_status: record.licence_status.clone(),
            licence_status_source: record.licence_status_source.clone(),
            licence_status_basis: record.licence_status_basis.to_string(),
            licence_valid_from: record.licence_valid_from,
            licence_expires_on: record.licence_expires_on,
            retrieved_on: import.origin.retrieved_on,
            missing_since: None,
            searched: searched_of(record),
            sort_key: sort_key(&record.name, &mapping.name, &record.key),
            content_hash: hash.to_vec(),
            updated_at: import.now,
        })
    }
}

fn searched_of(record: &Record) -> String {
    let names = record.alternate_names.iter();
    let names = names.map(|known| known.name.as_str());
    let names = std::iter::once(record.name.as_str()).chain(names);
    searched(names, record.licence_number.as_deref())
}

/// The day of the list of a register that is in force.
pub(super) fn find_day_in_force(conn: &mut Conn, register: &str) -> QueryResult<Option<Date>> {
    registers::table
        .find(register)
        .select(registers::retrieved_on)
        .first(conn)
        .optional()
}

/// What a register lists.
pub(super) fn find_kind(conn: &mut Conn, register: &str) -> QueryResult<Option<EntryKind>> {
    registers::table
        .find(register)
        .select(registers::kind)
        .first(conn)
        .optional()
}

/// Stores the register itself.
pub(super) fn put_register(conn: &mut Conn, import: &Import) -> QueryResult<()> {
    let mapping = &import.mapping;
    let values = (
        registers::country.eq(&mapping.country),
        registers::title.eq(&mapping.title),
        registers::regulator.eq(&mapping.regulator),
        registers::regulator_url.eq(mapping.regulator_url.as_ref()),
        registers::language.eq(mapping.language.as_str()),
        registers::source_name.eq(&import.origin.source_name),
        registers::source_url.eq(&import.origin.source_url),
        registers::licence_note.eq(&mapping.source.licence_note),
        registers::retrieved_on.eq(import.origin.retrieved_on),
        registers::imported_at.eq(import.now),
        registers::is_official.eq(mapping.source.official),
        registers::is_complete.eq(mapping.source.complete),
        registers::has_licence_numbers.eq(mapping.has_licence_numbers()),
        registers::kind.eq(mapping.kind),
    );
    let updated = diesel::update(registers::table.find(&mapping.name))
        .set(values)
        .execute(conn)?;
    if updated == 0 {
        diesel::insert_into(registers::table)
            .values((registers::name.eq(&mapping.name), values))
            .execute(conn)?;
    }
    Ok(())
}

/// The agencies of a register by their keys, without those that were joined into others.
pub(super) fn list_stored(
    conn: &mut Conn,
    register: &str,
) -> QueryResult<BTreeMap<String, StoredRow>> {
    let rows: Vec<StoredRow> = agencies::table
        .filter(agencies::register.eq(register))
        .filter(agencies::merged_into.is_null())
        .select(StoredRow::as_select())
        .load(conn)?;
    let by_key = rows.into_iter().map(|row| (row.register_key.clone(), row));
    Ok(by_key.collect())
}

/// Stores a new agency.
pub(super) fn insert(
    conn: &mut Conn,
    import: &Import,
    record: &Record,
    hash: &[u8],
) -> Result<Id, RegisterError> {
    let id = Id::from_parts(import.now, &*import.randomness);
    diesel::insert_into(agencies::table)
        .values((
            agencies::id.eq(id),
            agencies::register.eq(&import.mapping.name),
            agencies::rating_count.eq(0_i64),
            agencies::created_at.eq(import.now),
            agencies::kind.eq(import.mapping.kind),
            AgencyRow::of(import, record, hash)?,
        ))
        .execute(conn)?;
    let words = trigrams(&searched_of(record));
    dialect::insert_agency_trigrams(conn, id, Json::of(&words)?)?;
    insert_scope(conn, import, id)?;
    Ok(id)
}

/// Stores what the register now says about an agency; its id and its rating stay.
pub(super) fn update(
    conn: &mut Conn,
    import: &Import,
    known: &StoredRow,
    record: &Record,
    hash: &[u8],
) -> Result<(), RegisterError> {
    let id = known.id;
    diesel::update(agencies::table.find(id))
        .set(AgencyRow::of(import, record, hash)?)
        .execute(conn)?;
    // By what was stored, because the key of the table begins with the trigram.
    let old = agency_trigrams::table
        .filter(agency_trigrams::trigram.eq_any(trigrams(&known.searched)))
        .filter(agency_trigrams::agency_id.eq(id));
    diesel::delete(old).execute(conn)?;
    let words = trigrams(&searched_of(record));
    dialect::insert_agency_trigrams(conn, id, Json::of(&words)?)?;
    let destinations = agency_destinations::table.filter(agency_destinations::agency_id.eq(id));
    diesel::delete(destinations).execute(conn)?;
    let sectors = agency_sectors::table.filter(agency_sectors::agency_id.eq(id));
    diesel::delete(sectors).execute(conn)?;
    insert_scope(conn, import, id)?;
    if known.keeps_names(record) {
        names::refresh(conn, id)?;
    }
    Ok(())
}

fn insert_scope(conn: &mut Conn, import: &Import, agency: Id) -> QueryResult<()> {
    for country in &import.mapping.destinations {
        let row = (
            agency_destinations::agency_id.eq(agency),
            agency_destinations::country.eq(country),
        );
        diesel::insert_into(agency_destinations::table)
            .values(row)
            .execute(conn)?;
    }
    for sector in &import.mapping.sectors {
        let row = (
            agency_sectors::agency_id.eq(agency),
            agency_sectors::sector.eq(sector),
        );
        diesel::insert_into(agency_sectors::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

/// Notes that agencies about which nothing else is new are on this list too.
pub(super) fn mark_seen(conn: &mut Conn, seen: &[Id], on: Date) -> QueryResult<()> {
    for ids in seen.chunks(AT_ONCE) {
        diesel::update(agencies::table.filter(agencies::id.eq_any(ids.to_vec())))
            .set((
                agencies::retrieved_on.eq(on),
                agencies::missing_since.eq(None::<Date>),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Notes that agencies are no longer on the list.
pub(super) fn mark_missing(conn: &mut Conn, missing: &[Id], since: Date) -> QueryResult<()> {
    for ids in missing.chunks(AT_ONCE) {
        diesel::update(agencies::table.filter(agencies::id.eq_any(ids.to_vec())))
            .set(agencies::missing_since.eq(Some(since)))
            .execute(conn)?;
    }
    Ok(())
}

/// Adds a state to the history of an agency's licence.
pub(super) fn note(
    conn: &mut Conn,
    import: &Import,
    agency: Id,
    act: LicenceAct,
    facts: &Facts,
    missing_since: Option<Date>,
) -> QueryResult<()> {
    let state = NewState {
        agency,
        act,
        facts,
        missing_since,
        observed_on: import.origin.retrieved_on,
        at: import.now,
        run: Some(import.run),
    };
    history::append(conn, &state)
}

/// Takes an agency's key away from it, because another one bears it now.
pub(super) fn release_key(conn: &mut Conn, known: &StoredRow, until: Date) -> QueryResult<()> {
    let key = format!("{} (until {until}, {})", known.register_key, known.id);
    diesel::update(agencies::table.find(known.id))
        .set(agencies::register_key.eq(key))
        .execute(conn)?;
    Ok(())
}

/// Asks a person whether two entries are one agency.
pub(super) fn insert_match(
    conn: &mut Conn,
    import: &Import,
    earlier: Id,
    later: Id,
    reasons: &[MatchReason],
) -> Result<(), RegisterError> {
    diesel::insert_into(agency_matches::table)
        .values((
            agency_matches::id.eq(Id::from_parts(import.now, &*import.randomness)),
            agency_matches::register.eq(&import.mapping.name),
            agency_matches::earlier_agency_id.eq(earlier),
            agency_matches::later_agency_id.eq(later),
            agency_matches::reasons.eq(Json::of(reasons)?),
            agency_matches::run_id.eq(import.run),
            agency_matches::found_at.eq(import.now),
            agency_matches::status.eq(MatchStatus::Open),
            agency_matches::version.eq(1_i64),
        ))
        .execute(conn)?;
    Ok(())
}

/// Moves the day of a list that still holds: of the register and of the agencies that are on it.
pub(super) fn confirm(conn: &mut Conn, register: &str, on: Date) -> QueryResult<()> {
    let Some(before) = find_day_in_force(conn, register)? else {
        return Ok(());
    };
    if before >= on {
        return Ok(());
    }
    let listed = agencies::table
        .filter(agencies::register.eq(register))
        .filter(agencies::retrieved_on.eq(before))
        .filter(agencies::missing_since.is_null())
        .filter(agencies::merged_into.is_null());
    diesel::update(listed)
        .set(agencies::retrieved_on.eq(on))
        .execute(conn)?;
    diesel::update(registers::table.find(register))
        .set(registers::retrieved_on.eq(on))
        .execute(conn)?;
    Ok(())
}
