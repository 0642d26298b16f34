//! What can be done with a report, one function per use case.

mod corroborating;
mod evidence;
mod filing;
mod following_up;
mod handling;
mod keeping;
mod placing;

pub use corroborating::{Corroboration, Reference, Via, corroborate};
pub use evidence::{
    Handled, add_photo, find_photo, key_of, key_with_room, list_custody, list_photos, open_photo,
};
pub use filing::{Filed, file};
pub use following_up::{
    Followed, add_facts, erase, find_message, follow, make_reference, read_messages,
    take_reference_back, withdraw, write_message,
};
pub use handling::{
    Opened, Queued, answer, assign, find, list_queue, move_on, open, open_message,
    read_messages_of_report,
};
pub use keeping::Housekeeper;
pub use placing::{Site, find_site, place};

use crate::correspondence::Subject;
use crate::identity::SubjectKind;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::safety::store;

/// How many open reports an organisation has.
pub fn count_open(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    store::count_open(conn, organisation)
}

/// On which day a report was filed.
pub fn find_filing_day(conn: &mut Conn, report: Id) -> Result<Option<Date>, DbError> {
    Ok(store::find_filing_time(conn, report)?.map(Time::date))
}

/// How far a report is.
pub fn find_filing_state(conn: &mut Conn, report: Id) -> Result<Option<String>, DbError> {
    let status = store::find_status(conn, report)?;
    Ok(status.map(|status| status.as_str().to_owned()))
}

/// A report as what messages and changes of state belong to.
pub const fn subject(report: Id) -> Subject {
    Subject {
        kind: SubjectKind::SafetyReport,
        id: report,
    }
}
