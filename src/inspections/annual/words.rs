//! The words of a printed annual report: its own, as `data/annual-report` has them; those that it shares with the report of a visit;
//! and the labels of code lists.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::table::{AnnualTableRows, LAST, Table};
use crate::inspections::report::{self, ReportLanguage};
use crate::platform::code_lists::CodeLists;
use crate::platform::language::Language;

macro_rules! words {
    ($name:literal) => {
        include_str!(concat!("../../../data/annual-report/", $name, ".toml"))
    };
}

const fn file(language: ReportLanguage) -> &'static str {
    match language {
        ReportLanguage::English => words!("en"),
        ReportLanguage::Filipino => words!("fil"),
        ReportLanguage::Indonesian => words!("id"),
        ReportLanguage::Khmer => words!("km"),
        ReportLanguage::Malay => words!("ms"),
        ReportLanguage::Burmese => words!("my"),
        ReportLanguage::Thai => words!("th"),
        ReportLanguage::Vietnamese => words!("vi"),
    }
}

type Words = BTreeMap<String, String>;

/// A test shows that each file is read.
static WORDS: LazyLock<BTreeMap<ReportLanguage, Words>> = LazyLock::new(|| {
    let read = |language: &ReportLanguage| {
        let words: Words = toml::from_str(file(*language)).unwrap_or_default();
        (*language, words)
    };
    ReportLanguage::ALL.iter().map(read).collect()
});

fn word(language: ReportLanguage, code: &str) -> Option<&'static str> {
    WORDS.get(&language)?.get(code).map(String::as_str)
}

fn joined(own: &str, english: &str) -> String {
    if own == english {
        return english.to_owned();
    }
    format!("{own} / {english}")
}

/// A word in a language and in English.
pub fn both(language: ReportLanguage, code: &str) -> String {
    let english = word(ReportLanguage::English, code);
    match (word(language, code), english) {
        (Some(own), Some(english)) => joined(own, english),
        (None, Some(english)) => english.to_owned(),
        (_, None) => report::both(language, code),
    }
}

/// What a row of a table is called.
pub fn row_name(
    lists: &CodeLists,
    language: ReportLanguage,
    (table, code): (&Table, &str),
) -> String {
    if LAST.contains(&code) {
        return both(language, code);
    }
    match table.rows_are {
        AnnualTableRows::Texts | AnnualTableRows::Currencies => code.to_owned(),
        AnnualTableRows::Words => both(language, code),
        AnnualTableRows::Sectors
        | AnnualTableRows::InjuryTypes
        | AnnualTableRows::HazardCodes
        | AnnualTableRows::DaysLostBands => label(lists, language, (table.rows_are, code)),
    }
}

fn label(
    lists: &CodeLists,
    language: ReportLanguage,
    (list, code): (AnnualTableRows, &str),
) -> String {
    let of = |language: &str| {
        let language: Language = language.parse().ok()?;
        lists.label(list.as_str(), code, &language)
    };
    let (own, english) = (of(language.as_str()), of("en"));
    match (own, english) {
        (Some(own), Some(english)) => joined(own, english),
        (_, Some(english)) => english.to_owned(),
        (_, None) => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::AnnualReportGap;
    use super::super::table::{AnnualReportParagraph, AnnualTableCode, AnnualTableColumn};
    use super::*;

    #[test]
    fn every_language_has_every_word_and_every_code_has_one() {
        let english: Vec<&String> = WORDS[&ReportLanguage::English].keys().collect();
        for (language, words) in WORDS.iter() {
            assert_eq!(words.keys().collect::<Vec<_>>(), english, "{language}");
        }
        let mut codes: Vec<String> = LAST.iter().map(|code| (*code).to_owned()).collect();
        let paragraphs = AnnualReportParagraph::ALL.iter();
        codes.extend(paragraphs.map(|one| format!("paragraph_{one}")));
        codes.extend(AnnualTableCode::ALL.iter().map(ToString::to_string));
        codes.extend(AnnualTableColumn::ALL.iter().map(ToString::to_string));
        codes.extend(AnnualReportGap::ALL.iter().map(ToString::to_string));
        for code in codes {
            let known = both(ReportLanguage::English, &code);
            assert!(!known.contains('_') && known != code, "{code}: {known}");
        }
        assert_eq!(both(ReportLanguage::Indonesian, "total"), "Jumlah / Total");
    }
}
