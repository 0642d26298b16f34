//! Trigrams with the semantics of PostgreSQL's `pg_trgm`, so that both databases rank alike.

/// A word counts with two spaces in front and one behind: its beginning weighs more than its end.
const LEAD: [char; 2] = [' ', ' '];

type Trigram = (char, char, char);

/// The trigrams of some words, sorted, each once.
pub(super) struct Trigrams(Vec<Trigram>);

impl Trigrams {
    pub(super) fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut trigrams = Vec::new();
        for word in words {
            let [mut first, mut second] = LEAD;
            for third in word.chars().chain([' ']) {
                trigrams.push((first, second, third));
                (first, second) = (second, third);
            }
        }
        trigrams.sort_unstable();
        trigrams.dedup();
        Self(trigrams)
    }

    /// Shared trigrams per thousand of all trigrams of the two.
    pub(super) fn similarity(&self, other: &Self) -> u32 {
        let shared = self
            .0
            .iter()
            .filter(|trigram| other.0.binary_search(trigram).is_ok())
            .count();
        per_mille(shared, self.0.len() + other.0.len() - shared)
    }

    /// The most that [`Self::similarity`] with one word of so many characters can be.
    pub(super) fn similarity_bound(&self, characters: usize) -> u32 {
        let other = characters + 1;
        per_mille(self.0.len().min(other), self.0.len().max(other))
    }
}

/// `part` per thousand of `whole`, rounded; nothing of nothing is 0.
pub(super) fn per_mille(part: usize, whole: usize) -> u32 {
    if whole == 0 {
        return 0;
    }
    let rounded = (part.saturating_mul(1000).saturating_add(whole / 2)) / whole;
    u32::try_from(rounded).unwrap_or(u32::MAX).min(1000)
}

/// The trigrams of a folded text, sorted, each once: what an index for resemblances holds.
pub fn trigrams(folded: &str) -> Vec<String> {
    let of_text = Trigrams::of(folded.split_whitespace());
    let texts = of_text
        .0
        .iter()
        .map(|(a, b, c)| String::from_iter([a, b, c]));
    texts.collect()
}

/// How similar two folded texts are, per mille: `similarity` of `pg_trgm`.
pub fn trigram_similarity(a: &str, b: &str) -> u32 {
    Trigrams::of(a.split_whitespace()).similarity(&Trigrams::of(b.split_whitespace()))
}

/// How well the words of a folded query are found among the words of a folded text, per mille.
///
/// Each word of the query counts with its most similar word of the text, by its length; the order
/// of the words does not matter. Unlike [`trigram_similarity`] a long text does not lose by it.
pub fn word_similarity(query: &str, text: &str) -> u32 {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut score = 0_usize;
    let mut weight = 0_usize;
    for term in query.split_whitespace() {
        let characters = term.chars().count();
        let best = usize::try_from(best_similarity(term, &words)).unwrap_or(0);
        score = score.saturating_add(best.saturating_mul(characters));
        weight = weight.saturating_add(characters.saturating_mul(1000));
    }
    per_mille(score, weight)
}

/// The similarity of the word that is most like the term.
pub(super) fn best_similarity(term: &str, words: &[&str]) -> u32 {
    let wanted = Trigrams::of([term]);
    let mut best = 0;
    for word in words {
        if wanted.similarity_bound(word.chars().count()) > best {
            best = best.max(wanted.similarity(&Trigrams::of([*word])));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_figures_are_those_of_pg_trgm() {
        // SELECT similarity(a, b) on PostgreSQL 15, times 1000 and rounded.
        let cases = [
            ("word", "two words", 364),
            ("bao thnh", "bao thinh", 583),
            ("bao thinh", "thinh bao", 1000),
            ("abc", "xyz", 0),
            ("", "", 0),
            ("aaaa", "aaa", 1000),
            ("sumber", "sumbr", 444),
            ("ab", "abc", 400),
        ];
        for (a, b, expected) in cases {
            assert_eq!(trigram_similarity(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn the_trigrams_of_a_text_come_sorted_and_once() {
        assert_eq!(trigrams("rl rl"), ["  r", " rl", "rl "]);
        assert_eq!(trigrams("a"), ["  a", " a "]);
        assert!(trigrams("").is_empty());
    }

    #[test]
    fn a_typing_error_is_forgiven_and_order_does_not_matter() {
        assert_eq!(word_similarity("thinh bao", "cong ty tnhh bao thinh"), 1000);
        let typo = word_similarity("bao thnh", "cong ty tnhh bao thinh");
        assert!((500..1000).contains(&typo), "{typo}");
        assert_eq!(word_similarity("", "bao"), 0);
        assert_eq!(word_similarity("bao", ""), 0);
    }

    proptest! {
        #[test]
        fn similarity_is_symmetric_and_whole_with_itself(a in "[a-d ]{0,12}", b in "[a-d ]{0,12}") {
            prop_assert_eq!(trigram_similarity(&a, &b), trigram_similarity(&b, &a));
            let own = if a.trim().is_empty() { 0 } else { 1000 };
            prop_assert_eq!(trigram_similarity(&a, &a), own);
        }
    }
}
