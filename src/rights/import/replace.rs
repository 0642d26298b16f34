//! Putting what was read in the place of what is stored.
//!
//! Everything is written anew, which is simple and cannot leave anything behind; a day of change is
//! kept where the content is the same.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Changes, Material};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::text::fold;
use crate::rights::model::{Article, ArticleText, Contact, EmergencyNumber};
use crate::rights::store;
use crate::schema::{article_texts, articles, contact_nationalities, contacts, emergency_numbers};

/// What the database has of something: the hash of its content, and when that changed.
type Known = (Vec<u8>, Time);

/// Stores the material instead of what was there, and tells the difference.
pub fn replace_with(
    conn: &mut Conn,
    material: &Material,
    now: Time,
) -> Result<Vec<Changes>, StoreError> {
    Ok(vec![
        replace_articles(conn, &material.articles, now)?,
        replace_contacts(conn, &material.contacts)?,
        replace_numbers(conn, &material.numbers)?,
    ])
}

/// Why the material cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Something cannot be written as JSON.
    #[error("cannot be stored: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Content hashes by slug and language; what holds for the whole article stands under no language.
type Hashes = BTreeMap<(String, String), Vec<u8>>;

fn replace_articles(
    conn: &mut Conn,
    material: &[(Article, Vec<ArticleText>)],
    now: Time,
) -> Result<Changes, StoreError> {
    let known = known(conn)?;
    diesel::delete(article_texts::table).execute(conn)?;
    diesel::delete(articles::table).execute(conn)?;

    let mut hashes = Hashes::new();
    for (article, texts) in material {
        let name = (article.slug.clone(), String::new());
        let hash = hash_of(article)?;
        insert_article(conn, article, &hash, changed_at(&known, &name, &hash, now))?;
        hashes.insert(name, hash);
        for text in texts {
            let name = (article.slug.clone(), text.language.as_str().to_owned());
            let hash = hash_of(text)?;
            let updated_at = changed_at(&known, &name, &hash, now);
            insert_text(conn, &article.slug, text, &hash, updated_at)?;
            hashes.insert(name, hash);
        }
    }
    let before = known
        .into_iter()
        .map(|(name, (hash, _))| (name, hash))
        .collect();
    Ok(Changes::between(
        "articles",
        &by_slug(before),
        &by_slug(hashes),
    ))
}

fn known(conn: &mut Conn) -> Result<BTreeMap<(String, String), Known>, DbError> {
    let of_articles: Vec<(String, Vec<u8>, Time)> = articles::table
        .select((articles::slug, articles::content_hash, articles::updated_at))
        .load(conn)?;
    let of_texts: Vec<(String, String, Vec<u8>, Time)> = article_texts::table
        .select((
            article_texts::slug,
            article_texts::language,
            article_texts::content_hash,
            article_texts::updated_at,
        ))
        .load(conn)?;
    let of_articles = of_articles
        .into_iter()
        .map(|(slug, hash, at)| ((slug, String::new()), (hash, at)));
    let of_texts = of_texts
        .into_iter()
        .map(|(slug, language, hash, at)| ((slug, language), (hash, at)));
    Ok(of_articles.chain(of_texts).collect())
}

fn changed_at(
    known: &BTreeMap<(String, String), Known>,
    name: &(String, String),
    hash: &[u8],
    now: Time,
) -> Time {
    let same = known.get(name).filter(|(stored, _)| stored == hash);
    same.map_or(now, |(_, at)| *at)
}

fn by_slug(hashes: Hashes) -> BTreeMap<String, Vec<(String, Vec<u8>)>> {
    let mut by_slug: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for ((slug, language), hash) in hashes {
        by_slug.entry(slug).or_default().push((language, hash));
    }
    by_slug
}

fn hash_of<T: Serialize>(content: &T) -> Result<Vec<u8>, StoreError> {
    Ok(Sha256::digest(serde_json::to_vec(content)?).to_vec())
}

fn insert_article(
    conn: &mut Conn,
    article: &Article,
    hash: &[u8],
    updated_at: Time,
) -> Result<(), StoreError> {
    diesel::insert_into(articles::table)
        .values((
            articles::slug.eq(&article.slug),
            articles::topic.eq(&article.topic),
            articles::stages.eq(Json::of(&article.stages)?),
            articles::origins.eq(Json::of(&article.origins)?),
            articles::destinations.eq(Json::of(&article.destinations)?),
            articles::sectors.eq(Json::of(&article.sectors)?),
            articles::urgent.eq(article.urgent),
            articles::effective_from.eq(article.effective_from),
            articles::effective_to.eq(article.effective_to),
            articles::review_due.eq(article.review_due),
            articles::legal_basis.eq(Json::of(&article.legal_basis)?),
            articles::licence.eq(Json::of(&article.licence)?),
            articles::content_hash.eq(hash),
            articles::updated_at.eq(updated_at),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_text(
    conn: &mut Conn,
    slug: &str,
    text: &ArticleText,
    hash: &[u8],
    updated_at: Time,
) -> Result<(), StoreError> {
    diesel::insert_into(article_texts::table)
        .values((
            article_texts::slug.eq(slug),
            article_texts::language.eq(text.language.as_str()),
            article_texts::title.eq(&text.title),
            article_texts::summary.eq(&text.summary),
            article_texts::body.eq(&text.body),
            article_texts::translation_status.eq(text.translation_status),
            article_texts::published_by.eq(&text.published_by),
            article_texts::reviewed_by.eq(text.review.as_ref().map(|review| &review.by)),
            article_texts::reviewed_on.eq(text.review.as_ref().map(|review| review.on)),
            article_texts::searched_title.eq(fold(&text.title)),
            // The name says what it is about in a few plain words, which the text may lack.
            article_texts::searched_summary.eq(fold(&format!("{} {slug}", text.summary))),
            article_texts::searched_body.eq(fold(&text.body)),
            article_texts::content_hash.eq(hash),
            article_texts::updated_at.eq(updated_at),
        ))
        .execute(conn)?;
    Ok(())
}

fn replace_contacts(conn: &mut Conn, material: &[Contact]) -> Result<Changes, StoreError> {
    let by_key = |contacts: Vec<Contact>| -> BTreeMap<String, Contact> {
        contacts
            .into_iter()
            .map(|contact| (contact.key.clone(), contact))
            .collect()
    };
    let before = by_key(store::list_all_contacts(conn)?);
    diesel::delete(contact_nationalities::table).execute(conn)?;
    diesel::delete(contacts::table).execute(conn)?;
    for contact in material {
        insert_contact(conn, contact)?;
    }
    Ok(Changes::between(
        "contacts",
        &before,
        &by_key(material.to_vec()),
    ))
}

fn insert_contact(conn: &mut Conn, contact: &Contact) -> Result<(), StoreError> {
    diesel::insert_into(contacts::table)
        .values((
            contacts::key.eq(&contact.key),
            contacts::kind.eq(&contact.kind),
            contacts::country.eq(&contact.country),
            contacts::serves_anybody.eq(contact.serves.is_empty()),
            contacts::serves.eq(Json::of(&contact.serves)?),
            contacts::names.eq(Json::of(&contact.names)?),
            contacts::address.eq(&contact.address),
            contacts::channels.eq(Json::of(&contact.channels)?),
            contacts::source_name.eq(&contact.source.name),
            contacts::source_url.eq(&contact.source.url),
            contacts::retrieved_on.eq(contact.source.retrieved_on),
            contacts::verified.eq(contact.source.verified),
        ))
        .execute(conn)?;
    for country in &contact.serves {
        diesel::insert_into(contact_nationalities::table)
            .values((
                contact_nationalities::contact_key.eq(&contact.key),
                contact_nationalities::country.eq(country),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn replace_numbers(conn: &mut Conn, material: &[EmergencyNumber]) -> Result<Changes, StoreError> {
    let by_name = |numbers: Vec<EmergencyNumber>| -> BTreeMap<String, EmergencyNumber> {
        let name = |n: &EmergencyNumber| format!("{} {} {}", n.country, n.service, n.number);
        numbers
            .into_iter()
            .map(|number| (name(&number), number))
            .collect()
    };
    let before = by_name(store::list_all_numbers(conn)?);
    diesel::delete(emergency_numbers::table).execute(conn)?;
    for (position, number) in (1_i64..).zip(material) {
        diesel::insert_into(emergency_numbers::table)
            .values((
                emergency_numbers::country.eq(&number.country),
                emergency_numbers::position.eq(position),
                emergency_numbers::service.eq(&number.service),
                emergency_numbers::number.eq(&number.number),
                emergency_numbers::label.eq(Json::of(&number.label)?),
                emergency_numbers::source_name.eq(&number.source.name),
                emergency_numbers::source_url.eq(&number.source.url),
                emergency_numbers::retrieved_on.eq(number.source.retrieved_on),
                emergency_numbers::verified.eq(number.source.verified),
            ))
            .execute(conn)?;
    }
    Ok(Changes::between(
        "emergency numbers",
        &before,
        &by_name(material.to_vec()),
    ))
}
