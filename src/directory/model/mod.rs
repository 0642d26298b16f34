//! Types and rules.

mod facts;
mod faults;
mod parts;
mod text;
mod words;

pub use facts::{OrganisationFacts, ServiceFacts};
pub use parts::{
    Closure, ContactPerson, CostOption, Phone, Schedule, Serves, ServicePlace, Verification,
};
pub use text::{MailAddress, PageAddress, TimeOfDay, TimeZoneName};
pub use words::{
    DirectoryAct, DirectoryTier, DocumentedStatus, OpeningState, ScheduleFrequency,
    ScheduleWeekday, ServicePlaceKind, ServiceReportKind, ServiceReportOutcome, ServiceReportState,
    ServiceStatus,
};
