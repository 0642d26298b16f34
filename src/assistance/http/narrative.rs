//! `/v1/receipt/assistance-request/narrative` and `/second-word`: reading again what was told.

use actix_web::{HttpResponse, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::receipt::Holder;
use crate::assistance::actions;
use crate::identity::{
    Passwords, SecondWord, Throttle, TriedWord, hash_second_word, prove_second_word,
    put_second_word,
};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context};
use crate::platform::problem::Problem;
use crate::platform::text::Prose;

/// That what was told is to be shown again.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "second_word": "kalabasa" }))]
pub(super) struct NarrativeRequest {
    /// The second word, if the receipt has one.
    #[serde(default)]
    second_word: Option<TriedWord>,
}

/// What was told.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "narrative": "Hindi po ako sinuswelduhan ng tatlong buwan.",
    "shown_at": ["2026-11-30T08:00:00Z"] }))]
pub(super) struct AssistanceNarrative {
    /// The person's own words; null when there were none.
    narrative: Option<Prose<10000>>,
    /// In which hours it was shown to somebody with the code, this one included, the latest first.
    shown_at: Vec<Time>,
}

/// Read again what was told.
///
/// The second step that a code alone does not open by accident: it has to be asked for, needs the second word where
/// one was chosen, and the hour is noted, so that the true holder sees it in the state of the request. Wrong
/// words are counted. The answer is not kept for repetition; asking again in the same hour notes nothing more.
#[utoipa::path(tag = "receipt", operation_id = "read_assistance_narrative",
    request_body = NarrativeRequest,
    responses((status = 200, description = "What was told", body = AssistanceNarrative)),
    extensions(("x-problems" = json!(["not_found", "second_word_needed", "second_word_wrong"]))))]
#[post("/receipt/assistance-request/narrative")]
pub(super) async fn read_assistance_narrative(
    holder: Holder,
    context: Context,
    command: Command<NarrativeRequest>,
    passwords: web::Data<Passwords>,
    throttle: web::Data<Throttle>,
) -> Result<HttpResponse, Problem> {
    let (asked, _) = command.take_body();
    let tried = asked.second_word.as_ref();
    prove_second_word(&context, (&passwords, &throttle), &holder, tried).await?;
    let here = context.clone();
    let work = move |conn: &mut Conn| actions::reread(conn, here.services(), &holder, here.now());
    let read = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(AssistanceNarrative {
        narrative: read.narrative,
        shown_at: read.shown_at,
    }))
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
/// Whoever finds the receipt code cannot read what was told without it. Large and small letters are the same. It is
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
