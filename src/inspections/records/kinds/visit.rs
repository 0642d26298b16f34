//! A visit: planned, made, and how it ended.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, wrong_step};
use crate::inspections::calendars;
use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, Prose};
use crate::text_enum;

/// By how much a tablet's clock may be ahead.
pub const CLOCK_AHEAD: Duration = Duration::from_hours(24);
/// Answers without evidence that are named at once.
const MOST_TOLD: usize = 50;

text_enum! {
    /// Why the inspectorate goes there, as anybody may know it. There is none that says that somebody spoke.
    pub enum VisitKind {
        /// It was its turn.
        Routine => "routine",
        /// It belongs to a campaign.
        Campaign => "campaign",
        /// What was found before is verified.
        FollowUp => "follow_up",
        /// An accident of which the employer or a hospital has told the authority.
        Accident => "accident",
    }
}

text_enum! {
    /// How far a visit is.
    pub enum VisitStatus {
        /// It is to be made.
        Planned => "planned",
        /// Somebody is there.
        UnderWay => "under_way",
        /// It was made.
        Done => "done",
        /// Somebody went, and it could not be made.
        NotDone => "not_done",
        /// It will not be made.
        Cancelled => "cancelled",
    }
}

text_enum! {
    /// As what somebody was met. Never who.
    pub enum PersonMetRole {
        /// The employer.
        Employer => "employer",
        /// Whoever leads the place or a part of it.
        Manager => "manager",
        /// Who is charged with safety.
        SafetyOfficer => "safety_officer",
        /// A member of the committee on safety and health.
        SafetyCommittee => "safety_committee",
        /// Whoever speaks for the workers.
        WorkersRepresentative => "workers_representative",
        /// A worker.
        Worker => "worker",
        /// A contractor, or somebody of its staff.
        Contractor => "contractor",
        /// Whoever supplies labour.
        LabourSupplier => "labour_supplier",
        /// Anybody else.
        Other => "other",
    }
}

text_enum! {
    /// How a visit was obstructed.
    pub enum ObstructionCode {
        /// Nobody was let in.
        EntryRefused => "entry_refused",
        /// Nobody was let in for a long time.
        EntryDelayed => "entry_delayed",
        /// Papers were not shown.
        PapersRefused => "papers_refused",
        /// Workers could not be spoken with alone, or were sent away.
        WorkersKeptAway => "workers_kept_away",
        /// What was said or shown was false.
        FalseInformation => "false_information",
        /// Inspectors were threatened.
        Threat => "threat",
        /// Inspectors were attacked.
        Violence => "violence",
        /// Anything else.
        Other => "other",
    }
}

text_enum! {
    /// How a visit ended.
    pub enum VisitOutcome {
        /// Nothing was found.
        InOrder => "in_order",
        /// Advice was given, nothing more was needed.
        AdviceGiven => "advice_given",
        /// Violations were found.
        ViolationsFound => "violations_found",
        /// Work was stopped, because people were in danger.
        DangerStopped => "danger_stopped",
        /// It was obstructed.
        Obstructed => "obstructed",
    }
}

text_enum! {
    /// Why a visit could not be made.
    pub enum NotDoneReason {
        /// The place is closed.
        Closed => "closed",
        /// It has moved.
        Moved => "moved",
        /// It is not where it was said to be.
        NotFound => "not_found",
        /// Nobody was there.
        NobodyThere => "nobody_there",
        /// Nobody was let in.
        EntryRefused => "entry_refused",
        /// Going there was too dangerous.
        Unsafe => "unsafe",
        /// There was no way to get there.
        NoTransport => "no_transport",
        /// Anything else.
        Other => "other",
    }
}

/// People who were met: as what, and how many. No name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonMet {
    /// As what.
    pub role: PersonMetRole,
    /// How many.
    #[schema(minimum = 1, maximum = 10_000)]
    pub count: u16,
}

/// How a visit was obstructed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VisitObstruction)]
pub struct Obstruction {
    /// How.
    pub code: ObstructionCode,
    /// What happened. Name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Prose<4000>>,
}

/// What is known of a visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionVisit)]
pub struct Visit {
    /// The establishment; it never changes.
    pub establishment_id: Id,
    /// Why the inspectorate goes there, as anybody may know it.
    pub kind: VisitKind,
    /// How far it is.
    pub status: VisitStatus,
    /// The campaign to which it belongs: one of the inspectorate, set by who plans, at a desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The day for which it is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<Date>,
    /// Whether the employer is told before.
    #[serde(default)]
    pub announced: bool,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Time>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
    /// Who was met, by role only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub people_met: Vec<PersonMet>,
    /// Which parts of the place were seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub areas_seen: Vec<Line<200>>,
    /// How it was obstructed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstruction: Option<Obstruction>,
    /// The checklist by which answers are given, by its hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9a-f]{64}$", max_length = 64)]
    pub checklist_hash: Option<String>,
    /// How it ended; when it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<VisitOutcome>,
    /// What it came to, in the inspector's words. Nothing that shows that somebody spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Prose<8000>>,
    /// Why it could not be made; when it could not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done_reason: Option<NotDoneReason>,
}

use VisitStatus::{Cancelled, Done, NotDone, Planned, UnderWay};

const STEPS: &[(VisitStatus, VisitStatus)] = &[
    (Planned, UnderWay),
    (Planned, Done),
    (Planned, NotDone),
    (Planned, Cancelled),
    (UnderWay, Done),
    (UnderWay, NotDone),
    (NotDone, Planned),
    (Cancelled, Planned),
];

pub(super) fn complete(
    case: &Case<'_>,
    before: Option<&Visit>,
    visit: &mut Visit,
    faults: &mut Vec<Fault>,
) {
    match before {
        Some(before) if before.establishment_id != visit.establishment_id => {
            faults.push(Fault::new("/establishment_id", "never_changes"));
        }
        _ => {}
    }
    let place = case.around.establishment(visit.establishment_id);
    if place.is_none() {
        faults.push(Fault::new("/establishment_id", "unknown_establishment"));
    }
    let was = before.map(|before| before.status);
    if wrong_step(was, visit.status, STEPS) {
        faults.push(Fault::new("/status", "not_a_next_step"));
    }
    let country = place.map(|place| place.country.as_str());
    checklist(case, before, (visit, country), faults);
    campaign(case, before, visit, faults);
    by_status(visit, faults);
    if visit.status == Done && was != Some(Done) {
        shown(case, faults);
    }
    times(case, visit, faults);
}

/// To which campaign a visit counts is planned: the team does not say it in the field.
fn campaign(case: &Case<'_>, before: Option<&Visit>, visit: &Visit, faults: &mut Vec<Fault>) {
    if before.and_then(|before| before.campaign_id) == visit.campaign_id {
        return;
    }
    if !case.may_plan {
        faults.push(Fault::new("/campaign_id", "only_by_planners"));
    } else if visit
        .campaign_id
        .is_some_and(|id| !case.around.knows_campaign(id))
    {
        faults.push(Fault::new("/campaign_id", "unknown_campaign"));
    }
}

/// What an answer needs to be shown by is there, or why it is not, before a visit is done. What is answered later is taken as it
/// is: a violation is never lost because a photo is.
fn shown(case: &Case<'_>, faults: &mut Vec<Fault>) {
    let lacking = case.answers().into_iter().filter(|(_, answer)| {
        let hash = answer.checklist_hash.as_deref().unwrap_or_default();
        let checklist = case.around.checklists().get(hash);
        let item = checklist.and_then(|own| own.item(&answer.item_code));
        let needs = item.is_some_and(|item| item.needs_evidence(answer.value()));
        needs && !answer.shows_or_says_why()
    });
    faults.extend(lacking.take(MOST_TOLD).map(|(id, answer)| {
        let fault = Fault::new("/status", "evidence_needed");
        fault.with("item", answer.item_code).with("answer", id)
    }));
}

/// A checklist that is newly taken exists, and holds there on that day.
fn checklist(
    case: &Case<'_>,
    before: Option<&Visit>,
    (visit, country): (&Visit, Option<&str>),
    faults: &mut Vec<Fault>,
) {
    let had = before.and_then(|before| before.checklist_hash.as_ref());
    let Some(hash) = visit
        .checklist_hash
        .as_ref()
        .filter(|hash| had != Some(*hash))
    else {
        return;
    };
    let Some(checklist) = case.around.checklists().get(hash) else {
        faults.push(Fault::new("/checklist_hash", "unknown_checklist"));
        return;
    };
    let Some(country) = country else { return };
    let began = visit.started_at.unwrap_or(case.now);
    let today = calendars::find(country).map_or(began.date(), |known| known.local_day(began));
    let day = visit.started_at.map_or(visit.planned_on, |_| None);
    if !checklist.is_for(country, day.unwrap_or(today)) {
        faults.push(Fault::new("/checklist_hash", "not_for_this_visit"));
    }
}

/// What each state needs, and what only one has.
fn by_status(visit: &Visit, faults: &mut Vec<Fault>) {
    let mut need = |at: &str, is_there: bool| {
        if !is_there {
            faults.push(Fault::new(at, "missing_member"));
        }
    };
    if matches!(visit.status, UnderWay | Done) {
        need("/started_at", visit.started_at.is_some());
    }
    if visit.status == Done {
        need("/ended_at", visit.ended_at.is_some());
        need("/outcome", visit.outcome.is_some());
    }
    if visit.status == NotDone {
        need("/not_done_reason", visit.not_done_reason.is_some());
    }
    let mut only = |at: &str, is_there: bool, with: VisitStatus| {
        if is_there && visit.status != with {
            faults.push(Fault::new(at, "only_with").with("expected", with));
        }
    };
    only("/outcome", visit.outcome.is_some(), Done);
    only("/not_done_reason", visit.not_done_reason.is_some(), NotDone);
}

fn times(case: &Case<'_>, visit: &Visit, faults: &mut Vec<Fault>) {
    let latest = case.now.plus(CLOCK_AHEAD);
    for (at, time) in [
        ("/started_at", visit.started_at),
        ("/ended_at", visit.ended_at),
    ] {
        if time.is_some_and(|time| time > latest) {
            faults.push(Fault::new(at, "in_the_future"));
        }
    }
    if let (Some(start), Some(end)) = (visit.started_at, visit.ended_at)
        && end < start
    {
        faults.push(Fault::new("/ended_at", "ends_before_it_begins"));
    }
}
