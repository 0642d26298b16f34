//! Where the gateway hands texts in. It is no route of apps: it lies beside `/v1`, and `docs/sms.md` describes it.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, post, web};
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::actions::{self, Outcome};
use super::model::{Form, Gateway, Incoming, NotAText, Unsigned, read};
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::http::context::mark_proved;
use crate::platform::problem::{MALFORMED_REQUEST, NOT_FOUND, Problem, UNAUTHENTICATED};

/// Adds the routes of the gateway.
pub fn gateway_routes(config: &mut web::ServiceConfig) {
    config.service(take_text).service(take_rapidpro_text);
}

/// Takes a text that the gateway has signed with the headers of Standard Webhooks.
#[post("/sms/texts")]
async fn take_text(
    request: HttpRequest,
    body: web::Bytes,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let header = |name: &str| text_of(&request, name);
    let id = header("webhook-id");
    let signed = (id, header("webhook-timestamp"), header("webhook-signature"));
    let now = context.now();
    proved(&request, &context, |gateway| {
        gateway.check_signature(signed, &body, now)
    })?;
    let incoming = read(Form::Generic, false, &body, Some(id));
    take(&context, incoming).await
}

/// Takes a text as RapidPro or TextIt hands it in, with the secret itself in a header, because they cannot sign.
#[post("/sms/rapidpro")]
async fn take_rapidpro_text(
    request: HttpRequest,
    body: web::Bytes,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let authorization = text_of(&request, header::AUTHORIZATION.as_str());
    proved(&request, &context, |gateway| {
        gateway.check_token(authorization)
    })?;
    let kind = text_of(&request, header::CONTENT_TYPE.as_str());
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    take(&context, read(Form::RapidPro, is_form, &body, None)).await
}

fn text_of<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Lets only the gateway in. Without its settings there is nothing here: no secret, or nothing that would take an answer.
fn proved(
    request: &HttpRequest,
    context: &Context,
    check: impl FnOnce(&Gateway<'_>) -> Result<(), Unsigned>,
) -> Result<(), Problem> {
    let config = &context.services().config;
    let secrets = config
        .sms_secrets
        .as_ref()
        .filter(|_| config.text_gateway.is_some());
    let secrets = secrets.ok_or(Problem::new(&NOT_FOUND))?;
    let gateway = Gateway::new(secrets.expose_secret());
    check(&gateway).map_err(|Unsigned| {
        Problem::new(&UNAUTHENTICATED).header(header::WWW_AUTHENTICATE, "Token realm=\"sms\"")
    })?;
    mark_proved(request);
    Ok(())
}

async fn take(
    context: &Context,
    incoming: Result<Incoming, NotAText>,
) -> Result<HttpResponse, Problem> {
    let incoming = match incoming {
        Ok(incoming) => incoming,
        Err(NotAText::SomethingElse) => return Ok(answer("ignored")),
        Err(NotAText::Malformed) => return Err(Problem::new(&MALFORMED_REQUEST)),
    };
    let here = context.clone();
    let work = move |conn: &mut Conn| actions::take(conn, here.services(), &incoming, here.now());
    Ok(answer(match context.db().write(work).await? {
        Outcome::Taken => "taken",
        Outcome::Repeated => "repeated",
        Outcome::Stopped => "stopped",
    }))
}

/// What the gateway is told: nothing of what was said, the answers go their own way.
fn answer(outcome: &str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({ "outcome": outcome }))
}
