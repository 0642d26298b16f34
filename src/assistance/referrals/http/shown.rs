//! Referrals as both organisations see them.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::consents::ReferralField;
use crate::assistance::referrals::actions::{Listed, Opened};
use crate::assistance::referrals::model::{
    CaseFile, LegitimateBasis, ReferralKind, ReferralOutcome, ReferralStatus, RevokedBy,
    ServiceType,
};
use crate::platform::clock::Time;
use crate::platform::code_lists::Code;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// One side of a referral.
#[derive(Serialize, ToSchema)]
#[schema(as = ReferralParty, example = json!({ "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "peer_id": null, "name": "Example Shelter" }))]
pub struct PartyShown {
    /// The organisation, by its id on its server; null for the sender of one that came from another server.
    organisation_id: Option<Id>,
    /// The other server, if it is there.
    peer_id: Option<Id>,
    /// Its name.
    name: Option<String>,
}

/// A referral. Nothing of it is sealed.
#[derive(Serialize, ToSchema)]
#[schema(as = AssistanceReferral)]
pub struct ReferralShown {
    /// Its id.
    id: Id,
    /// The request; null unless the own organisation has made the referral.
    request_id: Option<Id>,
    /// Whether the request itself goes along.
    kind: ReferralKind,
    /// How far it has come (code list `referral_statuses`).
    status: ReferralStatus,
    /// Who made it.
    sender: PartyShown,
    /// Who is asked.
    recipient: PartyShown,
    /// What the recipient is asked to do.
    #[schema(value_type = Option<ServiceType>)]
    service_type: Option<ServiceType>,
    /// By what right it is shown.
    legitimate_basis: LegitimateBasis,
    /// What it carried when it was made (code list `referral_fields`).
    fields: BTreeSet<ReferralField>,
    /// When it was made.
    made_at: Time,
    /// By when the recipient answers; null once it has, or it is over.
    answer_by: Option<Time>,
    /// When the recipient answered first.
    answered_at: Option<Time>,
    /// Why it was rejected (code list `decline_reasons`).
    reason: Option<String>,
    /// What came of it.
    #[schema(value_type = Option<ReferralOutcome>)]
    outcome: Option<ReferralOutcome>,
    /// Since when nothing more happens.
    ended_at: Option<Time>,
    /// Who took it back.
    revoked_by: Option<RevokedBy>,
}

impl ReferralShown {
    /// A referral as a member of an organisation sees it.
    pub fn of(listed: Listed, organisation: Id) -> Result<Self, Problem> {
        let row = listed.row;
        let is_own = row.sender_organisation_id == Some(organisation);
        let there = row.recipient_peer_organisation_id;
        Ok(Self {
            fields: row.fields()?,
            id: row.id,
            request_id: row.request_id.filter(|_| is_own),
            kind: row.kind,
            status: row.status,
            sender: PartyShown {
                organisation_id: row.sender_organisation_id,
                peer_id: row.origin_peer_id,
                name: listed.sender_name,
            },
            recipient: PartyShown {
                organisation_id: row.recipient_organisation_id.or(there),
                peer_id: row.recipient_peer_id,
                name: listed.recipient_name,
            },
            service_type: row.service_type.map(Code::known),
            legitimate_basis: row.legitimate_basis,
            made_at: row.made_at,
            answer_by: row.answer_by,
            answered_at: row.answered_at,
            reason: row.reason,
            outcome: row.outcome.map(Code::known),
            ended_at: row.ended_at,
            revoked_by: row.revoked_by,
        })
    }
}

/// A referral, opened.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenedAssistanceReferral)]
pub struct OpenedShown {
    #[serde(flatten)]
    referral: ReferralShown,
    /// What it carries, as far as it is covered now; null when it was taken back, rejected, is done or was handed over.
    case_file: Option<CaseFile>,
    /// What the recipient reports, for who made the referral and still has the request; null when it has not.
    report: Option<String>,
}

impl OpenedShown {
    /// A referral with what it carries.
    pub fn of(opened: Opened, organisation: Id) -> Result<Self, Problem> {
        Ok(Self {
            referral: ReferralShown::of(opened.listed, organisation)?,
            case_file: opened.file,
            report: opened.report,
        })
    }
}
