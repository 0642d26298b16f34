//! One form for the text of a cell: what is written stays, how it was typed does not.

use encoding_rs::WINDOWS_1252;
use icu_normalizer::ComposingNormalizerBorrowed;

/// The text in NFC with single spaces; an error says what makes it unreadable.
pub(super) fn clean(text: &str, html_entities: bool) -> Result<String, &'static str> {
    if text.contains('\u{FFFD}') {
        return Err("holds characters that were lost before");
    }
    if is_mojibake(text) {
        return Err("was read in a wrong encoding before");
    }
    let decoded = if html_entities {
        with_entities(text)
    } else {
        text.to_owned()
    };
    let visible: String = decoded.chars().filter(|c| !is_invisible(*c)).collect();
    let spaced = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if spaced.contains(char::is_control) {
        return Err("holds a control character");
    }
    Ok(ComposingNormalizerBorrowed::new_nfc()
        .normalize(&spaced)
        .into_owned())
}

/// UTF-8 that somebody read as Western European: `Báº£o` for `Bảo`.
fn is_mojibake(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let (bytes, _, had_errors) = WINDOWS_1252.encode(text);
    !had_errors && std::str::from_utf8(&bytes).is_ok()
}

/// Characters without width. The joiners between letters are not among them: scripts need them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// The few entities that exports of web pages leave behind, and numbers.
fn with_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let entity = after
            .split_once(';')
            .and_then(|(name, behind)| entity(name).map(|character| (character, behind)));
        if let Some((character, behind)) = entity {
            decoded.push(character);
            rest = behind;
        } else {
            decoded.push('&');
            rest = after;
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "ndash" => '–',
        "mdash" => '—',
        "rsquo" => '’',
        "lsquo" => '‘',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spacing_and_composition_are_levelled_and_nothing_else() {
        let plain = |text: &str| clean(text, false).unwrap();
        assert_eq!(
            plain("  67, \r\nNayapaltna,\u{A0} V.I.P. "),
            "67, Nayapaltna, V.I.P."
        );
        assert_eq!(plain("Bi\u{1EC3}n \u{FEFF}Hòa"), "Biển Hòa");
        assert_eq!(plain("AL–Basher &amp; Sons"), "AL–Basher &amp; Sons");
        assert_eq!(plain(" \n "), "");
    }

    #[test]
    fn entities_are_read_where_the_mapping_says_so() {
        let cases = [
            ("T&amp;T", "T&T"),
            ("T&T H&#224; N&#x1ED9;i", "T&T Hà Nội"),
            ("a &nbsp; b", "a b"),
            ("AT&T; B", "AT&T; B"),
            ("&amp;amp;", "&amp;"),
            ("&#x110000;", "&#x110000;"),
        ];
        for (written, expected) in cases {
            assert_eq!(clean(written, true).unwrap(), expected);
        }
    }

    #[test]
    fn unreadable_text_is_told() {
        let refused = |text: &str| clean(text, false).unwrap_err();
        assert_eq!(
            refused("B\u{FFFD}o"),
            "holds characters that were lost before"
        );
        assert_eq!(
            refused("Báº£o Thá»‹nh"),
            "was read in a wrong encoding before"
        );
        assert_eq!(refused("a\u{7}b"), "holds a control character");
        for fine in ["Café Zürich", "Bảo Thịnh", "ঢাকা"] {
            assert_eq!(clean(fine, false).unwrap(), fine);
        }
    }
}
