//! A table: rows that add up to its total.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::money::Money;
use crate::text_enum;

text_enum! {
    /// A paragraph of C081, Art. 21.
    pub enum AnnualReportParagraph {
        /// Laws and regulations.
        Laws => "a",
        /// Staff of the inspection service.
        Staff => "b",
        /// Workplaces liable to inspection, and workers employed there.
        Workplaces => "c",
        /// Visits of inspection.
        Visits => "d",
        /// Violations and penalties.
        Violations => "e",
        /// Industrial accidents.
        Accidents => "f",
        /// Occupational diseases.
        Diseases => "g",
    }
}

text_enum! {
    /// A table of an annual report.
    pub enum AnnualTableCode {
        /// Provisions that were applied.
        Provisions => "a_provisions",
        /// Staff by category.
        StaffByCategory => "b_staff_by_category",
        /// Staff by whether they inspect.
        StaffByRole => "b_staff_by_role",
        /// Inspectors by office.
        InspectorsByOffice => "b_inspectors_by_office",
        /// Workplaces by industry.
        WorkplacesByIndustry => "c_workplaces_by_industry",
        /// Workplaces by size.
        WorkplacesBySize => "c_workplaces_by_size",
        /// Visits by kind.
        VisitsByKind => "d_visits_by_kind",
        /// Visits by outcome.
        VisitsByOutcome => "d_visits_by_outcome",
        /// Visits by how they were obstructed.
        VisitsByObstruction => "d_visits_by_obstruction",
        /// Visits by day or night.
        VisitsByTimeOfDay => "d_visits_by_time_of_day",
        /// Workplaces that were visited, by industry.
        VisitsByIndustry => "d_visits_by_industry",
        /// Visits that could not be made, by reason.
        VisitsNotMade => "d_visits_not_made",
        /// Violations by provision.
        ViolationsByProvision => "e_violations_by_provision",
        /// Violations by state.
        ViolationsByState => "e_violations_by_state",
        /// Measures by kind.
        MeasuresByKind => "e_measures_by_kind",
        /// Measures by appeal.
        MeasuresByAppeal => "e_measures_by_appeal",
        /// Fines by currency.
        Fines => "e_fines",
        /// Orders to pay wages by currency.
        WageOrders => "e_wage_orders",
        /// Accidents by whether somebody died.
        AccidentsBySeverity => "f_accidents_by_severity",
        /// Accidents by industry.
        AccidentsByIndustry => "f_accidents_by_industry",
        /// Accidents by injury.
        AccidentsByInjury => "f_accidents_by_injury",
        /// Accidents by cause.
        AccidentsByCause => "f_accidents_by_cause",
        /// Accidents by days lost.
        AccidentsByDaysLost => "f_accidents_by_days_lost",
        /// Diseases by industry.
        DiseasesByIndustry => "g_diseases_by_industry",
        /// Diseases by their character.
        DiseasesByCharacter => "g_diseases_by_character",
        /// Diseases by cause.
        DiseasesByCause => "g_diseases_by_cause",
    }
}

text_enum! {
    /// What is counted.
    pub enum AnnualTableColumn {
        /// Findings that name it.
        Findings => "findings",
        /// Measures.
        Measures => "measures",
        /// Items of checklists by which visits were made.
        ChecklistItems => "checklist_items",
        /// Women.
        Women => "women",
        /// Men.
        Men => "men",
        /// People whose sex is not known.
        SexNotKnown => "sex_not_known",
        /// Members of staff.
        Staff => "staff",
        /// Inspectors.
        Inspectors => "inspectors",
        /// Workplaces.
        Workplaces => "workplaces",
        /// Workplaces of which nobody knows how many work there.
        WorkersNotKnown => "workers_not_known",
        /// Workers.
        Workers => "workers",
        /// Visits.
        Visits => "visits",
        /// Visits of which the employer was told before.
        Announced => "announced",
        /// Workplaces that were visited more than once.
        VisitedMoreThanOnce => "visited_more_than_once",
        /// Minor violations.
        Minor => "minor",
        /// Serious ones.
        Serious => "serious",
        /// Imminent dangers.
        ImminentDanger => "imminent_danger",
        /// Violations.
        Violations => "violations",
        /// Of which it is not known yet whether the employer complies.
        Pending => "pending",
        /// With which the employer complied in part.
        Partial => "partial",
        /// With which the employer complied.
        Complied => "complied",
        /// With which the employer refused to comply.
        Refused => "refused",
        /// Accidents.
        Accidents => "accidents",
        /// Cases of disease.
        Diseases => "diseases",
    }
}

text_enum! {
    /// What the codes of rows are.
    pub enum AnnualTableRows {
        /// Codes of this service.
        Words => "words",
        /// Texts that people wrote.
        Texts => "texts",
        /// Codes of the list `sectors` (ISIC Rev. 4).
        Sectors => "sectors",
        /// Codes of the list `injury_types`.
        InjuryTypes => "injury_types",
        /// Codes of the list `hazard_codes`.
        HazardCodes => "hazard_codes",
        /// Codes of the list `days_lost_bands`.
        DaysLostBands => "days_lost_bands",
        /// Currencies (ISO 4217).
        Currencies => "currencies",
    }
}

/// What is not known.
pub const UNKNOWN: &str = "unknown";
/// More than one of the codes.
pub const SEVERAL: &str = "several";
/// Rows that are too small to be published are one.
pub const TOGETHER: &str = "others_together";
/// What is left of whole groups.
pub const NOT_SHOWN: &str = "not_shown_separately";
/// Rows that come last, in this order.
pub const LAST: [&str; 4] = [SEVERAL, UNKNOWN, TOGETHER, NOT_SHOWN];

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AnnualReportRow, example = json!({ "code": "F", "values": [12, 2, 340, 31, 290, 19] }))]
pub struct Row {
    /// Which: a code as `rows_are` says; or `unknown`, `several` (more than one of the codes), `others_together` (too few workplaces to be
    /// published one by one) or `not_shown_separately` (what whole groups of five leave over).
    pub code: String,
    /// In the order of `columns`; null: not told, because too few workplaces are meant.
    pub values: Vec<Option<i64>>,
    /// The sum of money, in tables of money; null where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub amount: Option<Money>,
    /// It is published only together with others.
    #[serde(skip)]
    pub is_withheld: bool,
}

/// A table. Its rows add up to its total in every column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AnnualReportTable, example = json!({ "paragraph": "d", "code": "d_visits_by_kind", "columns": ["visits", "announced"],
    "rows_are": "words", "rows": [{ "code": "routine", "values": [40, 3] }, { "code": "follow_up", "values": [12, 0] }],
    "total": [52, 3], "rounded_down_to": null }))]
pub struct Table {
    /// The paragraph of C081, Art. 21.
    pub paragraph: AnnualReportParagraph,
    /// Which table.
    pub code: AnnualTableCode,
    /// What is counted.
    pub columns: Vec<AnnualTableColumn>,
    /// What the codes of the rows are.
    pub rows_are: AnnualTableRows,
    /// The rows.
    pub rows: Vec<Row>,
    /// The sum of the rows, in the order of `columns`; null: fewer than five, or too few workplaces to be told.
    pub total: Vec<Option<i64>>,
    /// Every number is rounded down to a whole multiple of this; null: it is exact.
    pub rounded_down_to: Option<i64>,
}
