//! Follow an agency that turned out to be another one.

use super::{Desk, ReviewError, score};
use crate::agencies::Join;
use crate::platform::db::Conn;
use crate::reviews::store;

/// Moves the reviews of an entry to the agency into which it was joined, and counts both anew: the one
/// that went has none left. Both are locked by then.
pub fn follow_agency(conn: &mut Conn, desk: &Desk, join: Join) -> Result<(), ReviewError> {
    store::move_to_agency(conn, join.from, join.into)?;
    score::rebuild(conn, desk, join.from)?;
    score::rebuild(conn, desk, join.into)
}
