//! Queries.

mod photos;
mod queue;
mod reports;

pub use photos::{find_photo, insert_photo, is_file_known, list_photos};
pub use queue::list_queue;
pub use reports::{
    assign, bury, count_open, find_by_reference, find_filing_time, get_of_reporter, insert,
    list_by_ids, list_expired, list_of_organisation, list_unassigned, lock, lock_of_organisation,
    lock_of_reporter, mark_answered, mark_unanswered, open, put_reference, put_standing,
    put_witness, route, touch,
};
