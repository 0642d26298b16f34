//! Receipt codes: what a worker writes on paper to come back to a report without an account.
//!
//! Nineteen random symbols (95 bits) and a check symbol, in Crockford's base32, for example
//! `7K3Q-9ZV0-1M4T-XW2A-C8RH`.
//!
//! Crockford's own check symbol is taken modulo 37 and may be one of `*~$=U`. Those cannot be
//! dictated over a telephone in every language, typed on a keypad, or sent in an `Authorization`
//! header (`token68` of RFC 9110 allows none of `*`, `$`). So the check symbol is one of the same
//! 32, from a sum over the field GF(32): the symbol at distance *i* from the end counts α^i, and
//! the sum of all twenty is zero. The twenty weights are distinct and none is zero, so **every**
//! single wrong symbol and **every** exchange of two different symbols, wherever they stand, is
//! found.
//!
//! The same code has a form in decimal digits (`digits.rs`). Both are read wherever a code is taken.

mod digits;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::platform::ids::Randomness;

/// Digits and letters without I, L, O and U, which are mistaken or make words.
const ALPHABET: [u8; 32] = *b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_SYMBOLS: usize = 19;
const SYMBOLS: usize = RANDOM_SYMBOLS + 1;
const GROUP: usize = 4;

/// Why a text is no receipt code. It says nothing about which codes exist.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum MalformedReceiptCode {
    /// Neither twenty symbols nor as many digits as the form in digits has.
    #[error("a receipt code has 20 symbols, or 32 digits")]
    Length,
    /// A character that no code has.
    #[error("a receipt code has only digits and letters without U")]
    Symbol,
    /// One symbol is wrong, or two have changed places.
    #[error("a symbol of the receipt code is wrong or has changed places")]
    Check,
}

/// A well-formed receipt code; wiped when dropped. Only its keyed hash is stored.
pub struct ReceiptCode(Zeroizing<[u8; SYMBOLS]>);

impl ReceiptCode {
    /// Make a new code.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut values = Zeroizing::new([0; SYMBOLS]);
        if let Some(random) = values.first_chunk_mut::<RANDOM_SYMBOLS>() {
            randomness.fill(random);
            // 256 is a multiple of 32: cutting a byte to five bits favours no symbol.
            for value in random {
                *value &= 31;
            }
        }
        // With a zero in the last place, the sum is exactly what that place has to make up for.
        let check = weighted_sum(values.as_slice());
        if let Some(last) = values.last_mut() {
            *last = check;
        }

        let mut symbols = values;
        for value in symbols.iter_mut() {
            *value = symbol(*value);
        }
        Self(symbols)
    }

    /// Read a code as people write it: in either case, `I` and `L` for 1, `O` for 0, with spaces,
    /// hyphens and dots anywhere; or its form in digits.
    pub fn parse(text: &str) -> Result<Self, MalformedReceiptCode> {
        let mut written = Zeroizing::new([0; digits::DIGITS]);
        let mut places = written.iter_mut();
        let mut length = 0;
        for character in text.chars().filter(|character| !is_separator(*character)) {
            let value = value(character).ok_or(MalformedReceiptCode::Symbol)?;
            let place = places.next().ok_or(MalformedReceiptCode::Length)?;
            *place = symbol(value);
            length += 1;
        }
        match length {
            SYMBOLS => Self::from_symbols(written.get(..SYMBOLS).unwrap_or_default()),
            digits::DIGITS if written.iter().all(u8::is_ascii_digit) => {
                digits::read(written.as_slice()).map(Self)
            }
            _ => Err(MalformedReceiptCode::Length),
        }
    }

    fn from_symbols(written: &[u8]) -> Result<Self, MalformedReceiptCode> {
        let mut symbols = Zeroizing::new([0; SYMBOLS]);
        for (at, symbol) in symbols.iter_mut().zip(written) {
            *at = *symbol;
        }
        let code = Self(symbols);
        if weighted_sum(code.values().as_slice()) == 0 {
            Ok(code)
        } else {
            Err(MalformedReceiptCode::Check)
        }
    }

    /// What each symbol stands for.
    fn values(&self) -> Zeroizing<[u8; SYMBOLS]> {
        let mut values = Zeroizing::new([0; SYMBOLS]);
        for (at, symbol) in values.iter_mut().zip(self.0.iter()) {
            *at = value(char::from(*symbol)).unwrap_or_default();
        }
        values
    }

    /// The code for its owner, in five groups joined by hyphens. Never log or store it.
    #[must_use]
    pub fn expose(&self) -> String {
        in_groups(self.0.as_slice())
    }

    /// The same code in digits, in eight groups joined by hyphens. Never log or store it.
    #[must_use]
    pub fn expose_digits(&self) -> String {
        in_groups(digits::digits_of(self.values().as_slice()).as_slice())
    }

    /// The canonical form without hyphens, to be hashed for a look-up or derived a key from.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }
}

impl FromStr for ReceiptCode {
    type Err = MalformedReceiptCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode(…)")
    }
}

fn in_groups(symbols: &[u8]) -> String {
    let mut text = String::with_capacity(symbols.len() + symbols.len() / GROUP);
    for (place, symbol) in symbols.iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(*symbol));
    }
    text
}

/// What people and their keyboards put between groups; telephones make dashes out of hyphens.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn value(character: char) -> Option<u8> {
    let wanted = match character.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    ALPHABET
        .iter()
        .zip(0..)
        .find(|(symbol, _)| char::from(**symbol) == wanted)
        .map(|(_, at)| at)
}

#[expect(
    clippy::indexing_slicing,
    reason = "five bits are below the 32 symbols"
)]
fn symbol(value: u8) -> u8 {
    ALPHABET[usize::from(value & 31)]
}

/// The sum of all values times α to the power of their distance from the end, by Horner's rule.
fn weighted_sum(values: &[u8]) -> u8 {
    values.iter().fold(0, |sum, value| times_alpha(sum) ^ value)
}

/// Multiply by α, a root of x⁵ + x² + 1. The field has 31 elements besides zero, a prime, so the
/// powers of α are all of them before the first comes back.
const fn times_alpha(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 0b10_0000 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::super::testing::chance;
    use super::*;

    fn code(seed: u64) -> String {
        ReceiptCode::generate(&chance(seed)).expose()
    }

    fn bare(seed: u64) -> Vec<char> {
        code(seed)
            .chars()
            .filter(|character| *character != '-')
            .collect()
    }

    fn refusal(text: &str) -> MalformedReceiptCode {
        ReceiptCode::parse(text).unwrap_err()
    }

    #[test]
    fn a_code_has_five_groups_of_four() {
        let code = code(1);

        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4; 5]);
        assert!(
            code.bytes()
                .all(|byte| byte == b'-' || ALPHABET.contains(&byte))
        );
    }

    #[test]
    fn the_twenty_weights_are_distinct_and_none_is_zero() {
        let weights: HashSet<u8> = std::iter::successors(Some(1), |last| Some(times_alpha(*last)))
            .take(SYMBOLS)
            .collect();

        assert_eq!(weights.len(), SYMBOLS);
        assert!(!weights.contains(&0));
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        // The all-zero code checks too, and shows the letters that stand for digits.
        assert_eq!(
            ReceiptCode::parse("OoO0 0000.0000-0000 00o0")
                .unwrap()
                .as_bytes(),
            &[b'0'; 20]
        );
        let code = code(2);
        let expected = *ReceiptCode::parse(&code).unwrap().as_bytes();

        for written in [
            code.to_lowercase(),
            code.replace('-', ""),
            code.replace('-', " "),
            code.replace('-', "."),
            code.replace('-', " \u{2013}\u{a0}"),
            format!("  {code}\n"),
            code.replace('1', "l").replace('0', "o"),
            code.replace('1', "I"),
        ] {
            assert_eq!(
                *ReceiptCode::parse(&written).unwrap().as_bytes(),
                expected,
                "{written}"
            );
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let code = code(3);

        assert_eq!(refusal(""), MalformedReceiptCode::Length);
        assert_eq!(
            refusal(&code[..code.len() - 1]),
            MalformedReceiptCode::Length
        );
        assert_eq!(refusal(&format!("{code}0")), MalformedReceiptCode::Length);
        for foreign in ["U", "*", "_", "/", "٣", "３", "é", "ı", "ſ"] {
            let written = format!("{foreign}{}", &code[1..]);
            assert_eq!(refusal(&written), MalformedReceiptCode::Symbol, "{written}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(
            format!("{:?}", ReceiptCode::generate(&chance(1))),
            "ReceiptCode(…)"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_code_comes_back(seed: u64) {
            let generated = ReceiptCode::generate(&chance(seed));
            let parsed: ReceiptCode = generated.expose().parse().unwrap();
            prop_assert_eq!(parsed.as_bytes(), generated.as_bytes());
        }

        #[test]
        fn every_single_wrong_symbol_is_found(seed: u64) {
            let right = bare(seed);
            for place in 0..SYMBOLS {
                for wrong in ALPHABET.map(char::from) {
                    let mut written = right.clone();
                    written[place] = wrong;
                    let parsed = ReceiptCode::parse(&written.iter().collect::<String>());
                    prop_assert_eq!(parsed.is_ok(), wrong == right[place]);
                }
            }
        }

        #[test]
        fn every_exchange_of_two_symbols_is_found(seed: u64) {
            let right = bare(seed);
            for first in 0..SYMBOLS {
                for second in 0..first {
                    let mut written = right.clone();
                    written.swap(first, second);
                    let parsed = ReceiptCode::parse(&written.iter().collect::<String>());
                    prop_assert_eq!(parsed.is_ok(), right[first] == right[second]);
                }
            }
        }

        #[test]
        fn no_text_makes_parsing_fail_badly(text in ".{0,60}") {
            let _ = ReceiptCode::parse(&text);
        }
    }
}
