//! Who is behind an agency: what the public reads, what is stated, and what is decided.

mod linked;
mod own_sub_agents;
mod public;
mod shown;
mod staff_statements;
mod staff_sub_agents;
mod staff_successions;
mod sub_agents;

use crate::platform::http::Routes;

pub use linked::{Badge, LinkedAgency};
pub(super) use linked::{badges_today, linked};
pub use shown::AgencyName;
pub(super) use shown::names;
pub use staff_sub_agents::NewSubAgent;

/// Adds these routes.
pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(public::list_agency_names)
        .service(public::list_agency_branches)
        .service(public::list_agency_principals)
        .service(public::list_agency_job_orders)
        .service(public::list_agency_sanctions)
        .service(public::list_agency_certificates)
        .service(sub_agents::list_agency_sub_agents)
        .service(sub_agents::check_sub_agent)
        .service(staff_statements::state_agency_name)
        .service(staff_statements::state_agency_branch)
        .service(staff_statements::state_agency_principal)
        .service(staff_statements::state_agency_job_order)
        .service(staff_statements::state_agency_sanction)
        .service(staff_statements::state_agency_certificate)
        .service(staff_statements::withdraw_agency_statement)
        .service(staff_successions::state_agency_predecessor)
        .service(staff_successions::list_agency_successions)
        .service(staff_successions::get_agency_succession)
        .service(staff_successions::decide_agency_succession)
        .service(staff_sub_agents::state_sub_agent)
        .service(staff_sub_agents::forget_sub_agent)
        .service(own_sub_agents::list_own_sub_agents)
        .service(own_sub_agents::get_own_sub_agent)
        .service(own_sub_agents::name_own_sub_agent)
        .service(own_sub_agents::confirm_own_sub_agent)
        .service(own_sub_agents::deny_own_sub_agent);
}
