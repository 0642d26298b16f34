//! How things are said in a text: short, in the person's language, and in the alphabet in which a text holds 160
//! characters.

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::model::{Lexicon, Listing, Say, page_of};
use crate::platform::db::{Conn, DbError};
use crate::platform::language::Language;
use crate::platform::messages::Arguments;
use crate::rights::find_emergency_numbers;

/// Emergency numbers that are told in one text.
const MOST_NUMBERS: usize = 4;

/// Says things in a language.
pub struct Wording<'a> {
    /// The service's words.
    pub lexicon: &'a Lexicon<'a>,
    /// The language.
    pub language: Language,
}

impl Wording<'_> {
    /// A text of the service with what goes with it.
    pub fn say(&self, conn: &mut Conn, say: &Say) -> Result<String, DbError> {
        Ok(match &say.with {
            Listing::Nothing => self.text(say.name, &Vec::new()),
            Listing::Country(code) => {
                let country = self.label("countries", code);
                self.text(say.name, &vec![("country", country)])
            }
            Listing::Numbers(country) => self.numbers(conn, say.name, country.as_deref())?,
            Listing::Topics(page) => {
                let topics = self.lexicon.topics();
                let lines = page_of(&topics, *page).into_iter();
                let line =
                    |(number, topic)| format!("{number} {}", self.label("issue_codes", topic));
                let list = lines.map(line).collect::<Vec<_>>().join("\n");
                self.text(say.name, &vec![("list", list)])
            }
            Listing::Languages => {
                let list = self.languages();
                self.text(say.name, &vec![("list", list)])
            }
        })
    }

    /// A text of the service.
    pub fn text(&self, name: &str, arguments: &Arguments) -> String {
        let messages = self.lexicon.messages;
        short(&messages.text(&self.language, name, None, arguments))
    }

    /// What a code is called.
    pub fn label(&self, list: &str, code: &str) -> String {
        let label = self.lexicon.lists.label(list, code, &self.language);
        label.unwrap_or(code).to_owned()
    }

    /// Each language in its own words.
    fn languages(&self) -> String {
        let lines = (1..)
            .zip(self.lexicon.languages())
            .map(|(number, language)| {
                let name =
                    self.lexicon
                        .messages
                        .text(language, "sms-language-name", None, &Vec::new());
                format!("{number} {name}")
            });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn numbers(
        &self,
        conn: &mut Conn,
        name: &'static str,
        country: Option<&str>,
    ) -> Result<String, DbError> {
        let found = match country {
            Some(country) => find_emergency_numbers(conn, country)?,
            None => Vec::new(),
        };
        if found.is_empty() {
            return Ok(self.text("sms-no-numbers", &Vec::new()));
        }
        let numbers = found.iter().take(MOST_NUMBERS).map(|number| {
            let service = self.label("emergency_services", &number.service);
            format!("{} ({service})", number.number)
        });
        let numbers = numbers.collect::<Vec<_>>().join(", ");
        Ok(self.text(name, &vec![("numbers", numbers)]))
    }
}

/// The letters of GSM 03.38 beyond ASCII, as far as its basic table has them.
const BEYOND_ASCII: &str = "@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";

fn is_gsm(c: char) -> bool {
    match c {
        '`' => false,
        '\n' | '\r' | ' '..='~' => true,
        other => BEYOND_ASCII.contains(other),
    }
}

/// A text in GSM 03.38 if leaving out accents does it, as people write it on such telephones; otherwise as it was. A text
/// that needs other letters holds 70 characters instead of 160.
pub fn short(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if is_gsm(c) => plain.push(c),
            'đ' => plain.push('d'),
            'Đ' => plain.push('D'),
            '\u{2018}' | '\u{2019}' | '`' => plain.push('\''),
            '\u{201c}' | '\u{201d}' => plain.push('"'),
            '\u{2010}'..='\u{2015}' => plain.push('-'),
            '\u{2026}' => plain.push_str("..."),
            '\u{a0}' => plain.push(' '),
            other => {
                let mut one = [0; 4];
                let letters = DecomposingNormalizerBorrowed::new_nfd();
                let parts = letters.normalize(other.encode_utf8(&mut one));
                plain.extend(
                    parts
                        .chars()
                        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}')),
                );
            }
        }
    }
    if plain.chars().all(is_gsm) {
        plain
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::messages::Messages;

    #[test]
    fn accents_are_left_out_where_that_shortens_the_text() {
        assert_eq!(short("Đã gửi. Mã của bạn…"), "Da gui. Ma cua ban...");
        assert_eq!(short("Señor – naïve"), "Señor - naive");
        assert_eq!(short("សួស្តី é"), "សួស្តី é");
    }

    #[test]
    fn every_text_of_the_service_is_short_in_every_language() {
        let messages = Messages::load().unwrap();
        let names: Vec<&str> = messages.names_after("sms-").collect();
        assert!(names.len() > 25);
        for language in messages.complete_languages() {
            for name in &names {
                let arguments = ["country", "numbers", "list", "status", "date", "text"];
                let arguments = arguments.map(|name| (name, "x".to_owned())).to_vec();
                let text = messages.text(language, &format!("sms-{name}"), None, &arguments);
                let text = short(&text);
                assert!(text.chars().all(is_gsm), "{language} {name}: {text}");
                assert!(text.chars().count() <= 160, "{language} {name}: {text}");
            }
        }
    }
}
