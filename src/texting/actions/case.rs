//! What is done with a request: filing it, and following it with its code.

use super::take::Desk;
use crate::assistance::{
    REQUEST_WITHDRAWN, Told, answers_by_text, danger_by_text, erase_by_text, file_by_text,
    say_by_text, standing_by_text, take_back_by_text,
};
use crate::identity::{AssistanceRequests, ReceiptHolder, ReceiptScope, hold};
use crate::platform::db::Conn;
use crate::platform::problem::{NOT_FOUND, Problem, UNKNOWN_RECEIPT};
use crate::texting::model::{
    Act, CODE_REMEMBERED, Conversation, Draft, HeldCode, Listing, Say, Step,
};

/// Longest answer of an organisation that is shown in texts, in characters; the rest is read in an app.
const LONGEST_ANSWER: usize = 1_200;

type Holder = ReceiptHolder<AssistanceRequests>;

/// What a code is good for.
enum Tried {
    Opens(Box<Holder>),
    /// It opens nothing, and what is said of it.
    Nothing(&'static str),
    /// Too many were wrong: it was not tried.
    Unheard,
}

impl Desk<'_> {
    pub(super) fn act(&mut self, conn: &mut Conn, act: Act) -> Result<(), Problem> {
        match act {
            Act::File => self.file(conn),
            Act::TryCode => self.try_code(conn),
            Act::Standing => self.with_holder(conn, Self::standing),
            Act::Answer => self.with_whole(conn, Self::read),
            Act::Send => self.with_whole(conn, Self::send),
            Act::TakeBack => self.with_whole(conn, Self::take_back),
            Act::Erase => self.with_whole(conn, Self::erase),
            Act::Danger => self.with_whole(conn, Self::danger),
            Act::Stop | Act::Start => Ok(()),
        }
    }

    /// Files what was told; the conversation is over then, and remembers nothing.
    fn file(&mut self, conn: &mut Conn) -> Result<(), Problem> {
        let draft = std::mem::take(&mut self.talk.draft);
        let told = self.told(draft);
        let code = file_by_text(conn, self.services, told, self.now)?;
        self.tell("sms-filed");
        self.code = Some(code.expose_digits().replace('-', " "));
        self.goes_on = false;
        Ok(())
    }

    fn told(&self, draft: Draft) -> Told {
        let not_urgent = || "not_urgent".to_owned();
        Told {
            // The conversation goes on to what happened only when the country is known.
            country: draft.country.unwrap_or_default(),
            urgency: draft.urgency.unwrap_or_else(not_urgent),
            topics: draft.topics,
            narrative: draft.words.join("\n"),
            language: self.wording().language,
            may_text: draft.may_text.then(|| self.from.clone()),
        }
    }

    fn try_code(&mut self, conn: &mut Conn) -> Result<(), Problem> {
        let text = self.text.to_owned();
        match self.present(conn, &text)? {
            Tried::Opens(holder) => {
                self.talk.code = Some(HeldCode {
                    code: text,
                    until: self.now.plus(CODE_REMEMBERED),
                });
                self.talk.read_back = 0;
                let writes = !self.talk.message.is_empty();
                self.talk.step = if writes { Step::Message } else { Step::Case };
                self.cry_before_code(conn, &holder)?;
                self.ask(conn)
            }
            Tried::Nothing(said) => {
                self.talk.step = Step::Code;
                self.tell(said);
                Ok(())
            }
            Tried::Unheard => {
                self.tell("sms-code-wait");
                Ok(())
            }
        }
    }

    /// Who has cried for help before the code came is in danger in this case.
    fn cry_before_code(&mut self, conn: &mut Conn, holder: &Holder) -> Result<(), Problem> {
        if !self.talk.draft.is_danger() || holder.scope() != ReceiptScope::Everything {
            return Ok(());
        }
        self.talk.draft.urgency = None;
        self.call(conn, holder)
    }

    /// Tries a code. It is counted as wrong first, for this number and for the whole server, as everywhere.
    fn present(&self, conn: &mut Conn, text: &str) -> Result<Tried, Problem> {
        let first = self.number.first_chunk();
        let key = first.map_or(0, |bytes| u64::from_be_bytes(*bytes));
        let wrong_codes = self.services.rates.wrong_codes();
        if wrong_codes.take(key, self.now).is_err() {
            return Ok(Tried::Unheard);
        }
        let held = hold(conn, &self.services.lookup, text);
        let is_wrong = matches!(&held, Err(problem) if problem.code == &UNKNOWN_RECEIPT);
        if !is_wrong {
            wrong_codes.give_back(key, self.now);
        }
        match held {
            Ok(holder) => Ok(Tried::Opens(Box::new(holder))),
            Err(problem) if is_wrong => {
                tracing::debug!(
                    code = problem.code.name,
                    "A code that was texted opens nothing"
                );
                Ok(Tried::Nothing("sms-code-wrong"))
            }
            Err(problem) if problem.code == &NOT_FOUND => Ok(Tried::Nothing("sms-code-elsewhere")),
            Err(problem) if problem.code.status >= 500 => Err(problem),
            Err(_) => Ok(Tried::Nothing("sms-code-ended")),
        }
    }

    /// Does something with the code that is remembered: it is tried each time, it may have been replaced since.
    fn with_holder(
        &mut self,
        conn: &mut Conn,
        act: impl FnOnce(&mut Self, &mut Conn, &Holder) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let Some(held) = self.talk.code.clone() else {
            self.talk.step = Step::Code;
            return self.ask(conn);
        };
        match self.present(conn, &held.code)? {
            Tried::Opens(holder) => act(self, conn, &holder),
            Tried::Nothing(said) => {
                self.talk = Conversation::new(self.talk.language.take());
                self.tell(said);
                self.ask(conn)
            }
            Tried::Unheard => {
                self.tell("sms-code-wait");
                Ok(())
            }
        }
    }

    /// The same for what only somebody may do who may see everything.
    fn with_whole(
        &mut self,
        conn: &mut Conn,
        act: impl FnOnce(&mut Self, &mut Conn, &Holder) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.with_holder(conn, |desk, conn, holder| {
            if holder.scope() == ReceiptScope::Everything {
                return act(desk, conn, holder);
            }
            desk.talk.step = Step::Case;
            desk.tell("sms-status-only");
            Ok(())
        })
    }

    fn standing(&mut self, conn: &mut Conn, holder: &Holder) -> Result<(), Problem> {
        let standing = standing_by_text(conn, self.services, holder, self.now)?;
        let wording = self.wording();
        let status = wording.label("assistance_statuses", standing.status);
        let text = match standing.more_by {
            Some(by) => {
                let date = by.date().to_string();
                wording.text("sms-standing", &vec![("status", status), ("date", date)])
            }
            None => wording.text("sms-standing-ended", &vec![("status", status)]),
        };
        self.said.push(text);
        Ok(())
    }

    /// One answer of the organisation, as it was written; each time the one before.
    fn read(&mut self, conn: &mut Conn, holder: &Holder) -> Result<(), Problem> {
        let answers = answers_by_text(conn, self.services, holder)?;
        let Some(answer) = answers.into_iter().nth(self.talk.read_back) else {
            let is_first = self.talk.read_back == 0;
            self.talk.read_back = 0;
            self.tell(if is_first {
                "sms-no-answer"
            } else {
                "sms-no-older-answer"
            });
            return Ok(());
        };
        self.talk.read_back += 1;
        let text: String = answer.text.chars().take(LONGEST_ANSWER).collect();
        let is_cut = text.len() < answer.text.len();
        // In the organisation's own letters: an accent may be what tells two words apart.
        let end = if is_cut { "..." } else { "" };
        self.said.push(format!("{}: {text}{end}", answer.at.date()));
        Ok(())
    }

    fn send(&mut self, conn: &mut Conn, holder: &Holder) -> Result<(), Problem> {
        let message = std::mem::take(&mut self.talk.message).join("\n");
        self.talk.step = Step::Case;
        match say_by_text(conn, self.services, holder, &message, self.now) {
            Ok(()) => self.tell("sms-sent"),
            Err(problem) if problem.code == &REQUEST_WITHDRAWN => self.tell("sms-was-taken-back"),
            Err(problem) => return Err(problem),
        }
        Ok(())
    }

    /// The numbers were told by the telephone's number; the request may know better where the person is.
    fn danger(&mut self, conn: &mut Conn, holder: &Holder) -> Result<(), Problem> {
        self.call(conn, holder)?;
        self.ask(conn)
    }

    fn call(&mut self, conn: &mut Conn, holder: &Holder) -> Result<(), Problem> {
        match danger_by_text(conn, self.services, holder, self.now) {
            Ok(country) => {
                if Some(country.as_str()) != self.guess {
                    let with = Listing::Numbers(Some(country));
                    let name = "sms-numbers";
                    self.say(conn, &Say { name, with })?;
                }
                self.tell("sms-danger-told");
            }
            Err(problem) if problem.code == &REQUEST_WITHDRAWN => self.tell("sms-was-taken-back"),
            Err(problem) => return Err(problem),
        }
        Ok(())
    }

    fn take_back(&mut self, conn: &mut Conn, holder: &Holder) -> Result<(), Problem> {
        take_back_by_text(conn, self.services, holder, self.now)?;
        self.talk.step = Step::Case;
        self.tell("sms-taken-back");
        Ok(())
    }

    fn erase(&mut self, conn: &mut Conn, holder: &Holder) -> Result<(), Problem> {
        let is_done = erase_by_text(conn, self.services, holder, self.now)?;
        self.goes_on = false;
        self.tell(if is_done {
            "sms-erased"
        } else {
            "sms-erase-waits"
        });
        Ok(())
    }
}
