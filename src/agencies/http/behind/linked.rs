//! Badges, and the agencies at the other end of a link.

use serde::Serialize;
use utoipa::ToSchema;

use super::super::list::RatingSummary;
use super::super::show::{Show, read};
use super::super::{CountryCode, StatusCode};
use crate::agencies::behind::model::{BadgeKind, Mark, SourceOf};
use crate::agencies::behind::successions::Linked;
use crate::agencies::model::status_on;
use crate::platform::clock::Date;
use crate::platform::code_lists::{
    CertificateSchemes, Code, ListName as _, SanctionKinds, SuccessionKinds,
};
use crate::platform::db::Json;
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

type SuccessionCode = Code<SuccessionKinds>;

/// A sanction or a certificate in one word.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "kind": "sanction", "code": "suspension", "label": "Suspension", "since": "2026-02-01",
    "until": "2026-07-31", "in_force": true
}))]
pub struct Badge {
    /// Whether it speaks against the agency or for it.
    pub kind: BadgeKind,
    /// What: a code of `sanction_kinds` or of `certificate_schemes`.
    pub code: String,
    /// The same in the caller's language.
    pub label: String,
    /// The first day.
    pub since: Date,
    /// The last day, when there is one.
    pub until: Option<Date>,
    /// Whether it holds today.
    pub in_force: bool,
}

impl Badge {
    fn of(show: &Show<'_>, mark: Mark) -> Self {
        let list = match mark.kind {
            BadgeKind::Sanction => SanctionKinds::NAME,
            BadgeKind::Certificate => CertificateSchemes::NAME,
        };
        Self {
            label: show.label(list, &mark.code),
            in_force: mark.holds(show.today),
            kind: mark.kind,
            code: mark.code,
            since: mark.since,
            until: mark.until,
        }
    }
}

fn badges(show: &Show<'_>, marks: &Json) -> Result<Vec<Badge>, Problem> {
    let marks: Vec<Mark> = read(marks)?;
    Ok(marks
        .into_iter()
        .map(|mark| Badge::of(show, mark))
        .collect())
}

/// The badges that an agency has today.
pub fn badges_today(show: &Show<'_>, marks: &Json) -> Result<Vec<Badge>, Problem> {
    let all = badges(show, marks)?.into_iter();
    Ok(all.filter(|badge| badge.in_force).collect())
}

/// An agency from which another came, or that came out of it, as a person has found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "name": "Meridian Sample",
    "country": "SG", "licence_number": "00C0000", "licence_status": "revoked",
    "licence_status_label": "Revoked", "licence_expires_on": null,
    "missing_from_list_since": "2026-02-01", "linked_to": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "how": "new_licence_same_people", "how_label": "A new licence of the same people",
    "evidence": "The authority's notice 12 of 2026 names both numbers.",
    "source": { "name": "Sample Authority, notice 12 of 2026", "url": null, "retrieved_on": "2026-11-20" },
    "found_on": "2026-11-24",
    "sanctions": [{ "kind": "sanction", "code": "suspension", "label": "Suspension",
        "since": "2026-01-01", "until": "2026-01-31", "in_force": false }],
    "rating": { "review_count": 4, "minimum_reviews": 3, "mean": 1.6 }
}))]
pub struct LinkedAgency {
    /// That agency.
    pub agency_id: Id,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: CountryCode,
    /// Its licence number.
    pub licence_number: Option<String>,
    /// The status of its licence, which is `expired` once `licence_expires_on` is over.
    pub licence_status: StatusCode,
    /// The same in the caller's language.
    pub licence_status_label: String,
    /// The last day on which its licence is valid.
    pub licence_expires_on: Option<Date>,
    /// The day of the first list on which it was no longer found.
    pub missing_from_list_since: Option<Date>,
    /// The agency that came out of it, or from which it came: the next one on the way.
    pub linked_to: Id,
    /// How the one came out of the other.
    pub how: SuccessionCode,
    /// The same in the caller's language.
    pub how_label: String,
    /// How that is known.
    pub evidence: Option<String>,
    /// Where that comes from.
    pub source: Option<SourceOf>,
    /// The day on which a person found it so.
    pub found_on: Option<Date>,
    /// What authorities have imposed on it, also what is over.
    pub sanctions: Vec<Badge>,
    /// How workers rate it. It is not counted in the rating of the other.
    pub rating: RatingSummary,
}

/// Agencies at the other end of links.
pub fn linked(show: &Show<'_>, found: Vec<Linked>) -> Result<Vec<LinkedAgency>, Problem> {
    let found = found.into_iter();
    found.map(|linked| LinkedAgency::of(show, linked)).collect()
}

impl LinkedAgency {
    fn of(show: &Show<'_>, linked: Linked) -> Result<Self, Problem> {
        let Linked { link, agency } = linked;
        let how = link.kind.ok_or_else(|| {
            tracing::error!(succession.id = %link.id, "A confirmed succession has no kind");
            Problem::new(&INTERNAL_ERROR)
        })?;
        let status = status_on(
            &agency.licence_status,
            agency.licence_expires_on,
            show.today,
        );
        let is_far_end = |id: &Id| *id != agency.id;
        let ends = [link.earlier_agency_id, link.later_agency_id];
        let sanctions = badges(show, &agency.marks)?.into_iter();
        let is_sanction = |badge: &Badge| badge.kind == BadgeKind::Sanction;
        Ok(Self {
            agency_id: agency.id,
            country: Code::known(agency.country),
            licence_number: agency.licence_number,
            licence_status_label: show.status_label(status),
            licence_status: Code::known(status.to_owned()),
            licence_expires_on: agency.licence_expires_on,
            missing_from_list_since: agency.missing_since,
            linked_to: ends.into_iter().find(is_far_end).unwrap_or(agency.id),
            how_label: show.label(SuccessionKinds::NAME, &how),
            how: Code::known(how),
            evidence: link.evidence,
            source: link.source.as_ref().map(read).transpose()?,
            found_on: link.decided_at.map(crate::platform::clock::Time::date),
            sanctions: sanctions.filter(is_sanction).collect(),
            rating: show.rating_summary(agency.rating_count, agency.rating.as_ref())?,
            name: agency.name,
        })
    }
}
