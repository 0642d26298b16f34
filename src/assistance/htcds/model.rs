//! A case as the standard tells it.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::mapping::{Mapping, values};
use crate::assistance::consents::ReferralField;
use crate::assistance::model::{AssistanceStatus, Content, IndicatorAnswer, IssueCode};

/// A case in HTCDS 2.0. A member that is not there is not covered by the consent, or the standard cannot say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({ "id": "5f2b8c1e9d3a47606e0b4b8e9d3f2f1d", "con_Consent": true, "cas_Status": "Active",
    "vic_MethodsOfControl": ["TakesEarnings", "WithholdsDocuments"], "prs_PrimaryLanguage": "fil",
    "hte_Country": "SG" }))]
pub struct HtcdsCase {
    /// A number of the case for this recipient; another recipient is told another. Not of the standard.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    pub id: String,
    /// That the person has agreed: always true.
    #[serde(rename = "con_Consent")]
    pub consent: bool,
    /// Where the case stands, with consent to `outcome`.
    #[serde(rename = "cas_Status", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub status: Option<String>,
    /// How it ended (`assistance_outcomes`) or why it was declined (`decline_reasons`), with consent to `outcome`.
    #[serde(
        rename = "cas_ReasonForCaseClosure",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(nullable = false)]
    pub reason_for_case_closure: Option<String>,
    /// How the person is kept in the situation, as they say, with consent to `issue_codes` or `indicators`.
    #[serde(
        rename = "vic_MethodsOfControl",
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    #[schema(required = false)]
    pub methods_of_control: BTreeSet<String>,
    /// To what it amounts, where the person says so themselves, with consent to `issue_codes`.
    #[serde(
        rename = "vic_TypeOfExploitation",
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    #[schema(required = false)]
    pub type_of_exploitation: BTreeSet<String>,
    /// The language, two letters where there are two (ISO 639), with consent to `language`.
    #[serde(
        rename = "prs_PrimaryLanguage",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(nullable = false)]
    pub primary_language: Option<String>,
    /// The country (ISO 3166), with consent to `place`.
    #[serde(rename = "hte_Country", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub country: Option<String>,
    /// The subdivision (ISO 3166-2), with consent to `place`.
    #[serde(rename = "hte_State", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub state: Option<String>,
}

/// What is known of a case.
pub(super) struct Known<'c> {
    pub status: AssistanceStatus,
    pub reason: Option<&'c str>,
    pub issue_codes: &'c BTreeSet<IssueCode>,
    pub content: &'c Content,
}

impl HtcdsCase {
    /// The case, with what is covered.
    pub(super) fn of(
        mapping: &Mapping,
        id: String,
        known: &Known<'_>,
        covered: &BTreeSet<ReferralField>,
    ) -> Self {
        let covers = |field| covered.contains(&field);
        let of_outcome = covers(ReferralField::Outcome);
        let status = mapping.case_status.get(known.status.as_str());
        let is_closed = matches!(
            known.status,
            AssistanceStatus::Closed | AssistanceStatus::Declined
        );
        let place = Some(&known.content.place).filter(|_| covers(ReferralField::Place));
        let language = Some(known.content.language.primary());
        let language = language.filter(|_| covers(ReferralField::Language));
        Self {
            id,
            consent: true,
            status: status.filter(|_| of_outcome).cloned(),
            reason_for_case_closure: known
                .reason
                .filter(|_| of_outcome && is_closed)
                .map(str::to_owned),
            methods_of_control: methods_of_control(mapping, known, covered),
            type_of_exploitation: if covers(ReferralField::IssueCodes) {
                let table = &mapping.type_of_exploitation.issue_codes;
                values(table, known.issue_codes.iter().map(IssueCode::as_str)).collect()
            } else {
                BTreeSet::new()
            },
            primary_language: language.map(str::to_owned),
            country: place.map(|place| place.country.as_str().to_owned()),
            state: place.and_then(|place| {
                let subdivision = place.subdivision.as_ref();
                subdivision.map(|subdivision| subdivision.as_str().to_owned())
            }),
        }
    }
}

fn methods_of_control(
    mapping: &Mapping,
    known: &Known<'_>,
    covered: &BTreeSet<ReferralField>,
) -> BTreeSet<String> {
    let (tables, mut methods) = (&mapping.methods_of_control, BTreeSet::new());
    if covered.contains(&ReferralField::IssueCodes) {
        let codes = known.issue_codes.iter().map(IssueCode::as_str);
        methods.extend(values(&tables.issue_codes, codes));
    }
    if covered.contains(&ReferralField::Indicators) {
        let answered = known.content.indicators.iter();
        let yes = answered.filter(|(_, answer)| **answer == IndicatorAnswer::Yes);
        methods.extend(values(
            &tables.ilo_indicators,
            yes.map(|(code, _)| code.as_str()),
        ));
    }
    methods
}

/// The columns of the table, in this order.
const COLUMNS: [&str; 9] = [
    "id",
    "con_Consent",
    "cas_Status",
    "cas_ReasonForCaseClosure",
    "vic_MethodsOfControl",
    "vic_TypeOfExploitation",
    "prs_PrimaryLanguage",
    "hte_Country",
    "hte_State",
];

/// The cases as a table (RFC 4180); several values of one field are joined by semicolons.
pub(super) fn table(cases: &[HtcdsCase]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let several = |values: &BTreeSet<String>| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        values.join(";")
    };
    for case in cases {
        let one = |value: &Option<String>| value.clone().unwrap_or_default();
        writer.write_record([
            case.id.clone(),
            case.consent.to_string(),
            one(&case.status),
            one(&case.reason_for_case_closure),
            several(&case.methods_of_control),
            several(&case.type_of_exploitation),
            one(&case.primary_language),
            one(&case.country),
            one(&case.state),
        ])?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}
