//! What a person tells, and what follows from it.

mod attention;
mod contact;
mod priority;
mod request;
mod status;

pub use attention::Attention;
pub use contact::{ClockTime, ContactWindow, SafeContact};
pub use priority::{Priority, PriorityChangeReason, PrioritySource, Urgency};
pub use request::{Consents, Content, Employer, Identity, NewRequest, Reconsidered};
pub use request::{ForWhomCode, WantCode};
pub use request::{IndicatorAnswer, IndicatorCode, IssueCode, VulnerabilityCode};
pub use status::{AssistanceStatus, CannotMove, ChangeStatus, DeclineCode, Move, Step};
