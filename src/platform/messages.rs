//! Texts in the caller's language, from the Fluent files in `locales/`.
//!
//! The files are part of the program. Four languages are complete, and a test refuses one that lacks
//! a message. In the others a message may be missing: it is taken from the next language along the
//! chain, at last from English, and the answer says so. No file may have a message, an attribute or
//! an argument that English has not.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::language::{Language, fallback_chain};

/// The languages that have every message come first.
const SOURCES: &[(&str, &str)] = &[
    ("en", include_str!("../../locales/en.ftl")),
    ("fil", include_str!("../../locales/fil.ftl")),
    ("id", include_str!("../../locales/id.ftl")),
    ("vi", include_str!("../../locales/vi.ftl")),
    ("ms", include_str!("../../locales/ms.ftl")),
    ("th", include_str!("../../locales/th.ftl")),
    ("km", include_str!("../../locales/km.ftl")),
    ("my", include_str!("../../locales/my.ftl")),
    ("lo", include_str!("../../locales/lo.ftl")),
    ("zh", include_str!("../../locales/zh.ftl")),
    ("ta", include_str!("../../locales/ta.ftl")),
    ("bn", include_str!("../../locales/bn.ftl")),
    ("ne", include_str!("../../locales/ne.ftl")),
];

/// How many of them have every message.
const COMPLETE: usize = 4;

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

    /// Those of them that have every message.
    pub fn complete_languages(&self) -> &[Language] {
        self.languages.get(..COMPLETE).unwrap_or_default()
    }

    /// A message, or an attribute of it when `attribute` is given, in the nearest language that has
    /// it; the bare name when no language has it.
    pub fn text(
        &self,
        language: &Language,
        name: &str,
        attribute: Option<&str>,
        arguments: &Arguments,
    ) -> String {
        self.say(language, name, attribute, arguments).1
    }

    /// The same with the language in which it is.
    pub fn say(
        &self,
        language: &Language,
        name: &str,
        attribute: Option<&str>,
        arguments: &Arguments,
    ) -> (Language, String) {
        let within = |language: &Language| {
            let bundle = self.bundles.get(language.as_str())?;
            format(bundle, name, attribute, arguments)
        };
        if let Some(text) = within(language) {
            return (language.clone(), text);
        }
        let mut chain = fallback_chain(language).into_iter();
        let found = chain.find_map(|step| within(&step).map(|text| (step, text)));
        found.unwrap_or_else(|| (Language::english(), name.to_owned()))
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
mod tests;
