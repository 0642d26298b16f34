//! The piece of an article that answers a search, to be shown under its title.

use super::languages::Topics;
use super::model::StoredArticle;
use super::reading::plain;
use super::search::Search;
use super::store;
use crate::platform::db::{Conn, DbError};
use crate::platform::language::Language;
use crate::platform::text::{Matches, Places, Segment, Tolerance};
use crate::text_enum;

text_enum! {
    /// Which part of an article answers a search.
    pub enum MatchPlace {
        /// Its title.
        Title => "title",
        /// The name of its topic.
        Topic => "topic",
        /// Its summary.
        Summary => "summary",
        /// Its body.
        Body => "body",
    }
}

/// Where an article answers a search.
#[derive(Debug, Clone)]
pub(super) struct Snippet {
    pub place: MatchPlace,
    pub language: Language,
    pub segments: Vec<Segment>,
}

/// The snippet of an article in the first of these languages in which it answers.
pub(super) fn of(
    conn: &mut Conn,
    search: &Search,
    (stored, topics): (&StoredArticle, &Topics),
    languages: [&Language; 2],
) -> Result<Option<Snippet>, DbError> {
    for language in languages {
        let found = in_language(conn, search, (stored, topics), language)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The part of a text that holds the most words of the query; of several the first.
fn in_language(
    conn: &mut Conn,
    search: &Search,
    (stored, topics): (&StoredArticle, &Topics),
    language: &Language,
) -> Result<Option<Snippet>, DbError> {
    let Some(head) = stored.text_in(language) else {
        return Ok(None);
    };
    let mut best = Best::new(search);
    let own = |text: &str| (language.clone(), text.to_owned());
    best.try_next(MatchPlace::Title, own(&head.title));
    for label in topics.labels(&stored.article.topic, language) {
        best.try_next(MatchPlace::Topic, label);
    }
    best.try_next(MatchPlace::Summary, own(&head.summary));
    if !best.has_all() {
        let body = store::find_body(conn, &stored.article.slug, language)?;
        best.try_next(MatchPlace::Body, own(&plain(&body.unwrap_or_default())));
    }
    Ok(best.found)
}

struct Best<'s> {
    search: &'s Search,
    words: usize,
    found: Option<Snippet>,
}

impl<'s> Best<'s> {
    const fn new(search: &'s Search) -> Self {
        Self {
            search,
            words: 0,
            found: None,
        }
    }

    fn has_all(&self) -> bool {
        self.words >= self.search.terms().len()
    }

    fn try_next(&mut self, place: MatchPlace, (language, text): (Language, String)) {
        if self.has_all() {
            return;
        }
        // As in the order.
        let tolerance = match place {
            MatchPlace::Topic | MatchPlace::Body => Tolerance::Exact,
            MatchPlace::Title | MatchPlace::Summary => Tolerance::Misspelt,
        };
        let places = Places::of(&text);
        let matches: Matches = places.find(self.search.terms(), tolerance);
        if matches.words > self.words {
            self.words = matches.words;
            self.found = Some(Snippet {
                place,
                language,
                segments: places.show(&matches),
            });
        }
    }
}
