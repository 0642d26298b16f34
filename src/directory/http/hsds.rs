//! `/v1/hsds`: what this interface is, and its taxonomy.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::envelope::{Envelope, HsdsFormat, Part, answer_list, contains_all};
use crate::directory::hsds::shapes::{Taxonomy, TaxonomyTerm};
use crate::directory::hsds::taxonomy;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};

/// The version of the standard.
const VERSION: &str = "3.0";
/// The profile: what is added to the standard, as JSON Schema.
const PROFILE: &str = include_str!("../../../data/hsds/profile.json");

/// What this interface is.
#[derive(Debug, Serialize, ToSchema)]
struct HsdsMetadata {
    /// The version of the standard.
    #[schema(example = "3.0")]
    version: &'static str,
    /// What is added to the standard.
    #[schema(format = Uri, example = "https://tulay.example/v1/hsds/profile")]
    profile: String,
    /// The contract.
    #[schema(format = Uri, example = "https://tulay.example/openapi.json")]
    openapi_url: String,
}

/// Say which version of the standard (HSDS 3) and which profile the directory speaks.
///
/// The base address for clients of the standard is `/v1/hsds`.
#[utoipa::path(tag = "directory", operation_id = "get_hsds_metadata",
    responses((status = 200, description = "Version, profile and contract", body = HsdsMetadata)))]
#[get("/hsds/")]
pub(super) async fn get_hsds_metadata(
    context: Context,
    _query: QueryOf<NoParameters>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let own = &context.services().config.public_url;
    let found = HsdsMetadata {
        version: VERSION,
        profile: format!("{own}/v1/hsds/profile"),
        openapi_url: format!("{own}/openapi.json"),
    };
    answer(&context, &request, async { Ok(Found::new(found)) }).await
}

/// The profile as JSON Schema, by the objects that it adds to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object, example = json!({ "title": "Tulay profile of HSDS 3" }))]
struct HsdsProfile(Value);

/// Read what is added to the standard, as JSON Schema.
#[utoipa::path(tag = "directory", operation_id = "get_hsds_profile",
    responses((status = 200, description = "The profile", body = HsdsProfile)))]
#[get("/hsds/profile")]
pub(super) async fn get_hsds_profile(
    context: Context,
    _query: QueryOf<NoParameters>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let profile = serde_json::from_str(PROFILE).map_err(|error| {
            tracing::error!(%error, "The profile of the directory cannot be read");
            Problem::new(&INTERNAL_ERROR)
        })?;
        Ok(Found::new(HsdsProfile(profile)))
    };
    answer(&context, &request, find).await
}

/// Which taxonomies are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TaxonomiesQuery {
    /// Those in whose texts all of these words are.
    #[param(max_length = 200)]
    search: Option<String>,
    /// The page; 1 when left out.
    #[param(minimum = 1, maximum = 1_000_000)]
    page: Option<u32>,
    /// Entries on a page; 50 when left out.
    #[param(minimum = 1, maximum = 1000)]
    per_page: Option<u32>,
    /// The form; `ndjson` has no pages.
    #[param(inline)]
    format: Option<HsdsFormat>,
}

/// List taxonomies (HSDS 3).
#[utoipa::path(tag = "directory", operation_id = "list_hsds_taxonomies", params(TaxonomiesQuery),
    responses((status = 200, description = "A page of taxonomies",
        content((Envelope = "application/json"), (String = "application/x-ndjson")))))]
#[get("/hsds/taxonomies")]
pub(super) async fn list_hsds_taxonomies(
    context: Context,
    query: QueryOf<TaxonomiesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let part = Part {
        page: wanted.page,
        per_page: wanted.per_page,
        format: wanted.format,
    };
    let find = async {
        let one = own_taxonomy(&context);
        let text = format!("{} {}", one.name, one.description);
        let words = wanted.search.as_deref();
        let fits = words.is_none_or(|words| contains_all(&text, words));
        Ok(Some(one).filter(|_| fits).into_iter().collect::<Vec<_>>())
    };
    answer_list(&context, &request, part, find).await
}

fn own_taxonomy(context: &Context) -> Taxonomy {
    let services = context.services();
    taxonomy::taxonomy(&services.code_lists(), &services.config.public_url)
}

/// Read a taxonomy (HSDS 3).
#[utoipa::path(tag = "directory", operation_id = "get_hsds_taxonomy",
    params(("id" = Id, Path, description = "The taxonomy")),
    responses((status = 200, description = "The taxonomy", body = Taxonomy)))]
#[get("/hsds/taxonomies/{id}")]
pub(super) async fn get_hsds_taxonomy(
    id: PathOf<Id>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let one = Some(own_taxonomy(&context)).filter(|one| one.id == id.0);
        one.map(Found::new).ok_or_else(|| Problem::new(&NOT_FOUND))
    };
    answer(&context, &request, find).await
}

/// Which terms are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TermsQuery {
    /// Those in whose texts all of these words are.
    #[param(max_length = 200)]
    search: Option<String>,
    /// Those of this taxonomy.
    taxonomy_id: Option<Id>,
    /// Only those above which there is none.
    top_only: Option<bool>,
    /// Those below this one.
    parent_id: Option<Id>,
    /// The page; 1 when left out.
    #[param(minimum = 1, maximum = 1_000_000)]
    page: Option<u32>,
    /// Entries on a page; 50 when left out.
    #[param(minimum = 1, maximum = 1000)]
    per_page: Option<u32>,
    /// The form; `ndjson` has no pages.
    #[param(inline)]
    format: Option<HsdsFormat>,
}

/// List terms of taxonomies (HSDS 3).
#[utoipa::path(tag = "directory", operation_id = "list_hsds_taxonomy_terms", params(TermsQuery),
    responses((status = 200, description = "A page of terms",
        content((Envelope = "application/json"), (String = "application/x-ndjson")))))]
#[get("/hsds/taxonomy_terms")]
pub(super) async fn list_hsds_taxonomy_terms(
    context: Context,
    query: QueryOf<TermsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let part = Part {
        page: wanted.page,
        per_page: wanted.per_page,
        format: wanted.format,
    };
    // Ours has one level: all terms are at the top, none is below another.
    let _ = wanted.top_only;
    let find = async {
        let mut terms = taxonomy::terms(&context.services().code_lists());
        terms.retain(|term| {
            let text = format!("{} {} {}", term.code, term.name, term.description);
            wanted.parent_id.is_none()
                && wanted.taxonomy_id.is_none_or(|id| id == term.taxonomy_id)
                && wanted
                    .search
                    .as_deref()
                    .is_none_or(|words| contains_all(&text, words))
        });
        Ok(terms)
    };
    answer_list(&context, &request, part, find).await
}

/// Read a term of a taxonomy (HSDS 3).
#[utoipa::path(tag = "directory", operation_id = "get_hsds_taxonomy_term",
    params(("id" = Id, Path, description = "The term")),
    responses((status = 200, description = "The term", body = TaxonomyTerm)))]
#[get("/hsds/taxonomy_terms/{id}")]
pub(super) async fn get_hsds_taxonomy_term(
    id: PathOf<Id>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let mut terms = taxonomy::terms(&context.services().code_lists()).into_iter();
        let one = terms.find(|term| term.id == id.0);
        one.map(Found::new).ok_or_else(|| Problem::new(&NOT_FOUND))
    };
    answer(&context, &request, find).await
}
