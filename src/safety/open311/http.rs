//! `/open311/v2`: the operations of the standard, beside `/v1`, whose conventions it does not follow.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use secrecy::ExposeSecret as _;
use serde::Serialize;
use subtle::ConstantTimeEq as _;

use super::actions::{self, Token};
use super::form::{self, Members, Reported};
use super::refusal::Refusal;
use super::services;
use super::shapes::{
    Created, Definition, Discovery, Endpoint, RequestShown, SHOWN_KIND, ServiceShown, TokenShown,
};
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::rates::come_back_in;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::safety::good_practices::{self, GoodPractice};

/// Where the operations are.
const ROOT: &str = "/open311/v2";
/// Requests that are shown at once, as the standard has it.
const MOST: i64 = 1000;
/// Days that are looked back when no time is given, as the standard has it.
const DAYS: i32 = 90;
/// Since when this is so.
const CHANGESET: &str = "2026-11-30 00:00";

/// Adds the routes.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(discover)
        .service(list_services)
        .service(define_service)
        .service(list_requests)
        .service(find_request)
        .service(file_request)
        .service(find_token);
}

/// What is read, or why it is not.
async fn shown<T: Serialize>(
    context: &Context,
    request: &HttpRequest,
    found: Result<T, Refusal>,
) -> Result<HttpResponse, Problem> {
    match found {
        Ok(body) => {
            let body = Found::spoken(body, context).not_shown_when_old();
            answer(context, request, async { Ok(body) }).await
        }
        Err(refusal) => refusal.respond(),
    }
}

/// Tells other programs where everything is.
#[get("/open311/discovery.json")]
async fn discover(context: Context, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let own = &context.services().config.public_url;
    let found = Discovery {
        changeset: CHANGESET,
        contact: own.clone(),
        key_service: own.clone(),
        endpoints: vec![Endpoint {
            specification: "http://wiki.open311.org/GeoReport_v2",
            url: format!("{own}{ROOT}"),
            changeset: CHANGESET,
            kind: "production",
            formats: ["application/json"],
        }],
    };
    shown(&context, &request, Ok(found)).await
}

/// Lists what can be reported.
#[get("/open311/v2/services.json")]
async fn list_services(context: Context, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let members = Members::of_query(&request);
    let lists = context.services().code_lists();
    let found = form::jurisdiction(&members, &lists).map(|_| {
        let all = services::all().iter();
        let shown: Vec<_> = all
            .map(|service| ServiceShown::of(&context, service))
            .collect();
        shown
    });
    shown(&context, &request, found).await
}

/// Tells what is asked when something is reported.
#[get("/open311/v2/services/{code}.json")]
async fn define_service(
    context: Context,
    request: HttpRequest,
    code: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let members = Members::of_query(&request);
    let lists = context.services().code_lists();
    let found = form::jurisdiction(&members, &lists)
        .and_then(|_| form::service(&code))
        .map(|service| Definition::of(&context, service));
    shown(&context, &request, found).await
}

/// Which requests are wanted.
struct Wanted {
    country: Option<String>,
    ids: Vec<Id>,
    names_ids: bool,
    /// Whether anything that is shown can fit.
    fits: bool,
    since: Option<Date>,
    until: Option<Date>,
}

impl Wanted {
    fn read(context: &Context, request: &HttpRequest) -> Result<Self, Refusal> {
        let members = Members::of_query(request);
        let country = form::jurisdiction(&members, &context.services().code_lists())?;
        for code in members.list("service_code") {
            form::service(code)?;
        }
        let codes = members.list("service_code");
        let states = members.list("status");
        if states
            .iter()
            .any(|state| !["open", "closed"].contains(state))
        {
            return Err(Refusal::bad("status must be open or closed"));
        }
        let time = |name: &str| match members.find(name).map(Time::parse) {
            None => Ok(None),
            Some(Ok(at)) => Ok(Some(at.date())),
            Some(Err(_)) => Err(Refusal::bad(format!("{name} is not a time"))),
        };
        let (since, until) = (time("start_date")?, time("end_date")?);
        let today = context.now().date().as_day();
        let back = Date::from_day(today.saturating_sub(DAYS)).ok();
        let named = members.list("service_request_id");
        Ok(Self {
            country,
            names_ids: !named.is_empty(),
            ids: named
                .into_iter()
                .filter_map(|id| Id::parse(id).ok())
                .collect(),
            fits: (codes.is_empty() || codes.contains(&SHOWN_KIND))
                && (states.is_empty() || states.contains(&"closed")),
            // Of the time the month is shown.
            since: since
                .or(back.filter(|_| until.is_none()))
                .map(Date::first_of_month),
            until,
        })
    }

    fn is(&self, shown: &GoodPractice) -> bool {
        if self.names_ids {
            return self.ids.contains(&shown.id);
        }
        let is_over = self.until.is_some_and(|until| shown.month > until);
        let is_before = self.since.is_some_and(|since| shown.month < since);
        self.fits && !is_before && !is_over
    }
}

/// Lists what is shown: good practices, and nothing else.
#[get("/open311/v2/requests.json")]
async fn list_requests(context: Context, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let wanted = match Wanted::read(&context, &request) {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal.respond(),
    };
    let find = async {
        let country = wanted.country.clone();
        let list =
            move |conn: &mut Conn| good_practices::list(conn, country.as_deref(), None, MOST);
        let all = context.db().read(list).await?.into_iter();
        let some = all.filter(|one| wanted.is(one));
        let shown: Vec<_> = some.map(|one| RequestShown::of(&context, one)).collect();
        Ok(Found::spoken(shown, &context).not_shown_when_old())
    };
    answer(&context, &request, find).await
}

/// Finds one of them.
#[get("/open311/v2/requests/{id}.json")]
async fn find_request(
    context: Context,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let members = Members::of_query(&request);
    let country = match form::jurisdiction(&members, &context.services().code_lists()) {
        Ok(country) => country,
        Err(refusal) => return refusal.respond(),
    };
    let wanted = Id::parse(&id).ok();
    let find = move |conn: &mut Conn| match wanted {
        Some(id) => good_practices::find(conn, id),
        None => Ok(None),
    };
    let found = context.db().read(find).await?;
    let is_there = |one: &GoodPractice| {
        country
            .as_ref()
            .is_none_or(|country| *country == one.country)
    };
    let found = found
        .filter(is_there)
        .map(|one| vec![RequestShown::of(&context, one)]);
    let found = found.ok_or_else(|| Refusal::unknown("service_request_id"));
    shown(&context, &request, found).await
}

/// Files a report.
#[post("/open311/v2/requests.json")]
async fn file_request(
    context: Context,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let reported = Members::of_body(&request, &body).and_then(|members| {
        check_key(&context, members.find("api_key"))?;
        form::reported(&members, &context.services().code_lists())
    });
    match reported {
        Ok(reported) => file(&context, reported).await,
        Err(refusal) => refusal.respond(),
    }
}

async fn file(context: &Context, reported: Reported) -> Result<HttpResponse, Problem> {
    let (of_job, language) = (context.clone(), context.language());
    let work = move |conn: &mut Conn| {
        let reported = (reported, language);
        Ok::<_, Problem>(actions::report(
            conn,
            of_job.services(),
            reported,
            of_job.now(),
        )?)
    };
    let (filed, token) = context.db().write(work).await?;
    let code = filed.code.expose();
    let arguments = vec![("code", code.clone())];
    let created = [Created {
        token: text_of(&token),
        service_notice: context.say("open311-filed", None, &arguments),
        account_id: None,
        receipt_code: code,
    }];
    Ok(HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(created))
}

/// Refuses a key that is none of the operator's; wrong ones are counted.
fn check_key(context: &Context, given: Option<&str>) -> Result<(), Refusal> {
    let keys = context.services().config.open311_keys.as_ref();
    let given = given.ok_or_else(Refusal::key)?;
    let lines = keys.map_or("", |keys| keys.expose_secret()).lines();
    let known = lines.map(str::trim).filter(|line| !line.is_empty());
    let is_known = known.fold(false, |found, key| {
        found | bool::from(key.as_bytes().ct_eq(given.as_bytes()))
    });
    if is_known {
        return Ok(());
    }
    let wrong = context.services().rates.wrong_codes();
    match wrong.take(context.network().key(), context.now()) {
        Ok(()) => Err(Refusal::key()),
        Err(seconds) => Err(come_back_in(seconds).into()),
    }
}

/// Tells what became public of what was filed.
#[get("/open311/v2/tokens/{token}.json")]
async fn find_token(context: Context, token: web::Path<String>) -> Result<HttpResponse, Problem> {
    let unknown = || Refusal::unknown("token").respond();
    let Ok(token) = token.parse::<Token>() else {
        return unknown();
    };
    let (of_job, wanted) = (context.clone(), token.clone());
    let find = move |conn: &mut Conn| actions::find(conn, of_job.services(), &wanted);
    let Some(found) = context.db().read(find).await? else {
        return unknown();
    };
    let shown = [TokenShown {
        token: text_of(&token),
        service_request_id: found.shown.map(|id| id.to_string()),
    }];
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(shown))
}

/// A token as it is sent.
fn text_of(token: &Token) -> String {
    let value = serde_json::to_value(token).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
