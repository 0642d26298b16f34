//! `/v1/staff/inspection-annual-reports` and `/v1/inspection-annual-reports`.

mod editions;
mod outside;
mod shapes;
mod staff;
mod statement;

use crate::identity::Caller;
use crate::identity::permissions::PlanInspections;
use crate::platform::http::Routes;

type Planner = Caller<PlanInspections>;

/// Adds the routes of annual reports.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(staff::get_own_annual_report)
        .service(staff::get_own_annual_report_table)
        .service(staff::print_own_annual_report)
        .service(statement::get_annual_statement)
        .service(statement::set_annual_statement)
        .service(statement::list_annual_statement_events)
        .service(editions::publish_annual_report)
        .service(editions::list_annual_report_editions)
        .service(outside::list_annual_reports)
        .service(outside::get_annual_report)
        .service(outside::get_annual_report_table)
        .service(outside::print_annual_report);
}
