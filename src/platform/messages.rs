//! Texts in the caller's language, from the Fluent files in `locales/`.
//!
//! The files are part of the program: a message that a language lacks is taken from English, and a
//! test refuses a language that lacks one.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::language::Language;

const SOURCES: &[(&str, &str)] = &[
    ("en", include_str!("../../locales/en.ftl")),
    ("fil", include_str!("../../locales/fil.ftl")),
    ("id", include_str!("../../locales/id.ftl")),
    ("vi", include_str!("../../locales/vi.ftl")),
];

/// Named values that a message mentions, for example a limit.
pub type Arguments = Vec<(&'static str, String)>;

/// All texts of the service, in every language it speaks itself.
pub struct Messages {
    bundles: BTreeMap<String, FluentBundle<FluentResource>>,
    languages: Vec<Language>,
}

/// Why the texts could not be read; only a broken build meets it.
#[derive(Debug, thiserror::Error)]
#[error("the texts of language `{language}` cannot be read: {reason}")]
pub struct MessagesError {
    language: &'static str,
    reason: String,
}

impl Messages {
    /// Reads the texts that are part of the program.
    pub fn load() -> Result<Self, MessagesError> {
        let mut bundles = BTreeMap::new();
        let mut languages = Vec::new();
        for (language, source) in SOURCES {
            let broken = |reason: String| MessagesError { language, reason };
            languages.push(
                language
                    .parse()
                    .map_err(|_| broken("not a language tag".to_owned()))?,
            );
            bundles.insert(
                (*language).to_owned(),
                bundle(language, source).map_err(broken)?,
            );
        }
        Ok(Self { bundles, languages })
    }

    /// The languages in which the service's own texts exist.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// A message, or an attribute of it when `attribute` is given; English when the language lacks
    /// it, and the bare name when no language has it.
    pub fn text(
        &self,
        language: &Language,
        name: &str,
        attribute: Option<&str>,
        arguments: &Arguments,
    ) -> String {
        let wanted = self.bundles.get(language.as_str());
        let english = self.bundles.get("en");
        [wanted, english]
            .into_iter()
            .flatten()
            .find_map(|bundle| format(bundle, name, attribute, arguments))
            .unwrap_or_else(|| name.to_owned())
    }

    /// Whether a language has its own text for a message.
    pub fn has(&self, language: &Language, name: &str) -> bool {
        self.bundles
            .get(language.as_str())
            .is_some_and(|bundle| bundle.has_message(name))
    }
}

impl Messages {
    /// What follows `prefix` in the names of the English messages that begin with it.
    pub fn names_after(&self, prefix: &'static str) -> impl Iterator<Item = &'static str> {
        let english = SOURCES.iter().find(|(language, _)| *language == "en");
        let lines = english.map_or("", |(_, source)| source).lines();
        lines
            .filter_map(|line| line.split_once(" = "))
            .filter_map(move |(name, _)| name.strip_prefix(prefix))
    }
}

fn bundle(language: &str, source: &str) -> Result<FluentBundle<FluentResource>, String> {
    let identifier: LanguageIdentifier = language.parse().map_err(|error| format!("{error}"))?;
    let resource =
        FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| format!("{errors:?}"))?;
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Marks around inserted values are for mixed-direction rendering; they would break JSON clients
    // that compare or parse the text.
    bundle.set_use_isolating(false);
    bundle
        .add_resource(resource)
        .map_err(|errors: Vec<FluentError>| format!("{errors:?}"))?;
    Ok(bundle)
}

fn format(
    bundle: &FluentBundle<FluentResource>,
    name: &str,
    attribute: Option<&str>,
    arguments: &Arguments,
) -> Option<String> {
    let message = bundle.get_message(name)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut values = FluentArgs::new();
    for (key, value) in arguments {
        // `0010` is a text: as a number it would be written as 10.
        let number = value.parse::<i64>().ok();
        let number = number.filter(|number| number.to_string() == *value);
        let value = number.map_or_else(|| value.clone().into(), FluentValue::from);
        values.set(*key, value);
    }
    let mut errors = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, Some(&values), &mut errors)
            .into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_message() {
        let messages = Messages::load().unwrap();
        let english = include_str!("../../locales/en.ftl");
        let names = english.lines().filter_map(|line| line.split_once(" = "));
        let names: Vec<&str> = names
            .map(|(name, _)| name)
            .filter(|n| !n.starts_with([' ', '#']))
            .collect();
        assert!(names.len() > 20);
        for language in messages.languages() {
            for name in &names {
                assert!(messages.has(language, name), "{language} lacks {name}");
            }
        }
    }

    #[test]
    fn values_and_plural_forms_are_filled_in() {
        let messages = Messages::load().unwrap();
        let english = Language::english();
        let detail = |seconds: &str| {
            let arguments = vec![("seconds", seconds.to_owned())];
            messages.text(
                &english,
                "problem-too_many_requests",
                Some("detail"),
                &arguments,
            )
        };
        assert_eq!(
            detail("1"),
            "Please wait one second and try again. Nothing is lost."
        );
        assert_eq!(
            detail("7"),
            "Please wait 7 seconds and try again. Nothing is lost."
        );
    }
}
