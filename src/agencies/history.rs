//! A licence as a history: what was known of it, from one act to the next.
//!
//! Rows are added, never changed. What an agency's page shows is the last of them; that a later list
//! says something else never takes away what an earlier one said.

use diesel::dsl::max;
use diesel::prelude::*;

use super::model::StatusBasis;
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::text::licence_number_key;
use crate::schema::licence_states;
use crate::text_enum;

text_enum! {
    /// What changed a licence, or what is known of it (code list `licence_acts`).
    pub enum LicenceAct {
        /// It was known before its history was kept.
        TakenOver => "taken_over",
        /// A list had it for the first time.
        Listed => "listed",
        /// It lasts longer.
        Renewed => "renewed",
        /// It was suspended.
        Suspended => "suspended",
        /// The regulator ended it, or its holder gave it up.
        Withdrawn => "withdrawn",
        /// It is in force again.
        Reinstated => "reinstated",
        /// The agency has another number.
        Renumbered => "renumbered",
        /// The agency has another name.
        Renamed => "renamed",
        /// Something else is different.
        Changed => "changed",
        /// The newest list no longer had it. That is no delisting.
        MissingFromSource => "missing_from_source",
        /// A list had it again.
        ReturnedToSource => "returned_to_source",
        /// A person decided that two entries are one agency.
        JoinedByPerson => "joined_by_person",
    }
}

/// What a list says of a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub name: String,
    pub licence_number: Option<String>,
    pub status: String,
    pub status_source: Option<String>,
    pub status_basis: StatusBasis,
    pub valid_from: Option<Date>,
    pub expires_on: Option<Date>,
}

/// How a licence stands, as far as its status tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It may be used.
    InForce,
    /// It may not be used for the time being.
    Suspended,
    /// It may not be used any more.
    Over,
    /// It has run out.
    Expired,
    /// Its status says neither.
    Unclear,
}

impl Standing {
    /// How a status of the code list `licence_statuses` stands.
    pub fn of(status: &str) -> Self {
        match status {
            "valid" | "provisional" => Self::InForce,
            "suspended" | "preventively_suspended" => Self::Suspended,
            "cancelled" | "revoked" | "delisted" | "banned" => Self::Over,
            "expired" => Self::Expired,
            _ => Self::Unclear,
        }
    }
}

impl LicenceAct {
    /// Whether it is about the status, which outweighs whatever else happened in the same list.
    const fn is_of_status(self) -> bool {
        matches!(self, Self::Suspended | Self::Withdrawn | Self::Reinstated)
    }

    /// The act that leads from what was known to what a list says; nothing when nothing is new.
    pub(super) fn between(before: &Facts, after: &Facts, was_missing: bool) -> Option<Self> {
        let change = Self::change(before, after);
        let returned = was_missing.then_some(Self::ReturnedToSource);
        change
            .filter(|act| act.is_of_status())
            .or(returned)
            .or(change)
    }

    fn change(before: &Facts, after: &Facts) -> Option<Self> {
        let (was, is) = (Standing::of(&before.status), Standing::of(&after.status));
        if was != is {
            return Some(match is {
                Standing::InForce => Self::Reinstated,
                Standing::Suspended => Self::Suspended,
                Standing::Over => Self::Withdrawn,
                Standing::Expired | Standing::Unclear => Self::Changed,
            });
        }
        let key = |facts: &Facts| facts.licence_number.as_deref().map(licence_number_key);
        if key(before) != key(after) {
            return Some(Self::Renumbered);
        }
        if is == Standing::InForce && before.expires_on < after.expires_on {
            return Some(Self::Renewed);
        }
        if before.name != after.name {
            return Some(Self::Renamed);
        }
        (before != after).then_some(Self::Changed)
    }
}

/// One state of a licence, about to be added.
#[derive(Debug)]
pub(super) struct NewState<'a> {
    pub agency: Id,
    pub act: LicenceAct,
    pub facts: &'a Facts,
    pub missing_since: Option<Date>,
    /// The day of the list, or of the decision.
    pub observed_on: Date,
    pub at: Time,
    /// The import that brought it.
    pub run: Option<Id>,
}

/// A state of a licence as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = licence_states)]
pub(super) struct StateRow {
    pub sequence: i64,
    pub act: LicenceAct,
    pub name: String,
    pub licence_number: Option<String>,
    pub status: String,
    pub status_source: Option<String>,
    pub status_basis: StatusBasis,
    pub valid_from: Option<Date>,
    pub expires_on: Option<Date>,
    pub missing_since: Option<Date>,
    pub observed_on: Date,
    pub run_id: Option<Id>,
}

/// Adds a state to an agency's history.
pub(super) fn append(conn: &mut Conn, state: &NewState<'_>) -> QueryResult<()> {
    let facts = state.facts;
    let key = facts.licence_number.as_deref().map(licence_number_key);
    let sequence = last_sequence(conn, state.agency)? + 1;
    diesel::insert_into(licence_states::table)
        .values((
            licence_states::agency_id.eq(state.agency),
            licence_states::sequence.eq(sequence),
            licence_states::act.eq(state.act),
            licence_states::name.eq(&facts.name),
            licence_states::licence_number.eq(facts.licence_number.as_ref()),
            licence_states::licence_number_key.eq(key.filter(|key| !key.is_empty())),
            licence_states::status.eq(&facts.status),
            licence_states::status_source.eq(facts.status_source.as_ref()),
            licence_states::status_basis.eq(facts.status_basis),
            licence_states::valid_from.eq(facts.valid_from),
            licence_states::expires_on.eq(facts.expires_on),
            licence_states::missing_since.eq(state.missing_since),
            licence_states::observed_on.eq(state.observed_on),
            licence_states::recorded_at.eq(state.at),
            licence_states::run_id.eq(state.run),
        ))
        .execute(conn)?;
    Ok(())
}

/// The states of an agency's licence before a place in its history, newest first.
pub(super) fn list(
    conn: &mut Conn,
    agency: Id,
    before: Option<i64>,
    rows: i64,
) -> QueryResult<Vec<StateRow>> {
    licence_states::table
        .filter(licence_states::agency_id.eq(agency))
        .filter(licence_states::sequence.lt(before.unwrap_or(i64::MAX)))
        .order(licence_states::sequence.desc())
        .limit(rows)
        .select(StateRow::as_select())
        .load(conn)
}

/// Puts one agency's history behind another's: they were one all the time.
pub(super) fn join(conn: &mut Conn, from: Id, into: Id) -> QueryResult<()> {
    let last = last_sequence(conn, into)?;
    diesel::update(licence_states::table.filter(licence_states::agency_id.eq(from)))
        .set((
            licence_states::agency_id.eq(into),
            licence_states::sequence.eq(licence_states::sequence + last),
        ))
        .execute(conn)?;
    Ok(())
}

fn last_sequence(conn: &mut Conn, agency: Id) -> QueryResult<i64> {
    let last: Option<i64> = licence_states::table
        .filter(licence_states::agency_id.eq(agency))
        .select(max(licence_states::sequence))
        .first(conn)?;
    Ok(last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(number: &str, status: &str, until: Option<&str>) -> Facts {
        Facts {
            name: "Merantau Sample".to_owned(),
            licence_number: Some(number.to_owned()),
            status: status.to_owned(),
            status_source: None,
            status_basis: StatusBasis::Stated,
            valid_from: None,
            expires_on: until.map(|day| Date::parse(day).unwrap()),
        }
    }

    #[test]
    fn an_act_is_named_by_what_matters_most() {
        let before = facts("10", "valid", Some("2026-12-31"));
        let act = |after: &Facts| LicenceAct::between(&before, after, false);
        assert_eq!(act(&before), None);
        assert_eq!(
            act(&facts("RL-0010", "valid", Some("2026-12-31"))),
            Some(LicenceAct::Changed)
        );
        assert_eq!(
            act(&facts("11", "valid", Some("2026-12-31"))),
            Some(LicenceAct::Renumbered)
        );
        assert_eq!(
            act(&facts("10", "valid", Some("2027-12-31"))),
            Some(LicenceAct::Renewed)
        );
        assert_eq!(
            act(&facts("10", "valid", Some("2025-12-31"))),
            Some(LicenceAct::Changed)
        );
        assert_eq!(
            act(&facts("11", "revoked", None)),
            Some(LicenceAct::Withdrawn)
        );
        assert_eq!(
            act(&facts("10", "suspended", None)),
            Some(LicenceAct::Suspended)
        );
        let renamed = Facts {
            name: "Rimba Sample".to_owned(),
            ..before.clone()
        };
        assert_eq!(act(&renamed), Some(LicenceAct::Renamed));
        let revoked = facts("10", "revoked", None);
        assert_eq!(
            LicenceAct::between(&revoked, &before, false),
            Some(LicenceAct::Reinstated)
        );
    }

    #[test]
    fn coming_back_to_a_list_hides_no_change_of_status() {
        let before = facts("10", "valid", None);
        let back = |after: &Facts| LicenceAct::between(&before, after, true);
        assert_eq!(back(&before), Some(LicenceAct::ReturnedToSource));
        assert_eq!(
            back(&facts("11", "valid", None)),
            Some(LicenceAct::ReturnedToSource)
        );
        assert_eq!(
            back(&facts("10", "revoked", None)),
            Some(LicenceAct::Withdrawn)
        );
    }
}
