//! How well an article answers a search.
//!
//! What stands in a title counts most, then the summary and the name of the topic, then the body.
//! Titles and summaries are short and are searched with tolerance for misspelling. Topics and bodies
//! are searched for what was typed: comparing each word of each body with each word of a query would
//! let one query keep a reader of the database busy.

use std::collections::HashMap;

use super::store::Searched;
use crate::platform::language::Language;
use crate::platform::text::{fold, query_terms, rank};

/// Below this an article has nothing to do with what was asked.
const LEAST_SCORE: u32 = 250;

/// A text of an article, and the names of its topic in every language, folded.
pub(super) struct Candidate<'t> {
    pub text: &'t Searched,
    pub topic: &'t str,
}

/// How well an article answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answering {
    /// Up to 1000.
    pub score: u32,
    /// The language of the text that answers best.
    pub language: Language,
}

/// A search, ready to be compared.
pub(super) struct Search {
    folded: String,
    terms: Vec<String>,
}

impl Search {
    pub fn of(query: &str) -> Self {
        Self {
            folded: fold(query),
            terms: query_terms(query),
        }
    }

    /// The words that are looked for, folded.
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    /// Each article that answers, by the best of its texts in whatever language.
    pub fn answers(&self, texts: &[Candidate<'_>]) -> HashMap<String, Answering> {
        let words: Vec<Vec<u32>> = texts
            .iter()
            .map(|text| self.scores_of_words(text))
            .collect();
        let weights = self.weights(&words);
        let mut answers: HashMap<String, Answering> = HashMap::new();
        for (Candidate { text, .. }, words) in texts.iter().zip(&words) {
            let score = weighted(words, &weights).max(self.score_of_whole(text));
            let best = answers
                .get(&text.slug)
                .map_or(LEAST_SCORE - 1, |best| best.score);
            if score > best {
                let language = text.language.parse();
                let language = language.unwrap_or_else(|_| Language::english());
                answers.insert(text.slug.clone(), Answering { score, language });
            }
        }
        answers
    }

    /// How well the query as a whole answers to a text.
    fn score_of_whole(&self, text: &Searched) -> u32 {
        let in_body = if self.stands_in(&text.body) { 650 } else { 0 };
        rank(&self.folded, &text.title)
            .max(rank(&self.folded, &text.summary) * 9 / 10)
            .max(in_body)
    }

    /// Each word of the query where it counts most: the words of a question are often spread over
    /// title, summary and body.
    fn scores_of_words(&self, Candidate { text, topic }: &Candidate<'_>) -> Vec<u32> {
        let score = |term: &String| {
            rank(term, &text.title)
                .max(rank(term, &text.summary) * 9 / 10)
                .max(score_as_typed(term, topic) * 8 / 10)
                .max(score_as_typed(term, &text.body) * 6 / 10)
        };
        self.terms.iter().map(score).collect()
    }

    /// A long word says more than a short one, a rare one more than one that stands in every text.
    fn weights(&self, words: &[Vec<u32>]) -> Vec<u32> {
        let weight = |(at, term): (usize, &String)| {
            let has_it = |scores: &&Vec<u32>| scores.get(at).is_some_and(|score| *score > 0);
            let having = words.iter().filter(has_it).count();
            let rarity = words
                .len()
                .checked_div(having)
                .and_then(usize::checked_ilog2);
            let characters = u32::try_from(term.chars().count()).unwrap_or(u32::MAX);
            characters.saturating_mul(1 + rarity.unwrap_or_default())
        };
        self.terms.iter().enumerate().map(weight).collect()
    }

    /// Whether a body holds the query as it is. A sentence of a script without spaces may be divided
    /// into other words than the query.
    fn stands_in(&self, body: &str) -> bool {
        let query = &self.folded;
        if query.chars().count() < 4 {
            return false;
        }
        if query.contains(|c: char| c.is_ascii_alphanumeric()) {
            return format!(" {body} ").contains(&format!(" {query} "));
        }
        body.replace(' ', "").contains(&query.replace(' ', ""))
    }
}

fn weighted(scores: &[u32], weights: &[u32]) -> u32 {
    let pairs = scores.iter().zip(weights);
    let sum: u64 = pairs
        .map(|(score, weight)| u64::from(*score) * u64::from(*weight))
        .sum();
    let mean = sum.checked_div(weights.iter().map(|weight| u64::from(*weight)).sum());
    u32::try_from(mean.unwrap_or_default()).unwrap_or(u32::MAX)
}

fn score_as_typed(term: &str, text: &str) -> u32 {
    let may_begin_a_word = term.chars().count() > 2;
    let mut best = 0;
    for word in text.split(' ') {
        if word == term {
            return 1000;
        }
        if may_begin_a_word && word.starts_with(term) {
            best = 800;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(slug: &str, title: &str, summary: &str, body: &str) -> Searched {
        Searched {
            slug: slug.to_owned(),
            language: "en".to_owned(),
            title: fold(title),
            summary: fold(summary),
            body: fold(body),
        }
    }

    fn best(query: &str) -> Vec<String> {
        let texts = [
            text(
                "pay",
                "My boss does not pay me",
                "Wages are due each month.",
                "Write down the hours.",
            ),
            text(
                "pay",
                "Hindi ako binabayaran",
                "Dapat bayaran buwan-buwan.",
                "Isulat ang mga oras.",
            ),
            text(
                "pass",
                "My boss keeps my passport",
                "It is yours.",
                "Ask for it. Wages do not matter.",
            ),
            text(
                "km",
                "សេចក្ដីប្រកាស",
                "គ្មានជនណាម្នាក់",
                "មនុស្សគ្រប់រូប មានសិទ្ធិធ្វើដំណើរដោយសេរី",
            ),
        ];
        let topics = ["wages", "sahod", "documents", "freedom"];
        let candidates = texts.iter().zip(topics);
        let candidates: Vec<Candidate<'_>> = candidates
            .map(|(text, topic)| Candidate { text, topic })
            .collect();
        let answers = Search::of(query).answers(&candidates);
        let mut found: Vec<(u32, String)> = answers
            .into_iter()
            .map(|(slug, answering)| (answering.score, slug))
            .collect();
        found.sort_by(|a, b| b.cmp(a));
        found.into_iter().map(|(_, slug)| slug).collect()
    }

    #[test]
    fn a_title_counts_more_than_a_summary_and_that_more_than_a_body() {
        assert_eq!(best("wages"), ["pay", "pass"]);
        assert_eq!(best("passport"), ["pass"]);
        assert_eq!(best("isulat"), ["pay"]);
    }

    #[test]
    fn the_name_of_the_topic_counts_too() {
        assert_eq!(best("sahod"), ["pay"]);
        assert_eq!(best("documents"), ["pass"]);
        assert_eq!(best("documents wages"), ["pass", "pay"]);
    }

    #[test]
    fn words_are_found_misspelt_in_part_and_without_spaces() {
        assert_eq!(best("pasport"), ["pass"]);
        assert_eq!(best("passp"), ["pass"]);
        assert_eq!(best("ធ្វើដំណើរ"), ["km"]);
    }

    #[test]
    fn nothing_asked_and_nothing_alike_find_nothing() {
        for query in ["", "!!!", "xylophone"] {
            assert!(best(query).is_empty(), "{query}");
        }
    }
}
