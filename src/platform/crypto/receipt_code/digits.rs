//! The same code in decimal digits, for telephones that have only keys and for saying it aloud in any language, for
//! example `0471-8832-9015-6640-7123-0098-5541-2607`.
//!
//! The nineteen random symbols are one number below 2^95, written with 29 digits. Three check digits follow, so that
//! the whole number leaves 1 when divided by 997. That is ISO 7064's way (MOD 97-10) with a greater prime: 10, 10²,
//! … 10³¹ leave different remainders there and none of them is zero, so **every** single wrong digit and **every**
//! exchange of two different digits, wherever they stand, is found, and one in a thousand of whatever else goes wrong is
//! not. Thirty-two digits make eight groups of four.

use zeroize::Zeroizing;

use super::{MalformedReceiptCode, RANDOM_SYMBOLS, SYMBOLS, symbol, weighted_sum};

/// Digits of the form in digits.
pub(super) const DIGITS: usize = 32;
/// A prime of which 10 has more powers than there are digits.
const MODULUS: u128 = 997;
/// One more than the largest check number, as a factor.
const CHECK: u128 = 1000;
/// Codes are below this.
const CODES: u128 = 1 << 95;

/// The digits of a code whose symbols have these values.
pub(super) fn digits_of(values: &[u8]) -> Zeroizing<[u8; DIGITS]> {
    let random = values.iter().take(RANDOM_SYMBOLS);
    let number = random.fold(0_u128, |number, value| (number << 5) | u128::from(*value));
    let mut left = Zeroizing::new(number * CHECK + check_of(number));
    let mut digits = Zeroizing::new([b'0'; DIGITS]);
    for place in digits.iter_mut().rev() {
        *place = b'0' + low_byte(*left % 10);
        *left /= 10;
    }
    digits
}

/// Reads the values of 32 digits.
pub(super) fn read(digits: &[u8]) -> Result<Zeroizing<[u8; SYMBOLS]>, MalformedReceiptCode> {
    let whole = digits.iter().fold(0_u128, |whole, digit| {
        whole * 10 + u128::from(digit.saturating_sub(b'0'))
    });
    let (mut number, check) = (Zeroizing::new(whole / CHECK), whole % CHECK);
    if *number >= CODES || check != check_of(*number) {
        return Err(MalformedReceiptCode::Check);
    }
    let mut symbols = Zeroizing::new([0; SYMBOLS]);
    let mut values = Zeroizing::new([0; SYMBOLS]);
    for value in values.iter_mut().take(RANDOM_SYMBOLS).rev() {
        *value = low_byte(*number & 31);
        *number >>= 5;
    }
    let check = weighted_sum(values.as_slice());
    if let Some(last) = values.last_mut() {
        *last = check;
    }
    for (at, value) in symbols.iter_mut().zip(values.iter()) {
        *at = symbol(*value);
    }
    Ok(symbols)
}

/// What the last three digits have to be.
fn check_of(number: u128) -> u128 {
    (MODULUS + 1 - (number % MODULUS) * (CHECK % MODULUS) % MODULUS) % MODULUS
}

fn low_byte(number: u128) -> u8 {
    let [.., low] = number.to_be_bytes();
    low
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::super::super::testing::chance;
    use super::super::{ALPHABET, ReceiptCode};
    use super::*;

    fn code(seed: u64) -> ReceiptCode {
        ReceiptCode::generate(&chance(seed))
    }

    fn bare(seed: u64) -> Vec<char> {
        let digits = code(seed).expose_digits();
        digits.chars().filter(char::is_ascii_digit).collect()
    }

    fn opens(written: &[char], right: &ReceiptCode) -> bool {
        let parsed = ReceiptCode::parse(&written.iter().collect::<String>());
        parsed.is_ok_and(|parsed| parsed.as_bytes() == right.as_bytes())
    }

    #[test]
    fn digits_are_said_in_eight_groups_of_four() {
        let digits = code(1).expose_digits();
        assert_eq!(digits.split('-').map(str::len).collect::<Vec<_>>(), [4; 8]);
        assert!(
            digits
                .bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_digit())
        );
    }

    #[test]
    fn the_weights_are_distinct_and_none_is_zero() {
        let weights = std::iter::successors(Some(1), |last| Some(last * 10 % MODULUS));
        let weights: HashSet<u128> = weights.take(DIGITS).collect();
        assert_eq!(weights.len(), DIGITS);
        assert!(!weights.contains(&0));
    }

    #[test]
    fn the_first_and_the_last_code_have_digits() {
        for every in [ALPHABET[0], ALPHABET[31]] {
            let mut symbols = vec![every; RANDOM_SYMBOLS];
            let values = vec![if every == b'0' { 0 } else { 31 }; RANDOM_SYMBOLS];
            let check = weighted_sum(&[values.as_slice(), &[0]].concat());
            symbols.push(symbol(check));
            let code = ReceiptCode::parse(std::str::from_utf8(&symbols).unwrap()).unwrap();
            let again = ReceiptCode::parse(&code.expose_digits()).unwrap();
            assert_eq!(again.as_bytes(), code.as_bytes());
        }
    }

    #[test]
    fn digits_above_the_last_code_and_other_lengths_are_refused() {
        let above = CODES * CHECK + check_of(CODES);
        assert!(ReceiptCode::parse(&format!("{above:032}")).is_err());
        let digits = bare(2);
        for length in [0, 19, 21, 31, 33] {
            let mut written = digits.clone();
            written.resize(length, '0');
            assert!(!opens(&written, &code(2)), "{length}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn both_forms_are_the_same_code(seed: u64) {
            let code = code(seed);
            for written in [
                code.expose_digits(),
                code.expose_digits().replace('-', ""),
                code.expose_digits().replace('-', " "),
                format!(" {}.\n", code.expose_digits().replace('-', "  ")),
                code.expose_digits().replace('0', "O").replace('1', "l"),
            ] {
                let parsed = ReceiptCode::parse(&written).unwrap();
                prop_assert_eq!(parsed.as_bytes(), code.as_bytes());
                prop_assert_eq!(parsed.expose(), code.expose());
            }
        }

        #[test]
        fn what_is_read_is_written_the_same(number in 0..CODES) {
            let whole = number * CHECK + check_of(number);
            let written = format!("{whole:032}");
            let digits = ReceiptCode::parse(&written).unwrap().expose_digits();
            prop_assert_eq!(digits.replace('-', ""), written);
        }

        #[test]
        fn every_single_wrong_digit_is_found(seed: u64) {
            let right = bare(seed);
            for place in 0..DIGITS {
                for wrong in '0'..='9' {
                    let mut written = right.clone();
                    written[place] = wrong;
                    let parsed = ReceiptCode::parse(&written.iter().collect::<String>());
                    prop_assert_eq!(parsed.is_ok(), wrong == right[place]);
                }
            }
        }

        #[test]
        fn every_exchange_of_two_digits_is_found(seed: u64) {
            let right = bare(seed);
            for first in 0..DIGITS {
                for second in 0..first {
                    let mut written = right.clone();
                    written.swap(first, second);
                    let parsed = ReceiptCode::parse(&written.iter().collect::<String>());
                    prop_assert_eq!(parsed.is_ok(), right[first] == right[second]);
                }
            }
        }
    }
}
