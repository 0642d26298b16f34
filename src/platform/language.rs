//! Languages as BCP 47 names them, and which of the languages at hand a caller gets.

mod direction;
mod fallback;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

pub use self::direction::TextDirection;
pub use self::fallback::{fallback_chain, nearest_text};

/// The text is not a language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a language tag such as en, fil or zh-Hans")]
pub struct LanguageError;

/// A language with, perhaps, its script, region and variants (BCP 47), in canonical case.
///
/// Codes that were replaced are read as their successors: `tl` is `fil`, `in` is `id`, `iw` is
/// `he`, `ji` is `yi`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Language(String);

impl Language {
    /// The longest tag that is read, in characters.
    pub const MAX_LENGTH: usize = 35;

    const PATTERN: &str = concat!(
        "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?",
        "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$",
    );

    /// English: the language in which every text of the service exists.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag in canonical case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script, region and variants.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether who wishes for `wish` gets what was wished: it is that language, or a shorter form of it that is written
    /// in the same way. Chinese without a script is not what was wished where traditional characters are used.
    pub fn satisfies(&self, wish: &Self) -> bool {
        for form in wish.truncations() {
            if form == *self {
                return true;
            }
            if fallback::is_written_otherwise(&form) {
                return false;
            }
        }
        false
    }

    /// The tag, then the tag without its last part, and so on down to the language alone.
    fn truncations(&self) -> impl Iterator<Item = Self> + use<> {
        std::iter::successors(Some(self.clone()), |longer| {
            longer
                .0
                .rsplit_once('-')
                .map(|(shorter, _)| Self(shorter.to_owned()))
        })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(tag: &str) -> Result<Self, LanguageError> {
        if !is_within_pattern(tag) {
            return Err(LanguageError);
        }
        let parsed: LanguageIdentifier = tag.parse().map_err(|_| LanguageError)?;
        let canonical = parsed.to_string();
        Ok(Self(match canonical.split_once('-') {
            Some((language, rest)) => format!("{}-{rest}", current_code(language)),
            None => current_code(&canonical).to_owned(),
        }))
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;

    fn try_from(tag: String) -> Result<Self, LanguageError> {
        tag.parse()
    }
}

/// The parser also takes underscores, languages of eight letters, no language at all, and variants
/// of four characters that begin with a letter; the published pattern does not.
fn is_within_pattern(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()));
    let script_or_variant = |(at, part): (usize, &str)| {
        part.len() != 4
            || part.starts_with(|c: char| c.is_ascii_digit())
            || (at == 0 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    tag.len() <= Language::MAX_LENGTH
        && primary
        && !tag.contains('_')
        && parts.enumerate().all(script_or_variant)
}

fn current_code(language: &str) -> &str {
    match language {
        "tl" => "fil",
        "in" => "id",
        "iw" => "he",
        "ji" => "yi",
        current => current,
    }
}

impl PartialSchema for Language {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A language tag (BCP 47)."))
            .min_length(Some(2))
            .max_length(Some(Self::MAX_LENGTH))
            .pattern(Some(Self::PATTERN))
            .examples(["fil", "vi", "zh-Hans"])
            .into()
    }
}

impl ToSchema for Language {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Language")
    }
}

/// The language of an answer: what the caller asks for if it is at hand, else the default.
///
/// `lang_override` comes first, then the ranges of `Accept-Language` by their `q`, each looked up as
/// RFC 4647 section 3.4 says: cut off from the end until something at hand is met. When nothing is
/// met, what the readers of these languages read best is better than the default: along the chain of
/// each, then a form of one of its languages in another script or region. Ranges with `q=0` are kept
/// out; what cannot be read is passed over.
pub fn negotiate(
    accept_language: Option<&str>,
    lang_override: Option<&str>,
    available: &[Language],
    default: &Language,
) -> Language {
    let wishes = Wishes::read(accept_language.unwrap_or_default(), lang_override);
    let exact = wishes
        .accepted
        .iter()
        .find_map(|range| wishes.look_up(range, available, default));
    let along = || {
        wishes.accepted.iter().find_map(|range| {
            let Range::Language(wanted) = range else {
                return None;
            };
            wishes.along_the_chain(wanted, available)
        })
    };
    exact.or_else(along).unwrap_or_else(|| default.clone())
}

/// The language that a caller would like best, at hand or not.
pub fn first_wish(accept_language: Option<&str>, lang_override: Option<&str>) -> Option<Language> {
    let wishes = Wishes::read(accept_language.unwrap_or_default(), lang_override);
    wishes.accepted.into_iter().find_map(|range| match range {
        Range::Language(language) => Some(language),
        Range::Any => None,
    })
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Range {
    Any,
    Language(Language),
}

impl Range {
    /// Reads a range, leaving out extensions and private parts, which no text of ours has.
    fn read(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Any);
        }
        let mut tag = text;
        loop {
            if let Ok(language) = tag.parse() {
                return Some(Self::Language(language));
            }
            tag = tag.rsplit_once('-')?.0;
        }
    }
}

/// What a caller accepts, best first, and what not at all.
#[derive(Default)]
struct Wishes {
    accepted: Vec<Range>,
    refused: Vec<Range>,
}

impl Wishes {
    /// More ranges than any person reads; the rest of a hostile header costs nothing.
    const MOST_RANGES: usize = 32;

    fn read(header: &str, lang_override: Option<&str>) -> Self {
        let mut wishes = Self::default();
        let mut weighed = Vec::new();
        for entry in header.split(',').take(Self::MOST_RANGES) {
            let mut parts = entry.split(';').map(str::trim);
            let Some(range) = parts
                .next()
                .filter(|text| text.len() < 100)
                .and_then(Range::read)
            else {
                continue;
            };
            match parts.next().map_or(Some(1000), quality) {
                Some(0) => wishes.refused.push(range),
                Some(quality) => weighed.push((quality, range)),
                None => {}
            }
        }
        weighed.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));

        let first = lang_override.map(str::trim).filter(|tag| tag.len() < 100);
        let first = first.and_then(Range::read);
        if let Some(Range::Language(wanted)) = &first {
            let named: Vec<Range> = wanted.truncations().map(Range::Language).collect();
            wishes.refused.retain(|range| !named.contains(range));
        }
        wishes.accepted = first
            .into_iter()
            .chain(weighed.into_iter().map(|(_, range)| range))
            .collect();
        wishes
    }

    fn look_up(
        &self,
        range: &Range,
        available: &[Language],
        default: &Language,
    ) -> Option<Language> {
        let served = |language: &Language| available.contains(language) && !self.refuse(language);
        match range {
            Range::Language(wanted) => wanted.truncations().find(served),
            Range::Any if served(default) => Some(default.clone()),
            Range::Any => available.iter().find(|language| served(language)).cloned(),
        }
    }

    /// What readers of a language read best of what is at hand: a step of its chain, else another form of a step.
    fn along_the_chain(&self, wanted: &Language, available: &[Language]) -> Option<Language> {
        let chain = fallback::own_chain(wanted);
        let served = |language: &&Language| available.contains(language) && !self.refuse(language);
        let step = chain.iter().find(served);
        let another_form = || {
            chain.iter().find_map(|step| {
                let is_form = |language: &&Language| language.primary() == step.primary();
                let mut forms = available.iter().filter(is_form);
                forms.find(|language| !self.refuse(language))
            })
        };
        step.or_else(another_form).cloned()
    }

    /// Refused by name or by a shorter form, unless a form at least as long is accepted.
    fn refuse(&self, language: &Language) -> bool {
        let names = |ranges: &[Range], step: &Language| {
            ranges
                .iter()
                .any(|range| matches!(range, Range::Language(named) if named == step))
        };
        for step in language.truncations() {
            if names(&self.accepted, &step) {
                return false;
            }
            if names(&self.refused, &step) {
                return true;
            }
        }
        self.refused.contains(&Range::Any)
    }
}

/// A `q` value in thousandths; none when it cannot be read.
fn quality(parameter: &str) -> Option<u32> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let value = value.trim();
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let well_formed = decimals.len() <= 3 && decimals.bytes().all(|digit| digit.is_ascii_digit());
    let thousandths: u32 = format!("{decimals:0<3}")
        .parse()
        .ok()
        .filter(|_| well_formed)?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
