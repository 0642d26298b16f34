//! What the operator's file says, and when it cannot be used.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::language::Language;
use crate::rights::TranslationStatus;
use crate::text_enum;

text_enum! {
    /// On what an app runs.
    pub enum AppPlatform {
        /// Android.
        Android => "android",
        /// `iOS`.
        Ios => "ios",
        /// A browser.
        Web => "web",
        /// A computer.
        Desktop => "desktop",
    }
}

/// The text is no version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a version is one to four numbers below 100000 with dots between them, such as 1.4.0")]
pub struct NotAVersion;

/// A version of an app: one to four numbers with dots between them. Numbers that are left out are zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct AppVersion(String);

impl AppVersion {
    const PATTERN: &str = r"^(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){0,3}$";
    const MAX_LENGTH: usize = 23;

    /// Its numbers, the first weighing most.
    fn numbers(&self) -> [u32; 4] {
        let mut numbers = [0; 4];
        for (place, part) in numbers.iter_mut().zip(self.0.split('.')) {
            *place = part.parse().unwrap_or(u32::MAX);
        }
        numbers
    }
}

impl TryFrom<String> for AppVersion {
    type Error = NotAVersion;

    fn try_from(text: String) -> Result<Self, NotAVersion> {
        let is_number = |part: &str| {
            (1..=5).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && (part == "0" || !part.starts_with('0'))
        };
        let parts = text.split('.').count();
        if parts <= 4 && text.split('.').all(is_number) {
            Ok(Self(text))
        } else {
            Err(NotAVersion)
        }
    }
}

impl PartialSchema for AppVersion {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "One to four numbers with dots between them; those that are left out are zero.",
            ))
            .max_length(Some(Self::MAX_LENGTH))
            .pattern(Some(Self::PATTERN))
            .examples(["1.4.0"])
            .into()
    }
}

impl ToSchema for AppVersion {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("AppVersion")
    }
}

/// Which versions of an app are good enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppVersions {
    /// What the app calls itself.
    #[schema(example = "tulay-web")]
    pub app: String,
    /// On what it runs.
    pub platform: AppPlatform,
    /// An older one must not write any more, because it harms somebody or is not understood; it goes on showing what it has,
    /// numbers to dial before all, and keeps what waits in it.
    pub minimum_version: AppVersion,
    /// An older one tells the person, once, that there is a better one.
    pub recommended_version: AppVersion,
    /// Where a newer one is; null when the app knows.
    #[serde(default)]
    #[schema(format = Uri, example = "https://tulay.example/app")]
    pub update_url: Option<String>,
}

/// What a quick exit shows in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafeExitTexts {
    /// How the texts came about.
    pub translation_status: TranslationStatus,
    /// The title of what is shown instead of the app.
    pub cover_title: String,
    /// What is shown instead of the app.
    pub cover_text: String,
    /// What stands on the button.
    pub button: String,
    /// What the app says about it, once, at the start.
    pub instruction: String,
}

impl SafeExitTexts {
    const fn texts(&self) -> [(&'static str, &String, usize); 4] {
        [
            ("cover_title", &self.cover_title, 40),
            ("cover_text", &self.cover_text, 160),
            ("button", &self.button, 20),
            ("instruction", &self.instruction, 300),
        ]
    }
}

/// The operator's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppsFile {
    /// Which versions are good enough.
    #[serde(default)]
    pub apps: Vec<AppVersions>,
    /// What a quick exit shows, by language.
    pub safe_exit: BTreeMap<String, SafeExitTexts>,
}

/// Most apps in the file: the answer is to stay small.
const MOST_APPS: usize = 12;

impl AppsFile {
    /// Everything that is wrong with it.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.apps.len() > MOST_APPS {
            faults.push(format!("apps: more than {MOST_APPS}"));
        }
        let mut before: Vec<(&str, AppPlatform)> = Vec::new();
        for app in &self.apps {
            let name = (app.app.as_str(), app.platform);
            if before.contains(&name) {
                faults.push(format!("apps: {} for {} is there twice", name.0, name.1));
            }
            before.push(name);
            faults.extend(app.faults());
        }
        if !self.safe_exit.contains_key("en") {
            faults.push("safe_exit: lacks en".to_owned());
        }
        for (language, texts) in &self.safe_exit {
            faults.extend(self.faults_of(language, texts));
        }
        faults
    }

    fn faults_of(&self, language: &str, texts: &SafeExitTexts) -> Vec<String> {
        let mut faults = Vec::new();
        if language
            .parse::<Language>()
            .map_or(true, |canonical| canonical.as_str() != language)
        {
            faults.push(format!("safe_exit: `{language}` is not a language tag"));
        }
        for (member, text, most) in texts.texts() {
            if text.trim().is_empty() || text.chars().count() > most {
                faults.push(format!(
                    "safe_exit.{language}.{member}: needs 1 to {most} characters"
                ));
            }
        }
        for (member, text) in [
            ("cover_title", &texts.cover_title),
            ("cover_text", &texts.cover_text),
        ] {
            let shown = text.to_lowercase();
            let names = self.apps.iter().map(|app| app.app.to_lowercase());
            if names
                .chain(["tulay".to_owned()])
                .any(|name| shown.contains(&name))
            {
                faults.push(format!(
                    "safe_exit.{language}.{member}: names the app that it is to hide"
                ));
            }
        }
        faults
    }
}

impl AppVersions {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let is_of_name =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
        if !(2..=60).contains(&self.app.len()) || !self.app.chars().all(is_of_name) {
            faults.push(format!(
                "apps: `{}` is not a name of 2 to 60 characters out of a-z 0-9 - _ .",
                self.app
            ));
        }
        if self.recommended_version.numbers() < self.minimum_version.numbers() {
            faults.push(format!(
                "apps: {} recommends a version older than its minimum",
                self.app
            ));
        }
        let url = self.update_url.as_deref().map(url::Url::parse);
        if url.is_some_and(|url| !url.is_ok_and(|url| url.scheme() == "https")) {
            faults.push(format!("apps: the update_url of {} is not https", self.app));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Option<[u32; 4]> {
        let version = AppVersion::try_from(text.to_owned()).ok()?;
        Some(version.numbers())
    }

    #[test]
    fn versions_are_compared_number_by_number() {
        assert!(version("1.10") > version("1.9.9"));
        assert_eq!(version("2"), version("2.0.0.0"));
        for wrong in [
            "",
            "1.",
            ".1",
            "1.02",
            "v1",
            "1.2.3.4.5",
            "100000",
            "1 ",
            "-1",
        ] {
            assert_eq!(version(wrong), None, "{wrong}");
        }
    }
}
