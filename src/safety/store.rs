//! Queries.

mod others;
mod photos;
mod queue;
mod reports;

pub use others::{
    find_by_reference, list_by_ids, list_of_organisation, lock, put_reference, put_witness,
};
pub use photos::{find_photo, insert_photo, is_file_known, list_photos};
pub use queue::list_queue;
pub(super) use reports::{TOLD, behind_another};
pub use reports::{
    assign, bury, count_in_queue, count_open, find_filing_time, find_of_organisation, find_status,
    get_of_reporter, insert, list_expired, list_unassigned, lock_of_organisation, lock_of_reporter,
    mark_answered, mark_unanswered, open, put_standing, route, touch,
};
