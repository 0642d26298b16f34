//! Wire types and handlers.

mod coverage;
mod offers;
mod receipt;

pub use receipt::OfferShown;

/// Adds the routes of routing.
use crate::platform::http::Routes;

pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(coverage::get_organisation_coverage)
        .service(coverage::get_own_coverage)
        .service(coverage::put_own_coverage)
        .service(offers::list_assistance_offers)
        .service(offers::open_assistance_offer)
        .service(offers::accept_assistance_offer)
        .service(offers::decline_assistance_offer)
        .service(offers::pass_assistance_request_on)
        .service(receipt::choose_assistance_organisation)
        .service(receipt::exclude_assistance_organisations);
}
