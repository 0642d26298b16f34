//! What the law of a country gives to a worker, in a form that can be compared. Its members: `data/entitlements/README.md`.

mod applies;
mod circumstances;
mod compare;
mod contract;
mod contract_file;
mod exact;
mod formula;
mod library;
mod self_check;
#[cfg(test)]
mod tests;
mod value;
mod wages;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use applies::{Circumstances, Fact, Facts, Holds, Service, fact_of};
pub use compare::{Compared, Finding, Sum, WhyUnknown, order, settle, verdict_of};
pub use contract::{
    Asked, BreachWhen, ContractFile, Line, LineState, Member, MemberType, Requirement, Told,
    lines_of, misfits, requirements_of,
};
pub use exact::{read_exact, rounded, whole, written};
pub use formula::Formula;
pub use library::Library;
pub use self_check::{SelfCheck, SelfCheckFile, SelfCheckQuestion, SelfCheckStep, SelfCheckType};
pub use value::{DurationOf, EntitlementValue, Money as MoneyFor, RateSteps};
pub use wages::{Answered, WageQuestion, check_wages, tell_wage};

use crate::platform::clock::Date;
use crate::platform::code_lists::Texts;
use crate::text_enum;

text_enum! {
    /// How a value is compared.
    pub enum Bound {
        /// Less is a breach.
        Least => "least",
        /// More is a breach.
        Most => "most",
        /// That it happens is a breach.
        Prohibited => "prohibited",
        /// That it does not happen is a breach.
        Duty => "duty",
        /// Nothing is compared; the conditions are shown.
        Condition => "condition",
    }
}

text_enum! {
    /// How something is known.
    pub enum HowKnown {
        /// Read in the law, in a translation of it, or on a page of the authority.
        Read => "read",
        /// Read on a page that reports the law.
        Reported => "reported",
        /// Stands in the article that is named, whose basis was checked when it was written.
        Article => "article",
        /// Written down from knowledge of the law: please check.
        Known => "known",
    }
}

text_enum! {
    /// What follows from a rule and from what was told.
    pub enum CheckVerdict {
        /// It is not as the rule asks.
        Breach => "breach",
        /// It is as the rule asks.
        Kept => "kept",
        /// It cannot be told.
        Unknown => "unknown",
    }
}

text_enum! {
    /// Where somebody works to whom an entitlement applies.
    pub enum PlaceOfWork {
        /// In its jurisdiction.
        Home => "home",
        /// In another country than its jurisdiction, from which the worker comes.
        Abroad => "abroad",
    }
}

text_enum! {
    /// To which date those of an entitlement refer.
    pub enum DatedBy {
        /// The day of the work.
        WorkDone => "work_done",
        /// The day on which the contract was signed.
        ContractSigned => "contract_signed",
    }
}

text_enum! {
    /// Who owes an entitlement.
    pub enum DutyOf {
        /// The employer.
        Employer => "employer",
        /// The agency.
        Agency => "agency",
        /// Both.
        EmployerAndAgency => "employer_and_agency",
        /// Whoever it is.
        Anyone => "anyone",
        /// Nobody: it is a freedom of the worker.
        Nobody => "nobody",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro takes no derive")]
impl Default for PlaceOfWork {
    fn default() -> Self {
        Self::Home
    }
}

#[expect(clippy::derivable_impls, reason = "the macro takes no derive")]
impl Default for DatedBy {
    fn default() -> Self {
        Self::WorkDone
    }
}

#[expect(clippy::derivable_impls, reason = "the macro takes no derive")]
impl Default for DutyOf {
    fn default() -> Self {
        Self::Employer
    }
}

/// A kind of entitlement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Names it.
    pub code: String,
    /// How it is compared.
    pub bound: Bound,
    /// The types of value that it may have.
    pub values: Vec<String>,
    /// What it is called.
    pub label: Texts,
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The law or rule.
    #[schema(example = "Employment Act 1955 (Act 265), Malaysia")]
    pub instrument: String,
    /// The article, section or clause.
    #[schema(example = "section 60A(1)")]
    pub article: Option<String>,
    /// The law, or the official page where it stands.
    #[schema(format = "uri")]
    pub url: String,
    /// The page that was read, where that is another.
    #[schema(format = "uri")]
    pub read_at: Option<String>,
    /// Words of the page that was read, unchanged.
    pub quote: Option<String>,
}

/// A number of workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmployerSize {
    /// At least so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<u32>,
    /// At most so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
}

/// What an entitlement and a requirement on a contract say alike about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope<'e> {
    /// ISO 3166-1, or ISO 3166-2 for a part.
    pub jurisdiction: &'e str,
    /// Parts in which it does not apply.
    pub except_jurisdictions: &'e [String],
    /// Where the work is.
    pub place_of_work: PlaceOfWork,
    /// Nationalities; all when empty.
    pub origins: &'e [String],
    /// ISIC sections; all when empty.
    pub sectors: &'e [String],
    /// ISIC sections to which it does not apply.
    pub except_sectors: &'e [String],
    /// One of these tables must hold, and in it all members.
    pub conditions: &'e [serde_json::Map<String, serde_json::Value>],
    /// The first day.
    pub effective_from: Option<Date>,
    /// The last day.
    pub effective_to: Option<Date>,
    /// To which date these refer.
    pub dated_by: DatedBy,
    /// What only entitlements have.
    pub more: Option<&'e Entitlement>,
}

/// Something that the law gives. The members are those of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entitlement {
    pub code: String,
    pub kind: String,
    pub when: Option<String>,
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
    pub occupations: Vec<String>,
    #[serde(default)]
    pub except_occupations: Vec<String>,
    #[serde(default)]
    pub permit_types: Vec<String>,
    #[serde(default)]
    pub sexes: Vec<String>,
    pub employer_size: Option<EmployerSize>,
    pub service: Option<Service>,
    #[serde(default)]
    pub conditions: Vec<serde_json::Map<String, serde_json::Value>>,
    #[serde(default)]
    pub duty_of: DutyOf,
    pub effective_from: Option<Date>,
    pub effective_to: Option<Date>,
    #[serde(default)]
    pub dated_by: DatedBy,
    pub newer_expected_from: Option<Date>,
    #[serde(default)]
    pub only_below_is_certain: bool,
    pub value: EntitlementValue,
    pub formula: Option<String>,
    pub formula_words: Option<String>,
    pub note: Option<String>,
    pub article: Option<String>,
    pub evidence: HowKnown,
    pub legal_basis: Citation,
    pub read_on: Option<Date>,
    pub review_due: Date,
}

impl Entitlement {
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
            effective_to: self.effective_to,
            dated_by: self.dated_by,
            more: Some(self),
        }
    }
}
