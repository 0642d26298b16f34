//! What a planner of visits needs to know of establishments.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::establishments::error::EstablishmentError;
use crate::establishments::isic::IsicCode;
use crate::establishments::model::{EstablishmentRiskBand, Facts, Operating, SizeBand};
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::place::Point;
use crate::schema::establishments;

/// An establishment in which people work.
#[derive(Debug, Clone)]
pub struct Workplace {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What is done there: the narrowest code first, then all wider ones.
    pub isic: Vec<String>,
    /// How large it is.
    pub size_band: Option<SizeBand>,
    /// Its district.
    pub subdivision: Option<String>,
    /// Where it is.
    pub point: Option<Point>,
    /// Its risk.
    pub risk_value: i64,
    /// The band of its risk.
    pub risk_band: EstablishmentRiskBand,
}

/// The establishments of a country in which people work, by their ids, and which each id of a country means today.
pub fn list_workplaces(
    conn: &mut Conn,
    country: &str,
) -> Result<(Vec<Workplace>, BTreeMap<Id, Id>), EstablishmentError> {
    type Found = (Id, String, Json, Option<String>, i64, EstablishmentRiskBand);
    let rows: Vec<Found> = establishments::table
        .filter(establishments::country.eq(country))
        .filter(establishments::merged_into.is_null())
        .filter(establishments::operating.eq(Operating::Open))
        .order(establishments::id)
        .select((
            establishments::id,
            establishments::name,
            establishments::facts,
            establishments::subdivision,
            establishments::risk_value,
            establishments::risk_band,
        ))
        .load(conn)?;
    let mut all = Vec::with_capacity(rows.len());
    for (id, name, facts, subdivision, risk_value, risk_band) in rows {
        let facts: Facts = facts.read()?;
        let isic = facts.isic.iter().max_by_key(|code| code.as_str().len());
        all.push(Workplace {
            id,
            name,
            isic: isic.map(widening).unwrap_or_default(),
            size_band: facts.size_band,
            subdivision,
            point: facts.place.point,
            risk_value,
            risk_band,
        });
    }
    Ok((all, meanings(conn, country)?))
}

fn widening(code: &IsicCode) -> Vec<String> {
    code.with_wider().into_iter().map(str::to_owned).collect()
}

/// Which establishment each id of a country means today.
fn meanings(conn: &mut Conn, country: &str) -> QueryResult<BTreeMap<Id, Id>> {
    let rows: Vec<(Id, Option<Id>)> = establishments::table
        .filter(establishments::country.eq(country))
        .select((establishments::id, establishments::merged_into))
        .load(conn)?;
    Ok(followed(&rows.into_iter().collect()))
}

/// Which establishment each id means today, when these are all of them.
pub(super) fn followed(into: &BTreeMap<Id, Option<Id>>) -> BTreeMap<Id, Id> {
    let stays = |id: Id| {
        let mut id = id;
        // One is only ever merged into one that stands for itself, so this ends.
        while let Some(next) = into.get(&id).copied().flatten() {
            id = next;
        }
        id
    };
    into.keys().map(|id| (*id, stays(*id))).collect()
}
