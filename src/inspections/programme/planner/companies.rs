//! Establishments that are alike, in companies: made from what is known and by chance, before anybody looks at what was asked
//! for.

use std::collections::BTreeMap;

use super::parameters::Likeness;
use super::{Candidate, Chance, Parameters};

/// Establishments that are visited in the same period or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// In what they are alike.
    pub alike: Alike,
    /// Their places in the list of candidates.
    pub members: Vec<usize>,
}

/// In what the establishments of a company are alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    /// Their industry.
    pub isic: Option<String>,
    /// Their size.
    pub size: Option<&'static str>,
    /// Their district.
    pub district: Option<String>,
}

impl Likeness {
    fn of(&self, candidate: &Candidate) -> Alike {
        Alike {
            isic: self.industry(&candidate.isic),
            size: candidate.size.filter(|_| self.size),
            district: candidate.district.clone().filter(|_| self.district),
        }
    }

    /// The industry as narrow as this step wants it; one that is known less exactly, as it is known.
    fn industry(&self, codes: &[String]) -> Option<String> {
        if self.isic_digits == 0 {
            return None;
        }
        let is_section = |code: &str| code.chars().all(|letter| letter.is_ascii_alphabetic());
        let fits = |code: &&String| {
            if self.isic_digits == 1 {
                is_section(code.as_str())
            } else {
                code.len() <= self.isic_digits
            }
        };
        codes.iter().find(fits).or_else(|| codes.last()).cloned()
    }
}

/// All candidates in companies. Each has at least as many as the parameters say, unless there are not so many candidates.
pub fn companies(
    candidates: &[Candidate],
    parameters: &Parameters,
    chance: &Chance,
) -> Vec<Company> {
    let mut waiting: Vec<usize> = (0..candidates.len()).collect();
    let drawn = candidates.iter().map(|one| chance.unit("company", one.id));
    let drawn: Vec<f64> = drawn.collect();
    let order = |place: &usize| drawn.get(*place).copied().unwrap_or(0.0);
    waiting.sort_by(|one, other| order(one).total_cmp(&order(other)));
    let mut made: Vec<Company> = Vec::new();
    for step in &parameters.alike {
        let mut groups: BTreeMap<Alike, Vec<usize>> = BTreeMap::new();
        for place in std::mem::take(&mut waiting) {
            if let Some(candidate) = candidates.get(place) {
                groups.entry(step.of(candidate)).or_default().push(place);
            }
        }
        for (alike, group) in groups {
            if group.len() < parameters.company {
                waiting.extend(group);
            } else {
                made.extend(split(&alike, group, parameters.company));
            }
        }
        waiting.sort_by(|one, other| order(one).total_cmp(&order(other)));
    }
    // Too few for a company of their own: they join one rather than stand alone.
    if waiting.is_empty() {
        return made;
    }
    let mut last = made.pop().unwrap_or_else(|| Company {
        alike: Alike::default(),
        members: Vec::new(),
    });
    last.alike = Alike::default();
    last.members.extend(waiting);
    made.push(last);
    made
}

/// A group in as many companies as it has room for; what is over is spread among them.
fn split(alike: &Alike, group: Vec<usize>, least: usize) -> Vec<Company> {
    let number = (group.len() / least.max(1)).max(1);
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); number];
    for (turn, place) in group.into_iter().enumerate() {
        if let Some(part) = parts.get_mut(turn % number) {
            part.push(place);
        }
    }
    let company = |members| Company {
        alike: alike.clone(),
        members,
    };
    parts.into_iter().map(company).collect()
}

#[cfg(test)]
mod tests {
    use super::super::shipped;
    use super::*;
    use crate::platform::ids::{Id, SeededRandomness};

    fn candidates(number: usize, isic: &[&str], size: &'static str) -> Vec<Candidate> {
        let chance = SeededRandomness::new(number.try_into().unwrap());
        let one = |_| Candidate {
            id: Id::random(&chance),
            isic: isic.iter().map(|code| (*code).to_owned()).collect(),
            size: Some(size),
            district: Some("MY-10".to_owned()),
            point: None,
            weight: 1.0,
        };
        (0..number).map(one).collect()
    }

    #[test]
    fn everybody_has_company_and_nobody_is_in_two() {
        let mut all = candidates(11, &["4100", "410", "41", "F"], "medium");
        all.extend(candidates(2, &["1410", "141", "14", "C"], "small"));
        all.extend(candidates(1, &["0311", "031", "03", "A"], "micro"));
        let parameters = shipped().unwrap();
        let made = companies(&all, &parameters, &Chance::of_seed(1, 1));
        assert!(made.iter().all(|company| company.members.len() >= 4));
        let mut places: Vec<usize> = made.iter().flat_map(|c| c.members.clone()).collect();
        places.sort_unstable();
        assert_eq!(places, (0..14).collect::<Vec<_>>());
    }

    #[test]
    fn who_is_together_changes_with_the_period_and_with_nothing_else() {
        let all = candidates(40, &["4100", "410", "41", "F"], "medium");
        let parameters = shipped().unwrap();
        let first = companies(&all, &parameters, &Chance::of_seed(1, 1));
        assert_eq!(first, companies(&all, &parameters, &Chance::of_seed(1, 1)));
        assert_ne!(first, companies(&all, &parameters, &Chance::of_seed(1, 2)));
        assert_eq!(first[0].alike.isic.as_deref(), Some("410"));
    }
}
