//! To what a person agrees when something of her request is shown to others.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, Prose};
use crate::text_enum;

text_enum! {
    /// What for (code list `consent_purposes`).
    pub enum DataPurpose {
        /// Another organisation helps with something; the request stays where it is.
        Referral => "referral",
        /// Another organisation takes the request over.
        Transfer => "transfer",
        /// Another organisation is given a copy for its own records.
        Export => "export",
    }
}

text_enum! {
    /// What of a request can be shown to others (code list `referral_fields`).
    pub enum ReferralField {
        /// How urgent it is.
        Urgency => "urgency",
        /// What it is about.
        IssueCodes => "issue_codes",
        /// What happened, in the person's own words.
        Narrative => "narrative",
        /// For whom help is asked.
        ForWhom => "for_whom",
        /// Where the person is.
        Place => "place",
        /// The employer.
        Employer => "employer",
        /// The recruitment agency.
        Agency => "agency",
        /// What the person wishes.
        Wants => "wants",
        /// The language to be answered in.
        Language => "language",
        /// Who the person is.
        Identity => "identity",
        /// How the person may be contacted.
        SafeContact => "safe_contact",
        /// Answers to the ILO indicators.
        Indicators => "indicators",
        /// What puts the person at a greater risk.
        Vulnerabilities => "vulnerabilities",
        /// The messages of both sides and the facts that were added.
        Messages => "messages",
        /// Pictures, recordings and documents.
        Attachments => "attachments",
        /// The diary of hours and pay, with the claim that is reckoned from it.
        Diary => "diary",
        /// What came of it so far, with the amounts.
        Outcome => "outcome",
        /// The organisation's own notes, plan, tasks and services.
        CaseNotes => "case_notes",
    }
}

impl ReferralField {
    /// Whether a case file can carry it. The rest is read where it lies, by an organisation that has taken the
    /// request over.
    pub const fn is_carried(self) -> bool {
        !matches!(
            self,
            Self::Attachments | Self::Diary | Self::Outcome | Self::CaseNotes
        )
    }

    /// Whether it may be shown without consent when a life is in danger: what is needed to find and to protect the
    /// person, and no more.
    pub const fn is_vital(self) -> bool {
        matches!(
            self,
            Self::Urgency
                | Self::IssueCodes
                | Self::Narrative
                | Self::Place
                | Self::Employer
                | Self::Language
                | Self::Identity
                | Self::SafeContact
                | Self::Indicators
                | Self::Vulnerabilities
        )
    }
}

text_enum! {
    /// Whether a consent stands. One that stands ends by itself at `expires_at`.
    pub enum ConsentState {
        /// A case worker has asked for it; the person has not answered.
        Asked => "asked",
        /// The person has given it.
        Given => "given",
        /// The person has refused it.
        Refused => "refused",
        /// The person has taken it back.
        Withdrawn => "withdrawn",
    }
}

text_enum! {
    /// How a consent was given.
    pub enum GivenVia {
        /// By the person, with the receipt code.
        Receipt => "receipt",
        /// Spoken to the case worker; a recording or a document may prove it.
        Spoken => "spoken",
        /// Spoken to the case worker, with a witness.
        Witnessed => "witnessed",
    }
}

/// Who is to know something: an organisation here, or one of another server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DataRecipient, example = json!({
    "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
pub struct RecipientAsked {
    /// The organisation.
    pub organisation_id: Id,
    /// The other server, if the organisation is there.
    #[serde(default)]
    pub peer_id: Option<Id>,
}

/// Who is to know something, known to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// An organisation of this server.
    Here(Id),
    /// An organisation of another server.
    OfPeer {
        /// The server.
        peer: Id,
        /// The organisation, by its id there.
        organisation: Id,
        /// Its name.
        name: String,
    },
}

impl Recipient {
    /// The organisation, if it is one of this server.
    pub const fn here(&self) -> Option<Id> {
        match self {
            Self::Here(organisation) => Some(*organisation),
            Self::OfPeer { .. } => None,
        }
    }

    /// Server, organisation there and its name, if it is one of another server.
    pub fn of_peer(&self) -> (Option<Id>, Option<Id>, Option<String>) {
        match self {
            Self::Here(_) => (None, None, None),
            Self::OfPeer {
                peer,
                organisation,
                name,
            } => (Some(*peer), Some(*organisation), Some(name.clone())),
        }
    }
}

/// The witness of a spoken consent; sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Witness {
    /// The name.
    pub name: Line<200>,
}

/// A consent for which a case worker asks.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentQuestion, example = json!({ "purpose": "referral",
    "recipient": { "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" },
    "fields": ["urgency", "issue_codes", "language"],
    "reason": "They have a bed for you tonight. They need to know how urgent it is and your language." }))]
pub struct AskedFor {
    /// What for.
    pub purpose: DataPurpose,
    /// Who is to know it.
    pub recipient: RecipientAsked,
    /// What they are to know.
    #[schema(min_items = 1, max_items = 30)]
    pub fields: BTreeSet<ReferralField>,
    /// Why, in plain words that the person understands.
    pub reason: Prose<1000>,
}

text_enum! {
    /// How a consent was spoken.
    pub enum Spoken {
        /// To the case worker.
        Spoken => "spoken",
        /// To the case worker, and somebody else was there.
        Witnessed => "witnessed",
    }
}

/// A consent that the person has spoken, as a case worker writes it down.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SpokenConsent, example = json!({ "purpose": "referral",
    "recipient": { "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" },
    "fields": ["urgency", "issue_codes", "language"], "via": "witnessed",
    "witness_name": "Example Interpreter" }))]
pub struct Recorded {
    /// What for.
    pub purpose: DataPurpose,
    /// Who is to know it.
    pub recipient: RecipientAsked,
    /// What they are to know.
    #[schema(min_items = 1, max_items = 30)]
    pub fields: BTreeSet<ReferralField>,
    /// Until when; without it until it is taken back.
    #[serde(default)]
    pub expires_at: Option<Time>,
    /// How it was spoken.
    pub via: Spoken,
    /// A recording or a document of the request that proves it: needed with `spoken`.
    #[serde(default)]
    pub evidence_attachment_id: Option<Id>,
    /// Who was there: with `witnessed`, and only with it. It is kept sealed.
    #[serde(default)]
    pub witness_name: Option<Line<200>>,
}

impl Recorded {
    /// What the contract cannot say.
    pub fn faults(&self, now: Time) -> Vec<Fault> {
        let mut faults: Vec<Fault> = in_the_past(self.expires_at, now).into_iter().collect();
        match (self.via, &self.evidence_attachment_id, &self.witness_name) {
            (Spoken::Spoken, None, _) => {
                faults.push(Fault::new("/evidence_attachment_id", "missing_member"));
            }
            (Spoken::Spoken, Some(_), Some(_)) => {
                let fault = Fault::new("/witness_name", "belongs_to");
                faults.push(fault.with("expected", Spoken::Witnessed));
            }
            (Spoken::Witnessed, _, None) => {
                faults.push(Fault::new("/witness_name", "missing_member"));
            }
            (Spoken::Spoken, Some(_), None) | (Spoken::Witnessed, _, Some(_)) => {}
        }
        faults
    }
}

/// To what the person agrees.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentAgreement, example = json!({ "fields": ["urgency", "language"],
    "expires_at": "2027-02-28T00:00:00Z" }))]
pub struct Agreed {
    /// What may be known: no more than this, whatever was asked or given before.
    #[schema(min_items = 1, max_items = 30)]
    pub fields: BTreeSet<ReferralField>,
    /// Until when; without it until it is taken back.
    #[serde(default)]
    pub expires_at: Option<Time>,
}

impl Agreed {
    /// What the contract cannot say.
    pub fn faults(&self, now: Time) -> Vec<Fault> {
        in_the_past(self.expires_at, now).into_iter().collect()
    }
}

/// A consent that the person gives of her own accord.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDataConsent, example = json!({ "purpose": "referral",
    "recipient": { "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" },
    "fields": ["urgency", "issue_codes", "language"] }))]
pub struct Given {
    /// What for.
    pub purpose: DataPurpose,
    /// Who may know it.
    pub recipient: RecipientAsked,
    /// What they may know.
    #[schema(min_items = 1, max_items = 30)]
    pub fields: BTreeSet<ReferralField>,
    /// Until when; without it until it is taken back.
    #[serde(default)]
    pub expires_at: Option<Time>,
}

impl Given {
    /// To what she agrees.
    pub fn agreed(&self) -> Agreed {
        Agreed {
            fields: self.fields.clone(),
            expires_at: self.expires_at,
        }
    }
}

fn in_the_past(expires_at: Option<Time>, now: Time) -> Option<Fault> {
    let is_past = expires_at.is_some_and(|end| end <= now);
    is_past.then(|| Fault::new("/expires_at", "in_the_past"))
}
