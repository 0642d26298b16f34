//! Documents.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::claims::Interests;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::reviews::model::{DocumentKind, DocumentRefusal, DocumentStatus};
use crate::schema::{collected_reviews, discarded_files, review_documents, reviews};

/// A document; what is sealed of it is still sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_documents)]
pub struct DocumentRow {
    pub id: Id,
    pub review_id: Id,
    pub kind: String,
    pub status: DocumentStatus,
    pub reason: Option<String>,
    pub keep: bool,
    pub file_id: Option<Id>,
    pub sealed_facts: Vec<u8>,
    pub sealed_decision: Option<Vec<u8>>,
    pub version: i64,
    pub added_on: Date,
    pub decided_on: Option<Date>,
}

/// Stores a document that waits for a moderator.
pub fn insert_document(
    conn: &mut Conn,
    (id, review, file): (Id, Id, Id),
    (kind, keep): (&DocumentKind, bool),
    sealed_facts: Vec<u8>,
    today: Date,
) -> Result<(), DbError> {
    diesel::insert_into(review_documents::table)
        .values((
            review_documents::id.eq(id),
            review_documents::review_id.eq(review),
            review_documents::kind.eq(kind.as_str()),
            review_documents::status.eq(DocumentStatus::Waiting),
            review_documents::keep.eq(keep),
            review_documents::file_id.eq(Some(file)),
            review_documents::sealed_facts.eq(sealed_facts),
            review_documents::version.eq(1_i64),
            review_documents::added_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// The documents of a review, oldest day first.
pub fn list_documents(conn: &mut Conn, review: Id) -> Result<Vec<DocumentRow>, DbError> {
    Ok(review_documents::table
        .filter(review_documents::review_id.eq(review))
        .order((review_documents::added_on, review_documents::id))
        .select(DocumentRow::as_select())
        .load(conn)?)
}

/// How many documents a review has.
pub fn count_documents(conn: &mut Conn, review: Id) -> Result<i64, DbError> {
    Ok(review_documents::table
        .filter(review_documents::review_id.eq(review))
        .select(count_star())
        .first(conn)?)
}

/// A document.
pub fn find_document(conn: &mut Conn, id: Id) -> Result<Option<DocumentRow>, DbError> {
    Ok(review_documents::table
        .find(id)
        .select(DocumentRow::as_select())
        .first(conn)
        .optional()?)
}

/// Whether a row names this file.
pub fn is_document_known(conn: &mut Conn, file: Id) -> Result<bool, DbError> {
    let found: Option<Id> = review_documents::table
        .filter(review_documents::file_id.eq(Some(file)))
        .select(review_documents::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Stores whether an author wants a document kept.
pub fn put_keep(conn: &mut Conn, id: Id, keep: bool) -> Result<(), DbError> {
    diesel::update(review_documents::table.find(id))
        .set((
            review_documents::keep.eq(keep),
            review_documents::version.eq(review_documents::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores what became of a document.
pub fn decide_document(
    conn: &mut Conn,
    id: Id,
    status: DocumentStatus,
    reason: Option<&DocumentRefusal>,
    sealed_decision: Option<Vec<u8>>,
    today: Date,
) -> Result<(), DbError> {
    diesel::update(review_documents::table.find(id))
        .set((
            review_documents::status.eq(status),
            review_documents::reason.eq(reason.map(DocumentRefusal::as_str)),
            review_documents::sealed_decision.eq(sealed_decision),
            review_documents::version.eq(review_documents::version + 1),
            review_documents::decided_on.eq(Some(today)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the file away from a document that was decided on.
pub fn drop_file(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::update(review_documents::table.find(id))
        .set((
            review_documents::file_id.eq(None::<Id>),
            review_documents::version.eq(review_documents::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes a document.
pub fn delete_document(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::delete(review_documents::table.find(id)).execute(conn)?;
    Ok(())
}

/// Deletes the documents of a review.
pub fn delete_documents(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let of = review_documents::review_id.eq(review);
    diesel::delete(review_documents::table.filter(of)).execute(conn)?;
    Ok(())
}

/// Remembers that a file is to be removed.
pub fn discard(conn: &mut Conn, file: Id) -> Result<(), DbError> {
    diesel::insert_into(discarded_files::table)
        .values(discarded_files::file_id.eq(file))
        .execute(conn)?;
    Ok(())
}

/// Files that are to be removed.
pub fn list_discarded(conn: &mut Conn, rows: i64) -> Result<Vec<Id>, DbError> {
    Ok(discarded_files::table
        .order(discarded_files::file_id)
        .limit(rows)
        .select(discarded_files::file_id)
        .load(conn)?)
}

/// Forgets files that were removed.
pub fn forget_discarded(conn: &mut Conn, files: Vec<Id>) -> Result<(), DbError> {
    let removed = discarded_files::file_id.eq_any(files);
    diesel::delete(discarded_files::table.filter(removed)).execute(conn)?;
    Ok(())
}

/// Documents that nobody has decided on since before a day, each with its review.
pub fn list_undecided(conn: &mut Conn, before: Date, rows: i64) -> Result<Vec<(Id, Id)>, DbError> {
    Ok(review_documents::table
        .filter(review_documents::status.eq(DocumentStatus::Waiting))
        .filter(review_documents::added_on.lt(before))
        .order((review_documents::added_on, review_documents::id))
        .limit(rows)
        .select((review_documents::id, review_documents::review_id))
        .load(conn)?)
}

/// Which documents a moderator wants to see.
#[derive(Debug, Clone)]
pub struct DocumentFilter {
    /// How far they have come.
    pub status: DocumentStatus,
    /// Of none of these agencies.
    pub except: Interests,
    /// Not of reviews that this organisation collected.
    pub not_collected_by: Id,
}

/// A document in the queue.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_documents)]
pub struct QueuedDocument {
    pub id: Id,
    pub review_id: Id,
    #[diesel(select_expression = reviews::agency_id)]
    pub agency_id: Id,
    pub kind: String,
    pub status: DocumentStatus,
    pub added_on: Date,
}

/// Documents, oldest day first, after a position.
pub fn document_queue(
    conn: &mut Conn,
    filter: &DocumentFilter,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<QueuedDocument>, DbError> {
    let Some(except) = filter.except.left_out() else {
        return Ok(Vec::new());
    };
    let mut query = review_documents::table
        .inner_join(reviews::table)
        .filter(review_documents::status.eq(filter.status))
        .into_boxed::<MultiBackend>();
    if !except.is_empty() {
        query = query.filter(reviews::agency_id.ne_all(except));
    }
    let own = collected_reviews::table
        .filter(collected_reviews::organisation_id.eq(filter.not_collected_by))
        .select(collected_reviews::review_id);
    query = query.filter(review_documents::review_id.ne_all(own));
    if let Some((day, id)) = after {
        let same = review_documents::added_on.eq(day);
        let later = review_documents::added_on.gt(day);
        query = query.filter(later.or(same.and(review_documents::id.gt(id))));
    }
    Ok(query
        .order((review_documents::added_on, review_documents::id))
        .limit(rows)
        .select(QueuedDocument::as_select())
        .load(conn)?)
}
