//! The one question: is it licensed today, says who, as of when.
//!
//! What must always be true: only a licence that a list names as in force is `licensed`; that a
//! number is not found is never turned into "not licensed", because the lists that are held here may
//! be old, or a part; where several agencies have a number, none of them is chosen.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::behind::model::{BadgeKind, Mark};
use super::behind::successions::{Direction, Linked, follow};
use super::history::Standing;
use super::model::{EntryKind, StatusBasis, status_on};
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::text::licence_number_key;
use crate::schema::{agencies, licence_states, registers};
use crate::text_enum;

/// Older lists are warned of.
const OLD_DAYS: i32 = 30;
/// Agencies that are shown of those that have a number; more say nothing more.
const MOST_HOLDERS: i64 = 20;

text_enum! {
    /// Whether somebody is licensed (code list `licence_answers`).
    pub enum LicenceAnswer {
        /// The list says so.
        Licensed => "licensed",
        /// The list says that the licence is not in force.
        NotLicensed => "not_licensed",
        /// It was on an earlier list.
        NoLongerListed => "no_longer_listed",
        /// The list does not tell.
        Unknown => "unknown",
        /// Several agencies have the number.
        Ambiguous => "ambiguous",
        /// Its holder has another number now.
        NumberReplaced => "number_replaced",
        /// The number is in no list.
        NotHeld => "no_such_licence_in_the_lists_we_hold",
        /// The lists have no numbers.
        NoNumbers => "lists_without_licence_numbers",
        /// There is no list of the country.
        NoList => "no_list_of_this_country",
    }
}

text_enum! {
    /// What to bear in mind about an answer (code list `licence_warnings`).
    pub enum LicenceWarning {
        /// The list is old.
        ListIsOld => "list_is_old",
        /// It is not the regulator's own.
        ThirdPartyCopy => "third_party_copy",
        /// It does not hold every licence.
        PartialList => "partial_list",
        /// It states no status.
        StatusNotStated => "status_not_stated",
        /// Another agency had the number.
        HadAnotherHolder => "number_had_another_holder",
        /// It comes from an agency whose licence ended.
        ComesFromEnded => "comes_from_ended_licence",
        /// An authority has imposed something on it.
        UnderSanction => "under_sanction",
    }
}

/// An agency that has a number.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(super) struct HolderRow {
    pub id: Id,
    pub register: String,
    pub name: String,
    pub licence_number: Option<String>,
    pub licence_status: String,
    pub licence_status_source: Option<String>,
    pub licence_status_basis: StatusBasis,
    pub licence_valid_from: Option<Date>,
    pub licence_expires_on: Option<Date>,
    pub retrieved_on: Date,
    pub missing_since: Option<Date>,
    pub marks: Json,
}

/// A list that is held.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = registers)]
pub(super) struct HeldRow {
    pub name: String,
    pub country: String,
    pub title: String,
    pub regulator: String,
    pub regulator_url: Option<String>,
    pub language: String,
    pub source_name: String,
    pub source_url: String,
    pub licence_note: String,
    pub retrieved_on: Date,
    pub is_official: bool,
    pub is_complete: bool,
    pub has_licence_numbers: bool,
    pub kind: EntryKind,
}

/// What the lists of a country say of a number.
#[derive(Debug)]
pub(super) struct Found {
    /// Who has it.
    pub holders: Vec<HolderRow>,
    /// Who had it and has another one now.
    pub earlier: Vec<HolderRow>,
    /// The lists that were looked into.
    pub lists: Vec<HeldRow>,
    /// From which agencies each of those who have it came, nearest first.
    pub origins: BTreeMap<Id, Vec<Linked>>,
}

impl HeldRow {
    /// How old the list is.
    pub fn age_days(&self, today: Date) -> u32 {
        let days = today.as_day().saturating_sub(self.retrieved_on.as_day());
        u32::try_from(days).unwrap_or(0)
    }

    fn is_old(&self, today: Date) -> bool {
        today.as_day().saturating_sub(self.retrieved_on.as_day()) > OLD_DAYS
    }
}

impl HolderRow {
    /// What its list says of it today.
    pub fn answer(&self, today: Date) -> LicenceAnswer {
        let status = status_on(&self.licence_status, self.licence_expires_on, today);
        match Standing::of(status) {
            Standing::Suspended | Standing::Over => LicenceAnswer::NotLicensed,
            _ if self.missing_since.is_some() => LicenceAnswer::NoLongerListed,
            Standing::InForce => LicenceAnswer::Licensed,
            Standing::Expired if self.was_seen_after_its_end() => LicenceAnswer::NotLicensed,
            // It may have been renewed since the list was made.
            Standing::Expired | Standing::Unclear => LicenceAnswer::Unknown,
        }
    }

    /// Whether an authority has imposed something on it that holds. What cannot be read holds: it is
    /// never hidden.
    fn is_under_sanction(&self, today: Date) -> bool {
        let marks: Result<Vec<Mark>, _> = self.marks.read();
        let holds = |mark: &Mark| mark.kind == BadgeKind::Sanction && mark.holds(today);
        marks.map_or(true, |marks| marks.iter().any(holds))
    }

    fn was_seen_after_its_end(&self) -> bool {
        let is_over = |last: Date| last < self.retrieved_on;
        self.licence_expires_on.is_none_or(is_over)
    }
}

/// Whether a predecessor's licence was taken away, or is on no list any more.
pub(super) fn has_ended(linked: &Linked) -> bool {
    let agency = &linked.agency;
    let standing = Standing::of(&agency.licence_status);
    agency.missing_since.is_some() || matches!(standing, Standing::Over | Standing::Suspended)
}

impl Found {
    /// The one answer.
    pub fn answer(&self, today: Date) -> LicenceAnswer {
        match (self.holders.as_slice(), self.earlier.as_slice()) {
            ([one], _) => one.answer(today),
            ([_, ..], _) | ([], [_, _, ..]) => LicenceAnswer::Ambiguous,
            ([], [_]) => LicenceAnswer::NumberReplaced,
            ([], []) if self.lists.is_empty() => LicenceAnswer::NoList,
            ([], []) if self.lists.iter().all(|list| !list.has_licence_numbers) => {
                LicenceAnswer::NoNumbers
            }
            ([], []) => LicenceAnswer::NotHeld,
        }
    }

    /// What to bear in mind about it.
    pub fn warnings(&self, today: Date) -> Vec<LicenceWarning> {
        let shown = self.holders.iter().chain(&self.earlier);
        let named: BTreeSet<&str> = shown.map(|row| row.register.as_str()).collect();
        let lists = || {
            let lists = self.lists.iter();
            lists.filter(|list| named.is_empty() || named.contains(list.name.as_str()))
        };
        let is_listed = |row: &HolderRow| row.licence_status_basis == StatusBasis::Listed;
        let all = [
            (
                LicenceWarning::ListIsOld,
                lists().any(|list| list.is_old(today)),
            ),
            (
                LicenceWarning::ThirdPartyCopy,
                lists().any(|list| !list.is_official),
            ),
            (
                LicenceWarning::PartialList,
                lists().any(|list| !list.is_complete),
            ),
            (
                LicenceWarning::StatusNotStated,
                self.holders.iter().any(is_listed),
            ),
            (
                LicenceWarning::HadAnotherHolder,
                !self.holders.is_empty() && !self.earlier.is_empty(),
            ),
            (
                LicenceWarning::ComesFromEnded,
                self.origins.values().any(|all| all.iter().any(has_ended)),
            ),
            (
                LicenceWarning::UnderSanction,
                self.holders.iter().any(|row| row.is_under_sanction(today)),
            ),
        ];
        let said = all.into_iter().filter(|(_, is_so)| *is_so);
        said.map(|(warning, _)| warning).collect()
    }
}

fn list_held(conn: &mut Conn, country: &str) -> QueryResult<Vec<HeldRow>> {
    registers::table
        .filter(registers::kind.eq(EntryKind::RecruitmentAgency))
        .filter(registers::country.eq(country))
        .order(registers::name)
        .select(HeldRow::as_select())
        .load(conn)
}

/// Looks a number up in the lists of a country, however it is written.
pub(super) fn find(conn: &mut Conn, country: &str, number: &str) -> QueryResult<Found> {
    let lists = list_held(conn, country)?;
    let key = licence_number_key(number);
    if key.is_empty() {
        return Ok(Found {
            holders: Vec::new(),
            earlier: Vec::new(),
            lists,
            origins: BTreeMap::new(),
        });
    }
    let of_country = agencies::table
        .filter(agencies::kind.eq(EntryKind::RecruitmentAgency))
        .filter(agencies::country.eq(country))
        .filter(agencies::merged_into.is_null())
        .order(agencies::sort_key)
        .limit(MOST_HOLDERS)
        .select(HolderRow::as_select());
    let holders: Vec<HolderRow> = of_country
        .filter(agencies::licence_number_key.eq(&key))
        .load(conn)?;
    let once = licence_states::table
        .filter(licence_states::licence_number_key.eq(&key))
        .select(licence_states::agency_id);
    let earlier: Vec<HolderRow> = of_country.filter(agencies::id.eq_any(once)).load(conn)?;
    let has_it = |row: &HolderRow| holders.iter().any(|holder| holder.id == row.id);
    Ok(Found {
        earlier: earlier.into_iter().filter(|row| !has_it(row)).collect(),
        origins: origins(conn, &holders)?,
        holders,
        lists,
    })
}

/// From which agencies each of these came.
fn origins(conn: &mut Conn, holders: &[HolderRow]) -> QueryResult<BTreeMap<Id, Vec<Linked>>> {
    let all = holders.iter().map(|holder| {
        let predecessors = follow(conn, holder.id, Direction::Back)?;
        Ok((holder.id, predecessors))
    });
    all.collect()
}

/// Who has, or had, a licence number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceHolder {
    /// One agency alone, whether it has the number now or had it before.
    One(Id),
    /// Several: which of them is meant, the number does not tell.
    Several,
    /// None in the lists that are held.
    Nobody,
}

/// The agency that somebody means who names a country and a licence number.
pub fn find_holder(conn: &mut Conn, country: &str, number: &str) -> Result<LicenceHolder, DbError> {
    let found = find(conn, country, number)?;
    let all: BTreeSet<Id> = found
        .holders
        .iter()
        .chain(&found.earlier)
        .map(|row| row.id)
        .collect();
    Ok(match (all.first(), all.len()) {
        (Some(only), 1) => LicenceHolder::One(*only),
        (Some(_), _) => LicenceHolder::Several,
        (None, _) => LicenceHolder::Nobody,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn holder(status: &str, until: Option<&str>, missing: Option<&str>) -> HolderRow {
        HolderRow {
            id: Id::parse("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f").unwrap(),
            register: "my_test".to_owned(),
            name: "Merantau Sample".to_owned(),
            licence_number: Some("10".to_owned()),
            licence_status: status.to_owned(),
            licence_status_source: None,
            licence_status_basis: StatusBasis::Stated,
            licence_valid_from: None,
            licence_expires_on: until.map(day),
            retrieved_on: day("2026-06-30"),
            missing_since: missing.map(day),
            marks: Json::of(&Vec::<Mark>::new()).unwrap(),
        }
    }

    #[test]
    fn only_what_a_list_names_in_force_is_licensed() {
        let today = day("2026-11-24");
        let cases = [
            (holder("valid", None, None), LicenceAnswer::Licensed),
            (
                holder("provisional", Some("2026-11-24"), None),
                LicenceAnswer::Licensed,
            ),
            // The list is older than the end: it may have been renewed.
            (
                holder("valid", Some("2026-11-23"), None),
                LicenceAnswer::Unknown,
            ),
            (
                holder("valid", Some("2026-06-29"), None),
                LicenceAnswer::NotLicensed,
            ),
            (holder("expired", None, None), LicenceAnswer::NotLicensed),
            (
                holder("valid", None, Some("2026-07-01")),
                LicenceAnswer::NoLongerListed,
            ),
            (
                holder("revoked", None, Some("2026-07-01")),
                LicenceAnswer::NotLicensed,
            ),
            (
                holder("suspended", Some("2030-01-01"), None),
                LicenceAnswer::NotLicensed,
            ),
            (holder("under_appeal", None, None), LicenceAnswer::Unknown),
            (holder("a_new_code", None, None), LicenceAnswer::Unknown),
        ];
        for (row, answer) in cases {
            assert_eq!(row.answer(today), answer, "{row:?}");
        }
    }

    #[test]
    fn of_several_none_is_chosen() {
        let valid = holder("valid", None, None);
        let found = Found {
            holders: vec![valid.clone(), holder("revoked", None, None)],
            earlier: Vec::new(),
            lists: Vec::new(),
            origins: BTreeMap::new(),
        };
        assert_eq!(found.answer(day("2026-11-24")), LicenceAnswer::Ambiguous);
        let found = Found {
            holders: Vec::new(),
            earlier: vec![valid],
            lists: Vec::new(),
            origins: BTreeMap::new(),
        };
        assert_eq!(
            found.answer(day("2026-11-24")),
            LicenceAnswer::NumberReplaced
        );
    }
}
