//! What statistics need to know of establishments.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::planning::followed;
use crate::establishments::error::EstablishmentError;
use crate::establishments::model::{Facts, Operating, SizeBand};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::schema::establishments;

/// An establishment as statistics count it.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Its country.
    pub country: String,
    /// Its industry, a section of ISIC Rev. 4: that of the narrowest code.
    pub section: Option<String>,
    /// How large it is.
    pub size_band: Option<SizeBand>,
    /// Who works there, all and women among them, as far as it is known.
    pub workers: Option<u32>,
    /// Women among them.
    pub women: Option<u32>,
    /// Whether people work there.
    pub is_open: bool,
    /// When it was registered.
    pub registered_at: Time,
}

/// The establishments of some countries.
#[derive(Debug, Default)]
pub struct Register {
    /// Those that stand for themselves.
    pub establishments: BTreeMap<Id, Counted>,
    /// Which of them each id means today.
    pub meanings: BTreeMap<Id, Id>,
}

impl Register {
    /// The one that an id means today.
    pub fn find(&self, id: Id) -> Option<(Id, &Counted)> {
        let today = self.meanings.get(&id).copied()?;
        let found = self.establishments.get(&today)?;
        Some((today, found))
    }
}

/// The establishments of these countries, by one query.
pub fn list_counted(conn: &mut Conn, countries: &[String]) -> Result<Register, EstablishmentError> {
    type Found = (Id, String, Option<Id>, Operating, Json, Time);
    let rows: Vec<Found> = establishments::table
        .filter(establishments::country.eq_any(countries.to_vec()))
        .order(establishments::id)
        .select((
            establishments::id,
            establishments::country,
            establishments::merged_into,
            establishments::operating,
            establishments::facts,
            establishments::created_at,
        ))
        .load(conn)?;
    let (mut all, mut into) = (BTreeMap::new(), BTreeMap::new());
    for (id, country, merged_into, operating, facts, registered_at) in rows {
        into.insert(id, merged_into);
        if merged_into.is_some() {
            continue;
        }
        let facts: Facts = facts.read()?;
        let narrowest = facts.isic.iter().max_by_key(|code| code.as_str().len());
        let section = narrowest.and_then(|code| code.with_wider().pop());
        let counted = Counted {
            country,
            section: section.map(str::to_owned),
            size_band: facts.size_band,
            workers: facts.workers.as_ref().and_then(|own| own.total),
            women: facts.workers.as_ref().and_then(|own| own.women),
            is_open: operating == Operating::Open,
            registered_at,
        };
        all.insert(id, counted);
    }
    Ok(Register {
        establishments: all,
        meanings: followed(&into),
    })
}
