//! Queries.

mod events;
mod organisations;
mod reports;
mod services;

pub use events::{EventRow, NewEvent, append_event, list_events};
pub use organisations::{
    OrganisationRow, find_organisation, insert_organisation, list_organisations,
    list_organisations_of, lock_organisation, put_organisation,
};
pub use reports::{
    Closing, NewReport, ReportRow, close_report, find_report, forget_old_reports, insert_report,
    list_reports, lock_report,
};
pub use services::{
    NewService, ServiceRow, find_keeper, find_service, insert_service, list_services,
    list_services_of, list_shown, lock_service, put_service,
};
