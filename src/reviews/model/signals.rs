//! What is odd about a review: computed for moderators, never a verdict.
//!
//! Everything that can be tuned is in this file. `docs/decisions/0020-against-manipulation.md` says why the numbers
//! are what they are.

mod burst;

pub use burst::{DayCount, bursts};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Content, ModerationStatus};
use crate::platform::clock::Date;
use crate::platform::crypto::{Domain, LookupKey};
use crate::platform::ids::Id;
use crate::platform::sketch;
pub use crate::platform::sketch::BANDS_ALIKE;
use crate::platform::text::{Prose, shingles};
use crate::text_enum;

/// Days within which filings are looked at together, and for which it is known from which network they came.
pub const RECENT_DAYS: i32 = 14;
/// Weeks before those, from which it is known what is usual for an agency.
pub const USUAL_WEEKS: i32 = 26;
/// Filings of an agency that are looked at together; in a flood the newest.
pub const MOST_TOGETHER: i64 = 500;
/// Peers that are kept of a signal.
pub const MOST_PEERS: usize = 50;
/// The strength from which a review is under suspicion.
pub const SUSPICIOUS: i64 = 65;
/// A review that a moderator let count is under suspicion again only with a new signal of this strength.
pub const NEW_EVIDENCE: i64 = 40;
/// Reviews of an agency from one network that are remarkable.
const FROM_ONE_NETWORK: usize = 4;
/// Of how many of four the score must be on one side.
const OF_FOUR: usize = 3;
/// Of a hundred pieces how many two texts that are nearly the same share at least.
const NEARLY_THE_SAME: usize = 50;
/// Fewer pieces are a phrase that anybody may write.
pub const LEAST_PIECES: usize = 40;

/// Why a moderator lets a review count.
pub type ClearanceReason = Prose<1000>;

text_enum! {
    /// What is odd about a review (code list `review_signals`).
    pub enum SignalCode {
        /// More reviews than usual at once, and most on one side.
        Burst => "burst",
        /// The comment is nearly that of an earlier review of the agency.
        NearDuplicate => "near_duplicate",
        /// The comment is nearly that of a review of another agency.
        CopiedElsewhere => "copied_elsewhere",
        /// Several reviews of the agency from one network, most on one side.
        OneNetwork => "one_network",
        /// It states nothing that could be checked.
        NothingCheckable => "nothing_checkable",
        /// A good review from a network of those who speak for the agency.
        AgencyNetwork => "agency_network",
        /// A bad review from a network of those who speak for another agency.
        RivalNetwork => "rival_network",
        /// The comment is nearly what the agency itself has written.
        AgencyWords => "agency_words",
    }
}

impl SignalCode {
    /// How much it counts, with so many peers.
    pub fn strength(self, peers: usize) -> i64 {
        match self {
            // The third copy needs nothing else.
            Self::NearDuplicate if peers > 1 => SUSPICIOUS,
            Self::NearDuplicate | Self::AgencyNetwork | Self::RivalNetwork | Self::AgencyWords => {
                45
            }
            // Alone it marks: after a scandal many honest people write at once.
            Self::Burst => 40,
            Self::CopiedElsewhere => 25,
            // Weak: carriers and help desks put thousands behind one address.
            Self::OneNetwork => 20,
            Self::NothingCheckable => 15,
        }
    }
}

/// The numbers that the words for moderators are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// Reviews.
    pub count: u32,
    /// Within so many days.
    pub days: u32,
    /// Where so many are usual, in tenths.
    pub usual_tenths: u32,
    /// In percent.
    pub share: u32,
}

/// A signal that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The review.
    pub review: Id,
    /// What is odd.
    pub code: SignalCode,
    /// The numbers.
    pub evidence: Evidence,
    /// The other reviews of it.
    pub peers: Vec<Id>,
}

text_enum! {
    /// On which side a score is.
    pub enum Side {
        /// One or two stars.
        Low => "low",
        /// Four or five.
        High => "high",
    }
}

impl Side {
    /// That of a score; three stars are on none.
    pub const fn of(overall: i64) -> Option<Self> {
        match overall {
            ..=2 => Some(Self::Low),
            4.. => Some(Self::High),
            _ => None,
        }
    }
}

/// What of a filed review is looked at together with others.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The review.
    pub review: Id,
    /// The day.
    pub filed_on: Date,
    /// The score for all of it.
    pub overall: i64,
    /// How far it has come.
    pub status: ModerationStatus,
    /// From which network, while that is known.
    pub network: Option<Vec<u8>>,
}

/// What is odd about some reviews of one agency when they are looked at together.
pub fn look_together(filings: &[Filing], usual: &[DayCount], today: Date) -> Vec<Finding> {
    let mut of_bursts: BTreeMap<Id, Finding> = BTreeMap::new();
    for burst in bursts(usual, today.as_day()) {
        let members = filings.iter().filter(|filing| {
            let day = filing.filed_on.as_day();
            burst.first <= day && day <= burst.last && Side::of(filing.overall) == Some(burst.side)
        });
        let members: Vec<Id> = members.map(|filing| filing.review).collect();
        for finding in of_each(&members, SignalCode::Burst, &burst.evidence) {
            let known = of_bursts.get(&finding.review);
            // Of several spans that of most reviews is told, and of these the shortest.
            if known.is_none_or(|known| known.evidence.count < finding.evidence.count) {
                of_bursts.insert(finding.review, finding);
            }
        }
    }
    let mut found: Vec<Finding> = of_bursts.into_values().collect();
    found.extend(from_one_network(filings));
    found
}

fn from_one_network(filings: &[Filing]) -> Vec<Finding> {
    let mut networks: BTreeMap<&[u8], Vec<&Filing>> = BTreeMap::new();
    for filing in filings {
        if let Some(network) = &filing.network {
            networks.entry(network).or_default().push(filing);
        }
    }
    let mut found = Vec::new();
    for together in networks.values() {
        for side in Side::ALL {
            let on_side = together
                .iter()
                .filter(|filing| Side::of(filing.overall) == Some(*side));
            let members: Vec<Id> = on_side.map(|filing| filing.review).collect();
            if together.len() < FROM_ONE_NETWORK || members.len() * 4 < together.len() * OF_FOUR {
                continue;
            }
            let evidence = Evidence {
                count: number(together.len()),
                days: number(RECENT_DAYS),
                ..Evidence::default()
            };
            found.extend(of_each(&members, SignalCode::OneNetwork, &evidence));
        }
    }
    found
}

fn number<N: TryInto<u32>>(count: N) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

fn of_each(members: &[Id], code: SignalCode, evidence: &Evidence) -> Vec<Finding> {
    let finding = |review: &Id| Finding {
        review: *review,
        code,
        evidence: evidence.clone(),
        peers: {
            let others = members.iter().filter(|peer| *peer != review).copied();
            others.take(MOST_PEERS).collect()
        },
    };
    members.iter().map(finding).collect()
}

/// Whether a review says nothing that a moderator could hold against what is known: no fee, no fact, no
/// term, no income, no month.
pub fn says_nothing_checkable(content: &Content) -> bool {
    content.fee_items.is_empty()
        && content.facts.is_none()
        && content.terms.is_none()
        && content.first_month_income.is_none()
        && content.recruited_month.is_none()
}

/// The bands of a comment, by which others are found that say nearly the same.
pub fn bands(key: &LookupKey, comment: &str) -> Vec<i64> {
    sketch::bands(key, Domain::Sketch, comment, LEAST_PIECES)
}

/// Whether a comment says nearly what one of these texts says.
pub fn echoes(comment: &str, texts: &[String]) -> bool {
    let own = shingles(comment);
    own.len() >= LEAST_PIECES
        && texts.iter().any(|text| {
            let other = shingles(text);
            let shared = own.intersection(&other).count();
            shared * 100 >= own.union(&other).count() * NEARLY_THE_SAME
        })
}

#[cfg(test)]
mod tests;
