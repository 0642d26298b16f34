//! `…/evidence-pack`: what a person can lay before an office or a court.

use actix_web::http::header;
use actix_web::rt::task::spawn_blocking;
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use serde_json::{Value, json};

use super::actions::{self, Contents, Wanted};
use super::model::{Pack, Part, PartName};
use super::pdf::{self, Labels};
use crate::assistance::diary::ClaimShown;
use crate::correspondence::Author;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, SteppedHolder};
use crate::platform::db::Conn;
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::print::PdfFile;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

/// What is wanted in a pack.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::assistance) struct PackQuery {
    /// By whose rule the claim is reckoned; when left out, one's own, or the other's where there is no
    /// own one.
    by: Option<Author>,
    /// A message that belongs into the pack; can be sent many times.
    #[param(inline, max_items = 50)]
    message_id: Option<Vec<Id>>,
}

impl PackQuery {
    fn wanted(self) -> Wanted {
        Wanted {
            by: self.by,
            messages: self.message_id.unwrap_or_default(),
        }
    }
}

fn packed(context: &Context, contents: Contents) -> Result<Pack, Problem> {
    let mut parts = Vec::new();
    if let Some(reckoned) = contents.claim {
        let claim = ClaimShown::of(context, reckoned);
        parts.push(Part::of(PartName::Claim, value(&claim)?));
    }
    let diary = json!({ "entries": value(&contents.diary)? });
    parts.push(Part::of(PartName::Diary, diary));
    let messages = json!({ "messages": value(&contents.messages)? });
    parts.push(Part::of(PartName::Messages, messages));
    let outcome = json!({ "statements": value(&contents.outcome)? });
    parts.push(Part::of(PartName::Outcome, outcome));
    let attachments = json!({ "attachments": value(&contents.attachments)? });
    parts.push(Part::of(PartName::Attachments, attachments));
    let custody = json!({ "entries": value(&contents.custody)? });
    parts.push(Part::of(PartName::CustodyLog, custody));
    Ok(Pack::of(
        context.now(),
        contents.made_for,
        contents.request,
        parts,
    ))
}

fn value<T: serde::Serialize>(of: &T) -> Result<Value, Problem> {
    serde_json::to_value(of).map_err(|error| {
        tracing::error!(%error, "A part of an evidence pack cannot be written as JSON");
        Problem::new(&INTERNAL_ERROR)
    })
}

/// Get one's evidence pack.
///
/// Claim, diary, chosen messages, outcome, what there is of attachments, and custody log, each with its SHA-256,
/// and one over the whole. Whoever has it can check that nothing of it was changed. The files themselves are downloaded one by one.
#[utoipa::path(tag = "receipt", operation_id = "get_own_evidence_pack", params(PackQuery),
    responses((status = 200, description = "The pack", body = Pack)),
    extensions(("x-second-step" = json!(true)), ("x-problems" = json!(["not_found", "claim_too_large"]))))]
#[get("/receipt/assistance-request/evidence-pack")]
pub(in crate::assistance) async fn get_own_evidence_pack(
    stepped: SteppedHolder<AssistanceRequests>,
    context: Context,
    query: QueryOf<PackQuery>,
) -> Result<HttpResponse, Problem> {
    let holder = stepped.0;
    let (vault, wanted) = (context.services().vault.clone(), query.0.wanted());
    let work = move |conn: &mut Conn| actions::gather(conn, &vault, &holder, &wanted);
    let contents = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(packed(&context, contents)?))
}

/// Get a person's evidence pack.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "download_evidence_pack",
    params(("id" = Id, Path, description = "The request."), PackQuery),
    responses((status = 200, description = "The pack", body = Pack)),
    extensions(("x-problems" = json!(["consent_withdrawn", "not_handed_over", "claim_too_large"]))))]
#[get("/staff/assistance-requests/{id}/evidence-pack")]
pub(in crate::assistance) async fn download_evidence_pack(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    query: QueryOf<PackQuery>,
) -> Result<HttpResponse, Problem> {
    let (vault, now) = (context.services().vault.clone(), context.now());
    let wanted = query.0.wanted();
    let work = move |conn: &mut Conn| {
        actions::gather_for_staff(conn, &vault, &caller, (id.0, &wanted), now)
    };
    let contents = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(packed(&context, contents)?))
}

/// The words of the PDF in the caller's language.
fn labels(context: &Context) -> Labels {
    let messages = &context.services().messages;
    // The fonts that the printer has hold no Chinese characters.
    let has_font = |language: &&Language| language.primary() != "zh";
    let languages = messages.languages().iter().filter(has_font).cloned();
    let language = context.language_among(&languages.collect::<Vec<_>>());
    context.speak(&language);
    let find = |word: &str| messages.text(&language, &format!("pack-{word}"), None, &Vec::new());
    Labels::of(language.as_str().to_owned(), find)
}

/// Shapes text for a while, so on a thread of its own.
async fn printed(context: &Context, pack: Pack) -> Result<HttpResponse, Problem> {
    let labels = labels(context);
    let written = spawn_blocking(move || pdf::write(&pack, &labels)).await;
    let written = written.map_err(|_| Problem::new(&INTERNAL_ERROR))?;
    let bytes = written.map_err(|error| {
        tracing::error!(%error, "An evidence pack cannot be printed");
        Problem::new(&INTERNAL_ERROR)
    })?;
    let name = "attachment; filename=\"evidence-pack.pdf\"";
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes))
}

/// Get one's evidence pack as a PDF.
///
/// It says what the JSON says, in the caller's language, names its digest and has it attached. Latin,
/// Greek, Cyrillic, Thai, Burmese, Khmer, Lao, Arabic, Bengali, Devanagari, Tamil and Sinhala
/// writing is legible; any other character is a box here and whole in the JSON.
#[utoipa::path(tag = "receipt", operation_id = "print_own_evidence_pack", params(PackQuery),
    responses((status = 200, description = "The pack", content((PdfFile = "application/pdf")))),
    extensions(("x-second-step" = json!(true)), ("x-problems" = json!(["not_found", "claim_too_large"]))))]
#[get("/receipt/assistance-request/evidence-pack/pdf")]
pub(in crate::assistance) async fn print_own_evidence_pack(
    stepped: SteppedHolder<AssistanceRequests>,
    context: Context,
    query: QueryOf<PackQuery>,
) -> Result<HttpResponse, Problem> {
    let holder = stepped.0;
    let (vault, wanted) = (context.services().vault.clone(), query.0.wanted());
    let work = move |conn: &mut Conn| actions::gather(conn, &vault, &holder, &wanted);
    let contents = context.db().read_snapshot(work).await?;
    printed(&context, packed(&context, contents)?).await
}

/// Get a person's evidence pack as a PDF.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "print_evidence_pack",
    params(("id" = Id, Path, description = "The request."), PackQuery),
    responses((status = 200, description = "The pack", content((PdfFile = "application/pdf")))),
    extensions(("x-problems" = json!(["consent_withdrawn", "not_handed_over", "claim_too_large"]))))]
#[get("/staff/assistance-requests/{id}/evidence-pack/pdf")]
pub(in crate::assistance) async fn print_evidence_pack(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    query: QueryOf<PackQuery>,
) -> Result<HttpResponse, Problem> {
    let (vault, now) = (context.services().vault.clone(), context.now());
    let wanted = query.0.wanted();
    let work = move |conn: &mut Conn| {
        actions::gather_for_staff(conn, &vault, &caller, (id.0, &wanted), now)
    };
    let contents = context.db().write(work).await?;
    printed(&context, packed(&context, contents)?).await
}
