//! How hard a text is to read, reckoned from its words and sentences.
//!
//! English has the grade of Flesch and Kincaid (1975): about the years of school that a reader needs. Filipino,
//! Indonesian and Malay have LIX (Björnsson 1968), which counts words a sentence and words of more than six letters:
//! below 30 is very easy, above 50 hard. Other languages have none: either nothing of the kind was ever tried on them,
//! or their words are not set apart by spaces.

use pulldown_cmark::{Event, Parser, TagEnd};
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::language::Language;
use crate::text_enum;

text_enum! {
    /// On which scale it is said how hard a text is to read.
    pub enum ReadingScale {
        /// Years of school, for English (Flesch and Kincaid).
        FleschKincaid => "flesch_kincaid",
        /// LIX: below 30 very easy, above 50 hard.
        Lix => "lix",
    }
}

/// How hard a text is to read; reckoned by the service.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({ "scale": "flesch_kincaid", "grade": 5.4 }))]
pub struct ReadingGrade {
    /// The scale.
    pub scale: ReadingScale,
    /// The grade on it, to a tenth. Lower is easier.
    pub grade: f64,
}

impl ReadingGrade {
    /// The grade that was reckoned for a text in a language.
    pub fn of(language: &Language, tenths: Option<i64>) -> Option<Self> {
        let tenths = i32::try_from(tenths?).ok()?;
        Some(Self {
            scale: scale_of(language)?,
            grade: f64::from(tenths) / 10.0,
        })
    }
}

fn scale_of(language: &Language) -> Option<ReadingScale> {
    match language.primary() {
        "en" => Some(ReadingScale::FleschKincaid),
        "fil" | "id" | "ms" => Some(ReadingScale::Lix),
        _ => None,
    }
}

/// The grade of a text in Markdown, in tenths; none in a language without a scale, or where there are no words.
pub fn reckon(language: &Language, body: &str) -> Option<i64> {
    let scale = scale_of(language)?;
    let count = Count::of(&plain(body));
    if count.words == 0 || count.sentences == 0 {
        return None;
    }
    let (words, sentences) = (f64::from(count.words), f64::from(count.sentences));
    let grade = match scale {
        ReadingScale::FleschKincaid => {
            0.39f64.mul_add(words / sentences, 11.8 * f64::from(count.syllables) / words) - 15.59
        }
        ReadingScale::Lix => words / sentences + 100.0 * f64::from(count.long_words) / words,
    };
    tenths(grade)
}

/// Without a conversion that could lose something.
fn tenths(grade: f64) -> Option<i64> {
    format!("{:.0}", (grade * 10.0).clamp(0.0, 10_000.0))
        .parse()
        .ok()
}

/// What a reader reads; each heading, paragraph and entry of a list on a line of its own.
pub(super) fn plain(body: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(body) {
        if let Event::Text(part) = &event {
            text.push_str(part);
        } else if matches!(event, Event::SoftBreak | Event::HardBreak) {
            text.push(' ');
        } else if matches!(
            event,
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item)
        ) {
            text.push('\n');
        }
    }
    text
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    sentences: u32,
    words: u32,
    long_words: u32,
    syllables: u32,
}

impl Count {
    fn of(text: &str) -> Self {
        let mut count = Self::default();
        for line in text.lines() {
            let mut has_words = false;
            for piece in line.split_whitespace() {
                let letters: String = piece.chars().filter(|c| c.is_alphabetic()).collect();
                if !letters.is_empty() {
                    has_words = true;
                    count.words += 1;
                    count.syllables += syllables(&letters);
                    count.long_words += u32::from(letters.chars().count() > 6);
                }
                if has_words && ends_a_sentence(piece) {
                    count.sentences += 1;
                    has_words = false;
                }
            }
            count.sentences += u32::from(has_words);
        }
        count
    }
}

fn ends_a_sentence(piece: &str) -> bool {
    let end = piece.trim_end_matches(|c: char| !c.is_alphanumeric() && !".!?:".contains(c));
    end.ends_with(['.', '!', '?', ':'])
}

/// Syllables of an English word: its groups of vowels, without the silent `e` at its end.
fn syllables(word: &str) -> u32 {
    let lower = word.to_lowercase();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let (mut groups, mut within) = (0, false);
    for c in lower.chars() {
        groups += u32::from(is_vowel(c) && !within);
        within = is_vowel(c);
    }
    let is_silent = lower.ends_with('e') && !lower.ends_with("le") && groups > 1;
    (groups - u32::from(is_silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_sentences_and_syllables_are_counted() {
        let count = Count::of(&plain(
            "## Your pay\n\n- Keep **every** payslip. Ask for it!\n- Section 19(1)\n",
        ));
        assert_eq!((count.sentences, count.words), (4, 9));
        for (word, expected) in [
            ("pay", 1),
            ("overtime", 3),
            ("made", 1),
            ("table", 2),
            ("the", 1),
        ] {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }

    #[test]
    fn plain_words_are_easier_than_those_of_a_law() {
        let english = Language::english();
        let easy = reckon(
            &english,
            "Your boss must pay you each month. Keep the slip.",
        )
        .unwrap();
        let hard = reckon(
            &english,
            "Notwithstanding any contractual provision, remuneration accruing within the calendar period \
             constitutes an obligation enforceable by administrative authorities.",
        );
        assert!(easy < 50 && hard.unwrap() > 150, "{easy} {hard:?}");
        let indonesian: Language = "id".parse().unwrap();
        // Three words a sentence, one of six of them long.
        assert_eq!(
            reckon(&indonesian, "Gaji harus dibayar. Simpan slip itu."),
            Some(197)
        );
    }

    #[test]
    fn what_has_no_scale_has_no_grade() {
        for (tag, text) in [("th", "ค่าจ้าง"), ("vi", "Lương của bạn."), ("en", "1 2 3")]
        {
            assert_eq!(reckon(&tag.parse().unwrap(), text), None, "{tag}");
        }
    }
}
