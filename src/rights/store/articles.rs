//! Queries on articles.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{read, unreadable};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::language::Language;
use crate::rights::model::{Article, Review, StoredArticle, TextHead, TranslationStatus};
use crate::schema::{article_texts, articles};

#[derive(Queryable, Selectable)]
#[diesel(table_name = articles)]
struct ArticleRow {
    slug: String,
    topic: String,
    stages: Json,
    origins: Json,
    destinations: Json,
    sectors: Json,
    urgent: bool,
    effective_from: Option<Date>,
    effective_to: Option<Date>,
    review_due: Date,
    legal_basis: Json,
    licence: Json,
    updated_at: Time,
    jurisdiction: String,
    sexes: Json,
    permit_types: Json,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = article_texts)]
struct TextRow {
    slug: String,
    language: String,
    title: String,
    summary: String,
    translation_status: TranslationStatus,
    published_by: Option<String>,
    reviewed_by: Option<String>,
    reviewed_on: Option<Date>,
    updated_at: Time,
    is_stale: bool,
    reading_tenths: Option<i64>,
    audio: Option<Json>,
}

/// Every article with the heads of its texts, by slug.
pub(in crate::rights) fn list_articles(conn: &mut Conn) -> Result<Vec<StoredArticle>, DbError> {
    let rows: Vec<ArticleRow> = articles::table.select(ArticleRow::as_select()).load(conn)?;
    let texts: Vec<TextRow> = article_texts::table
        .order((article_texts::slug, article_texts::language))
        .select(TextRow::as_select())
        .load(conn)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let own = texts.iter().filter(|text| text.slug == row.slug);
        let heads = own
            .map(TextRow::head)
            .collect::<Result<Vec<TextHead>, DbError>>()?;
        found.push(row.into_stored(heads)?);
    }
    found.sort_by(|a, b| a.article.slug.cmp(&b.article.slug));
    Ok(found)
}

/// An article with the heads of its texts.
pub(in crate::rights) fn find_article(
    conn: &mut Conn,
    slug: &str,
) -> Result<Option<StoredArticle>, DbError> {
    let row: Option<ArticleRow> = articles::table
        .find(slug)
        .select(ArticleRow::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = row else {
        return Ok(None);
    };
    let texts: Vec<TextRow> = article_texts::table
        .filter(article_texts::slug.eq(slug))
        .order(article_texts::language)
        .select(TextRow::as_select())
        .load(conn)?;
    let heads = texts
        .iter()
        .map(TextRow::head)
        .collect::<Result<Vec<TextHead>, DbError>>()?;
    Ok(Some(row.into_stored(heads)?))
}

/// The body of an article in a language.
pub(in crate::rights) fn find_body(
    conn: &mut Conn,
    slug: &str,
    language: &Language,
) -> Result<Option<String>, DbError> {
    let body = article_texts::table
        .find((slug, language.as_str()))
        .select(article_texts::body)
        .first(conn)
        .optional()?;
    Ok(body)
}

/// Every body, by slug and language.
pub(in crate::rights) fn list_bodies(
    conn: &mut Conn,
) -> Result<BTreeMap<(String, String), String>, DbError> {
    let rows: Vec<(String, String, String)> = article_texts::table
        .select((
            article_texts::slug,
            article_texts::language,
            article_texts::body,
        ))
        .load(conn)?;
    let placed = |(slug, language, body)| ((slug, language), body);
    Ok(rows.into_iter().map(placed).collect())
}

/// What search compares of a text; all folded.
#[derive(Queryable, Selectable)]
#[diesel(table_name = article_texts)]
pub(in crate::rights) struct Searched {
    /// Whose text it is.
    pub slug: String,
    /// The tag of its language.
    pub language: String,
    /// Its title.
    #[diesel(column_name = searched_title)]
    pub title: String,
    /// Its summary.
    #[diesel(column_name = searched_summary)]
    pub summary: String,
    /// Its body.
    #[diesel(column_name = searched_body)]
    pub body: String,
}

/// What search compares, of every text.
pub(in crate::rights) fn list_searched(conn: &mut Conn) -> Result<Vec<Searched>, DbError> {
    Ok(article_texts::table
        .select(Searched::as_select())
        .load(conn)?)
}

impl ArticleRow {
    fn into_stored(self, texts: Vec<TextHead>) -> Result<StoredArticle, DbError> {
        let article = Article {
            slug: self.slug,
            topic: self.topic,
            stages: read(&self.stages)?,
            jurisdiction: self.jurisdiction,
            origins: read(&self.origins)?,
            destinations: read(&self.destinations)?,
            sectors: read(&self.sectors)?,
            sexes: read(&self.sexes)?,
            permit_types: read(&self.permit_types)?,
            urgent: self.urgent,
            effective_from: self.effective_from,
            effective_to: self.effective_to,
            review_due: self.review_due,
            legal_basis: read(&self.legal_basis)?,
            licence: read(&self.licence)?,
        };
        Ok(StoredArticle {
            article,
            updated_at: self.updated_at,
            texts,
        })
    }
}

impl TextRow {
    fn head(&self) -> Result<TextHead, DbError> {
        let language = self.language.parse().map_err(unreadable)?;
        let review = self.reviewed_by.clone().zip(self.reviewed_on);
        Ok(TextHead {
            language,
            title: self.title.clone(),
            summary: self.summary.clone(),
            translation_status: self.translation_status,
            published_by: self.published_by.clone(),
            review: review.map(|(by, on)| Review { by, on }),
            is_stale: self.is_stale,
            reading_tenths: self.reading_tenths,
            audio: self.audio.as_ref().map(read).transpose()?,
            updated_at: self.updated_at,
        })
    }
}

/// Every language in which there is at least one article.
pub fn languages_of_articles(conn: &mut Conn) -> Result<Vec<Language>, DbError> {
    let tags: Vec<String> = article_texts::table
        .select(article_texts::language)
        .distinct()
        .order(article_texts::language)
        .load(conn)?;
    let parsed = tags.iter().map(|tag| tag.parse().map_err(unreadable));
    parsed.collect()
}
