//! The queries.

mod cards;
mod counted;
mod events;
mod index;
mod links;
mod localities;
mod matches;
mod planning;
mod reports;
mod rows;
mod search;

pub use cards::{families, find_known, find_with_current};
pub use counted::{Counted, Register, list_counted};
pub use events::{EventRow, NewEvent, append_event, list_events};
pub use index::{find_by_identifier, put_index};
pub use links::{Link, LinkRow, count_into, delete_link, find_link, insert_link, list_links};
pub use localities::{Locality, localities};
pub use matches::{
    MatchFilter, MatchRow, MergeRow, find_match, find_merge, insert_match, insert_merge,
    list_matches, list_merges, lock_match, lock_merge, mark_undone, newest_merge_into,
    put_decision,
};
pub use planning::{Workplace, list_workplaces};
pub use reports::{attach, count, detach, find_attached};
pub use rows::{
    EstablishmentRow, NewRow, RiskColumns, exists, family, find, find_current, insert, list_stale,
    lock, lock_pair, names_of, put_facts, put_merged_into, put_operating, put_risk, touch,
};
pub use search::{Filter, Hit, Order, Position, list, search, similar};
