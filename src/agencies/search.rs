//! How well an agency answers a search.

use crate::platform::text::{fold, licence_number_key, query_terms, rank, trigrams};

/// An agency whose licence number was asked for comes before every name.
const SAME_NUMBER: u32 = 1100;
/// The number is there, but so many letters stand before it that a name may be meant.
const NUMBER_IN_A_NAME: u32 = 700;
/// `RL`, `No.`, `RL No`, `Lic`: letters that people write before a licence number.
const LONGEST_PREFIX: usize = 4;

/// What somebody looks for.
#[derive(Debug)]
pub(super) struct Search {
    folded: String,
    trigrams: Vec<String>,
    number: Option<Number>,
}

#[derive(Debug)]
struct Number {
    key: String,
    worth: u32,
}

impl Search {
    /// Reads a query; nothing when it holds no letter and no digit.
    pub fn read(query: &str) -> Option<Self> {
        let terms = query_terms(query);
        if terms.is_empty() {
            return None;
        }
        let folded = fold(query);
        let number = Number::read(query, &folded);
        Some(Self {
            folded,
            trigrams: trigrams(&terms.join(" ")),
            number,
        })
    }

    /// By what agencies that resemble the query are found.
    pub fn trigrams(&self) -> &[String] {
        &self.trigrams
    }

    /// The licence number that may be meant, as it is stored.
    pub fn number_key(&self) -> Option<&str> {
        self.number.as_ref().map(|number| number.key.as_str())
    }

    /// How well an agency answers, from 0 (not at all); by what `model::searched` wrote for it.
    pub fn relevance(&self, searched: &str, number_key: Option<&str>) -> u32 {
        let of_lines = searched.lines().map(|line| rank(&self.folded, line)).max();
        // Words of a trade name and of the registered name, or of a name and a number, in one query.
        let of_all = rank(&self.folded, &searched.replace('\n', " ")) * 9 / 10;
        let of_number = self
            .number
            .as_ref()
            .filter(|number| Some(number.key.as_str()) == number_key)
            .map_or(0, |number| number.worth);
        of_lines.unwrap_or(0).max(of_all).max(of_number)
    }
}

impl Number {
    fn read(query: &str, folded: &str) -> Option<Self> {
        if !folded.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let letters = folded.chars().filter(|c| *c != ' ');
        let before = letters.take_while(|c| !c.is_ascii_digit()).count();
        Some(Self {
            key: licence_number_key(query),
            worth: if before <= LONGEST_PREFIX {
                SAME_NUMBER
            } else {
                NUMBER_IN_A_NAME
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::searched;
    use super::*;

    fn relevance(query: &str, names: &[&str], number: Option<&str>) -> u32 {
        let key = number.map(licence_number_key);
        let text = searched(names.iter().copied(), number);
        let search = Search::read(query);
        search.map_or(0, |search| search.relevance(&text, key.as_deref()))
    }

    #[test]
    fn a_licence_number_is_found_however_it_is_written() {
        for query in ["RL 10", "rl-0010", "0010", "10", "R.L. No 10"] {
            let found = relevance(query, &["Orchard International"], Some("0010"));
            assert_eq!(found, SAME_NUMBER, "{query}");
            let other = relevance(query, &["Ten Overseas"], Some("1010"));
            assert!(other < SAME_NUMBER, "{query}");
        }
        let named = relevance("Shapla Overseas 10", &["Shapla Overseas"], Some("0077"));
        let numbered = relevance("Shapla Overseas 10", &["Orchard"], Some("0010"));
        assert!(named > 0 && numbered == NUMBER_IN_A_NAME);
    }

    #[test]
    fn any_of_the_names_is_enough_and_words_of_two_count_together() {
        let names = ["GODWIN EMPLOYMENT AGENCY", "Best Maid"];
        assert_eq!(relevance("best maid", &names, Some("17C8580")), 1000);
        assert!(relevance("godwin maid", &names, Some("17C8580")) > 700);
        assert!(relevance("maid 17c8580", &names, Some("17C8580")) > 700);
    }

    #[test]
    fn signs_alone_look_for_nothing() {
        for query in ["%", "_", "!?", "  -- "] {
            assert!(Search::read(query).is_none(), "{query}");
        }
        assert_eq!(Search::read("o").unwrap().trigrams(), ["  o", " o "]);
    }
}
