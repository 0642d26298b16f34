//! Use cases.

mod desk;
mod keep;
mod organisations;
mod reports;

pub use desk::{CHANGES, Desk};
pub use keep::{Known, change_service, create_service, lock_kept, open_service, service_view};
pub use organisations::{
    change_organisation, create_organisation, facts_of, lock_kept_organisation,
};
pub use reports::{close, forget_reports, opened, report};
