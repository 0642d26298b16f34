//! Menus: what a number stands for.

use std::collections::BTreeSet;

use super::keywords::Lexicon;
use crate::platform::text::fold;

/// So many entries of a list fit into two texts.
pub const TOPICS_PER_PAGE: usize = 6;

/// The topics of a page, with the numbers that stand for them; the numbers go on from page to page.
pub fn page_of<'a>(topics: &[&'a str], page: usize) -> Vec<(usize, &'a str)> {
    let numbered = topics.iter().copied().enumerate();
    numbered
        .skip(page * TOPICS_PER_PAGE)
        .take(TOPICS_PER_PAGE)
        .map(|(at, topic)| (at + 1, topic))
        .collect()
}

/// The page after this one; the first after the last.
pub fn next_page(topics: usize, page: usize) -> usize {
    let after = page + 1;
    if after * TOPICS_PER_PAGE < topics {
        after
    } else {
        0
    }
}

/// The topics that the numbers of a text stand for: `1`, `1 7`, `1,7`. Empty when it has anything else.
pub fn chosen(lexicon: &Lexicon<'_>, text: &str) -> BTreeSet<String> {
    let topics = lexicon.topics();
    let folded = fold(text);
    let chosen = folded.split_whitespace().map(|word| {
        let at = word.parse::<usize>().ok()?.checked_sub(1)?;
        topics.get(at).map(|topic| (*topic).to_owned())
    });
    chosen
        .collect::<Option<BTreeSet<String>>>()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_begin_again() {
        let topics: Vec<String> = (0..14).map(|n| n.to_string()).collect();
        let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
        let numbers = |page| {
            page_of(&topics, page)
                .iter()
                .map(|(n, _)| *n)
                .collect::<Vec<_>>()
        };
        assert_eq!(numbers(0), [1, 2, 3, 4, 5, 6]);
        assert_eq!(numbers(2), [13, 14]);
        assert_eq!(
            (next_page(14, 0), next_page(14, 1), next_page(14, 2)),
            (1, 2, 0)
        );
        assert_eq!(next_page(6, 0), 0);
    }
}
