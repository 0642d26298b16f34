//! Burmese that was typed for the Zawgyi font, which uses the same code points as Unicode for other things.
//!
//! Whether a text is Zawgyi is told by the model of Google's Myanmar Tools (`data/zawgyi`); it is converted by the
//! transform of CLDR (`my-t-my-s0-zawgyi`).

mod model;

use icu_experimental::provider::Baked;
use icu_experimental::transliterate::{Transliterator, TransliteratorBuilder};
use icu_normalizer::ComposingNormalizerBorrowed;

use self::model::zawgyi_probability;

/// From here on a text is taken for Zawgyi.
const THRESHOLD: f64 = 0.99;

/// Characters after which a text without spaces is cut before the next syllable, and those after which it is cut
/// anywhere: the conversion takes time by the square of what it has before it.
const LONG: usize = 80;
const LONGEST: usize = 160;

/// The text in Unicode (NFC), when it is Zawgyi: likelier than not by 99 to 1, and not so any more once converted.
pub(super) fn to_unicode(text: &str) -> Option<String> {
    if !text.contains(is_burmese) || !is_zawgyi(text) {
        return None;
    }
    let transform = transform()?;
    let converted: String = pieces(text)
        .into_iter()
        .map(|piece| {
            if piece.contains(is_burmese) {
                transform.transliterate(piece.to_owned())
            } else {
                piece.to_owned()
            }
        })
        .collect();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&converted);
    // What is converted comes in again when it is read back, and must stay as it is.
    (!is_zawgyi(&composed)).then(|| composed.into_owned())
}

fn is_zawgyi(text: &str) -> bool {
    zawgyi_probability(text).is_some_and(|probability| probability > THRESHOLD)
}

fn transform() -> Option<Transliterator> {
    let rules = Baked::TRANSLITERATOR_RULES_V1_UND_MY_T_MY_S0_ZAWGYI;
    let built = TransliteratorBuilder::from_rules(rules).load_nfc().build();
    built
        .inspect_err(|error| tracing::error!(%error, "CLDR's transform of Zawgyi cannot be built"))
        .ok()
}

const fn is_burmese(c: char) -> bool {
    matches!(c, '\u{1000}'..='\u{109F}')
}

/// A sign that stands before its consonant in Zawgyi: the vowel e and the forms of medial ra.
const fn stands_before(c: char) -> bool {
    matches!(c, '\u{1031}' | '\u{103B}' | '\u{107E}'..='\u{1084}')
}

/// Lines, and the parts of long ones.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for line in text.split_inclusive('\n') {
        let (mut start, mut length, mut before) = (0, 0, ' ');
        for (at, c) in line.char_indices() {
            if length >= LONGEST || length >= LONG && may_begin(before, c) {
                pieces.extend(line.get(start..at));
                (start, length) = (at, 0);
            }
            (length, before) = (length + 1, c);
        }
        pieces.extend(line.get(start..));
    }
    pieces
}

/// Whether a word or a syllable may begin with a character.
const fn may_begin(before: char, c: char) -> bool {
    let is_consonant = matches!(c, '\u{1000}'..='\u{1021}');
    matches!(before, ' ' | '\u{200B}' | '\u{104A}' | '\u{104B}')
        || (is_consonant || stands_before(c)) && !stands_before(before)
}

#[cfg(test)]
mod tests;
