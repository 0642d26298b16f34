//! Queries.

use diesel::prelude::*;

use crate::platform::clock::Time;
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

/// The name of an organisation, whether it is active or not.
pub fn find_name(conn: &mut Conn, organisation: Id) -> Result<Option<String>, DbError> {
    Ok(organisations::table
        .find(organisation)
        .select(organisations::name)
        .first(conn)
        .optional()?)
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
