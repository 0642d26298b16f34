//! What a conversation remembers from one text to the next.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::platform::clock::Time;
use crate::platform::language::Language;

/// How long a receipt code is remembered after it was typed: a telephone that is taken away opens nothing after that.
pub const CODE_REMEMBERED: Duration = Duration::from_mins(30);
/// The most that is told in one go, in characters; a request holds 10,000.
pub const MOST_WORDS: usize = 9_000;
/// The same for a message, which holds 4,000.
pub const MOST_OF_A_MESSAGE: usize = 3_800;

/// What was asked last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What the person wants.
    #[default]
    Menu,
    /// In which country they are; by their number a guess was offered, or not.
    Country {
        /// Whether it was.
        guessed: bool,
    },
    /// For which country they want the emergency numbers.
    NumbersOf,
    /// How soon help is needed.
    Urgency,
    /// What it is about, from a page of the list.
    Topics {
        /// Which page.
        page: usize,
    },
    /// What happened.
    Words,
    /// Whether this number may be texted.
    MayText,
    /// Whether it is to be sent.
    Confirm,
    /// The receipt code.
    Code,
    /// What to do with the request that the code opens.
    Case,
    /// What to say to the organisation.
    Message,
    /// Whether the request is really taken back.
    TakeBack,
    /// Whether it is really erased.
    Erase,
}

impl Step {
    /// Whether it needs a code that is remembered.
    pub const fn needs_code(self) -> bool {
        matches!(
            self,
            Self::Case | Self::Message | Self::TakeBack | Self::Erase
        )
    }
}

/// A request that is being told. It has no `Debug`, which would show what is said.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Where the person is.
    pub country: Option<String>,
    /// How urgent it is: a code of the list `urgency`.
    pub urgency: Option<String>,
    /// What it is about: codes of the list `issue_codes`.
    pub topics: BTreeSet<String>,
    /// What happened, a text each.
    pub words: Vec<String>,
    /// Whether this number may be texted when there is news.
    pub may_text: bool,
}

impl Draft {
    /// Whether somebody is in danger.
    pub fn is_danger(&self) -> bool {
        self.urgency.as_deref() == Some(DANGER)
    }
}

/// The code of the list `urgency` for danger.
pub const DANGER: &str = "danger_now";

/// A receipt code that was typed. It has no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldCode {
    /// The code.
    pub code: String,
    /// Until when it is remembered.
    pub until: Time,
}

/// A conversation. It has no `Debug`, which would show what is said.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// The language; `None` until the person has chosen one.
    pub language: Option<Language>,
    /// Whether the person was asked for it.
    pub language_asked: bool,
    /// What was asked last.
    pub step: Step,
    /// The request that is being told.
    pub draft: Draft,
    /// The message that is being written, a text each.
    pub message: Vec<String>,
    /// The code that was typed last.
    pub code: Option<HeldCode>,
    /// How many of the organisation's answers were read, from the latest.
    pub read_back: usize,
}

impl Conversation {
    /// One that begins, in a language.
    pub fn new(language: Option<Language>) -> Self {
        Self {
            language,
            ..Self::default()
        }
    }

    /// Forgets a code whose time is over, and says whether that leaves the person without one that they need.
    pub fn forget_old_code(&mut self, now: Time) -> bool {
        if self.code.as_ref().is_some_and(|code| code.until <= now) {
            self.code = None;
        }
        self.code.is_none() && self.step.needs_code()
    }
}
