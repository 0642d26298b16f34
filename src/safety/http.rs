//! The interface of this area: wire types, handlers, refusals.

mod evidence;
mod filing;
mod problems;
mod receipt;
mod receipt_messages;
mod shapes;
mod staff;
mod staff_messages;
mod staff_shapes;

pub(super) use problems::OF_FILES;
pub use problems::PROBLEMS;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(filing::file_safety_report)
        .service(receipt::follow_safety_report)
        .service(receipt_messages::list_own_safety_messages)
        .service(receipt_messages::get_own_safety_message)
        .service(receipt_messages::send_own_safety_message)
        .service(receipt_messages::add_to_safety_report)
        .service(receipt::withdraw_safety_report)
        .service(receipt::erase_safety_report)
        .service(evidence::add_safety_evidence)
        .service(evidence::list_safety_evidence)
        .service(evidence::get_safety_evidence)
        .service(evidence::download_safety_evidence)
        .service(evidence::see_safety_evidence)
        .service(evidence::list_safety_evidence_custody)
        .service(staff::list_safety_reports)
        .service(staff::open_safety_report)
        .service(staff_messages::list_safety_messages)
        .service(staff_messages::open_safety_message)
        .service(staff_messages::send_safety_message)
        .service(staff::move_safety_report_on)
        .service(staff::assign_safety_report);
}
