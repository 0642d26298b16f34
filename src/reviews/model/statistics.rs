//! How many published reviews gave each score: all that a rating needs to know of them.
//!
//! Only whole numbers are kept, and ages are counted from a month that is kept with them. So what
//! was added and taken away one by one is to the last bit what counting anew gives.

use std::collections::{BTreeMap, BTreeSet};

use super::crowd::shown_parts;
use super::{Month, Review, Stars, State, Tally};
use crate::text_enum;

text_enum! {
    /// How it is known that the author was recruited by the agency.
    pub enum ProofTier {
        /// The author says so.
        SelfDeclared => "self_declared",
        /// A moderator has seen a document.
        DocumentSeen => "document_seen",
        /// An organisation that knows the author vouches for it.
        Vouched => "vouched",
        /// A court, tribunal or ministry has decided on it.
        ConfirmedByDecision => "confirmed_by_decision",
    }
}

impl ProofTier {
    /// How much a review with this proof counts. Never more than twice as much as one without: most
    /// workers have nothing to show, and few who have must not outvote them.
    pub const fn weight(self) -> f64 {
        match self {
            Self::SelfDeclared => 1.0,
            Self::DocumentSeen | Self::Vouched => 1.5,
            Self::ConfirmedByDecision => 2.0,
        }
    }
}

/// The countries from which and to which, as codes.
pub type Route = (String, String);

/// The name of the score for all of it, beside those of the dimensions.
pub const OVERALL: &str = "overall";

/// Of what a number is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// From where to where.
    pub route: Route,
    /// A dimension, or [`OVERALL`].
    pub dimension: String,
    /// The month of publication.
    pub month: Month,
    /// The proof.
    pub proof: ProofTier,
}

/// The numbers of an agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics(BTreeMap<Cell, Tally>);

/// Scores of some reviews: how many there are, and how much they count.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Weighed {
    /// How many reviews gave each score.
    pub tally: Tally,
    /// How much they count, by score.
    pub weights: [f64; 5],
}

impl Weighed {
    /// How much all of them count.
    pub fn weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// Counts these, too.
    pub fn add(&mut self, tally: &Tally, weight: f64) {
        let counts = tally.counts();
        for (sum, count) in self.weights.iter_mut().zip(counts) {
            *sum += weight * f64::from(count);
        }
        self.tally.add_all(tally);
    }
}

impl Statistics {
    /// What is stored.
    pub fn of(cells: impl IntoIterator<Item = (Cell, Tally)>) -> Self {
        Self(cells.into_iter().collect())
    }

    /// The cells.
    pub fn cells(&self) -> impl Iterator<Item = (&Cell, &Tally)> {
        self.0.iter()
    }

    /// How many there are in a cell; nothing in one that is not kept.
    pub fn tally(&self, cell: &Cell) -> Tally {
        self.0.get(cell).copied().unwrap_or_default()
    }

    /// Counts a score.
    pub fn add(&mut self, cell: Cell, score: Stars) {
        self.0.entry(cell).or_default().add(score, 1);
    }

    /// No longer counts a score; says whether it was counted.
    pub fn take(&mut self, cell: &Cell, score: Stars) -> bool {
        let Some(tally) = self.0.get_mut(cell) else {
            return false;
        };
        let was_there = tally.take(score);
        if tally.count() == 0 {
            self.0.remove(cell);
        }
        was_there
    }

    /// The scores by route and dimension, each review with the weight of its age and proof.
    ///
    /// A proof adds weight only where enough reviews have it and enough or none have not. Whoever knows
    /// the scores and their mean can solve for the weights: a single vouched review would be told by
    /// the score that weighs more.
    pub fn weighed(&self, as_of: Month, least: u32) -> BTreeMap<(Route, String), Weighed> {
        let mut proofs: BTreeMap<(Route, String), BTreeMap<ProofTier, u32>> = BTreeMap::new();
        for (cell, tally) in &self.0 {
            let of = (cell.route.clone(), cell.dimension.clone());
            *proofs.entry(of).or_default().entry(cell.proof).or_default() += tally.count();
        }
        let shown: BTreeMap<_, _> = proofs
            .into_iter()
            .map(|(of, numbers)| (of, shown_proofs(&numbers, least)))
            .collect();
        let mut all: BTreeMap<(Route, String), Weighed> = BTreeMap::new();
        for (cell, tally) in &self.0 {
            let of = (cell.route.clone(), cell.dimension.clone());
            let is_shown = shown.get(&of).is_some_and(|all| all.contains(&cell.proof));
            let proof = if is_shown {
                cell.proof
            } else {
                ProofTier::SelfDeclared
            };
            let weight = super::rating::weight(as_of, cell.month, proof);
            all.entry(of).or_default().add(tally, weight);
        }
        all
    }

    /// How many reviews have each proof, of those of which it may be told.
    pub fn proof_mix(&self, least: u32) -> BTreeMap<ProofTier, u32> {
        let mut numbers: BTreeMap<ProofTier, u32> = BTreeMap::new();
        for (cell, tally) in self.0.iter().filter(|(cell, _)| cell.dimension == OVERALL) {
            *numbers.entry(cell.proof).or_default() += tally.count();
        }
        let shown = shown_proofs(&numbers, least);
        numbers.retain(|proof, _| shown.contains(proof));
        numbers
    }
}

/// The proofs of which it may be told how many reviews have them.
fn shown_proofs(numbers: &BTreeMap<ProofTier, u32>, least: u32) -> BTreeSet<ProofTier> {
    let whole = numbers
        .values()
        .fold(0, |sum: u32, n| sum.saturating_add(*n));
    shown_parts(whole, numbers, least)
}

/// The cells in which a review counts; none while it is not public, or is under suspicion.
pub fn cells_of(review: &Review) -> Vec<(Cell, Stars)> {
    let (State::Published(publication), true) = (&review.state, review.counts()) else {
        return Vec::new();
    };
    let content = &review.content;
    let (origin, destination) = (&content.corridor.origin, &content.corridor.destination);
    let cell = |dimension: &str| Cell {
        route: (origin.as_str().to_owned(), destination.as_str().to_owned()),
        dimension: dimension.to_owned(),
        month: publication.month,
        proof: review.proof,
    };
    let overall = (cell(OVERALL), content.overall);
    let scores = content.scores.iter();
    let scores = scores.map(|score| (cell(score.dimension.as_str()), score.score));
    std::iter::once(overall).chain(scores).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::platform::code_lists::CodeLists;

    #[test]
    fn the_tiers_are_those_of_the_code_list_and_a_better_one_weighs_no_less() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let listed = lists.find("proof_tiers").unwrap().codes.iter();
        let listed: Vec<&str> = listed.map(|entry| entry.code.as_str()).collect();
        let known: Vec<&str> = ProofTier::ALL.iter().map(|tier| tier.as_str()).collect();
        assert_eq!(listed, known);
        assert!(
            ProofTier::ALL.is_sorted_by(|one, next| one < next && one.weight() <= next.weight())
        );
    }

    #[test]
    fn a_proof_of_few_neither_shows_nor_weighs() {
        let month: Month = "2026-11".parse().unwrap();
        let mix = |numbers: &[(ProofTier, u32)]| {
            let cell = |proof: &ProofTier| Cell {
                route: ("PH".to_owned(), "SG".to_owned()),
                dimension: OVERALL.to_owned(),
                month,
                proof: *proof,
            };
            let tally = |number: &u32| Tally::of([*number, 0, 0, 0, 0]);
            let cells = numbers
                .iter()
                .map(|(proof, number)| (cell(proof), tally(number)));
            let statistics = Statistics::of(cells);
            let weight = statistics
                .weighed(month, 3)
                .values()
                .map(Weighed::weight)
                .sum::<f64>();
            (statistics.proof_mix(3), weight)
        };
        let (said, vouched) = (ProofTier::SelfDeclared, ProofTier::Vouched);
        for (numbers, shown, weight) in [
            (vec![(said, 3), (vouched, 3)], 2, 7.5),
            (vec![(said, 2), (vouched, 3)], 0, 5.0),
            (vec![(said, 4), (vouched, 1)], 0, 5.0),
            (vec![(vouched, 3)], 1, 4.5),
            (vec![(vouched, 2)], 0, 2.0),
        ] {
            let (mix, weighs) = mix(&numbers);
            assert_eq!(mix.len(), shown, "{numbers:?}");
            assert!((weighs - weight).abs() < 1e-9, "{numbers:?}: {weighs}");
        }
    }
}
