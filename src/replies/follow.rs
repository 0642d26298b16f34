//! Follow an agency that turned out to be another one.

use diesel::prelude::*;

use crate::agencies::Join;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::problem::Problem;
use crate::reviews;
use crate::schema::{agency_replies, review_reports};

/// Moves replies and reports, after claims and reviews have moved, and counts the replies anew.
pub fn follow_agency(
    conn: &mut Conn,
    _services: &Services,
    _now: Time,
    join: Join,
) -> Result<(), Problem> {
    move_rows(conn, join)?;
    reviews::count_replies(conn, join.from)?;
    Ok(reviews::count_replies(conn, join.into)?)
}

fn move_rows(conn: &mut Conn, join: Join) -> Result<(), DbError> {
    let replies = agency_replies::table.filter(agency_replies::agency_id.eq(join.from));
    diesel::update(replies)
        .set(agency_replies::agency_id.eq(join.into))
        .execute(conn)?;
    let reports = review_reports::table.filter(review_reports::agency_id.eq(join.from));
    diesel::update(reports)
        .set(review_reports::agency_id.eq(join.into))
        .execute(conn)?;
    Ok(())
}
