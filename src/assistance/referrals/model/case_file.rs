//! What a referral carries: of each field that is covered its content, of the others nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assistance::consents::ReferralField;
use crate::assistance::model::{
    Employer, ForWhomCode, Identity, IndicatorAnswer, IndicatorCode, IssueCode, Urgency,
    VulnerabilityCode, WantCode,
};
use crate::contact::SafeContact;
use crate::correspondence::Author;
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::Place;
use crate::platform::text::{Line, Prose};

/// Messages that a case file carries at most, the newest.
pub const MOST_MESSAGES: usize = 200;
/// Bytes that they are at most, as they are sent: with all else a case file stays below what another server takes.
pub const MOST_MESSAGE_BYTES: usize = 256 * 1024;

/// What a referral carries. A member that is not there was not covered, or there is nothing of it.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ReferralCaseFile, example = json!({ "note": "Needs a bed from tonight on.",
    "urgency": "this_week", "issue_codes": ["unpaid_wages"], "language": "fil" }))]
pub struct CaseFile {
    /// What the sender says to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub note: Option<Prose<2000>>,
    /// How urgent it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub urgency: Option<Urgency>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_items = 40)]
    pub issue_codes: Option<BTreeSet<IssueCode>>,
    /// What happened, in the person's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub narrative: Option<Prose<10000>>,
    /// For whom help is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub for_whom: Option<ForWhomCode>,
    /// Where the person is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub place: Option<Place>,
    /// The employer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub employer: Option<Employer>,
    /// The recruitment agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub agency: Option<CarriedAgency>,
    /// What the person wishes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_items = 20)]
    pub wants: Option<BTreeSet<WantCode>>,
    /// The language in which the person wants to be answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<Language>,
    /// Who the person is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub identity: Option<Identity>,
    /// How the person may be contacted. It binds whoever reads it; without it, by nobody but the sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub safe_contact: Option<SafeContact>,
    /// Answers to the ILO indicators of forced labour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub indicators: Option<BTreeMap<IndicatorCode, IndicatorAnswer>>,
    /// What puts the person at a greater risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_items = 20)]
    pub vulnerabilities: Option<BTreeSet<VulnerabilityCode>>,
    /// What both sides wrote, oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_items = 200)]
    pub messages: Option<Vec<CarriedMessage>>,
    /// How many older messages were left out, because there were too many or they are too long together.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, example = 3)]
    pub messages_left_out: Option<u32>,
}

/// An agency as it is carried: ids differ from server to server, so the name goes along.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarriedAgency {
    /// Its id on the server of the sender.
    pub id: Id,
    /// Its name.
    pub name: Line<400>,
}

/// A message as it is carried.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarriedMessage {
    /// Who wrote it.
    pub author: Author,
    /// What it says.
    pub body: Prose<4000>,
    /// When it was sent.
    pub sent_at: Time,
}

impl CaseFile {
    /// What it carries.
    pub fn fields(&self) -> BTreeSet<ReferralField> {
        let carried = [
            (self.urgency.is_some(), ReferralField::Urgency),
            (self.issue_codes.is_some(), ReferralField::IssueCodes),
            (self.narrative.is_some(), ReferralField::Narrative),
            (self.for_whom.is_some(), ReferralField::ForWhom),
            (self.place.is_some(), ReferralField::Place),
            (self.employer.is_some(), ReferralField::Employer),
            (self.agency.is_some(), ReferralField::Agency),
            (self.wants.is_some(), ReferralField::Wants),
            (self.language.is_some(), ReferralField::Language),
            (self.identity.is_some(), ReferralField::Identity),
            (self.safe_contact.is_some(), ReferralField::SafeContact),
            (self.indicators.is_some(), ReferralField::Indicators),
            (
                self.vulnerabilities.is_some(),
                ReferralField::Vulnerabilities,
            ),
            (self.messages.is_some(), ReferralField::Messages),
        ];
        let there = carried.into_iter().filter(|(is_there, _)| *is_there);
        there.map(|(_, field)| field).collect()
    }

    /// The same with these fields only.
    #[must_use]
    pub fn reduced_to(self, covered: &BTreeSet<ReferralField>) -> Self {
        use ReferralField as Field;
        let keeps = |field| covered.contains(&field);
        Self {
            note: self.note,
            urgency: self.urgency.filter(|_| keeps(Field::Urgency)),
            issue_codes: self.issue_codes.filter(|_| keeps(Field::IssueCodes)),
            narrative: self.narrative.filter(|_| keeps(Field::Narrative)),
            for_whom: self.for_whom.filter(|_| keeps(Field::ForWhom)),
            place: self.place.filter(|_| keeps(Field::Place)),
            employer: self.employer.filter(|_| keeps(Field::Employer)),
            agency: self.agency.filter(|_| keeps(Field::Agency)),
            wants: self.wants.filter(|_| keeps(Field::Wants)),
            language: self.language.filter(|_| keeps(Field::Language)),
            identity: self.identity.filter(|_| keeps(Field::Identity)),
            safe_contact: self.safe_contact.filter(|_| keeps(Field::SafeContact)),
            indicators: self.indicators.filter(|_| keeps(Field::Indicators)),
            vulnerabilities: self
                .vulnerabilities
                .filter(|_| keeps(Field::Vulnerabilities)),
            messages: self.messages.filter(|_| keeps(Field::Messages)),
            messages_left_out: self.messages_left_out.filter(|_| keeps(Field::Messages)),
        }
    }
}
