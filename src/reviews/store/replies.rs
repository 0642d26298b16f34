//! What is shown of agencies' replies.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{review_replies, reviews};

/// What is shown of a reply.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = review_replies)]
pub struct ReplyRow {
    pub public_id: Id,
    pub claim_id: Id,
    pub text: String,
    pub language: String,
    pub published_month: String,
}

/// Shows a reply with its review.
pub fn insert_reply(conn: &mut Conn, reply: &ReplyRow) -> Result<(), DbError> {
    diesel::insert_into(review_replies::table)
        .values((
            review_replies::public_id.eq(reply.public_id),
            review_replies::claim_id.eq(reply.claim_id),
            review_replies::text.eq(&reply.text),
            review_replies::language.eq(&reply.language),
            review_replies::published_month.eq(&reply.published_month),
        ))
        .execute(conn)?;
    Ok(())
}

/// No longer shows what was answered to a publication.
pub fn delete_reply(conn: &mut Conn, public_id: Id) -> Result<(), DbError> {
    diesel::delete(review_replies::table.find(public_id)).execute(conn)?;
    Ok(())
}

/// What was answered to some publications, by their public id.
pub fn replies_to(conn: &mut Conn, of: Vec<Id>) -> Result<BTreeMap<Id, ReplyRow>, DbError> {
    let rows: Vec<ReplyRow> = review_replies::table
        .filter(review_replies::public_id.eq_any(of))
        .select(ReplyRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.public_id, row)).collect())
}

/// The months in which an agency's published reviews were published and answered under a claim.
pub fn answered_months(
    conn: &mut Conn,
    agency: Id,
    claim: Id,
) -> Result<Vec<(Option<String>, String)>, DbError> {
    let of_review = reviews::public_id.eq(review_replies::public_id.nullable());
    Ok(reviews::table
        .inner_join(review_replies::table.on(of_review))
        .filter(reviews::agency_id.eq(agency))
        .filter(review_replies::claim_id.eq(claim))
        .select((reviews::published_month, review_replies::published_month))
        .load(conn)?)
}
