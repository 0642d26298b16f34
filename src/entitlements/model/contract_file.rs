//! What a contract should say, as its file has it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Citation, HowKnown, PlaceOfWork, Scope};
use crate::platform::clock::Date;
use crate::platform::code_lists::Texts;
use crate::text_enum;

text_enum! {
    /// What kind of thing a member of a contract is.
    pub enum MemberType {
        /// Words.
        Text => "text",
        /// A code of a list, or one of some choices.
        Code => "code",
        /// Money for a time.
        Money => "money",
        /// A decimal number.
        Decimal => "decimal",
        /// A whole number.
        WholeNumber => "whole_number",
        /// A length of time.
        Duration => "duration",
        /// A day.
        Date => "date",
        /// Yes or no.
        YesNo => "yes_no",
        /// Languages.
        Languages => "languages",
        /// A list of fees.
        List => "list",
    }
}

text_enum! {
    /// When a member is a breach.
    pub enum BreachWhen {
        /// Below the value.
        Below => "below",
        /// Above the value.
        Above => "above",
        /// It differs from another member.
        DiffersFrom => "differs_from",
        /// It is one of some values.
        Is => "is",
        /// Never: the conditions are shown.
        ShowOnly => "show_only",
    }
}

text_enum! {
    /// What may be said of a member of a contract.
    pub enum LineState {
        /// The law is broken.
        Breach => "breach",
        /// It is a warning sign in any country.
        Alarm => "alarm",
        /// The law asks for it and the contract is silent.
        MissingRequired => "missing_required",
        /// It cannot be told.
        Unknown => "unknown",
        /// The contract is silent; no law that asks for it is known.
        Missing => "missing",
        /// It is as the law asks.
        Kept => "kept",
        /// Nothing is compared with it.
        Told => "told",
    }
}

/// When a member is a breach, and of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreachOf {
    /// How.
    pub when: BreachWhen,
    /// Than this number.
    pub amount: Option<String>,
    /// Than, or from, this member.
    pub member: Option<String>,
    /// These values.
    #[serde(default)]
    pub values: Vec<String>,
    /// The address that checks it.
    pub checked_by: Option<String>,
}

/// With which kind of entitlement a member is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompareWith {
    /// The kind.
    pub kind: String,
    /// The day or case of the entitlement.
    pub case: Option<String>,
    /// Its unit.
    pub per: Option<String>,
    /// When it is a breach.
    pub breach: BreachOf,
}

/// What is a warning sign in any country.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alarm {
    /// More than this.
    pub above: Option<String>,
    /// Less than this.
    pub below: Option<String>,
    /// One of these.
    #[serde(default)]
    pub is: Vec<String>,
    /// None of its values is among those of this member of the question.
    pub none_of_member: Option<String>,
}

/// A member that a contract may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Names it.
    pub code: String,
    /// What kind of thing it is.
    #[serde(rename = "type")]
    pub kind: MemberType,
    /// Of which list the code is.
    pub code_list: Option<String>,
    /// Which words there are.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Of what the list is.
    pub of: Option<String>,
    /// What it is called.
    pub label: Texts,
    /// With what it is compared.
    #[serde(default)]
    pub compare: Vec<CompareWith>,
    /// What is a warning sign.
    pub alarm: Option<Alarm>,
}

/// Which members the law of a country asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    pub code: String,
    pub jurisdiction: String,
    #[serde(default)]
    pub except_jurisdictions: Vec<String>,
    #[serde(default)]
    pub place_of_work: PlaceOfWork,
    #[serde(default)]
    pub origins: Vec<String>,
    #[serde(default)]
    pub sectors: Vec<String>,
    #[serde(default)]
    pub except_sectors: Vec<String>,
    #[serde(default)]
    pub conditions: Vec<Map<String, Value>>,
    pub effective_from: Option<Date>,
    pub members: Vec<String>,
    pub standard_form: Option<String>,
    pub article: Option<String>,
    pub note: Option<String>,
    pub evidence: HowKnown,
    pub read_on: Option<Date>,
    pub review_due: Date,
    pub legal_basis: Citation,
}

impl Requirement {
    /// To whom, where and when it applies.
    pub fn scope(&self) -> Scope<'_> {
        Scope {
            jurisdiction: &self.jurisdiction,
            except_jurisdictions: &self.except_jurisdictions,
            place_of_work: self.place_of_work,
            origins: &self.origins,
            sectors: &self.sectors,
            except_sectors: &self.except_sectors,
            conditions: &self.conditions,
            effective_from: self.effective_from,
            effective_to: None,
            dated_by: super::DatedBy::WorkDone,
            more: None,
        }
    }
}

/// What a contract should say, and what the law of countries asks it to say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractFile {
    /// `contract`.
    pub code: String,
    /// Counts up.
    pub version: u32,
    /// When it was published.
    pub published_on: Date,
    /// Where it comes from.
    pub source: String,
    /// The members, in the order in which a person should see them.
    pub members: Vec<Member>,
    /// What laws ask for.
    pub requirements: Vec<Requirement>,
}
