//! Consents as both sides see them.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::consents::actions::Consent;
use crate::assistance::consents::model::{ConsentState, DataPurpose, GivenVia, ReferralField};
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Who knows something, or is to know it.
#[derive(Serialize, ToSchema)]
#[schema(as = NamedRecipient, example = json!({ "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "peer_id": null, "name": "Example Shelter" }))]
pub struct RecipientShown {
    /// The organisation, by its id on its server.
    pub organisation_id: Id,
    /// The other server, if the organisation is there.
    pub peer_id: Option<Id>,
    /// Its name.
    pub name: String,
}

/// To what a person agrees, or is asked to agree, for one recipient.
#[derive(Serialize, ToSchema)]
#[schema(as = DataConsent)]
pub struct DataConsentShown {
    /// Its id.
    id: Id,
    /// What for (code list `consent_purposes`).
    purpose: DataPurpose,
    /// Who is to know it.
    recipient: RecipientShown,
    /// What they are to know (code list `referral_fields`).
    fields: BTreeSet<ReferralField>,
    /// Whether it stands.
    state: ConsentState,
    /// Whether its time is over.
    has_expired: bool,
    /// Why somebody asks, in plain words; null when nobody asked.
    reason: Option<String>,
    /// When somebody asked.
    asked_at: Option<Time>,
    /// How it was given.
    given_via: Option<GivenVia>,
    /// When it was given.
    given_at: Option<Time>,
    /// Until when; null until it is taken back.
    expires_at: Option<Time>,
    /// Since when it is refused or taken back.
    ended_at: Option<Time>,
    /// The attachment that proves what was spoken.
    evidence_attachment_id: Option<Id>,
    /// Who was there when it was spoken.
    witness_name: Option<String>,
}

impl DataConsentShown {
    /// A consent with the name of its recipient.
    pub fn of(conn: &mut Conn, consent: Consent, now: Time) -> Result<Self, Problem> {
        let row = consent.row;
        let recipient = match (
            row.recipient_organisation_id,
            row.recipient_peer_organisation_id,
        ) {
            (Some(here), _) => RecipientShown {
                organisation_id: here,
                peer_id: None,
                name: organisations::find_name(conn, here)?.unwrap_or_default(),
            },
            (None, organisation) => RecipientShown {
                organisation_id: organisation.unwrap_or(row.id),
                peer_id: row.recipient_peer_id,
                name: row.recipient_name.clone().unwrap_or_default(),
            },
        };
        Ok(Self {
            fields: row.fields()?,
            id: row.id,
            purpose: row.purpose,
            recipient,
            state: row.state,
            has_expired: row.expires_at.is_some_and(|end| end <= now),
            reason: consent.reason,
            asked_at: row.asked_at,
            given_via: row.given_via,
            given_at: row.given_at,
            expires_at: row.expires_at,
            ended_at: row.ended_at,
            evidence_attachment_id: row.evidence_attachment_id,
            witness_name: consent.witness.map(|witness| witness.name.into_inner()),
        })
    }

    /// Several.
    pub fn all(conn: &mut Conn, consents: Vec<Consent>, now: Time) -> Result<Vec<Self>, Problem> {
        let shown = consents.into_iter();
        shown.map(|consent| Self::of(conn, consent, now)).collect()
    }
}
