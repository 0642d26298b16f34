//! The words of a report, as `data/visit-report` has them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::text_enum;

text_enum! {
    /// The language of a report beside English.
    pub enum ReportLanguage {
        /// English alone.
        English => "en",
        /// Filipino.
        Filipino => "fil",
        /// Indonesian.
        Indonesian => "id",
        /// Khmer.
        Khmer => "km",
        /// Malay.
        Malay => "ms",
        /// Burmese.
        Burmese => "my",
        /// Thai.
        Thai => "th",
        /// Vietnamese.
        Vietnamese => "vi",
    }
}

macro_rules! words {
    ($name:literal) => {
        include_str!(concat!("../../../data/visit-report/", $name, ".toml"))
    };
}

impl ReportLanguage {
    const fn file(self) -> &'static str {
        match self {
            Self::English => words!("en"),
            Self::Filipino => words!("fil"),
            Self::Indonesian => words!("id"),
            Self::Khmer => words!("km"),
            Self::Malay => words!("ms"),
            Self::Burmese => words!("my"),
            Self::Thai => words!("th"),
            Self::Vietnamese => words!("vi"),
        }
    }
}

type Words = BTreeMap<String, String>;

/// A test shows that each file is read.
static WORDS: LazyLock<BTreeMap<ReportLanguage, Words>> = LazyLock::new(|| {
    let read = |language: &ReportLanguage| {
        let words: Words = toml::from_str(language.file()).unwrap_or_default();
        (*language, words)
    };
    ReportLanguage::ALL.iter().map(read).collect()
});

fn word(language: ReportLanguage, word: &str) -> Option<&'static str> {
    WORDS.get(&language)?.get(word).map(String::as_str)
}

/// A word in a language and in English; a code that has no words as it is.
pub fn both(language: ReportLanguage, code: &str) -> String {
    let english = word(ReportLanguage::English, code);
    match (word(language, code), english) {
        (Some(own), Some(english)) if own != english => format!("{own} / {english}"),
        (_, Some(english)) => english.to_owned(),
        (_, None) => code.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        let english: Vec<&String> = WORDS[&ReportLanguage::English].keys().collect();
        assert!(english.len() > 50);
        for (language, words) in WORDS.iter() {
            assert_eq!(words.keys().collect::<Vec<_>>(), english, "{language}");
        }
        assert_eq!(both(ReportLanguage::Thai, "fine"), "ค่าปรับ / Fine");
        assert_eq!(both(ReportLanguage::English, "fine"), "Fine");
        assert_eq!(both(ReportLanguage::Thai, "put_up"), "put up");
    }
}
