//! The interface of this area: wire types, handlers, refusals.

mod evidence;
mod filing;
mod problems;
mod receipt;
mod shapes;
mod staff;

pub use problems::PROBLEMS;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(filing::file_safety_report)
        .service(receipt::get_safety_report_status)
        .service(receipt::list_safety_report_messages)
        .service(receipt::send_safety_report_message)
        .service(receipt::add_to_safety_report)
        .service(receipt::withdraw_safety_report)
        .service(receipt::erase_safety_report)
        .service(evidence::add_safety_evidence)
        .service(evidence::list_safety_evidence)
        .service(evidence::get_safety_evidence)
        .service(evidence::download_safety_evidence)
        .service(staff::list_safety_reports)
        .service(staff::get_safety_report)
        .service(staff::list_messages_of_safety_report)
        .service(staff::answer_safety_report)
        .service(staff::move_safety_report)
        .service(staff::assign_safety_report);
}
