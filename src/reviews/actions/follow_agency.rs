//! Follow an agency that turned out to be another one.

use crate::agencies::{self, Join};
use crate::config::Config;
use crate::platform::db::{Conn, DbError};
use crate::reviews::model::rate;
use crate::reviews::store;

/// Moves the reviews of an entry to the agency into which it was joined, and computes that agency's
/// rating anew. Both are locked by then.
pub fn follow_agency(conn: &mut Conn, config: &Config, join: Join) -> Result<(), DbError> {
    store::move_to_agency(conn, join.from, join.into)?;
    let (overall, dimensions) = store::tallies(conn, join.into)?;
    let rating = rate(&overall, &dimensions, config.rating_minimum);
    agencies::put_rating(conn, join.into, &rating)
}
