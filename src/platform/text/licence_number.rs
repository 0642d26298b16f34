//! Licence numbers as people write them down.

use super::fold;

/// The form under which a licence number is stored and looked up.
///
/// `RL 10`, `RL-0010`, `0010` and `10` are one licence to the people who use them; `12C5507` is
/// not `5507`. So the text is folded and closed up, letters in front of a plain number are dropped,
/// and so are the leading zeros of what is then a plain number. Text without a letter or digit
/// answers an empty key, which no licence has.
pub fn licence_number_key(number: &str) -> String {
    let closed_up: String = fold(number).split_whitespace().collect();
    let digits = closed_up.trim_start_matches(|c: char| !c.is_ascii_digit());
    if digits.is_empty() || digits.contains(|c: char| !c.is_ascii_digit()) {
        return closed_up;
    }
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        significant => significant.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_licence_written_in_many_ways_has_one_key() {
        for written in [
            "RL 10",
            "RL-0010",
            "0010",
            "10",
            "R.L. No. 10",
            "rl10",
            " RL/১০ ",
        ] {
            assert_eq!(licence_number_key(written), "10", "{written}");
        }
    }

    #[test]
    fn letters_that_belong_to_the_number_stay() {
        assert_eq!(licence_number_key("12C5507"), "12c5507");
        assert_eq!(licence_number_key("12 C 5507"), "12c5507");
        assert_eq!(
            licence_number_key("POEA-123-LB-010120-R"),
            "poea123lb010120r"
        );
        assert_eq!(licence_number_key("000"), "0");
        assert_eq!(licence_number_key("pending"), "pending");
        assert_eq!(licence_number_key(" - "), "");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(number in ".{0,20}") {
            let key = licence_number_key(&number);
            prop_assert_eq!(licence_number_key(&key), key);
        }
    }
}
