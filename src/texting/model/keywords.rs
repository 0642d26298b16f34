//! Words that mean something at any point, in every language that the service speaks.

use crate::platform::code_lists::CodeLists;
use crate::platform::crypto::ReceiptCode;
use crate::platform::language::Language;
use crate::platform::messages::Messages;
use crate::platform::text::fold;

/// What a word that is a whole text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// No text must come any more.
    Stop,
    /// Texts may come again, and the conversation begins anew.
    Start,
    /// What this is and how it is used.
    Help,
    /// Somebody is in danger.
    Danger,
    /// Another language.
    Language,
}

impl Keyword {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Stop, "sms-keywords-stop"),
        (Self::Start, "sms-keywords-start"),
        (Self::Danger, "sms-keywords-danger"),
        (Self::Help, "sms-keywords-help"),
        (Self::Language, "sms-keywords-language"),
    ];
}

/// The words of the service's texts and code lists.
pub struct Lexicon<'a> {
    /// Its texts.
    pub messages: &'a Messages,
    /// Its code lists.
    pub lists: &'a CodeLists,
}

impl Lexicon<'_> {
    /// The keyword that a whole text is, with the language when only one has the word.
    pub fn keyword(&self, text: &str) -> Option<(Keyword, Option<Language>)> {
        let text = fold(text);
        for (keyword, name) in Keyword::ALL {
            let has = |language: &&Language| {
                let words = self.messages.text(language, name, None, &Vec::new());
                words.split(',').any(|word| fold(word) == text)
            };
            let mut languages = self.languages().iter().filter(has);
            if let Some(language) = languages.next() {
                let is_only = languages.next().is_none();
                return Some((keyword, is_only.then(|| language.clone())));
            }
        }
        None
    }

    /// Whether a text is what somebody in danger sends of whom a case is known: a cry for help, or the code of the case.
    pub fn is_cry(&self, text: &str) -> bool {
        let is_danger = matches!(self.keyword(text), Some((Keyword::Danger, _)));
        is_danger || ReceiptCode::parse(text).is_ok()
    }

    /// The languages, in the order of the menu: those in which everything can be said.
    pub fn languages(&self) -> &[Language] {
        self.messages.complete_languages()
    }

    /// The language that somebody chooses: its number in the menu, or its name.
    pub fn language(&self, text: &str) -> Option<Language> {
        if let Some(number) = number(text) {
            return self.languages().get(number.checked_sub(1)?).cloned();
        }
        let text = fold(text);
        let has = |language: &&Language| {
            let name = self
                .messages
                .text(language, "sms-language-name", None, &Vec::new());
            fold(&name) == text || language.as_str() == text
        };
        self.languages().iter().find(has).cloned()
    }

    /// The country that a text names, in whatever language of the list, or by its two letters.
    pub fn country(&self, text: &str) -> Option<String> {
        let text = fold(text);
        let codes = &self.lists.find("countries")?.codes;
        let by_code = codes.iter().find(|entry| fold(&entry.code) == text);
        let by_name = || {
            let is_named = |label: &String| fold(label) == text;
            codes
                .iter()
                .find(|entry| entry.label.values().any(is_named))
        };
        by_code.or_else(by_name).map(|entry| entry.code.clone())
    }

    /// What requests can be about, in the order of the list.
    pub fn topics(&self) -> Vec<&str> {
        let list = self.lists.find("issue_codes");
        let codes = list.map(|list| list.codes.as_slice()).unwrap_or_default();
        codes.iter().map(|entry| entry.code.as_str()).collect()
    }
}

/// The number that a whole text is: `1`, ` 1. `, `１`.
pub fn number(text: &str) -> Option<usize> {
    fold(text)
        .trim()
        .parse()
        .ok()
        .filter(|number| *number < 100)
}
