//! Queries.

mod activity;

pub use activity::{Activity, hold, list_inactive, lock, put_activity};

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::code_lists::{
    CodeLists, Countries, ListName, OrganisationCompetences, OrganisationKinds,
};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{organisation_competences, organisation_countries, organisations};

/// An organisation that is being set up.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    /// Its id.
    pub id: Id,
    /// Its name, as the public knows it.
    pub name: String,
    /// What it is (code list `organisation_kinds`).
    pub kind: String,
    /// Countries in which it works.
    pub countries: Vec<String>,
    /// What it can do (code list `organisation_competences`).
    pub competences: Vec<String>,
}

/// A code that is in no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{code}` is not in the code list `{list}`; it has: {known}")]
pub struct UnknownCode {
    code: String,
    list: &'static str,
    known: String,
}

impl NewOrganisation {
    /// Refuses codes that no list has: nothing would ever be routed to them.
    pub fn check(&self, lists: &CodeLists) -> Result<(), UnknownCode> {
        check_code::<OrganisationKinds>(lists, &self.kind)?;
        for country in &self.countries {
            check_code::<Countries>(lists, country)?;
        }
        for competence in &self.competences {
            check_code::<OrganisationCompetences>(lists, competence)?;
        }
        Ok(())
    }
}

fn check_code<L: ListName>(lists: &CodeLists, code: &str) -> Result<(), UnknownCode> {
    let codes = lists.find(L::NAME).map(|list| list.codes.as_slice());
    let codes = codes.unwrap_or_default().iter();
    if codes.clone().any(|entry| entry.code == code) {
        return Ok(());
    }
    let known: Vec<&str> = codes.map(|entry| entry.code.as_str()).collect();
    Err(UnknownCode {
        code: code.to_owned(),
        list: L::NAME,
        known: known.join(", "),
    })
}

/// Stores an organisation.
pub fn insert(conn: &mut Conn, new: &NewOrganisation, now: Time) -> Result<(), DbError> {
    diesel::insert_into(organisations::table)
        .values((
            organisations::id.eq(new.id),
            organisations::name.eq(&new.name),
            organisations::kind.eq(&new.kind),
            organisations::status.eq("active"),
            organisations::created_at.eq(now),
        ))
        .execute(conn)?;
    insert_particulars(conn, new)
}

/// Gives an organisation another name and kind, other countries and competences.
pub fn replace(conn: &mut Conn, changed: &NewOrganisation) -> Result<(), DbError> {
    diesel::update(organisations::table.find(changed.id))
        .set((
            organisations::name.eq(&changed.name),
            organisations::kind.eq(&changed.kind),
        ))
        .execute(conn)?;
    let countries = organisation_countries::organisation_id.eq(changed.id);
    diesel::delete(organisation_countries::table.filter(countries)).execute(conn)?;
    let competences = organisation_competences::organisation_id.eq(changed.id);
    diesel::delete(organisation_competences::table.filter(competences)).execute(conn)?;
    insert_particulars(conn, changed)
}

fn insert_particulars(conn: &mut Conn, new: &NewOrganisation) -> Result<(), DbError> {
    for country in &new.countries {
        diesel::insert_into(organisation_countries::table)
            .values((
                organisation_countries::organisation_id.eq(new.id),
                organisation_countries::country.eq(country),
            ))
            .execute(conn)?;
    }
    for competence in &new.competences {
        diesel::insert_into(organisation_competences::table)
            .values((
                organisation_competences::organisation_id.eq(new.id),
                organisation_competences::competence.eq(competence),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The active organisations that work in a country and have a competence, oldest first.
pub fn find_covering(conn: &mut Conn, country: &str, competence: &str) -> Result<Vec<Id>, DbError> {
    let found = organisations::table
        .inner_join(organisation_countries::table)
        .inner_join(organisation_competences::table)
        .filter(organisations::status.eq("active"))
        .filter(organisation_countries::country.eq(country))
        .filter(organisation_competences::competence.eq(competence))
        .order(organisations::id)
        .select(organisations::id)
        .load(conn)?;
    Ok(found)
}

/// The active organisations that have one of these competences, oldest first.
pub fn list_with_competence(conn: &mut Conn, competences: &[&str]) -> Result<Vec<Id>, DbError> {
    let able = organisation_competences::table
        .filter(organisation_competences::competence.eq_any(competences))
        .select(organisation_competences::organisation_id);
    Ok(organisations::table
        .filter(organisations::status.eq("active"))
        .filter(organisations::id.eq_any(able))
        .order(organisations::id)
        .select(organisations::id)
        .load(conn)?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = organisations)]
struct OrganisationRow {
    id: Id,
    name: String,
    kind: String,
}

/// An active organisation.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its id.
    pub id: Id,
    /// Its name, as the public knows it.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Countries in which it works.
    pub countries: Vec<String>,
    /// What it can do.
    pub competences: Vec<String>,
}

/// Which organisations are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those that work in this country.
    pub country: Option<String>,
    /// Those that can do this.
    pub competence: Option<String>,
    /// Those after this one.
    pub after: Option<Id>,
}

/// Active organisations in the order in which requests are given to them: oldest first.
pub fn list(conn: &mut Conn, wanted: &Filter, rows: i64) -> Result<Vec<Organisation>, DbError> {
    let mut query = organisations::table
        .filter(organisations::status.eq("active"))
        .order(organisations::id)
        .limit(rows)
        .select(OrganisationRow::as_select())
        .into_boxed();
    if let Some(country) = &wanted.country {
        let working = organisation_countries::table
            .filter(organisation_countries::country.eq(country))
            .select(organisation_countries::organisation_id);
        query = query.filter(organisations::id.eq_any(working));
    }
    if let Some(competence) = &wanted.competence {
        let able = organisation_competences::table
            .filter(organisation_competences::competence.eq(competence))
            .select(organisation_competences::organisation_id);
        query = query.filter(organisations::id.eq_any(able));
    }
    if let Some(after) = wanted.after {
        query = query.filter(organisations::id.gt(after));
    }
    let found: Vec<OrganisationRow> = query.load(conn)?;
    with_particulars(conn, found)
}

/// An active organisation.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Organisation>, DbError> {
    let row = organisations::table
        .find(id)
        .filter(organisations::status.eq("active"))
        .select(OrganisationRow::as_select())
        .first(conn)
        .optional()?;
    Ok(with_particulars(conn, row.into_iter().collect())?.pop())
}

/// The active organisations that have this id or bear exactly this name.
pub fn find_by_id_or_name(conn: &mut Conn, text: &str) -> Result<Vec<Organisation>, DbError> {
    if let Ok(id) = Id::parse(text) {
        return Ok(find(conn, id)?.into_iter().collect());
    }
    let rows = organisations::table
        .filter(organisations::name.eq(text))
        .filter(organisations::status.eq("active"))
        .order(organisations::id)
        .select(OrganisationRow::as_select())
        .load(conn)?;
    with_particulars(conn, rows)
}

/// Reads countries and competences of rows that lie in the order of their ids, in two queries
/// however many there are.
fn with_particulars(
    conn: &mut Conn,
    rows: Vec<OrganisationRow>,
) -> Result<Vec<Organisation>, DbError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Ok(Vec::new());
    };
    let countries: Vec<(Id, String)> = organisation_countries::table
        .filter(organisation_countries::organisation_id.ge(first.id))
        .filter(organisation_countries::organisation_id.le(last.id))
        .order(organisation_countries::country)
        .select((
            organisation_countries::organisation_id,
            organisation_countries::country,
        ))
        .load(conn)?;
    let competences: Vec<(Id, String)> = organisation_competences::table
        .filter(organisation_competences::organisation_id.ge(first.id))
        .filter(organisation_competences::organisation_id.le(last.id))
        .order(organisation_competences::competence)
        .select((
            organisation_competences::organisation_id,
            organisation_competences::competence,
        ))
        .load(conn)?;
    let of = |all: &[(Id, String)], id: Id| -> Vec<String> {
        let own = all.iter().filter(|(organisation, _)| *organisation == id);
        own.map(|(_, code)| code.clone()).collect()
    };
    let organisations = rows.into_iter().map(|row| Organisation {
        countries: of(&countries, row.id),
        competences: of(&competences, row.id),
        id: row.id,
        name: row.name,
        kind: row.kind,
    });
    Ok(organisations.collect())
}

/// The name of an organisation, whether it is active or not.
pub fn find_name(conn: &mut Conn, organisation: Id) -> Result<Option<String>, DbError> {
    Ok(organisations::table
        .find(organisation)
        .select(organisations::name)
        .first(conn)
        .optional()?)
}

/// The names of organisations, whether they are active or not.
pub fn find_names(conn: &mut Conn, of: Vec<Id>) -> Result<BTreeMap<Id, String>, DbError> {
    let rows: Vec<(Id, String)> = organisations::table
        .filter(organisations::id.eq_any(of))
        .select((organisations::id, organisations::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Whether an organisation is active and has at least one of these competences.
pub fn has_competence(
    conn: &mut Conn,
    organisation: Id,
    competences: &[&str],
) -> Result<bool, DbError> {
    let found: Option<Id> = organisations::table
        .inner_join(organisation_competences::table)
        .filter(organisations::id.eq(organisation))
        .filter(organisations::status.eq("active"))
        .filter(organisation_competences::competence.eq_any(competences))
        .select(organisations::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}
