//! How well an article answers a search.
//!
//! Titles and summaries are short and are searched with tolerance for misspelling. Bodies are
//! searched for what was typed: comparing each word of each body with each word of a query would
//! let one query keep a reader of the database busy.

use std::collections::HashMap;

use super::store::Searched;
use crate::platform::text::{fold, query_terms, rank};

/// Below this an article has nothing to do with what was asked.
const LEAST_SCORE: u32 = 250;

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

    /// The score of each article that answers, the best of its texts' in whatever language.
    pub fn scores(&self, texts: &[Searched]) -> HashMap<String, u32> {
        let mut scores: HashMap<String, u32> = HashMap::new();
        for text in texts {
            let score = self.score(text);
            if score >= LEAST_SCORE {
                let best = scores.entry(text.slug.clone()).or_default();
                *best = score.max(*best);
            }
        }
        scores
    }

    fn score(&self, text: &Searched) -> u32 {
        let title = rank(&self.folded, &text.title);
        let summary = rank(&self.folded, &text.summary) * 9 / 10;
        let body = self.score_of_body(&text.body) * 7 / 10;
        // Words of the query may be spread over title and body: neither alone tells it all.
        title.max(summary).max(body) + title.min(body) / 10
    }

    /// Words of the query that the body has, per mille, longer words counting more.
    fn score_of_body(&self, body: &str) -> u32 {
        let mut found = 0_usize;
        let mut asked = 0_usize;
        for term in &self.terms {
            let characters = term.chars().count();
            asked += characters * 1000;
            found += characters * score_of_word(term, body);
        }
        let score = found.checked_div(asked / 1000).unwrap_or_default();
        let whole = self.folded.chars().count() > 3 && holds_undivided(&self.folded, body);
        u32::try_from(score)
            .unwrap_or(0)
            .max(if whole { 900 } else { 0 })
    }
}

fn score_of_word(term: &str, body: &str) -> usize {
    let mut best = 0;
    for word in body.split(' ') {
        if word == term {
            return 1000;
        }
        if term.chars().count() > 2 && word.starts_with(term) {
            best = 800;
        }
    }
    best
}

/// A sentence of a script without spaces may be divided into other words than the query.
fn holds_undivided(query: &str, body: &str) -> bool {
    let is_spaced = |c: char| c.is_ascii_alphanumeric();
    if query.contains(is_spaced) {
        return format!(" {body} ").contains(&format!(" {query} "));
    }
    body.replace(' ', "").contains(&query.replace(' ', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(slug: &str, title: &str, summary: &str, body: &str) -> Searched {
        Searched {
            slug: slug.to_owned(),
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
        let scores = Search::of(query).scores(&texts);
        let mut found: Vec<(u32, String)> = scores
            .into_iter()
            .map(|(slug, score)| (score, slug))
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
