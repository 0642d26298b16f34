//! What stands behind what.

use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::safety::model::Status;
use crate::text_enum;

/// How many reports may stand behind each other in a row.
pub const DEEPEST: usize = 8;

text_enum! {
    /// How a report came to stand behind another.
    pub enum MergeOrigin {
        /// A member of staff found that both tell of the same danger.
        Staff => "staff",
        /// Its reporter saw it too, and has the reference that the other's reporter passed on.
        Reference => "reference",
        /// Its reporter saw it too, and read the code of the board at the site.
        Board => "board",
    }
}

text_enum! {
    /// By what two reports are found to be alike.
    pub enum ReportMarkKind {
        /// The board whose code was read at the site.
        Board => "board",
        /// A square of about a kilometre.
        Area => "area",
        /// The employer's name.
        Employer => "employer",
        /// Pieces of what was told.
        Text => "text",
    }
}

text_enum! {
    /// How many others saw the danger too, of those who have the reference. It is never told singly: whoever finds the
    /// code could guess who they are.
    pub enum CorroborationBand {
        /// Nobody, or a few.
        FewerThanFive => "fewer_than_5",
        /// Some.
        FiveToNineteen => "5_to_19",
        /// Many.
        TwentyOrMore => "20_or_more",
    }
}

impl CorroborationBand {
    /// The band of a number.
    pub const fn of(count: usize) -> Self {
        match count {
            0..5 => Self::FewerThanFive,
            5..20 => Self::FiveToNineteen,
            _ => Self::TwentyOrMore,
        }
    }
}

/// A report that stands behind another.
pub struct Merge {
    /// The report.
    pub report: Id,
    /// The other.
    pub lead: Id,
    /// How it came there.
    pub origin: MergeOrigin,
    /// Whether it is of a person who has not been counted yet.
    pub is_counted: bool,
    /// Who says so, for this lead only.
    pub witness: Option<Vec<u8>>,
    /// The member of staff who found them to be the same.
    pub by: Option<Id>,
    /// Since when.
    pub at: Time,
}

/// A report behind another, as the other's handlers see it.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The report.
    pub report: Id,
    /// How it came there.
    pub origin: MergeOrigin,
    /// Since when.
    pub at: Time,
    /// Whether it counts.
    pub is_counted: bool,
    /// Its own state.
    pub status: Status,
    /// Since when its reporter waits for an answer.
    pub unanswered_since: Option<Time>,
}

/// The reports behind one.
#[derive(Debug, Clone, Default)]
pub struct Company(pub Vec<Behind>);

impl Company {
    /// How many others saw the danger too; who took a report back is not counted.
    pub fn corroborations(&self) -> usize {
        let counts = |behind: &&Behind| behind.is_counted && behind.status != Status::Withdrawn;
        self.0.iter().filter(counts).count()
    }

    /// How many of them have the reference that the reporter passed on: what the reporter may know. An employer who files
    /// a report as a bait must not learn from it how many others saw the danger.
    pub fn invited(&self) -> usize {
        let counts = |behind: &&Behind| {
            let is_invited = behind.origin == MergeOrigin::Reference;
            behind.is_counted && is_invited && behind.status != Status::Withdrawn
        };
        self.0.iter().filter(counts).count()
    }

    /// Since when one of them waits for an answer.
    pub fn unanswered_since(&self) -> Option<Time> {
        self.0
            .iter()
            .filter_map(|behind| behind.unanswered_since)
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_singled_out_by_a_band() {
        use CorroborationBand::{FewerThanFive, FiveToNineteen, TwentyOrMore};
        for (count, band) in [
            (0, FewerThanFive),
            (4, FewerThanFive),
            (5, FiveToNineteen),
            (19, FiveToNineteen),
            (20, TwentyOrMore),
        ] {
            assert_eq!(CorroborationBand::of(count), band, "{count}");
        }
    }
}
