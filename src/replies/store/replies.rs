//! Replies.

use diesel::prelude::*;

use crate::claims::Interests;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::replies::model::ReplyStatus;
use crate::schema::agency_replies;

/// A reply; its text is still sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agency_replies)]
pub struct ReplyRow {
    pub id: Id,
    pub claim_id: Id,
    pub agency_id: Id,
    pub public_review_id: Id,
    pub status: ReplyStatus,
    pub language: String,
    pub sealed_text: Vec<u8>,
    pub rejection_reason: Option<String>,
    pub rejections: i64,
    pub version: i64,
    pub filed_on: Date,
}

/// Stores a new reply.
pub fn insert(conn: &mut Conn, row: &ReplyRow) -> Result<(), DbError> {
    diesel::insert_into(agency_replies::table)
        .values((
            agency_replies::id.eq(row.id),
            agency_replies::claim_id.eq(row.claim_id),
            agency_replies::agency_id.eq(row.agency_id),
            agency_replies::public_review_id.eq(row.public_review_id),
            agency_replies::status.eq(row.status),
            agency_replies::language.eq(&row.language),
            agency_replies::sealed_text.eq(&row.sealed_text),
            agency_replies::rejections.eq(row.rejections),
            agency_replies::version.eq(row.version),
            agency_replies::filed_on.eq(row.filed_on),
            agency_replies::changed_on.eq(row.filed_on),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores the new state of a reply that is locked.
pub fn update(conn: &mut Conn, row: &ReplyRow, today: Date) -> Result<(), DbError> {
    diesel::update(agency_replies::table.find(row.id))
        .set((
            agency_replies::status.eq(row.status),
            agency_replies::language.eq(&row.language),
            agency_replies::sealed_text.eq(&row.sealed_text),
            agency_replies::rejection_reason.eq(&row.rejection_reason),
            agency_replies::rejections.eq(row.rejections),
            agency_replies::version.eq(row.version),
            agency_replies::changed_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes a reply.
pub fn delete(conn: &mut Conn, reply: Id) -> Result<(), DbError> {
    diesel::delete(agency_replies::table.find(reply)).execute(conn)?;
    Ok(())
}

/// The agency that answers.
pub fn find_agency(conn: &mut Conn, reply: Id) -> Result<Option<Id>, DbError> {
    let agency = agency_replies::table
        .find(reply)
        .select(agency_replies::agency_id);
    Ok(agency.first(conn).optional()?)
}

/// A reply, locked until the commit.
pub fn lock(conn: &mut Conn, reply: Id) -> Result<Option<ReplyRow>, DbError> {
    let found: Vec<ReplyRow> = crate::lock!(
        conn,
        agency_replies::table
            .find(reply)
            .select(ReplyRow::as_select())
    )?;
    Ok(found.into_iter().next())
}

/// What was answered to a publication, locked until the commit.
pub fn lock_answer_to(conn: &mut Conn, public_review: Id) -> Result<Option<ReplyRow>, DbError> {
    let found: Vec<ReplyRow> = crate::lock!(
        conn,
        agency_replies::table
            .filter(agency_replies::public_review_id.eq(public_review))
            .select(ReplyRow::as_select())
    )?;
    Ok(found.into_iter().next())
}

/// What was answered to some publications under a claim.
pub fn list_answers(conn: &mut Conn, claim: Id, to: Vec<Id>) -> Result<Vec<ReplyRow>, DbError> {
    Ok(agency_replies::table
        .filter(agency_replies::public_review_id.eq_any(to))
        .filter(agency_replies::claim_id.eq(claim))
        .select(ReplyRow::as_select())
        .load(conn)?)
}

/// Which replies a moderator wants to see.
#[derive(Debug, Clone)]
pub struct QueueFilter {
    /// How far they have come.
    pub status: ReplyStatus,
    /// Of this agency.
    pub agency: Option<Id>,
    /// Of none of these agencies.
    pub except: Interests,
}

/// Replies, oldest day first, after a position.
pub fn queue(
    conn: &mut Conn,
    filter: &QueueFilter,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<ReplyRow>, DbError> {
    let Some(except) = filter.except.left_out() else {
        return Ok(Vec::new());
    };
    let mut query = agency_replies::table
        .filter(agency_replies::status.eq(filter.status))
        .into_boxed::<MultiBackend>();
    if let Some(agency) = filter.agency {
        query = query.filter(agency_replies::agency_id.eq(agency));
    }
    if !except.is_empty() {
        query = query.filter(agency_replies::agency_id.ne_all(except));
    }
    if let Some((day, id)) = after {
        let same = agency_replies::filed_on.eq(day);
        let later = agency_replies::filed_on.gt(day);
        query = query.filter(later.or(same.and(agency_replies::id.gt(id))));
    }
    Ok(query
        .order((agency_replies::filed_on, agency_replies::id))
        .limit(rows)
        .select(ReplyRow::as_select())
        .load(conn)?)
}

/// Some replies in the order of what they answer, from a public id on.
pub fn list_from(conn: &mut Conn, public_id: Id, most: i64) -> Result<Vec<ReplyRow>, DbError> {
    Ok(agency_replies::table
        .filter(agency_replies::public_review_id.ge(public_id))
        .order(agency_replies::public_review_id)
        .limit(most)
        .select(ReplyRow::as_select())
        .load(conn)?)
}
