//! The rules as everybody may read them: an app can say why before anything is sent.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::triage::actions::read;
use crate::assistance::triage::rules::{ReasonCode, Rules};
use crate::assistance::triage::store::{self, RuleSetRow};
use crate::correspondence::label;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::language::Language;
use crate::platform::problem::{NOT_FOUND, Problem};

/// A published version of the rules.
#[derive(Debug, Serialize, ToSchema)]
struct PublishedTriageRules {
    /// Its number.
    #[schema(example = 1)]
    version: i64,
    /// What it is called.
    #[schema(example = "Rules that come with the program")]
    title: String,
    /// On what it is based.
    #[schema(example = "After ILO, ILO indicators of forced labour (2012)")]
    source: String,
    /// Since when, or from when on, it is in force.
    valid_from: Time,
    /// What a priority is and what it is not.
    notice: String,
    /// The rules.
    rules: Rules,
    /// The reasons that they name, for people.
    reasons: Vec<TriageReason>,
    /// The language of the texts in this answer.
    language: Language,
}

/// Why somebody should look sooner.
#[derive(Debug, Serialize, ToSchema)]
struct TriageReason {
    /// For programs.
    #[schema(value_type = ReasonCode)]
    code: ReasonCode,
    /// For people, in the caller's language.
    #[schema(example = "The person says that somebody is in danger now")]
    label: String,
}

impl PublishedTriageRules {
    fn of(context: &Context, row: Option<RuleSetRow>) -> Result<Found<Self>, Problem> {
        let published = row.and_then(|row| Some((row.version?, row.valid_from?, row)));
        let (version, valid_from, row) = published.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        let rules = read(&row)?;
        let codes = rules.rules.iter().map(|rule| rule.reason.clone());
        let codes: BTreeSet<ReasonCode> = codes.collect();
        let body = Self {
            version,
            title: row.title,
            source: row.source,
            valid_from,
            notice: context.say("triage-notice", None, &Vec::new()),
            rules,
            reasons: codes
                .into_iter()
                .map(|code| TriageReason {
                    label: label(context, "triage_reasons", code.as_str()),
                    code,
                })
                .collect(),
            language: context.language(),
        };
        Ok(Found::spoken(body, context))
    }
}

/// Read the rules by which requests get their priority.
///
/// Those in force now. They say how soon somebody should look, and are no finding of law.
#[utoipa::path(tag = "assistance", operation_id = "get_triage_rules",
    responses((status = 200, description = "The rules in force", body = PublishedTriageRules)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/triage-rules")]
pub(super) async fn get_triage_rules(
    context: Context,
    _query: QueryOf<NoParameters>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let now = context.now();
        let read = move |conn: &mut Conn| Ok::<_, Problem>(store::find_in_force(conn, now)?);
        let row = context.db().read(read).await?;
        PublishedTriageRules::of(&context, row)
    };
    answer(&context, &request, find).await
}

/// Read a version of those rules.
///
/// Each request keeps the version that led to its priority; what was published is never changed.
#[utoipa::path(tag = "assistance", operation_id = "get_triage_rules_version",
    params(("version" = i64, Path, description = "The number of the version.", minimum = 1,
        example = 1)),
    responses((status = 200, description = "The version", body = PublishedTriageRules)))]
#[get("/triage-rules/{version}")]
pub(super) async fn get_triage_rules_version(
    context: Context,
    version: PathOf<i64>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let version = version.0;
        let read = move |conn: &mut Conn| Ok::<_, Problem>(store::find_version(conn, version)?);
        let row = context.db().read(read).await?;
        PublishedTriageRules::of(&context, row)
    };
    answer(&context, &request, find).await
}
