//! Marking in a comment what may tell who somebody is, for the moderator's eyes.
//!
//! A mark is a suggestion. Telephone numbers and addresses have a form; names of people are guessed
//! from the words that go before them in the languages of the corridors (title case after "Kuya",
//! "Pak", "Anh" …), so some are missed and some are none.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;
use utoipa::ToSchema;

use crate::text_enum;

text_enum! {
    /// What a marked part of a comment seems to be.
    pub enum MarkKind {
        /// An e-mail address.
        Email => "email",
        /// A link or the name of an account somewhere.
        Link => "link",
        /// A telephone number, or another long number.
        Phone => "phone",
        /// The number of a passport or a permit.
        Document => "document",
        /// The name of a person.
        Name => "name",
    }
}

/// A part of a comment that may tell who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CommentMark {
    /// What it seems to be.
    pub kind: MarkKind,
    /// Its first character, counted from 0 in Unicode code points.
    pub from: usize,
    /// The character after its last one.
    pub to: usize,
}

/// What stands for a part that was taken out.
const TAKEN_OUT: &str = "[…]";

/// The forms, the surest first: where two meet, the first counts.
static FORMS: LazyLock<Vec<(MarkKind, Regex)>> = LazyLock::new(|| {
    let forms = [
        (MarkKind::Email, r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
        (
            MarkKind::Link,
            r"(?i)\b(https?://|www\.)\S+|\b(wa\.me|t\.me|fb\.com|m\.me|zalo\.me)/\S+|(^|\s)@\w{3,}",
        ),
        (MarkKind::Document, r"\b[A-Z]{1,2}[0-9]{6,8}[A-Z]?\b"),
        (
            MarkKind::Phone,
            r"[+(]?\p{Nd}([ ().\x{2010}-\x{2013}-]{0,2}\p{Nd}){6,14}",
        ),
        (
            MarkKind::Name,
            concat!(
                r"\b(Mr|Mrs|Ms|Miss|Mdm|Madam|Sir|Boss|Datuk|Dato|Encik|Cik|Puan|Tuan|Haji|Hajah|",
                r"Ate|Kuya|Aling|Mang|Nanay|Tatay|Pak|Bapak|Bu|Ibu|Mbak|Mas|Bang|",
                r"[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô|[Cc]hú|Bhai|Apa|Md|Mohd)\b\.?",
                r"(\s+\p{Lu}[\p{L}\p{M}'’-]*){1,3}",
            ),
        ),
    ];
    let compiled = forms
        .into_iter()
        .filter_map(|(kind, form)| Some((kind, Regex::new(form).ok()?)));
    compiled.collect()
});

/// The parts of a comment that may tell who somebody is, in their order.
pub fn marks(comment: &str) -> Vec<CommentMark> {
    let mut found: Vec<(MarkKind, std::ops::Range<usize>)> = Vec::new();
    for (kind, form) in FORMS.iter() {
        for part in form.find_iter(comment) {
            let range = part.range();
            let meets = |(_, other): &(_, std::ops::Range<usize>)| {
                other.start < range.end && range.start < other.end
            };
            if !found.iter().any(meets) {
                found.push((*kind, range));
            }
        }
    }
    found.sort_by_key(|(_, range)| range.start);
    let characters = |bytes: usize| {
        comment
            .get(..bytes)
            .map_or(0, |before| before.chars().count())
    };
    let mark = |(kind, range): (MarkKind, std::ops::Range<usize>)| CommentMark {
        kind,
        from: characters(range.start),
        to: characters(range.end),
    };
    found.into_iter().map(mark).collect()
}

/// The comment without its marked parts.
pub fn without(comment: &str, marks: &[CommentMark]) -> String {
    let mut left = String::new();
    for (place, letter) in comment.chars().enumerate() {
        match marks
            .iter()
            .find(|mark| (mark.from..mark.to).contains(&place))
        {
            None => left.push(letter),
            Some(mark) if mark.from == place => left.push_str(TAKEN_OUT),
            Some(_) => {}
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(comment: &str) -> Vec<(MarkKind, String)> {
        let part = |mark: &CommentMark| {
            let letters = comment.chars().skip(mark.from).take(mark.to - mark.from);
            (mark.kind, letters.collect::<String>())
        };
        marks(comment).iter().map(part).collect()
    }

    fn assert_marked(comment: &str, expected: &[(MarkKind, &str)]) {
        let expected = expected
            .iter()
            .map(|(kind, part)| (*kind, (*part).to_owned()));
        assert_eq!(told(comment), expected.collect::<Vec<_>>(), "{comment}");
    }

    #[test]
    fn numbers_and_addresses_are_marked() {
        use MarkKind::{Document, Email, Link, Phone};
        assert_marked("Call +63 917 555 0123 now", &[(Phone, "+63 917 555 0123")]);
        assert_marked("số ٠٩١٧٥٥٥٠١٢٣", &[(Phone, "٠٩١٧٥٥٥٠١٢٣")]);
        assert_marked(
            "write to a.b@mail.example.com",
            &[(Email, "a.b@mail.example.com")],
        );
        let links = [(Link, "https://fb.example/x"), (Link, "wa.me/6591234567")];
        assert_marked("see https://fb.example/x and wa.me/6591234567", &links);
        assert_marked(
            "passport P1234567A is with them",
            &[(Document, "P1234567A")],
        );
    }

    #[test]
    fn names_are_marked_by_the_words_before_them() {
        use MarkKind::Name;
        assert_marked("Si Ate Rosalinda ang naningil", &[(Name, "Ate Rosalinda")]);
        assert_marked("Pak Budi Santoso minta uang", &[(Name, "Pak Budi Santoso")]);
        assert_marked(
            "chị Nguyễn Thị Hoa giữ hộ chiếu",
            &[(Name, "chị Nguyễn Thị Hoa")],
        );
        let two = [(Name, "Mr. O'Neil"), (Name, "Mrs Tan")];
        assert_marked("Mr. O'Neil shouted; Mrs Tan too", &two);
    }

    #[test]
    fn what_tells_nothing_is_not() {
        for comment in [
            "I paid 1,250,000 in 3 parts",
            "They took 6 months of my wages in 2025.",
            "Sir, they never answered",
            "Mas mahal sa sinabi",
        ] {
            assert_eq!(told(comment), [], "{comment}");
        }
    }

    #[test]
    fn a_suggestion_has_none_of_the_marked_parts() {
        let comment = "Si Ate Rosalinda, tel. 0917 555 0123, ay may hawak ng pasaporte ko.";
        let suggestion = without(comment, &marks(comment));
        assert_eq!(
            suggestion,
            "Si […], tel. […], ay may hawak ng pasaporte ko."
        );
    }

    proptest! {
        #[test]
        fn marks_lie_in_the_text_and_do_not_meet(comment in ".{0,200}") {
            let length = comment.chars().count();
            let mut end = 0;
            for mark in marks(&comment) {
                prop_assert!(end <= mark.from && mark.from < mark.to && mark.to <= length);
                end = mark.to;
            }
        }
    }
}
