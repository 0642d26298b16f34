//! `/v1/pseudonyms`: a place for several receipts, without a name, a number or an address.
//!
//! Number and recovery code go with every request, in its body: nothing is left on the telephone in between.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::receipt::href;
use crate::identity::model::TriedPassword;
use crate::identity::pseudonyms::{Pseudonym, create, open};
use crate::identity::receipts::{
    FilingStates, GatheredReceipt, ReceiptStatus, SubjectKind, confirm_gathered,
};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, Originator, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(create_pseudonym)
        .service(follow_pseudonym)
        .service(gather_receipt)
        .service(leave_receipt)
        .service(rotate_gathered_receipt)
        .service(rotate_recovery_code)
        .service(delete_pseudonym);
}

/// Nothing has to be said.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
struct NewPseudonym {}

/// An account without a name.
#[derive(Debug, Serialize, ToSchema)]
struct CreatedPseudonym {
    /// Its number, in groups of four digits. Null as the recovery code is.
    #[schema(example = "4821-0937-5560")]
    account_number: Option<String>,
    /// What opens it: to be written on paper, apart from the receipts. Null in a repetition that comes after its first use.
    #[schema(example = "7K3Q-9ZV0-1M4T-XW2A-C8RH")]
    recovery_code: Option<String>,
}

/// Make an account without a name, a number or an address.
///
/// For whoever wants one place for several receipts; nothing needs it. Whoever loses the recovery code loses the account,
/// and no receipt. An account that is not used for 24 months is deleted; the receipts live on.
#[utoipa::path(tag = "receipt", operation_id = "create_pseudonym",
    request_body = NewPseudonym,
    responses((status = 201, description = "Made", body = CreatedPseudonym)))]
#[post("/pseudonyms")]
async fn create_pseudonym(
    context: Context,
    command: Command<NewPseudonym>,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let work = move |conn: &mut Conn| {
        let new = create(conn, here.services(), here.now())?;
        let shown = CreatedPseudonym {
            account_number: Some(new.number),
            recovery_code: Some(new.recovery.expose()),
        };
        let without = CreatedPseudonym {
            account_number: None,
            recovery_code: None,
        };
        let answer = Answer::created("/v1/pseudonyms/status".to_owned(), &shown)?;
        answer.shown_once(&here.services().lookup, [&new.recovery], &without)
    };
    command.run(&context, Originator::Anonymous, work).await
}

/// What opens an account.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PseudonymCredentials, example = json!({ "account_number": "4821-0937-5560",
    "recovery_code": "7K3Q-9ZV0-1M4T-XW2A-C8RH" }))]
struct Credentials {
    /// Its number.
    #[schema(value_type = String, min_length = 12, max_length = 20, pattern = "^[0-9 -]+$")]
    account_number: TriedPassword,
    /// What opens it.
    #[schema(value_type = String, min_length = 20, max_length = 40, pattern = "^[0-9A-Za-z .-]+$")]
    recovery_code: TriedPassword,
}

impl Credentials {
    async fn open(&self, context: &Context) -> Result<Pseudonym, Problem> {
        open(
            context,
            self.account_number.expose(),
            self.recovery_code.expose(),
        )
        .await
    }
}

/// A receipt in an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "5e0f7b7e-6c0b-4b8e-9d3f-2f1d1c9b8a70", "kind": "assistance_request",
    "href": "/v1/receipt/assistance-request", "receipt_status": "confirmed", "status": "in_review" }))]
struct ReceiptOfPseudonym {
    /// The entry in the account.
    id: Id,
    /// What was filed.
    kind: SubjectKind,
    /// Where its state is, to be asked for with the receipt code.
    href: String,
    /// How far the receipt itself has come. `rotated`: its code was replaced outside of the account.
    receipt_status: ReceiptStatus,
    /// How far it is; null when the receipt opens nothing any more.
    status: Option<String>,
}

/// The receipts of an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReceiptsOfPseudonym)]
struct Receipts {
    /// The receipts, in no particular order.
    items: Vec<ReceiptOfPseudonym>,
}

/// See how far everything is that an account has gathered.
///
/// No receipt code is shown. The answer is not kept for repetition.
#[utoipa::path(tag = "receipt", operation_id = "follow_pseudonym",
    request_body = Credentials,
    responses((status = 200, description = "How far everything is", body = Receipts)),
    extensions(("x-problems" = json!(["unknown_pseudonym"]))))]
#[post("/pseudonyms/status")]
async fn follow_pseudonym(
    context: Context,
    states: actix_web::web::Data<FilingStates>,
    command: Command<Credentials>,
) -> Result<HttpResponse, Problem> {
    let (credentials, _) = command.take_body();
    let (account, states) = (credentials.open(&context).await?, **states);
    let here = context.clone();
    let work = move |conn: &mut Conn| -> Result<Receipts, Problem> {
        let gathered = account.list(conn, &here.services().lookup)?;
        let show = |(id, receipt)| shown(conn, states, id, &receipt);
        let items: Result<_, Problem> = gathered.into_iter().map(show).collect();
        Ok(Receipts { items: items? })
    };
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(work).await?))
}

fn shown(
    conn: &mut Conn,
    states: FilingStates,
    id: Id,
    receipt: &GatheredReceipt,
) -> Result<ReceiptOfPseudonym, Problem> {
    let opens = matches!(
        receipt.status,
        ReceiptStatus::Issued | ReceiptStatus::Confirmed
    );
    let how_far = if opens {
        states.find(conn, receipt.kind, receipt.subject)?
    } else {
        None
    };
    Ok(ReceiptOfPseudonym {
        id,
        kind: receipt.kind,
        href: href(receipt.kind),
        receipt_status: receipt.status,
        status: how_far,
    })
}

/// A receipt that is to be gathered.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "account": { "account_number": "4821-0937-5560", "recovery_code": "7K3Q-9ZV0-1M4T-XW2A-C8RH" },
    "receipt_code": "3M9C-1Z7V-5K2Q-8TWA-N4XJ" }))]
struct Gathering {
    /// What opens the account.
    account: Credentials,
    /// The code of the receipt.
    #[schema(value_type = String, min_length = 20, max_length = 40, pattern = "^[0-9A-Za-z .-]+$")]
    receipt_code: TriedPassword,
}

/// Put a receipt into an account.
///
/// Its code is kept sealed under the recovery code. An account takes 50. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "gather_receipt",
    request_body = Gathering,
    responses((status = 204, description = "It is in the account")),
    extensions(("x-problems" = json!(["unknown_pseudonym", "unknown_receipt", "too_many_receipts",
        "gone", "receipt_rotated", "receipt_revoked", "receipt_expired", "handover_code_only"]))))]
#[post("/pseudonyms/receipts")]
async fn gather_receipt(
    context: Context,
    command: Command<Gathering>,
) -> Result<HttpResponse, Problem> {
    let (wish, _) = command.take_body();
    let account = wish.account.open(&context).await?;
    let code = confirm_gathered(&context, wish.receipt_code.expose()).await?;
    let here = context.clone();
    let work = move |conn: &mut Conn| account.gather(conn, here.services(), &code);
    context.db().write(work).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A receipt in an account.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "account": { "account_number": "4821-0937-5560", "recovery_code": "7K3Q-9ZV0-1M4T-XW2A-C8RH" },
    "id": "5e0f7b7e-6c0b-4b8e-9d3f-2f1d1c9b8a70" }))]
struct OneOfPseudonym {
    /// What opens the account.
    account: Credentials,
    /// The entry in the account.
    id: Id,
}

/// Take a receipt out of an account.
///
/// The receipt lives on. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "leave_receipt",
    request_body = OneOfPseudonym,
    responses((status = 204, description = "It is no longer in the account")),
    extensions(("x-problems" = json!(["unknown_pseudonym"]))))]
#[post("/pseudonyms/receipts/remove")]
async fn leave_receipt(
    context: Context,
    command: Command<OneOfPseudonym>,
) -> Result<HttpResponse, Problem> {
    let (wish, _) = command.take_body();
    let account = wish.account.open(&context).await?;
    let work = move |conn: &mut Conn| account.leave(conn, wish.id);
    context.db().write(work).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A receipt code in the place of another.
#[derive(Debug, Serialize, ToSchema)]
struct RotatedReceiptOfPseudonym {
    /// The code from now on. Null in a repetition that comes after its first use.
    #[schema(example = "3M9C-1Z7V-5K2Q-8TWA-N4XJ")]
    receipt_code: Option<String>,
}

/// Replace the code of a receipt in an account.
///
/// For whoever has lost its paper: the code before opens nothing any more, the new one stays in the account, too.
#[utoipa::path(tag = "receipt", operation_id = "rotate_gathered_receipt",
    request_body = OneOfPseudonym,
    responses((status = 200, description = "The code from now on", body = RotatedReceiptOfPseudonym)),
    extensions(("x-problems" = json!(["unknown_pseudonym", "not_found", "unknown_receipt", "gone",
        "receipt_rotated", "receipt_revoked", "receipt_expired", "handover_code_only"]))))]
#[post("/pseudonyms/receipts/rotate")]
async fn rotate_gathered_receipt(
    context: Context,
    command: Command<OneOfPseudonym>,
) -> Result<HttpResponse, Problem> {
    let by = Originator::Anonymous;
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (wish, command) = command.take_body();
    let account = wish.account.open(&context).await?;
    let here = context.clone();
    let work = move |conn: &mut Conn| {
        let code = account.rotate_receipt(conn, here.services(), wish.id)?;
        let mut shown = RotatedReceiptOfPseudonym {
            receipt_code: Some(code.expose()),
        };
        let answer = Answer::changed(&shown)?;
        shown.receipt_code = None;
        answer.shown_once(&here.services().lookup, [&code], &shown)
    };
    command.run(&context, by, work).await
}

/// A recovery code in the place of another.
#[derive(Debug, Serialize, ToSchema)]
struct RotatedRecoveryCode {
    /// What opens the account from now on. Null in a repetition that comes after its first use.
    #[schema(example = "7K3Q-9ZV0-1M4T-XW2A-C8RH")]
    recovery_code: Option<String>,
}

/// Replace the recovery code of an account.
///
/// Everything in it is sealed anew; the code before opens nothing any more. If the answer is lost, send the same again.
#[utoipa::path(tag = "receipt", operation_id = "rotate_recovery_code",
    request_body = Credentials,
    responses((status = 200, description = "The code from now on", body = RotatedRecoveryCode)),
    extensions(("x-problems" = json!(["unknown_pseudonym"]))))]
#[post("/pseudonyms/recovery-code")]
async fn rotate_recovery_code(
    context: Context,
    command: Command<Credentials>,
) -> Result<HttpResponse, Problem> {
    let by = Originator::Anonymous;
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (credentials, command) = command.take_body();
    let account = credentials.open(&context).await?;
    let here = context.clone();
    let work = move |conn: &mut Conn| {
        let code = account.rotate_recovery(conn, here.services(), here.now())?;
        let mut shown = RotatedRecoveryCode {
            recovery_code: Some(code.expose()),
        };
        let answer = Answer::changed(&shown)?;
        shown.recovery_code = None;
        answer.shown_once(&here.services().lookup, [&code], &shown)
    };
    command.run(&context, by, work).await
}

/// Delete an account.
///
/// What it has gathered lives on; keep the receipt codes.
#[utoipa::path(tag = "receipt", operation_id = "delete_pseudonym",
    request_body = Credentials,
    responses((status = 204, description = "Deleted")),
    extensions(("x-problems" = json!(["unknown_pseudonym"]))))]
#[post("/pseudonyms/delete")]
async fn delete_pseudonym(
    context: Context,
    command: Command<Credentials>,
) -> Result<HttpResponse, Problem> {
    let by = Originator::Anonymous;
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (credentials, command) = command.take_body();
    let account = credentials.open(&context).await?;
    let work = move |conn: &mut Conn| {
        account.delete(conn)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
