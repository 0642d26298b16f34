//! Wire types and handlers.

mod file;
mod help;
mod receipt;
mod staff;
mod staff_messages;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(file::file_assistance_request)
        .service(receipt::follow_assistance_request)
        .service(receipt::list_own_assistance_messages)
        .service(receipt::send_own_assistance_message)
        .service(receipt::add_to_assistance_request)
        .service(receipt::withdraw_assistance_request)
        .service(receipt::forget_assistance_identity)
        .service(receipt::erase_assistance_request)
        .service(staff::list_assistance_requests)
        .service(staff::open_assistance_request)
        .service(staff::move_assistance_request_on)
        .service(staff::assign_assistance_request)
        .service(staff_messages::list_assistance_messages)
        .service(staff_messages::send_assistance_message);
}
