//! What inspectors of the jurisdiction see.

use serde::Serialize;
use utoipa::ToSchema;

use crate::establishments::actions::{Shown, facts_of};
use crate::establishments::error::EstablishmentError;
use crate::establishments::model::{
    EstablishmentLinkKind, EstablishmentRiskBand, Facts, Operating, ReportBand, Reports,
};
use crate::establishments::risk::FactorWeight;
use crate::establishments::store::{EstablishmentRow, LinkRow};
use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;
use crate::text_enum;

text_enum! {
    /// Which end of a connection an establishment is.
    pub enum EstablishmentLinkDirection {
        /// The connection leads from it to the other.
        Outgoing => "outgoing",
        /// It leads from the other to it.
        Incoming => "incoming",
    }
}

/// How great a risk is, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "value": 50, "band": "high", "factors": [{ "factor": "hazardous_industry", "weight": 25 },
    { "factor": "migrant_workforce", "weight": 15 }, { "factor": "housing_provided", "weight": 10 }],
    "method_version": 1, "computed_at": "2026-11-23T08:15:30Z" }))]
pub struct EstablishmentRisk {
    /// 0 to 100.
    pub value: i64,
    /// The band in which the value lies.
    pub band: EstablishmentRiskBand,
    /// Why, the greatest weight first (code list `establishment_risk_factors`).
    pub factors: Vec<FactorWeight>,
    /// By which version of the method (`/v1/staff/establishment-risk-methods`).
    pub method_version: i64,
    /// When it was reckoned.
    pub computed_at: Time,
}

impl EstablishmentRisk {
    fn of(row: &EstablishmentRow) -> Result<Self, EstablishmentError> {
        Ok(Self {
            value: row.risk_value,
            band: row.risk_band,
            factors: row.risk_factors.read()?,
            method_version: row.risk_method,
            computed_at: row.risk_computed_at,
        })
    }
}

/// How many safety reports of the last two years are about it. Never told to the workplace: nothing that it could see
/// may show that somebody spoke.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "band": "fewer_than_5", "linked_before": "2026-11-01" }))]
pub struct EstablishmentReports {
    /// So roughly that no single one shows.
    pub band: ReportBand,
    /// Those that were linked with it before this day, the first of the month.
    pub linked_before: Date,
}

impl From<Reports> for EstablishmentReports {
    fn from(reports: Reports) -> Self {
        Self {
            band: reports.band,
            linked_before: reports.before,
        }
    }
}

/// An employer of the register of employers.
#[derive(Debug, Serialize, ToSchema)]
pub struct EstablishmentEmployer {
    /// Its id in `/v1/employers`.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// A connection with another establishment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "kind": "supplies_labour_to",
    "direction": "incoming", "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e61",
    "name": "Bahtera Sample Manpower", "stated_at": "2026-11-23T08:15:30Z" }))]
pub struct EstablishmentLink {
    /// The connection.
    pub id: Id,
    /// What the one that it leads from does for the other.
    pub kind: EstablishmentLinkKind,
    /// Which end this establishment is.
    pub direction: EstablishmentLinkDirection,
    /// The other establishment.
    pub establishment_id: Id,
    /// Its name.
    pub name: String,
    /// Since when that is stated.
    pub stated_at: Time,
}

impl EstablishmentLink {
    fn of(family: &[Id], (row, name): (LinkRow, String)) -> Self {
        let is_from = family.contains(&row.from_id);
        Self {
            id: row.id,
            kind: row.kind,
            direction: if is_from {
                EstablishmentLinkDirection::Outgoing
            } else {
                EstablishmentLinkDirection::Incoming
            },
            establishment_id: if is_from { row.to_id } else { row.from_id },
            name,
            stated_at: row.created_at,
        }
    }
}

/// An establishment: a place of work of a legal entity.
#[derive(Debug, Serialize, ToSchema)]
pub struct Establishment {
    /// Its id; of one that was merged, that of the one that stayed.
    pub id: Id,
    /// Whether people work there.
    pub operating: Operating,
    /// Where it moved to.
    pub moved_to_id: Option<Id>,
    /// Others that turned out to be this one.
    pub merged_ids: Vec<Id>,
    /// Its employer, when it is among the employers.
    pub employer: Option<EstablishmentEmployer>,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: Facts,
    /// How great its risk is.
    pub risk: EstablishmentRisk,
    /// Its connections, oldest first; at most 200.
    pub links: Vec<EstablishmentLink>,
    /// How many reports are about it.
    pub reports: EstablishmentReports,
    /// When it was registered.
    pub registered_at: Time,
    /// When something was changed last.
    pub updated_at: Time,
}

impl Establishment {
    /// A page.
    pub fn of(shown: Shown) -> Result<Self, EstablishmentError> {
        let Shown {
            row,
            family,
            employer,
            links,
            reports,
        } = shown;
        let employer = row.employer_id.zip(employer);
        let links = links.into_iter();
        Ok(Self {
            id: row.id,
            operating: row.operating,
            moved_to_id: row.moved_to_id,
            employer: employer.map(|(id, name)| EstablishmentEmployer { id, name }),
            facts: facts_of(&row)?,
            risk: EstablishmentRisk::of(&row)?,
            links: links
                .map(|link| EstablishmentLink::of(&family, link))
                .collect(),
            merged_ids: family.into_iter().skip(1).collect(),
            reports: reports.into(),
            registered_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// An establishment in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedEstablishment {
    /// Its id.
    pub id: Id,
    /// Whether people work there.
    pub operating: Operating,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: Facts,
    /// How great its risk is.
    pub risk: EstablishmentRisk,
    /// When something was changed last.
    pub updated_at: Time,
}

impl ListedEstablishment {
    /// A row of a list.
    pub fn of(row: &EstablishmentRow) -> Result<Self, EstablishmentError> {
        Ok(Self {
            id: row.id,
            operating: row.operating,
            facts: facts_of(row)?,
            risk: EstablishmentRisk::of(row)?,
            updated_at: row.updated_at,
        })
    }
}
