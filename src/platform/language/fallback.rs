//! What comes after a language that is not at hand: its shorter forms, then the languages that its readers read best.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Language;

const FILE: &str = include_str!("../../../data/languages/fallback.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    languages: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    language: Language,
    then: Vec<Language>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for those who read the file"))]
    source: String,
}

/// What the file says; a test proves that it can be read.
static NEXT: LazyLock<BTreeMap<Language, Vec<Language>>> = LazyLock::new(|| {
    let read: Result<File, _> = toml::from_str(FILE);
    let entries = read.map(|file| file.languages).unwrap_or_default();
    entries
        .into_iter()
        .map(|entry| (entry.language, entry.then))
        .collect()
});

/// Whether the shorter form of this one is written in another way.
pub(super) fn is_written_otherwise(language: &Language) -> bool {
    language.as_str().contains('-') && NEXT.contains_key(language)
}

/// The language, then what its readers read best of what is left, without English for everybody.
pub(super) fn own_chain(language: &Language) -> Vec<Language> {
    let mut chain = Vec::new();
    follow(language, &mut chain);
    chain
}

/// The language, what the file names after it, each with what comes after that, and its shorter form.
fn follow(language: &Language, chain: &mut Vec<Language>) {
    if chain.contains(language) {
        return;
    }
    chain.push(language.clone());
    for next in NEXT.get(language).into_iter().flatten() {
        follow(next, chain);
    }
    if let Some((shorter, _)) = language.as_str().rsplit_once('-') {
        follow(&Language(shorter.to_owned()), chain);
    }
}

/// The language, then what to fall back on, along `data/languages/fallback.toml`; at the end English.
pub fn fallback_chain(language: &Language) -> Vec<Language> {
    let mut chain = own_chain(language);
    if chain.iter().all(|step| step.as_str() != "en") {
        chain.push(Language::english());
    }
    chain
}

/// The text for a language, or the first along its chain, with the language in which it is.
pub fn nearest_text<'t>(
    texts: &'t BTreeMap<String, String>,
    language: &Language,
) -> Option<(Language, &'t str)> {
    if let Some(text) = texts.get(language.as_str()) {
        return Some((language.clone(), text));
    }
    let mut chain = fallback_chain(language).into_iter();
    chain.find_map(|step| {
        let text = texts.get(step.as_str())?;
        Some((step, text.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(tag: &str) -> Vec<String> {
        let chain = fallback_chain(&tag.parse().unwrap());
        chain.iter().map(Language::to_string).collect()
    }

    #[test]
    fn every_line_can_be_read_once_and_says_where_it_is_from() {
        let file: File = toml::from_str(FILE).unwrap();
        assert!(file.languages.len() > 50);
        for entry in &file.languages {
            let named = file
                .languages
                .iter()
                .filter(|other| other.language == entry.language);
            assert_eq!(named.count(), 1, "{}", entry.language);
            assert!(
                entry.source.starts_with("CLDR 48") || entry.source.starts_with("this project: ")
            );
            assert!(!entry.then.is_empty() && !entry.then.contains(&entry.language));
        }
    }

    #[test]
    fn a_chain_follows_what_people_read() {
        assert_eq!(chain("ceb-PH"), ["ceb-PH", "ceb", "fil", "en"]);
        assert_eq!(chain("tl"), ["fil", "en"]);
        assert_eq!(chain("jv"), ["jv", "id", "ms", "en"]);
        assert_eq!(chain("ms-MY"), ["ms-MY", "ms", "id", "en"]);
        assert_eq!(chain("shn"), ["shn", "my", "en"]);
        assert_eq!(chain("lo"), ["lo", "th", "en"]);
        assert_eq!(chain("zh-HK"), ["zh-HK", "zh-Hant", "zh", "en"]);
        assert_eq!(
            chain("zh-MO"),
            ["zh-MO", "zh-Hant-MO", "zh-Hant-HK", "zh-Hant", "zh", "en"]
        );
        assert_eq!(chain("yue-HK"), ["yue-HK", "yue", "zh-Hant", "zh", "en"]);
        assert_eq!(chain("kjg"), ["kjg", "lo", "th", "en"]);
        assert_eq!(chain("fr"), ["fr", "en"]);
    }

    #[test]
    fn the_nearest_text_says_in_which_language_it_is() {
        let texts = [("en", "Wages"), ("fil", "Sahod")];
        let texts = texts
            .map(|(tag, text)| (tag.to_owned(), text.to_owned()))
            .into();
        let nearest = |tag: &str| {
            let (language, text) = nearest_text(&texts, &tag.parse().unwrap()).unwrap();
            format!("{language} {text}")
        };
        assert_eq!(nearest("fil"), "fil Sahod");
        assert_eq!(nearest("hil"), "fil Sahod");
        assert_eq!(nearest("vi"), "en Wages");
        assert_eq!(nearest_text(&BTreeMap::new(), &Language::english()), None);
    }
}
