//! Reviews that a moderator let through and that appear on a later day.

use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::ModerationStatus;
use crate::schema::{accepted_reviews, reviews};

/// What an accepted review will show of its comment, sealed.
pub fn find_text(conn: &mut Conn, review: Id) -> Result<Option<Vec<u8>>, DbError> {
    let row = accepted_reviews::table.find(review);
    let text: Option<Option<Vec<u8>>> = row
        .select(accepted_reviews::sealed_text)
        .first(conn)
        .optional()?;
    Ok(text.flatten())
}

/// Keeps what an accepted review will show of its comment.
pub fn put_accepted(
    conn: &mut Conn,
    review: Id,
    sealed_text: Option<Vec<u8>>,
) -> Result<(), DbError> {
    delete_accepted(conn, review)?;
    diesel::insert_into(accepted_reviews::table)
        .values((
            accepted_reviews::review_id.eq(review),
            accepted_reviews::sealed_text.eq(sealed_text),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets what an accepted review would have shown.
pub fn delete_accepted(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    diesel::delete(accepted_reviews::table.find(review)).execute(conn)?;
    Ok(())
}

/// Reviews whose day has come and that are under no suspicion: all of some agencies.
pub fn list_appearing(
    conn: &mut Conn,
    today: Date,
    agencies: i64,
) -> Result<Vec<(Id, Vec<Id>)>, DbError> {
    let due: Vec<Id> = reviews::table
        .filter(reviews::appears_on.le(today))
        .filter(reviews::status.eq(ModerationStatus::Pending))
        .filter(reviews::suspected_on.is_null())
        .select(reviews::agency_id)
        .distinct()
        .limit(agencies)
        .load(conn)?;
    let mut all = Vec::new();
    for agency in due {
        let of_agency = reviews::table
            .filter(reviews::agency_id.eq(agency))
            .filter(reviews::appears_on.le(today))
            .filter(reviews::status.eq(ModerationStatus::Pending))
            .filter(reviews::suspected_on.is_null())
            .order(reviews::id)
            .select(reviews::id)
            .load(conn)?;
        all.push((agency, of_agency));
    }
    Ok(all)
}
