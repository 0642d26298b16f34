//! What a reader can do.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::languages::Topics;
use super::model::StoredArticle;
use super::names::Jurisdiction;
use super::search::{Answering, Candidate, Search};
use super::snippet::{self, Snippet};
use super::store;
use crate::platform::clock::Date;
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

/// Where an article stands in a list: best answer first, then what is urgent, in a search then what is newest, then by
/// name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Position {
    score: Reverse<u32>,
    urgent: Reverse<bool>,
    newest: Reverse<Option<Newest>>,
    slug: String,
}

/// The day on which an article or a text of it last changed, and the day from which its rule holds.
type Newest = (Date, Option<Date>);

/// An article in a list.
pub(super) struct Listed {
    /// Its place.
    pub position: Position,
    /// The article.
    pub stored: StoredArticle,
    /// Where it answers the search, if there is one.
    pub snippet: Option<Snippet>,
}

/// A search, and what the topics are called.
struct Searching<'t> {
    search: Search,
    topics: &'t Topics,
}

/// Articles after a place in the list, with their places; `choose` takes the reader's language from those at hand.
///
/// There are few articles and each is short: all are looked at, so that both databases find the
/// same in the same order.
pub(super) fn list_articles(
    conn: &mut Conn,
    (filter, topics): (&ArticleFilter, &Topics),
    (after, most): (Option<&Position>, usize),
    choose: impl Fn(&[Language]) -> Language,
) -> Result<Vec<Listed>, DbError> {
    let searching = filter.search.as_deref().map(|query| Searching {
        search: Search::of(query),
        topics,
    });
    let found = in_order(conn, filter, searching.as_ref())?.into_iter();
    let later = found.filter(|(position, ..)| after.is_none_or(|after| position > after));
    let found: Vec<Found> = later.take(most).collect();
    let mut listed = Vec::with_capacity(found.len());
    for (position, stored, answering) in found {
        let snippet = match searching.as_ref().zip(answering.as_ref()) {
            Some((searching, answering)) => {
                let own = choose(&stored.languages());
                searching.snippet(conn, &stored, [&own, &answering.language])?
            }
            None => None,
        };
        listed.push(Listed {
            position,
            stored,
            snippet,
        });
    }
    Ok(listed)
}

/// An article with its place and how it answers, if anything is searched.
type Found = (Position, StoredArticle, Option<Answering>);

/// What is wanted, in the order of the list.
fn in_order(
    conn: &mut Conn,
    filter: &ArticleFilter,
    searching: Option<&Searching<'_>>,
) -> Result<Vec<Found>, DbError> {
    let all = store::list_articles(conn)?;
    let mut answers = match searching {
        Some(searching) => Some(searching.answers(&all, &store::list_searched(conn)?)),
        None => None,
    };
    let mut answering = |stored: &StoredArticle| match &mut answers {
        Some(answers) => answers.remove(&stored.article.slug).map(Some),
        None => Some(None),
    };
    let mut found: Vec<Found> = all
        .into_iter()
        .filter(|stored| filter.admits(stored))
        .filter_map(|stored| {
            let answering = answering(&stored)?;
            let position = Position::of(&stored, answering.as_ref());
            Some((position, stored, answering))
        })
        .collect();
    found.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    Ok(found)
}

impl Searching<'_> {
    /// The articles that answer. The names of each topic are folded once.
    fn answers(
        &self,
        articles: &[StoredArticle],
        texts: &[store::Searched],
    ) -> HashMap<String, Answering> {
        let mut topics: HashMap<&str, String> = HashMap::new();
        let mut topic_of: HashMap<&str, &str> = HashMap::new();
        for StoredArticle { article, .. } in articles {
            topic_of.insert(&article.slug, &article.topic);
            let folded = || self.topics.folded(&article.topic);
            topics.entry(&article.topic).or_insert_with(folded);
        }
        let topic = |text: &store::Searched| {
            let topic = topic_of.get(text.slug.as_str())?;
            topics.get(topic).map(String::as_str)
        };
        let candidate = |text| Candidate {
            text,
            topic: topic(text).unwrap_or_default(),
        };
        let candidates: Vec<Candidate<'_>> = texts.iter().map(candidate).collect();
        self.search.answers(&candidates)
    }

    fn snippet(
        &self,
        conn: &mut Conn,
        stored: &StoredArticle,
        languages: [&Language; 2],
    ) -> Result<Option<Snippet>, DbError> {
        snippet::of(conn, &self.search, (stored, self.topics), languages)
    }
}

impl Position {
    fn of(stored: &StoredArticle, answering: Option<&Answering>) -> Self {
        let texts = stored.texts.iter().map(|text| text.updated_at);
        let changed = texts.fold(stored.updated_at, Ord::max).date();
        Self {
            score: Reverse(answering.map_or(0, |answering| answering.score)),
            urgent: Reverse(stored.article.urgent),
            newest: Reverse(answering.map(|_| (changed, stored.article.effective_from))),
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
