//! `GET /v1/apps/config`.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AppVersions, AppsFile, SafeExitTexts};
use super::store::find_apps;
use crate::config::{CaseKeys, Config, Publishing};
use crate::peers::{PeerStatus, list_peers};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::input::NoParameters;
use crate::platform::http::proof_of_work::{ALGORITHM, MAX_ZERO_BITS, MIN_ZERO_BITS};
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, QueryOf, Routes};
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::{self, TranslationStatus};

/// Adds the route of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_apps_config);
}

/// What an app asks first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "apps": [{ "app": "tulay-web", "platform": "web", "minimum_version": "0.1.0", "recommended_version": "0.1.0", "update_url": null }],
    "languages": { "texts": ["en", "fil", "id", "vi", "ms", "th"], "articles": ["bn", "en", "fil", "id", "vi"] },
    "features": { "texts_are_sent": false, "texts_are_taken": false, "requests_are_sealed": false, "referrals_between_servers": false,
        "reports_through_open311": false, "staff_sign_in_elsewhere": false, "reviews_appear_later": true },
    "limits": { "body_bytes": 262_144, "file_bytes": 10_485_760, "requests_per_minute": 1200, "writes_per_minute": 240, "idempotency_days": 7,
        "puzzle": { "algorithm": "sha-256", "easiest_zero_bits": 12, "hardest_zero_bits": 16 } },
    "addresses": { "bundle": "/v1/bundles/{origin}-{destination}/{language}", "keys": "/.well-known/jwks.json", "contract": "/openapi.json" },
    "safe_exit": { "language": "en", "translation_status": "source", "cover_title": "Weather", "cover_text": "Partly cloudy. Light wind.",
        "button": "Weather", "instruction": "Press Weather to hide this at once." } }))]
pub struct AppsConfig {
    /// Which versions are good enough. An app that is not listed is.
    pub apps: Vec<AppVersions>,
    /// The languages of the service.
    pub languages: AppLanguages,
    /// What this server does. What is off, an app does not offer.
    pub features: AppFeatures,
    /// How much this server takes.
    pub limits: AppLimits,
    /// Where an app finds what it keeps with it; below the address of the service.
    pub addresses: AppAddresses,
    /// What a quick exit shows, in the nearest language; null when the operator has given none, and then the app has its own.
    pub safe_exit: Option<SafeExit>,
}

/// The languages of the service.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppLanguages {
    /// Those of its own texts: problems, next steps.
    pub texts: Vec<Language>,
    /// Those in which there is at least one article.
    pub articles: Vec<Language>,
}

/// What this server does, as its operator has set it up.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each switch stands by itself"
)]
#[derive(Debug, Serialize, ToSchema)]
pub struct AppFeatures {
    /// It can send texts (SMS) to who allows it; otherwise no such way of contact is offered.
    pub texts_are_sent: bool,
    /// Requests can be filed and followed by text.
    pub texts_are_taken: bool,
    /// What is asked is sealed so that only the receipt code and those who handle it open it: who loses the code loses it.
    pub requests_are_sealed: bool,
    /// There are other servers to which a request can be referred with consent.
    pub referrals_between_servers: bool,
    /// Other programs report through Open311.
    pub reports_through_open311: bool,
    /// Staff sign in with a provider elsewhere.
    pub staff_sign_in_elsewhere: bool,
    /// A review that was let through appears on a later day.
    pub reviews_appear_later: bool,
}

/// How much this server takes.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppLimits {
    /// The largest JSON body, in bytes.
    #[schema(example = 262_144)]
    pub body_bytes: usize,
    /// The largest photo, recording, video or document, in bytes.
    #[schema(example = 10_485_760)]
    pub file_bytes: usize,
    /// Requests without a token, for a whole network together.
    #[schema(example = 1200)]
    pub requests_per_minute: u32,
    /// Writes without a token, for a whole network together; above half of them at once a puzzle is given.
    #[schema(example = 240)]
    pub writes_per_minute: u32,
    /// Days for which a repeated write is recognised by its key: one that has waited longer in an app is shown to the person
    /// before it is sent.
    #[schema(example = 7)]
    pub idempotency_days: u32,
    /// The puzzles that an app must be able to solve in a flood.
    pub puzzle: AppPuzzle,
}

/// The puzzles that an app must be able to solve in a flood.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppPuzzle {
    /// The hash function.
    #[schema(example = "sha-256")]
    pub algorithm: &'static str,
    /// Zero bits of the easiest.
    #[schema(example = 12)]
    pub easiest_zero_bits: u8,
    /// Zero bits of the hardest.
    #[schema(example = 16)]
    pub hardest_zero_bits: u8,
}

/// Where an app finds what it keeps with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppAddresses {
    /// Everything for a corridor in one document: a template of an address (RFC 6570).
    #[schema(example = "/v1/bundles/{origin}-{destination}/{language}")]
    pub bundle: &'static str,
    /// The keys with which such a document is verified (JWKS).
    #[schema(example = "/.well-known/jwks.json")]
    pub keys: &'static str,
    /// The contract.
    #[schema(example = "/openapi.json")]
    pub contract: &'static str,
}

/// What a quick exit shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct SafeExit {
    /// The language of the texts.
    pub language: Language,
    /// How the texts came about.
    pub translation_status: TranslationStatus,
    /// The title of what is shown instead of the app; it tells nothing of it.
    #[schema(example = "Weather", max_length = 40)]
    pub cover_title: String,
    /// What is shown instead of the app.
    #[schema(max_length = 160)]
    pub cover_text: String,
    /// What stands on the button.
    #[schema(example = "Weather", max_length = 20)]
    pub button: String,
    /// What the app says about it, once, at the start.
    #[schema(max_length = 300)]
    pub instruction: String,
}

/// What an app asks first.
///
/// Which versions are good enough, which languages there are, what this server does and takes, where bundles and their keys are,
/// and what a quick exit shows. Small, cacheable, and the same for everybody who speaks the same language.
#[utoipa::path(tag = "apps", operation_id = "get_apps_config",
    responses((status = 200, description = "What an app asks first", body = AppsConfig)))]
#[get("/apps/config")]
async fn get_apps_config(
    _query: QueryOf<NoParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let known = context.public_db().read(Known::read).await?;
        Ok(shown(&context, known))
    };
    answer(&context, &request, find).await
}

/// What the database knows.
struct Known {
    file: Option<AppsFile>,
    articles: Vec<Language>,
    has_peers: bool,
}

impl Known {
    fn read(conn: &mut Conn) -> Result<Self, DbError> {
        let peers = list_peers(conn)?;
        Ok(Self {
            file: find_apps(conn)?,
            articles: rights::languages_of_articles(conn)?,
            has_peers: peers.iter().any(|peer| peer.status == PeerStatus::Active),
        })
    }
}

fn shown(context: &Context, known: Known) -> Found<AppsConfig> {
    let services = context.services();
    let (apps, safe_exit) = match known.file {
        Some(file) => (file.apps, SafeExit::nearest(context, file.safe_exit)),
        None => (Vec::new(), None),
    };
    let spoken: Vec<Language> = safe_exit.iter().map(|exit| exit.language.clone()).collect();
    let config = AppsConfig {
        apps,
        languages: AppLanguages {
            texts: services.messages.languages().to_vec(),
            articles: known.articles,
        },
        features: AppFeatures::of(&services.config, known.has_peers),
        limits: AppLimits::of(&services.config),
        addresses: ADDRESSES,
        safe_exit,
    };
    Found::in_languages(config, spoken)
}

const ADDRESSES: AppAddresses = AppAddresses {
    bundle: "/v1/bundles/{origin}-{destination}/{language}",
    keys: "/.well-known/jwks.json",
    contract: "/openapi.json",
};

impl AppFeatures {
    fn of(config: &Config, has_peers: bool) -> Self {
        Self {
            texts_are_sent: config.text_gateway.is_some(),
            texts_are_taken: config.sms_secrets.is_some(),
            requests_are_sealed: config.case_keys == CaseKeys::Sealed,
            referrals_between_servers: has_peers,
            reports_through_open311: config.open311_keys.is_some(),
            staff_sign_in_elsewhere: config.openid.is_some(),
            reviews_appear_later: config.publishing != Publishing::AtOnce,
        }
    }
}

impl AppLimits {
    const fn of(config: &Config) -> Self {
        Self {
            body_bytes: config.body_limit,
            file_bytes: config.evidence_limit,
            requests_per_minute: config.rates.anonymous_per_minute,
            writes_per_minute: config.rates.anonymous_writes_per_minute,
            idempotency_days: config.idempotency_days,
            puzzle: AppPuzzle {
                algorithm: ALGORITHM,
                easiest_zero_bits: MIN_ZERO_BITS,
                hardest_zero_bits: MAX_ZERO_BITS,
            },
        }
    }
}

impl SafeExit {
    fn nearest(context: &Context, mut all: BTreeMap<String, SafeExitTexts>) -> Option<Self> {
        let languages: Vec<Language> = all.keys().filter_map(|tag| tag.parse().ok()).collect();
        let nearest = context.language_among(&languages);
        let english = Language::english();
        let language = if all.contains_key(nearest.as_str()) {
            nearest
        } else {
            english
        };
        let texts = all.remove(language.as_str())?;
        Some(Self {
            language,
            translation_status: texts.translation_status,
            cover_title: texts.cover_title,
            cover_text: texts.cover_text,
            button: texts.button,
            instruction: texts.instruction,
        })
    }
}
