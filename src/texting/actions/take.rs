//! Taking a text: once, in turn, and answered in the same transaction.

use std::time::Duration;

use super::keep::Kept;
use crate::contact::{self, Permit};
use crate::platform::clock::Time;
use crate::platform::crypto::Domain;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::http::rates::come_back_in;
use crate::platform::language::Language;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::{CONFLICT, Problem};
use crate::texting::model::{
    Act, Conversation, Effect, Heard, Incoming, Keyword, Lexicon, Say, country_of, hear, prompt,
};
use crate::texting::store;
use crate::texting::wording::Wording;

/// How long the id of a text is remembered: longer than a gateway tries, and longer than a signature is good.
const TAKEN_FOR: Duration = Duration::from_hours(24 * 7);

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Taken,
    /// It was taken before.
    Repeated,
    /// Its number wants no texts, so that there is nobody to talk with.
    Stopped,
}

/// Takes a text and answers it.
pub fn take(
    conn: &mut Conn,
    services: &Services,
    incoming: &Incoming,
    now: Time,
) -> Result<Outcome, Problem> {
    let message = incoming.message_id.as_bytes();
    let message = services.lookup.hash(Domain::SmsText, message);
    if store::was_taken(conn, &message)? {
        return Ok(Outcome::Repeated);
    }
    let number = incoming.from.as_str();
    let number = services
        .lookup
        .hash(Domain::SmsConversation, number.as_bytes());
    let allowance = services.rates.take_text(number);
    if !allowance.is_granted() {
        // It was not taken: the gateway brings it again, and nothing that somebody in need writes is lost.
        return Err(come_back_in(allowance.wait_seconds));
    }
    store::remember(conn, &message, now.plus(TAKEN_FOR))?;
    let lists = services.code_lists();
    let lexicon = Lexicon {
        messages: &services.messages,
        lists: &lists,
    };
    let starts = matches!(lexicon.keyword(&incoming.text), Some((Keyword::Start, _)));
    // A number that wants no texts gets none; but who is in danger is heard, and the organisation that has the case called.
    let is_heard = starts || lexicon.is_cry(&incoming.text);
    if !is_heard && contact::is_stopped(conn, services, &incoming.from)? {
        return Ok(Outcome::Stopped);
    }
    converse(conn, services, (incoming, number), &lexicon, now)?;
    Ok(Outcome::Taken)
}

fn converse(
    conn: &mut Conn,
    services: &Services,
    (incoming, number): (&Incoming, [u8; 32]),
    lexicon: &Lexicon<'_>,
    now: Time,
) -> Result<(), Problem> {
    let (mut kept, mut talk) = Kept::find(conn, services, number, now)?;
    let heard = Heard {
        text: &incoming.text,
        guess: country_of(incoming.from.as_str()),
        code_is_over: talk.forget_old_code(now),
    };
    let before = talk.language.clone();
    let hearing = hear(talk, &heard, lexicon);
    let mut desk = Desk {
        services,
        lexicon,
        from: &incoming.from,
        text: heard.text,
        guess: heard.guess,
        number,
        now,
        goes_on: hearing.talk.is_some(),
        talk: hearing.talk.unwrap_or_else(|| Conversation::new(before)),
        said: Vec::new(),
        code: None,
        stops: false,
    };
    for effect in hearing.effects {
        desk.follow(conn, effect)?;
    }
    desk.answer(conn)?;
    if desk.goes_on {
        kept.keep(conn, services, &desk.talk, now)
    } else {
        kept.forget(conn, services)
    }
}

/// Where a text is worked on.
pub(super) struct Desk<'a> {
    pub(super) services: &'a Services,
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) from: &'a PhoneNumber,
    /// What it says.
    pub(super) text: &'a str,
    pub(super) guess: Option<&'a str>,
    pub(super) number: [u8; 32],
    pub(super) now: Time,
    /// Whether anything is remembered afterwards.
    pub(super) goes_on: bool,
    pub(super) talk: Conversation,
    /// What is said, a line each.
    pub(super) said: Vec<String>,
    /// A receipt code that is said in a text of its own.
    pub(super) code: Option<String>,
    stops: bool,
}

impl Desk<'_> {
    pub(super) fn wording(&self) -> Wording<'_> {
        let language = self.talk.language.clone();
        Wording {
            lexicon: self.lexicon,
            language: language.unwrap_or_else(Language::english),
        }
    }

    pub(super) fn tell(&mut self, name: &str) {
        let text = self.wording().text(name, &Vec::new());
        self.said.push(text);
    }

    pub(super) fn say(&mut self, conn: &mut Conn, say: &Say) -> Result<(), Problem> {
        let text = self.wording().say(conn, say)?;
        self.said.push(text);
        Ok(())
    }

    /// Asks what comes next.
    pub(super) fn ask(&mut self, conn: &mut Conn) -> Result<(), Problem> {
        self.talk.language_asked |= self.talk.language.is_none();
        let say = prompt(&self.talk, self.guess);
        self.say(conn, &say)
    }

    fn follow(&mut self, conn: &mut Conn, effect: Effect) -> Result<(), Problem> {
        match effect {
            Effect::Say(say) => self.say(conn, &say),
            Effect::Do(Act::Stop) => {
                contact::stop(conn, self.services, self.from, self.now)?;
                self.stops = true;
                self.tell("sms-stopped");
                Ok(())
            }
            Effect::Do(Act::Start) => Ok(contact::start_again(conn, self.services, self.from)?),
            Effect::Do(act) => self.act(conn, act),
        }
    }

    /// Puts what is said into the outbox: one text, and the code in one of its own.
    fn answer(&self, conn: &mut Conn) -> Result<(), Problem> {
        let lines = self.said.join("\n");
        let texts = [
            Some(lines).filter(|lines| !lines.is_empty()),
            self.code.clone(),
        ];
        for text in texts.into_iter().flatten() {
            let language = self.wording().language;
            let permit = Permit::to_answer(self.from.clone(), language, self.now);
            let permit = if self.stops {
                permit.that_confirms_stop()
            } else {
                permit
            };
            match contact::enqueue(conn, self.services, &permit, &text, self.now) {
                Ok(_) => {}
                // Somebody who wants no texts gets none.
                Err(problem) if problem.code == &CONFLICT => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(())
    }
}
