//! Permits: without one nothing is sent, and there are two ways to get one for a worker, and one for staff on duty.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::model::{ContactMethod, words};
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::messages::Messages;
use crate::platform::phone::PhoneNumber;

/// That a text may be sent to a number. It is made from a safe-contact plan that says yes ([`Permit::by_plan`], within
/// this area only), to answer a text that the person themself has just sent from that number
/// ([`Permit::to_answer`]), or to call somebody of the staff to their duty ([`Permit::to_duty`], within this area only).
pub struct Permit {
    number: PhoneNumber,
    language: Language,
    basis: Basis,
}

/// Why it may be sent.
enum Basis {
    /// The plan says yes to these words.
    Plan { words: String },
    /// It answers a text, or calls to duty, and makes no sense an hour later.
    Answer(Answered),
}

/// A text that is answered, or a call to duty.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Answered {
    /// When it was written.
    pub written_at: Time,
    /// Whether it is the answer that nothing more is sent, which alone still goes to a number that has said so.
    pub confirms_stop: bool,
}

impl Permit {
    /// To answer a text that came from this number at this time. An answer that cannot be sent within an hour of it is
    /// not sent at all: by then somebody else may hold the telephone.
    pub const fn to_answer(number: PhoneNumber, language: Language, written_at: Time) -> Self {
        let answered = Answered {
            written_at,
            confirms_stop: false,
        };
        Self {
            number,
            language,
            basis: Basis::Answer(answered),
        }
    }

    /// The one answer that a number gets which has just said that it wants no more texts: that it gets none. Of a
    /// permit that is no answer nothing changes.
    #[must_use]
    pub const fn that_confirms_stop(mut self) -> Self {
        if let Basis::Answer(answered) = &mut self.basis {
            answered.confirms_stop = true;
        }
        self
    }

    /// To call a member of staff to their duty, at a telephone that their organisation has named. It is as short-lived
    /// as an answer: after an hour others are called.
    pub(super) const fn to_duty(number: PhoneNumber, language: Language, called_at: Time) -> Self {
        let answered = Answered {
            written_at: called_at,
            confirms_stop: false,
        };
        Self {
            number,
            language,
            basis: Basis::Answer(answered),
        }
    }

    /// What a plan has said yes to; `None` when the address is no number.
    pub(super) fn by_plan(
        messages: &Messages,
        method: &ContactMethod,
        (language, case): (&Language, Id),
        organisation: Option<&str>,
    ) -> Option<Self> {
        Some(Self {
            number: method.number()?,
            language: method.language.clone().unwrap_or_else(|| language.clone()),
            basis: Basis::Plan {
                words: words(messages, method, (language, case), organisation),
            },
        })
    }

    /// An answer that waited in the outbox.
    pub(super) const fn again(number: PhoneNumber, language: Language, answered: Answered) -> Self {
        Self {
            number,
            language,
            basis: Basis::Answer(answered),
        }
    }

    /// The language in which the person is written to.
    pub const fn language(&self) -> &Language {
        &self.language
    }

    /// The number to which it goes.
    pub(super) const fn number(&self) -> &PhoneNumber {
        &self.number
    }

    /// The text that it answers, if it is an answer.
    pub(super) const fn answered(&self) -> Option<Answered> {
        match self.basis {
            Basis::Plan { .. } => None,
            Basis::Answer(answered) => Some(answered),
        }
    }

    /// The words to which the plan has said yes.
    pub(super) fn words(&self) -> Option<&str> {
        match &self.basis {
            Basis::Plan { words } => Some(words),
            Basis::Answer(_) => None,
        }
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Permit(…)")
    }
}
