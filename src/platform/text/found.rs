//! Where a text holds what was looked for, and the piece of it that is shown.
//!
//! Everything is reckoned in what a reader takes for one character (grapheme clusters, UAX 29): no mark is ever parted
//! from its letter. What is found is given as pieces of text and never as markup, so no app has to trust it.

use std::ops::Range;

use icu_segmenter::GraphemeClusterSegmenter;

use super::fold::{level_all, writes_without_spaces};
use super::trigram::trigram_similarity;

/// Below this a resemblance is chance, as in the order of what is found.
const LEAST_SIMILARITY: u32 = 300;
/// Characters that are shown of a longer text.
const SHOWN: usize = 160;
/// Of these at most so many before the first match, and so many that are given up at an end to stop between words.
const LEAD: usize = 40;

/// A piece of a text, and whether it is what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The piece.
    pub text: String,
    /// Whether it matches.
    pub is_match: bool,
}

/// How well words that resemble what was looked for count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// Words that are spelt like it are found as well.
    Misspelt,
    /// Only what was typed.
    Exact,
}

/// A text whose places are found by what it is folded to.
pub struct Places<'t> {
    text: &'t str,
    clusters: Vec<Cluster>,
    /// The folded text without spaces.
    folded: String,
}

/// One character for a reader.
struct Cluster {
    /// Where it stands in the text.
    text: Range<usize>,
    /// Where it stands in the folded text.
    folded: Range<usize>,
    /// Whether nothing but a space or a mark stands before it.
    begins: bool,
}

/// What was found of a query.
pub struct Matches {
    /// The clusters, in order, none twice.
    ranges: Vec<Range<usize>>,
    /// How many words of the query are among them.
    pub words: usize,
}

impl<'t> Places<'t> {
    /// Folds a text and remembers what came from where.
    pub fn of(text: &'t str) -> Self {
        let mut places = Self {
            text,
            clusters: Vec::new(),
            folded: String::new(),
        };
        let mut begins = true;
        let ends = GraphemeClusterSegmenter::new().segment_str(text).skip(1);
        let mut start = 0;
        for end in ends {
            let levelled = level_all(text.get(start..end).unwrap_or_default());
            let from = places.folded.len();
            places.folded.extend(levelled.split_whitespace());
            places.clusters.push(Cluster {
                text: start..end,
                folded: from..places.folded.len(),
                begins,
            });
            begins = levelled.ends_with(' ') || (levelled.is_empty() && begins);
            start = end;
        }
        places
    }

    /// Where the text holds the words of a query; `terms` are folded.
    ///
    /// The query as a whole comes first: a sentence without spaces may be divided into other words than the query.
    pub fn find(&self, terms: &[String], tolerance: Tolerance) -> Matches {
        let whole = terms.concat();
        let mut ranges = self.occurrences(&whole);
        let mut words = if ranges.is_empty() { 0 } else { terms.len() };
        if ranges.is_empty() {
            for term in terms {
                let mut found = self.occurrences(term);
                if found.is_empty() && tolerance == Tolerance::Misspelt {
                    found.extend(self.resemblance(term));
                }
                words += usize::from(!found.is_empty());
                ranges.append(&mut found);
            }
        }
        Matches {
            ranges: joined(ranges),
            words,
        }
    }

    /// Where a term stands: at the beginning of a word, or anywhere where words are not written apart.
    fn occurrences(&self, term: &str) -> Vec<Range<usize>> {
        let is_undivided = term.contains(writes_without_spaces);
        let is_short = term.chars().count() < 3;
        let mut found = Vec::new();
        if term.is_empty() {
            return found;
        }
        for (at, _) in self.folded.match_indices(term) {
            let Ok(first) = self.clusters.binary_search_by(|cluster| cluster.order(at)) else {
                continue;
            };
            let end = at + term.len();
            let last = self
                .clusters
                .partition_point(|cluster| cluster.folded.start < end);
            let begins = self.clusters.get(first).is_some_and(|cluster| {
                cluster.folded.start == at && (is_undivided || cluster.begins)
            });
            let ends = (self.clusters.get(..last))
                .and_then(|until| until.last())
                .is_some_and(|cluster| cluster.folded.end == end);
            let is_whole = is_undivided || !is_short || self.word_from(first).end == last;
            if begins && ends && is_whole {
                found.push(first..last);
            }
        }
        found
    }

    /// The clusters of the word that begins with one.
    fn word_from(&self, first: usize) -> Range<usize> {
        let after = self.clusters.iter().enumerate().skip(first + 1);
        let mut ends = after.filter(|(_, cluster)| cluster.begins || cluster.folded.is_empty());
        first..ends.next().map_or(self.clusters.len(), |(at, _)| at)
    }

    /// The word that is spelt most like a term.
    fn resemblance(&self, term: &str) -> Option<Range<usize>> {
        let firsts = self.clusters.iter().enumerate();
        let firsts = firsts.filter(|(_, cluster)| cluster.begins && !cluster.folded.is_empty());
        let words = firsts.map(|(first, _)| self.word_from(first));
        let rated = words.map(|word| (trigram_similarity(term, self.folded_of(&word)), word));
        let best = rated.max_by_key(|(similarity, _)| *similarity)?;
        (best.0 >= LEAST_SIMILARITY).then_some(best.1)
    }

    fn folded_of(&self, clusters: &Range<usize>) -> &str {
        let of = self.clusters.get(clusters.clone()).unwrap_or_default();
        let ends = of.first().zip(of.last());
        let range = ends.map_or(0..0, |(first, last)| first.folded.start..last.folded.end);
        self.folded.get(range).unwrap_or_default()
    }

    /// The text, or the piece of a long one around the first match.
    pub fn show(&self, matches: &Matches) -> Vec<Segment> {
        let window = self.window(matches);
        let mut segments = Segments::default();
        if window.start > 0 {
            segments.push("…", false);
        }
        let mut at = window.start;
        for range in &matches.ranges {
            let range = range.start.clamp(at, window.end)..range.end.clamp(at, window.end);
            segments.push(self.text_of(at..range.start), false);
            segments.push(self.text_of(range.clone()), true);
            at = range.end;
        }
        segments.push(self.text_of(at..window.end), false);
        if window.end < self.clusters.len() {
            segments.push("…", false);
        }
        segments.0
    }

    fn window(&self, matches: &Matches) -> Range<usize> {
        let all = self.clusters.len();
        if all <= SHOWN {
            return 0..all;
        }
        let first = matches.ranges.first().map_or(0, |range| range.start);
        let earliest = first.saturating_sub(LEAD);
        let start = if earliest == 0 {
            0
        } else {
            let between = |at: &usize| self.begins(*at);
            (earliest..=first).find(between).unwrap_or(earliest)
        };
        let latest = (start + SHOWN).min(all);
        if latest == all {
            return start..all;
        }
        let between = |at: &usize| self.begins(*at);
        let end = (latest - LEAD..=latest).rev().find(between);
        start..end.unwrap_or(latest)
    }

    fn begins(&self, at: usize) -> bool {
        self.clusters
            .get(at)
            .is_none_or(|cluster| cluster.begins && !cluster.folded.is_empty())
    }

    fn text_of(&self, clusters: Range<usize>) -> &'t str {
        let of = self.clusters.get(clusters).unwrap_or_default();
        let ends = of.first().zip(of.last());
        let range = ends.map_or(0..0, |(first, last)| first.text.start..last.text.end);
        self.text.get(range).unwrap_or_default()
    }
}

impl Cluster {
    /// Whether it stands before, at or after a place of the folded text. One that is folded to nothing is nowhere.
    fn order(&self, at: usize) -> std::cmp::Ordering {
        if self.folded.end <= at {
            std::cmp::Ordering::Less
        } else if self.folded.start > at {
            std::cmp::Ordering::Greater
        } else {
            std::cmp::Ordering::Equal
        }
    }
}

/// In order, with what touches or overlaps made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[derive(Default)]
struct Segments(Vec<Segment>);

impl Segments {
    /// Adds a piece; line breaks are spaces in what is shown.
    fn push(&mut self, text: &str, is_match: bool) {
        if text.is_empty() {
            return;
        }
        let text = text.replace(['\n', '\t'], " ");
        match self.0.last_mut() {
            Some(last) if last.is_match == is_match => last.text.push_str(&text),
            _ => self.0.push(Segment { text, is_match }),
        }
    }
}

#[cfg(test)]
mod tests;
