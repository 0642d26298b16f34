//! `GET /v1/code-lists` and `GET /v1/code-lists/{name}`: answered from memory.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::code_lists::{CodeEntry, CodeList, Languages, ListName as _};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::language::{Language, TextDirection};
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::rights::languages::{Wording, serve};
use crate::text_enum;

/// Which page of the lists is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CodeListsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// A code list among others.
#[derive(Debug, Serialize, ToSchema)]
struct CodeListItem {
    /// Its name in addresses and in faults.
    #[schema(example = "issue_codes")]
    name: String,
    /// What it is about, in English.
    #[schema(example = "What the request is about")]
    title: String,
    /// How many codes it has.
    #[schema(example = 17)]
    codes: usize,
    /// Where it is.
    #[schema(example = "/v1/code-lists/issue_codes")]
    href: String,
}

text_enum! {
    /// In which languages labels are wanted.
    pub enum LabelsWanted {
        /// In the language nearest to the caller's wishes.
        Nearest => "nearest",
        /// In every language that there is.
        All => "all",
    }
}

/// How a list is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CodeListQuery {
    /// `all` gives every language at once, for apps that carry the list with them; `nearest` when
    /// left out.
    #[param(inline)]
    labels: Option<LabelsWanted>,
}

/// A code list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CodeList)]
struct CodeListShown {
    /// Its name in addresses and in faults.
    #[schema(example = "issue_codes")]
    name: String,
    /// What it is about, in English.
    #[schema(example = "What the request is about")]
    title: String,
    /// Where the list comes from, in English.
    source: String,
    /// The language of the labels; null with `labels=all`.
    language: Option<Language>,
    /// The codes in the order in which a person should see them.
    codes: Vec<CodeShown>,
}

/// A code with its label, or with all its labels.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CodeListEntry)]
struct CodeShown {
    /// The code.
    #[schema(example = "unpaid_wages")]
    code: String,
    /// The wider code of the same list, in lists of several levels.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// To what it applies, in a list whose codes do not all apply to everything: in
    /// `review_dimensions` whether it is for reviews of agencies, of employers or of both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, example = json!(["recruitment_agency", "employer"]))]
    applies_to: Vec<String>,
    /// In the list `languages`: in which direction the language is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<TextDirection>,
    /// What a person reads; left out with `labels=all`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Wages not paid")]
    label: Option<String>,
    /// The language of this label, where it is another than that of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    /// An explanation or an example.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// With `labels=all`: what a person reads, by language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(example = json!({ "en": "Wages not paid" }))]
    labels: BTreeMap<String, String>,
    /// With `labels=all`: explanations or examples, by language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(example = json!({}))]
    descriptions: BTreeMap<String, String>,
}

/// List the code lists.
#[utoipa::path(tag = "rights", operation_id = "list_code_lists", params(CodeListsQuery),
    responses((status = 200, description = "A page of code lists", body = Page<CodeListItem>)))]
#[get("/code-lists")]
pub(super) async fn list_code_lists(
    context: Context,
    query: QueryOf<CodeListsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { find_lists(&context, query.0, &request) };
    answer(&context, &request, find).await
}

fn find_lists(
    context: &Context,
    query: CodeListsQuery,
    request: &HttpRequest,
) -> Result<Found<Page<CodeListItem>>, Problem> {
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let cursors = Cursors::of(context, request);
    let after: Option<String> = cursors.position(&page)?;
    let lists = context.services().code_lists();
    let later = lists
        .all()
        .filter(|list| after.as_ref().is_none_or(|after| list.name > *after));
    let rows: Vec<&CodeList> = later.take(page.limit() + 1).collect();
    let page = cursors.page(
        &page,
        rows,
        |list| list.name.clone(),
        |list| CodeListItem {
            name: list.name.clone(),
            title: list.title.clone(),
            codes: list.codes.len(),
            href: format!("/v1/code-lists/{}", list.name),
        },
    );
    Ok(Found::in_language(page, Language::english()))
}

/// Read a code list.
///
/// A code whose label lacks the language of the list says in which language it is.
#[utoipa::path(tag = "rights", operation_id = "get_code_list",
    params(("name" = String, Path, description = "The list's name", example = "issue_codes"), CodeListQuery),
    responses((status = 200, description = "The list", body = CodeListShown)))]
#[get("/code-lists/{name}")]
pub(super) async fn get_code_list(
    context: Context,
    name: PathOf<String>,
    query: QueryOf<CodeListQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { find_list(&context, &name.0, query.0.labels) };
    answer(&context, &request, find).await
}

fn find_list(
    context: &Context,
    name: &str,
    labels: Option<LabelsWanted>,
) -> Result<Found<CodeListShown>, Problem> {
    let lists = context.services().code_lists();
    let list = lists.find(name).ok_or_else(|| Problem::new(&NOT_FOUND))?;
    Ok(match labels.unwrap_or(LabelsWanted::Nearest) {
        LabelsWanted::All => Found::new(shown(list, None, |entry| CodeShown {
            labels: entry.label.clone(),
            descriptions: entry.description.clone(),
            ..CodeShown::bare(entry)
        })),
        LabelsWanted::Nearest => nearest(context, list),
    })
}

fn nearest(context: &Context, list: &CodeList) -> Found<CodeListShown> {
    let mut wording = Wording::new(context);
    let language = serve(context, &languages_of(list)).language;
    wording.speak(&language);
    let shown = shown(list, Some(language.clone()), |entry| {
        let own = entry.label.get(language.as_str()).cloned();
        let (other, label) = match own {
            Some(label) => (None, Some(label)),
            None => wording.nearest(&entry.label).unzip(),
        };
        let description = entry.description.get(language.as_str()).cloned();
        CodeShown {
            label,
            language: other,
            description: description
                .or_else(|| wording.nearest(&entry.description).map(|(_, text)| text)),
            ..CodeShown::bare(entry)
        }
    });
    Found::in_languages(shown, wording.spoken())
}

fn shown(
    list: &CodeList,
    language: Option<Language>,
    show: impl FnMut(&CodeEntry) -> CodeShown,
) -> CodeListShown {
    let directed = |code: CodeShown| CodeShown {
        direction: direction(&list.name, &code.code),
        ..code
    };
    CodeListShown {
        name: list.name.clone(),
        title: list.title.clone(),
        source: list.source.clone(),
        language,
        codes: list.codes.iter().map(show).map(directed).collect(),
    }
}

/// In which direction a language of the list of languages is written.
fn direction(list: &str, code: &str) -> Option<TextDirection> {
    let language = (list == Languages::NAME).then(|| code.parse::<Language>());
    language?.ok().map(|language| language.direction())
}

/// Every language in which a code of the list has a label.
fn languages_of(list: &CodeList) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for tag in list.codes.iter().flat_map(|entry| entry.label.keys()) {
        if languages.iter().all(|known| known.as_str() != tag) {
            languages.extend(tag.parse::<Language>());
        }
    }
    languages
}

impl CodeShown {
    fn bare(entry: &CodeEntry) -> Self {
        Self {
            direction: None,
            code: entry.code.clone(),
            parent: entry.parent.clone(),
            applies_to: entry.applies_to.clone(),
            label: None,
            language: None,
            description: None,
            labels: BTreeMap::new(),
            descriptions: BTreeMap::new(),
        }
    }
}
