//! Agencies that may have come out of others: what an import notices, for a person to look into.
//!
//! Whose licence was taken away, or who left the list, may go on next door under a new one. That two
//! share an address or a telephone proves nothing, so nothing of it is shown before somebody has
//! looked; and an address that many share, such as a business centre's, is not even asked about.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::successions::{SuccessionReason, find_pair, propose};
use crate::agencies::history::Standing;
use crate::agencies::model::{EntryKind, Telephone};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::{Id, Randomness};
use crate::platform::text::fold;
use crate::schema::{agencies, agency_matches};

/// What more agencies share says nothing about two of them.
const MOST_SHARING: usize = 5;
/// A telephone has at least so many digits; less is an extension.
const LEAST_DIGITS: usize = 7;

/// What an import compares.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
struct Candidate {
    id: Id,
    name: String,
    address: Option<String>,
    telephones: Json,
    licence_number_key: Option<String>,
    licence_status: String,
    missing_since: Option<crate::platform::clock::Date>,
    created_at: Time,
}

type Handle = (SuccessionReason, String);

impl Candidate {
    fn has_ended(&self) -> bool {
        self.missing_since.is_some() || Standing::of(&self.licence_status) == Standing::Over
    }

    /// By what it may be recognised.
    fn handles(&self) -> Vec<Handle> {
        let address = self.address.as_deref().map(fold);
        let address = address.filter(|address| !address.is_empty());
        let address = address.map(|address| (SuccessionReason::SameAddress, address));
        // What cannot be read is no telephone.
        let telephones: Vec<Telephone> = self.telephones.read().unwrap_or_default();
        let numbers = telephones.iter().filter_map(number);
        let numbers = numbers.map(|number| (SuccessionReason::SameTelephone, number));
        address.into_iter().chain(numbers).collect()
    }

    /// Whether this one may have come out of the other.
    fn may_follow(&self, earlier: &Self) -> bool {
        let same_number = self.licence_number_key.is_some()
            && self.licence_number_key == earlier.licence_number_key;
        earlier.has_ended()
            && !self.has_ended()
            && earlier.created_at < self.created_at
            && !same_number
    }
}

fn number(telephone: &Telephone) -> Option<String> {
    let written = telephone.e164.as_ref().unwrap_or(&telephone.number);
    let digits: String = fold(written).chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= LEAST_DIGITS).then_some(digits)
}

type Pairs = BTreeMap<(usize, usize), Vec<SuccessionReason>>;

/// The pairs, as earlier and later, that share something few others share.
fn pairs(all: &[Candidate]) -> Pairs {
    let mut sharing: HashMap<Handle, Vec<usize>> = HashMap::new();
    for (at, candidate) in all.iter().enumerate() {
        for handle in candidate.handles() {
            let others = sharing.entry(handle).or_default();
            if others.last() != Some(&at) {
                others.push(at);
            }
        }
    }
    let mut pairs = Pairs::new();
    for ((reason, _), sharing) in sharing {
        if sharing.len() > MOST_SHARING {
            continue;
        }
        for (earlier, later) in ordered(&sharing) {
            let both = all.get(earlier).zip(all.get(later));
            if both.is_some_and(|(earlier, later)| later.may_follow(earlier)) {
                pairs.entry((earlier, later)).or_default().push(reason);
            }
        }
    }
    for reasons in pairs.values_mut() {
        reasons.sort_unstable();
        reasons.dedup();
    }
    pairs
}

fn ordered(of: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let pairs = of
        .iter()
        .flat_map(|one| of.iter().map(|other| (*one, *other)));
    pairs.filter(|(one, other)| one != other)
}

/// Asks about each pair of a register about which nobody was asked yet; tells what it asked.
pub(in crate::agencies) fn propose_all(
    conn: &mut Conn,
    register: &str,
    now: Time,
    randomness: &dyn Randomness,
) -> Result<Vec<String>, DbError> {
    let all: Vec<Candidate> = agencies::table
        .filter(agencies::register.eq(register))
        .filter(agencies::kind.eq(EntryKind::RecruitmentAgency))
        .filter(agencies::merged_into.is_null())
        .order(agencies::id)
        .select(Candidate::as_select())
        .load(conn)?;
    let mut told = Vec::new();
    for ((earlier, later), reasons) in pairs(&all) {
        let Some((earlier, later)) = all.get(earlier).zip(all.get(later)) else {
            continue;
        };
        let pair = (earlier.id, later.id);
        if is_asked(conn, pair)? {
            continue;
        }
        let id = Id::from_parts(now, randomness);
        propose(conn, id, pair, &reasons, None, now)?;
        let words: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
        let words = words.join(", ");
        told.push(format!(
            "{} may come from {}: {words}",
            later.name, earlier.name
        ));
    }
    Ok(told)
}

/// Whether a person was asked about two entries: whether they are one, or one comes from the other.
fn is_asked(conn: &mut Conn, (earlier, later): (Id, Id)) -> Result<bool, DbError> {
    if find_pair(conn, (earlier, later))?.is_some() {
        return Ok(true);
    }
    let asked: Option<Id> = agency_matches::table
        .filter(agency_matches::earlier_agency_id.eq(earlier))
        .filter(agency_matches::later_agency_id.eq(later))
        .select(agency_matches::id)
        .first(conn)
        .optional()?;
    Ok(asked.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(number: u8, address: &str, telephone: &str, status: &str) -> Candidate {
        let telephones = [Telephone {
            number: telephone.to_owned(),
            e164: None,
            remark: None,
        }];
        Candidate {
            id: Id::parse(&format!("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e{number:02x}")).unwrap(),
            name: format!("Sample {number}"),
            address: Some(address.to_owned()),
            telephones: Json::of(&telephones).unwrap(),
            licence_number_key: Some(number.to_string()),
            licence_status: status.to_owned(),
            missing_since: None,
            created_at: Time::from_microsecond(i64::from(number)).unwrap(),
        }
    }

    #[test]
    fn who_shares_an_address_or_a_telephone_with_one_that_ended_before_may_come_from_it() {
        let ended = candidate(1, "1 Road, Klang", "03-5550 1111", "revoked");
        let all = [
            ended.clone(),
            candidate(2, "1 ROAD Klang", "03-5550 2222", "valid"),
            candidate(3, "7 Street", "0355501111", "valid"),
            candidate(4, "7 Lane", "2222", "valid"),
        ];
        let found = pairs(&all);
        assert_eq!(found[&(0, 1)], [SuccessionReason::SameAddress]);
        assert_eq!(found[&(0, 2)], [SuccessionReason::SameTelephone]);
        assert_eq!(found.len(), 2);
        // Not who was there before, who ended as well, or whom nothing tells apart by number.
        let before = candidate(0, "1 Road, Klang", "1", "valid");
        assert!(pairs(&[before, ended.clone()]).is_empty());
        let over = candidate(2, "1 Road, Klang", "1", "cancelled");
        assert!(pairs(&[ended.clone(), over]).is_empty());
        let same = Candidate {
            licence_number_key: Some("1".to_owned()),
            ..all[1].clone()
        };
        assert!(pairs(&[ended, same]).is_empty());
    }

    #[test]
    fn what_many_share_is_nothing() {
        let mut all = vec![candidate(1, "1 Road", "1", "revoked")];
        all.extend((2..=5).map(|number| candidate(number, "1 Road", "1", "valid")));
        assert_eq!(pairs(&all).len(), 4);
        all.push(candidate(6, "1 Road", "1", "valid"));
        assert!(pairs(&all).is_empty());
    }
}
