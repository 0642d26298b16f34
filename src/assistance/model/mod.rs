//! What a person tells, and what follows from it.

mod attention;
mod contact;
mod priority;
mod request;
mod status;

pub use attention::Attention;
pub use contact::ClockTime;
pub use priority::{Priority, PriorityReason, Urgency, prioritise};
#[cfg(test)]
pub use request::IndicatorAnswer;
pub use request::{Content, Identity, IssueCode, NewRequest};
pub use status::{AssistanceStatus, CannotMove, ChangeStatus, Move, Step};
