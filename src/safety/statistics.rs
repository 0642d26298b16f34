//! Accidents and diseases for the annual report of an inspectorate (C081, Art. 21 f and g).
//!
//! What is counted here is coded: no word, no place and no name leaves the seal, and nobody reads a report, so that the audit log has no
//! entry for each. An inspectorate reads the exact counts of its own
//! reports; the public reads whole groups of five of them, and nothing of fewer ([`inspections`](crate::inspections)).

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::model::{Occurred, Statement, Status};
use super::store::{TOLD, behind_another};
use crate::platform::clock::{Date, Time};
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, Vault, VaultError};
use crate::schema::safety_reports;

/// What came to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    /// An accident, and nobody died.
    Accident,
    /// An accident of which somebody died.
    FatalAccident,
    /// A disease.
    Disease,
}

impl Harm {
    fn of(kind: &str) -> Option<Self> {
        match kind {
            "injury" => Some(Self::Accident),
            "fatality" => Some(Self::FatalAccident),
            "ill_health" => Some(Self::Disease),
            _ => None,
        }
    }
}

/// When it happened, or was reported when nobody said when it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HarmDay {
    /// At this time.
    At(Time),
    /// On this day, or in its month or year.
    On(Date),
}

/// An accident or a disease that was reported.
#[derive(Debug, Clone)]
pub struct ReportedHarm {
    /// What it is.
    pub harm: Harm,
    /// In which country.
    pub country: String,
    /// When.
    pub day: HarmDay,
    /// The industry (code list `sectors`).
    pub sector: Option<String>,
    /// What kind of injury (code list `injury_types`).
    pub injury: Option<String>,
    /// Days lost (code list `days_lost_bands`).
    pub days_lost: Option<String>,
    /// By what (code list `hazard_codes`).
    pub hazards: Vec<String>,
}

/// A report as it is stored: id, kind, country, hazards, what was told, when it was filed.
type Found = (Id, String, String, Json, Vec<u8>, Time);

/// The accidents and diseases that were reported to an organisation since a time, by two queries. A report stands for
/// itself: those behind another one, those that were taken back, and those that the organisation sent away are not among them.
///
/// # Errors
///
/// When they cannot be read or opened.
pub fn list_harms(
    conn: &mut Conn,
    vault: &Vault,
    organisation: Id,
    since: Time,
) -> Result<Vec<ReportedHarm>, VaultError> {
    let rows: Vec<Found> = safety_reports::table
        .filter(safety_reports::organisation_id.eq(organisation))
        .filter(safety_reports::kind.eq_any(["injury", "fatality", "ill_health"]))
        .filter(safety_reports::filed_at.ge(since))
        .filter(safety_reports::status.ne(Status::Withdrawn))
        .filter(safety_reports::status.ne(Status::Duplicate))
        .filter(safety_reports::status.ne(Status::NotResponsible))
        .filter(not(exists(behind_another())))
        .order(safety_reports::id)
        .select((
            safety_reports::id,
            safety_reports::kind,
            safety_reports::country,
            safety_reports::hazard_codes,
            safety_reports::sealed_report,
            safety_reports::filed_at,
        ))
        .load(conn)?;
    let ids: Vec<Id> = rows.iter().map(|row| row.0).collect();
    let keys = vault.keys(conn, &ids, Class::Confidential)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        // One without a key was erased between the two queries.
        if let Some(key) = keys.get(&row.0) {
            found.extend(coded(key, row)?);
        }
    }
    Ok(found)
}

/// What is coded of a report; nothing of another kind.
fn coded(
    key: &SubjectKey,
    (id, kind, country, hazards, sealed, filed_at): Found,
) -> Result<Option<ReportedHarm>, VaultError> {
    let Some(harm) = Harm::of(&kind) else {
        return Ok(None);
    };
    let told: Statement = key.open_json(id, TOLD, &sealed)?;
    let injury = told.injury;
    let days_lost = injury.as_ref().and_then(|own| own.days_lost.as_ref());
    Ok(Some(ReportedHarm {
        harm,
        country,
        day: match told.occurred {
            Some(Occurred::At(at)) => HarmDay::At(at),
            Some(Occurred::On(on, _)) => HarmDay::On(on),
            None => HarmDay::At(filed_at),
        },
        sector: told.details.sector.map(|code| code.as_str().to_owned()),
        days_lost: days_lost.map(|code| code.as_str().to_owned()),
        injury: injury.map(|own| own.kind.as_str().to_owned()),
        hazards: hazards.read().map_err(|_| VaultError::Form)?,
    }))
}
