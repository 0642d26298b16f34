//! Control characters of the bidirectional algorithm (UAX 9): what a text may hold so that it stays what it seems to be.
//!
//! An override shows letters in another order than that in which they stand, and an embedding or isolate that is left
//! open goes on in whatever is shown behind it. Marks (U+200E, U+200F, U+061C) do neither and stay. What telephones and
//! messengers add to a number or a name that is copied is exactly such characters, so nobody is refused for them.

use std::borrow::Cow;

/// Embeddings, overrides, isolates, and what ends them.
pub(super) const fn is_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text of one line without any of them: its letters say in which direction they are read.
pub(super) fn without_controls(text: &str) -> Cow<'_, str> {
    if text.contains(is_control) {
        Cow::Owned(text.chars().filter(|c| !is_control(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A text of several lines without overrides, and with only those others that are closed in their own line.
pub(super) fn balanced(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let is_end = |c: char| matches!(c, '\n' | '\r' | '\u{2029}');
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive(is_end) {
        push_balanced(line, &mut kept);
    }
    Cow::Owned(kept)
}

/// Whether a text of several lines holds none that overrides or is not closed in its line.
pub fn keeps_its_direction(text: &str) -> bool {
    balanced(text) == text
}

fn push_balanced(line: &str, kept: &mut String) {
    let pairs = pairs_of(line);
    for (at, c) in line.char_indices() {
        if !is_control(c) || pairs.contains(&at) {
            kept.push(c);
        }
    }
}

/// Where the controls stand that have their partner. What would cross another pair has none.
fn pairs_of(line: &str) -> Vec<usize> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut paired = Vec::new();
    for (at, c) in line.char_indices() {
        let end = match c {
            '\u{202A}' | '\u{202B}' => '\u{202C}',
            '\u{2066}'..='\u{2068}' => '\u{2069}',
            '\u{202C}' | '\u{2069}' => {
                if let Some((start, _)) = open.pop_if(|(_, end)| *end == c) {
                    paired.extend([start, at]);
                }
                continue;
            }
            _ => continue,
        };
        open.push((at, end));
    }
    paired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_none_of_them() {
        assert_eq!(
            without_controls("\u{202A}+65 9123 4567\u{202C}"),
            "+65 9123 4567"
        );
        assert_eq!(without_controls("\u{2068}سارة\u{2069}"), "سارة");
        // Shown as "invoice exe.pdf" would be.
        assert_eq!(
            without_controls("invoice \u{202E}fdp.exe"),
            "invoice fdp.exe"
        );
        assert!(matches!(
            without_controls("שלום\u{200F}!"),
            Cow::Borrowed("שלום\u{200F}!")
        ));
    }

    #[test]
    fn prose_keeps_what_is_closed_in_its_line() {
        let cases = [
            ("قال \u{2066}OK\u{2069} ثم", "قال \u{2066}OK\u{2069} ثم"),
            ("a \u{2067}b", "a b"),
            ("a\u{2069} b", "a b"),
            ("a \u{202B}b\u{202C} c", "a \u{202B}b\u{202C} c"),
            ("a \u{202E}b\u{202C} c", "a b c"),
            ("\u{2066}a\nb\u{2069}", "a\nb"),
            ("\u{2066}\u{202B}a\u{2069}", "a"),
            (
                "\u{2066}\u{2067}a\u{2069}b\u{2069}",
                "\u{2066}\u{2067}a\u{2069}b\u{2069}",
            ),
        ];
        for (written, kept) in cases {
            assert_eq!(balanced(written), kept, "{written:?}");
            assert!(keeps_its_direction(kept), "{kept:?}");
            assert_eq!(keeps_its_direction(written), written == kept, "{written:?}");
        }
    }
}
