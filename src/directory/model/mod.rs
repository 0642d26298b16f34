//! Types and rules.

mod facts;
mod faults;
mod text;
mod words;

pub use facts::{
    Closure, ContactPerson, CostOption, OrganisationFacts, Phone, Schedule, Serves, ServiceFacts,
    ServicePlace, Verification,
};
pub use text::{MailAddress, PageAddress, TimeOfDay, ZoneName};
pub use words::{
    DirectoryAct, DirectoryTier, DocumentedStatus, OpeningState, ScheduleFrequency,
    ScheduleWeekday, ServicePlaceKind, ServiceReportKind, ServiceReportOutcome, ServiceReportState,
    ServiceStatus,
};
