//! How alike two reports are: proposed to a person, never decided.

use std::collections::{BTreeMap, BTreeSet};

use super::model::ReportMarkKind;
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::sketch::BANDS_ALIKE;
use crate::safety::model::Report;
use crate::text_enum;

/// Days between two reports of one danger, at most.
pub const MOST_DAYS_APART: u64 = 60;
/// Days between two reports that are about the same time.
const SAME_TIME_DAYS: u64 = 14;
/// Points from which two reports are proposed as the same. A place or an employer alone is not enough: there may be
/// many dangers at one site.
const ALIKE: u32 = 4;

text_enum! {
    /// In what two reports are alike.
    pub enum Likeness {
        /// The same board, or points within about a kilometre.
        Place => "place",
        /// The same employer.
        Employer => "employer",
        /// The same hazard.
        Hazard => "hazard",
        /// Much the same words.
        Text => "text",
        /// About the same time.
        Time => "time",
    }
}

impl Likeness {
    const fn points(self) -> u32 {
        match self {
            Self::Place | Self::Text => 3,
            Self::Employer | Self::Hazard => 2,
            Self::Time => 1,
        }
    }
}

/// What other reports share with one: their ids, and how many marks of each kind.
pub fn shared(rows: Vec<(Id, ReportMarkKind)>) -> BTreeMap<Id, BTreeMap<ReportMarkKind, usize>> {
    let mut shared: BTreeMap<Id, BTreeMap<ReportMarkKind, usize>> = BTreeMap::new();
    for (report, kind) in rows {
        *shared.entry(report).or_default().entry(kind).or_default() += 1;
    }
    shared
}

/// In what two reports are alike, and how much; nothing when it is not worth a person's time.
pub fn likeness(
    one: &Report,
    other: &Report,
    marks: &BTreeMap<ReportMarkKind, usize>,
) -> Option<(u32, BTreeSet<Likeness>)> {
    let mut found = BTreeSet::new();
    let has = |kind| marks.contains_key(&kind);
    if has(ReportMarkKind::Board) || has(ReportMarkKind::Area) {
        found.insert(Likeness::Place);
    }
    if has(ReportMarkKind::Employer) {
        found.insert(Likeness::Employer);
    }
    if marks.get(&ReportMarkKind::Text).copied().unwrap_or(0) >= BANDS_ALIKE {
        found.insert(Likeness::Text);
    }
    if one
        .hazard_codes
        .iter()
        .any(|code| other.hazard_codes.contains(code))
    {
        found.insert(Likeness::Hazard);
    }
    if apart(one.filed_at, other.filed_at) <= SAME_TIME_DAYS * 86_400 {
        found.insert(Likeness::Time);
    }
    let points = found.iter().map(|likeness| likeness.points()).sum();
    (points >= ALIKE).then_some((points, found))
}

/// Seconds between two times.
fn apart(one: Time, other: Time) -> u64 {
    one.as_second().abs_diff(other.as_second())
}
