//! `GET /v1/bundles/{origin}-{destination}/{language}`.

use std::sync::Arc;

use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::rt::task::spawn_blocking;
use actix_web::{HttpRequest, HttpResponse, get, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::wire::BundleAnswer;
use crate::bundles::UNKNOWN_CORRIDOR;
use crate::bundles::actions::{
    BundleError, Catalogue, Material, Sent, Transfers, WITH_DICTIONARY, Wanted, choose, publish,
};
use crate::bundles::model::BundleKey;
use crate::bundles::store::{self, VersionRow};
use crate::entitlements::Library;
use crate::platform::carried::{Corridor, nearest_language};
use crate::platform::db::Conn;
use crate::platform::http::compress::Coding;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::public::{Bare, Settled};
use crate::platform::http::{Context, PathOf, QueryOf, Services};
use crate::platform::language::Language;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};

/// Which bundle.
#[derive(Debug, Deserialize)]
struct BundlePath {
    origin: String,
    destination: String,
    language: String,
}

impl BundlePath {
    fn corridor(&self) -> Corridor {
        Corridor {
            origin: self.origin.clone(),
            destination: self.destination.clone(),
        }
    }
}

/// What the caller has.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct BundleQuery {
    /// The version that you have. The answer is what leads from it to the current one; the whole bundle where it is no longer
    /// known.
    #[param(pattern = "^[A-Za-z0-9_-]{1,32}$", max_length = 32)]
    since: Option<String>,
    /// With `since`: items that have changed a little come as what is cut out and put in (`spliced`), which is a third as much.
    splices: Option<bool>,
}

/// Read what a phone carries along.
///
/// Articles, rules, self-checks, services, contacts, emergency numbers and the labels of codes for who goes from one country to
/// another, in the nearest language. Its bytes are signed, so that a copy that went from phone to phone can be trusted. `ETag` is
/// the version, with the content coding behind a dot; 304 has no other header than it must. `Accept-Encoding: dcz` with
/// `Available-Dictionary` (RFC 9842) gets the whole bundle compressed with the one that the caller has.
#[utoipa::path(tag = "bundles", operation_id = "get_bundle",
    params(
        ("origin" = String, Path, description = "The country from which one comes (ISO 3166-1).", example = "PH"),
        ("destination" = String, Path, description = "The country to which one goes (ISO 3166-1).", example = "MY"),
        ("language" = String, Path, description = "The language that is wished (BCP 47).", example = "fil"),
        BundleQuery),
    extensions(("x-problems" = json!(["unknown_corridor"])), ("x-bare-304" = json!(true))),
    responses((status = 200, description = "The bundle, or what leads to it", body = BundleAnswer)))]
#[get("/bundles/{origin}-{destination}/{language}")]
pub(super) async fn get_bundle(
    path: PathOf<BundlePath>,
    query: QueryOf<BundleQuery>,
    context: Context,
    means: Means,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let key = means.find_key(&context, &path.0).await?;
    let mut current = current_of(&context, &key).await?;
    if current.is_none() {
        means.publish_first(&key).await?;
        current = current_of(&context, &key).await?;
    }
    let current = current.ok_or_else(|| Problem::new(&INTERNAL_ERROR))?;
    let wanted = wanted(&request, query.0);
    if is_known(&request, &current, &wanted) {
        return Ok(not_modified(&context, &current, &wanted));
    }
    let sent = means.choose(&context, key.clone(), current.clone(), wanted);
    Ok(sent_answer(
        &context,
        &request,
        (&key, &current),
        sent.await?,
    ))
}

/// What handlers of bundles use beside the platform's.
#[derive(Clone)]
pub(super) struct Means {
    services: web::Data<Services>,
    library: web::Data<Library>,
    transfers: web::Data<Transfers>,
}

impl actix_web::FromRequest for Means {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let found = || {
            Some(Self {
                services: request.app_data::<web::Data<Services>>()?.clone(),
                library: request.app_data::<web::Data<Library>>()?.clone(),
                transfers: request.app_data::<web::Data<Transfers>>()?.clone(),
            })
        };
        std::future::ready(found().ok_or_else(|| Problem::new(&INTERNAL_ERROR)))
    }
}

impl Means {
    /// For which corridors there is something; read from the database every half minute.
    pub async fn catalogue(&self, context: &Context) -> Result<Arc<Catalogue>, Problem> {
        if let Some(kept) = self.transfers.catalogue(context.now()) {
            return Ok(kept);
        }
        let library = self.library.clone();
        let load = move |conn: &mut Conn| Catalogue::load(conn, &library).map_err(Problem::from);
        let catalogue = Arc::new(context.db().read_snapshot(load).await?);
        self.transfers.keep_catalogue(&catalogue, context.now());
        Ok(catalogue)
    }

    async fn find_key(&self, context: &Context, path: &BundlePath) -> Result<BundleKey, Problem> {
        let not_found = |_| Problem::new(&NOT_FOUND);
        let wished: Language = path.language.parse().map_err(not_found)?;
        let corridor = path.corridor();
        let catalogue = self.catalogue(context).await?;
        let languages = catalogue.languages(&corridor);
        let languages = languages.ok_or_else(|| Problem::new(&UNKNOWN_CORRIDOR))?;
        let language = nearest_language(&wished, languages).unwrap_or_else(Language::english);
        Ok(BundleKey { corridor, language })
    }

    /// Publishes what nobody has asked for before.
    async fn publish_first(&self, key: &BundleKey) -> Result<(), Problem> {
        // Nobody ever closes it.
        let _turn = self.transfers.first.acquire().await;
        let (means, key) = (self.clone(), key.clone());
        let published = spawn_blocking(move || -> Result<_, BundleError> {
            let services = &means.services;
            let material = services.db.read_snapshot_blocking(Material::load)?;
            publish(services, &means.library, &material, &key)
        });
        match published.await {
            Ok(outcome) => Ok(outcome.map(drop)?),
            Err(error) => {
                tracing::error!(%error, "A bundle was not published");
                Err(Problem::new(&INTERNAL_ERROR))
            }
        }
    }

    async fn choose(
        &self,
        context: &Context,
        key: BundleKey,
        current: VersionRow,
        wanted: Wanted,
    ) -> Result<Sent, Problem> {
        let kept = self.transfers.clone();
        let read = move |conn: &mut Conn| {
            choose(conn, &kept, &key, &current, &wanted).map_err(Problem::from)
        };
        context.db().read_snapshot(read).await
    }
}

async fn current_of(context: &Context, key: &BundleKey) -> Result<Option<VersionRow>, Problem> {
    let key = key.clone();
    let read = move |conn: &mut Conn| store::find_current(conn, &key).map_err(Problem::from);
    context.db().read_snapshot(read).await
}

fn wanted(request: &HttpRequest, query: BundleQuery) -> Wanted {
    Wanted {
        since: query.since,
        splices: query.splices == Some(true),
        dictionary: dictionary_of(request.headers()),
        coding: Coding::preferred(request),
    }
}

/// The SHA-256 in `Available-Dictionary` (a byte sequence of RFC 8941), where the caller also takes what is compressed with it.
fn dictionary_of(headers: &HeaderMap) -> Option<Vec<u8>> {
    let mut accepted = headers.get_all(header::ACCEPT_ENCODING);
    let takes = accepted.any(|value| value.to_str().is_ok_and(takes_dictionary));
    let offered = headers.get("available-dictionary").filter(|_| takes)?;
    let encoded = offered.to_str().ok()?.trim();
    let encoded = encoded.strip_prefix(':')?.strip_suffix(':')?;
    STANDARD
        .decode(encoded)
        .ok()
        .filter(|hash| hash.len() == 32)
}

fn takes_dictionary(list: &str) -> bool {
    list.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let is_named = parts
            .next()
            .is_some_and(|token| token.eq_ignore_ascii_case(WITH_DICTIONARY));
        let is_refused = parts.any(|weight| {
            let digits = weight.strip_prefix("q=").unwrap_or("1");
            digits.chars().all(|c| matches!(c, '0' | '.'))
        });
        is_named && !is_refused
    })
}

/// The tag of a representation: the version, and what is behind it for a change.
fn tag(current: &VersionRow, is_change: bool) -> EntityTag {
    let behind = if is_change { ".delta" } else { "" };
    EntityTag::of_header(&format!("{}{behind}", current.version))
}

/// Whether the caller says to have the current version, whole or as it was changed to.
fn is_known(request: &HttpRequest, current: &VersionRow, wanted: &Wanted) -> bool {
    let listed = request.headers().get_all(header::IF_NONE_MATCH);
    let mut lists = listed.filter_map(|list| list.to_str().ok());
    lists.any(|list| {
        tag(current, false).is_listed(list)
            || (wanted.since.is_some() && tag(current, true).is_listed(list))
    })
}

/// The smaller the better: this is what a phone gets each day.
fn not_modified(context: &Context, current: &VersionRow, wanted: &Wanted) -> HttpResponse {
    let mut response = HttpResponse::NotModified();
    let coding = wanted.coding.map(Coding::token);
    let tag = tag(current, false).header_value(coding);
    response.insert_header((header::ETAG, tag));
    add_caching(context, &mut response);
    response.extensions_mut().insert(Settled);
    response.extensions_mut().insert(Bare);
    response.finish()
}

/// A service may have to be gone, so nobody on the way shows it longer than an answer is used here.
fn add_caching(context: &Context, response: &mut actix_web::HttpResponseBuilder) {
    let max_age = context.services().config.public_max_age;
    let caching = format!("public, max-age={max_age}, must-revalidate");
    response.insert_header((header::CACHE_CONTROL, caching));
    response.insert_header((header::VARY, "accept-encoding,available-dictionary"));
}

fn sent_answer(
    context: &Context,
    request: &HttpRequest,
    (key, current): (&BundleKey, &VersionRow),
    sent: Sent,
) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    let tag = tag(current, sent.is_change).header_value(sent.coding);
    response.insert_header((header::ETAG, tag));
    add_caching(context, &mut response);
    response.insert_header((header::CONTENT_LANGUAGE, key.language.as_str()));
    if let Some(coding) = sent.coding {
        response.insert_header((header::CONTENT_ENCODING, coding));
    }
    if !sent.is_change {
        let name = HeaderName::from_static("use-as-dictionary");
        response.insert_header((name, format!("match=\"{}\"", request.path())));
    }
    response.extensions_mut().insert(Settled);
    response.content_type("application/json").body(sent.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_is_used_only_for_who_takes_it() {
        for (list, takes) in [
            ("gzip, dcz", true),
            ("zstd;q=0.5, DCZ ; q=1", true),
            ("dcz;q=0", false),
            ("dcz;q=0.0, br", false),
            ("dcb, zstd", false),
            ("", false),
        ] {
            assert_eq!(takes_dictionary(list), takes, "{list}");
        }
        let mut headers = HeaderMap::new();
        let insert = |headers: &mut HeaderMap, name: &'static str, value: &'static str| {
            let value = header::HeaderValue::from_static(value);
            headers.insert(HeaderName::from_static(name), value);
        };
        let hash = ":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:";
        insert(&mut headers, "available-dictionary", hash);
        assert_eq!(dictionary_of(&headers), None);
        insert(&mut headers, "accept-encoding", "dcz");
        assert_eq!(dictionary_of(&headers), Some(vec![0; 32]));
        insert(&mut headers, "available-dictionary", ":AAAA:");
        assert_eq!(dictionary_of(&headers), None);
    }
}
