//! What a text means at this point of a conversation, what is said to it, and what is to be done.
//!
//! Whatever is said comes from the service's own texts, its code lists, or what an organisation wrote: there is no way
//! by which a word of the person gets into an answer.

mod steps;

use self::steps::{is_story, keep};
use super::conversation::{Conversation, DANGER, MOST_WORDS, Step};
use super::keywords::{Keyword, Lexicon};
use crate::platform::crypto::ReceiptCode;
use crate::platform::language::Language;

/// A text that came in.
pub struct Heard<'a> {
    /// What it says.
    pub text: &'a str,
    /// In which country its number was given out.
    pub guess: Option<&'a str>,
    /// Whether a code that the person needs was forgotten since the last text.
    pub code_is_over: bool,
}

/// What goes with a text of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listing {
    /// Nothing.
    Nothing,
    /// The name of a country.
    Country(String),
    /// The emergency numbers of a country, if it is known.
    Numbers(Option<String>),
    /// A page of what requests can be about.
    Topics(usize),
    /// The menu of languages.
    Languages,
}

/// Something that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// The name of the text.
    pub name: &'static str,
    /// What goes with it.
    pub with: Listing,
}

/// Something that is done. What comes of it is said by whoever does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// File the request that was told.
    File,
    /// Try the code that the text is.
    TryCode,
    /// Tell how far the request is.
    Standing,
    /// Show the next answer of the organisation, from the latest back.
    Answer,
    /// Send the message that was written.
    Send,
    /// Take the request back.
    TakeBack,
    /// Erase the request.
    Erase,
    /// Tell the organisation that the person is in danger.
    Danger,
    /// Text this number no more.
    Stop,
    /// Text it again.
    Start,
}

/// What follows from a text, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Something is said.
    Say(Say),
    /// Something is done.
    Do(Act),
}

/// What became of a conversation by a text.
pub struct Hearing {
    /// What it remembers from now on; `None`: nothing, it is over.
    pub talk: Option<Conversation>,
    /// What follows.
    pub effects: Vec<Effect>,
}

const fn plain(name: &'static str) -> Say {
    Say {
        name,
        with: Listing::Nothing,
    }
}

/// Hears a text.
pub fn hear(talk: Conversation, heard: &Heard<'_>, lexicon: &Lexicon<'_>) -> Hearing {
    let mut hearing = Turn {
        talk,
        heard,
        lexicon,
        effects: Vec::new(),
    };
    let goes_on = hearing.take();
    Hearing {
        talk: goes_on.then_some(hearing.talk),
        effects: hearing.effects,
    }
}

/// What is asked at this point.
pub fn prompt(talk: &Conversation, guess: Option<&str>) -> Say {
    if talk.language.is_none() {
        return Say {
            name: "sms-language",
            with: Listing::Languages,
        };
    }
    match (talk.step, guess) {
        (Step::Menu, _) => plain("sms-menu"),
        (Step::Country { guessed: true }, Some(guess)) => Say {
            name: "sms-country-guess",
            with: Listing::Country(guess.to_owned()),
        },
        (Step::Country { .. }, _) => plain("sms-country"),
        (Step::NumbersOf, _) => plain("sms-numbers-of"),
        (Step::Urgency, _) => plain("sms-urgency"),
        (Step::Topics { page }, _) => Say {
            name: "sms-topics",
            with: Listing::Topics(page),
        },
        (Step::Words, _) if talk.draft.is_danger() => plain("sms-words-in-danger"),
        (Step::Words, _) => plain("sms-words"),
        (Step::MayText, _) => plain("sms-may-text"),
        (Step::Confirm, _) => plain("sms-confirm"),
        (Step::Code, _) => plain("sms-code"),
        (Step::Case, _) => plain("sms-case"),
        (Step::Message, _) => plain("sms-message"),
        (Step::TakeBack, _) => plain("sms-take-back"),
        (Step::Erase, _) => plain("sms-erase"),
    }
}

struct Turn<'a> {
    talk: Conversation,
    heard: &'a Heard<'a>,
    lexicon: &'a Lexicon<'a>,
    effects: Vec<Effect>,
}

impl Turn<'_> {
    fn say(&mut self, name: &'static str) {
        self.effects.push(Effect::Say(plain(name)));
    }

    fn act(&mut self, act: Act) {
        self.effects.push(Effect::Do(act));
    }

    fn ask(&mut self) {
        self.talk.language_asked |= self.talk.language.is_none();
        let guess = self.heard.guess;
        self.effects.push(Effect::Say(prompt(&self.talk, guess)));
    }

    fn go(&mut self, step: Step) {
        self.talk.step = step;
        self.ask();
    }

    /// Hears the text; whether the conversation goes on.
    fn take(&mut self) -> bool {
        if let Some((keyword, language)) = self.lexicon.keyword(self.heard.text) {
            return self.keyword(keyword, language);
        }
        if self.is_code() {
            self.act(Act::TryCode);
            return true;
        }
        if self.heard.code_is_over {
            self.talk.step = Step::Code;
            self.say("sms-code-over");
            return true;
        }
        if self.talk.language.is_none() {
            self.language();
            return true;
        }
        self.step()
    }

    fn keyword(&mut self, keyword: Keyword, language: Option<Language>) -> bool {
        if keyword != Keyword::Stop && self.talk.language.is_none() {
            self.talk.language = language;
        }
        match keyword {
            Keyword::Stop => {
                self.act(Act::Stop);
                return false;
            }
            Keyword::Start => {
                let chosen = self.talk.language.take();
                self.talk = Conversation::new(chosen);
                self.act(Act::Start);
                self.ask();
            }
            Keyword::Help => {
                self.say("sms-help");
                self.ask();
            }
            Keyword::Language => {
                self.talk.language = None;
                self.ask();
            }
            Keyword::Danger => self.danger(),
        }
        true
    }

    /// The numbers at once; what was told so far stays.
    fn danger(&mut self) {
        if self.talk.language.is_none() {
            self.talk.language = Some(Language::english());
        }
        self.numbers(self.talk.draft.country.clone());
        if self.talk.step.needs_code() && self.talk.code.is_some() {
            return self.act(Act::Danger);
        }
        self.talk.draft.urgency = Some(DANGER.to_owned());
        if self.talk.draft.country.is_some() {
            self.go(Step::Words);
        } else {
            self.go(Step::Country {
                guessed: self.heard.guess.is_some(),
            });
        }
    }

    fn numbers(&mut self, country: Option<String>) {
        let country = country.or_else(|| self.heard.guess.map(str::to_owned));
        self.effects.push(Effect::Say(Say {
            name: "sms-numbers",
            with: Listing::Numbers(country),
        }));
    }

    /// Whether the text is to be tried as a code: one in digits anywhere, one in letters where no words are expected.
    fn is_code(&self) -> bool {
        let text = self.heard.text;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let has_letters = text.chars().any(char::is_alphabetic);
        if digits >= 24 && !has_letters {
            return true;
        }
        let takes_words = matches!(self.talk.step, Step::Words | Step::Message);
        !takes_words && ReceiptCode::parse(text).is_ok()
    }

    /// A number is the answer to a question: before it was asked, it chooses nothing.
    fn language(&mut self) {
        let chosen = self.lexicon.language(self.heard.text);
        match chosen.filter(|_| self.talk.language_asked) {
            Some(language) => self.talk.language = Some(language),
            None => self.keep_first_words(),
        }
        self.ask();
    }

    /// Who begins with their story does not have to tell it again.
    fn keep_first_words(&mut self) {
        if is_story(self.heard.text) && self.talk.step == Step::Menu {
            keep(&mut self.talk.draft.words, self.heard.text, MOST_WORDS);
        }
    }
}

#[cfg(test)]
mod tests;
