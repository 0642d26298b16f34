//! What is done about findings, and until when.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::visit::{CLOCK_AHEAD, Visit};
use super::{Case, RecordKind};
use crate::inspections::calendars;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{Code, Languages};
use crate::platform::ids::Id;
use crate::platform::money::{Money, NotCountable};
use crate::platform::problem::Fault;
use crate::platform::text::Prose;
use crate::text_enum;

type LanguageCode = Code<Languages>;

text_enum! {
    /// What is done.
    pub enum MeasureKind {
        /// Advice, without a duty.
        Advice => "advice",
        /// Something is to be put right in time.
        ImprovementNotice => "improvement_notice",
        /// Something must not go on.
        ProhibitionNotice => "prohibition_notice",
        /// Money is to be paid to the state.
        Fine => "fine",
        /// The place, or a part of it, is closed.
        Closure => "closure",
        /// Something is taken away.
        Seizure => "seizure",
        /// The case goes to the prosecutor.
        ReferralToProsecutor => "referral_to_prosecutor",
        /// Wages are to be paid to workers.
        WageOrder => "wage_order",
    }
}

text_enum! {
    /// How a measure was served.
    pub enum ServiceOfMeasure {
        /// Handed over.
        InPerson => "in_person",
        /// By registered letter.
        RegisteredPost => "registered_post",
        /// By letter.
        Post => "post",
        /// Electronically.
        Electronic => "electronic",
        /// Put up at the place.
        PutUp => "put_up",
        /// Offered, and not taken.
        Refused => "refused",
    }
}

text_enum! {
    /// What was decided on an appeal.
    pub enum AppealDecision {
        /// Nothing yet.
        Pending => "pending",
        /// The measure stands.
        Upheld => "upheld",
        /// It was changed.
        Changed => "changed",
        /// It does not stand.
        Annulled => "annulled",
    }
}

text_enum! {
    /// Whether the employer does what is asked.
    pub enum MeasureCompliance {
        /// It is not known yet.
        Pending => "pending",
        /// In part.
        Partial => "partial",
        /// Everything was done.
        Complied => "complied",
        /// It is refused.
        Refused => "refused",
    }
}

/// Until when; one of the two members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeasureDeadline, example = json!({ "working_days": 14 }))]
pub struct Deadline {
    /// So many working days after the day of service; after that of issue as long as it is not served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 250)]
    pub working_days: Option<u16>,
    /// Until this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// How and when a measure was served.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeasureServed)]
pub struct Served {
    /// How.
    pub how: ServiceOfMeasure,
    /// When.
    pub at: Time,
    /// In which language.
    pub language: LanguageCode,
}

/// An appeal against a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeasureAppeal)]
pub struct Appeal {
    /// When it was filed.
    pub filed_at: Time,
    /// What was decided.
    pub decision: AppealDecision,
}

/// What is done about findings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionMeasure)]
pub struct Measure {
    /// What is done.
    pub kind: MeasureKind,
    /// The findings of the same visit that it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub finding_ids: Vec<Id>,
    /// What is asked of the employer. Name nobody.
    pub description: Prose<8000>,
    /// When it was issued; nothing as long as it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<Time>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// The last day, by the working days of the country. The service sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(read_only)]
    pub due_on: Option<Date>,
    /// Holidays that are not known among the days that were counted: with them, the last day may be a later one. The service sets it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(read_only)]
    pub due_without: Vec<String>,
    /// How much: with a fine or a wage order, and only there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// How and when it was served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub served: Option<Served>,
    /// An appeal against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
    /// Whether the employer does what is asked.
    pub compliance: MeasureCompliance,
    /// The visit to the same establishment at which it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by_visit_id: Option<Id>,
}

pub(super) fn complete(
    case: &Case<'_>,
    before: Option<&Measure>,
    measure: &mut Measure,
    faults: &mut Vec<Fault>,
) {
    case.check_ids(
        "/finding_ids",
        &measure.finding_ids,
        RecordKind::Finding,
        faults,
    );
    let mut need = |at: &str, is_there: bool| {
        if !is_there {
            faults.push(Fault::new(at, "missing_member"));
        }
    };
    let is_duty = measure.kind != MeasureKind::Advice;
    need("/finding_ids", !is_duty || !measure.finding_ids.is_empty());
    let is_money = matches!(measure.kind, MeasureKind::Fine | MeasureKind::WageOrder);
    need("/amount", !is_money || measure.amount.is_some());
    let needs_deadline = matches!(
        measure.kind,
        MeasureKind::ImprovementNotice | MeasureKind::WageOrder
    );
    need("/deadline", !needs_deadline || measure.deadline.is_some());
    need(
        "/issued_at",
        measure.served.is_none() || measure.issued_at.is_some(),
    );
    need(
        "/served",
        measure.appeal.is_none() || measure.served.is_some(),
    );
    if measure.amount.is_some() && !is_money {
        let kinds = "fine, wage_order";
        faults.push(Fault::new("/amount", "belongs_to").with("expected", kinds));
    }
    amount(measure, faults);
    in_order(case, measure, faults);
    verified(case, measure, faults);
    deadline(case, before, measure, faults);
}

fn amount(measure: &Measure, faults: &mut Vec<Fault>) {
    let Some(Err(wrong)) = measure.amount.as_ref().map(Money::minor_units) else {
        return;
    };
    let at = "/amount/amount";
    faults.push(match wrong {
        NotCountable::TooFine { decimals } => {
            Fault::new(at, "too_many_decimals").with("limit", decimals)
        }
        NotCountable::Malformed => Fault::new(at, "malformed"),
    });
}

/// Issued, served, appealed against: in this order, and not in the future.
fn in_order(case: &Case<'_>, measure: &Measure, faults: &mut Vec<Fault>) {
    let served = measure.served.as_ref().map(|served| served.at);
    let filed = measure.appeal.as_ref().map(|appeal| appeal.filed_at);
    let latest = case.now.plus(CLOCK_AHEAD);
    let steps = [
        ("/issued_at", measure.issued_at, None),
        ("/served/at", served, measure.issued_at),
        ("/appeal/filed_at", filed, served),
    ];
    for (at, time, earlier) in steps {
        if time.is_some_and(|time| time > latest) {
            faults.push(Fault::new(at, "in_the_future"));
        }
        if let (Some(time), Some(earlier)) = (time, earlier)
            && time < earlier
        {
            faults.push(Fault::new(at, "ends_before_it_begins"));
        }
    }
}

/// A verifying visit goes to the same establishment.
fn verified(case: &Case<'_>, measure: &Measure, faults: &mut Vec<Fault>) {
    let Some(id) = measure.verified_by_visit_id else {
        return;
    };
    let read = |id: Id| -> Option<Visit> {
        let record = case.records.get(&id)?;
        let of_kind = record.kind == RecordKind::Visit;
        let document = serde_json::Value::Object(record.document.clone());
        serde_json::from_value(document).ok().filter(|_| of_kind)
    };
    let own = case.of_visit().map(|visit| visit.establishment_id);
    let there = read(id).map(|visit| visit.establishment_id);
    if there.is_none() || there != own {
        faults.push(Fault::new("/verified_by_visit_id", "no_visit_there"));
    }
}

/// Reckons the last day, anew only when what it follows from is different: what was served stays as it was served, also when
/// a calendar changes.
fn deadline(
    case: &Case<'_>,
    before: Option<&Measure>,
    measure: &mut Measure,
    faults: &mut Vec<Fault>,
) {
    if let Some(before) = before
        && basis(before) == basis(measure)
    {
        let is_own =
            (&before.due_on, &before.due_without) == (&measure.due_on, &measure.due_without);
        if !is_own {
            faults.push(Fault::new("/due_on", "set_by_the_service"));
        }
        return;
    }
    let set = before.map_or((None, Vec::new()), |own| {
        (own.due_on, own.due_without.clone())
    });
    if (measure.due_on, measure.due_without.clone()) != set {
        faults.push(Fault::new("/due_on", "set_by_the_service"));
    }
    (measure.due_on, measure.due_without) = (None, Vec::new());
    let Some(deadline) = measure.deadline.clone() else {
        return;
    };
    match (deadline.working_days, deadline.on) {
        (None, Some(on)) => measure.due_on = Some(on),
        (Some(days), None) => count(case, days, measure, faults),
        (None, None) | (Some(_), Some(_)) => {
            faults.push(Fault::new("/deadline", "one_of_the_two"));
        }
    }
}

/// What the last day follows from.
fn basis(measure: &Measure) -> (Option<Deadline>, Option<Time>, Option<Time>) {
    let served = measure.served.as_ref().map(|served| served.at);
    (measure.deadline.clone(), measure.issued_at, served)
}

fn count(case: &Case<'_>, days: u16, measure: &mut Measure, faults: &mut Vec<Fault>) {
    let served = measure.served.as_ref().map(|served| served.at);
    // A draft has no last day.
    let Some(from) = served.or(measure.issued_at) else {
        return;
    };
    let visit = case.of_visit();
    let place = visit.and_then(|visit| case.around.establishment(visit.establishment_id));
    let calendar = place.and_then(|place| calendars::find(&place.country));
    let at = "/deadline/working_days";
    let (Some(place), Some(calendar)) = (place, calendar) else {
        faults.push(Fault::new(at, "no_working_calendar"));
        return;
    };
    let subdivision = place.subdivision.as_deref();
    match calendar.after(calendar.local_day(from), days, subdivision) {
        Ok(due) => {
            measure.due_on = Some(due.on);
            measure.due_without = due.missing;
        }
        Err(beyond) => {
            let fault = Fault::new(at, "beyond_known_holidays");
            faults.push(fault.with("until", beyond.until));
        }
    }
}
