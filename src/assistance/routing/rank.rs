//! How well organisations fit what a person needs: a pure function, so that it can be explained.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::competences::{GENERAL, fitting};
use super::coverage::{Coverage, SexCode};
use super::need::Need;
use crate::assistance::model::IssueCode;
use crate::organisations::{Covered, covered};
use crate::platform::ids::Id;
use crate::text_enum;

text_enum! {
    /// Why an organisation is asked (code list `offer_reasons`).
    pub enum OfferReason {
        /// The person has chosen it.
        ChosenByPerson => "chosen_by_person",
        /// It works in the country.
        WorksInCountry => "works_in_country",
        /// It takes everything that the request is about.
        TakesAllIssues => "takes_all_issues",
        /// It takes some of what the request is about.
        TakesSomeIssues => "takes_some_issues",
        /// It helps with whatever no special organisation does.
        HelpsGenerally => "helps_generally",
        /// Somebody is there at this hour.
        OpenNow => "open_now",
        /// What is sealed of the request fits too: the district, the language, the sex.
        SuitsThePerson => "suits_the_person",
        /// Nobody else has taken it: it is the operator's desk.
        LastStop => "last_stop",
    }
}

/// An organisation that could be asked.
pub struct Candidate {
    /// The organisation.
    pub organisation: Id,
    /// What it can do.
    pub competences: Vec<String>,
    /// What it has declared; `None`: it takes what its country and its competences say, unasked.
    pub coverage: Option<Coverage>,
    /// How many open requests it has.
    pub open: i64,
}

/// An organisation that fits, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// The organisation.
    pub organisation: Id,
    /// Why.
    pub reasons: Vec<OfferReason>,
}

/// Those that fit, the best first.
///
/// What counts, in this order: whether somebody is there now (when somebody is in danger), the most pressing
/// issue, that it has declared what it takes, how much of the request it takes, the district, the
/// language, that it is there for persons of this sex, how many open requests it has, its age.
pub fn rank(need: &Need, candidates: &[Candidate]) -> Vec<Fit> {
    let mut found: Vec<_> = candidates
        .iter()
        .filter_map(|candidate| assess(need, candidate))
        .collect();
    found.sort_by_key(|(key, _)| *key);
    found.into_iter().map(|(_, fit)| fit).collect()
}

/// How well something fits that may be unknown; the better is the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    /// It was declared, and is what the person needs.
    Named,
    /// Nothing was declared, or the need is not known.
    Open,
    /// It was declared, and is something else.
    Other,
}

/// By what organisations are sorted; the better is the less.
type Key = (Match, usize, bool, Reverse<usize>, [Match; 3], i64, Id);

fn assess(need: &Need, candidate: &Candidate) -> Option<(Key, Fit)> {
    let undeclared = Coverage::default();
    let coverage = candidate.coverage.as_ref().unwrap_or(&undeclared);
    let taken = taken(need, candidate, coverage)?;
    let district = district(need, coverage)?;
    let language = language(need, coverage);
    let sex = sex(need, coverage)?;
    let is_there = match &candidate.coverage {
        Some(coverage) if coverage.is_open(need.now) => Match::Named,
        Some(_) => Match::Other,
        None => Match::Open,
    };
    let hour = if need.is_critical {
        is_there
    } else {
        Match::Open
    };
    let suits = [district, language, sex];
    let key = (
        hour,
        taken.place,
        candidate.coverage.is_none(),
        Reverse(taken.issues),
        suits,
        candidate.open,
        candidate.organisation,
    );
    let fit = Fit {
        organisation: candidate.organisation,
        reasons: reasons(taken.reason(need), is_there, &suits),
    };
    Some((key, fit))
}

/// Why an organisation fits. One that declared nothing suits nobody in particular.
fn reasons(takes: OfferReason, is_there: Match, suits: &[Match]) -> Vec<OfferReason> {
    let mut reasons = vec![OfferReason::WorksInCountry, takes];
    if is_there == Match::Named {
        reasons.push(OfferReason::OpenNow);
    }
    if suits.contains(&Match::Named) && !suits.contains(&Match::Other) {
        reasons.push(OfferReason::SuitsThePerson);
    }
    reasons
}

/// What of a request an organisation takes.
struct Taken {
    /// Where its best competence stands among those that are needed: 0 is the most pressing.
    place: usize,
    /// How many issues.
    issues: usize,
    is_general: bool,
}

impl Taken {
    fn reason(&self, need: &Need) -> OfferReason {
        match self {
            Self {
                is_general: true, ..
            } => OfferReason::HelpsGenerally,
            Self { issues, .. } if *issues == need.issues.len() => OfferReason::TakesAllIssues,
            Self { .. } => OfferReason::TakesSomeIssues,
        }
    }
}

fn taken(need: &Need, candidate: &Candidate, coverage: &Coverage) -> Option<Taken> {
    let needed = fitting(&need.issues);
    let place_of = |competence: &str| needed.iter().position(|one| *one == competence);
    if coverage.issue_codes.is_empty() {
        let own = candidate.competences.iter();
        let place = own.filter_map(|competence| place_of(competence)).min()?;
        let is_general = needed.get(place) == Some(&GENERAL);
        return Some(Taken {
            place,
            issues: 0,
            is_general,
        });
    }
    let declared = need.issues.intersection(&coverage.issue_codes);
    let declared: BTreeSet<IssueCode> = declared.cloned().collect();
    if declared.is_empty() {
        return None;
    }
    let best = fitting(&declared).first().copied();
    Some(Taken {
        place: best.and_then(place_of).unwrap_or(needed.len()),
        issues: declared.len(),
        is_general: false,
    })
}

/// `None` when it does not work where the person is.
fn district(need: &Need, coverage: &Coverage) -> Option<Match> {
    let country = need.country.as_str();
    covered(&coverage.areas, country, need.subdivision.as_deref()).map(|how| match how {
        Covered::Named => Match::Named,
        Covered::Open => Match::Open,
    })
}

/// One that does not speak the language may find an interpreter.
fn language(need: &Need, coverage: &Coverage) -> Match {
    let Some(wanted) = &need.language else {
        return Match::Open;
    };
    if coverage.languages.is_empty() {
        return Match::Open;
    }
    let mut spoken = coverage.languages.iter();
    if spoken.any(|one| one.primary() == wanted.primary()) {
        Match::Named
    } else {
        Match::Other
    }
}

/// `None` when it does not serve the person.
fn sex(need: &Need, coverage: &Coverage) -> Option<Match> {
    match &need.sex {
        _ if coverage.sexes.is_empty() => Some(Match::Open),
        None => Some(Match::Open),
        Some(sex) if serves(&coverage.sexes, sex) => Some(Match::Named),
        Some(_) => None,
    }
}

fn serves(sexes: &BTreeSet<SexCode>, sex: &SexCode) -> bool {
    sexes.contains(sex)
}

#[cfg(test)]
mod tests;
