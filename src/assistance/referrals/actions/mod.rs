//! What can be done with a referral.

mod answer;
mod end;
mod events;
mod file;
mod forget;
mod gather;
mod make;
mod read;
mod receive;
mod settle;
mod transfer;

pub use answer::{accept, complete, reject};
pub use end::revoke;
pub(in crate::assistance) use end::{
    after_consent, delete, follow_status, forget_reports, revoke_all, revoke_to,
};
pub(in crate::assistance) use forget::{forget_identity, keep_house};
pub use make::make;
pub use read::{FollowedReferral, Listed, Opened, list, list_for_person, list_of_request, open};
pub use receive::{Received, answer_not_heard, receive, revoked_by_origin};
pub use settle::{Answered, answered};
pub(in crate::assistance) use transfer::{leave_owner, lift};

/// What the sealed case file is called in its associated data; it must never change.
const FILE: &str = "assistance_referral.file";
/// The same for who the person is.
const IDENTITY: &str = "assistance_referral.identity";
/// The same for the reason for which consent was overridden.
const REASON: &str = "assistance_referral.reason";
/// The same for the recipient's report.
const REPORT: &str = "assistance_referral.report";
