//! The order in which found names and articles are shown.

use super::corporate_forms::without_corporate_forms;
use super::fold::{fold, writes_without_spaces};
use super::trigram::{best_similarity, per_mille};

/// More words than this say nothing more about what is looked for.
const MOST_TERMS: usize = 12;

/// Below this a resemblance is chance: the threshold of `pg_trgm`.
const LEAST_SIMILARITY: u32 = 300;

/// The words that a search looks for, folded, each once, without corporate forms.
///
/// Empty when the query holds no letter and no digit.
pub fn query_terms(query: &str) -> Vec<String> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut terms: Vec<String> = Vec::new();
    for word in without_corporate_forms(&words) {
        if terms.len() < MOST_TERMS && !terms.iter().any(|term| term == word) {
            terms.push(word.to_owned());
        }
    }
    terms
}

/// How well a text answers a query, 0 (not at all) to 1000 (it is the query); both folded.
///
/// Whole words count more than beginnings of words, those more than resemblances; the order of the
/// words matters little. Corporate forms do not count unless the query holds nothing else. Of two
/// texts that hold the query, the one that holds less besides comes first.
pub fn rank(query_folded: &str, text_folded: &str) -> u32 {
    let all_asked: Vec<&str> = query_folded.split_whitespace().collect();
    let all_there: Vec<&str> = text_folded.split_whitespace().collect();
    if all_asked.is_empty() || all_there.is_empty() {
        return 0;
    }
    if all_asked == all_there {
        return 1000;
    }

    let mut asked = without_corporate_forms(&all_asked);
    asked.truncate(MOST_TERMS);
    let name = without_corporate_forms(&all_there);
    let only_forms = asked.len() == all_asked.len() && is_only_forms(&all_asked);
    let there = if only_forms { &all_there } else { &name };
    if asked == *there {
        return 980;
    }

    let found = coverage(&asked, there);
    if found == 0 {
        return 0;
    }
    found * 8 / 10 + phrase_bonus(&asked, there) + brevity(&asked, there) * found / 10_000
}

/// Corporate forms survive their removal only when there is nothing else.
fn is_only_forms(words: &[&str]) -> bool {
    let marked: Vec<&str> = words.iter().copied().chain(["\u{1F}"]).collect();
    without_corporate_forms(&marked) == ["\u{1F}"]
}

/// How much of what was asked is there, per mille, longer words counting more.
fn coverage(asked: &[&str], there: &[&str]) -> u32 {
    let mut score = 0_usize;
    let mut weight = 0_usize;
    for term in asked {
        let characters = term.chars().count();
        let found = usize::try_from(term_score(term, there)).unwrap_or(0);
        score = score.saturating_add(found.saturating_mul(characters));
        weight = weight.saturating_add(characters.saturating_mul(1000));
    }
    per_mille(score, weight).max(closed_up_score(asked, there))
}

fn term_score(term: &str, there: &[&str]) -> u32 {
    if there.contains(&term) {
        return 1000;
    }
    let characters = term.chars().count();
    let beginnings = there
        .iter()
        .filter(|word| characters > 1 && word.starts_with(term));
    if let Some(shortest) = beginnings.map(|word| word.chars().count()).min() {
        return 700 + per_mille(characters, shortest) / 4;
    }
    match best_similarity(term, there) {
        similarity if similarity >= LEAST_SIMILARITY => similarity * 8 / 10,
        _ => 0,
    }
}

/// `baothinh` is `bao thinh`, and a sentence may be divided into other words than the query.
///
/// The match begins where a word begins, or `nation` would be found in `international`.
fn closed_up_score(asked: &[&str], there: &[&str]) -> u32 {
    let asked = asked.concat();
    if asked.chars().count() < 4 {
        return 0;
    }
    let text = there.concat();
    let undivided = asked.contains(writes_without_spaces);
    let begins_a_word = |at: usize| {
        let mut start = 0;
        undivided
            || there.iter().any(|word| {
                let here = start == at;
                start += word.len();
                here
            })
    };
    if text.match_indices(&asked).any(|(at, _)| begins_a_word(at)) {
        850
    } else {
        0
    }
}

fn phrase_bonus(asked: &[&str], there: &[&str]) -> u32 {
    if there.starts_with(asked) {
        60
    } else if there.windows(asked.len()).any(|words| words == asked) {
        40
    } else {
        0
    }
}

/// The length of the query per mille of the text's: up to 1000.
fn brevity(asked: &[&str], there: &[&str]) -> u32 {
    let characters = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    per_mille(characters(asked).min(characters(there)), characters(there))
}

#[cfg(test)]
mod tests;
