//! Messages between who filed something and who handles it, and the history of its states: what
//! assistance requests and safety reports have in common.
//!
//! What must always be true: messages are sealed under the key of what they belong to; every change
//! of state is in the history.

pub mod events;
mod model;
mod outlook;
mod queue;
mod shown;
mod store;

pub use model::{
    Author, CorrespondenceError, DueDates, ErasedBecause, Letter, Message, MessageKind,
};
pub use model::{ChangedBy, MessagePage, MessagePosition, NewMessage};
pub use model::{StatusChange, Subject, Writer};
pub use outlook::{NextStep, Outlook, Situation};
pub use queue::{Assigned, AssignedTo, Late, QueuePosition};
pub use shown::{Addition, MessagesQuery, OrganisationName, Remainder, RemainderCode};
pub use shown::{label, left_when_erased, message_page, messages_shown};
pub use store::{delete_all, find_message, list_changes, list_messages, record_change, send};
