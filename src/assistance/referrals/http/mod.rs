//! Wire types and handlers.

mod made;
mod own;
mod received;
mod shown;

pub(in crate::assistance) use own::{OwnReferral, own_referrals};

/// Adds the routes.
use crate::platform::http::Routes;

pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(made::make_assistance_referral)
        .service(made::list_referrals_of_request)
        .service(made::revoke_assistance_referral)
        .service(received::list_assistance_referrals)
        .service(received::open_assistance_referral)
        .service(received::accept_assistance_referral)
        .service(received::reject_assistance_referral)
        .service(received::complete_assistance_referral);
}
