//! Text of bounded length as it comes in from a client.

use std::borrow::Cow;
use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{bidi, zawgyi};

/// Why a text is refused. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing a reader could see.
    #[error("must not be blank")]
    Blank,
    /// More characters than the field holds.
    #[error("must have at most {max} characters")]
    TooLong {
        /// The most characters (Unicode scalar values) that the field holds.
        max: usize,
    },
    /// A control character that the field does not hold.
    #[error("must not contain control characters")]
    ControlCharacter,
}

/// One line of text: 1 to `MAX` characters, not blank, no control characters or line breaks.
///
/// White space at both ends is cut off, control characters of the bidirectional algorithm are left out,
/// Burmese in Zawgyi is converted to Unicode, and the text is brought into NFC, so that the same name
/// typed on two keyboards is the same text. `Debug` shows the length only: a name or a phone number
/// may be in it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Line<const MAX: usize>(String);

/// Text of several lines: as [`Line`], but line feeds and tabs may be in it, and those control
/// characters of the bidirectional algorithm that are closed in their line and override nothing.
///
/// Carriage returns are accepted and become line feeds.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Prose<const MAX: usize>(String);

impl<const MAX: usize> Line<MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, taken out of its type.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl<const MAX: usize> Prose<MAX> {
    /// A text that was accepted once and is read back from where it is kept: it has its form already, and bringing a long
    /// text in Burmese into it again takes a while. `None` when it was never accepted by a field of this length.
    pub fn kept(text: String) -> Option<Self> {
        judge(&text, MAX, forbidden_in_prose).ok()?;
        Some(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, taken out of its type.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl<const MAX: usize> TryFrom<String> for Line<MAX> {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        Self::try_from(text.as_str())
    }
}

impl<const MAX: usize> TryFrom<&str> for Line<MAX> {
    type Error = TextError;

    fn try_from(text: &str) -> Result<Self, TextError> {
        judge(text, MAX, forbidden_in_line)?;
        Ok(Self(settle(&bidi::without_controls(text), MAX)))
    }
}

impl<const MAX: usize> TryFrom<String> for Prose<MAX> {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        Self::try_from(text.as_str())
    }
}

impl<const MAX: usize> TryFrom<&str> for Prose<MAX> {
    type Error = TextError;

    fn try_from(text: &str) -> Result<Self, TextError> {
        judge(text, MAX, forbidden_in_prose)?;
        let with_line_feeds = text.replace("\r\n", "\n").replace('\r', "\n");
        Ok(Self(settle(&bidi::balanced(&with_line_feeds), MAX)))
    }
}

impl<const MAX: usize> fmt::Debug for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} characters)", self.0.chars().count())
    }
}

impl<const MAX: usize> fmt::Debug for Prose<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prose({} characters)", self.0.chars().count())
    }
}

/// Whether a text is accepted.
///
/// Length and characters are judged before anything is changed: the published schema speaks of
/// what the client sends, and a client that obeys it must never be refused.
fn judge(text: &str, max: usize, forbidden: fn(char) -> bool) -> Result<(), TextError> {
    if text.contains(forbidden) {
        return Err(TextError::ControlCharacter);
    }
    if text.chars().nth(max).is_some() {
        return Err(TextError::TooLong { max });
    }
    let is_blank = |c| is_blank(c) || bidi::is_control(c) || is_line_space(c);
    if text.chars().all(is_blank) {
        Err(TextError::Blank)
    } else {
        Ok(())
    }
}

/// The one place in which what people write gets the form in which it is kept: without blanks at its
/// ends, in NFC, in Unicode.
///
/// The few texts that grow by this beyond their field stay as they came: what was accepted once must
/// fit again when it is read back.
fn settle(text: &str, max: usize) -> String {
    let fits = |text: &str| text.chars().nth(max).is_none();
    let trimmed = trim(text);
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(trimmed);
    let composed = if fits(&composed) {
        composed
    } else {
        Cow::Borrowed(trimmed)
    };
    let converted = zawgyi::to_unicode(&composed);
    let converted = converted.filter(|text| fits(text) && trim(text) == text && !text.is_empty());
    converted.unwrap_or_else(|| composed.into_owned())
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c| is_blank(c) || is_line_space(c))
}

fn forbidden_in_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn forbidden_in_prose(c: char) -> bool {
    c.is_control() && !is_line_space(c)
}

fn is_line_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}

/// White space and what is as invisible: zero-width spaces and direction marks.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200F}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202F}'
                | '\u{205F}'
                | '\u{2060}'
                | '\u{3000}'
                | '\u{FEFF}'
    )
}

// The classes are written out because `\s` means something else in each dialect of expressions,
// and the leading run of blanks keeps the match linear.
const LINE_PATTERN: &str = concat!(
    r"^[ \u00A0\u1680\u2000-\u200F\u202A-\u202F\u205F\u2060\u2066-\u2069\u3000\uFEFF]*",
    r"[^\u0000-\u0020\u007F-\u00A0\u1680\u2000-\u200F\u2028-\u202F\u205F\u2060\u2066-\u2069\u3000\uFEFF]",
    r"[^\u0000-\u001F\u007F-\u009F\u2028\u2029]*$",
);
const PROSE_PATTERN: &str = concat!(
    r"^[\t\n\r \u00A0\u1680\u2000-\u200F\u2028-\u202F\u205F\u2060\u2066-\u2069\u3000\uFEFF]*",
    r"[^\u0000-\u0020\u007F-\u00A0\u1680\u2000-\u200F\u2028-\u202F\u205F\u2060\u2066-\u2069\u3000\uFEFF]",
    r"[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$",
);

fn text_schema(max: usize, pattern: &str, description: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .min_length(Some(1))
        .max_length(Some(max))
        .pattern(Some(pattern))
        .into()
}

impl<const MAX: usize> PartialSchema for Line<MAX> {
    fn schema() -> RefOr<Schema> {
        text_schema(
            MAX,
            LINE_PATTERN,
            "One line of text, not blank, without control characters.",
        )
    }
}

impl<const MAX: usize> ToSchema for Line<MAX> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Line{MAX}"))
    }
}

impl<const MAX: usize> PartialSchema for Prose<MAX> {
    fn schema() -> RefOr<Schema> {
        text_schema(
            MAX,
            PROSE_PATTERN,
            "Text of one or more lines, not blank, without control characters other than line \
             breaks and tabs.",
        )
    }
}

impl<const MAX: usize> ToSchema for Prose<MAX> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Prose{MAX}"))
    }
}

#[cfg(test)]
mod tests;
