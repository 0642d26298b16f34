//! Reviews that an organisation collected on paper.

use serde::{Deserialize, Serialize};

use crate::platform::clock::Date;
use crate::platform::ids::Id;
use crate::platform::text::Line;
use crate::text_enum;

/// Most rows that are uploaded in one go: nobody else writes meanwhile.
pub const MOST_ROWS: usize = 500;
/// Accepted rows from which the organisation is told how many of them are published.
pub const LEAST_TOLD: i64 = 5;

/// The number that is printed on a paper form.
pub type FormReference = Line<64>;

text_enum! {
    /// How a review came in, when its author did not send it (code list `review_channels`).
    pub enum ReviewChannel {
        /// An outreach organisation collected it on paper.
        OutreachPaper => "outreach_paper",
    }
}

text_enum! {
    /// What became of a row (code list `review_row_outcomes`).
    pub enum ReviewRowOutcome {
        /// It is a review now, and waits for a moderator.
        Accepted => "accepted",
        /// The form is in already; nothing was stored again.
        Duplicate => "duplicate",
        /// It cannot be taken; nothing of it was stored.
        Refused => "refused",
    }
}

text_enum! {
    /// Whether a worker wants a receipt code.
    pub enum ReceiptWish {
        /// The code is in the answer, to be handed to the worker.
        Code => "code",
        /// Nobody ever sees a code: the review can no longer be changed or taken back by anybody.
        Nothing => "none",
    }
}

/// What became of a row, as the organisation reads it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectedRow {
    /// Its line in the body.
    pub line: usize,
    /// The number on its form, if it could be read.
    pub form_reference: Option<String>,
    /// What became of it.
    pub outcome: ReviewRowOutcome,
    /// The batch with which the form came in first.
    pub earlier_batch: Option<Id>,
    /// What is wrong with it: where, and the code of the fault.
    pub faults: Vec<(String, String)>,
}

/// How many rows came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// New reviews.
    pub accepted: i64,
    /// Forms that were in already.
    pub duplicates: i64,
    /// Rows that could not be taken.
    pub refused: i64,
}

impl RowCounts {
    /// Counts rows.
    pub fn of(rows: &[CollectedRow]) -> Self {
        let mut counts = Self::default();
        for row in rows {
            let count = match row.outcome {
                ReviewRowOutcome::Accepted => &mut counts.accepted,
                ReviewRowOutcome::Duplicate => &mut counts.duplicates,
                ReviewRowOutcome::Refused => &mut counts.refused,
            };
            *count += 1;
        }
        counts
    }
}

/// What the organisation is told of a batch's reviews: how many, never which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchStates {
    /// Waiting for a moderator.
    pub pending: i64,
    /// Public.
    pub published: i64,
    /// Neither: a moderator did not publish them, or their authors took them back or erased them. Which of these is
    /// nobody's business.
    pub not_published: i64,
}

/// Who collected a review, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collected {
    /// How it came in.
    pub channel: ReviewChannel,
    /// The organisation.
    pub organisation: Id,
    /// What it was uploaded with.
    pub batch: Id,
    /// The day on which the form was filled in.
    pub filled_in_on: Option<Date>,
}

/// The number as it is compared: people write it with and without blanks, large and small.
pub fn folded(reference: &FormReference) -> String {
    let letters = reference.as_str().chars();
    let letters = letters.filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::platform::code_lists::CodeLists;

    #[test]
    fn what_the_code_says_is_in_the_code_lists() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let channels = ReviewChannel::ALL.iter().map(|word| word.as_str());
        let outcomes = ReviewRowOutcome::ALL.iter().map(|word| word.as_str());
        for (name, said) in [
            ("review_channels", channels.collect::<Vec<_>>()),
            ("review_row_outcomes", outcomes.collect()),
        ] {
            let codes = lists.find(name).unwrap().codes.iter();
            let codes: Vec<&str> = codes.map(|entry| entry.code.as_str()).collect();
            assert_eq!(codes, said, "{name}");
        }
    }

    #[test]
    fn a_number_is_one_however_it_is_written() {
        let fold = |text: &str| folded(&FormReference::try_from(text).unwrap());
        assert_eq!(fold(" KL-2026 / 0017 "), "kl-2026/0017");
        assert_eq!(fold("kl-2026/0017"), "kl-2026/0017");
        assert_ne!(fold("KL-20260017"), fold("KL-2026/0017"));
    }
}
