//! `GET /v1/entitlements` and `GET /v1/entitlements/{code}`.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;

use super::rule::{EntitlementRule, EntitlementShown};
use super::words::Words;
use super::{CountryCode, SectorCode};
use crate::entitlements::model::{Entitlement, Library};
use crate::platform::clock::Date;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::problem::{NOT_FOUND, Problem};

/// Which entitlements are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct EntitlementsQuery {
    /// A country (ISO 3166-1) or a part of one (ISO 3166-2). A country finds those of its parts, too; a part finds those of
    /// its country that apply there.
    #[param(
        example = "MY",
        pattern = "^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
        max_length = 6
    )]
    jurisdiction: Option<String>,
    /// The kind.
    #[param(
        example = "minimum_wage",
        pattern = "^[a-z][a-z0-9_]*$",
        max_length = 60
    )]
    kind: Option<String>,
    /// A sector to which it applies.
    #[param(example = "T")]
    sector: Option<SectorCode>,
    /// A nationality to whom it applies.
    #[param(example = "PH")]
    origin: Option<CountryCode>,
    /// A day on which it is in force.
    on: Option<Date>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

impl EntitlementsQuery {
    fn admits(&self, e: &Entitlement) -> bool {
        let names = |codes: &[String], code: &str| codes.iter().any(|one| one == code);
        let sector = self.sector.as_ref().is_none_or(|sector| {
            let sector = sector.as_str();
            (e.sectors.is_empty() || names(&e.sectors, sector)) && !names(&e.except_sectors, sector)
        });
        let origin = self
            .origin
            .as_ref()
            .is_none_or(|origin| e.origins.is_empty() || names(&e.origins, origin.as_str()));
        let on = self.on.is_none_or(|day| {
            e.effective_from.is_none_or(|first| first <= day)
                && e.effective_to.is_none_or(|last| day <= last)
        });
        let kind = self.kind.as_ref().is_none_or(|kind| *kind == e.kind);
        let place = self
            .jurisdiction
            .as_deref()
            .is_none_or(|place| is_of(e, place));
        sector && origin && on && kind && place
    }
}

fn is_of(e: &Entitlement, place: &str) -> bool {
    match place.split_once('-') {
        None => e.jurisdiction.split('-').next() == Some(place),
        Some((country, _)) => {
            (e.jurisdiction == country || e.jurisdiction == place)
                && !e.except_jurisdictions.iter().any(|part| part == place)
        }
    }
}

/// List entitlements.
///
/// What the law gives to workers, in figures, by code. One that is not here is not known; it does not mean that anything is
/// allowed.
#[utoipa::path(tag = "entitlements", operation_id = "list_entitlements", params(EntitlementsQuery),
    responses((status = 200, description = "A page of entitlements", body = Page<EntitlementRule>)))]
#[get("/entitlements")]
pub(super) async fn list_entitlements(
    context: Context,
    library: web::Data<Library>,
    query: QueryOf<EntitlementsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let query = query.0;
        let page = PageQuery {
            limit: query.limit,
            cursor: query.cursor.clone(),
        };
        let cursors = Cursors::of(&context, &request);
        let after: Option<String> = cursors.position(&page)?;
        let all = library.entitlements.iter();
        let wanted = all.filter(|e| after.as_ref().is_none_or(|after| e.code > *after));
        let rows: Vec<&Entitlement> = wanted
            .filter(|e| query.admits(e))
            .take(page.limit() + 1)
            .collect();
        let words = Words::of(&context, &library);
        let page = cursors.page(
            &page,
            rows,
            |e| e.code.clone(),
            |e| EntitlementRule::of(&words, e),
        );
        Ok(Found::spoken(page, &context))
    };
    answer(&context, &request, find).await
}

/// Read an entitlement.
#[utoipa::path(tag = "entitlements", operation_id = "get_entitlement",
    params(("code" = String, Path, description = "The entitlement.", example = "my_minimum_wage_2025")),
    responses((status = 200, description = "The entitlement", body = EntitlementShown)))]
#[get("/entitlements/{code}")]
pub(super) async fn get_entitlement(
    code: PathOf<String>,
    context: Context,
    library: web::Data<Library>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let found = library.find(&code.0).ok_or(Problem::new(&NOT_FOUND))?;
        let words = Words::of(&context, &library);
        let shown = EntitlementShown::of(&words, found);
        Ok(Found::spoken(shown, &context))
    };
    answer(&context, &request, find).await
}
