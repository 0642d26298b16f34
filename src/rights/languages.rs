//! Which of the languages at hand a reader gets, and what is said about it.

use std::sync::Arc;

use crate::platform::code_lists::{CodeLists, ListName as _, RightsTopics, Texts};
use crate::platform::http::Context;
use crate::platform::language::{Language, fallback_chain};
use crate::platform::text::fold;

/// The language in which something is served, and what was wished instead.
#[derive(Debug, Clone)]
pub(super) struct Served {
    /// The language at hand that is nearest to the wish.
    pub language: Language,
    /// The wish, when this is another language.
    pub fallback_from: Option<Language>,
}

/// The language in which the caller gets something that exists in these languages: along the
/// caller's own wishes, then the default language of the service, then English.
pub(super) fn serve(context: &Context, available: &[Language]) -> Served {
    let nearest = context.language_among(available);
    let at_hand = |language: &Language| available.contains(language);
    let language = fallback_chain(&nearest)
        .into_iter()
        .find(at_hand)
        .or_else(|| available.first().cloned())
        .unwrap_or_else(Language::english);
    let wish = context.wished_language();
    Served {
        fallback_from: wish.filter(|wish| !language.satisfies(wish)),
        language,
    }
}

/// Finds the words for one answer, and remembers in which languages they are.
pub(super) struct Wording<'c> {
    context: &'c Context,
    lists: Arc<CodeLists>,
    spoken: Vec<Language>,
}

impl<'c> Wording<'c> {
    pub fn new(context: &'c Context) -> Self {
        Self {
            context,
            lists: context.services().code_lists(),
            spoken: Vec::new(),
        }
    }

    /// Remembers that part of the answer is in this language.
    pub fn speak(&mut self, language: &Language) {
        self.context.speak(language);
        if !self.spoken.contains(language) {
            self.spoken.push(language.clone());
        }
    }

    /// The languages of the answer, for `Content-Language`.
    pub fn spoken(self) -> Vec<Language> {
        self.spoken
    }

    /// The nearest of some texts; none only when there are none.
    pub fn nearest(&mut self, texts: &Texts) -> Option<(Language, String)> {
        let available: Vec<Language> = texts.keys().filter_map(|tag| tag.parse().ok()).collect();
        let language = serve(self.context, &available).language;
        let text = texts.get(language.as_str())?.clone();
        self.speak(&language);
        Some((language, text))
    }

    /// The label of a code; the code itself when its list has lost it.
    pub fn label(&mut self, list: &str, code: &str) -> String {
        let lists = Arc::clone(&self.lists);
        let entries = lists.find(list).map(|list| list.codes.as_slice());
        let entry = entries
            .unwrap_or_default()
            .iter()
            .find(|entry| entry.code == code);
        let label = entry.and_then(|entry| self.nearest(&entry.label));
        label.map_or_else(|| code.to_owned(), |(_, text)| text)
    }
}

/// What the topics of articles are called, for search.
pub(super) struct Topics(pub Arc<CodeLists>);

impl Topics {
    /// The names of a topic, the one in this language first.
    pub fn labels(&self, topic: &str, first: &Language) -> Vec<(Language, String)> {
        let codes = self.0.find(RightsTopics::NAME).map(|list| &list.codes);
        let entry = codes.and_then(|codes| codes.iter().find(|entry| entry.code == topic));
        let labels = entry.into_iter().flat_map(|entry| &entry.label);
        let labels = labels.filter_map(|(tag, label)| Some((tag.parse().ok()?, label.clone())));
        let mut labels: Vec<(Language, String)> = labels.collect();
        labels.sort_by_key(|(language, _)| language != first);
        labels
    }

    /// The same, folded for search, one after the other.
    pub fn folded(&self, topic: &str) -> String {
        let labels = self.labels(topic, &Language::english()).into_iter();
        labels
            .map(|(_, label)| fold(&label))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// What a language is called in another language; its tag when it has no name there.
pub(super) fn name_of(lists: &CodeLists, language: &Language, within: &Language) -> String {
    let name = fallback_chain(language)
        .into_iter()
        .filter(|form| form.satisfies(language))
        .find_map(|form| {
            lists
                .label("languages", form.as_str(), within)
                .map(str::to_owned)
        });
    name.unwrap_or_else(|| language.as_str().to_owned())
}
