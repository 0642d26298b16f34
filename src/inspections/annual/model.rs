//! An annual report.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::table::Table;
use super::written::Written;
use crate::text_enum;

/// The name of this form of a report; another form gets another name.
pub const FORM: &str = "tulay.inspection-annual-report/1";

text_enum! {
    /// What an annual report should say and nobody has entered, or no record holds.
    pub enum AnnualReportGap {
        /// Laws and regulations.
        Laws => "laws",
        /// Staff.
        Staff => "staff",
        /// Where inspectors are.
        Offices => "offices",
        /// Young people employed.
        YoungWorkers => "young_workers",
        /// Convictions.
        Convictions => "convictions",
        /// Sentences to prison.
        PrisonSentences => "prison_sentences",
        /// Fatal accidents of which employers told the authority.
        NotifiedFatalAccidents => "notified_fatal_accidents",
        /// Other accidents of which employers told the authority.
        NotifiedOtherAccidents => "notified_other_accidents",
        /// Diseases of which employers and doctors told the authority.
        NotifiedDiseases => "notified_diseases",
        /// How many worked on average during the year: the register knows the newest number.
        AverageWorkers => "average_workers",
        /// Accidents and diseases by occupation: reports do not tell it.
        Occupation => "occupation",
    }
}

/// The annual report of an inspectorate (C081, Art. 21).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = InspectionAnnualReportContent)]
pub struct AnnualReport {
    /// The form of this report.
    #[schema(example = "tulay.inspection-annual-report/1")]
    pub form: String,
    /// The inspectorate.
    #[schema(example = "Labour Inspectorate (made up)")]
    pub inspectorate: String,
    /// Its countries (ISO 3166-1 alpha-2).
    #[schema(example = json!(["MY"]))]
    pub countries: Vec<String>,
    /// The calendar year, by the clocks of the country in which something happened.
    #[schema(example = 2026)]
    pub year: i16,
    /// What the inspectorate wrote itself.
    pub written: Written,
    /// The tables, by paragraph.
    pub tables: Vec<Table>,
    /// What is missing.
    pub missing: Vec<AnnualReportGap>,
}

impl AnnualReport {
    /// What is missing in what was written, and what no record holds.
    pub fn gaps(written: &Written) -> Vec<AnnualReportGap> {
        use AnnualReportGap as Gap;
        let known = [
            (Gap::Laws, written.laws.is_some()),
            (Gap::Staff, written.staff.is_some()),
            (Gap::Offices, written.offices.is_some()),
            (Gap::YoungWorkers, written.young_workers.is_some()),
            (Gap::Convictions, written.convictions.is_some()),
            (Gap::PrisonSentences, written.prison_sentences.is_some()),
            (
                Gap::NotifiedFatalAccidents,
                written.notified_fatal_accidents.is_some(),
            ),
            (
                Gap::NotifiedOtherAccidents,
                written.notified_other_accidents.is_some(),
            ),
            (Gap::NotifiedDiseases, written.notified_diseases.is_some()),
            (Gap::AverageWorkers, false),
            (Gap::Occupation, false),
        ];
        let missing = known.into_iter().filter(|(_, is_there)| !is_there);
        missing.map(|(gap, _)| gap).collect()
    }
}
