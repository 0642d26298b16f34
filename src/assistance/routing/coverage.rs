//! What an organisation declares about itself: whose requests it takes, when, and how many.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store;
use crate::assistance::model::{ContactWindow, IssueCode};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::Administer;
use crate::organisations::{self, Area};
use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, Sexes};
use crate::platform::db::{Conn, Json};
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::{Fault, INTERNAL_ERROR, Problem, STALE};

/// A code of the list `sexes`.
pub type SexCode = Code<Sexes>;

/// How far ahead it is looked when an organisation opens.
const LOOK_AHEAD_HOURS: u64 = 72;

/// Whose requests an organisation takes, when, and how many at once. It is asked before it is given any.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganisationCoverage, example = json!({
    "areas": [{ "country": "SG", "subdivisions": ["SG-01"] }],
    "issue_codes": ["unpaid_wages", "passport_held"],
    "languages": ["fil", "en"],
    "sexes": [],
    "opening_hours": [{ "days": ["monday", "tuesday"], "from": "09:00", "until": "17:00",
        "time_zone": "Asia/Singapore" }],
    "capacity": 40,
    "answer_within_hours": 12
}))]
pub struct Coverage {
    /// Where, within the countries of the organisation; empty: everywhere in them.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub areas: Vec<Area>,
    /// For what; empty: for whatever its competences are.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub issue_codes: BTreeSet<IssueCode>,
    /// In which languages; empty: in any, with an interpreter.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub languages: Vec<Language>,
    /// Whom it serves; empty: everybody.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub sexes: BTreeSet<SexCode>,
    /// When somebody answers; empty: always.
    #[serde(default)]
    #[schema(max_items = 21)]
    pub opening_hours: Vec<ContactWindow>,
    /// Open requests that it can have at once; null: any number. The public does not see it.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000)]
    pub capacity: Option<u32>,
    /// Within how many hours it answers an offer, if that is less than the service waits anyway. The public
    /// does not see it.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 168)]
    pub answer_within_hours: Option<u8>,
}

impl Coverage {
    /// Whether somebody answers at a time.
    pub fn is_open(&self, at: Time) -> bool {
        self.opening_hours.is_empty() || self.opening_hours.iter().any(|window| window.holds(at))
    }

    /// The first full hour from this one on at which somebody answers; this one when that is not within
    /// three days.
    pub fn next_opening(&self, from: Time) -> Time {
        let mut hours = (0..LOOK_AHEAD_HOURS).map(|hour| from.plus(Duration::from_hours(hour)));
        hours.find(|hour| self.is_open(*hour)).unwrap_or(from)
    }

    fn faults(&self, countries: &[String]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (number, area) in self.areas.iter().enumerate() {
            let at = format!("/areas/{number}");
            if !countries
                .iter()
                .any(|country| country == area.country.as_str())
            {
                faults.push(Fault::new(
                    format!("{at}/country"),
                    "not_a_country_of_yours",
                ));
            }
            for (place, subdivision) in area.subdivisions.iter().enumerate() {
                if !subdivision.is_in(area.country.as_str()) {
                    let pointer = format!("{at}/subdivisions/{place}");
                    faults.push(Fault::new(pointer, "not_in_country"));
                }
            }
        }
        for (number, window) in self.opening_hours.iter().enumerate() {
            if !window.time_zone.is_known() {
                let pointer = format!("/opening_hours/{number}/time_zone");
                faults.push(Fault::new(pointer, "unknown_time_zone"));
            }
        }
        faults
    }
}

/// A coverage as it was stored.
pub fn parse(stored: &Json) -> Result<Coverage, Problem> {
    stored.read().map_err(|error| {
        tracing::error!(%error, "A stored coverage cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })
}

/// What an organisation has declared, with the version; 0 and `None` when it has declared nothing.
pub fn read(conn: &mut Conn, organisation: Id) -> Result<(i64, Option<Coverage>), Problem> {
    let Some((version, stored)) = store::find_coverage(conn, organisation)? else {
        return Ok((0, None));
    };
    Ok((version, Some(parse(&stored)?)))
}

/// Declares another coverage, if the caller has seen the present one; returns the new version.
pub fn put(
    conn: &mut Conn,
    caller: &Caller<Administer>,
    coverage: &Coverage,
    seen: &IfMatch,
    now: Time,
) -> Result<i64, Problem> {
    let organisation = caller.organisation();
    let (version, _) = read(conn, organisation)?;
    seen.check(&EntityTag::of_version(version))?;
    let own = organisations::find(conn, organisation)?;
    let countries = own.map(|own| own.countries).unwrap_or_default();
    let faults = coverage.faults(&countries);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let stored = Json::of(coverage).map_err(|error| {
        tracing::error!(%error, "A coverage cannot be written as JSON");
        Problem::new(&INTERNAL_ERROR)
    })?;
    if !store::put_coverage(conn, organisation, version, stored, now)? {
        return Err(Problem::new(&STALE));
    }
    let (action, subject) = (Action::CoverageChanged, Subject::Organisation);
    caller.record(conn, now, action, subject, organisation, None)?;
    Ok(version + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_opening_is_the_first_hour_at_which_somebody_answers() {
        if jiff::tz::db().is_definitively_empty() {
            return;
        }
        let coverage: Coverage = serde_json::from_value(serde_json::json!({ "opening_hours": [
            { "days": ["monday"], "from": "09:00", "until": "17:00", "time_zone": "Asia/Singapore" }] }))
        .unwrap();
        let at = |text: &str| Time::parse(text).unwrap();
        // 29 November 2026 is a Sunday; Singapore is eight hours ahead.
        let monday = at("2026-11-30T01:00:00Z");
        assert_eq!(coverage.next_opening(at("2026-11-29T06:00:00Z")), monday);
        assert_eq!(coverage.next_opening(monday), monday);
        let tuesday = at("2026-12-01T01:00:00Z");
        assert_eq!(
            coverage.next_opening(tuesday),
            tuesday,
            "it opens in six days only"
        );
        assert!(Coverage::default().is_open(tuesday));
    }
}
