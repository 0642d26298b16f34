//! The tus protocol, version 1.0.0, with creation, expiration, checksum and termination, for whatever takes a file.
//!
//! Here the protocol stands where the conventions of the interface say otherwise: offsets take the place of the
//! `Idempotency-Key`, a `PATCH` carries bytes, what was deleted is not found. `HEAD` is answered as `GET` without the body.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, rt};

use super::headers::{Checksum, http_date};
use super::shapes::UploadShown;
use super::{body, headers};
use crate::files::actions::{self, Desk, Upload};
use crate::files::problems::UPLOAD_OFFSET_MISMATCH;
use crate::platform::db::Conn;
use crate::platform::http::{Context, tus};
use crate::platform::ids::Id;
use crate::platform::problem::{BODY_TOO_LARGE, Fault, INTERNAL_ERROR, Problem, UNAVAILABLE};
use crate::platform::vault::SubjectKey;

/// When to come back when too many files come in at once.
const COME_BACK: Duration = Duration::from_secs(5);

fn answer(status: StatusCode, upload: &Upload) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header(("Upload-Offset", upload.offset().to_string()));
    if !upload.is_finished {
        answer.insert_header(("Upload-Expires", http_date(upload.expires_at)));
    }
    answer
}

/// Says what this server knows of the protocol.
pub fn describe(context: &Context) -> HttpResponse {
    let largest = context.services().config.evidence_limit;
    HttpResponse::NoContent()
        .insert_header(("Tus-Version", tus::VERSION))
        .insert_header(("Tus-Extension", "creation,expiration,checksum,termination"))
        .insert_header(("Tus-Max-Size", largest.to_string()))
        .insert_header(("Tus-Checksum-Algorithm", "sha1,sha256"))
        .finish()
}

/// Begins an upload below a path.
pub async fn begin(
    desk: &Desk,
    request: &HttpRequest,
    path: &str,
) -> Result<HttpResponse, Problem> {
    headers::require_version(request)?;
    let new = headers::beginning(request)?;
    let limit = desk.context.services().config.evidence_limit;
    let largest = u64::try_from(limit).unwrap_or(u64::MAX);
    if new.0 > largest {
        let fault = Fault::new("/header/Upload-Length", "too_large").with("limit", largest);
        return Err(Problem {
            faults: vec![fault],
            ..Problem::new(&BODY_TOO_LARGE).with("limit", largest)
        });
    }
    let (of_job, length) = (desk.clone(), new.0);
    let begin = move |conn: &mut Conn| actions::begin(conn, &of_job, new);
    let upload = desk.context.db().write(begin).await?;
    if length == 0 {
        // It is whole already, and no file that is taken is empty.
        actions::go_on(desk, at_once(desk, upload.id).await?, Vec::new().into()).await?;
    }
    Ok(answer(StatusCode::CREATED, &upload)
        .insert_header(("Location", format!("{path}/{}", upload.id)))
        .finish())
}

type Found = (Upload, SubjectKey);

async fn at_once(desk: &Desk, id: Id) -> Result<Found, Problem> {
    let of_job = desk.clone();
    let find = move |conn: &mut Conn| actions::find(conn, &of_job, id);
    desk.context.db().read_snapshot(find).await
}

/// Says how far an upload has come.
pub async fn show(desk: &Desk, request: &HttpRequest, id: Id) -> Result<HttpResponse, Problem> {
    headers::allow_version(request)?;
    let (upload, _) = at_once(desk, id).await?;
    Ok(answer(StatusCode::OK, &upload)
        .insert_header(("Upload-Length", upload.state.length.to_string()))
        .json(UploadShown {
            id: upload.id,
            length: upload.state.length,
            offset: upload.offset(),
            is_finished: upload.is_finished,
            expires_at: upload.expires_at,
        }))
}

/// Goes on with an upload.
pub async fn go_on(
    desk: Desk,
    request: HttpRequest,
    payload: Payload,
    id: Id,
) -> Result<HttpResponse, Problem> {
    headers::require_version(&request)?;
    headers::require_part(&request)?;
    // A task of its own: what has come in is stored although nobody waits for the answer any more.
    let work = rt::spawn(async move { take(&desk, id, request, payload).await });
    let upload = work.await.map_err(|error| {
        tracing::error!(%error, "A part of a file could not be worked on");
        Problem::new(&INTERNAL_ERROR)
    })??;
    Ok(answer(StatusCode::NO_CONTENT, &upload).finish())
}

async fn take(
    desk: &Desk,
    id: Id,
    request: HttpRequest,
    payload: Payload,
) -> Result<Upload, Problem> {
    let (offset, checksum) = (headers::offset(&request)?, Checksum::of(&request)?);
    let (upload, key) = at_once(desk, id).await?;
    if offset != upload.offset() {
        return Err(Problem::new(&UPLOAD_OFFSET_MISMATCH));
    }
    let seats = &desk.context.services().seats;
    let seat = seats.take(desk.destination.holder());
    let seat = seat.ok_or_else(|| Problem::new(&UNAVAILABLE).retry_after(COME_BACK.as_secs()))?;
    let part = body::read(&request, payload, upload.missing()).await?;
    if let Some(checksum) = &checksum {
        checksum.check(&part.bytes)?;
    }
    tracing::debug!(part.is_cut_off, "A part of a file has come in");
    let after = actions::go_on(desk, (upload, key), part.bytes).await;
    drop(seat);
    after
}

/// Ends an upload.
pub async fn end(desk: &Desk, request: &HttpRequest, id: Id) -> Result<HttpResponse, Problem> {
    headers::require_version(request)?;
    actions::give_up(desk, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
