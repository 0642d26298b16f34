//! Wire types and handlers.

mod attachments;
mod case_keys;
mod file;
mod priority;
mod receipt;
mod receipt_messages;
mod staff;
mod staff_messages;

pub(super) use receipt::{FollowedRequest, Holder};
pub(super) use staff::{QueuedRequest, changed};

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(file::file_assistance_request)
        .service(receipt::follow_assistance_request)
        .service(receipt_messages::list_own_assistance_messages)
        .service(receipt_messages::get_own_assistance_message)
        .service(receipt_messages::send_own_assistance_message)
        .service(receipt_messages::add_to_assistance_request)
        .service(receipt::withdraw_assistance_request)
        .service(receipt::forget_assistance_identity)
        .service(receipt::erase_assistance_request)
        .service(staff::list_assistance_requests)
        .service(staff::open_assistance_request)
        .service(staff::move_assistance_request_on)
        .service(staff::assign_assistance_request)
        .service(priority::answer_triage_again)
        .service(priority::prioritise_assistance_request)
        .service(staff_messages::list_assistance_messages)
        .service(staff_messages::open_assistance_message)
        .service(staff_messages::send_assistance_message)
        .service(attachments::add_assistance_attachment)
        .service(attachments::list_own_assistance_attachments)
        .service(attachments::list_assistance_attachments)
        .service(attachments::download_assistance_attachment)
        .service(case_keys::grant_case_keys)
        .service(case_keys::grant_case_keys_in_custody);
    super::triage::http::routes(config);
    super::danger::http::routes(config);
    super::routing::http::routes(config);
    super::clocks::http::routes(config);
}
