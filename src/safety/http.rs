//! The interface of this area: wire types, handlers, refusals.

mod corroborations;
mod establishment;
mod evidence;
mod filing;
mod forms;
mod new_report;
mod problems;
mod receipt;
mod receipt_messages;
mod receipt_reference;
pub(in crate::safety) mod shapes;
pub(in crate::safety) mod staff;
mod staff_messages;
pub(in crate::safety) mod staff_shapes;

pub use problems::{OF_FILES, PROBLEMS};

use crate::platform::http::Routes;
use crate::safety::{boards, dangers, good_practices, merging, retaliation};

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(forms::list_safety_report_forms)
        .service(forms::get_safety_report_form)
        .service(filing::file_safety_report)
        .service(corroborations::corroborate_safety_report)
        .service(boards::http::find_site_board)
        .service(good_practices::http::list_good_practices)
        .service(good_practices::outside::list_good_practice_features)
        .service(good_practices::outside::list_good_practice_table)
        .service(receipt::follow_safety_report)
        .service(receipt_messages::list_own_safety_messages)
        .service(receipt_messages::get_own_safety_message)
        .service(receipt_messages::send_own_safety_message)
        .service(receipt_messages::add_to_safety_report)
        .service(receipt_reference::make_safety_reference)
        .service(receipt_reference::take_safety_reference_back)
        .service(receipt::withdraw_safety_report)
        .service(receipt::erase_safety_report)
        .service(retaliation::http::answer_safety_check_in)
        .service(evidence::add_safety_evidence)
        .service(evidence::list_safety_evidence)
        .service(evidence::get_safety_evidence)
        .service(evidence::download_safety_evidence)
        .service(evidence::see_safety_evidence)
        .service(evidence::list_safety_evidence_custody);
    staff_routes(config);
}

/// What staff do.
fn staff_routes(config: &mut Routes<'_, '_>) {
    config
        .service(staff::list_safety_reports)
        .service(staff::open_safety_report)
        .service(staff_messages::list_safety_messages)
        .service(staff_messages::open_safety_message)
        .service(staff_messages::send_safety_message)
        .service(staff::move_safety_report_on)
        .service(staff::assign_safety_report)
        .service(dangers::http::list_safety_alerts)
        .service(dangers::http::acknowledge_safety_alert)
        .service(dangers::http::get_inspection_duty)
        .service(dangers::http::put_inspection_duty)
        .service(establishment::get_safety_report_establishment)
        .service(establishment::place_safety_report)
        .service(merging::http::list_similar_safety_reports)
        .service(merging::http::merge_safety_report)
        .service(merging::http::unmerge_safety_report)
        .service(good_practices::http::publish_good_practice)
        .service(good_practices::http::withdraw_good_practice)
        .service(boards::http::create_site_board)
        .service(boards::http::list_site_boards)
        .service(boards::http::get_site_board)
        .service(boards::http::print_site_board)
        .service(boards::http::revoke_site_board);
}
