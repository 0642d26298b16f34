//! The application: the one list of areas, and the same builder for `main` and for the tests.

use std::sync::Arc;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, web};
use serde_json::{Value, json};
use utoipa::OpenApi as _;
use utoipa_actix_web::AppExt as _;

use crate::platform::code_lists::CodeLists;
use crate::platform::http::admission::admission;
use crate::platform::http::context::Services;
use crate::platform::http::contract::{CODES, DOCUMENTS, MESSAGES};
use crate::platform::http::contract_document::complete;
use crate::platform::http::edge::edge;
use crate::platform::http::{Routes, pages};
use crate::platform::messages::Messages;
use crate::platform::problem::{FaultBody, ProblemBody, ProblemCode};
use crate::safety::evidence::EvidenceStore;
use crate::{
    agencies, apps, assistance, bundles, check_ins, claims, danger, directory, employers,
    entitlements, establishments, files, identity, inspections, organisations, partners, peers,
    replies, reviews, rights, safety, texting, transparency, vouching, webhooks,
};

/// The areas that move what they hold when two agencies turn out to be one.
const FOLLOWERS: agencies::Followers = agencies::Followers(&[
    claims::follow_agency,
    reviews::follow_agency,
    replies::follow_agency,
]);

/// What requests for help have to say to other servers, and hear from them.
pub const CORRESPONDENT: peers::Correspondent = assistance::CORRESPONDENT;
/// Who speaks for an agency, for the area of agencies, which does not know who may.
const SPEAKERS: agencies::Speakers = agencies::Speakers(claims::find_speaker);
/// Who has an interest in which agencies, for the same.
const INTERESTED: agencies::Interested = agencies::Interested(claims::left_out);
/// The areas that want to know from where those act who speak for agencies.
const WATCHERS: identity::Watchers = identity::Watchers(&[reviews::note_representative]);

/// When something was filed, for the proof of it, which identity makes.
const FILING_DAYS: identity::FilingDays = identity::FilingDays(&[
    (identity::SubjectKind::Review, reviews::find_filing_day),
    (
        identity::SubjectKind::AssistanceRequest,
        assistance::find_filing_day,
    ),
    (identity::SubjectKind::SafetyReport, safety::find_filing_day),
]);

/// How far something is that was filed, for who has gathered receipts in an account.
const FILING_STATES: identity::FilingStates = identity::FilingStates(&[
    (identity::SubjectKind::Review, reviews::find_filing_state),
    (
        identity::SubjectKind::AssistanceRequest,
        assistance::find_filing_state,
    ),
    (
        identity::SubjectKind::SafetyReport,
        safety::find_filing_state,
    ),
]);

/// The routes of every area, all below `/v1`.
fn areas(config: &mut Routes<'_, '_>) {
    agencies::routes(config);
    employers::routes(config);
    reviews::routes(config);
    claims::routes(config);
    replies::routes(config);
    transparency::routes(config);
    vouching::routes(config);
    rights::routes(config);
    entitlements::routes(config);
    directory::routes(config);
    bundles::routes(config);
    apps::routes(config);
    assistance::routes(config);
    safety::routes(config);
    establishments::routes(config);
    inspections::routes(config);
    files::routes(config);
    organisations::routes(config);
    partners::routes(config);
    webhooks::routes(config);
    peers::routes(config);
    identity::routes(config);
}

/// The problems that areas add to those that any route may answer.
pub fn area_problems() -> Vec<&'static ProblemCode> {
    [
        agencies::PROBLEMS,
        employers::PROBLEMS,
        reviews::PROBLEMS,
        claims::PROBLEMS,
        replies::PROBLEMS,
        transparency::PROBLEMS,
        vouching::PROBLEMS,
        rights::PROBLEMS,
        entitlements::PROBLEMS,
        directory::PROBLEMS,
        bundles::PROBLEMS,
        apps::PROBLEMS,
        assistance::PROBLEMS,
        assistance::TRIAGE_PROBLEMS,
        check_ins::PROBLEMS,
        danger::PROBLEMS,
        assistance::ROUTING_PROBLEMS,
        assistance::CLOCK_PROBLEMS,
        assistance::REFERRAL_PROBLEMS,
        safety::PROBLEMS,
        establishments::PROBLEMS,
        inspections::PROBLEMS,
        files::PROBLEMS,
        organisations::PROBLEMS,
        partners::PROBLEMS,
        webhooks::PROBLEMS,
        peers::PROBLEMS,
        identity::PROBLEMS,
    ]
    .concat()
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Tulay",
        description = "The open backend for migrant workers' apps: ratings of recruitment agencies, \
            rights information, assistance requests and workplace-safety reports.\n\n\
            Reading needs no key. Filing needs no account: send an `Idempotency-Key`, keep the \
            receipt code that you get, and follow up with `Authorization: Receipt …`. Staff sign in \
            at `POST /v1/sessions`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/", description = "This server")),
    components(schemas(ProblemBody, FaultBody, webhooks::WebhookEvent, assistance::PeerReferral,
        assistance::PeerAnswer, assistance::PeerRevocation, inspections::SyncOperation,
        inspections::Visit, inspections::Answer, inspections::Finding, inspections::Measure,
        inspections::RemediationAction, inspections::Interview, inspections::Evidence)),
    tags(
        (name = "apps", description = "What every app asks first"),
        (name = "agencies", description = "Registers of recruitment agencies and their licences"),
        (name = "employers", description = "Employers, and naming one that is missing"),
        (name = "reviews", description = "What workers say about agencies and employers"),
        (name = "entitlements", description = "What the law gives in figures, whether something is legal, and self-checks"),
        (name = "rights", description = "Articles, contacts, emergency numbers and code lists"),
        (name = "directory", description = "Who helps, where, and whether it is open: services as HSDS 3 has them"),
        (name = "bundles", description = "What a phone carries along: signed documents for each corridor and language"),
        (name = "assistance", description = "Requests for help, and following them up"),
        (name = "safety", description = "Reports of dangers at work, and following them up"),
        (name = "receipt", description = "What the holder of a receipt code can do"),
        (name = "staff", description = "What signed-in members of staff can do")
    )
)]
struct Contract;

/// The published contract, as it follows from the code, the code lists and the texts of refusals.
pub fn contract_document(lists: &CodeLists, messages: &Messages) -> Value {
    let (_, document) = App::new()
        .into_utoipa_app()
        .openapi(Contract::openapi())
        .service(
            utoipa_actix_web::scope("/v1")
                .configure(|config| areas(&mut Routes::Described(config))),
        )
        .split_for_parts();
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut document = complete(document, lists, &area_problems(), messages);
    partners::document(&mut document);
    webhooks::document(&mut document);
    if let Some(document) = document.as_object_mut() {
        document.insert(CODES.to_owned(), json!(lists.version_of_codes()));
        document.insert(MESSAGES.to_owned(), json!(assistance::MESSAGE_SCHEMAS));
        document.insert(DOCUMENTS.to_owned(), json!(inspections::DOCUMENT_SCHEMAS));
    }
    document
}

/// What the areas keep beside the platform's [`Services`].
#[derive(Clone)]
pub struct Shared {
    /// The platform's part.
    pub services: web::Data<Services>,
    /// The keys of access tokens.
    pub token_keys: web::Data<identity::TokenKeys>,
    /// Hashes staff passwords.
    pub passwords: web::Data<identity::Passwords>,
    /// Counts attempts to sign in that went wrong.
    pub throttle: web::Data<identity::Throttle>,
    /// The external provider with which staff sign in.
    pub openid: web::Data<identity::OpenId>,
    /// Where files go that come in part by part.
    pub destinations: web::Data<files::Destinations>,
    /// Where evidence is kept.
    pub evidence: web::Data<EvidenceStore>,
    /// Where files of visits of inspection are kept.
    pub visit_files: web::Data<inspections::VisitFiles>,
    /// Where attachments of requests are kept.
    pub attachments: web::Data<assistance::AttachmentStore>,
    /// Where documents that prove reviews, and spoken comments, are kept.
    pub review_files: web::Data<reviews::ReviewFiles>,
    /// Where recordings of articles are kept.
    pub article_audio: web::Data<rights::ArticleAudioStore>,
    /// Entitlements and checks, as they were read at the start.
    pub library: web::Data<entitlements::Library>,
    /// What was sent of bundles, kept in memory.
    pub transfers: web::Data<bundles::Transfers>,
}

/// Builds the application around what the instance is made of.
pub fn build(
    shared: &Shared,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let docs = utoipa_swagger_ui::Config::new(["/openapi.json"])
        .try_it_out_enabled(false)
        // Its default asks a server elsewhere whether the contract is well formed.
        .validator_url("none");
    let app = App::new()
        .app_data(shared.services.clone())
        .app_data(shared.token_keys.clone())
        .app_data(shared.passwords.clone())
        .app_data(shared.throttle.clone())
        .app_data(shared.openid.clone())
        .app_data(shared.destinations.clone())
        .app_data(shared.evidence.clone())
        .app_data(shared.attachments.clone())
        .app_data(shared.visit_files.clone())
        .app_data(shared.review_files.clone())
        .app_data(shared.article_audio.clone())
        .app_data(shared.library.clone())
        .app_data(shared.transfers.clone())
        .app_data(web::Data::new(FOLLOWERS))
        .app_data(web::Data::new(CORRESPONDENT))
        .app_data(web::Data::new(SPEAKERS))
        .app_data(web::Data::new(INTERESTED))
        .app_data(web::Data::new(WATCHERS))
        .app_data(web::Data::new(FILING_DAYS))
        .app_data(web::Data::new(FILING_STATES))
        .app_data(web::Data::new(pages::AreaProblems(area_problems())))
        .app_data(web::Data::from(Arc::new(docs)))
        // The last is the outermost: refusals of the two within get their shape at the edge, and an
        // app in a browser may read all of them.
        .wrap(from_fn(admission))
        .wrap(cors(&shared.services.config.cors_origins))
        .wrap(from_fn(edge))
        .service(web::scope("/v1").configure(|config| areas(&mut Routes::Served(config))));
    app.configure(identity::well_known_routes)
        .configure(partners::oauth_routes)
        .configure(texting::gateway_routes)
        .configure(safety::open311_routes)
        .configure(peers::between_servers_routes)
        .configure(pages::routes)
}

/// Browser apps of the configured origins may call everything; others nothing.
fn cors(origins: &[String]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
        .allow_any_header()
        .expose_headers([
            "ETag",
            "Link",
            "Location",
            "Idempotency-Replayed",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "Tus-Checksum-Algorithm",
            "Tus-Extension",
            "Tus-Max-Size",
            "Tus-Resumable",
            "Tus-Version",
            "Upload-Expires",
            "Upload-Length",
            "Upload-Offset",
            "X-Request-Id",
            "Content-Language",
            // By which an app whose clock is wrong makes proofs of its key.
            "Date",
            "Proof-Of-Work-Challenge",
            "Allow",
            "WWW-Authenticate",
        ])
        .max_age(3600)
        .block_on_origin_mismatch(false);
    if origins.iter().any(|origin| origin == "*") {
        return cors.allow_any_origin().send_wildcard();
    }
    origins
        .iter()
        .fold(cors, |cors, origin| cors.allowed_origin(origin))
}
