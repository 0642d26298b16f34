//! Where referrals leave for another server: one function for each thing that happens. Each runs in the transaction of
//! what happened and may only write rows; what they wrote is sent later.

use super::model::{CaseFile, ReferralStatus};
use super::store::ReferralRow;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// The name of an organisation of another server that takes referrals, if both are known.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the other servers will be asked of the database"
)]
pub(in crate::assistance) fn find_recipient(
    _conn: &mut Conn,
    _peer: Id,
    _organisation: Id,
) -> Result<Option<String>, Problem> {
    Ok(None)
}

/// A referral to an organisation of another server was made, with this case file in the clear.
#[expect(
    clippy::unnecessary_wraps,
    reason = "what is sent will be written down"
)]
pub(in crate::assistance) fn sent(
    _conn: &mut Conn,
    _services: &Services,
    _referral: &ReferralRow,
    _file: &CaseFile,
    _now: Time,
) -> Result<(), Problem> {
    Ok(())
}

/// A referral to an organisation of another server was taken back.
#[expect(
    clippy::unnecessary_wraps,
    reason = "what is sent will be written down"
)]
pub(in crate::assistance) fn revoked(
    _conn: &mut Conn,
    _services: &Services,
    _referral: &ReferralRow,
    _now: Time,
) -> Result<(), Problem> {
    Ok(())
}

/// What an organisation here says to a referral that came from another server.
pub(in crate::assistance) struct AnswerToOrigin<'a> {
    /// Accepted, rejected, lapsed or done.
    pub status: ReferralStatus,
    /// Why it was rejected (`decline_reasons`).
    pub reason: Option<&'a str>,
    /// What came of it (`referral_outcomes`).
    pub outcome: Option<&'a str>,
    /// The report for the sender, in the clear.
    pub report: Option<&'a str>,
}

/// A referral that came from another server was answered.
#[expect(
    clippy::unnecessary_wraps,
    reason = "what is sent will be written down"
)]
pub(in crate::assistance) fn answered(
    _conn: &mut Conn,
    _services: &Services,
    _referral: &ReferralRow,
    _answer: &AnswerToOrigin<'_>,
    _now: Time,
) -> Result<(), Problem> {
    Ok(())
}
