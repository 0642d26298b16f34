//! What a reader can do.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::model::StoredArticle;
use super::names::Jurisdiction;
use super::search::Search;
use super::store;
use crate::platform::db::{Conn, DbError};
use crate::platform::language::Language;

/// Which articles are wanted. An article that names no origin (destination, sector) holds for any.
#[derive(Debug, Clone, Default)]
pub(super) struct ArticleFilter {
    pub topic: Option<String>,
    pub stage: Option<String>,
    pub origin: Option<String>,
    pub destination: Option<String>,
    pub sector: Option<String>,
    pub jurisdiction: Option<String>,
    pub sex: Option<String>,
    pub permit_type: Option<String>,
    pub urgent: Option<bool>,
    pub search: Option<String>,
}

/// Where an article stands in a list: best answer first, then what is urgent, then by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Position {
    score: Reverse<u32>,
    urgent: Reverse<bool>,
    slug: String,
}

/// Articles after a place in the list, with their places.
///
/// There are few articles and each is short: all are looked at, so that both databases find the
/// same in the same order.
pub(super) fn list_articles(
    conn: &mut Conn,
    filter: &ArticleFilter,
    after: Option<&Position>,
    most: usize,
) -> Result<Vec<(Position, StoredArticle)>, DbError> {
    let search = filter.search.as_deref().map(Search::of);
    let scores = match &search {
        Some(search) => Some(search.scores(&store::list_searched(conn)?)),
        None => None,
    };
    let mut found: Vec<(Position, StoredArticle)> = store::list_articles(conn)?
        .into_iter()
        .filter(|stored| filter.admits(stored))
        .filter_map(|stored| {
            let score = match &scores {
                Some(scores) => *scores.get(&stored.article.slug)?,
                None => 0,
            };
            Some((Position::of(&stored, score), stored))
        })
        .filter(|(position, _)| after.is_none_or(|after| position > after))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found.truncate(most);
    Ok(found)
}

impl Position {
    fn of(stored: &StoredArticle, score: u32) -> Self {
        Self {
            score: Reverse(score),
            urgent: Reverse(stored.article.urgent),
            slug: stored.article.slug.clone(),
        }
    }
}

impl ArticleFilter {
    /// Whether it is one of those that are wanted, whatever was searched.
    pub fn admits(&self, stored: &StoredArticle) -> bool {
        let article = &stored.article;
        let holds_for = |named: &[String], wanted: &Option<String>| {
            wanted
                .as_ref()
                .is_none_or(|wanted| named.is_empty() || named.contains(wanted))
        };
        self.topic
            .as_ref()
            .is_none_or(|topic| *topic == article.topic)
            && self
                .stage
                .as_ref()
                .is_none_or(|stage| article.stages.contains(stage))
            && holds_for(&article.origins, &self.origin)
            && holds_for(&article.destinations, &self.destination)
            && holds_for(&article.sectors, &self.sector)
            && holds_for(&article.sexes, &self.sex)
            && holds_for(&article.permit_types, &self.permit_type)
            && self
                .jurisdiction
                .as_ref()
                .is_none_or(|wanted| Jurisdiction::is_within(&article.jurisdiction, wanted))
            && self.urgent.is_none_or(|urgent| urgent == article.urgent)
    }
}

/// An article with its body in the language that `choose` takes from those at hand.
pub(super) fn find_article(
    conn: &mut Conn,
    slug: &str,
    choose: impl FnOnce(&[Language]) -> Language,
) -> Result<Option<(StoredArticle, String)>, DbError> {
    let Some(stored) = store::find_article(conn, slug)? else {
        return Ok(None);
    };
    let body = store::find_body(conn, slug, &choose(&stored.languages()))?;
    Ok(body.map(|body| (stored, body)))
}
