//! Which establishments may be one. Machines propose, people decide.

use serde_json::Value;

use super::actions::{Desk, facts_of};
use super::error::EstablishmentError;
use super::model::{Facts, Identifier};
use super::store::{self, EstablishmentRow, MatchRow};
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::place::Point;
use crate::platform::text::{fold, query_terms, trigram_similarity};
use crate::text_enum;

/// Names that share this much of their trigrams, per mille, are spellings of one.
const SIMILAR: u32 = 450;
/// Metres within which two points may be one place: a large site, and the error of an old telephone.
const NEAR_METRES: f64 = 500.0;
/// Candidates that are compared.
const MOST: i64 = 50;
/// Kilometres of a degree of latitude.
const METRES_OF_A_DEGREE: f64 = 111_320.0;

text_enum! {
    /// In what two establishments agree (code list `establishment_match_reasons`).
    pub enum EstablishmentMatchReason {
        /// A number of the same scheme.
        SameIdentifier => "same_identifier",
        /// A name, folded, without corporate forms.
        SameName => "same_name",
        /// A good part of a name.
        SimilarName => "similar_name",
        /// Their points.
        Near => "near",
        /// The address, folded.
        SameAddress => "same_address",
        /// Somebody says so.
        ProposedByPerson => "proposed_by_person",
    }
}

text_enum! {
    /// How far a match has come.
    pub enum EstablishmentMatchStatus {
        /// Nobody has decided.
        Open => "open",
        /// The two are one, and were merged.
        Same => "same",
        /// They are two.
        Different => "different",
    }
}

/// Proposes those that may be the same as one that is new or was changed.
pub fn propose_for(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
    facts: &Facts,
) -> Result<(), EstablishmentError> {
    for row in candidates(conn, id, facts)? {
        let reasons = agreement(facts, &facts_of(&row)?);
        if is_worth_a_look(&reasons) {
            propose(conn, desk, (row.id, id), &reasons)?;
        }
    }
    Ok(())
}

/// Establishments of the country that share a number or a good part of a name.
fn candidates(
    conn: &mut Conn,
    id: Id,
    facts: &Facts,
) -> Result<Vec<EstablishmentRow>, EstablishmentError> {
    let country = facts.place.country.as_str();
    let keys: Vec<(String, String)> = facts.identifiers.iter().map(Identifier::key).collect();
    let mut found = store::find_by_identifier(conn, country, &keys, id, MOST)?;
    for name in &facts.names {
        let folded = plain(name.name.as_str());
        if !folded.is_empty() {
            found.extend(store::similar(conn, country, &folded, id, MOST)?);
        }
    }
    found.sort_by_key(|row| row.id);
    found.dedup_by_key(|row| row.id);
    Ok(found)
}

/// Whether a row of a list with these facts certainly is this establishment: the number and the name agree.
pub fn is_certain(facts: &Facts, known: &Facts) -> bool {
    let reasons = agreement(facts, known);
    let has = |reason| reasons.contains(&reason);
    has(EstablishmentMatchReason::SameIdentifier)
        && (has(EstablishmentMatchReason::SameName) || has(EstablishmentMatchReason::SimilarName))
}

/// A name without corporate forms.
fn plain(name: &str) -> String {
    query_terms(name).join(" ")
}

fn agreement(one: &Facts, other: &Facts) -> Vec<EstablishmentMatchReason> {
    let mut reasons = Vec::new();
    let theirs: Vec<(String, String)> = other.identifiers.iter().map(Identifier::key).collect();
    let mut own = one.identifiers.iter().map(Identifier::key);
    if own.any(|key| key.0 != "other" && !key.1.is_empty() && theirs.contains(&key)) {
        reasons.push(EstablishmentMatchReason::SameIdentifier);
    }
    match name_similarity(one, other) {
        1000 => reasons.push(EstablishmentMatchReason::SameName),
        SIMILAR.. => reasons.push(EstablishmentMatchReason::SimilarName),
        _ => {}
    }
    if are_near(one, other) {
        reasons.push(EstablishmentMatchReason::Near);
    }
    let address = |facts: &Facts| facts.place.text.as_ref().map(|text| fold(text.as_str()));
    if address(one).is_some_and(|own| !own.is_empty() && address(other) == Some(own)) {
        reasons.push(EstablishmentMatchReason::SameAddress);
    }
    reasons
}

fn name_similarity(one: &Facts, other: &Facts) -> u32 {
    let theirs: Vec<String> = other.names.iter().map(|n| plain(n.name.as_str())).collect();
    let own = one.names.iter().map(|name| plain(name.name.as_str()));
    let pairs = own.flat_map(|own| {
        let similar = |their: &String| trigram_similarity(&own, their);
        theirs.iter().map(similar).collect::<Vec<_>>()
    });
    pairs.max().unwrap_or(0)
}

/// A number alone is worth a look; a name only where the place agrees as well.
fn is_worth_a_look(reasons: &[EstablishmentMatchReason]) -> bool {
    let has = |reason| reasons.contains(&reason);
    let named =
        has(EstablishmentMatchReason::SameName) || has(EstablishmentMatchReason::SimilarName);
    let placed = has(EstablishmentMatchReason::Near) || has(EstablishmentMatchReason::SameAddress);
    has(EstablishmentMatchReason::SameIdentifier) || (named && placed)
}

fn are_near(one: &Facts, other: &Facts) -> bool {
    let exact = |facts: &Facts| {
        let precise = ["exact", "street"].contains(&facts.place.precision.as_str());
        facts.place.point.filter(|_| precise)
    };
    match (exact(one), exact(other)) {
        (Some(one), Some(other)) => metres(one, other) <= NEAR_METRES,
        (None, _) | (_, None) => false,
    }
}

/// How far two points are from each other, on a plane: over such distances the earth is flat enough.
fn metres(one: Point, other: Point) -> f64 {
    let latitude = f64::midpoint(one.latitude(), other.latitude()).to_radians();
    let east = (one.longitude() - other.longitude()) * latitude.cos();
    let north = one.latitude() - other.latitude();
    east.hypot(north) * METRES_OF_A_DEGREE
}

/// Puts a pair into the queue, unless it was there before; returns the match, when it is new.
pub fn propose(
    conn: &mut Conn,
    desk: &Desk<'_>,
    (one, other): (Id, Id),
    reasons: &[EstablishmentMatchReason],
) -> Result<Option<Id>, EstablishmentError> {
    let (Some(one), Some(other)) = (
        store::find(conn, one, &desk.countries)?,
        store::find(conn, other, &desk.countries)?,
    ) else {
        return Err(EstablishmentError::NotFound);
    };
    // A pair has one order, whoever is looked at.
    let (earlier, later) = if (one.created_at, one.id) <= (other.created_at, other.id) {
        (one, other)
    } else {
        (other, one)
    };
    let words: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
    let id = desk.services.new_id();
    let row = MatchRow {
        id,
        country: later.country,
        earlier_id: earlier.id,
        later_id: later.id,
        reasons: Json::of(&words)?,
        status: EstablishmentMatchStatus::Open,
        found_at: desk.now,
        version: 1,
        decided_at: None,
        decided_by: None,
        decision_reason: None,
    };
    let is_new = store::insert_match(conn, row)?;
    Ok(is_new.then_some(id))
}

/// In what a stored match agrees.
pub fn reasons_of(row: &MatchRow) -> Result<Vec<EstablishmentMatchReason>, EstablishmentError> {
    let words: Vec<Value> = row.reasons.read()?;
    let read = words.into_iter().map(serde_json::from_value);
    Ok(read.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn place(name: &str, longitude: f64, number: &str) -> Facts {
        serde_json::from_value(json!({
            "names": [{ "name": name }], "identifiers": [{ "scheme": "company_register", "value": number }],
            "place": { "country": "MY", "precision": "exact",
                "point": { "type": "Point", "coordinates": [longitude, 3.0] } }
        }))
        .unwrap()
    }

    #[test]
    fn a_number_is_enough_and_a_name_needs_its_place() {
        let known = place("Meridian Sample Yard Sdn Bhd", 101.5, "2026-1");
        let cases = [
            (place("Other Words", 99.0, "2026 1"), true),
            (place("Meridian Sample Yard", 101.501, "2026-2"), true),
            (place("Meridian Sample Yard", 101.6, "2026-2"), false),
            (place("Bahtera", 101.5, "2026-2"), false),
        ];
        for (other, expected) in cases {
            let reasons = agreement(&other, &known);
            assert_eq!(is_worth_a_look(&reasons), expected, "{reasons:?}");
        }
    }

    #[test]
    fn metres_are_metres() {
        let far = metres(Point::new(101.5, 3.0), Point::new(101.5, 3.01));
        assert!((far - 1113.2).abs() < 1.0, "{far}");
    }
}
