//! What the person sees of referrals; it is part of `/v1/receipt/assistance-request/data-consents`.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::consents::ReferralField;
use crate::assistance::referrals::actions::{self, FollowedReferral};
use crate::assistance::referrals::model::{
    LegitimateBasis, ReferralKind, ReferralOutcome, ReferralStatus, RevokedBy, ServiceType,
};
use crate::correspondence::label;
use crate::identity::{AssistanceRequests, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// What was shown of the request to somebody.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnReferral)]
pub(in crate::assistance) struct OwnReferral {
    /// Its id.
    id: Id,
    /// Whether the request itself goes along.
    kind: ReferralKind,
    /// How far it has come (code list `referral_statuses`).
    status: ReferralStatus,
    /// The same for people, in the caller's language.
    status_label: String,
    /// Who showed it.
    sender: Option<String>,
    /// Who saw it.
    recipient: Option<String>,
    /// What the recipient was asked to do.
    #[schema(value_type = Option<ServiceType>)]
    service_type: Option<ServiceType>,
    /// What was shown (code list `referral_fields`).
    fields: BTreeSet<ReferralField>,
    /// The consent that covers it; null when consent was overridden.
    consent_id: Option<Id>,
    /// By what right.
    legitimate_basis: LegitimateBasis,
    /// Why your consent was overridden; null when it was not.
    override_reason: Option<String>,
    /// When.
    made_at: Time,
    /// By when the recipient answers; null once it has, or it is over.
    answer_by: Option<Time>,
    /// Why the recipient does not help (code list `decline_reasons`).
    reason: Option<String>,
    /// The same for people, in the caller's language.
    reason_label: Option<String>,
    /// What came of it (code list `referral_outcomes`).
    #[schema(value_type = Option<ReferralOutcome>)]
    outcome: Option<ReferralOutcome>,
    /// The same for people, in the caller's language.
    outcome_label: Option<String>,
    /// Since when nothing more happens.
    ended_at: Option<Time>,
    /// Who took it back.
    revoked_by: Option<RevokedBy>,
}

impl OwnReferral {
    fn of(context: &Context, followed: FollowedReferral) -> Result<Self, Problem> {
        let (row, listed) = (followed.listed.row.clone(), followed.listed);
        let word = |list: &str, code: Option<&str>| code.map(|code| label(context, list, code));
        Ok(Self {
            fields: row.fields()?,
            id: row.id,
            kind: row.kind,
            status: row.status,
            status_label: label(context, "referral_statuses", row.status.as_str()),
            sender: listed.sender_name,
            recipient: listed.recipient_name,
            service_type: row.service_type.map(Code::known),
            consent_id: row.consent_id,
            legitimate_basis: row.legitimate_basis,
            override_reason: followed.override_reason,
            made_at: row.made_at,
            answer_by: row.answer_by,
            reason_label: word("decline_reasons", row.reason.as_deref()),
            reason: row.reason,
            outcome_label: word("referral_outcomes", row.outcome.as_deref()),
            outcome: row.outcome.map(Code::known),
            ended_at: row.ended_at,
            revoked_by: row.revoked_by,
        })
    }
}

/// What was shown of a request to whom, the oldest first.
pub(in crate::assistance) fn own_referrals(
    conn: &mut Conn,
    context: &Context,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<Vec<OwnReferral>, Problem> {
    let followed = actions::list_for_person(conn, context.services(), holder)?.into_iter();
    followed
        .map(|followed| OwnReferral::of(context, followed))
        .collect()
}
