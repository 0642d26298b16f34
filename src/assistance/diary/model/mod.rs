//! Entries, rules and claims.

mod claim;
mod entry;
mod reckon;
mod rule;

pub use self::claim::{AssumptionCode, Claim, ClaimMonth, RemarkCode, Sums};
pub use self::entry::{Earlier, Entry, EntryContent, EntryResult, EntryResultCode, NewEntry};
pub use self::reckon::reckon;
pub use self::rule::ClaimRule;
