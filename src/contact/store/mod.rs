//! Queries.

mod attempts;
mod plans;
mod stops;
mod texts;

pub(super) use attempts::{
    NewAttempt, count_sent_since, delete_attempts, end_waiting, find_attempt, first_sent_since,
    has_failed_since, insert_attempt, list_attempts, put_not_before, put_outcome,
};
pub(super) use plans::{PlanRow, delete_plan, find_plan, put_plan};
pub(super) use stops::{delete_stop, insert_stop, is_stopped};
pub(super) use texts::{
    TextRow, claim_due, delete_of_number, delete_of_request, delete_text, find_leased,
    find_of_request, insert_text, lock_case, postpone, take_back,
};
