//! The words of a text: they say nothing of the service, of labour or of a case, unless the person wants it so.

use super::plan::ContactMethod;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::messages::{Arguments, Messages};

/// Everyday sentences that there are. Whoever knows this program knows them: the person's own words are better.
const SENTENCES: [&str; 4] = [
    "contact-text-1",
    "contact-text-2",
    "contact-text-3",
    "contact-text-4",
];

/// The words for a way of contact: the person's own, or the organisation's name where that is allowed, or a sentence
/// that anybody could write; a case has the same one each time. The code word stands at the end, like a name.
pub(in crate::contact) fn words(
    messages: &Messages,
    method: &ContactMethod,
    (language, case): (&Language, Id),
    organisation: Option<&str>,
) -> String {
    let language = method.language.as_ref().unwrap_or(language);
    let organisation = organisation.filter(|_| method.ok_to_name_organisation);
    let words = match (&method.message_text, organisation) {
        (Some(own), _) => own.as_str().to_owned(),
        (None, Some(name)) => {
            let arguments = vec![("organisation", name.to_owned())];
            say(messages, language, "contact-text-named", &arguments)
        }
        (None, None) => {
            let bytes = case.as_bytes().iter();
            let sum: usize = bytes.map(|byte| usize::from(*byte)).sum();
            let [first, ..] = SENTENCES;
            let name = SENTENCES.get(sum % SENTENCES.len()).copied();
            say(messages, language, name.unwrap_or(first), &Vec::new())
        }
    };
    match &method.code_word {
        Some(code) => format!("{words} - {}", code.as_str()),
        None => words,
    }
}

fn say(messages: &Messages, language: &Language, name: &str, arguments: &Arguments) -> String {
    messages.text(language, name, None, arguments)
}
