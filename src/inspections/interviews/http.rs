//! `…/interviews` and `/v1/staff/interview-scripts`.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::actions::{self, InterviewShare, Summary, Taken};
use super::scripts::{self, Script, Tap};
use crate::identity::Caller;
use crate::identity::permissions::InspectEstablishments;
use crate::inspections::records::InterviewRiskBand;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Date;
use crate::platform::crypto::ReceiptCode;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;

type Inspector = Caller<InspectEstablishments>;

/// Adds the routes of interviews.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_interview_scripts)
        .service(take_visit_interview)
        .service(summarise_visit_interviews);
}

/// A script that was published.
#[derive(Debug, Serialize, ToSchema)]
struct PublishedInterviewScript {
    /// SHA-256 of the script, in hexadecimal: of `script` as JSON with sorted members and no spaces.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    script_hash: String,
    /// The script.
    script: &'static Script,
}

/// Scripts.
#[derive(Debug, Serialize, ToSchema)]
struct PublishedInterviewScripts {
    /// Every script that was ever published.
    items: Vec<PublishedInterviewScript>,
}

/// List the scripts of interviews, every version that was ever published.
#[utoipa::path(tag = "staff", operation_id = "list_interview_scripts",
    responses((status = 200, description = "The scripts", body = PublishedInterviewScripts)))]
#[get("/staff/interview-scripts")]
async fn list_interview_scripts(
    _by: Inspector,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let show = |(hash, script): (&str, &'static Script)| PublishedInterviewScript {
        script_hash: hash.to_owned(),
        script,
    };
    let items = scripts::all().map(show).collect();
    Ok(HttpResponse::Ok().json(PublishedInterviewScripts { items }))
}

/// An interview that a worker gave by tapping. No name, and nothing in words.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "script_hash": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "language": "id",
    "answers": { "documents_kept": "yes", "hurt": "skip" }, "requests_help": false }))]
pub struct NewVisitInterview {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    id: Option<ChosenId>,
    /// The script that was heard, by its hash.
    #[schema(pattern = "^[0-9a-f]{64}$", max_length = 64)]
    script_hash: String,
    /// The language in which it was heard.
    language: Language,
    /// What was tapped, by the codes of questions; what is missing was skipped.
    #[schema(value_type = BTreeMap<String, Tap>)]
    answers: BTreeMap<String, Tap>,
    /// The worker asks for help: a request for help is filed, and the worker gets its receipt code.
    #[serde(default)]
    requests_help: bool,
}

/// What an interview came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "taken_on": "2026-11-30",
    "risk_band": "high", "receipt_code": null, "receipt_code_digits": null }))]
struct TakenVisitInterview {
    /// The interview.
    id: Id,
    /// On which day it was taken.
    taken_on: Date,
    /// How great the risk is.
    risk_band: InterviewRiskBand,
    /// The receipt code of the request for help, told once. Show it to the worker alone, and forget it.
    receipt_code: Option<String>,
    /// The same in digits.
    receipt_code_digits: Option<String>,
}

/// Keep an interview with a worker; only the team of the visit can.
///
/// What was answered is sealed and shown to nobody: the answer, the records of the visit, its history and tablets have the risk and the
/// day. Whoever asks for help becomes an ordinary request for help, to which nothing leads from here.
#[utoipa::path(tag = "staff", operation_id = "take_visit_interview",
    params(("id" = Id, Path, description = "The visit.")),
    request_body = NewVisitInterview,
    responses((status = 201, description = "It is kept", body = TakenVisitInterview)),
    extensions(("x-problems" = json!(["id_taken", "not_of_the_team", "too_many_interviews"]))))]
#[post("/staff/visits/{id}/interviews")]
async fn take_visit_interview(
    by: Inspector,
    id: PathOf<Id>,
    command: Command<NewVisitInterview>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        // It does not tell when it was made.
        let own = new
            .id
            .map_or_else(|| Id::random(&*here.services().randomness), Id::from);
        let taken = Taken {
            id: own,
            script_hash: &new.script_hash,
            language: &new.language,
            answers: new.answers,
            requests_help: new.requests_help,
        };
        let (interview, code) = actions::take(conn, &here, &by, (id.0, taken))?;
        let mut shown = TakenVisitInterview {
            id: own,
            taken_on: interview.taken_on,
            risk_band: interview.risk_band,
            receipt_code: code.as_ref().map(ReceiptCode::expose),
            receipt_code_digits: code.as_ref().map(ReceiptCode::expose_digits),
        };
        let location = format!("/v1/staff/visits/{}/records/{own}", id.0);
        let answer = Answer::created(location, &shown)?;
        if code.is_none() {
            return Ok(answer);
        }
        (shown.receipt_code, shown.receipt_code_digits) = (None, None);
        answer.shown_once(&here.services().lookup, &code, &shown)
    };
    command.run(&context, originator, work).await
}

/// How many gave the answer that speaks for a risk.
#[derive(Debug, Serialize, ToSchema)]
struct InterviewQuestionShare {
    /// The question.
    code: String,
    /// How many of those who answered it.
    share: InterviewShare,
}

/// What the interviews with one script come to.
#[derive(Debug, Serialize, ToSchema)]
struct VisitInterviewSummary {
    /// The script, by its hash.
    script_hash: String,
    /// How many interviews there were.
    count: i64,
    /// How many of each band of risk.
    #[schema(value_type = BTreeMap<String, i64>)]
    bands: BTreeMap<InterviewRiskBand, i64>,
    /// Of how many interviews `shares` are: whole groups of five.
    shares_of: i64,
    /// Which answers were frequent; nothing with fewer than five interviews.
    shares: Vec<InterviewQuestionShare>,
}

impl From<Summary> for VisitInterviewSummary {
    fn from(summary: Summary) -> Self {
        let shares = summary.shares.into_iter();
        let shares = shares.map(|(code, share)| InterviewQuestionShare { code, share });
        Self {
            script_hash: summary.script_hash,
            count: summary.count,
            bands: summary.bands,
            shares_of: summary.shares_of,
            shares: shares.collect(),
        }
    }
}

/// What the interviews of a visit come to.
#[derive(Debug, Serialize, ToSchema)]
struct VisitInterviewSummaries {
    /// One for each script.
    items: Vec<VisitInterviewSummary>,
}

/// Read what the interviews of a visit come to.
///
/// How many there were of each band of risk; and from five interviews on, of whole groups of five, which answers were
/// frequent, in shares from which nobody's answer follows.
#[utoipa::path(tag = "staff", operation_id = "summarise_visit_interviews",
    params(("id" = Id, Path, description = "The visit.")),
    responses((status = 200, description = "The summary", body = VisitInterviewSummaries)))]
#[get("/staff/visits/{id}/interviews")]
async fn summarise_visit_interviews(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let read = move |conn: &mut Conn| actions::summaries(conn, &here, by.organisation(), id.0);
    let found = context.db().read_snapshot(read).await?;
    let items = found.into_iter().map(VisitInterviewSummary::from).collect();
    Ok(HttpResponse::Ok().json(VisitInterviewSummaries { items }))
}
