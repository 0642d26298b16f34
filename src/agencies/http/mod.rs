//! Finding an agency or an employer, its page, its licence, and the registers that tell of it.

mod behind;
mod check;
mod employers;
mod licences;
mod list;
mod matches;
mod profile;
mod registers;
mod show;

use crate::platform::code_lists::{
    AgencyMatchReasons, Code, Countries, LicenceActs, LicenceAnswers, LicenceStatuses,
    LicenceWarnings, RegisterRefusals, Sectors,
};
use crate::platform::http::Routes;

type CountryCode = Code<Countries>;
type StatusCode = Code<LicenceStatuses>;
type SectorCode = Code<Sectors>;
type ActCode = Code<LicenceActs>;
type AnswerCode = Code<LicenceAnswers>;
type WarningCode = Code<LicenceWarnings>;
type RefusalCode = Code<RegisterRefusals>;
type ReasonCode = Code<AgencyMatchReasons>;

pub(super) use behind::NewSubAgent;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list::list_agencies)
        // Before the page, whose path has a variable at the same place.
        .service(check::check_agency)
        .service(profile::get_agency)
        .service(licences::list_agency_licences)
        .service(employers::list_employers)
        .service(employers::get_employer)
        .service(registers::list_registers)
        .service(registers::list_register_runs)
        .service(matches::list_agency_matches)
        .service(matches::get_agency_match)
        .service(matches::decide_agency_match);
    behind::routes(config);
}
