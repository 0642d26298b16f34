//! Lists as the standard has them: pages with numbers, in an envelope, or all of it line by line.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::directory::error::DirectoryError;
use crate::directory::hsds::shapes::Service;
use crate::directory::hsds::taxonomy;
use crate::directory::opening;
use crate::platform::clock::Time;
use crate::platform::code_lists::CodeLists;
use crate::platform::http::Context;
use crate::platform::http::public::{Found, Text, answer_text};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::platform::text::fold;
use crate::text_enum;

/// Entries on a page when nothing is said.
const PER_PAGE: usize = 50;

text_enum! {
    /// The form of a list.
    pub enum HsdsFormat {
        /// A page in its envelope.
        Json => "json",
        /// Everything, an object on each line.
        Ndjson => "ndjson",
    }
}

/// A page of a list (HSDS 3).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HsdsPage, example = json!({ "total_items": 0, "total_pages": 0, "page_number": 1, "size": 0,
    "first_page": true, "last_page": true, "empty": true, "contents": [] }))]
pub struct Envelope {
    /// Entries of the whole list, as far as you may see them.
    pub total_items: usize,
    /// Pages of the whole list.
    pub total_pages: usize,
    /// The number of this page; the first one is 1.
    pub page_number: usize,
    /// Entries on this page.
    pub size: usize,
    /// Whether it is the first page.
    pub first_page: bool,
    /// Whether it is the last page.
    pub last_page: bool,
    /// Whether nothing is on it.
    pub empty: bool,
    /// The entries.
    #[schema(value_type = Vec<Object>)]
    pub contents: Vec<Value>,
}

/// Which part of a list is wanted, and in which form.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The page.
    pub page: Option<u32>,
    /// Entries on it.
    pub per_page: Option<u32>,
    /// The form.
    pub format: Option<HsdsFormat>,
}

impl Part {
    /// Cuts a page out of a list.
    pub fn page_of<T: Serialize>(self, all: &[T]) -> Result<Envelope, DirectoryError> {
        let of = |number: Option<u32>| number.and_then(|number| usize::try_from(number).ok());
        let per_page = of(self.per_page).unwrap_or(PER_PAGE).max(1);
        let page_number = of(self.page).unwrap_or(1).max(1);
        let total_pages = all.len().div_ceil(per_page);
        let before = (page_number - 1).saturating_mul(per_page);
        let contents = all.iter().skip(before).take(per_page);
        let contents: Result<Vec<Value>, _> = contents.map(serde_json::to_value).collect();
        let contents = contents?;
        Ok(Envelope {
            total_items: all.len(),
            total_pages,
            page_number,
            size: contents.len(),
            first_page: page_number == 1,
            last_page: page_number >= total_pages,
            empty: contents.is_empty(),
            contents,
        })
    }

    fn text_of<T: Serialize>(self, all: &[T]) -> Result<Found<Text>, DirectoryError> {
        if self.format == Some(HsdsFormat::Ndjson) {
            let lines: Result<Vec<String>, _> = all.iter().map(serde_json::to_string).collect();
            let mut body = lines?.join("\n");
            body.push('\n');
            let text = Text { body, next: None };
            return Ok(Found::new(text).as_media("application/x-ndjson"));
        }
        let body = serde_json::to_string(&self.page_of(all)?)?;
        Ok(Found::new(Text { body, next: None }))
    }
}

/// Answers with a list. What was hidden since is shown by nobody on the way.
pub async fn answer_list<T, F>(
    context: &Context,
    request: &HttpRequest,
    part: Part,
    find: F,
) -> Result<HttpResponse, Problem>
where
    T: Serialize,
    F: Future<Output = Result<Vec<T>, Problem>>,
{
    let find = async {
        let all = find.await?;
        let text = part.text_of(&all).map_err(|error| {
            tracing::error!(%error, "A list of the directory cannot be written");
            Problem::new(&INTERNAL_ERROR)
        })?;
        Ok(text.not_shown_when_old())
    };
    answer_text(context, request, find).await
}

/// Which services are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Those in whose texts all of these words are.
    pub search: Option<String>,
    /// Those of which this term is said.
    pub taxonomy_term_id: Option<Id>,
    /// Those of which some term of this taxonomy is said.
    pub taxonomy_id: Option<Id>,
    /// Those of this organisation.
    pub organization_id: Option<Id>,
    /// Those that were changed at this time or later.
    pub modified_after: Option<Time>,
}

impl Wanted {
    /// Whether a service is among them, as far as it is shown. `besides` is more text to be searched.
    pub fn fits(&self, service: &Service, besides: &str) -> bool {
        let has_term = |wanted: Id| {
            let mut types = service.service_types.iter();
            types.any(|code| taxonomy::term_id(code) == wanted)
        };
        self.taxonomy_term_id.is_none_or(has_term)
            && self
                .taxonomy_id
                .is_none_or(|wanted| wanted == taxonomy::taxonomy_id())
            && self
                .organization_id
                .is_none_or(|wanted| service.organization_id == Some(wanted))
            && self
                .modified_after
                .is_none_or(|since| service.last_modified.is_some_and(|at| at >= since))
            && self.search.as_deref().is_none_or(|words| {
                let text = format!("{} {besides}", text_of(service));
                contains_all(&text, words)
            })
    }
}

/// Whether all words are in a text, whatever their case and accents.
pub fn contains_all(text: &str, words: &str) -> bool {
    let text = fold(text);
    fold(words)
        .split_whitespace()
        .all(|word| text.contains(word))
}

fn text_of(service: &Service) -> String {
    let organization = service.organization.as_ref().map(|one| one.name.as_str());
    let types = service.service_types.join(" ").replace('_', " ");
    let texts = [
        Some(service.name.as_str()),
        service.alternate_name.as_deref(),
        service.description.as_deref(),
        organization,
        Some(types.as_str()),
    ];
    texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A service with everything that is shown of it.
pub fn full(mut service: Service, lists: &CodeLists, now: Time) -> Service {
    let terms = taxonomy::terms(lists);
    service.attributes = taxonomy::attributes(service.id, &service.service_types, &terms);
    service.open_now = Some(opening::state(&service, now));
    service
}

/// A service without what it has several of.
pub fn simple(service: Service) -> Service {
    Service {
        phones: Vec::new(),
        schedules: Vec::new(),
        service_areas: Vec::new(),
        service_at_locations: Vec::new(),
        languages: Vec::new(),
        cost_options: Vec::new(),
        required_documents: Vec::new(),
        contacts: Vec::new(),
        attributes: Vec::new(),
        closures: Vec::new(),
        ..service
    }
}
