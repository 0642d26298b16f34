//! The queries.

use diesel::prelude::*;

use super::model::{EditorialAct, EditorialStatus, VersionOrigin, VersionText};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::rights::model::{Article, ArticleText, Audio, Review, TranslationStatus};
use crate::rights::store::StoreError;
use crate::schema::{article_version_events, article_version_texts, article_versions};

/// A version without its texts.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = article_versions)]
pub struct VersionRow {
    pub slug: String,
    pub version: i64,
    pub id: Id,
    pub status: EditorialStatus,
    pub origin: VersionOrigin,
    pub based_on: Option<i64>,
    pub document: Json,
    pub content_hash: Option<Vec<u8>>,
    pub revision: i64,
    pub written_by: Option<Id>,
    pub decided_by: Option<Id>,
    pub reason: Option<String>,
    pub created_at: Time,
    pub submitted_at: Option<Time>,
    pub decided_at: Option<Time>,
}

impl VersionRow {
    /// What holds in every language.
    pub fn article(&self) -> Result<Article, StoreError> {
        Ok(self.document.read()?)
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = article_version_texts)]
struct TextRow {
    slug: String,
    version: i64,
    language: String,
    title: String,
    summary: String,
    body: String,
    translation_status: TranslationStatus,
    published_by: Option<String>,
    reviewed_by: Option<String>,
    reviewed_on: Option<Date>,
    source_hash: Vec<u8>,
    audio: Option<Json>,
}

/// What somebody did with a version.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = article_version_events)]
pub struct EventRow {
    pub slug: String,
    pub version: i64,
    pub revision: i64,
    pub at: Time,
    pub account_id: Id,
    pub act: EditorialAct,
    pub language: Option<String>,
}

/// Of a version what an import compares.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = article_versions)]
pub struct HeadRow {
    pub slug: String,
    pub version: i64,
    pub status: EditorialStatus,
    pub origin: VersionOrigin,
    pub content_hash: Option<Vec<u8>>,
    pub decided_by: Option<Id>,
}

/// Of all versions what an import compares, oldest first.
pub fn list_heads(conn: &mut Conn) -> Result<Vec<HeadRow>, StoreError> {
    Ok(article_versions::table
        .order((article_versions::slug, article_versions::version))
        .select(HeadRow::as_select())
        .load(conn)?)
}

/// The versions that everybody reads.
pub fn list_published(conn: &mut Conn) -> Result<Vec<VersionRow>, StoreError> {
    Ok(article_versions::table
        .filter(article_versions::status.eq(EditorialStatus::Published))
        .order(article_versions::slug)
        .select(VersionRow::as_select())
        .load(conn)?)
}

/// The number of the last version of an article; 0 when there is none.
pub fn last_version(conn: &mut Conn, slug: &str) -> Result<i64, StoreError> {
    let last: Option<i64> = article_versions::table
        .filter(article_versions::slug.eq(slug))
        .order(article_versions::version.desc())
        .select(article_versions::version)
        .first(conn)
        .optional()?;
    Ok(last.unwrap_or_default())
}

/// A version.
pub fn find(conn: &mut Conn, slug: &str, version: i64) -> Result<Option<VersionRow>, StoreError> {
    Ok(article_versions::table
        .find((slug, version))
        .select(VersionRow::as_select())
        .first(conn)
        .optional()?)
}

/// The versions of an article, locked until the commit, so that nobody publishes another one meanwhile; newest first.
pub fn lock_all(conn: &mut Conn, slug: &str) -> Result<Vec<VersionRow>, StoreError> {
    let rows: Vec<VersionRow> = crate::lock!(
        conn,
        article_versions::table
            .filter(article_versions::slug.eq(slug))
            .order(article_versions::version.desc())
            .select(VersionRow::as_select())
    )?;
    Ok(rows)
}

/// Versions of an article before one of them, newest first.
pub fn list(
    conn: &mut Conn,
    slug: &str,
    before: Option<i64>,
    rows: i64,
) -> Result<Vec<VersionRow>, StoreError> {
    let mut query = article_versions::table
        .filter(article_versions::slug.eq(slug.to_owned()))
        .order(article_versions::version.desc())
        .limit(rows)
        .select(VersionRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(before) = before {
        query = query.filter(article_versions::version.lt(before));
    }
    Ok(query.load(conn)?)
}

/// Versions that are worked on or wait, after one of them, by article.
pub fn list_open(
    conn: &mut Conn,
    status: Option<EditorialStatus>,
    after: Option<&str>,
    rows: i64,
) -> Result<Vec<VersionRow>, StoreError> {
    let wanted = status.map_or(
        vec![EditorialStatus::Draft, EditorialStatus::InReview],
        |one| vec![one],
    );
    let mut query = article_versions::table
        .filter(article_versions::status.eq_any(wanted))
        .order((article_versions::slug, article_versions::version.desc()))
        .limit(rows)
        .select(VersionRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(after) = after {
        query = query.filter(article_versions::slug.gt(after.to_owned()));
    }
    Ok(query.load(conn)?)
}

/// Stores a version that is new.
pub fn insert(conn: &mut Conn, row: &VersionRow) -> Result<(), StoreError> {
    diesel::insert_into(article_versions::table)
        .values(row.clone())
        .execute(conn)?;
    Ok(())
}

/// Writes a version as it is now; what never changes stays.
pub fn put(conn: &mut Conn, row: &VersionRow) -> Result<(), StoreError> {
    diesel::update(article_versions::table.find((&row.slug, row.version)))
        .set((
            article_versions::status.eq(row.status),
            article_versions::based_on.eq(row.based_on),
            article_versions::document.eq(row.document.clone()),
            article_versions::content_hash.eq(row.content_hash.clone()),
            article_versions::revision.eq(row.revision),
            article_versions::decided_by.eq(row.decided_by),
            article_versions::reason.eq(row.reason.clone()),
            article_versions::submitted_at.eq(row.submitted_at),
            article_versions::decided_at.eq(row.decided_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The texts of a version, by language.
pub fn list_texts(
    conn: &mut Conn,
    slug: &str,
    version: i64,
) -> Result<Vec<VersionText>, StoreError> {
    let rows: Vec<TextRow> = article_version_texts::table
        .filter(article_version_texts::slug.eq(slug))
        .filter(article_version_texts::version.eq(version))
        .order(article_version_texts::language)
        .select(TextRow::as_select())
        .load(conn)?;
    rows.into_iter().map(TextRow::into_text).collect()
}

/// Writes a text of a version in the place of the one in its language, if there is one.
pub fn put_text(
    conn: &mut Conn,
    (slug, version): (&str, i64),
    text: &VersionText,
) -> Result<(), StoreError> {
    remove_text(conn, (slug, version), text.text.language.as_str())?;
    diesel::insert_into(article_version_texts::table)
        .values(TextRow::of((slug, version), text)?)
        .execute(conn)?;
    Ok(())
}

/// Takes the text in a language out of a version; how many there were.
pub fn remove_text(
    conn: &mut Conn,
    (slug, version): (&str, i64),
    language: &str,
) -> Result<usize, StoreError> {
    let place = article_version_texts::table.find((slug, version, language));
    Ok(diesel::delete(place).execute(conn)?)
}

/// Notes what somebody did with a version as it is now.
pub fn note(
    conn: &mut Conn,
    row: &VersionRow,
    (account, at): (Id, Time),
    (act, language): (EditorialAct, Option<&str>),
) -> Result<(), StoreError> {
    diesel::insert_into(article_version_events::table)
        .values(EventRow {
            slug: row.slug.clone(),
            version: row.version,
            revision: row.revision,
            at,
            account_id: account,
            act,
            language: language.map(str::to_owned),
        })
        .execute(conn)?;
    Ok(())
}

/// What people did with a version, in order.
pub fn list_events(conn: &mut Conn, slug: &str, version: i64) -> Result<Vec<EventRow>, StoreError> {
    Ok(article_version_events::table
        .filter(article_version_events::slug.eq(slug))
        .filter(article_version_events::version.eq(version))
        .order(article_version_events::revision)
        .select(EventRow::as_select())
        .load(conn)?)
}

impl TextRow {
    fn of((slug, version): (&str, i64), one: &VersionText) -> Result<Self, StoreError> {
        let (text, review) = (&one.text, one.text.review.as_ref());
        Ok(Self {
            slug: slug.to_owned(),
            version,
            language: text.language.as_str().to_owned(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            body: text.body.clone(),
            translation_status: text.translation_status,
            published_by: text.published_by.clone(),
            reviewed_by: review.map(|review| review.by.clone()),
            reviewed_on: review.map(|review| review.on),
            source_hash: one.source_hash.clone(),
            audio: one.audio.as_ref().map(Json::of).transpose()?,
        })
    }

    fn into_text(self) -> Result<VersionText, StoreError> {
        let review = self.reviewed_by.zip(self.reviewed_on);
        let audio = self.audio.as_ref().map(Json::read::<Audio>).transpose()?;
        Ok(VersionText {
            text: ArticleText {
                language: self.language.parse().map_err(StoreError::unreadable)?,
                title: self.title,
                summary: self.summary,
                body: self.body,
                translation_status: self.translation_status,
                published_by: self.published_by,
                review: review.map(|(by, on)| Review { by, on }),
            },
            source_hash: self.source_hash,
            audio,
        })
    }
}
