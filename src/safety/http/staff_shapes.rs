//! A report as its organisation sees it: in the queue, and opened.

use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::Evidence;
use crate::correspondence::{DueDates, StatusChange};
use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::{CountryCode, Place};
use crate::platform::text::Line;
use crate::safety::actions::Opened;
use crate::safety::model::{
    Danger, HappeningCode, HazardCode, Injury, KindCode, Occurred, OccurredPrecision,
    PeopleExposedCode, Report, ReporterRelationCode, Statement, Status, ToldEmployerCode,
};

/// A report in the queue; nothing in it is sealed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueuedSafetyReport)]
pub(super) struct QueuedReport {
    /// Its id.
    id: Id,
    /// What kind of report it is.
    kind: KindCode,
    /// The country in which the danger is.
    country: CountryCode,
    /// Whether somebody was in danger when it was filed.
    danger_now: bool,
    /// What the danger is.
    hazard_codes: Vec<HazardCode>,
    /// Where it stands.
    status: Status,
    /// The states into which it can be moved from here.
    next_statuses: Vec<Status>,
    /// By when the reporter hears of it.
    due: DueDates,
    /// The account that has it; null when nobody has.
    assigned_to: Option<Id>,
    /// Since when the reporter waits for an answer to what they wrote.
    unanswered_since: Option<Time>,
    /// Whether the reporter wishes to hear what became of it.
    wants_update: bool,
    /// How many photos it has.
    evidence_count: i64,
    /// When it was filed.
    filed_at: Time,
    /// When the work on it ended.
    closed_at: Option<Time>,
}

impl QueuedReport {
    pub(super) fn of(report: Report, now: Time) -> Self {
        let (status, due) = (report.standing.status, report.due(now));
        Self {
            id: report.id,
            kind: KindCode::known(report.kind),
            country: CountryCode::known(report.country),
            danger_now: report.danger == Danger::Now,
            hazard_codes: report
                .hazard_codes
                .into_iter()
                .map(HazardCode::known)
                .collect(),
            status,
            next_statuses: status.next().to_vec(),
            due,
            assigned_to: report.assigned_to,
            unanswered_since: report.unanswered_since,
            wants_update: report.wants_update,
            evidence_count: report.photo_count,
            filed_at: report.filed_at,
            closed_at: report.standing.closed_at,
        }
    }
}

/// What was told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyReportContent)]
struct Content {
    /// What is dangerous or what happened, in the reporter's words.
    description: String,
    /// Where.
    place: Place,
    /// When it happens.
    happening: Option<HappeningCode>,
    /// How many people are exposed.
    people_exposed: Option<PeopleExposedCode>,
    /// How somebody was hurt.
    injury: Option<Injury>,
    /// The employer's name.
    employer: Option<String>,
    /// Whether the employer was told. An employer must never learn from an inspector that somebody
    /// reported.
    told_employer: Option<ToldEmployerCode>,
    /// Who reports.
    reporter_relation: Option<ReporterRelationCode>,
    /// The language in which the reporter wishes to be answered.
    language: Language,
    /// When it happened, to the minute.
    occurred_at: Option<Time>,
    /// The day on which it happened, as exactly as `occurred_precision` says.
    occurred_on: Option<Date>,
    /// How exactly `occurred_on` is known.
    occurred_precision: Option<OccurredPrecision>,
}

impl Content {
    fn of(told: Statement) -> Self {
        let (occurred_at, occurred_on, occurred_precision) = match told.occurred {
            Some(Occurred::At(at)) => (Some(at), None, None),
            Some(Occurred::On(on, precision)) => (None, Some(on), Some(precision)),
            None => (None, None, None),
        };
        Self {
            description: told.description.into_inner(),
            place: told.place,
            happening: told.happening,
            people_exposed: told.people_exposed,
            injury: told.injury,
            employer: told.employer.map(Line::into_inner),
            told_employer: told.told_employer,
            reporter_relation: told.reporter_relation,
            language: told.language,
            occurred_at,
            occurred_on,
            occurred_precision,
        }
    }
}

/// A report, opened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenedSafetyReport)]
pub(super) struct OpenedReport {
    #[serde(flatten)]
    queued: QueuedReport,
    /// Its states until now, oldest first.
    history: Vec<StatusChange>,
    /// What was told; null when the reporter took it back.
    content: Option<Content>,
    /// The establishment at which the danger is, as inspectors found out; null when it is not known. Whoever learns it
    /// learns that somebody there spoke.
    establishment_id: Option<Id>,
    /// The photos, oldest first; none when the reporter took the report back.
    evidence: Vec<Evidence>,
}

impl OpenedReport {
    pub(super) fn of(opened: Opened, now: Time) -> Self {
        Self {
            queued: QueuedReport::of(opened.report, now),
            history: opened.history,
            establishment_id: opened.establishment,
            content: opened.told.map(Content::of),
            evidence: opened.photos.into_iter().map(Evidence::from).collect(),
        }
    }
}
