//! The pieces of a text by which it is told whether another says nearly the same.

use std::collections::BTreeSet;

use super::fold::{fold, writes_without_spaces};

/// Characters of a piece where words are written apart.
const LONG: usize = 5;
/// Where they are not, and a character tells more.
const SHORT: usize = 3;

/// All runs of a few characters of a text, folded as for search.
///
/// Spaces between words are part of them, but not in scripts that are written without: there a
/// dictionary divides the words, and it may divide those of a changed sentence elsewhere.
#[must_use]
pub fn shingles(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let together = folded.chars().filter(|c| writes_without_spaces(*c)).count();
    let all = folded.chars().filter(|c| !c.is_whitespace()).count();
    let (characters, length): (Vec<char>, usize) = if together * 2 > all {
        (
            folded.chars().filter(|c| !c.is_whitespace()).collect(),
            SHORT,
        )
    } else {
        (folded.chars().collect(), LONG)
    };
    characters
        .windows(length)
        .map(|piece| piece.iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> usize {
        let (one, other) = (shingles(one), shingles(other));
        let shared = one.intersection(&other).count();
        100 * shared / one.union(&other).count().max(1)
    }

    #[test]
    fn case_accents_and_marks_make_no_difference() {
        let plain = "Sie nahmen mir den Pass ab und gaben ihn nie zurueck";
        assert_eq!(
            alike(
                plain,
                "SIE nahmen mir den Páss ab, und gaben ihn nie zurueck!"
            ),
            100
        );
        assert_eq!(
            alike(
                "Công ty giữ hộ chiếu của tôi",
                "cong ty giu ho chieu cua toi"
            ),
            100
        );
    }

    #[test]
    fn a_paraphrase_is_alike_and_another_story_is_not() {
        let one = "The agency was very fast and honest, the staff helped me with all my papers";
        let other = "This agency was very fast and honest and the staff helped me with my papers";
        assert!(alike(one, other) > 55, "{}", alike(one, other));
        let another = "They took six months of my wages and told me that the contract had changed";
        assert!(alike(one, another) < 10);
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_characters() {
        let thai = "บริษัทเก็บหนังสือเดินทางของฉันไว้และไม่ยอมคืนให้";
        let same = "บริษัทเก็บหนังสือเดินทางของฉันไว้ และไม่ยอมคืนให้เลย";
        assert!(alike(thai, same) > 70, "{}", alike(thai, same));
        let khmer = "ក្រុមហ៊ុនបានដកហូតលិខិតឆ្លងដែនរបស់ខ្ញុំ";
        assert!(alike(thai, khmer) < 5);
        assert!(!shingles("ကုမ္ပဏီက ကျွန်မရဲ့ နိုင်ငံကူးလက်မှတ်ကို သိမ်းထားတယ်").is_empty());
    }

    #[test]
    fn a_word_has_no_pieces() {
        assert!(shingles("").is_empty());
        assert!(shingles("good").is_empty());
    }
}
