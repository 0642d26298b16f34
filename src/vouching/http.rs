//! Wire types and handlers.

use actix_web::{HttpRequest, HttpResponse, get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::actions::{self, Vouched};
use super::model::{
    ALGORITHM, BlindedMessage, COUNT_STEP, KeyId, MONTHS_AFTER, TokenSignature, WorkerReference,
};
use super::store::{self, PublishedRow};
use crate::identity::Caller;
use crate::identity::permissions::Vouch;
use crate::platform::clock::{Date, Month};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

pub use super::model::PROBLEMS;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_vouching_keys)
        .service(sign_vouching_token);
}

/// Which keys are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct VouchingKeysQuery {
    /// Those of this organisation.
    #[param(inline)]
    organisation_id: Option<Id>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// A key with which an organisation vouches. It is never taken back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "key_id": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo",
    "organisation_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b60",
    "organisation_name": "An organisation",
    "month": "2026-11",
    "valid_until": "2027-02-01",
    "algorithm": "RSABSSA-SHA384-PSS-Randomized",
    "public_key": "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…",
    "issued_at_least": null
}))]
struct PublishedVouchingKey {
    /// Names the key: the SHA-256 of `public_key` as bytes.
    #[schema(value_type = KeyId)]
    key_id: KeyId,
    /// Whose key it is.
    organisation_id: Id,
    /// The name of that organisation.
    organisation_name: String,
    /// The month in which it signs.
    #[schema(value_type = Month)]
    month: String,
    /// The day from which its tokens are no longer taken.
    valid_until: Date,
    /// How it signs (RFC 9474).
    algorithm: String,
    /// The key as `SubjectPublicKeyInfo` (DER) in base64: between the lines of a PEM file.
    public_key: String,
    /// Tokens that were signed with it, rounded down to tens; null while its month is not over. More
    /// than an organisation has people to look after should be asked about.
    issued_at_least: Option<i64>,
}

impl PublishedVouchingKey {
    fn of(row: PublishedRow, now: Month) -> Result<Self, Problem> {
        let broken = || Problem::new(&INTERNAL_ERROR);
        let month: Month = row.month.parse().map_err(|_| broken())?;
        let ends = month.plus(MONTHS_AFTER + 1);
        Ok(Self {
            key_id: row.key_id.try_into().map_err(|_| broken())?,
            organisation_id: row.organisation_id,
            organisation_name: row.organisation_name,
            month: row.month,
            valid_until: ends.first_day().map_err(|_| broken())?,
            algorithm: ALGORITHM.to_owned(),
            public_key: STANDARD.encode(row.public_key),
            issued_at_least: (month < now).then_some(row.issued / COUNT_STEP * COUNT_STEP),
        })
    }
}

/// List the keys with which organisations vouch for workers, latest month first.
///
/// An app shows which organisations there are, takes the key of the one that knows the worker, and
/// checks that others are shown the same key.
#[utoipa::path(tag = "reviews", operation_id = "list_vouching_keys", params(VouchingKeysQuery),
    responses((status = 200, description = "Keys", body = Page<PublishedVouchingKey>)))]
#[get("/vouching-keys")]
async fn list_vouching_keys(
    query: QueryOf<VouchingKeysQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find_page(&context, query.0, &request)).await
}

async fn find_page(
    context: &Context,
    query: VouchingKeysQuery,
    request: &HttpRequest,
) -> Result<Found<Page<PublishedVouchingKey>>, Problem> {
    let cursors = Cursors::of(context, request);
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let after: Option<(String, Id)> = cursors.position(&page)?;
    let (rows, now) = (page.rows(), Month::of(context.now().date()));
    let list = move |conn: &mut Conn| store::list_keys(conn, query.organisation_id, after, rows);
    let rows = context.db().read(list).await?;
    let position = |row: &PublishedRow| (row.month.clone(), row.organisation_id);
    let page = cursors.page(&page, rows, position, |row| {
        PublishedVouchingKey::of(row, now)
    });
    let items: Result<Vec<_>, Problem> = page.items.into_iter().collect();
    Ok(Found::new(Page {
        items: items?,
        next: page.next,
    }))
}

/// What a worker's app has blinded, and for whom it is.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "key_id": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo",
    "blinded_message": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWg",
    "worker_reference": "2026/118",
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "recruited_month": "2025-09"
}))]
struct VouchingRequest {
    /// The organisation's key of this month.
    #[schema(value_type = KeyId)]
    key_id: KeyId,
    /// The message that the app has blinded for this key.
    #[schema(value_type = BlindedMessage)]
    blinded_message: BlindedMessage,
    /// The name by which your desk knows the worker; the same each time. Only a keyed hash of it is
    /// kept, so that nobody gets two tokens for one recruitment.
    #[schema(value_type = WorkerReference)]
    worker_reference: WorkerReference,
    /// The agency that recruited the worker.
    agency_id: Id,
    /// When; left out when it is not known.
    recruited_month: Option<Month>,
}

/// What the worker's app makes a token of.
#[derive(Debug, Serialize, ToSchema)]
struct BlindVouchingSignature {
    /// The key that signed.
    #[schema(value_type = KeyId)]
    key_id: KeyId,
    /// The signature of the blinded message; the app takes the blinding off and checks it.
    #[schema(value_type = TokenSignature)]
    blind_signature: TokenSignature,
}

/// Vouch for a worker: sign what the worker's app has blinded.
///
/// The organisation knows the worker and that the agency recruited them; what the worker will write
/// with the token, and whether, it does not learn. One token for each worker, agency and recruitment.
#[utoipa::path(tag = "staff", operation_id = "sign_vouching_token",
    request_body = VouchingRequest,
    responses((status = 200, description = "Signed", body = BlindVouchingSignature)),
    extensions(("x-problems" = json!(["vouched_already", "vouching_interest"]))))]
#[post("/staff/vouching/signatures")]
async fn sign_vouching_token(
    member: Caller<Vouch>,
    command: Command<VouchingRequest>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (request, command) = command.take_body();
    let (now, by) = (context.now(), member.originator());
    let vouched = Vouched {
        worker: request.worker_reference,
        agency: request.agency_id,
        recruited: request.recruited_month,
    };
    let (key_id, of_answer) = (request.key_id.as_bytes().to_vec(), request.key_id);
    let sign = async {
        let (services, today) = (context.services(), now.date());
        let signed = actions::sign(services, &member, key_id, request.blinded_message, today);
        Ok(signed.await?)
    };
    let (lookup, of_work) = (context.services().lookup.clone(), member.clone());
    let note = move |conn: &mut Conn, (key, signature): (Id, TokenSignature)| {
        actions::note(conn, &lookup, &of_work, key, &vouched, now)?;
        Answer::changed(&BlindVouchingSignature {
            key_id: of_answer,
            blind_signature: signature,
        })
    };
    command.run_after(&context, by, sign, note).await
}
