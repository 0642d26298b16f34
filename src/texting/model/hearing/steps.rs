//! What a text means after each question.

use super::super::conversation::{DANGER, Draft, MOST_OF_A_MESSAGE, MOST_WORDS, Step};
use super::super::keywords::number;
use super::super::menus::{chosen, next_page};
use super::{Act, Turn};

impl Turn<'_> {
    /// Hears the answer to a question; whether the conversation goes on.
    pub(super) fn step(&mut self) -> bool {
        let number = number(self.heard.text);
        match self.talk.step {
            Step::Menu => self.menu(number),
            Step::Country { guessed } => self.country(number, guessed),
            Step::NumbersOf => self.numbers_of(),
            Step::Urgency => self.urgency(number),
            Step::Topics { page } => self.topics(number, page),
            Step::Words => self.words(number),
            Step::MayText => self.may_text(number),
            Step::Confirm => self.confirm(number),
            Step::Code if number == Some(0) => self.go(Step::Menu),
            Step::Code => self.act(Act::TryCode),
            Step::Case => return self.case(number),
            Step::Message => self.message(number),
            Step::TakeBack => self.sure(number, Act::TakeBack),
            Step::Erase => self.sure(number, Act::Erase),
        }
        true
    }

    fn menu(&mut self, number: Option<usize>) {
        match number {
            Some(1) => self.begin(),
            Some(2) => self.go(Step::Code),
            Some(3) if self.heard.guess.is_some() => {
                self.numbers(None);
                self.go(Step::NumbersOf);
            }
            Some(3) => self.go(Step::NumbersOf),
            Some(4) => {
                self.talk.language = None;
                self.ask();
            }
            _ if is_story(self.heard.text) => {
                self.keep_first_words();
                self.begin();
            }
            _ => self.ask(),
        }
    }

    fn begin(&mut self) {
        if !self.talk.draft.words.is_empty() {
            self.say("sms-kept");
        }
        self.go(Step::Country {
            guessed: self.heard.guess.is_some(),
        });
    }

    fn drop_draft(&mut self) {
        self.talk.draft = Draft::default();
        self.say("sms-dropped");
        self.go(Step::Menu);
    }

    fn country(&mut self, number: Option<usize>, guessed: bool) {
        let guess = self.heard.guess.filter(|_| guessed);
        let country = match (number, guess) {
            (Some(0), _) => return self.drop_draft(),
            (Some(1), Some(guess)) => Some(guess.to_owned()),
            (Some(2), Some(_)) => return self.go(Step::Country { guessed: false }),
            _ => self.lexicon.country(self.heard.text),
        };
        if country.is_none() {
            return self.say("sms-country-unknown");
        }
        self.talk.draft.country = country;
        if self.talk.draft.is_danger() {
            self.numbers(self.talk.draft.country.clone());
            return self.go(Step::Words);
        }
        self.go(Step::Urgency);
    }

    fn numbers_of(&mut self) {
        match self.lexicon.country(self.heard.text) {
            Some(country) => {
                self.numbers(Some(country));
                self.go(Step::Menu);
            }
            None if number(self.heard.text).is_some() => {
                self.talk.step = Step::Menu;
                self.menu(number(self.heard.text).filter(|number| *number != 3));
            }
            None => self.say("sms-country-unknown"),
        }
    }

    fn urgency(&mut self, number: Option<usize>) {
        let urgency = match number {
            Some(0) => return self.drop_draft(),
            Some(1) => DANGER,
            Some(2) => "this_week",
            Some(3) => "not_urgent",
            _ => return self.ask(),
        };
        self.talk.draft.urgency = Some(urgency.to_owned());
        if self.talk.draft.is_danger() {
            self.numbers(self.talk.draft.country.clone());
            self.go(Step::Words);
        } else {
            self.go(Step::Topics { page: 0 });
        }
    }

    fn topics(&mut self, number: Option<usize>, page: usize) {
        if number == Some(0) {
            let page = next_page(self.lexicon.topics().len(), page);
            return self.go(Step::Topics { page });
        }
        let topics = chosen(self.lexicon, self.heard.text);
        if topics.is_empty() {
            return self.ask();
        }
        self.talk.draft.topics = topics;
        self.go(Step::Words);
    }

    fn words(&mut self, number: Option<usize>) {
        match number {
            Some(0) => self.drop_draft(),
            Some(1) => self.go(Step::MayText),
            _ if keep(&mut self.talk.draft.words, self.heard.text, MOST_WORDS) => {
                self.say("sms-words-more");
            }
            _ => self.say("sms-words-full"),
        }
    }

    fn may_text(&mut self, number: Option<usize>) {
        match number {
            Some(0) => return self.drop_draft(),
            Some(1) => self.talk.draft.may_text = true,
            Some(2) => self.talk.draft.may_text = false,
            _ => return self.ask(),
        }
        if self.talk.draft.is_danger() {
            self.act(Act::File);
        } else {
            self.go(Step::Confirm);
        }
    }

    fn confirm(&mut self, number: Option<usize>) {
        match number {
            Some(0) => self.drop_draft(),
            Some(1) => self.act(Act::File),
            _ => self.ask(),
        }
    }

    /// What the menu of a request offers; whether the conversation goes on.
    fn case(&mut self, number: Option<usize>) -> bool {
        match number {
            Some(0) => {
                self.say("sms-bye");
                return false;
            }
            Some(1) => self.act(Act::Standing),
            Some(2) => self.act(Act::Answer),
            Some(3) => self.go(Step::Message),
            Some(4) => self.go(Step::TakeBack),
            Some(5) => self.go(Step::Erase),
            _ => self.ask(),
        }
        true
    }

    fn message(&mut self, number: Option<usize>) {
        match number {
            Some(0) => {
                self.talk.message.clear();
                self.say("sms-dropped");
                self.go(Step::Case);
            }
            Some(1) if self.talk.message.is_empty() => self.ask(),
            Some(1) => self.act(Act::Send),
            _ if keep(&mut self.talk.message, self.heard.text, MOST_OF_A_MESSAGE) => {
                self.say("sms-message-more");
            }
            _ => self.say("sms-words-full"),
        }
    }

    /// What cannot be undone is asked for twice.
    fn sure(&mut self, number: Option<usize>, act: Act) {
        if number == Some(1) {
            self.act(act);
        } else {
            self.go(Step::Case);
        }
    }
}

/// Whether a text tells something, rather than choosing something.
pub(super) fn is_story(text: &str) -> bool {
    text.trim().chars().count() > 20
}

/// Keeps a text, unless it is empty or too much was told already; whether it was kept or needed not to be.
pub(super) fn keep(words: &mut Vec<String>, text: &str, most: usize) -> bool {
    let text = text.trim_matches(is_blank);
    let told: usize = words.iter().map(|word| word.chars().count() + 1).sum();
    if told + text.chars().count() > most {
        return false;
    }
    if !text.is_empty() {
        words.push(text.to_owned());
    }
    true
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
