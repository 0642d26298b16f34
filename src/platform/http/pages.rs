//! What is served beside the interface: health, metrics, the contract, its documentation, and a
//! page for each problem.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};

use super::compress::Coding;
use super::context::{Context, Services};
use super::etag::EntityTag;
use super::public::Settled;
use crate::platform::problem::{
    INTERNAL_ERROR, NOT_FOUND, PLATFORM_PROBLEMS, Problem, ProblemCode, UNAVAILABLE,
};

/// The problems that areas add to those of the platform.
#[derive(Debug, Clone)]
pub struct AreaProblems(pub Vec<&'static ProblemCode>);

/// Adds these routes.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(home)
        .service(healthz)
        .service(readyz)
        .service(metrics)
        .service(openapi)
        .service(problem_page)
        .service(docs)
        .service(docs_file);
}

#[get("/")]
async fn home() -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}

/// Whether the process answers at all.
#[get("/healthz")]
async fn healthz() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(r#"{"status":"ok"}"#)
}

/// Whether requests can be served: database reached, migrations applied, storage writable.
#[get("/readyz")]
async fn readyz(services: web::Data<Services>) -> Result<HttpResponse, Problem> {
    let not_ready = |what: &str| {
        tracing::warn!(what, "Not ready");
        Problem::new(&UNAVAILABLE).retry_after(2)
    };
    services
        .db_of_requests
        .ping()
        .await
        .map_err(|_| not_ready("database"))?;
    let pending = services
        .db_of_requests
        .read(crate::platform::db::pending)
        .await;
    if pending.map_err(|_| not_ready("migrations"))?.is_empty() {
        let folder = std::fs::metadata(&services.config.data_dir);
        if folder.is_ok_and(|folder| folder.is_dir() && !folder.permissions().readonly()) {
            let body = r#"{"status":"ready"}"#;
            return Ok(HttpResponse::Ok()
                .content_type("application/json")
                .body(body));
        }
        return Err(not_ready("storage"));
    }
    Err(not_ready("migrations"))
}

/// Counters in the OpenMetrics text format, for collectors that ask directly from a network that is
/// named in the settings. Others find nothing: from counts of reports per minute an employer could
/// tell when somebody spoke.
#[get("/metrics")]
async fn metrics(
    services: web::Data<Services>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let peer = request
        .peer_addr()
        .map(|address| address.ip().to_canonical());
    let may_read = |peer| {
        let mut networks = services.config.metrics_networks.iter();
        networks.any(|network| network.contains(&peer))
    };
    let forwarded = ["x-forwarded-for", "forwarded"]
        .iter()
        .any(|name| request.headers().contains_key(*name));
    if forwarded || !peer.is_some_and(may_read) {
        return Err(Problem::new(&NOT_FOUND));
    }
    let text = services
        .metrics
        .render(&services.db, services.replicas.seen());
    let text = text.map_err(|_| Problem::new(&INTERNAL_ERROR))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(HttpResponse::Ok().content_type(kind).body(text))
}

/// The contract in force, compressed once.
#[get("/openapi.json")]
async fn openapi(services: web::Data<Services>, request: HttpRequest) -> HttpResponse {
    let contract = services.contract();
    let (json, tag) = contract.json();
    let coded = Coding::preferred(&request)
        .and_then(|coding| json.coded(coding).map(|bytes| (coding.token(), bytes)));
    let mut listed = request.headers().get_all(header::IF_NONE_MATCH);
    let known = listed.any(|list| list.to_str().is_ok_and(|list| tag.is_listed(list)));
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    let token = coded.map(|(token, _)| token);
    response.insert_header((header::ETAG, tag.header_value(token)));
    response.insert_header((header::CACHE_CONTROL, "public, max-age=300"));
    response.insert_header((header::VARY, "Accept-Encoding"));
    response.extensions_mut().insert(Settled);
    if known {
        return response.finish();
    }
    response.content_type("application/json");
    match coded {
        Some((token, bytes)) => response
            .insert_header((header::CONTENT_ENCODING, token))
            .body(bytes.clone()),
        None => response.body(json.plain().clone()),
    }
}

/// What a problem means, for the person who reads a log or an answer.
#[get("/problems/{name}")]
async fn problem_page(
    context: Context,
    of_areas: web::Data<AreaProblems>,
    name: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut known = PLATFORM_PROBLEMS.iter().chain(of_areas.0.iter());
    let code = known
        .find(|code| code.name == *name)
        .ok_or(Problem::new(&NOT_FOUND))?;
    let language = context.language();
    let key = format!("problem-{}", code.name);
    let title = context.say(&key, None, &Vec::new());
    let placeholders = ["limit", "seconds", "expected", "list"].map(|name| (name, "…".to_owned()));
    let detail = context.say(&key, Some("detail"), &placeholders.to_vec());
    let page = format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{name}</title>\
         <style>body{{font:1.1em/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}}</style>\
         <h1>{title}</h1><p>{detail}</p><p><code>{name}</code>, HTTP status {status}</p></html>",
        language = language.as_str(),
        name = code.name,
        status = code.status,
    );
    Ok(HttpResponse::Ok()
        .insert_header((
            header::CONTENT_LANGUAGE,
            context.spoken().field().unwrap_or_default(),
        ))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::VARY, "Accept-Language"))
        .content_type("text/html; charset=utf-8")
        .body(page))
}

/// The browsable documentation needs its trailing slash for relative addresses.
#[get("/docs")]
async fn docs() -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}

/// The documentation's files are part of the program; nothing is fetched from elsewhere.
#[get("/docs/{file:.*}")]
async fn docs_file(
    settings: web::Data<utoipa_swagger_ui::Config<'static>>,
    file: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let found = utoipa_swagger_ui::serve(&file, settings.into_inner());
    let file = found.ok().flatten().ok_or(Problem::new(&NOT_FOUND))?;
    let tag = EntityTag::of_bytes(&file.bytes);
    let mut listed = request.headers().get_all(header::IF_NONE_MATCH);
    let known = listed.any(|list| list.to_str().is_ok_and(|list| tag.is_listed(list)));
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response.insert_header((header::CACHE_CONTROL, "public, max-age=3600"));
    response.insert_header((header::ETAG, tag.to_string()));
    if known {
        return Ok(response.finish());
    }
    Ok(response
        .content_type(file.content_type)
        .body(file.bytes.into_owned()))
}
