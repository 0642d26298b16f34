//! Which kinds of reports other programs may file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::platform::language::{Language, nearest_text};

/// Part of the program, so that no setting lets through what is not harmless.
const FILE: &str = include_str!("../../../data/open311/services.toml");

/// A kind of report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The code of the list `safety_report_kinds`, which is the service's code.
    pub kind: String,
    /// A word that stands over several.
    pub group: String,
    /// Words by which it is found.
    pub keywords: Vec<String>,
    /// Whether a report may be shown in public, if its reporter allows it.
    pub may_be_published: bool,
    description: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    services: Vec<Service>,
}

static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let read: Result<File, _> = toml::from_str(FILE);
    read.map(|file| file.services).unwrap_or_default()
});

/// All of them.
pub fn all() -> &'static [Service] {
    &SERVICES
}

/// The one with this code.
pub fn find(code: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.kind == code)
}

impl Service {
    /// What it is, in a language.
    pub fn description(&self, language: &Language) -> &str {
        nearest_text(&self.description, language).map_or("", |(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_services_are_kinds_by_which_nobody_is_accused_or_hurt() {
        let list = include_str!("../../../data/code-lists/safety_report_kinds.toml");
        let codes: Vec<&str> = all().iter().map(|service| service.kind.as_str()).collect();
        assert_eq!(codes, ["good_practice", "transport", "heat"]);
        for service in all() {
            assert!(list.contains(&format!("code = \"{}\"", service.kind)));
            let languages: Vec<&str> = service.description.keys().map(String::as_str).collect();
            assert_eq!(languages, ["en", "fil", "id", "vi"]);
            assert_eq!(service.may_be_published, service.kind == "good_practice");
        }
    }
}
