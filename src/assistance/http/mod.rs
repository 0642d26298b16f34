//! Wire types and handlers.

mod attachments;
mod case_keys;
mod file;
mod narrative;
mod priority;
mod receipt;
mod receipt_messages;
mod staff;
mod staff_messages;

pub(super) use receipt::{FollowedRequest, Holder};
pub(super) use staff::{QueuedRequest, changed};

use super::retention::http as retention;

use crate::assistance::check_ins::http as check_ins;
use crate::assistance::diary::http as diary;
use crate::assistance::links::http as links;
use crate::assistance::outcome::http as outcome;
use crate::assistance::pack::http as pack;
use crate::assistance::work::http as work;
use crate::platform::http::Routes;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(file::file_assistance_request)
        .service(receipt::follow_assistance_request)
        .service(receipt_messages::list_own_assistance_messages)
        .service(receipt_messages::get_own_assistance_message)
        .service(receipt_messages::send_own_assistance_message)
        .service(receipt_messages::add_to_assistance_request)
        .service(narrative::take_assistance_second_step)
        .service(narrative::read_assistance_narrative)
        .service(narrative::set_assistance_second_word)
        .service(receipt::withdraw_assistance_request)
        .service(receipt::forget_assistance_identity)
        .service(receipt::erase_assistance_request)
        .service(staff::list_assistance_requests)
        .service(staff::open_assistance_request)
        .service(staff::move_assistance_request_on)
        .service(staff::assign_assistance_request)
        .service(retention::hold_assistance_request)
        .service(retention::release_assistance_request)
        .service(priority::answer_triage_again)
        .service(priority::prioritise_assistance_request)
        .service(staff_messages::list_assistance_messages)
        .service(staff_messages::open_assistance_message)
        .service(staff_messages::send_assistance_message)
        .service(case_keys::grant_case_keys)
        .service(case_keys::grant_case_keys_in_custody);
    of_attachments(config);
    super::triage::http::routes(config);
    super::danger::http::routes(config);
    super::routing::http::routes(config);
    super::clocks::http::routes(config);
    super::consents::http::routes(config);
    super::referrals::http::routes(config);
    super::htcds::http::routes(config);
    super::reach::http::routes(config);
    of_the_work(config);
}

/// Files that belong to a request.
fn of_attachments(config: &mut Routes<'_, '_>) {
    config
        .service(attachments::add_assistance_attachment)
        .service(attachments::list_own_assistance_attachments)
        .service(attachments::download_own_assistance_attachment)
        .service(attachments::list_assistance_attachments)
        .service(attachments::download_assistance_attachment)
        .service(attachments::see_assistance_attachment)
        .service(attachments::list_assistance_attachment_custody);
}

/// What is done with a request that was taken up.
fn of_the_work(config: &mut Routes<'_, '_>) {
    config
        .service(outcome::get_own_assistance_outcome)
        .service(outcome::state_own_assistance_outcome)
        .service(outcome::open_assistance_outcome)
        .service(diary::keep_own_diary_entries)
        .service(diary::list_own_diary_entries)
        .service(diary::remove_own_diary_entry)
        .service(diary::put_own_assistance_claim_rule)
        .service(diary::get_own_assistance_claim)
        .service(diary::open_assistance_diary)
        .service(diary::put_assistance_claim_rule)
        .service(diary::open_assistance_claim)
        .service(pack::get_own_evidence_pack)
        .service(pack::download_evidence_pack)
        .service(pack::print_own_evidence_pack)
        .service(pack::print_evidence_pack)
        .service(check_ins::list_own_check_ins)
        .service(check_ins::answer_own_check_in)
        .service(check_ins::open_check_ins)
        .service(work::list_own_appointments)
        .service(work::reply_to_own_appointment)
        .service(work::open_case_work)
        .service(work::put_case_plan)
        .service(work::put_case_note)
        .service(work::put_case_task)
        .service(work::put_case_service)
        .service(work::put_case_appointment)
        .service(links::list_own_groups)
        .service(links::join_own_group)
        .service(links::leave_own_group)
        .service(links::list_assistance_links)
        .service(links::link_assistance_request)
        .service(links::unlink_assistance_request)
        .service(links::create_assistance_group)
        .service(links::list_assistance_group)
        .service(links::invite_to_assistance_group);
}
