//! `…/check-ins`: whether somebody takes revenge.

use actix_web::{HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::actions;
use crate::check_ins::{CheckIn, GivenAnswer, OwnCheckIn, question};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder, SubjectKind};
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;

const HERE: &str = "/v1/receipt/assistance-request/check-ins";

/// The check-ins of a request.
#[derive(Serialize, ToSchema)]
#[schema(as = CheckIns)]
struct CheckInsShown {
    /// In the order in which they are due.
    check_ins: Vec<CheckIn>,
    /// What is asked, in the caller's language.
    question: String,
    /// The language of the question.
    language: Language,
}

impl CheckInsShown {
    fn of(context: &Context, check_ins: Vec<CheckIn>) -> Self {
        Self {
            check_ins,
            question: question(context, SubjectKind::AssistanceRequest),
            language: context.language(),
        }
    }
}

/// The check-ins of a request, for who holds its receipt code.
#[derive(Serialize, ToSchema)]
struct OwnCheckIns {
    /// In the order in which they are due.
    check_ins: Vec<OwnCheckIn>,
    /// What is asked, in the caller's language.
    question: String,
    /// The language of the question.
    language: Language,
}

/// Read when one is asked how things are.
///
/// What was answered is not shown again: somebody else may have found the code. Nobody is contacted for it in a way that they have not allowed: the question waits here.
#[utoipa::path(tag = "receipt", operation_id = "list_own_check_ins",
    responses((status = 200, description = "The check-ins", body = OwnCheckIns)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/check-ins")]
pub(in crate::assistance) async fn list_own_check_ins(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let work = move |conn: &mut Conn| actions::list(conn, &holder);
    let check_ins = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(OwnCheckIns {
        check_ins: check_ins.into_iter().map(OwnCheckIn::from).collect(),
        question: question(&context, SubjectKind::AssistanceRequest),
        language: context.language(),
    }))
}

/// Answer a check-in.
///
/// `worse` and `retaliation` open a closed request again and put it before the organisation,
/// `retaliation` before everything else.
#[utoipa::path(tag = "receipt", operation_id = "answer_own_check_in",
    params(("check_in_id" = Id, Path, description = "The check-in.")),
    request_body = GivenAnswer,
    responses((status = 201, description = "Answered", body = OwnCheckIn)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn", "check_in_not_due",
        "check_in_answered"]))))]
#[post("/receipt/assistance-request/check-ins/{check_in_id}/answer")]
pub(in crate::assistance) async fn answer_own_check_in(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    id: PathOf<Id>,
    command: Command<GivenAnswer>,
) -> Result<HttpResponse, Problem> {
    let (given, command) = command.take_body();
    let (here, now, by) = (context.clone(), context.now(), holder.originator());
    let work = move |conn: &mut Conn| {
        let given = (id.0, given.answer);
        let answered = actions::answer(conn, here.services(), &holder, given, now)?;
        Answer::created(HERE.to_owned(), &OwnCheckIn::from(answered))
    };
    command.run(&context, by, work).await
}

/// Read what a person answered when they were asked how things are.
///
/// The audit log remembers it. Whoever took the request over reads what was asked before only if the person lets `outcome`
/// go along.
#[utoipa::path(tag = "staff", operation_id = "open_check_ins",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "The check-ins", body = CheckInsShown)),
    extensions(("x-problems" = json!(["consent_withdrawn"]))))]
#[get("/staff/assistance-requests/{id}/check-ins")]
pub(in crate::assistance) async fn open_check_ins(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let now = context.now();
    let work = move |conn: &mut Conn| actions::list_for_staff(conn, &caller, id.0, now);
    let check_ins = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(CheckInsShown::of(&context, check_ins)))
}
