//! The interface of this area: wire types and handlers.

mod changes;
mod envelope;
mod hsds;
mod hsds_organizations;
mod hsds_places;
mod hsds_services;
mod nearby;
mod partners;
mod reports;
mod staff_organisations;
mod staff_reports;
mod staff_services;

use actix_web::http::Method;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::directory::error::DirectoryError;
use crate::directory::procedures::http as procedures;
use crate::identity::Caller;
use crate::identity::permissions::KeepDirectory;
use crate::platform::http::{Context, Routes};
use crate::platform::merge_patch::{MergePatch, merge_patch};
use crate::platform::problem::Problem;

/// A member of an organisation that looks after entries.
type Keeper = Caller<KeepDirectory>;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(hsds::get_hsds_metadata)
        .service(hsds::get_hsds_profile)
        .service(hsds::list_hsds_taxonomies)
        .service(hsds::get_hsds_taxonomy)
        .service(hsds::list_hsds_taxonomy_terms)
        .service(hsds::get_hsds_taxonomy_term)
        .service(hsds_services::list_hsds_services)
        .service(hsds_services::get_hsds_service)
        .service(hsds_organizations::list_hsds_organizations)
        .service(hsds_organizations::get_hsds_organization)
        .service(hsds_places::list_hsds_service_at_locations)
        .service(hsds_places::get_hsds_service_at_location)
        .service(nearby::find_services)
        .service(reports::report_service)
        .service(procedures::list_complaint_procedures)
        .service(procedures::get_complaint_procedure)
        .service(procedures::reckon_complaint_deadline)
        .service(partners::list_partner_services)
        .service(partners::get_partner_service)
        .service(staff_organisations::list_directory_organisations)
        .service(staff_organisations::create_directory_organisation)
        .service(staff_organisations::get_directory_organisation)
        .service(staff_organisations::change_directory_organisation)
        .service(staff_services::list_directory_services)
        .service(staff_services::create_directory_service)
        .service(staff_services::get_directory_service)
        .service(staff_services::change_directory_service)
        .service(staff_services::list_directory_service_events)
        .service(staff_reports::list_service_reports)
        .service(staff_reports::get_service_report)
        .service(staff_reports::close_service_report);
}

/// The member of a body that holds what is known.
const ENTRY: &str = "entry";

/// What is known after a change, checked against the contract as if it were made anew at `path`.
fn patched<T: DeserializeOwned>(
    context: &Context,
    path: &str,
    known: Value,
    changes: &MergePatch,
) -> Result<T, Problem> {
    let mut whole = Value::Object(Map::from_iter([(ENTRY.to_owned(), known)]));
    merge_patch(&mut whole, &changes.0);
    let contract = context.services().contract();
    contract.check_body(&Method::POST, path, &whole)?;
    let entry = whole.get_mut(ENTRY).map(Value::take).unwrap_or_default();
    Ok(serde_json::from_value(entry).map_err(DirectoryError::from)?)
}

/// A refusal of what is known, as it stands in a body.
fn of_entry(error: DirectoryError) -> Problem {
    let DirectoryError::Invalid(mut faults) = error else {
        return error.into();
    };
    for fault in &mut faults {
        fault.pointer = format!("/{ENTRY}{}", fault.pointer);
    }
    Problem::invalid(faults)
}
