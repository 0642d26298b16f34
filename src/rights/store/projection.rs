//! What the public reads, written anew from the versions that are published.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::StoreError;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::text::fold;
use crate::rights::model::Article;
use crate::rights::reading;
use crate::rights::versions::model::{VersionText, hash_of, hash_of_source};
use crate::schema::{article_texts, articles};

/// What the public read of something: the hash of its content, and since when it has that.
type Known = (Vec<u8>, Time);

/// What the public read before, by article and language; what holds for a whole article stands under no language.
pub(in crate::rights) struct Before(BTreeMap<(String, String), Known>);

impl Before {
    /// Reads it.
    pub fn read(conn: &mut Conn) -> Result<Self, DbError> {
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
        Ok(Self(of_articles.chain(of_texts).collect()))
    }

    /// Since when something has its content: a day of change is kept where the content is the same.
    fn changed_at(&self, name: (&str, &str), hash: &[u8], now: Time) -> Time {
        let known = self.0.get(&(name.0.to_owned(), name.1.to_owned()));
        let same = known.filter(|(stored, _)| stored == hash);
        same.map_or(now, |(_, at)| *at)
    }
}

/// Takes everything from the public.
pub(in crate::rights) fn clear(conn: &mut Conn) -> Result<(), DbError> {
    diesel::delete(article_texts::table).execute(conn)?;
    diesel::delete(articles::table).execute(conn)?;
    Ok(())
}

/// Takes an article from the public.
pub(in crate::rights) fn take_down(conn: &mut Conn, slug: &str) -> Result<(), DbError> {
    diesel::delete(article_texts::table.filter(article_texts::slug.eq(slug))).execute(conn)?;
    diesel::delete(articles::table.find(slug)).execute(conn)?;
    Ok(())
}

/// Shows a version of an article that was taken down before.
pub(in crate::rights) fn show(
    conn: &mut Conn,
    before: &Before,
    (article, version): (&Article, i64),
    texts: &[VersionText],
    now: Time,
) -> Result<(), StoreError> {
    let hash = hash_of(article)?;
    let updated_at = before.changed_at((&article.slug, ""), &hash, now);
    insert_article(conn, (article, version), &hash, updated_at)?;
    let source = hash_of_source(texts);
    for text in texts {
        let hash = hash_of(&text.text)?;
        let name = (article.slug.as_str(), text.text.language.as_str());
        let updated_at = before.changed_at(name, &hash, now);
        let is_stale = text.is_stale(&source);
        insert_text(conn, &article.slug, (text, is_stale), &hash, updated_at)?;
    }
    Ok(())
}

fn insert_article(
    conn: &mut Conn,
    (article, version): (&Article, i64),
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
            articles::jurisdiction.eq(&article.jurisdiction),
            articles::sexes.eq(Json::of(&article.sexes)?),
            articles::permit_types.eq(Json::of(&article.permit_types)?),
            articles::version.eq(version),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_text(
    conn: &mut Conn,
    slug: &str,
    (one, is_stale): (&VersionText, bool),
    hash: &[u8],
    updated_at: Time,
) -> Result<(), StoreError> {
    let text = &one.text;
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
            article_texts::is_stale.eq(is_stale),
            article_texts::reading_tenths.eq(reading::reckon(&text.language, &text.body)),
            article_texts::audio.eq(one.audio.as_ref().map(Json::of).transpose()?),
        ))
        .execute(conn)?;
    Ok(())
}
