//! Queries.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::{
    Article, Channel, Contact, EmergencyNumber, Review, Source, StoredArticle, TextHead,
    TranslationStatus,
};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::language::Language;
use crate::schema::{article_texts, articles, contact_nationalities, contacts, emergency_numbers};

#[derive(Queryable, Selectable)]
#[diesel(table_name = emergency_numbers)]
struct NumberRow {
    country: String,
    position: i64,
    service: String,
    number: String,
    label: Json,
    source_name: String,
    source_url: String,
    retrieved_on: Date,
    verified: bool,
}

/// The emergency numbers of a country, in the order in which a person should see them.
pub fn find_emergency_numbers(
    conn: &mut Conn,
    country: &str,
) -> Result<Vec<EmergencyNumber>, DbError> {
    let rows: Vec<NumberRow> = emergency_numbers::table
        .filter(emergency_numbers::country.eq(country))
        .order(emergency_numbers::position)
        .select(NumberRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| Ok(row.into_number()?.1))
        .collect()
}

/// Every emergency number.
pub(super) fn list_all_numbers(conn: &mut Conn) -> Result<Vec<EmergencyNumber>, DbError> {
    let numbers = list_numbers(conn, None, None, i64::MAX)?;
    Ok(numbers.into_iter().map(|(_, number)| number).collect())
}

/// Emergency numbers after a place in the list, each with its place, by country.
pub(super) fn list_numbers(
    conn: &mut Conn,
    country: Option<&str>,
    after: Option<&(String, i64)>,
    most: i64,
) -> Result<Vec<(i64, EmergencyNumber)>, DbError> {
    let mut query = emergency_numbers::table
        .select(NumberRow::as_select())
        .order((emergency_numbers::country, emergency_numbers::position))
        .limit(most)
        .into_boxed();
    if let Some(country) = country {
        query = query.filter(emergency_numbers::country.eq(country));
    }
    if let Some((country, position)) = after {
        let later = emergency_numbers::country.gt(country);
        let same = emergency_numbers::country.eq(country);
        query = query.filter(later.or(same.and(emergency_numbers::position.gt(position))));
    }
    let rows = query.load(conn)?;
    rows.into_iter().map(NumberRow::into_number).collect()
}

impl NumberRow {
    fn into_number(self) -> Result<(i64, EmergencyNumber), DbError> {
        let number = EmergencyNumber {
            country: self.country,
            service: self.service,
            number: self.number,
            label: read(&self.label)?,
            source: Source {
                name: self.source_name,
                url: self.source_url,
                retrieved_on: self.retrieved_on,
                verified: self.verified,
            },
        };
        Ok((self.position, number))
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
struct ContactRow {
    key: String,
    kind: String,
    country: String,
    serves: Json,
    names: Json,
    address: Option<String>,
    channels: Json,
    source_name: String,
    source_url: String,
    retrieved_on: Date,
    verified: bool,
}

/// Which contacts are wanted.
#[derive(Debug, Clone, Default)]
pub(super) struct ContactFilter {
    /// Where they are.
    pub country: Option<String>,
    /// A nationality that they serve.
    pub serves: Option<String>,
    /// What they are.
    pub kind: Option<String>,
}

/// Every contact.
pub(super) fn list_all_contacts(conn: &mut Conn) -> Result<Vec<Contact>, DbError> {
    list_contacts(conn, &ContactFilter::default(), None, i64::MAX)
}

/// Contacts after a place in the list, by country.
pub(super) fn list_contacts(
    conn: &mut Conn,
    filter: &ContactFilter,
    after: Option<&(String, String)>,
    most: i64,
) -> Result<Vec<Contact>, DbError> {
    let mut query = contacts::table
        .select(ContactRow::as_select())
        .order((contacts::country, contacts::key))
        .limit(most)
        .into_boxed();
    if let Some(country) = &filter.country {
        query = query.filter(contacts::country.eq(country));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(contacts::kind.eq(kind));
    }
    if let Some(nationality) = &filter.serves {
        let named = contact_nationalities::table
            .filter(contact_nationalities::contact_key.eq(contacts::key))
            .filter(contact_nationalities::country.eq(nationality));
        query = query.filter(contacts::serves_anybody.or(exists(named)));
    }
    if let Some((country, key)) = after {
        let same = contacts::country.eq(country);
        query = query.filter(
            contacts::country
                .gt(country)
                .or(same.and(contacts::key.gt(key))),
        );
    }
    let rows = query.load(conn)?;
    rows.into_iter().map(ContactRow::into_contact).collect()
}

impl ContactRow {
    fn into_contact(self) -> Result<Contact, DbError> {
        Ok(Contact {
            key: self.key,
            kind: self.kind,
            names: read(&self.names)?,
            country: self.country,
            serves: read(&self.serves)?,
            address: self.address,
            channels: read::<Vec<Channel>>(&self.channels)?,
            source: Source {
                name: self.source_name,
                url: self.source_url,
                retrieved_on: self.retrieved_on,
                verified: self.verified,
            },
        })
    }
}

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
}

/// Every article with the heads of its texts, by slug.
pub(super) fn list_articles(conn: &mut Conn) -> Result<Vec<StoredArticle>, DbError> {
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
pub(super) fn find_article(conn: &mut Conn, slug: &str) -> Result<Option<StoredArticle>, DbError> {
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
pub(super) fn find_body(
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

/// What search compares of a text; all folded.
#[derive(Queryable, Selectable)]
#[diesel(table_name = article_texts)]
pub(super) struct Searched {
    /// Whose text it is.
    pub slug: String,
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
pub(super) fn list_searched(conn: &mut Conn) -> Result<Vec<Searched>, DbError> {
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
            origins: read(&self.origins)?,
            destinations: read(&self.destinations)?,
            sectors: read(&self.sectors)?,
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
        let language = self.language.parse().map_err(|error| unreadable(error))?;
        let review = self.reviewed_by.clone().zip(self.reviewed_on);
        Ok(TextHead {
            language,
            title: self.title.clone(),
            summary: self.summary.clone(),
            translation_status: self.translation_status,
            published_by: self.published_by.clone(),
            review: review.map(|(by, on)| Review { by, on }),
            updated_at: self.updated_at,
        })
    }
}

/// Stored JSON as a value.
fn read<T: serde::de::DeserializeOwned>(json: &Json) -> Result<T, DbError> {
    json.read().map_err(unreadable)
}

/// Something stored that this version of the program cannot read.
fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> DbError {
    diesel::result::Error::DeserializationError(Box::new(error)).into()
}
