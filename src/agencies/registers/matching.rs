//! Which agency a row is about when its key names none, or names one that it does not fit.
//!
//! An agency that changes its name, its office or its licence number stays itself, with its history
//! and its reviews. But an agency must never become another one: two that share a name, a number or
//! an address may be two, so whatever is not certain is left to a person.

use std::collections::{HashMap, HashSet};

use super::record::Record;
use super::store::StoredRow;
use crate::agencies::behind::model::KnownName;
use crate::platform::text::{fold, licence_number_key, query_terms, trigram_similarity};
use crate::text_enum;

/// Names that share this much of their trigrams, per mille, are spellings of one, or grew out of it.
const SIMILAR: u32 = 450;

text_enum! {
    /// In what two entries agree (code list `agency_match_reasons`).
    pub enum MatchReason {
        /// The licence number.
        SameNumber => "same_number",
        /// The name, folded.
        SameName => "same_name",
        /// A good part of the name.
        SimilarName => "similar_name",
        /// The address, folded.
        SameAddress => "same_address",
    }
}

/// What names an agency, in the form in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    number: Option<String>,
    /// The name and the other names.
    names: Vec<String>,
    address: Option<String>,
}

impl Identity {
    fn new<'a>(
        number: Option<&str>,
        names: impl Iterator<Item = &'a str>,
        address: Option<&str>,
    ) -> Self {
        let number = number.map(licence_number_key);
        let folded = names.map(|name| query_terms(name).join(" "));
        Self {
            number: number.filter(|key| !key.is_empty()),
            names: folded.filter(|name| !name.is_empty()).collect(),
            address: address.map(fold).filter(|address| !address.is_empty()),
        }
    }

    /// Of a row of a list.
    pub fn of_record(record: &Record) -> Self {
        let others = record.alternate_names.iter();
        let others = others.map(|known| known.name.as_str());
        let names = std::iter::once(record.name.as_str()).chain(others);
        let number = record.licence_number.as_deref();
        Self::new(number, names, record.address.as_deref())
    }

    /// Of an agency that is stored.
    pub fn of_stored(row: &StoredRow) -> Self {
        let others: Vec<KnownName> = row.alternate_names.read().unwrap_or_default();
        let others = others.iter().map(|known| known.name.as_str());
        let names = std::iter::once(row.name.as_str()).chain(others);
        Self::new(row.licence_number.as_deref(), names, row.address.as_deref())
    }

    /// In what two agree.
    fn agreement(&self, other: &Self) -> Vec<MatchReason> {
        let mut reasons = Vec::new();
        if self.number.is_some() && self.number == other.number {
            reasons.push(MatchReason::SameNumber);
        }
        match self.name_similarity(other) {
            1000 => reasons.push(MatchReason::SameName),
            SIMILAR.. => reasons.push(MatchReason::SimilarName),
            _ => {}
        }
        if self.address.is_some() && self.address == other.address {
            reasons.push(MatchReason::SameAddress);
        }
        reasons
    }

    fn name_similarity(&self, other: &Self) -> u32 {
        let pairs = self.names.iter().flat_map(|own| {
            let others = other.names.iter();
            others.map(move |their| trigram_similarity(own, their))
        });
        pairs.max().unwrap_or(0)
    }

    /// Whether a row that bears an agency's key is about that agency. A number can be given to
    /// somebody else: then neither the name nor the address fits.
    pub fn fits(&self, known: &Self) -> bool {
        let reasons = self.agreement(known);
        // Where the key is the name, it fits by itself.
        self.number.is_none()
            || known.number.is_none()
            || reasons
                .iter()
                .any(|reason| *reason != MatchReason::SameNumber)
    }
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pairing {
    /// An agency that nobody has seen yet.
    New,
    /// This one of those that left the list.
    Same(usize),
    /// Maybe one of these; a person must say.
    Doubtful(Vec<(usize, Vec<MatchReason>)>),
}

fn is_certain(reasons: &[MatchReason]) -> bool {
    let has = |reason| reasons.contains(&reason);
    let (number, address) = (has(MatchReason::SameNumber), has(MatchReason::SameAddress));
    let name = has(MatchReason::SameName);
    (number && (name || address || has(MatchReason::SimilarName))) || (name && address)
}

fn is_doubtful(reasons: &[MatchReason]) -> bool {
    let has = |reason| reasons.contains(&reason);
    has(MatchReason::SameNumber)
        || has(MatchReason::SameName)
        || (has(MatchReason::SimilarName) && has(MatchReason::SameAddress))
}

/// Pairs rows that are new with agencies that left the list. One is certain only when it is the only
/// certain one for both sides.
pub(super) fn pair(rows: &[Identity], gone: &[Identity]) -> Vec<Pairing> {
    let index = Index::of(gone);
    let found: Vec<Vec<(usize, Vec<MatchReason>)>> =
        rows.iter().map(|row| index.candidates(row, gone)).collect();
    let mut claims: HashMap<usize, usize> = HashMap::new();
    for (candidate, reasons) in found.iter().flatten() {
        if is_certain(reasons) {
            *claims.entry(*candidate).or_default() += 1;
        }
    }
    let only = |candidates: &[(usize, Vec<MatchReason>)]| {
        let mut certain = candidates.iter().filter(|(_, reasons)| is_certain(reasons));
        let (first, _) = certain.next()?;
        let is_alone = certain.next().is_none() && claims.get(first) == Some(&1);
        is_alone.then_some(*first)
    };
    let same: Vec<Option<usize>> = found.iter().map(|candidates| only(candidates)).collect();
    let taken: HashSet<usize> = same.iter().copied().flatten().collect();
    let settle = |(mut candidates, same): (Vec<(usize, Vec<MatchReason>)>, Option<usize>)| {
        if let Some(candidate) = same {
            return Pairing::Same(candidate);
        }
        candidates.retain(|(candidate, _)| !taken.contains(candidate));
        if candidates.is_empty() {
            Pairing::New
        } else {
            Pairing::Doubtful(candidates)
        }
    };
    found.into_iter().zip(same).map(settle).collect()
}

/// Agencies by what may name them, so that a long list is not compared with itself.
struct Index<'a>(HashMap<(u8, &'a str), Vec<usize>>);

impl<'a> Index<'a> {
    fn of(gone: &'a [Identity]) -> Self {
        let mut index: HashMap<(u8, &str), Vec<usize>> = HashMap::new();
        for (at, identity) in gone.iter().enumerate() {
            for handle in handles(identity) {
                index.entry(handle).or_default().push(at);
            }
        }
        Self(index)
    }

    /// Agencies that may be the one that a row is about, each with the reasons.
    fn candidates(&self, row: &Identity, gone: &[Identity]) -> Vec<(usize, Vec<MatchReason>)> {
        let near = handles(row).filter_map(|handle| self.0.get(&handle));
        let mut near: Vec<usize> = near.flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let near = near.into_iter().filter_map(|at| {
            let reasons = row.agreement(gone.get(at)?);
            is_doubtful(&reasons).then_some((at, reasons))
        });
        near.collect()
    }
}

fn handles(identity: &Identity) -> impl Iterator<Item = (u8, &str)> {
    let number = identity.number.as_deref().map(|number| (0, number));
    let address = identity.address.as_deref().map(|address| (1, address));
    let names = identity.names.iter().map(|name| (2, name.as_str()));
    number.into_iter().chain(address).chain(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(number: &str, name: &str, address: &str) -> Identity {
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let number: &'static str = Box::leak(number.to_owned().into_boxed_str());
        let address: &'static str = Box::leak(address.to_owned().into_boxed_str());
        Identity::new(some(number), std::iter::once(name), some(address))
    }

    fn one(row: &Identity, gone: &[Identity]) -> Pairing {
        pair(std::slice::from_ref(row), gone).remove(0)
    }

    #[test]
    fn a_changed_name_address_or_number_follows_the_agency() {
        let known = agency("RL 10", "Merantau Overseas", "1 Road, Klang");
        for row in [
            agency("0010", "Merantau Jaya Overseas", "9 Street"),
            agency("0010", "Rimba", "1 road KLANG"),
            agency("77", "MERANTAU OVERSEAS", "1 Road, Klang"),
        ] {
            assert_eq!(
                one(&row, std::slice::from_ref(&known)),
                Pairing::Same(0),
                "{row:?}"
            );
        }
    }

    #[test]
    fn what_is_not_certain_is_left_to_a_person() {
        let known = [agency("RL 10", "Merantau Overseas", "1 Road, Klang")];
        let cases = [
            (
                agency("10", "Rimba", "9 Street"),
                vec![MatchReason::SameNumber],
            ),
            (
                agency("77", "Merantau Overseas Ltd", "9 Street"),
                vec![MatchReason::SameName],
            ),
            (
                agency("77", "Merantau Overseas", ""),
                vec![MatchReason::SameName],
            ),
            (
                agency("77", "Merantau Overseas Jaya", "1 Road, Klang"),
                vec![MatchReason::SimilarName, MatchReason::SameAddress],
            ),
        ];
        for (row, reasons) in cases {
            assert_eq!(
                one(&row, &known),
                Pairing::Doubtful(vec![(0, reasons)]),
                "{row:?}"
            );
        }
    }

    #[test]
    fn a_shared_building_or_a_word_in_common_is_nothing() {
        let known = [agency("10", "Merantau Overseas", "1 Road, Klang")];
        for row in [
            agency("77", "Rimba Manpower", "1 Road, Klang"),
            agency("77", "Bahtera Overseas", "9 Street"),
        ] {
            assert_eq!(one(&row, &known), Pairing::New, "{row:?}");
        }
    }

    #[test]
    fn of_two_that_both_fit_neither_is_certain() {
        let twins = [
            agency("10", "Gulf Sample", "1 Road"),
            agency("11", "Gulf Sample", "1 Road"),
        ];
        let row = agency("77", "Gulf Sample", "1 Road");
        assert!(matches!(one(&row, &twins), Pairing::Doubtful(of) if of.len() == 2));
        let rows = [row.clone(), agency("78", "Gulf Sample", "1 Road")];
        let pairs = pair(&rows, twins.get(..1).unwrap());
        assert!(
            pairs
                .iter()
                .all(|pair| matches!(pair, Pairing::Doubtful(_))),
            "{pairs:?}"
        );
    }

    #[test]
    fn who_is_taken_is_nobody_elses_candidate() {
        let known = [agency("10", "Merantau Overseas", "1 Road")];
        let rows = [
            agency("10", "Merantau Overseas", "9 Street"),
            agency("77", "Merantau Overseas", "5 Lane"),
        ];
        assert_eq!(pair(&rows, &known), [Pairing::Same(0), Pairing::New]);
    }

    #[test]
    fn a_number_given_to_somebody_else_does_not_fit() {
        let known = agency("10", "Merantau Overseas", "1 Road");
        assert!(agency("10", "Merantau Jaya Overseas", "9 Street").fits(&known));
        assert!(agency("10", "Rimba", "1 Road").fits(&known));
        assert!(!agency("10", "Rimba", "9 Street").fits(&known));
        assert!(!agency("10", "Rimba", "").fits(&known));
        assert!(agency("", "Merantau Overseas", "9 Street").fits(&agency("", "Merantau", "")));
    }
}
