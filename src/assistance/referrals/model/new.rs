//! A referral as a case worker makes it.

use std::collections::BTreeSet;

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{LegitimateBasis, ReferralKind, ServiceType};
use crate::assistance::consents::{RecipientAsked, ReferralField};
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::platform::text::Prose;

/// The fewest characters of the reason for which consent is overridden.
const LEAST_REASON: usize = 40;

/// A referral that is to be made.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "referral",
    "recipient": { "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" },
    "service_type": "shelter", "fields": ["urgency", "issue_codes", "language"],
    "legitimate_basis": "consent", "consent_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e70",
    "note": "Needs a bed from tonight on." }))]
pub struct NewReferral {
    /// Whether the request itself goes along.
    pub kind: ReferralKind,
    /// To whom.
    pub recipient: RecipientAsked,
    /// What the recipient is asked to do.
    #[serde(default)]
    #[schema(value_type = Option<ServiceType>)]
    pub service_type: Option<ServiceType>,
    /// What it carries; each must be covered.
    #[schema(min_items = 1, max_items = 30)]
    pub fields: BTreeSet<ReferralField>,
    /// By what right.
    pub legitimate_basis: LegitimateBasis,
    /// The consent that covers it: with `consent`, and only with it.
    #[serde(default)]
    pub consent_id: Option<Id>,
    /// Why it cannot wait for the person's consent, at least 40 characters: with `vital_interests`, and only with it.
    /// The person reads it at her next visit.
    #[serde(default)]
    pub override_reason: Option<Prose<2000>>,
    /// What the recipient should know besides; part of the case file.
    #[serde(default)]
    pub note: Option<Prose<2000>>,
}

/// By what right a referral is made, with what belongs to it.
pub enum Wanted<'a> {
    /// A consent covers it.
    ByConsent(Id),
    /// The person's life is in danger.
    ByVitalInterests(&'a Prose<2000>),
}

impl NewReferral {
    /// By what right it is made; the faults say what does not fit.
    pub fn wanted(&self) -> Result<Wanted<'_>, Vec<Fault>> {
        let mut faults = self.of_fields();
        let only_with =
            |at, basis: LegitimateBasis| Fault::new(at, "belongs_to").with("expected", basis);
        let wanted = match (
            self.legitimate_basis,
            self.consent_id,
            &self.override_reason,
        ) {
            (LegitimateBasis::Consent, consent, reason) => {
                if reason.is_some() {
                    faults.push(only_with(
                        "/override_reason",
                        LegitimateBasis::VitalInterests,
                    ));
                }
                if consent.is_none() {
                    faults.push(Fault::new("/consent_id", "missing_member"));
                }
                consent.map(Wanted::ByConsent)
            }
            (LegitimateBasis::VitalInterests, consent, reason) => {
                if consent.is_some() {
                    faults.push(only_with("/consent_id", LegitimateBasis::Consent));
                }
                if self.kind == ReferralKind::Transfer {
                    faults.push(only_with("/kind", LegitimateBasis::Consent));
                }
                faults.extend(of_reason(reason.as_ref()));
                reason.as_ref().map(Wanted::ByVitalInterests)
            }
        };
        wanted.filter(|_| faults.is_empty()).ok_or(faults)
    }

    /// A referral carries what a case file holds; without consent, what protects a life.
    fn of_fields(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (number, field) in self.fields.iter().enumerate() {
            let at = format!("/fields/{number}");
            if self.kind == ReferralKind::Referral && !field.is_carried() {
                let expected = ReferralKind::Transfer;
                faults.push(Fault::new(at, "belongs_to").with("expected", expected));
            } else if self.legitimate_basis == LegitimateBasis::VitalInterests && !field.is_vital()
            {
                let expected = LegitimateBasis::Consent;
                faults.push(Fault::new(at, "belongs_to").with("expected", expected));
            }
        }
        faults
    }
}

fn of_reason(reason: Option<&Prose<2000>>) -> Option<Fault> {
    let Some(reason) = reason else {
        return Some(Fault::new("/override_reason", "missing_member"));
    };
    let is_short = reason.as_str().trim().chars().count() < LEAST_REASON;
    is_short.then(|| Fault::new("/override_reason", "too_short").with("limit", LEAST_REASON))
}
