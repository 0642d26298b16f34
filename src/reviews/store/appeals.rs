//! Appeals of authors.

use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::AppealStatus;
use crate::schema::{review_appeals, reviews};

/// An appeal; its statement is sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_appeals)]
pub struct AppealRow {
    pub version: i64,
    pub status: AppealStatus,
    pub sealed_statement: Vec<u8>,
    pub filed_on: Date,
    pub decided_on: Option<Date>,
}

/// Stores a new appeal against the rejection of a version.
pub fn insert_appeal(
    conn: &mut Conn,
    review: Id,
    version: i64,
    sealed_statement: Vec<u8>,
    today: Date,
) -> Result<(), DbError> {
    diesel::insert_into(review_appeals::table)
        .values((
            review_appeals::review_id.eq(review),
            review_appeals::version.eq(version),
            review_appeals::status.eq(AppealStatus::Open),
            review_appeals::sealed_statement.eq(sealed_statement),
            review_appeals::filed_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// The newest appeal of a review.
pub fn last_appeal(conn: &mut Conn, review: Id) -> Result<Option<AppealRow>, DbError> {
    Ok(review_appeals::table
        .filter(review_appeals::review_id.eq(review))
        .order(review_appeals::version.desc())
        .select(AppealRow::as_select())
        .first(conn)
        .optional()?)
}

/// Ends the open appeal of a review; says whether there was one.
pub fn end_appeal(
    conn: &mut Conn,
    review: Id,
    status: AppealStatus,
    today: Date,
) -> Result<bool, DbError> {
    let open = review_appeals::table
        .filter(review_appeals::review_id.eq(review))
        .filter(review_appeals::status.eq(AppealStatus::Open));
    let ended = diesel::update(open)
        .set((
            review_appeals::status.eq(status),
            review_appeals::decided_on.eq(today),
        ))
        .execute(conn)?;
    Ok(ended > 0)
}

pub fn delete_appeals(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let appeals = review_appeals::table.filter(review_appeals::review_id.eq(review));
    diesel::delete(appeals).execute(conn)?;
    Ok(())
}

/// Remembers which moderator decided last.
pub fn set_decider(conn: &mut Conn, review: Id, account: Id) -> Result<(), DbError> {
    diesel::update(reviews::table.find(review))
        .set(reviews::decided_by.eq(account))
        .execute(conn)?;
    Ok(())
}

/// Which moderator decided last, and the day of the last event.
pub fn last_decision(conn: &mut Conn, review: Id) -> Result<Option<(Option<Id>, Date)>, DbError> {
    let row = reviews::table.find(review);
    Ok(row
        .select((reviews::decided_by, reviews::changed_on))
        .first(conn)
        .optional()?)
}
