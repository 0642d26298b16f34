//! What a person tells, and what follows from it.

mod contact;
mod priority;
mod request;
mod status;

pub use contact::{ContactMethod, ContactWindow, Fallback, SafeContact, Weekday, ZoneName};
pub use priority::{Priority, PriorityReason, Urgency, prioritise};
pub use request::{Consents, Content, Employer, Identity, IndicatorAnswer, NewRequest};
pub use request::{IndicatorCode, IssueCode};
pub use status::{CannotMove, ChangeStatus, Status, Step};
