//! `/v1/receipt/rotate` and `/v1/receipt/revoke`: replacing a code, and giving a receipt up.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::identity::receipts::{ReplaceableReceipt, RevocableReceipt, revoke, rotate};
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::{Answer, Command, Context, Originator, Routes};
use crate::platform::problem::{Problem, RECEIPT_ROTATED};
use crate::text_enum;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(rotate_receipt).service(revoke_receipt);
}

/// A code in the place of another.
#[derive(Debug, Serialize, ToSchema)]
struct RotatedReceipt {
    /// The code from now on, to be written on paper. Null in a repetition that comes after its first use.
    #[schema(example = "7K3Q-9ZV0-1M4T-XW2A-C8RH")]
    receipt_code: Option<String>,
    /// The same code in digits, for telephones with keys only and for saying it aloud; null as the code is.
    #[schema(example = "0940-5114-6663-6848-2926-6662-6485-6444")]
    receipt_code_digits: Option<String>,
}

/// Replace the receipt code.
///
/// For somebody whose paper may have been seen. The code that was sent opens nothing any more, from the moment of
/// the answer on. If the answer is lost, send the same with the same `Idempotency-Key` and the old code: it is
/// answered with the same new code, until that is used for the first time. Whoever finds a paper can do this, too:
/// then the old code is answered with 410 `receipt_rotated`.
#[utoipa::path(tag = "receipt", operation_id = "rotate_receipt",
    responses((status = 200, description = "The code from now on", body = RotatedReceipt)),
    extensions(("x-problems" = json!(["idempotency_key_missing"])), ("x-needs-key" = json!(true))))]
#[post("/receipt/rotate")]
async fn rotate_receipt(
    receipt: ReplaceableReceipt,
    context: Context,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let command = command.keyed()?;
    let holder = match receipt {
        ReplaceableReceipt::Standing(holder) => holder,
        ReplaceableReceipt::Replaced(by) => {
            let answer = command.replay(&context, &Originator::Known(by)).await?;
            return answer.ok_or(Problem::new(&RECEIPT_ROTATED));
        }
    };
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let code = rotate(conn, here.services(), &holder)?;
        let mut shown = RotatedReceipt {
            receipt_code: Some(code.expose()),
            receipt_code_digits: Some(code.expose_digits()),
        };
        let answer = Answer::changed(&shown)?;
        (shown.receipt_code, shown.receipt_code_digits) = (None, None);
        answer.shown_once(&here.services().lookup, [&code], &shown)
    };
    command.run(&context, by, work).await
}

text_enum! {
    /// What somebody has understood who gives a receipt up.
    pub enum Understood {
        /// Nobody can follow with it any more, and nothing brings it back.
        NobodyCanFollow => "nobody_can_follow_any_more",
    }
}

/// That a receipt is given up.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "understood": "nobody_can_follow_any_more" }))]
struct Revocation {
    /// That the warning was read.
    #[serde(rename = "understood")]
    _understood: Understood,
}

/// Give the receipt up.
///
/// For somebody on whom no code may be found. Nobody can follow with it any more, read or write messages, take back
/// or erase, and nothing brings it back; show the `revoke_warning` of `GET /v1/receipt` first. What was filed stays
/// with whoever handles it, for as long as it is kept; who wants it gone erases it instead. In sealed mode, a
/// request that nobody has opened yet is lost with it. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "revoke_receipt",
    request_body = Revocation,
    responses((status = 204, description = "Given up")))]
#[post("/receipt/revoke")]
async fn revoke_receipt(
    receipt: RevocableReceipt,
    context: Context,
    command: Command<Revocation>,
) -> Result<HttpResponse, Problem> {
    let RevocableReceipt::Standing(holder) = receipt else {
        return Ok(HttpResponse::NoContent().finish());
    };
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        revoke(conn, &here.services().lookup, &holder)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
