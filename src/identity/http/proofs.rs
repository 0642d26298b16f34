//! Proofs that something was filed: made and withdrawn with the receipt code, checked by anybody.

use actix_web::{HttpResponse, delete, get, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::identity::receipts::{
    Anything, FilingDays, ReceiptHolder, SubjectKind, find_proof, prove, withdraw_proofs,
};
use crate::identity::tokens::TokenKeys;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Context, PathOf, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(prove_filing)
        .service(withdraw_filing_proofs)
        .service(check_filing_proof);
}

/// A proof that something was filed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "statement": "eyJ0eXAiOiJ0dWxheS1wcm9vZitqd3QifQ.eyJraW5kIjoic2FmZXR5X3JlcG9ydCJ9.c2lnbmF0dXJl",
    "reference": "5e0f7b7e-6c0b-4b8e-9d3f-2f1d1c9b8a70",
    "check_at": "https://tulay.example/v1/proofs/5e0f7b7e-6c0b-4b8e-9d3f-2f1d1c9b8a70" }))]
struct FilingProof {
    /// The signed statement (JWS, RFC 7515, compact; `EdDSA`, with a key of `/.well-known/jwks.json`): `iss`, `kind`,
    /// `filed_on`, `reference` and `check_at`.
    statement: String,
    /// Leads to nobody; whoever has it can check the proof.
    reference: Id,
    /// Where anybody can check it as long as it was not withdrawn.
    check_at: String,
}

/// What the statement says: nothing of what was told, or of who told it.
#[derive(Debug, Serialize)]
struct Statement<'a> {
    iss: &'a str,
    kind: SubjectKind,
    filed_on: Date,
    reference: Id,
    check_at: &'a str,
}

/// Get a proof that something was filed.
///
/// For an office that asks whether somebody has complained. It says what kind of thing was filed with this service
/// and on which day, and nothing of its content or of the person; only whoever is shown it learns of it. The signature
/// can be checked as long as its key is published; the address as long as the proof was not withdrawn.
#[utoipa::path(tag = "receipt", operation_id = "prove_filing",
    responses((status = 201, description = "The proof", body = FilingProof)),
    extensions(("x-problems" = json!(["too_many_proofs"]))))]
#[post("/receipt/proof")]
async fn prove_filing(
    holder: ReceiptHolder<Anything>,
    context: Context,
    keys: web::Data<TokenKeys>,
    days: web::Data<FilingDays>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let signer = keys.signer(context.db(), context.now()).await?;
    let (here, by, days) = (context.clone(), holder.originator(), **days);
    let work = move |conn: &mut Conn| {
        let (reference, proved) = prove(conn, here.services(), days, &holder)?;
        let base = here.services().config.public_url.as_str();
        let check_at = format!("{}/v1/proofs/{reference}", base.trim_end_matches('/'));
        let statement = Statement {
            iss: signer.issuer(),
            kind: proved.kind,
            filed_on: proved.filed_on,
            reference,
            check_at: &check_at,
        };
        let shown = FilingProof {
            statement: signer.sign_statement("tulay-proof+jwt", &statement)?,
            reference,
            check_at: check_at.clone(),
        };
        Answer::created(format!("/v1/proofs/{reference}"), &shown)
    };
    command.run(&context, by, work).await
}

/// Withdraw the proofs.
///
/// Every proof of what the code opens: whoever checks one at its address finds nothing any more. Doing it again changes
/// nothing. Erasing does the same.
#[utoipa::path(tag = "receipt", operation_id = "withdraw_filing_proofs",
    responses((status = 204, description = "Withdrawn")))]
#[delete("/receipt/proof")]
async fn withdraw_filing_proofs(
    holder: ReceiptHolder<Anything>,
    context: Context,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let by = holder.originator();
    let work = move |conn: &mut Conn| {
        withdraw_proofs(conn, holder.kind(), holder.subject())?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}

/// What a proof says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "kind": "safety_report", "filed_on": "2026-11-30" }))]
struct CheckedProof {
    /// What was filed with this service.
    kind: SubjectKind,
    /// On which day, in UTC.
    filed_on: Date,
}

/// Check a proof that something was filed.
///
/// Whoever was shown a proof sees that it is genuine and stands; 404 does not tell what was withdrawn from what never was.
#[utoipa::path(tag = "receipt", operation_id = "check_filing_proof",
    params(("reference" = Id, Path, description = "The reference of the proof.")),
    responses((status = 200, description = "It is genuine", body = CheckedProof)))]
#[get("/proofs/{reference}")]
async fn check_filing_proof(
    reference: PathOf<Id>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let lookup = std::sync::Arc::clone(&context.services().lookup);
    let find = move |conn: &mut Conn| find_proof(conn, &lookup, reference.0);
    let proved = context.db().read(find).await?;
    let proved = proved.ok_or(Problem::new(&NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(CheckedProof {
        kind: proved.kind,
        filed_on: proved.filed_on,
    }))
}
