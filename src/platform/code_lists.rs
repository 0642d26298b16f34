//! Code lists: open vocabularies kept as data, so that a ministry can extend them without us.
//!
//! A member of a request that holds a code has the type [`Code`]; the contract names its codes, so
//! an unknown one is refused before any handler runs.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::openapi::RefOr;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::language::{Language, nearest_text};

/// Texts by language tag.
pub type Texts = BTreeMap<String, String>;

/// A list of codes with their labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    /// The name in addresses and in faults.
    pub name: String,
    /// What the list is about.
    pub title: String,
    /// Where the list comes from.
    pub source: String,
    /// The codes in the order in which a person should see them.
    pub codes: Vec<CodeEntry>,
}

/// One code of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeEntry {
    /// The code.
    pub code: String,
    /// The wider code, in a list of two levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// What a person reads.
    pub label: Texts,
    /// An explanation or an example.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub description: Texts,
    /// To what it applies, in a list whose codes do not all apply to everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
}

impl CodeEntry {
    /// Whether the code applies to something: it does to everything unless it says to what.
    #[must_use]
    pub fn applies_to(&self, what: &str) -> bool {
        self.applies_to.is_empty() || self.applies_to.iter().any(|word| word == what)
    }
}

/// All lists in use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeLists {
    lists: BTreeMap<String, CodeList>,
    versions: BTreeMap<String, String>,
}

/// Why the lists of a folder cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("code list {file}: {reason}")]
pub struct CodeListError {
    file: String,
    reason: String,
}

impl CodeLists {
    /// Reads every `*.toml` of a folder; a file that cannot be understood stops it all.
    pub fn read_folder(folder: &Path) -> Result<Self, CodeListError> {
        let broken = |file: &Path, reason: String| CodeListError {
            file: file.display().to_string(),
            reason,
        };
        let entries =
            std::fs::read_dir(folder).map_err(|error| broken(folder, error.to_string()))?;
        let mut lists = Self::default();
        for entry in entries {
            let path = entry
                .map_err(|error| broken(folder, error.to_string()))?
                .path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let text =
                std::fs::read_to_string(&path).map_err(|error| broken(&path, error.to_string()))?;
            let list: CodeList =
                toml::from_str(&text).map_err(|error| broken(&path, error.to_string()))?;
            lists.insert(list);
        }
        Ok(lists)
    }

    /// Adds or replaces a list.
    pub fn insert(&mut self, list: CodeList) {
        let whole = serde_json::to_vec(&list).unwrap_or_default();
        self.versions.insert(list.name.clone(), version_of(&whole));
        self.lists.insert(list.name.clone(), list);
    }

    /// The version of each list, by name: it changes with anything in the list.
    pub fn versions(&self) -> impl Iterator<Item = (&str, &str)> {
        let versions = self.versions.iter();
        versions.map(|(name, version)| (name.as_str(), version.as_str()))
    }

    /// The version of all lists.
    pub fn version(&self) -> String {
        let all: Vec<&str> = self
            .versions()
            .flat_map(|(name, own)| [name, own])
            .collect();
        version_of(all.join("\n").as_bytes())
    }

    /// The version of the codes, whatever they are called in which language: what the contract depends on.
    pub fn version_of_codes(&self) -> String {
        let mut codes = Vec::new();
        for list in self.lists.values() {
            codes.push(format!("/{}", list.name));
            codes.extend(list.codes.iter().map(|entry| entry.code.clone()));
        }
        version_of(codes.join("\n").as_bytes())
    }

    /// A list by its name.
    pub fn find(&self, name: &str) -> Option<&CodeList> {
        self.lists.get(name)
    }

    /// Every list, by name.
    pub fn all(&self) -> impl Iterator<Item = &CodeList> {
        self.lists.values()
    }

    /// The label of a code in the nearest language that has one.
    pub fn label(&self, list: &str, code: &str, language: &Language) -> Option<&str> {
        Some(self.nearest_label(list, code, language)?.1)
    }

    /// The same with the language in which it is.
    pub fn nearest_label(
        &self,
        list: &str,
        code: &str,
        language: &Language,
    ) -> Option<(Language, &str)> {
        let mut entries = self.find(list)?.codes.iter();
        let entry = entries.find(|entry| entry.code == code)?;
        nearest_text(&entry.label, language)
    }
}

/// Bytes of a hash that make a version.
const VERSION_BYTES: usize = 16;

fn version_of(whole: &[u8]) -> String {
    let hash = Sha256::digest(whole);
    URL_SAFE_NO_PAD.encode(hash.get(..VERSION_BYTES).unwrap_or_default())
}

/// Names a code list at the level of types.
pub trait ListName: 'static {
    /// The list's name.
    const NAME: &'static str;
}

/// A code of the list `L`, known to be in it because the contract was checked first.
pub struct Code<L>(String, PhantomData<fn() -> L>);

impl<L> Code<L> {
    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code itself, owned.
    pub fn into_inner(self) -> String {
        self.0
    }

    /// A code that comes from the database and so was checked when it came in.
    pub fn known(code: String) -> Self {
        Self(code, PhantomData)
    }
}

impl<L> Clone for Code<L> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<L> fmt::Debug for Code<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<L> PartialEq for Code<L> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<L> Eq for Code<L> {}

impl<L> PartialOrd for Code<L> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<L> Ord for Code<L> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<L> Serialize for Code<L> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de, L> Deserialize<'de> for Code<L> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::known)
    }
}

impl<L: ListName> PartialSchema for Code<L> {
    fn schema() -> RefOr<Schema> {
        let extension = ExtensionsBuilder::new().add("x-code-list", L::NAME).build();
        let description = format!("A code of the list `{}` (`/v1/code-lists/{0}`).", L::NAME);
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(description))
            .extensions(Some(extension))
            .into()
    }
}

impl<L: ListName> ToSchema for Code<L> {
    fn name() -> std::borrow::Cow<'static, str> {
        let words = L::NAME.split('_').map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        });
        format!("CodeOf{}", words.collect::<String>()).into()
    }
}

macro_rules! code_lists {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {}
        impl ListName for $name { const NAME: &'static str = $text; })*
        /// Every list that a member of the interface refers to.
        pub const REFERRED_LISTS: &[&str] = &[$($text),*];
    };
}

code_lists! {
    /// ISO 3166-1 alpha-2.
    Countries = "countries";
    /// ISO 4217.
    Currencies = "currencies";
    /// BCP 47 tags of the languages that people here speak.
    Languages = "languages";
    /// ISCO-08.
    Occupations = "occupations";
    /// ISIC rev. 4 sections.
    Sectors = "sectors";
    /// What a register says about a licence.
    LicenceStatuses = "licence_statuses";
    /// What changed a licence.
    LicenceActs = "licence_acts";
    /// Whether somebody is licensed.
    LicenceAnswers = "licence_answers";
    /// What to bear in mind about such an answer.
    LicenceWarnings = "licence_warnings";
    /// What is wrong with a row of a register.
    RegisterRowFaults = "register_row_faults";
    /// Why nothing of a list was taken over.
    RegisterRefusals = "register_refusals";
    /// In what two entries of a register agree.
    AgencyMatchReasons = "agency_match_reasons";
    /// What kind of name of an agency it is.
    AgencyNameKinds = "agency_name_kinds";
    /// What an authority has imposed on an agency.
    SanctionKinds = "sanction_kinds";
    /// By which scheme an agency was certified.
    CertificateSchemes = "certificate_schemes";
    /// How one agency came out of another.
    SuccessionKinds = "succession_kinds";
    /// Why that is proposed.
    SuccessionReasons = "succession_reasons";
    /// How a job order stands.
    JobOrderStatuses = "job_order_statuses";
    /// Whether somebody acts for an agency.
    SubAgentAnswers = "sub_agent_answers";
    /// Who says so.
    SubAgentWitnesses = "sub_agent_witnesses";
    /// Where in the journey a reviewer is.
    ReviewStages = "review_stages";
    /// What a review gives scores on.
    ReviewDimensions = "review_dimensions";
    /// ILO definition of recruitment fees and related costs (2019).
    FeeCategories = "fee_categories";
    /// What exactly a fee was for (after the questionnaire of SDG indicator 10.7.1).
    FeeSubItems = "fee_sub_items";
    /// Who keeps somebody's passport.
    DocumentHolders = "document_holders";
    /// On what visa somebody travelled.
    VisaKinds = "visa_kinds";
    /// How somebody was treated badly.
    Mistreatments = "mistreatments";
    /// What was wrong with where somebody lives.
    LivingProblems = "living_problems";
    /// Who was paid.
    FeeRecipients = "fee_recipients";
    /// How it was paid.
    PaymentMethods = "payment_methods";
    /// Whether a receipt was given.
    FeeReceipts = "fee_receipts";
    /// Why a review was rejected.
    ReviewRejectionReasons = "review_rejection_reasons";
    /// Why an employer whom a worker has named has no page.
    EmployerRefusalReasons = "employer_refusal_reasons";
    /// What a document is that proves a review.
    ProofKinds = "proof_kinds";
    /// Why a document proves nothing.
    DocumentRefusalReasons = "document_refusal_reasons";
    /// What is odd about a review.
    ReviewSignals = "review_signals";
    /// Why somebody does not speak for an agency.
    AgencyClaimReasons = "agency_claim_reasons";
    /// Why an agency's reply was rejected.
    ReplyRejectionReasons = "reply_rejection_reasons";
    /// Why an agency reports a review.
    ReviewReportReasons = "review_report_reasons";
    /// What an article is about.
    RightsTopics = "rights_topics";
    /// Stages of a migrant worker's journey.
    JourneyStages = "journey_stages";
    /// What kind of help a contact is.
    ContactKinds = "contact_kinds";
    /// By which channel a contact is reached.
    ContactChannels = "contact_channels";
    /// Emergency services.
    EmergencyServices = "emergency_services";
    /// For whom help is asked.
    ForWhom = "for_whom";
    /// What a request for help is about.
    IssueCodes = "issue_codes";
    /// What the person wishes.
    Wants = "wants";
    /// Sex of a person.
    Sexes = "sexes";
    /// Permits with which somebody works or stays; of one country each.
    PermitTypes = "permit_types";
    /// ILO indicators of forced labour.
    IloIndicators = "ilo_indicators";
    /// What puts a person at a greater risk.
    Vulnerabilities = "vulnerabilities";
    /// Why somebody should look sooner.
    TriageReasons = "triage_reasons";
    /// Why a case worker set a priority.
    PriorityChangeReasons = "priority_change_reasons";
    /// How exactly a place is known.
    PlacePrecisions = "place_precisions";
    /// By which channel a person may be contacted.
    SafeContactChannels = "safe_contact_channels";
    /// What a contact is about.
    ContactOccasions = "contact_occasions";
    /// What became of a contact.
    ContactOutcomes = "contact_outcomes";
    /// Why somebody is not contacted.
    ContactRefusals = "contact_refusals";
    /// Whose phone it is.
    ContactOwners = "contact_owners";
    /// How a case ended.
    AssistanceOutcomes = "assistance_outcomes";
    /// Why a person says that it does not go on.
    EscalationReasons = "escalation_reasons";
    /// Why clocks stand still.
    PauseReasons = "pause_reasons";
    /// What kind of help a service is.
    ServiceTypes = "service_types";
    /// What came of a referral.
    ReferralOutcomes = "referral_outcomes";
    /// How soon a service is needed.
    ResponseTimeframes = "response_timeframes";
    /// Why an organisation declined.
    DeclineReasons = "decline_reasons";
    /// Why a request must not be destroyed yet.
    LegalHoldReasons = "legal_hold_reasons";
    /// What kind of safety report it is.
    SafetyReportKinds = "safety_report_kinds";
    /// Hazards, two levels.
    HazardCodes = "hazard_codes";
    /// When it happens.
    Happening = "happening";
    /// How many people are exposed.
    PeopleExposedBands = "people_exposed_bands";
    /// Whether the employer was told.
    ToldEmployer = "told_employer";
    /// Who reports.
    ReporterRelations = "reporter_relations";
    /// Injuries in plain words.
    InjuryTypes = "injury_types";
    /// Parts of the body.
    BodyParts = "body_parts";
    /// Treatment of an injury.
    InjuryTreatments = "injury_treatments";
    /// Days lost through an injury.
    DaysLostBands = "days_lost_bands";
    /// How many workers, roughly.
    WorkforceBands = "workforce_bands";
    /// What a workplace's number is.
    EstablishmentIdentifierSchemes = "establishment_identifier_schemes";
    /// What is wrong with a row of a list of workplaces.
    EstablishmentRowFaults = "establishment_row_faults";
    /// In what two workplaces agree.
    EstablishmentMatchReasons = "establishment_match_reasons";
    /// What raises the risk of a workplace.
    EstablishmentRiskFactors = "establishment_risk_factors";
    /// How badly somebody could be hurt.
    SeverityLevels = "severity_levels";
    /// How easily it could happen.
    LikelihoodLevels = "likelihood_levels";
    /// How great a risk is.
    RiskBands = "risk_bands";
    /// Who among the exposed is at a greater risk.
    VulnerableExposed = "vulnerable_exposed";
    /// What protection there is.
    ControlsSeen = "controls_seen";
    /// What came of telling the employer.
    ToldEmployerResults = "told_employer_results";
    /// Whether somebody stopped the work.
    StopWork = "stop_work";
    /// What an organisation can do.
    OrganisationCompetences = "organisation_competences";
    /// What an organisation is.
    OrganisationKinds = "organisation_kinds";
    /// What somebody can tell so that more can be said of an entitlement.
    FactsToTell = "facts_to_tell";
    /// Why nothing can be said of an entitlement.
    UnknownReasons = "unknown_reasons";
    /// How an entitlement is known.
    EntitlementEvidence = "entitlement_evidence";
    /// When something is allowed.
    AllowedWhen = "allowed_when";
}
