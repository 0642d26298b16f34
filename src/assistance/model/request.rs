//! A request as a person files it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::priority::Urgency;
use crate::contact::SafeContact;
use crate::identity::PresentedCode;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::code_lists::{
    Code, ForWhom, IloIndicators, IssueCodes, Sexes, Vulnerabilities, Wants,
};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::phone::PhoneNumber;
use crate::platform::place::Place;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, Prose};
use crate::text_enum;

/// A code of the list `issue_codes`.
pub type IssueCode = Code<IssueCodes>;
/// A code of the list `ilo_indicators`.
pub type IndicatorCode = Code<IloIndicators>;
/// A code of the list `vulnerabilities`.
pub type VulnerabilityCode = Code<Vulnerabilities>;
/// A code of the list `for_whom`.
pub type ForWhomCode = Code<ForWhom>;
/// A code of the list `wants`.
pub type WantCode = Code<Wants>;
type SexCode = Code<Sexes>;

text_enum! {
    /// An answer to an indicator (code list `indicator_answers`).
    pub enum IndicatorAnswer {
        /// Yes.
        Yes => "yes",
        /// No.
        No => "no",
        /// Not sure.
        Unsure => "unsure",
    }
}

text_enum! {
    /// By what a request came.
    pub enum RequestChannel {
        /// An app, or whatever else calls this interface.
        App => "app",
        /// Text messages: the person reads and writes in short texts, and the telephone company read what they told.
        Sms => "sms",
    }
}

impl RequestChannel {
    /// Requests from before there was another one.
    const fn first() -> Self {
        Self::App
    }
}

/// A request for help.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAssistanceRequest, example = json!({
    "for_whom": "self",
    "urgency": "this_week",
    "issue_codes": ["unpaid_wages", "passport_held"],
    "narrative": "Hindi po ako sinuswelduhan ng tatlong buwan at hawak ng amo ang pasaporte ko.",
    "place": { "country": "SG", "precision": "district", "text": "Tuas" },
    "employer": { "name": "Example Builders", "description": "Blue gate beside the canal" },
    "wants": ["money_owed", "documents_back"],
    "language": "fil",
    "safe_contact": {
        "phone_checked_by_employer": true,
        "methods": [{
            "channel": "sms", "address": "+6590000000", "owner": "friend",
            "ok_to_leave_message": false, "ok_to_name_organisation": false,
            "disguise_as": "a cousin", "code_word": "mangga",
            "windows": [{ "days": ["sunday"], "from": "14:00", "until": "17:00",
                "time_zone": "Asia/Singapore" }]
        }]
    },
    "identity": { "name": "Maria Example", "phone": "+6590000000" },
    "indicators": { "retention_of_identity_documents": "yes", "withholding_of_wages": "yes" },
    "vulnerabilities": ["undocumented_fear"],
    "consents": { "share_identity": false }
}))]
pub struct NewRequest {
    /// An id of the client's own.
    #[serde(default)]
    pub id: Option<ChosenId>,
    /// For whom help is asked.
    pub for_whom: ForWhomCode,
    /// How urgent it is.
    pub urgency: Urgency,
    /// What it is about.
    #[schema(min_items = 1, max_items = 40)]
    pub issue_codes: BTreeSet<IssueCode>,
    /// What happened, in the person's own words and language.
    #[serde(default)]
    pub narrative: Option<Prose<10000>>,
    /// Where the person is. The country decides which organisation can help.
    pub place: Place,
    /// The employer.
    #[serde(default)]
    pub employer: Option<Employer>,
    /// The recruitment agency, by its id in `/v1/agencies`.
    #[serde(default)]
    pub agency_id: Option<Id>,
    /// When somebody takes revenge for a safety report: that one's receipt code. Its inspector learns that there is revenge,
    /// and nothing of this request; nobody learns of the report here. It is not kept, and whether it is right is not told.
    #[serde(default)]
    pub retaliation_for: Option<PresentedCode>,
    /// What the person wishes.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub wants: BTreeSet<WantCode>,
    /// The language in which the person wants to be answered.
    pub language: Language,
    /// How the person may be contacted; without it, only by messages that wait for the receipt code.
    #[serde(default)]
    pub safe_contact: Option<SafeContact>,
    /// Who the person is; never needed, and read only with consent.
    #[serde(default)]
    pub identity: Option<Identity>,
    /// Answers to the ILO indicators of forced labour (code list `ilo_indicators`).
    #[serde(default)]
    pub indicators: BTreeMap<IndicatorCode, IndicatorAnswer>,
    /// What puts the person at a greater risk; sealed, and never needed.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub vulnerabilities: BTreeSet<VulnerabilityCode>,
    /// The sex of the person who needs help; sealed, never needed, and only to find an organisation that is
    /// there for them.
    #[serde(default)]
    pub sex: Option<SexCode>,
    /// To what the person agrees.
    pub consents: Consents,
}

/// What has changed since the request was filed. Priorities only rise by it: whoever found the telephone
/// cannot make the person wait longer.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = TriageAnswers, example = json!({ "urgency": "danger_now",
    "indicators": { "restriction_of_movement": "yes" }, "vulnerabilities": ["confined"] }))]
pub struct Reconsidered {
    /// How urgent it is now. What was more urgent before stays.
    pub urgency: Urgency,
    /// What it is about besides.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub issue_codes: BTreeSet<IssueCode>,
    /// Answers to the indicators; they take the place of earlier ones.
    #[serde(default)]
    pub indicators: BTreeMap<IndicatorCode, IndicatorAnswer>,
    /// What puts the person at a greater risk, besides what was said before.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub vulnerabilities: BTreeSet<VulnerabilityCode>,
}

impl NewRequest {
    /// What the contract cannot say.
    pub fn faults(&self) -> Vec<Fault> {
        let plan = self.safe_contact.as_ref();
        let of_plan = plan.map(|plan| plan.faults("/safe_contact"));
        let mut faults = self.place.faults("/place");
        faults.extend(of_plan.into_iter().flatten());
        faults
    }
}

/// An employer, as the person knows it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Employer {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line<200>>,
    /// How to recognise it, who its people are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Prose<1000>>,
}

/// Who a person is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line<200>>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
}

/// To what the person agrees, for one organisation at a time: the one chosen, or the one that the service
/// finds and that takes the request. All of it can be taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssistanceConsents)]
pub struct Consents {
    /// The organisation that may read and handle the request; without it the service finds one that
    /// works in the country and can do what is needed.
    #[serde(default)]
    pub organisation_id: Option<Id>,
    /// Whether nobody else is asked if the chosen organisation does not help.
    #[serde(default)]
    pub only_this_organisation: bool,
    /// Organisations that are never asked.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub excluded_organisation_ids: Vec<Id>,
    /// Whether the organisation may also know who the person is.
    pub share_identity: bool,
}

/// What is sealed as confidential: what the person told.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = AssistanceContent)]
pub struct Content {
    /// For whom help is asked.
    pub for_whom: ForWhomCode,
    /// What the person wishes.
    pub wants: BTreeSet<WantCode>,
    /// The language in which the person wants to be answered.
    pub language: Language,
    /// What happened, in the person's own words.
    pub narrative: Option<Prose<10000>>,
    /// Where the person is.
    pub place: Place,
    /// The employer.
    pub employer: Option<Employer>,
    /// The recruitment agency.
    pub agency_id: Option<Id>,
    /// How the person may be contacted. It binds whoever reads it; null means: by no other way than
    /// messages here.
    pub safe_contact: Option<SafeContact>,
    /// In which hour the person last changed the plan; null as long as it is that of the filing.
    #[serde(default)]
    pub safe_contact_reviewed_at: Option<Time>,
    /// Answers to the ILO indicators of forced labour.
    pub indicators: BTreeMap<IndicatorCode, IndicatorAnswer>,
    /// What puts the person at a greater risk.
    #[serde(default)]
    pub vulnerabilities: BTreeSet<VulnerabilityCode>,
    /// The sex of the person who needs help.
    #[serde(default)]
    pub sex: Option<SexCode>,
    /// By what the request came.
    #[serde(default = "RequestChannel::first")]
    #[schema(required = true)]
    pub channel: RequestChannel,
}
