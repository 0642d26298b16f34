//! Wire types and handlers.

mod receipt;
mod shown;
mod staff;

/// Adds the routes.
use crate::platform::http::Routes;

pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(receipt::list_own_data_consents)
        .service(receipt::give_own_data_consent)
        .service(receipt::agree_to_own_data_consent)
        .service(receipt::end_own_data_consent)
        .service(staff::list_data_consents)
        .service(staff::ask_for_data_consent)
        .service(staff::record_spoken_data_consent);
}
