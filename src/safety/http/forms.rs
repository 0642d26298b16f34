//! `/v1/safety-report-forms`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::safety::forms::{self, Form};
use crate::safety::model::KindCode;

/// A form, and whether it is the one to show.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyReportForm)]
struct PublishedForm {
    /// SHA-256 of the form, in hexadecimal: of `form` as JSON with sorted members and no spaces. A report says with it
    /// which form was filled in.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    form_hash: String,
    /// Whether it is the newest of its kind.
    is_newest: bool,
    /// The form.
    form: &'static Form,
}

impl PublishedForm {
    fn of((hash, form): (&str, &'static Form)) -> Self {
        Self {
            is_newest: forms::newest().iter().any(|(newest, _)| *newest == hash),
            form_hash: hash.to_owned(),
            form,
        }
    }
}

/// Forms of reports.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyReportForms)]
struct PublishedForms {
    /// The forms, by kind and version.
    items: Vec<PublishedForm>,
}

/// Which forms are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct FormsQuery {
    /// Of this kind.
    #[param(example = "heat")]
    kind: Option<KindCode>,
    /// Older ones as well; only the newest of each kind when left out.
    all_versions: Option<bool>,
}

/// List what is asked in a report of each kind.
///
/// An app shows these fields and names the `form_hash` when it files. A newer version never makes an older one invalid: an
/// app that was offline for a year files with the form that it has, and what a newer one asks besides is missing.
#[utoipa::path(tag = "safety", operation_id = "list_safety_report_forms", params(FormsQuery),
    responses((status = 200, description = "The forms", body = PublishedForms)))]
#[get("/safety-report-forms")]
pub(super) async fn list_safety_report_forms(
    context: Context,
    query: QueryOf<FormsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { Ok(Found::new(wanted(&query.0))) };
    answer(&context, &request, find).await
}

fn wanted(query: &FormsQuery) -> PublishedForms {
    let mut found = match query.all_versions {
        Some(true) => forms::all().collect(),
        Some(false) | None => forms::newest(),
    };
    if let Some(kind) = &query.kind {
        found.retain(|(_, form)| form.kind == kind.as_str());
    }
    found.sort_by_key(|(_, form)| (&form.kind, form.version));
    PublishedForms {
        items: found.into_iter().map(PublishedForm::of).collect(),
    }
}

/// Read a form by its hash, however old it is.
#[utoipa::path(tag = "safety", operation_id = "get_safety_report_form",
    params(("form_hash" = String, Path, description = "The hash of the form.")),
    responses((status = 200, description = "The form", body = PublishedForm)))]
#[get("/safety-report-forms/{form_hash}")]
pub(super) async fn get_safety_report_form(
    hash: PathOf<String>,
    context: Context,
    _query: QueryOf<NoParameters>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let form = forms::find(&hash.0).ok_or_else(|| Problem::new(&NOT_FOUND))?;
        Ok(Found::new(PublishedForm::of((&hash.0, form))))
    };
    answer(&context, &request, find).await
}
