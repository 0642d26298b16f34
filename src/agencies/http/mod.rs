//! Finding an agency, and its page.

mod list;
mod profile;
mod show;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::platform::code_lists::{Code, Countries, LicenceStatuses, Sectors};

type CountryCode = Code<Countries>;
type StatusCode = Code<LicenceStatuses>;
type SectorCode = Code<Sectors>;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_agencies)
        .service(profile::get_agency);
}
