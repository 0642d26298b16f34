//! What is said and what has happened, as the interface shows it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::identity::SubjectKind;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::db::DbError;
use crate::platform::ids::Id;
use crate::platform::problem::{ID_TAKEN, Problem};
use crate::platform::text::Prose;
use crate::platform::vault::VaultError;
use crate::text_enum;

/// What messages and changes belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// What kind of thing it is.
    pub kind: SubjectKind,
    /// Which one.
    pub id: Id,
}

text_enum! {
    /// Why something was erased.
    pub enum ErasedBecause {
        /// Who filed it wished it.
        Wished => "wished",
        /// The time for which it is kept was over.
        TimeOver => "time_over",
    }
}

text_enum! {
    /// Who wrote a message.
    pub enum Author {
        /// The person who filed.
        Reporter => "reporter",
        /// The organisation that handles it.
        Organisation => "organisation",
    }
}

text_enum! {
    /// What a text is to what it belongs to.
    pub enum MessageKind {
        /// Something said to the other side.
        Message => "message",
        /// Facts that the reporter added to what was filed.
        Addition => "addition",
    }
}

text_enum! {
    /// Who changed a state.
    pub enum ChangedBy {
        /// The person who filed.
        Reporter => "reporter",
        /// The organisation that handles it.
        Organisation => "organisation",
        /// The service itself.
        System => "system",
    }
}

/// Who is writing.
#[derive(Debug, Clone, Copy)]
pub enum Writer {
    /// The person who filed.
    Reporter,
    /// A member of staff of the organisation, by their account.
    Staff(Id),
}

impl Writer {
    pub(super) const fn author(self) -> Author {
        match self {
            Self::Reporter => Author::Reporter,
            Self::Staff(_) => Author::Organisation,
        }
    }

    pub(super) const fn account(self) -> Option<Id> {
        match self {
            Self::Reporter => None,
            Self::Staff(account) => Some(account),
        }
    }
}

/// A text on its way into the database. It has no `Debug`, which would show what is said.
pub struct Letter {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub kind: MessageKind,
    /// Who writes it.
    pub writer: Writer,
    /// What it says.
    pub body: String,
    /// When it is sent.
    pub sent_at: Time,
}

/// A message, or an addition, that is being sent.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "body": "Is there news? I can answer on Sunday afternoon." }))]
pub struct NewMessage {
    /// An id of the client's own, so that a message written offline has one.
    #[serde(default)]
    pub id: Option<ChosenId>,
    /// What is said.
    pub body: Prose<4000>,
}

impl NewMessage {
    /// The text as it is stored; `new_id` is taken when the client has chosen none.
    pub fn into_letter(self, kind: MessageKind, writer: Writer, new_id: Id, now: Time) -> Letter {
        Letter {
            id: self.id.map_or(new_id, Id::from),
            kind,
            writer,
            body: self.body.into_inner(),
            sent_at: now,
        }
    }
}

/// A message. It has no `Debug`, which would show what is said.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": "message",
    "author": "organisation",
    "body": "We have called your embassy. When may we call you?", "sent_at": "2026-11-23T08:15:30Z" }))]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub kind: MessageKind,
    /// Who wrote it.
    pub author: Author,
    /// Which member of staff wrote it; told to staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub account_id: Option<Id>,
    /// What it says.
    pub body: String,
    /// When it was sent.
    pub sent_at: Time,
}

impl Message {
    /// The message as the reporter sees it: an organisation speaks, not a member of staff.
    #[must_use]
    pub fn for_reporter(mut self) -> Self {
        self.account_id = None;
        self
    }

    /// The message as the reporter may read it: what they added to what they filed is not shown
    /// again.
    #[must_use]
    pub fn shown_to_reporter(self) -> Option<Self> {
        match self.kind {
            MessageKind::Message => Some(self.for_reporter()),
            MessageKind::Addition => None,
        }
    }

    /// Where it stands in the list.
    pub const fn position(&self) -> MessagePosition {
        MessagePosition(self.sent_at, self.id)
    }
}

/// Where a message stands in the list: by time, then by id.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct MessagePosition(pub Time, pub Id);

/// Which messages of a subject are wanted.
#[derive(Debug, Clone, Copy)]
pub struct MessagePage {
    /// Messages or additions; both when it is `None`.
    pub kind: Option<MessageKind>,
    /// Those after this one; from the first when it is `None`.
    pub after: Option<MessagePosition>,
    /// At most so many.
    pub rows: i64,
}

/// A change of state.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "from": "received", "to": "acknowledged", "by": "organisation",
    "reason": null, "at": "2026-11-23T08:15:30Z" }))]
pub struct StatusChange {
    /// The state before; null for the first one.
    pub from: Option<String>,
    /// The state since then.
    pub to: String,
    /// Who changed it.
    pub by: ChangedBy,
    /// Why: a code of the list that belongs to the state, such as `decline_reasons`.
    pub reason: Option<String>,
    /// When.
    pub at: Time,
}

/// By when the reporter hears from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({ "acknowledge_by": "2026-11-30T08:15:30Z",
    "feedback_by": "2027-02-23T08:15:30Z", "acknowledged_at": null, "overdue": false }))]
pub struct DueDates {
    /// By when somebody has seen it.
    pub acknowledge_by: Time,
    /// By when the reporter is told what was done.
    pub feedback_by: Time,
    /// When somebody saw it; null as long as nobody has.
    pub acknowledged_at: Option<Time>,
    /// Whether something is late.
    pub overdue: bool,
}

/// Months until the reporter is told what was done.
const FEEDBACK_MONTHS: i32 = 3;

impl DueDates {
    /// The dates of something that is being filed.
    pub fn of_filing(now: Time, acknowledge_within: Duration) -> Self {
        Self {
            acknowledge_by: now.plus(acknowledge_within),
            feedback_by: now.plus_months(FEEDBACK_MONTHS),
            acknowledged_at: None,
            overdue: false,
        }
    }

    /// The date that counts now: until somebody has seen it the first, afterwards the second.
    pub fn next(&self) -> Time {
        match self.acknowledged_at {
            None => self.acknowledge_by,
            Some(_) => self.feedback_by,
        }
    }

    /// The dates as they look now; what has ended is never late.
    #[must_use]
    pub fn at(mut self, now: Time, has_ended: bool) -> Self {
        self.overdue = !has_ended && self.next() < now;
        self
    }
}

/// Why something cannot be said or read.
#[derive(Debug, thiserror::Error)]
pub enum CorrespondenceError {
    /// The chosen id is in use.
    #[error("the id is in use")]
    IdTaken,
    /// It cannot be sealed, opened, stored or found.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<DbError> for CorrespondenceError {
    fn from(error: DbError) -> Self {
        Self::Vault(error.into())
    }
}

impl From<diesel::result::Error> for CorrespondenceError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Vault(error.into())
    }
}

impl From<CorrespondenceError> for Problem {
    fn from(error: CorrespondenceError) -> Self {
        match error {
            CorrespondenceError::IdTaken => Self::new(&ID_TAKEN),
            CorrespondenceError::Vault(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn feedback_is_due_three_calendar_months_later() {
        for (filed, due) in [
            ("2026-11-23T08:15:30Z", "2027-02-23T08:15:30Z"),
            ("2026-11-30T08:15:30Z", "2027-02-28T08:15:30Z"),
        ] {
            let dates = DueDates::of_filing(time(filed), Duration::from_hours(168));
            assert_eq!(dates.feedback_by, time(due));
        }
    }

    #[test]
    fn what_is_late_depends_on_what_was_done() {
        let filed = time("2026-11-23T08:00:00Z");
        let dates = DueDates::of_filing(filed, Duration::from_hours(168));
        let eight_days_on = filed.plus(Duration::from_hours(192));
        assert!(!dates.at(filed, false).overdue);
        assert!(dates.at(eight_days_on, false).overdue);
        assert!(!dates.at(eight_days_on, true).overdue, "it has ended");
        let seen = DueDates {
            acknowledged_at: Some(filed),
            ..dates
        };
        assert!(!seen.at(eight_days_on, false).overdue);
        assert!(seen.at(time("2027-02-23T08:00:01Z"), false).overdue);
    }
}
