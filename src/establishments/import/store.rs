//! What is kept of imports.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use super::report::{ImportReport, RunCounts};
use crate::establishments::error::EstablishmentError;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{establishment_imports, establishment_source_rows};

/// An import as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = establishment_imports)]
pub struct ImportRow {
    pub id: Id,
    pub country: String,
    pub source: String,
    pub organisation_id: Id,
    pub account_id: Option<Id>,
    pub imported_at: Time,
    pub content_sha256: Vec<u8>,
    pub content_bytes: i64,
    pub counts: Json,
    pub faults: Json,
    pub missing: Json,
}

/// What a list said last of a row.
pub(super) struct SourceRow {
    pub establishment: Id,
    pub stated: Value,
    pub missing_since: Option<Time>,
}

/// Keeps an import before it is done, because its rows refer to it.
pub(super) fn begin(
    conn: &mut Conn,
    report: &ImportReport,
    (organisation, account): (Id, Option<Id>),
) -> Result<(), EstablishmentError> {
    let nothing = Json::of(&Vec::<Value>::new())?;
    diesel::insert_into(establishment_imports::table)
        .values((
            establishment_imports::id.eq(report.id),
            establishment_imports::country.eq(&report.country),
            establishment_imports::source.eq(&report.source),
            establishment_imports::organisation_id.eq(organisation),
            establishment_imports::account_id.eq(account),
            establishment_imports::imported_at.eq(report.imported_at),
            establishment_imports::content_sha256.eq(report.content_sha256.to_vec()),
            establishment_imports::content_bytes.eq(report.content_bytes),
            establishment_imports::counts.eq(Json::of(&RunCounts::default())?),
            establishment_imports::faults.eq(nothing.clone()),
            establishment_imports::missing.eq(nothing),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps what became of its rows.
pub(super) fn finish(conn: &mut Conn, report: &ImportReport) -> Result<(), EstablishmentError> {
    diesel::update(establishment_imports::table.find(report.id))
        .set((
            establishment_imports::counts.eq(Json::of(&report.counts)?),
            establishment_imports::faults.eq(Json::of(&report.faults)?),
            establishment_imports::missing.eq(Json::of(&report.missing)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// What a source said last, by the keys of its rows.
pub(super) fn load_rows(
    conn: &mut Conn,
    country: &str,
    source: &str,
) -> Result<HashMap<String, SourceRow>, EstablishmentError> {
    let rows: Vec<(String, Id, Json, Option<Time>)> = establishment_source_rows::table
        .filter(establishment_source_rows::country.eq(country))
        .filter(establishment_source_rows::source.eq(source))
        .select((
            establishment_source_rows::row_key,
            establishment_source_rows::establishment_id,
            establishment_source_rows::stated,
            establishment_source_rows::missing_since,
        ))
        .load(conn)?;
    let read = rows
        .into_iter()
        .map(|(key, establishment, stated, missing_since)| {
            let row = SourceRow {
                establishment,
                stated: stated.read()?,
                missing_since,
            };
            Ok((key, row))
        });
    read.collect()
}

/// Keeps what a list says of a row that is new.
pub(super) fn insert_row(
    conn: &mut Conn,
    report: &ImportReport,
    key: &str,
    (establishment, stated): (Id, &Value),
) -> Result<(), EstablishmentError> {
    diesel::insert_into(establishment_source_rows::table)
        .values((
            establishment_source_rows::country.eq(&report.country),
            establishment_source_rows::source.eq(&report.source),
            establishment_source_rows::row_key.eq(key),
            establishment_source_rows::establishment_id.eq(establishment),
            establishment_source_rows::stated.eq(Json::of(stated)?),
            establishment_source_rows::import_id.eq(report.id),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps what it says now of one that is known.
pub(super) fn put_row(
    conn: &mut Conn,
    report: &ImportReport,
    key: &str,
    stated: &Value,
) -> Result<(), EstablishmentError> {
    let row = (
        report.country.clone(),
        report.source.clone(),
        key.to_owned(),
    );
    diesel::update(establishment_source_rows::table.find(row))
        .set((
            establishment_source_rows::stated.eq(Json::of(stated)?),
            establishment_source_rows::import_id.eq(report.id),
            establishment_source_rows::missing_since.eq(None::<Time>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps that a row is no longer on its list.
pub(super) fn mark_missing(
    conn: &mut Conn,
    report: &ImportReport,
    key: &str,
) -> Result<(), EstablishmentError> {
    let row = (
        report.country.clone(),
        report.source.clone(),
        key.to_owned(),
    );
    diesel::update(establishment_source_rows::table.find(row))
        .set(establishment_source_rows::missing_since.eq(Some(report.imported_at)))
        .execute(conn)?;
    Ok(())
}

/// Imports of some countries before a place, newest first.
pub fn list_imports(
    conn: &mut Conn,
    countries: Vec<String>,
    before: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<ImportRow>> {
    let mut query = establishment_imports::table
        .filter(establishment_imports::country.eq_any(countries))
        .order((
            establishment_imports::imported_at.desc(),
            establishment_imports::id.desc(),
        ))
        .limit(rows)
        .select(ImportRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = before {
        let earlier = establishment_imports::imported_at.lt(at);
        let same = establishment_imports::imported_at.eq(at);
        query = query.filter(earlier.or(same.and(establishment_imports::id.lt(id))));
    }
    query.load(conn)
}

/// An import of these countries.
pub fn find_import(
    conn: &mut Conn,
    id: Id,
    countries: &[String],
) -> QueryResult<Option<ImportRow>> {
    establishment_imports::table
        .find(id)
        .filter(establishment_imports::country.eq_any(countries.to_vec()))
        .select(ImportRow::as_select())
        .first(conn)
        .optional()
}
