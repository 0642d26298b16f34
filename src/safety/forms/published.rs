//! Every form that was ever published.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::model::Form;

macro_rules! form {
    ($name:literal) => {
        include_str!(concat!("../../../data/safety-forms/", $name, ".toml"))
    };
}

const FILES: &[&str] = &[
    form!("hazard.1"),
    form!("hazard.2"),
    form!("near_miss.1"),
    form!("near_miss.2"),
    form!("injury.1"),
    form!("injury.2"),
    form!("ill_health.1"),
    form!("ill_health.2"),
    form!("fatality.1"),
    form!("fatality.2"),
    form!("violence_harassment.1"),
    form!("violence_harassment.2"),
    form!("housing.1"),
    form!("housing.2"),
    form!("transport.1"),
    form!("transport.2"),
    form!("heat.1"),
    form!("heat.2"),
    form!("good_practice.1"),
    form!("good_practice.2"),
];

/// The forms by their hashes. Only a broken build leaves one out, and a test finds it.
static FORMS: LazyLock<BTreeMap<String, Form>> = LazyLock::new(|| {
    let read = |text: &&str| {
        let form: Form = toml::from_str(text).ok()?;
        Some((form.hash().ok()?, form))
    };
    FILES.iter().filter_map(read).collect()
});

/// Every form that was ever published, with its hash.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Form)> {
    FORMS.iter().map(|(hash, form)| (hash.as_str(), form))
}

/// The form with a hash.
pub fn find(hash: &str) -> Option<&'static Form> {
    FORMS.get(hash)
}

/// The newest form of each kind, by kind.
pub fn newest() -> Vec<(&'static str, &'static Form)> {
    let mut newest: BTreeMap<&str, (&str, &Form)> = BTreeMap::new();
    for (hash, form) in all() {
        let known = newest.get(form.kind.as_str());
        if known.is_none_or(|(_, known)| known.version < form.version) {
            newest.insert(&form.kind, (hash, form));
        }
    }
    newest.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = include_str!("../../../data/safety-forms/published.txt");

    #[test]
    fn every_file_is_a_form() {
        for text in FILES {
            let form: Result<Form, _> = toml::from_str(text);
            assert!(form.is_ok(), "{form:?}");
        }
        assert_eq!(FORMS.len(), FILES.len());
    }

    /// Kind, version and hash of what was published: once it is here, it stays here.
    #[test]
    fn a_form_that_was_published_never_changes() {
        let mut lines: Vec<String> = all()
            .map(|(hash, form)| format!("{} {} {hash}", form.kind, form.version))
            .collect();
        lines.sort();
        let now = lines.join("\n") + "\n";
        assert_eq!(
            now, PUBLISHED,
            "what was published stays; new lines are adopted by hand"
        );
    }

    #[test]
    fn every_question_is_asked_in_four_languages() {
        for (_, form) in all() {
            for field in &form.fields {
                let choices = field.choices.iter().map(|choice| &choice.label);
                for label in choices.chain([&field.label]) {
                    let languages: Vec<&str> = label.keys().map(String::as_str).collect();
                    assert_eq!(
                        languages,
                        ["en", "fil", "id", "vi"],
                        "{} {}",
                        form.kind,
                        field.at
                    );
                }
            }
        }
    }
}
