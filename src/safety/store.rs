//! Queries.

mod photos;
mod queue;
mod reports;

pub use photos::{find_photo, insert_photo, is_file_known, list_photos};
pub use queue::list_queue;
pub use reports::{
    assign, bury, find_of_organisation, get_of_reporter, insert, is_buried, list_expired,
    list_unassigned, open, put_standing, route, touch,
};
