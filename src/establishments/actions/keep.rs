//! Registering and changing. Each change adds an event with who, when, what was and what is.

use serde_json::{Value, json};

use super::desk::Desk;
use super::reckon::{reckon_again, risk_of};
use crate::agencies::{self, EntryKind};
use crate::establishments::error::EstablishmentError;
use crate::establishments::matching;
use crate::establishments::model::{EstablishmentAct, Facts, Operating};
use crate::establishments::store::{self, EstablishmentRow, NewEvent, NewRow};
use crate::platform::db::{Conn, Json};
use crate::platform::differences::differences_of_values;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;

/// Why something changes.
#[derive(Debug, Clone)]
pub struct Cause {
    /// What is done.
    pub act: EstablishmentAct,
    /// In somebody's words.
    pub reason: Option<String>,
    /// The other establishment.
    pub other: Option<Id>,
    /// The list that says so.
    pub import: Option<Id>,
}

impl Cause {
    /// One of which the act says all.
    pub const fn of(act: EstablishmentAct) -> Self {
        Self {
            act,
            reason: None,
            other: None,
            import: None,
        }
    }
}

/// Facts as they are stored and compared.
pub fn document(facts: &Facts) -> Result<Value, EstablishmentError> {
    Ok(serde_json::to_value(facts)?)
}

/// What is known of an establishment.
pub fn facts_of(row: &EstablishmentRow) -> Result<Facts, EstablishmentError> {
    Ok(row.facts.read()?)
}

/// An establishment that stands for itself, locked until the commit.
pub fn lock_standing(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
) -> Result<EstablishmentRow, EstablishmentError> {
    let row = store::lock(conn, id, &desk.countries)?.ok_or(EstablishmentError::NotFound)?;
    match row.merged_into {
        Some(into) => Err(EstablishmentError::Merged(into)),
        None => Ok(row),
    }
}

/// What is said of an establishment, once it fits together and names what exists.
fn fitting(conn: &mut Conn, desk: &Desk<'_>, facts: Facts) -> Result<Facts, EstablishmentError> {
    let mut facts = facts.reduced();
    let mut faults = facts.faults();
    if !desk.covers(facts.place.country.as_str()) {
        faults.push(Fault::new("/place/country", "not_a_country_of_yours"));
    }
    if let Some(employer) = facts.employer_id {
        match agencies::resolve_as(conn, employer, EntryKind::Employer)? {
            Some(current) => facts.employer_id = Some(current),
            None => faults.push(Fault::new("/employer_id", "unknown_employer")),
        }
    }
    if faults.is_empty() {
        return Ok(facts);
    }
    Err(EstablishmentError::Invalid(faults))
}

/// Registers an establishment, and proposes those that may be the same.
pub fn register(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
    facts: Facts,
    cause: Cause,
) -> Result<EstablishmentRow, EstablishmentError> {
    let facts = fitting(conn, desk, facts)?;
    if store::exists(conn, id)? {
        return Err(EstablishmentError::IdTaken);
    }
    let known = document(&facts)?;
    let new = NewRow {
        id,
        facts: &facts,
        document: Json::of(&known)?,
        risk: risk_of(conn, desk.services, id, &facts, desk.now)?,
        organisation: desk.organisation,
        now: desk.now,
    };
    store::insert(conn, new)?;
    store::put_index(conn, id, &facts, "")?;
    note(conn, desk, (id, 1), cause, Some((&json!({}), &known)))?;
    matching::propose_for(conn, desk, id, &facts)?;
    get(conn, desk, id)
}

/// Changes what is known; when nothing is different, nothing happens.
pub fn change(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: &EstablishmentRow,
    facts: Facts,
    cause: Cause,
) -> Result<EstablishmentRow, EstablishmentError> {
    let facts = fitting(conn, desk, facts)?;
    let (before, after) = (document(&facts_of(row)?)?, document(&facts)?);
    if before == after && cause.act != EstablishmentAct::Merged {
        return Ok(row.clone());
    }
    store::put_facts(conn, row, &facts, Json::of(&after)?, desk.now)?;
    store::put_index(conn, row.id, &facts, &row.searched)?;
    let said = Some((&before, &after));
    note(conn, desk, (row.id, row.version + 1), cause, said)?;
    reckon_again(conn, desk.services, row.id, &facts, desk.now)?;
    let differs = |name: &str| before.get(name) != after.get(name);
    if ["names", "identifiers", "place"].into_iter().any(differs) {
        matching::propose_for(conn, desk, row.id, &facts)?;
    }
    get(conn, desk, row.id)
}

/// Says that people work there, do not any more, or elsewhere.
pub fn set_operating(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: &EstablishmentRow,
    (operating, moved_to): (Operating, Option<Id>),
    reason: Option<String>,
) -> Result<EstablishmentRow, EstablishmentError> {
    let moved_to = match (operating, moved_to) {
        (Operating::MovedTo, Some(to)) => Some(find_other(conn, desk, row.id, to)?),
        (Operating::MovedTo, None) => {
            return Err(EstablishmentError::fault("/moved_to_id", "missing_member"));
        }
        (Operating::Open | Operating::Closed, Some(_)) => {
            let fault = Fault::new("/moved_to_id", "only_with").with("expected", "moved_to");
            return Err(EstablishmentError::Invalid(vec![fault]));
        }
        (Operating::Open | Operating::Closed, None) => None,
    };
    let state = |operating: Operating, to: Option<Id>| json!({ "operating": operating.as_str(), "moved_to_id": to.map(|id| id.to_string()) });
    let before = state(row.operating, row.moved_to_id);
    let after = state(operating, moved_to);
    if before == after {
        return Ok(row.clone());
    }
    store::put_operating(conn, row, operating, moved_to, desk.now)?;
    let cause = Cause {
        reason,
        other: moved_to,
        ..Cause::of(EstablishmentAct::OperatingChanged)
    };
    let said = Some((&before, &after));
    note(conn, desk, (row.id, row.version + 1), cause, said)?;
    get(conn, desk, row.id)
}

fn find_other(conn: &mut Conn, desk: &Desk<'_>, id: Id, to: Id) -> Result<Id, EstablishmentError> {
    let found = store::find_current(conn, to, &desk.countries)?;
    match found {
        Some(found) if found.id != id => Ok(found.id),
        Some(_) => Err(EstablishmentError::fault(
            "/moved_to_id",
            "same_establishment",
        )),
        None => Err(EstablishmentError::fault(
            "/moved_to_id",
            "unknown_establishment",
        )),
    }
}

/// Adds what happened to the history.
pub(super) fn note(
    conn: &mut Conn,
    desk: &Desk<'_>,
    (establishment, sequence): (Id, i64),
    cause: Cause,
    said: Option<(&Value, &Value)>,
) -> Result<(), EstablishmentError> {
    let shows = match cause.act {
        EstablishmentAct::Changed
        | EstablishmentAct::ChangedByImport
        | EstablishmentAct::OperatingChanged
        | EstablishmentAct::Merged
        | EstablishmentAct::Unmerged => true,
        // Nobody carries one that is new, and connections are on no card.
        EstablishmentAct::Registered
        | EstablishmentAct::Imported
        | EstablishmentAct::Linked
        | EstablishmentAct::Unlinked => false,
    };
    if shows {
        desk.note_changed(establishment);
    }
    let event = NewEvent {
        id: desk.services.new_id(),
        establishment,
        sequence,
        act: cause.act,
        at: desk.now,
        account: desk.account,
        organisation: desk.organisation,
        members: said.map(|(before, after)| differences_of_values(before, after)),
        reason: cause.reason,
        other: cause.other,
        import: cause.import,
    };
    Ok(store::append_event(conn, event)?)
}

/// An establishment as it is now.
pub(super) fn get(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
) -> Result<EstablishmentRow, EstablishmentError> {
    let found = store::find(conn, id, &desk.countries)?;
    found.ok_or(EstablishmentError::NotFound)
}
