//! How many published reviews gave each score: all that a rating needs to know of them.
//!
//! Only whole numbers are kept, and ages are counted from a month that is kept with them. So what
//! was added and taken away one by one is to the last bit what counting anew gives.

use std::collections::BTreeMap;

use super::{Month, Review, Stars, State, Tally};
use crate::text_enum;

text_enum! {
    /// How it is known that the author was recruited by the agency.
    pub enum ProofTier {
        /// The author says so.
        SelfDeclared => "self_declared",
    }
}

impl ProofTier {
    /// How much a review with this proof counts.
    pub const fn weight(self) -> f64 {
        match self {
            Self::SelfDeclared => 1.0,
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
    pub fn weighed(&self, as_of: Month) -> BTreeMap<(Route, String), Weighed> {
        let mut all: BTreeMap<(Route, String), Weighed> = BTreeMap::new();
        for (cell, tally) in &self.0 {
            let of = (cell.route.clone(), cell.dimension.clone());
            let weight = super::rating::weight(as_of, cell.month, cell.proof);
            all.entry(of).or_default().add(tally, weight);
        }
        all
    }
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
        proof: ProofTier::SelfDeclared,
    };
    let overall = (cell(OVERALL), content.overall);
    let scores = content.scores.iter();
    let scores = scores.map(|score| (cell(score.dimension.as_str()), score.score));
    std::iter::once(overall).chain(scores).collect()
}
