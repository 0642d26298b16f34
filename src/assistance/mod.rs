//! Requests for help, from the first message to the remedy.
//!
//! What must always be true: what a person told is sealed; it is opened only with their receipt
//! code or by the organisation to which they consented, and then the audit log says so; a request
//! that was taken back is no longer readable for the organisation, one that was erased for nobody. An open
//! request has an owner or is offered to one, as long as there is anybody at all. Silence is told to others.

mod actions;
mod by_text;
mod check_ins;
mod clocks;
mod consents;
mod danger;
mod diary;
mod files;
mod htcds;
mod http;
mod links;
mod model;
mod outcome;
mod pack;
mod problems;
mod reach;
mod referrals;
mod retention;
mod routing;
mod store;
mod triage;
mod work;

use actions::read_codes;
pub use actions::{
    AttachmentKeeper, CHORES, Chore, count_open, find_filing_day, find_filing_state, keep_house,
};
pub use by_text::{AnswerByText, Standing, Told, answers_by_text, danger_by_text, erase_by_text};
pub use by_text::{
    Asked, file_asked, file_by_text, say_by_text, standing_by_text, take_back_by_text,
};
pub use clocks::{PROBLEMS as CLOCK_PROBLEMS, escalate_silence};
pub use consents::{DataPurpose, ReferralField, covered as covered_by_consent};
pub use files::AttachmentStore;
pub use http::routes;
pub use problems::{PROBLEMS, REQUEST_WITHDRAWN};
pub use referrals::PROBLEMS as REFERRAL_PROBLEMS;
pub use referrals::{CORRESPONDENT, MESSAGE_SCHEMAS, PeerAnswer, PeerReferral, PeerRevocation};
pub use retention::forget_expired;
pub use routing::PROBLEMS as ROUTING_PROBLEMS;
pub use routing::route_unassigned;
pub use triage::{BuiltInError, PROBLEMS as TRIAGE_PROBLEMS, ensure_built_in};
