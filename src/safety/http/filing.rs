//! `POST /v1/safety-reports`.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::correspondence::{DueDates, NextStep, OrganisationName, Outlook};
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::{Answer, Command, Context, Originator};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::Place;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::{Line, Prose};
use crate::rights::{ContactShown, EmergencyNumberShown};
use crate::safety::actions;
use crate::safety::model::{
    Danger, HappeningCode, HazardCode, Injury, KindCode, NewReport, Occurred, OccurredPrecision,
    PeopleExposedCode, ReporterRelationCode, Statement, Status, ToldEmployerCode,
    contradictions_with_kind,
};

/// Where the holder of the receipt code finds the report.
const LOCATION: &str = "/v1/receipt/safety-report";

/// A report that is being filed. No account is needed, and no name is asked for.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "injury", "hazard_codes": ["moving_machinery"], "danger_now": true,
    "happening": "repeated", "description": "The guard of the press is missing. A man lost a finger.",
    "place": { "country": "MY", "precision": "street", "text": "The red hall behind the petrol station" },
    "people_exposed": "6_20", "employer": "Example Metal",
    "injury": { "type": "amputation", "part_of_body": "fingers", "treatment": "hospital",
        "days_lost": "over_30" },
    "told_employer": "afraid", "reporter_relation": "coworker", "language": "id",
    "occurred_on": "2026-11-20", "wants_update": true
}))]
pub(super) struct NewSafetyReport {
    /// An id of the client's own, so that a report written offline has one.
    #[serde(default)]
    id: Option<ChosenId>,
    /// What kind of report it is.
    kind: KindCode,
    /// What the danger is, as far as the reporter can say.
    #[serde(default)]
    #[schema(max_items = 10)]
    hazard_codes: Vec<HazardCode>,
    /// Whether somebody is in danger at this moment.
    danger_now: bool,
    /// When it happens.
    #[serde(default)]
    happening: Option<HappeningCode>,
    /// What is dangerous or what happened, in the reporter's words.
    description: Prose<10_000>,
    /// Where, as exactly as the reporter wishes to say.
    place: Place,
    /// How many people are exposed.
    #[serde(default)]
    people_exposed: Option<PeopleExposedCode>,
    /// How somebody was hurt: needed for the kind `injury`, not taken for `hazard`, `near_miss` and
    /// `good_practice`.
    #[serde(default)]
    injury: Option<Injury>,
    /// The employer's name.
    #[serde(default)]
    employer: Option<Line<200>>,
    /// Whether the employer was told.
    #[serde(default)]
    told_employer: Option<ToldEmployerCode>,
    /// Who reports.
    #[serde(default)]
    reporter_relation: Option<ReporterRelationCode>,
    /// The language in which the reporter wishes to be answered; the caller's when left out.
    #[serde(default)]
    language: Option<Language>,
    /// When it happened, to the minute; or `occurred_on`.
    #[serde(default)]
    occurred_at: Option<Time>,
    /// The day on which it happened, or any day of the month or year; or `occurred_at`.
    #[serde(default)]
    occurred_on: Option<Date>,
    /// How exactly `occurred_on` is known; `day` when left out.
    #[serde(default)]
    occurred_precision: Option<OccurredPrecision>,
    /// Whether the reporter wishes to hear what became of it.
    #[serde(default)]
    wants_update: bool,
}

impl NewSafetyReport {
    /// The report, or everything in it that does not fit together.
    fn into_report(self, context: &Context) -> Result<NewReport, Problem> {
        let injury = self.injury.as_ref();
        let mut found = contradictions_with_kind(&self.kind, self.danger_now, injury);
        let (at, on, precision) = (self.occurred_at, self.occurred_on, self.occurred_precision);
        let occurred = Occurred::read(at, on, precision, context.now()).unwrap_or_else(|wrong| {
            found.extend(wrong);
            None
        });
        let mut faults: Vec<Fault> = found.into_iter().map(Fault::from).collect();
        faults.extend(self.place.faults("/place"));
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let mut hazard_codes: Vec<String> = self
            .hazard_codes
            .into_iter()
            .map(HazardCode::into_inner)
            .collect();
        hazard_codes.sort();
        hazard_codes.dedup();
        Ok(NewReport {
            // An id of ours does not tell when it was made: it stays in the audit log.
            id: self
                .id
                .map_or_else(|| Id::random(&*context.services().randomness), Id::from),
            kind: self.kind.into_inner(),
            hazard_codes,
            danger: Danger::of(self.danger_now),
            wants_update: self.wants_update,
            told: Statement {
                description: self.description,
                place: self.place.reduced(),
                happening: self.happening,
                people_exposed: self.people_exposed,
                injury: self.injury,
                employer: self.employer,
                told_employer: self.told_employer,
                reporter_relation: self.reporter_relation,
                language: self.language.unwrap_or_else(|| context.language()),
                occurred,
            },
        })
    }
}

/// What the reporter of a danger gets: the only moment at which the receipt code is shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FiledSafetyReport)]
struct FiledReport {
    /// The report's id. Only an answer that has it means that the report is stored.
    id: Id,
    /// The code that opens the report from now on; to be written down. Null in a repetition that comes after its
    /// first use.
    #[schema(example = "7K3M-9QWX-2F5D-8HTR-4BNZ")]
    receipt_code: Option<String>,
    /// The same code in digits, for telephones with keys only and for saying it aloud; null as the code is.
    #[schema(example = "0940-5001-0366-2369-6101-9744-7922-1067")]
    receipt_code_digits: Option<String>,
    /// Where the report stands.
    status: Status,
    /// When it was filed.
    filed_at: Time,
    /// By when the reporter hears of it.
    due: DueDates,
    /// The organisation that was given the report; null when none covers the country: then nobody
    /// reads it yet.
    organisation: Option<OrganisationName>,
    /// What comes next, the most pressing first.
    next_steps: Vec<NextStep>,
    /// Numbers to call in that country, when somebody is in danger now or no organisation has the
    /// report.
    emergency_numbers: Vec<EmergencyNumberShown>,
    /// Whom to turn to meanwhile; empty when an organisation has the report.
    contacts: Vec<ContactShown>,
    /// The language of the texts in this answer.
    language: Language,
}

/// Report a danger at work.
///
/// No account is needed. The answer holds the receipt code with which the report is followed up, what
/// happens next and by when, and for a danger the emergency numbers of that country.
#[utoipa::path(tag = "safety", operation_id = "file_safety_report",
    request_body = NewSafetyReport,
    responses((status = 201, description = "The report is stored", body = FiledReport)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/safety-reports")]
pub(super) async fn file_safety_report(
    command: Command<NewSafetyReport>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let new = body.into_report(&context)?;
    let of_job = context.clone();
    let file = move |conn: &mut Conn| {
        let filed = actions::file(conn, of_job.services(), &new, of_job.now())?;
        let mut shown = told(conn, &of_job, &new, &filed)?;
        let answer = Answer::created(LOCATION.to_owned(), &shown)?;
        (shown.receipt_code, shown.receipt_code_digits) = (None, None);
        answer.shown_once(&of_job.services().lookup, [&filed.code], &shown)
    };
    command.run(&context, Originator::Anonymous, file).await
}

fn told(
    conn: &mut Conn,
    context: &Context,
    new: &NewReport,
    filed: &actions::Filed,
) -> Result<FiledReport, DbError> {
    let (standing, country) = (filed.standing, new.told.place.country.as_str());
    let situation = standing.situation(country, new.danger, filed.organisation, standing.due);
    let outlook = Outlook::find(conn, context, &situation)?;
    Ok(FiledReport {
        id: new.id,
        receipt_code: Some(filed.code.expose()),
        receipt_code_digits: Some(filed.code.expose_digits()),
        status: standing.status,
        filed_at: context.now(),
        due: standing.due,
        next_steps: outlook.next_steps,
        organisation: outlook.organisation,
        emergency_numbers: outlook.emergency_numbers,
        contacts: outlook.contacts,
        language: context.language(),
    })
}
