//! A report as its organisation sees it: in the queue, and opened for one of two audiences.

use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::Evidence;
use crate::correspondence::{DueDates, StatusChange};
use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::{CountryCode, Place};
use crate::platform::text::{Line, Prose};
use crate::safety::actions::{Opened, Queued};
use crate::safety::audiences::{Audience, day, district, near};
use crate::safety::forms::Answers;
use crate::safety::merging::{Behind, Company, MergeOrigin};
use crate::safety::model::{
    ControlCode, Danger, Details, HappeningCode, HazardCode, Injury, KindCode, LikelihoodCode,
    Occurred, OccurredPrecision, PeopleExposedCode, Report, ReporterRelationCode, RiskBand,
    SectorCode, SeverityCode, Statement, Status, StopWorkCode, ToldEmployerCode, ToldResultCode,
    VulnerableCode,
};
use crate::safety::retaliation::http::SaidShown;

/// A report in the queue; nothing in it is sealed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueuedSafetyReport)]
pub(in crate::safety) struct QueuedReport {
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
    /// How great the risk is, as far as the reporter could say; `extreme` when somebody was in danger.
    risk_band: Option<RiskBand>,
    /// How many others saw the danger too: each person counts once, and who took it back does not count.
    corroborations: usize,
    /// Where it stands.
    status: Status,
    /// The states into which it can be moved from here.
    next_statuses: Vec<Status>,
    /// By when the reporter hears of it.
    due: DueDates,
    /// The account that has it; null when nobody has.
    assigned_to: Option<Id>,
    /// Since when the reporter, or one of those who saw it too, waits for an answer to what they wrote.
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
    pub(in crate::safety) fn of(queued: Queued, now: Time) -> Self {
        let Queued { report, company } = queued;
        let due = report.due(now);
        // Taken apart member by member: a new one does not compile before somebody has decided who sees it.
        let Report {
            id,
            kind,
            country,
            danger,
            hazard_codes,
            risk_band,
            // Where it stands in the queue tells enough.
            is_raised: _,
            wants_update,
            standing,
            organisation: _,
            assigned_to,
            unanswered_since,
            photo_count,
            version: _,
            filed_at,
        } = report;
        let waits = [unanswered_since, company.unanswered_since()];
        Self {
            id,
            kind: KindCode::known(kind),
            country: CountryCode::known(country),
            danger_now: danger == Danger::Now,
            hazard_codes: hazard_codes.into_iter().map(HazardCode::known).collect(),
            risk_band,
            corroborations: company.corroborations(),
            status: standing.status,
            next_statuses: standing.status.next().to_vec(),
            due,
            assigned_to,
            unanswered_since: waits.into_iter().flatten().min(),
            wants_update,
            evidence_count: photo_count,
            filed_at,
            closed_at: standing.closed_at,
        }
    }
}

/// What was told, as far as its reader may know it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyReportContent)]
struct Content {
    /// What is dangerous or what happened, in the reporter's words; null when somebody only says that they saw it too.
    description: Option<String>,
    /// Where: exactly, or as far as the district.
    place: Place,
    /// Near which town it is.
    #[schema(example = "Shah Alam")]
    near: Option<&'static str>,
    /// When it happens.
    happening: Option<HappeningCode>,
    /// How many people are exposed.
    people_exposed: Option<PeopleExposedCode>,
    /// How somebody was hurt.
    injury: Option<Injury>,
    /// The employer's name; for the inspector only.
    employer: Option<String>,
    /// Whether the employer was told. An employer must never learn from an inspector that somebody
    /// reported.
    told_employer: Option<ToldEmployerCode>,
    /// Who reports; for the inspector only.
    reporter_relation: Option<ReporterRelationCode>,
    /// The language in which the reporter wishes to be answered.
    language: Language,
    /// When it happened, to the minute; for the inspector only.
    occurred_at: Option<Time>,
    /// The day on which it happened, as exactly as `occurred_precision` says.
    occurred_on: Option<Date>,
    /// How exactly `occurred_on` is known.
    occurred_precision: Option<OccurredPrecision>,
    /// What the forms of the kinds ask.
    #[serde(flatten)]
    details: DetailsShown,
}

/// What the forms of the kinds ask, as far as its reader may know it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyReportDetails)]
struct DetailsShown {
    /// The form that was filled in.
    form_hash: Option<String>,
    /// Answers to what only this kind asks.
    answers: Answers,
    /// How badly somebody could be hurt.
    severity: Option<SeverityCode>,
    /// How easily it could happen.
    likelihood: Option<LikelihoodCode>,
    /// Who among the exposed is at a greater risk.
    vulnerable_exposed: Vec<VulnerableCode>,
    /// What protection there is.
    controls_seen: Vec<ControlCode>,
    /// What came of telling the employer.
    told_employer_result: Option<ToldResultCode>,
    /// Whether somebody stopped the work.
    stop_work: Option<StopWorkCode>,
    /// Whose site it is; for the inspector only.
    principal_contractor: Option<String>,
    /// What work is done there.
    activity: Option<String>,
    /// Which industry.
    sector: Option<SectorCode>,
    /// The board whose code was read at the site; for the inspector only.
    board_id: Option<Id>,
    /// Whether a good practice may be shown in public.
    may_be_published: bool,
}

impl DetailsShown {
    /// For the inspector who has the report.
    fn for_inspector(details: Details) -> Self {
        // Taken apart member by member: a new one does not compile before somebody has decided who sees it.
        let Details {
            form_hash,
            answers,
            severity,
            likelihood,
            vulnerable_exposed,
            controls_seen,
            told_employer_result,
            stop_work,
            principal_contractor,
            activity,
            sector,
            board,
            may_be_published,
        } = details;
        Self {
            form_hash,
            answers,
            severity,
            likelihood,
            vulnerable_exposed,
            controls_seen,
            told_employer_result,
            stop_work,
            principal_contractor: principal_contractor.map(Line::into_inner),
            activity: activity.map(Line::into_inner),
            sector,
            board_id: board,
            may_be_published,
        }
    }

    /// For the rest of the organisation: not whose site it is.
    fn for_organisation(details: Details) -> Self {
        Self::for_inspector(Details {
            principal_contractor: None,
            board: None,
            ..details
        })
    }
}

impl Content {
    /// For the inspector who has the report.
    fn for_inspector(told: Statement) -> Self {
        // Taken apart member by member: a new one does not compile before somebody has decided who sees it.
        let Statement {
            description,
            place,
            happening,
            people_exposed,
            injury,
            employer,
            told_employer,
            reporter_relation,
            language,
            occurred,
            details,
        } = told;
        let (occurred_at, occurred_on) = match occurred {
            Some(Occurred::At(at)) => (Some(at), None),
            Some(Occurred::On(on, precision)) => (None, Some((on, precision))),
            None => (None, None),
        };
        Self {
            description: description.map(Prose::into_inner),
            near: near(&place),
            place,
            happening,
            people_exposed,
            injury,
            employer: employer.map(Line::into_inner),
            told_employer,
            reporter_relation,
            language,
            occurred_at,
            occurred_on: occurred_on.map(|(on, _)| on),
            occurred_precision: occurred_on.map(|(_, precision)| precision),
            details: DetailsShown::for_inspector(details),
        }
    }

    /// For the rest of the organisation: the district, the day, and not who is accused or who reports.
    fn for_organisation(told: Statement) -> Self {
        // Taken apart member by member: a new one does not compile before somebody has decided who sees it.
        let Statement {
            description,
            place,
            happening,
            people_exposed,
            injury,
            employer: _,
            told_employer,
            reporter_relation: _,
            language,
            occurred,
            details,
        } = told;
        let occurred_on = occurred.map(day);
        Self {
            description: description.map(Prose::into_inner),
            near: near(&place),
            place: district(&place),
            happening,
            people_exposed,
            injury,
            employer: None,
            told_employer,
            reporter_relation: None,
            language,
            occurred_at: None,
            occurred_on: occurred_on.map(|(on, _)| on),
            occurred_precision: occurred_on.map(|(_, precision)| precision),
            details: DetailsShown::for_organisation(details),
        }
    }
}

/// A report that stands behind another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MergedSafetyReport)]
struct MergedReport {
    /// Which report; it can be opened and answered like any other.
    report_id: Id,
    /// How it came there.
    origin: MergeOrigin,
    /// Since when.
    merged_at: Time,
    /// Whether it counts among those who saw it too: each person counts once.
    is_counted: bool,
    /// Its own state.
    status: Status,
    /// Since when its reporter waits for an answer.
    unanswered_since: Option<Time>,
}

impl MergedReport {
    fn of(behind: &Behind) -> Self {
        Self {
            report_id: behind.report,
            origin: behind.origin,
            merged_at: behind.at,
            is_counted: behind.is_counted,
            status: behind.status,
            unanswered_since: behind.unanswered_since,
        }
    }
}

/// A report, opened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenedSafetyReport)]
pub(in crate::safety) struct OpenedReport {
    #[serde(flatten)]
    queued: QueuedReport,
    /// As whom it is read.
    audience: Audience,
    /// Its states until now, oldest first.
    history: Vec<StatusChange>,
    /// The report that it stands behind, and where it is worked on.
    merged_into: Option<Id>,
    /// The reports that stand behind it, oldest first.
    merged: Vec<MergedReport>,
    /// What was told; null when the reporter took it back.
    content: Option<Content>,
    /// The establishment at which the danger is, as inspectors found out; null when it is not known, and for everybody but
    /// its inspector. Whoever learns it learns that somebody there spoke.
    establishment_id: Option<Id>,
    /// Why it was put first though nobody is in danger: its reporter, or that of one that stands behind it, says that somebody
    /// takes revenge. For its inspector only.
    retaliation: Vec<SaidShown>,
    /// The photos, oldest first; none when the reporter took the report back.
    evidence: Vec<Evidence>,
}

impl OpenedReport {
    pub(super) fn of(opened: Opened, now: Time) -> Self {
        let Company(behind) = &opened.queued.company;
        let merged = behind.iter().map(MergedReport::of).collect();
        let content = match opened.audience {
            Audience::Inspector => Content::for_inspector,
            Audience::Organisation => Content::for_organisation,
        };
        Self {
            merged,
            queued: QueuedReport::of(opened.queued, now),
            audience: opened.audience,
            history: opened.history,
            establishment_id: opened.establishment,
            merged_into: opened.lead,
            retaliation: opened.retaliation.into_iter().map(SaidShown::of).collect(),
            content: opened.told.map(content),
            evidence: opened.photos.into_iter().map(Evidence::from).collect(),
        }
    }
}
