//! What an inspectorate writes for its annual report, because no record of this service can know it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors};

use super::table::AnnualReportParagraph;
use crate::platform::clock::Date;
use crate::platform::place::Subdivision;
use crate::platform::text::{Line, Prose};

/// A law or a regulation that bears on the work of the inspection service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AnnualReportLaw, example = json!({ "title": "Occupational Safety and Health Act 1994", "in_force_since": "1994-02-25" }))]
pub struct Law {
    /// Its title and number.
    pub title: Line<300>,
    /// Since when it is in force.
    #[serde(default)]
    #[schema(required = false)]
    pub in_force_since: Option<Date>,
}

/// How many of a category of staff there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AnnualReportStaff, example = json!({ "title": "Inspector, grade 2", "is_inspector": true, "women": 14, "men": 21,
    "sex_not_known": 0 }))]
pub struct StaffCategory {
    /// What they are.
    pub title: Line<100>,
    /// They make visits.
    pub is_inspector: bool,
    /// Women.
    #[schema(maximum = 1_000_000)]
    pub women: u32,
    /// Men.
    #[schema(maximum = 1_000_000)]
    pub men: u32,
    /// Those whose sex is not known.
    #[serde(default)]
    #[schema(required = false, maximum = 1_000_000)]
    pub sex_not_known: u32,
}

/// An office of the inspection service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AnnualReportOffice, example = json!({ "name": "Klang", "subdivision": "MY-10", "inspectors": 6 }))]
pub struct Office {
    /// What it is called.
    pub name: Line<100>,
    /// Its district.
    #[serde(default)]
    #[schema(required = false)]
    pub subdivision: Option<Subdivision>,
    /// How many inspectors work from there.
    #[schema(maximum = 1_000_000)]
    pub inspectors: u32,
}

/// What an inspectorate writes for the annual report of a year. What is left out or null is not known, and the report says that it is missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = InspectionAnnualStatement, example = json!({
    "laws": [{ "title": "Occupational Safety and Health Act 1994", "in_force_since": "1994-02-25" }],
    "staff": [{ "title": "Inspector", "is_inspector": true, "women": 14, "men": 21 }],
    "offices": [{ "name": "Klang", "subdivision": "MY-10", "inspectors": 35 }], "convictions": 3 }))]
pub struct Written {
    /// Laws and regulations, those first that earlier reports did not name (R081, Par. 9 a).
    #[schema(required = false, max_items = 300)]
    pub laws: Option<Vec<Law>>,
    /// Staff by category and sex (R081, Par. 9 b).
    #[schema(required = false, max_items = 100)]
    pub staff: Option<Vec<StaffCategory>>,
    /// Where inspectors are.
    #[schema(required = false, max_items = 500)]
    pub offices: Option<Vec<Office>>,
    /// Young people employed in the workplaces that are liable to inspection.
    #[schema(required = false, maximum = 100_000_000)]
    pub young_workers: Option<u32>,
    /// Convictions by courts (R081, Par. 9 e).
    #[schema(required = false, maximum = 1_000_000)]
    pub convictions: Option<u32>,
    /// Of these, to prison.
    #[schema(required = false, maximum = 1_000_000)]
    pub prison_sentences: Option<u32>,
    /// Fatal accidents of which employers told the authority. The tables count what workers reported here.
    #[schema(required = false, maximum = 1_000_000)]
    pub notified_fatal_accidents: Option<u32>,
    /// Other accidents of which employers told the authority.
    #[schema(required = false, maximum = 10_000_000)]
    pub notified_other_accidents: Option<u32>,
    /// Cases of occupational disease of which employers and doctors told the authority.
    #[schema(required = false, maximum = 10_000_000)]
    pub notified_diseases: Option<u32>,
    /// Anything else that readers should know. Name nobody, and no workplace.
    #[schema(required = false)]
    pub notes: Option<Prose<8000>>,
}

impl Written {
    /// The numbers in it, each with its paragraph and what it is called.
    pub const fn numbers(&self) -> [(AnnualReportParagraph, &'static str, Option<u32>); 6] {
        use AnnualReportParagraph as Paragraph;
        [
            (Paragraph::Workplaces, "young_workers", self.young_workers),
            (Paragraph::Violations, "convictions", self.convictions),
            (
                Paragraph::Violations,
                "prison_sentences",
                self.prison_sentences,
            ),
            (
                Paragraph::Accidents,
                "notified_fatal_accidents",
                self.notified_fatal_accidents,
            ),
            (
                Paragraph::Accidents,
                "notified_other_accidents",
                self.notified_other_accidents,
            ),
            (
                Paragraph::Diseases,
                "notified_diseases",
                self.notified_diseases,
            ),
        ]
    }
}

impl Validate for Written {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}
