//! What a phone carries along: the form in which each area gives its part, and how its texts are chosen without a caller.
//!
//! An area says what of it concerns a corridor, in one language, and of which code lists that speaks; it knows nothing of how
//! the parts are put together, signed and sent.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::code_lists::Texts;
use super::language::{Language, fallback_chain};
use crate::text_enum;

text_enum! {
    /// What a part of a bundle is.
    pub enum PartKind {
        /// An article, whole.
        Article => "article",
        /// A self-check, or what a contract should say.
        Check => "check",
        /// The labels of the codes that other parts use.
        CodeList => "code_list",
        /// An embassy or organisation.
        Contact => "contact",
        /// A number to dial in need.
        EmergencyNumber => "emergency_number",
        /// What the law gives, in figures.
        Entitlement => "entitlement",
        /// How much an agency may charge.
        FeeLimit => "fee_limit",
        /// Where one complains, step by step.
        Procedure => "procedure",
        /// A service of the directory, as everybody sees it.
        Service => "service",
    }
}

/// Where somebody comes from and where they go.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Corridor {
    /// ISO 3166-1.
    pub origin: String,
    /// ISO 3166-1.
    pub destination: String,
}

impl Corridor {
    /// Whether a country is one of the two.
    pub fn touches(&self, country: &str) -> bool {
        self.origin == country || self.destination == country
    }

    /// Whether something is for whoever comes from here, when it names for whom it is; nobody named is everybody.
    pub fn is_served(&self, nationalities: &[String]) -> bool {
        nationalities.is_empty() || nationalities.contains(&self.origin)
    }
}

impl fmt::Display for Corridor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.origin, self.destination)
    }
}

/// A part of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Names it among those of its kind; ASCII.
    pub name: String,
    /// What it says, without members that are null or empty.
    pub content: Value,
}

/// The parts that areas gave.
#[derive(Debug, Default)]
pub struct Parts {
    parts: Vec<Part>,
    codes: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Parts {
    /// Adds a part. What is null or empty in it is left out: a phone reads both as nothing.
    pub fn add<T: Serialize>(
        &mut self,
        kind: PartKind,
        name: &str,
        content: &T,
    ) -> Result<(), serde_json::Error> {
        let mut content = serde_json::to_value(content)?;
        leave_out_nothing(&mut content);
        self.parts.push(Part {
            kind,
            name: name.to_owned(),
            content,
        });
        Ok(())
    }

    /// Notes that a part uses a code of a list, so that its label is carried along.
    pub fn refer(&mut self, list: &'static str, code: &str) {
        self.codes.entry(list).or_default().insert(code.to_owned());
    }

    /// The same for several codes.
    pub fn refer_all<S: AsRef<str>>(
        &mut self,
        list: &'static str,
        codes: impl IntoIterator<Item = S>,
    ) {
        for code in codes {
            self.refer(list, code.as_ref());
        }
    }

    /// The codes that are used, by list.
    pub const fn codes(&self) -> &BTreeMap<&'static str, BTreeSet<String>> {
        &self.codes
    }

    /// All of them.
    pub fn into_parts(self) -> Vec<Part> {
        self.parts
    }
}

/// Takes out of objects what is null or empty.
fn leave_out_nothing(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(leave_out_nothing);
            members.retain(|_, member| !is_nothing(member));
        }
        Value::Array(all) => all.iter_mut().for_each(leave_out_nothing),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(all) => all.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The nearest of the languages in which something is, for who reads a language: along its shorter forms, then English, then
/// whatever there is.
pub fn nearest_language(wanted: &Language, available: &[Language]) -> Option<Language> {
    let chain = fallback_chain(wanted);
    let known = chain.into_iter().find(|step| available.contains(step));
    known.or_else(|| available.first().cloned())
}

/// The nearest of some texts, and its language.
pub fn nearest_text(wanted: &Language, texts: &Texts) -> Option<(Language, String)> {
    let available: Vec<Language> = texts.keys().filter_map(|tag| tag.parse().ok()).collect();
    let language = nearest_language(wanted, &available)?;
    let text = texts.get(language.as_str())?.clone();
    Some((language, text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_says_nothing_is_left_out_and_what_is_false_is_not() {
        let mut parts = Parts::default();
        let content = json!({ "a": null, "b": [], "c": { "d": null }, "e": false, "f": [{ "g": null, "h": 0 }] });
        parts.add(PartKind::Article, "x", &content).unwrap();
        let only = parts.into_parts().remove(0);
        assert_eq!(only.content, json!({ "e": false, "f": [{ "h": 0 }] }));
    }

    #[test]
    fn a_text_is_the_nearest_that_there_is() {
        let texts = |tags: &[&str]| -> Texts {
            let text = |tag: &&str| ((*tag).to_owned(), format!("in {tag}"));
            tags.iter().map(text).collect()
        };
        let nearest = |wanted: &str, tags: &[&str]| {
            let found = nearest_text(&wanted.parse().unwrap(), &texts(tags)).unwrap();
            (found.0.as_str().to_owned(), found.1)
        };
        let told = |tag: &str| (tag.to_owned(), format!("in {tag}"));
        assert_eq!(nearest("zh-Hans-SG", &["en", "zh"]), told("zh"));
        assert_eq!(nearest("km", &["en", "vi"]), told("en"));
        assert_eq!(nearest("km", &["vi"]), told("vi"));
        assert!(nearest_text(&Language::english(), &Texts::new()).is_none());
    }
}
