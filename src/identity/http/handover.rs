//! Handing over what was filed for somebody else.

use actix_web::{HttpResponse, delete, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::receipt::href;
use crate::identity::model::TriedPassword;
use crate::identity::receipts::{
    Anything, ReceiptHolder, SubjectKind, end_filer, find_handed_over, reissue_handover, take_over,
};
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::{Answer, Command, Context, Originator, Routes};
use crate::platform::problem::Problem;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(take_receipt_over)
        .service(issue_handover_code)
        .service(end_filers_receipt);
}

/// What somebody takes over that was filed for them.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "handover_code": "7K3Q-9ZV0-1M4T-XW2A-C8RH", "keep_filer": false }))]
struct TakeOver {
    /// The code that the person got from who filed it, in letters and digits or in digits.
    #[schema(value_type = String, min_length = 20, max_length = 60, pattern = "^[0-9A-Za-z .-]+$")]
    handover_code: TriedPassword,
    /// Whether who filed it still sees how far it is; left out: no. They read no messages in either case.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    keep_filer: Option<bool>,
}

/// What was taken over.
#[derive(Debug, Serialize, ToSchema)]
struct TakenOver {
    /// The person's own code from now on, to be written on paper. Null in a repetition that comes after its first use.
    #[schema(example = "7K3Q-9ZV0-1M4T-XW2A-C8RH")]
    receipt_code: Option<String>,
    /// The same code in digits, for telephones with keys only and for saying it aloud; null as the code is.
    #[schema(example = "0940-5114-6663-6848-2926-6662-6485-6444")]
    receipt_code_digits: Option<String>,
    /// What was filed.
    kind: SubjectKind,
    /// Where its state is, to be asked for with the code.
    href: String,
    /// Whether who filed it still sees how far it is.
    filer_follows: bool,
}

/// Take over what somebody else has filed for you.
///
/// The code that you got for it is good once, for 90 days. You get a receipt code of your own; the receipt of who
/// filed it opens nothing any more, unless you let them see how far it is. You can end that later.
#[utoipa::path(tag = "receipt", operation_id = "take_receipt_over",
    request_body = TakeOver,
    responses((status = 201, description = "It is yours", body = TakenOver)),
    extensions(("x-problems" = json!([
        "unknown_receipt", "nothing_to_hand_over", "gone", "receipt_expired"]))))]
#[post("/receipts/take-over")]
async fn take_receipt_over(
    command: Command<TakeOver>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let by = Originator::Anonymous;
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (wish, command) = command.take_body();
    let found = find_handed_over(&context, wish.handover_code.expose()).await?;
    let (here, keep_filer) = (context.clone(), wish.keep_filer == Some(true));
    let work = move |conn: &mut Conn| {
        let taken = take_over(conn, here.services(), found, keep_filer, here.now())?;
        let mut shown = TakenOver {
            receipt_code: Some(taken.code.expose()),
            receipt_code_digits: Some(taken.code.expose_digits()),
            kind: taken.kind,
            href: href(taken.kind),
            filer_follows: keep_filer,
        };
        let answer = Answer::created(shown.href.clone(), &shown)?;
        (shown.receipt_code, shown.receipt_code_digits) = (None, None);
        answer.shown_once(&here.services().lookup, [&taken.code], &shown)
    };
    command.run(&context, by, work).await
}

/// A code for handing over.
#[derive(Debug, Serialize, ToSchema)]
struct HandoverCode {
    /// To be given to the person for whom it was filed. Null in a repetition that comes after its use.
    #[schema(example = "7K3Q-9ZV0-1M4T-XW2A-C8RH")]
    handover_code: Option<String>,
    /// The same code in digits; null as the code is.
    #[schema(example = "0940-5114-6663-6848-2926-6662-6485-6444")]
    handover_code_digits: Option<String>,
}

/// Get another code for handing over.
///
/// For who has filed something for another person and has lost the code for them, or let its 90 days go by. The one
/// before is good no longer.
#[utoipa::path(tag = "receipt", operation_id = "issue_handover_code",
    responses((status = 200, description = "The code from now on", body = HandoverCode)),
    extensions(("x-problems" = json!(["idempotency_key_missing", "nothing_to_hand_over"])),
        ("x-needs-key" = json!(true))))]
#[post("/receipt/handover-code")]
async fn issue_handover_code(
    holder: ReceiptHolder<Anything>,
    context: Context,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let command = command.keyed()?;
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let code = reissue_handover(conn, here.services(), &holder, here.now())?;
        let shown = HandoverCode {
            handover_code: Some(code.expose()),
            handover_code_digits: Some(code.expose_digits()),
        };
        let without = HandoverCode {
            handover_code: None,
            handover_code_digits: None,
        };
        Answer::changed(&shown)?.shown_once(&here.services().lookup, [&code], &without)
    };
    command.run(&context, by, work).await
}

/// End what who filed it for you still sees.
///
/// Only for who has taken over. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "end_filers_receipt",
    responses((status = 204, description = "They see nothing any more")))]
#[delete("/receipt/filer")]
async fn end_filers_receipt(
    holder: ReceiptHolder<Anything>,
    context: Context,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        end_filer(conn, here.services(), &holder)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
