//! `/v1/receipt/assistance-request/second-step`, `/second-word` and `/narrative`: reading again what was told.

use actix_web::{HttpResponse, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::receipt::Holder;
use crate::assistance::actions;
use crate::identity::{
    AssistanceRequests, Passwords, SecondWord, StepToken, SteppedHolder, Throttle, TriedWord,
    hash_second_word, prove_second_word, put_second_word, take_second_step,
};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, QueryOf};
use crate::platform::problem::Problem;
use crate::platform::text::Prose;

/// That somebody with the code wants to see what was told.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "second_word": "kalabasa" }))]
pub(super) struct SecondStepRequest {
    /// The second word, if the receipt has one.
    #[serde(default)]
    second_word: Option<TriedWord>,
}

/// A second step that was taken.
#[derive(Serialize, ToSchema)]
#[schema(as = SecondStep)]
pub(super) struct StepTaken {
    /// To be sent as `Second-Step` with whatever needs it. Keep it in memory only.
    second_step: StepToken,
    /// Until when it is good; a new code or another second word ends it earlier.
    good_until: Time,
    /// In which hours it was taken by somebody with the code, this one included, the latest first.
    taken_at: Vec<Time>,
}

/// Take the second step.
///
/// What a code alone does not open by accident: the person's own words, diary, claim, outcome, appointments, attachments and
/// the evidence pack. It has to be asked for, needs the second word where one was chosen, and the hour is noted, so that the true
/// holder sees it in the state of the request. Wrong words are counted. The answer is not kept for repetition: ask again.
/// Asking again in the same hour notes nothing more.
#[utoipa::path(tag = "receipt", operation_id = "take_assistance_second_step",
    request_body = SecondStepRequest,
    responses((status = 200, description = "It is taken", body = StepTaken)),
    extensions(("x-problems" = json!(["not_found", "second_word_needed", "second_word_wrong"]))))]
#[post("/receipt/assistance-request/second-step")]
pub(super) async fn take_assistance_second_step(
    holder: Holder,
    context: Context,
    command: Command<SecondStepRequest>,
    passwords: web::Data<Passwords>,
    throttle: web::Data<Throttle>,
) -> Result<HttpResponse, Problem> {
    let (asked, _) = command.take_body();
    let tried = asked.second_word.as_ref();
    let proved = prove_second_word(&context, (&passwords, &throttle), &holder, tried).await?;
    let taken = take_second_step(&context, &holder, proved.as_deref())?;
    let here = context.clone();
    let note = move |conn: &mut Conn| {
        actions::note_second_step(conn, here.services(), &holder, here.now())
    };
    let taken_at = context.db().write(note).await?;
    Ok(HttpResponse::Ok().json(StepTaken {
        second_step: taken.token,
        good_until: taken.good_until,
        taken_at,
    }))
}

/// What was told.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "narrative": "Hindi po ako sinuswelduhan ng tatlong buwan." }))]
pub(super) struct AssistanceNarrative {
    /// The person's own words; null when there were none.
    narrative: Option<Prose<10000>>,
}

/// Read again what was told.
#[utoipa::path(tag = "receipt", operation_id = "read_assistance_narrative",
    responses((status = 200, description = "What was told", body = AssistanceNarrative)),
    extensions(("x-second-step" = json!(true)), ("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/narrative")]
pub(super) async fn read_assistance_narrative(
    stepped: SteppedHolder<AssistanceRequests>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (vault, holder) = (context.services().vault.clone(), stepped.0);
    let read = move |conn: &mut Conn| actions::reread(conn, &vault, &holder);
    let narrative = context.db().read_snapshot(read).await?;
    Ok(HttpResponse::Ok().json(AssistanceNarrative { narrative }))
}

/// The second word of a receipt.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "second_word": "kalabasa" }))]
pub(super) struct SecondWordChange {
    /// The word from now on; null for none.
    second_word: Option<SecondWord>,
    /// The present word, if there is one.
    #[serde(default)]
    present_word: Option<TriedWord>,
}

/// Choose a second word.
///
/// Whoever finds the receipt code cannot take the second step without it. Large and small letters are the same. It is
/// changed or taken away with the present word only, and cannot be got back: whoever has forgotten it goes on
/// with status and messages.
#[utoipa::path(tag = "receipt", operation_id = "set_assistance_second_word",
    request_body = SecondWordChange,
    responses((status = 204, description = "It holds")),
    extensions(("x-problems" = json!([
        "not_found", "second_word_needed", "second_word_wrong", "conflict"]))))]
#[put("/receipt/assistance-request/second-word")]
pub(super) async fn set_assistance_second_word(
    holder: Holder,
    context: Context,
    command: Command<SecondWordChange>,
    passwords: web::Data<Passwords>,
    throttle: web::Data<Throttle>,
) -> Result<HttpResponse, Problem> {
    let by = holder.originator();
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (change, command) = command.take_body();
    let present = change.present_word.as_ref();
    let proved = prove_second_word(&context, (&passwords, &throttle), &holder, present).await?;
    let new = match &change.second_word {
        Some(word) => Some(hash_second_word(&passwords, word).await?),
        None => None,
    };
    let here = context.clone();
    let work = move |conn: &mut Conn| {
        put_second_word(conn, &here, &holder, (proved, new))?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
