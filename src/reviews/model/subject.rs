//! What a review is about, and what a review of it may say.

use std::collections::BTreeSet;

use super::{BrokenRule, Content};
use crate::agencies::EntryKind;
use crate::platform::code_lists::{CodeLists, ListName as _, ReviewDimensions};

/// What a review is about, as far as it decides what the review may say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    dimensions: BTreeSet<String>,
    /// Where the work is, when it is an employer's.
    country: Option<String>,
}

impl Subject {
    /// An entry of this kind in this country: which dimensions it has is said by the code list.
    pub fn of(kind: EntryKind, country: String, lists: &CodeLists) -> Self {
        let kind = kind.rated_as();
        let list = lists.find(ReviewDimensions::NAME);
        let codes = list.into_iter().flat_map(|list| &list.codes);
        let codes = codes.filter(|entry| entry.applies_to(kind.as_str()));
        Self {
            dimensions: codes.map(|entry| entry.code.clone()).collect(),
            country: (kind == EntryKind::Employer).then_some(country),
        }
    }

    /// What of a review cannot be said about it.
    pub fn broken_rules(&self, content: &Content) -> Vec<BrokenRule> {
        let scores = content.scores.iter().enumerate();
        let scores = scores
            .filter(|(_, score)| !self.dimensions.contains(score.dimension.as_str()))
            .map(|(index, _)| BrokenRule::ForeignScore { index });
        let facts = content.facts.iter().flat_map(super::Facts::dimensions);
        let facts = facts
            .filter(|dimension| !self.dimensions.contains(*dimension))
            .map(|dimension| BrokenRule::ForeignFacts { dimension });
        let destination = content.corridor.destination.as_str();
        let is_elsewhere = |country: &String| country != destination;
        let elsewhere = self.country.as_ref().is_some_and(is_elsewhere);
        let elsewhere = elsewhere.then_some(BrokenRule::NotWhereTheEmployerIs);
        scores.chain(facts).chain(elsewhere).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn each_dimension_of_the_list_is_for_something_that_is_rated() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let rated = [EntryKind::RecruitmentAgency, EntryKind::Employer];
        let known = rated.map(EntryKind::as_str);
        for entry in &lists.find(ReviewDimensions::NAME).unwrap().codes {
            let words = &entry.applies_to;
            assert!(!words.is_empty(), "{}", entry.code);
            let is_known = |word: &String| known.contains(&word.as_str());
            assert!(words.iter().all(is_known), "{}: {words:?}", entry.code);
        }
        let of = |kind| Subject::of(kind, "SG".to_owned(), &lists).dimensions;
        assert_eq!(of(EntryKind::RecruitmentAgency).len(), 12);
        assert_eq!(of(EntryKind::Employer).len(), 8);
        assert_eq!(of(EntryKind::ProposedEmployer), of(EntryKind::Employer));
    }
}
