//! What happens to every request and every answer, in one place.
//!
//! On the way in: a request id, the time, the coarse network, `HEAD` as `GET`. On
//! the way out: problems get their text, readable representations their ETag, bodies their coding,
//! everything its security headers; one log line and one count, without anything personal.

use std::time::Instant;

use actix_cors::CorsError;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage as _, HttpRequest, HttpResponse, ResponseError as _, web};

use super::compress::{Coding, Effort, SMALLEST_COMPRESSED};
use super::context::{Context, RequestFacts, Services, Spoken};
use super::etag::EntityTag;
use super::metrics::RequestLabels;
use super::public::{Bare, Settled, next_link};
use super::rates::Allowance;
use super::tus;
use crate::platform::ids::Id;
use crate::platform::messages::Arguments;
use crate::platform::problem::{
    BODY_TOO_LARGE, CROSS_ORIGIN_REFUSED, FaultBody, INTERNAL_ERROR, MALFORMED_REQUEST,
    METHOD_NOT_ALLOWED, NOT_FOUND, Problem, ProblemBody,
};

/// The middleware around every route.
pub async fn edge(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let Some(services) = request.app_data::<web::Data<Services>>().cloned() else {
        return Ok(request.error_response(Problem::new(&INTERNAL_ERROR)));
    };
    let facts = receive(&services, &request);
    request.extensions_mut().insert(facts.clone());
    if let Some(method) = tus::meant_method(&request) {
        request.head_mut().method = method;
    }
    if request.method() == Method::HEAD {
        // Routed as GET; actix itself leaves the body out and keeps its length.
        request.head_mut().method = Method::GET;
    }

    // Handlers and extractors answer their own errors; the request must not be held elsewhere while
    // it is being routed.
    let response = next.call(request).await?.map_into_boxed_body();
    let allowance = response.request().extensions_mut().remove::<Allowance>();
    note_writer(&services, &facts, &response);
    let response = finish(&services, &facts, allowance, response);
    record(&services, &facts, &response, started);
    Ok(response)
}

fn receive(services: &Services, request: &ServiceRequest) -> RequestFacts {
    let now = services.clock.now();
    let peer = request.peer_addr().map(|address| address.ip());
    RequestFacts {
        id: Id::from_parts(now, &*services.randomness),
        now,
        sent_as: request.method().clone(),
        network: services.networks.of(peer, request.request()),
        place: services.networks.place(peer, request.request()),
        spoken: Spoken::default(),
    }
}

/// Who has written must find it, also where replicas answer.
fn note_writer(services: &Services, facts: &RequestFacts, response: &ServiceResponse<BoxBody>) {
    let has_written = !facts.sent_as.is_safe() && response.status().is_success();
    if has_written && !services.replicas.is_empty() {
        services.recent_writers.note(facts.network);
    }
}

fn finish(
    services: &Services,
    facts: &RequestFacts,
    allowance: Option<Allowance>,
    response: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    let (request, response) = response.into_parts();
    let response = as_problem(services, &request, response);
    let response = in_its_language(&facts.spoken, response);
    let mut response = as_representation(&request, response);
    if !request.headers().contains_key(header::ORIGIN) {
        let may_differ = !services.config.cors_origins.is_empty();
        leave_out_origins(response.headers_mut(), may_differ);
    }
    if response.extensions().get::<Bare>().is_some() {
        return ServiceResponse::new(request, response);
    }
    let headers = response.headers_mut();
    put(
        headers,
        HeaderName::from_static("x-request-id"),
        &facts.id.to_string(),
    );
    if let Some(allowance) = allowance {
        put(
            headers,
            HeaderName::from_static("ratelimit-policy"),
            &allowance.policy_field(),
        );
        put(
            headers,
            HeaderName::from_static("ratelimit"),
            &allowance.state_field(),
        );
    }
    secure(headers, request.path());
    tus::mark(headers, request.path());
    ServiceResponse::new(request, response)
}

/// Marks a refusal whose shape another standard prescribes, so that the edge leaves it alone.
#[derive(Debug, Clone, Copy)]
pub struct ShapedElsewhere;

/// Gives every refusal the one shape, also those of actix itself.
#[expect(
    clippy::too_many_lines,
    reason = "the whole shape of a refusal at one glance"
)]
fn as_problem(
    services: &Services,
    request: &HttpRequest,
    mut response: HttpResponse<BoxBody>,
) -> HttpResponse<BoxBody> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    if response.extensions().get::<ShapedElsewhere>().is_some() {
        return response;
    }
    let own = response.extensions_mut().remove::<Problem>();
    let is_cors = response
        .error()
        .is_some_and(|error| error.as_error::<CorsError>().is_some());
    let problem = own.unwrap_or_else(|| {
        if is_cors {
            Problem::new(&CROSS_ORIGIN_REFUSED)
        } else {
            foreign_problem(services, request, status)
        }
    });
    let Ok(context) = Context::of(request) else {
        return response;
    };
    // What was said before it failed is not part of the answer.
    let (language, spoken) = (context.language(), Spoken::default());
    let text = |name: &str, attribute, arguments: &Arguments| {
        let said = services.messages.say(&language, name, attribute, arguments);
        spoken.add(&said.0);
        said.1
    };
    let name = format!("problem-{}", problem.code.name);
    let body = ProblemBody {
        kind: format!(
            "{}/problems/{}",
            services.config.public_url, problem.code.name
        ),
        title: text(&name, None, &problem.arguments),
        status: problem.code.status,
        detail: text(&name, Some("detail"), &problem.arguments),
        instance: facts_id(request),
        errors: problem
            .faults
            .iter()
            .map(|fault| FaultBody::of(fault, |name, arguments| text(name, None, arguments)))
            .collect(),
        proof_of_work: problem.proof_of_work.clone(),
    };
    let mut answer = HttpResponse::build(problem.status_code());
    // What the rules about origins have put there: without it no browser app could read the refusal.
    let is_of_origins =
        |name: &HeaderName| name.as_str().starts_with("access-control-") || name == header::VARY;
    for (name, value) in response
        .headers()
        .iter()
        .filter(|(name, _)| is_of_origins(name))
    {
        answer.append_header((name.clone(), value.clone()));
    }
    for (name, value) in &problem.headers {
        answer.insert_header((name.clone(), value.clone()));
    }
    let languages = spoken.field().unwrap_or_default();
    answer.insert_header((header::CONTENT_LANGUAGE, languages));
    answer.append_header((header::VARY, "Accept-Language"));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer.content_type("application/problem+json");
    answer.body(serde_json::to_vec(&body).unwrap_or_default())
}

fn facts_id(request: &HttpRequest) -> String {
    let extensions = request.extensions();
    extensions
        .get::<RequestFacts>()
        .map_or_else(String::new, |f| format!("urn:uuid:{}", f.id))
}

/// What actix refuses by itself, before a handler of ours is reached.
fn foreign_problem(services: &Services, request: &HttpRequest, status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => unrouted(services, request),
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(&BODY_TOO_LARGE).with("limit", services.config.body_limit)
        }
        status if status.is_client_error() => Problem::new(&MALFORMED_REQUEST),
        _ => Problem::new(&INTERNAL_ERROR),
    }
}

/// A path that exists with other methods is a 405 that names them; any other is a 404.
fn unrouted(services: &Services, request: &HttpRequest) -> Problem {
    let contract = services.contract();
    let allowed = contract.methods().iter().find(|(template, _)| {
        actix_web::dev::ResourceDef::new(template.as_str()).is_match(request.path())
    });
    let Some((_, methods)) = allowed else {
        return Problem::new(&NOT_FOUND);
    };
    let mut names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    Problem::new(&METHOD_NOT_ALLOWED).header(header::ALLOW, &names.join(", "))
}

/// Says in which language an answer is.
fn in_its_language(spoken: &Spoken, mut response: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
    let is_settled = response.extensions().get::<Settled>().is_some();
    let is_problem = !response.status().is_success();
    if is_settled || is_problem || response.status() == StatusCode::NO_CONTENT {
        return response;
    }
    let headers = response.headers_mut();
    if !headers.contains_key(header::CONTENT_LANGUAGE)
        && let Some(languages) = spoken.field()
    {
        put(headers, header::CONTENT_LANGUAGE, &languages);
    }
    if headers.contains_key(header::CONTENT_LANGUAGE) {
        headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
    }
    response
}

/// Gives a JSON answer its ETag, answers 304 to who has it already, and compresses it.
#[expect(
    clippy::too_many_lines,
    reason = "the order of these steps is what matters"
)]
fn as_representation(
    request: &HttpRequest,
    response: HttpResponse<BoxBody>,
) -> HttpResponse<BoxBody> {
    if response.extensions().get::<Settled>().is_some() {
        return response;
    }
    // A stream (evidence) is sent as it comes.
    if !matches!(response.body().size(), BodySize::Sized(1..)) {
        return personal(response);
    }
    let (mut head, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Ok(body) => body,
        Err(body) => return personal(head.set_body(body)),
    };
    let coding = Coding::preferred(request)
        .filter(|_| body.len() >= SMALLEST_COMPRESSED && is_text(head.headers()));
    if request.method() == Method::GET && head.status() == StatusCode::OK {
        let listed = |tag: &EntityTag| {
            let mut lists = request.headers().get_all(header::IF_NONE_MATCH);
            lists.any(|list| list.to_str().is_ok_and(|list| tag.is_listed(list)))
        };
        if let Some(link) = serde_json::from_slice::<NextOnly>(&body)
            .ok()
            .and_then(|b| b.next)
        {
            let body = serde_json::json!({ "next": link });
            if let Some(link) = next_link(request, &body) {
                put(head.headers_mut(), header::LINK, &link);
            }
        }
        let own = head
            .headers()
            .get(header::ETAG)
            .and_then(|tag| tag.to_str().ok());
        let tag = own.map_or_else(
            || EntityTag::of_bytes(&body),
            |own| EntityTag::of_header(own).of_content(&body),
        );
        put(
            head.headers_mut(),
            header::ETAG,
            &tag.header_value(coding.map(Coding::token)),
        );
        if listed(&tag) {
            *head.status_mut() = StatusCode::NOT_MODIFIED;
            head.headers_mut().remove(header::CONTENT_TYPE);
            return personal(head.set_body(BoxBody::new(())));
        }
    }
    personal(code(head, body, coding))
}

/// Only the marker of the next page is of interest here.
#[derive(serde::Deserialize)]
struct NextOnly {
    next: Option<String>,
}

fn code(mut head: HttpResponse<()>, body: Bytes, coding: Option<Coding>) -> HttpResponse<BoxBody> {
    let coded = coding.and_then(|coding| Some((coding, coding.encode(&body, Effort::Quick)?)));
    let Some((coding, bytes)) = coded else {
        return head.set_body(BoxBody::new(body));
    };
    put(head.headers_mut(), header::CONTENT_ENCODING, coding.token());
    let vary = HeaderValue::from_static("Accept-Encoding");
    head.headers_mut().append(header::VARY, vary);
    head.set_body(BoxBody::new(bytes))
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.contains("json") || kind.starts_with("text/"))
}

/// Whatever did not say that it is public is about a person.
fn personal(mut response: HttpResponse<BoxBody>) -> HttpResponse<BoxBody> {
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        put(response.headers_mut(), header::CACHE_CONTROL, "no-store");
    }
    response
}

/// What is said about pages of other origins helps only who asks from one; it would be half a kilobyte in each answer.
/// A cache that keeps answers for all of them must still know that they differ, where they can.
fn leave_out_origins(headers: &mut HeaderMap, may_differ: bool) {
    headers.remove(header::ACCESS_CONTROL_EXPOSE_HEADERS);
    let about_origins = [
        "origin",
        "access-control-request-method",
        "access-control-request-headers",
    ];
    let named: Vec<String> = headers
        .get_all(header::VARY)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_owned())
        .collect();
    let is_other = |name: &String| !about_origins.contains(&name.to_ascii_lowercase().as_str());
    let mut kept: Vec<String> = named.into_iter().filter(is_other).collect();
    if may_differ {
        kept.push("Origin".to_owned());
    }
    headers.remove(header::VARY);
    if !kept.is_empty() {
        put(headers, header::VARY, &kept.join(", "));
    }
}

fn secure(headers: &mut HeaderMap, path: &str) {
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    // The documentation page runs its own script; nothing else is ever rendered as a page with one.
    let policy = if path.starts_with("/docs") {
        "default-src 'self'; object-src 'none'; base-uri 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
    } else if is_page {
        "default-src 'none'; base-uri 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    } else {
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    };
    put(headers, header::CONTENT_SECURITY_POLICY, policy);
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::REFERRER_POLICY, "no-referrer");
    put(
        headers,
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=31536000; includeSubDomains",
    );
    // What only pages have is not sent with each answer to a phone.
    if is_page || path.starts_with("/docs") {
        put(headers, header::X_FRAME_OPTIONS, "DENY");
        let opener = HeaderName::from_static("cross-origin-opener-policy");
        put(headers, opener, "same-origin");
    }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// One line per request for the person on call: the route's template, never the path or the query,
/// which might hold a search for somebody; the trace id of the caller's system, if it has one.
fn record(
    services: &Services,
    facts: &RequestFacts,
    response: &ServiceResponse<BoxBody>,
    started: Instant,
) {
    let request = response.request();
    let route = request
        .match_pattern()
        .unwrap_or_else(|| "unrouted".to_owned());
    let took = started.elapsed();
    let status = response.status().as_u16();
    let method = request.method().as_str();
    let trace = trace_id(request).unwrap_or_default();
    tracing::info!(request.id = %facts.id, trace.id = trace, method, route, status,
        milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "Answered");
    let labels = RequestLabels {
        method: method.to_owned(),
        route,
        status,
    };
    services.metrics.count(&labels, took);
}

/// The trace id of `traceparent` (W3C Trace Context), when it has the right form.
fn trace_id(request: &HttpRequest) -> Option<&str> {
    let mut parts = request
        .headers()
        .get("traceparent")?
        .to_str()
        .ok()?
        .split('-');
    let (_version, trace) = (parts.next()?, parts.next()?);
    let is_hex = trace.len() == 32 && trace.bytes().all(|b| b.is_ascii_hexdigit());
    is_hex.then_some(trace)
}
