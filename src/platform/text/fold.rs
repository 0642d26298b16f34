//! Folding: what search compares instead of what was written.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

/// Folds text for search: words in lower case, separated by single spaces.
///
/// Compatibility forms (NFKC), case and the diacritics of alphabets are levelled, `đ`, `ø`, `ı`,
/// `ß` and their like become the letters that people without them type, digits of every script
/// become ASCII digits, and punctuation becomes a space. Vowel signs and tone marks of Thai, Lao,
/// Khmer, Burmese and the Indic scripts stay, since without them words become other words; text of
/// scripts that put no spaces between words is divided by dictionary. Folding what is folded
/// changes nothing.
pub fn fold(text: &str) -> String {
    divide(&level_all(text))
}

/// The same without dividing into words: what stands between words is one space for each character.
pub(super) fn level_all(text: &str) -> String {
    let decompose = DecomposingNormalizerBorrowed::new_nfkd();
    let lower = decompose
        .normalize(text)
        .chars()
        .flat_map(char::to_lowercase)
        .collect::<String>();

    // Lower case can decompose again: `İ` becomes `i` with a dot above.
    let mut levelled = String::with_capacity(lower.len());
    for c in decompose.normalize(&lower).chars() {
        level(c, &mut levelled);
    }

    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&levelled);
    with_whole_am(&composed)
}

/// Sara am falls into two characters in NFKD, and the dictionaries know it as one.
fn with_whole_am(text: &str) -> String {
    text.replace("\u{E4D}\u{E32}", "\u{E33}")
        .replace("\u{ECD}\u{EB2}", "\u{EB3}")
}

fn level(c: char, into: &mut String) {
    if is_dropped(c) {
        return;
    }
    if let Some(digit) = ascii_digit(c) {
        into.push(digit);
    } else if let Some(letters) = plain_letters(c) {
        into.push_str(letters);
    } else if c.is_alphanumeric() || is_kept_mark(c) {
        into.push(c);
    } else {
        into.push(' ');
    }
}

/// Marks that a search does without, and invisible characters inside words. The combining marks of
/// other scripts are letters in all but name.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}'           // Latin, Greek, Cyrillic, Vietnamese
            | '\u{483}'..='\u{489}'     // Cyrillic
            | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}' // Hebrew points
            | '\u{5C4}'..='\u{5C5}' | '\u{5C7}'
            | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' // Arabic vowels, tatweel
            | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}'
            | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
            | '\u{AD}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\'' | '\u{2018}' | '\u{2019}' | '\u{2BB}'..='\u{2BC}' // "worker's" is "workers"
    )
}

/// Letters that have no decomposition but a plain form that everybody types.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'đ' | 'ð' | 'ɖ' => "d",
        'ø' => "o",
        'ł' => "l",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' | 'ɨ' => "i",
        'ŋ' => "n",
        'ƀ' | 'ɓ' => "b",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

/// Signs that belong to a word although the standard counts them neither as letters nor as digits.
fn is_kept_mark(c: char) -> bool {
    let unclassed = matches!(
        c,
        '\u{E47}'..='\u{E4E}'           // Thai
            | '\u{EC8}'..='\u{ECE}'     // Lao
            | '\u{17C9}'..='\u{17D3}'   // Khmer
            | '\u{1037}'..='\u{103A}' | '\u{1087}'..='\u{108D}' | '\u{109A}'..='\u{109D}' // Burmese
    );
    unclassed || CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0
}

/// The first digit of each script's ten, in the Basic Multilingual Plane.
const ZEROES: [char; 35] = [
    '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}',
    '\u{BE6}', '\u{C66}', '\u{CE6}', '\u{D66}', '\u{DE6}', '\u{E50}', '\u{ED0}', '\u{F20}',
    '\u{1040}', '\u{1090}', '\u{17E0}', '\u{1810}', '\u{1946}', '\u{19D0}', '\u{1A80}', '\u{1A90}',
    '\u{1B50}', '\u{1BB0}', '\u{1C40}', '\u{1C50}', '\u{A620}', '\u{A8D0}', '\u{A900}', '\u{A9D0}',
    '\u{A9F0}', '\u{AA50}', '\u{ABF0}',
];

fn ascii_digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    ZEROES.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

/// Words separated by single spaces, in scripts without spaces too.
fn divide(levelled: &str) -> String {
    let mut words = String::with_capacity(levelled.len());
    for run in levelled.split_whitespace() {
        if run.chars().any(writes_without_spaces) {
            divide_run(run, &mut words);
        } else {
            append_word(run, &mut words);
        }
    }
    words
}

/// Each part is divided again until it stays whole. A part can fall apart once it stands alone,
/// and a word that is asked for does stand alone: it must come out as it does inside a sentence.
fn divide_run(run: &str, words: &mut String) {
    let segmenter = segmenter();
    let mut waiting = vec![run];
    while let Some(part) = waiting.pop() {
        let boundaries: Vec<usize> = segmenter.segment_str(part).collect();
        let ends = boundaries.iter().skip(1);
        let mut parts: Vec<&str> = boundaries
            .iter()
            .zip(ends)
            .filter_map(|(from, to)| part.get(*from..*to))
            .collect();
        if parts.len() <= 1 {
            append_word(part, words);
        } else {
            parts.reverse();
            waiting.append(&mut parts);
        }
    }
}

fn segmenter() -> WordSegmenterBorrowed<'static> {
    // The dictionary and not the neural model: the same word is divided in the same way everywhere.
    WordSegmenter::new_dictionary(WordBreakInvariantOptions::default())
}

fn append_word(word: &str, words: &mut String) {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}

/// Thai, Lao, Burmese, Khmer, Tai scripts, kana and Han. Hangul is written with spaces.
pub(super) fn writes_without_spaces(c: char) -> bool {
    matches!(
        c,
        '\u{E00}'..='\u{EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{1950}'..='\u{19DF}'
            | '\u{1A20}'..='\u{1AAF}'
            | '\u{A9E0}'..='\u{A9FF}'
            | '\u{AA60}'..='\u{AADF}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

#[cfg(test)]
mod tests;
