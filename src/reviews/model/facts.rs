//! What a worker can say as a fact, asked before any star: a fact can be checked and counted.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::code_lists::{
    Code, DocumentHolders, LivingProblems, Mistreatments, VisaKinds,
};
use crate::text_enum;

text_enum! {
    /// An answer to a question of fact (code list `indicator_answers`).
    pub enum FactAnswer {
        /// Yes.
        Yes => "yes",
        /// No.
        No => "no",
        /// Not sure.
        Unsure => "unsure",
    }
}

/// Who keeps somebody's passport.
pub type DocumentHolder = Code<DocumentHolders>;
/// On what visa somebody travelled.
pub type VisaKind = Code<VisaKinds>;
/// How somebody was treated badly.
pub type Mistreatment = Code<Mistreatments>;
/// What was wrong with where somebody lives.
pub type LivingProblem = Code<LivingProblems>;

/// Facts by dimension. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ReviewFacts, example = json!({
    "contract": { "given_before_departure": "yes", "language_understood": "no", "substituted": "yes" },
    "documents": { "holder": "employer", "can_get_it_back": "no" },
    "orientation": { "given": "yes", "days": 1 }
}))]
pub struct Facts {
    /// On fees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fees: Option<FeeFacts>,
    /// On the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractFacts>,
    /// On the orientation before departure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orientation: Option<OrientationFacts>,
    /// On passport and papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<DocumentFacts>,
    /// On being placed as agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placement: Option<PlacementFacts>,
    /// On being treated with respect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treatment: Option<TreatmentFacts>,
    /// On privacy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<PrivacyFacts>,
    /// On help when there was a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help_after: Option<HelpFacts>,
    /// On wages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wages: Option<WageFacts>,
    /// On hours and rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_rest: Option<HoursFacts>,
    /// On living conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub living: Option<LivingFacts>,
}

impl Facts {
    /// The dimensions on which something is said.
    pub fn dimensions(&self) -> impl Iterator<Item = &'static str> + use<> {
        let said = [
            ("fees", self.fees.is_some()),
            ("contract", self.contract.is_some()),
            ("orientation", self.orientation.is_some()),
            ("documents", self.documents.is_some()),
            ("placement", self.placement.is_some()),
            ("treatment", self.treatment.is_some()),
            ("privacy", self.privacy.is_some()),
            ("help_after", self.help_after.is_some()),
            ("wages", self.wages.is_some()),
            ("hours_rest", self.hours_rest.is_some()),
            ("living", self.living.is_some()),
        ];
        let said = said.into_iter().filter(|(_, is_said)| *is_said);
        said.map(|(dimension, _)| dimension)
    }
}

/// Facts on fees, beside what each was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeeFacts {
    /// Whether you paid nothing at all; an empty list of fee items does not say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nothing_paid: Option<FactAnswer>,
    /// Whether you took a loan to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loan_taken: Option<FactAnswer>,
    /// Whether it was or is taken from your wages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_deduction: Option<FactAnswer>,
}

/// Facts on the contract.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContractFacts {
    /// Whether you got a contract before you left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_before_departure: Option<FactAnswer>,
    /// Whether it was in a language that you understand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_understood: Option<FactAnswer>,
    /// Whether you have a copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_kept: Option<FactAnswer>,
    /// Whether you had to sign another one later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substituted: Option<FactAnswer>,
}

/// Facts on the orientation before departure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrientationFacts {
    /// Whether there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<FactAnswer>,
    /// How many days it took.
    #[schema(minimum = 0, maximum = 60)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u8>,
    /// Whether it was in a language that you understand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_understood: Option<FactAnswer>,
    /// Whether you were told of your rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights_covered: Option<FactAnswer>,
}

/// Facts on passport and papers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentFacts {
    /// Who keeps your passport.
    #[schema(value_type = Option<DocumentHolder>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<DocumentHolder>,
    /// Whether you get it back when you ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_get_it_back: Option<FactAnswer>,
}

/// Facts on being placed as agreed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlacementFacts {
    /// Whether you came to the employer that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer_matches: Option<FactAnswer>,
    /// On what visa you travelled.
    #[schema(value_type = Option<VisaKind>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visa: Option<VisaKind>,
    /// Days that you waited between the promised departure and the real one.
    #[schema(minimum = 0, maximum = 1000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_days: Option<u16>,
}

/// Facts on being treated with respect.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TreatmentFacts {
    /// How you were treated badly; empty when you were not.
    #[schema(value_type = Option<Vec<Mistreatment>>, max_items = 20)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistreatments: Option<Vec<Mistreatment>>,
}

/// Facts on privacy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PrivacyFacts {
    /// Whether your data or photos were used without asking you.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_without_asking: Option<FactAnswer>,
}

/// Facts on help when there was a problem.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HelpFacts {
    /// Whether you asked the agency for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<FactAnswer>,
    /// Days until it answered.
    #[schema(minimum = 0, maximum = 1000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_after_days: Option<u16>,
    /// Whether the problem was solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solved: Option<FactAnswer>,
}

/// Facts on wages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WageFacts {
    /// Whether you are paid in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_in_full: Option<FactAnswer>,
    /// Days by which you are paid late.
    #[schema(minimum = 0, maximum = 1000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_by_days: Option<u16>,
}

/// Facts on hours and rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HoursFacts {
    /// Hours of work on a usual day.
    #[schema(minimum = 0, maximum = 24)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_per_day: Option<u8>,
    /// Rest days in a month.
    #[schema(minimum = 0, maximum = 31)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest_days_per_month: Option<u8>,
}

/// Facts on living conditions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LivingFacts {
    /// What is wrong where you live; empty when nothing is.
    #[schema(value_type = Option<Vec<LivingProblem>>, max_items = 20)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problems: Option<Vec<LivingProblem>>,
}
