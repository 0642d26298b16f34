//! What an establishment is, and the rules for it.

mod facts;
mod patch;

pub use facts::{EstablishmentName, Owner, Workers};
pub use facts::{Facts, Identifier, MOST_NAMES, MOST_OF_A_KIND};
pub use patch::{overlay_changed, revert, united};

use crate::platform::clock::Date;
use crate::platform::text::fold;
use crate::text_enum;

text_enum! {
    /// How large an establishment is.
    pub enum SizeBand {
        /// Fewer than ten workers.
        Micro => "micro",
        /// Ten to forty-nine.
        Small => "small",
        /// Fifty to two hundred and forty-nine.
        Medium => "medium",
        /// More.
        Large => "large",
    }
}

text_enum! {
    /// Whether people work there.
    pub enum Operating {
        /// Yes.
        Open => "open",
        /// Not any more.
        Closed => "closed",
        /// Not any more: it is elsewhere now.
        MovedTo => "moved_to",
    }
}

text_enum! {
    /// How one establishment is connected with another.
    pub enum EstablishmentLinkKind {
        /// It works for the other as a contractor.
        SubcontractsTo => "subcontracts_to",
        /// It supplies workers to the other.
        SuppliesLabourTo => "supplies_labour_to",
        /// Both have the same owner.
        SameOwner => "same_owner",
        /// The other works on its premises.
        Hosts => "hosts",
    }
}

text_enum! {
    /// How great the risk is.
    pub enum EstablishmentRiskBand {
        /// Low.
        Low => "low",
        /// Medium.
        Medium => "medium",
        /// High.
        High => "high",
        /// Extreme.
        Extreme => "extreme",
    }
}

text_enum! {
    /// What happened to an establishment.
    pub enum EstablishmentAct {
        /// It was registered by a person.
        Registered => "registered",
        /// It came with a list.
        Imported => "imported",
        /// A person changed what is known.
        Changed => "changed",
        /// A newer list changed it.
        ChangedByImport => "changed_by_import",
        /// It was closed, opened again or moved.
        OperatingChanged => "operating_changed",
        /// A connection was stated.
        Linked => "linked",
        /// A connection was taken off.
        Unlinked => "unlinked",
        /// It was merged with another one.
        Merged => "merged",
        /// The merger was undone.
        Unmerged => "unmerged",
    }
}

text_enum! {
    /// How many safety reports are about an establishment, so roughly that no single one shows.
    pub enum ReportBand {
        /// None or a few.
        FewerThanFive => "fewer_than_5",
        /// Five to nine.
        FiveToNine => "5_9",
        /// Ten or more.
        TenOrMore => "10_or_more",
    }
}

/// Reports below which their number is not told at all (k-anonymity).
pub const FEWEST_REPORTS: i64 = 5;
/// Months over which reports are counted.
pub const MONTHS_COUNTED: u32 = 24;

impl ReportBand {
    /// Of a number.
    pub const fn of(reports: i64) -> Self {
        match reports {
            ..FEWEST_REPORTS => Self::FewerThanFive,
            FEWEST_REPORTS..=9 => Self::FiveToNine,
            _ => Self::TenOrMore,
        }
    }
}

/// How many reports are told, and until when they were counted: the end of the month before. A report of this month
/// so changes nothing that anybody could watch.
#[derive(Debug, Clone, Copy)]
pub struct Reports {
    /// How many.
    pub band: ReportBand,
    /// The first day that is not counted any more.
    pub before: Date,
}

/// The form in which a number is compared: folded and closed up.
pub fn identifier_key(value: &str) -> String {
    fold(value).split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_reports_are_told_as_none() {
        for (number, band) in [
            (0, "fewer_than_5"),
            (4, "fewer_than_5"),
            (5, "5_9"),
            (9, "5_9"),
            (10, "10_or_more"),
        ] {
            assert_eq!(ReportBand::of(number).as_str(), band);
        }
    }

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for written in ["2026-0077Z", "2026 0077 z", "20260077Z", " 2026.0077/Z"] {
            assert_eq!(identifier_key(written), "20260077z", "{written}");
        }
    }
}
