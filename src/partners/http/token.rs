//! The token endpoint and what tells programs about it: OAuth 2.0 as its standards have it, with their forms and
//! their refusals.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use zeroize::Zeroizing;

use crate::identity::permissions::Scope;
use crate::identity::{Throttle, TokenKeys};
use crate::partners::actions::{self, Issued, Issuing, NoToken, Proof};
use crate::partners::model::{TokenRefusal, claimed_client};
use crate::platform::crypto::Domain;
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::http::edge::ShapedElsewhere;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::rates::come_back_in;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Where tokens are issued.
const PATH: &str = "/oauth/token";
const FORM: &str = "application/x-www-form-urlencoded";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Seconds for which a token is good.
const GOOD_FOR: i64 = crate::identity::ACCESS_TOKEN_SECONDS;

/// What a client asks for.
struct Asked {
    client: Id,
    proof: Proof,
    scope: Option<String>,
}

/// Issues an access token to a client (RFC 6749, section 4.4).
#[post("/oauth/token")]
pub(super) async fn issue_token(
    request: HttpRequest,
    body: web::Bytes,
    context: Context,
    keys: web::Data<TokenKeys>,
    throttle: web::Data<Throttle>,
) -> Result<HttpResponse, Problem> {
    let asked = match read(&request, &body) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(refused(&request, refusal)),
    };
    let services = context.services();
    let hash = services
        .lookup
        .hash(Domain::ClientSecret, asked.client.as_bytes());
    let place = throttle.place(context.network(), &hash);
    let (of_networks, now) = (services.rates.wrong_codes(), context.now());
    let attempt = throttle.reserve(of_networks, place, now);
    let attempt = attempt.map_err(come_back_in)?;
    let done = issue(&context, &keys, asked).await;
    let is_wrong = matches!(done, Err(NoToken::Refused(TokenRefusal::InvalidClient)));
    if !is_wrong {
        throttle.give_back(of_networks, attempt);
    }
    match done {
        Ok(issued) => {
            throttle.remember(place);
            Ok(granted(&issued))
        }
        Err(NoToken::Refused(refusal)) => Ok(refused(&request, refusal)),
        Err(NoToken::Problem(problem)) => Err(problem),
    }
}

async fn issue(context: &Context, keys: &TokenKeys, asked: Asked) -> Result<Issued, NoToken> {
    let signer = keys.signer(context.db(), context.now()).await;
    let own = &context.services().config.public_url;
    let issuing = Issuing {
        client: asked.client,
        proof: asked.proof,
        scope: asked.scope,
        audiences: vec![format!("{own}{PATH}"), own.clone()],
        signer: signer.map_err(NoToken::Problem)?,
        now: context.now(),
    };
    let lookup = context.services().lookup.clone();
    let work = move |conn: &mut Conn| actions::issue(conn, &lookup, &issuing);
    context.db().write(work).await
}

/// The parameters of a form.
struct Form(Vec<(String, String)>);

impl Form {
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, TokenRefusal> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case(FORM) {
            return Err(TokenRefusal::InvalidRequest);
        }
        Ok(Self(
            url::form_urlencoded::parse(body).into_owned().collect(),
        ))
    }

    /// A parameter, which must not come twice; an empty one is none (RFC 6749, section 3.2).
    fn find(&self, name: &str) -> Result<Option<&str>, TokenRefusal> {
        let mut found = self.0.iter().filter(|(found, _)| found == name);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(TokenRefusal::InvalidRequest),
            (found, None) => Ok(found
                .map(|(_, value)| value.as_str())
                .filter(|value| !value.is_empty())),
        }
    }
}

/// Reads the form and the proof, of which there is one.
fn read(request: &HttpRequest, body: &[u8]) -> Result<Asked, TokenRefusal> {
    let form = Form::read(request, body)?;
    match form.find("grant_type")? {
        Some("client_credentials") => {}
        Some(_) => return Err(TokenRefusal::UnsupportedGrantType),
        None => return Err(TokenRefusal::InvalidRequest),
    }
    // A secret in the body ends up in logs of proxies more easily than one in a header; so it is not taken.
    if form.find("client_secret")?.is_some() {
        return Err(TokenRefusal::InvalidRequest);
    }
    let kind = form.find("client_assertion_type")?;
    let (client, proof) = match (basic(request)?, kind, form.find("client_assertion")?) {
        (Some(basic), None, None) => basic,
        (None, Some(ASSERTION_TYPE), Some(assertion)) => {
            let client = claimed_client(assertion).ok_or(TokenRefusal::InvalidClient)?;
            (client, Proof::Assertion(assertion.to_owned()))
        }
        (None, None, None) => return Err(TokenRefusal::InvalidClient),
        _ => return Err(TokenRefusal::InvalidRequest),
    };
    let named = form.find("client_id")?;
    if named.is_some_and(|named| Id::parse(named) != Ok(client)) {
        return Err(TokenRefusal::InvalidClient);
    }
    Ok(Asked {
        client,
        proof,
        scope: form.find("scope")?.map(str::to_owned),
    })
}

/// Id and secret of the `Authorization` header: each form-encoded, joined by a colon, in base64.
fn basic(request: &HttpRequest) -> Result<Option<(Id, Proof)>, TokenRefusal> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let refused = || TokenRefusal::InvalidClient;
    let value = value.to_str().map_err(|_| refused())?;
    let (scheme, coded) = value.split_once(' ').ok_or_else(refused)?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return Err(refused());
    }
    let pair = Zeroizing::new(STANDARD.decode(coded.trim()).map_err(|_| refused())?);
    let pair = std::str::from_utf8(&pair).map_err(|_| refused())?;
    let (client, secret) = pair.split_once(':').ok_or_else(refused)?;
    let client = Id::parse(&decoded(client)).map_err(|_| refused())?;
    Ok(Some((
        client,
        Proof::Secret(Zeroizing::new(decoded(secret))),
    )))
}

fn decoded(text: &str) -> String {
    let one = format!("v={text}");
    let mut pairs = url::form_urlencoded::parse(one.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

fn granted(issued: &Issued) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": GOOD_FOR,
            "scope": issued.scope,
        }))
}

fn refused(request: &HttpRequest, refusal: TokenRefusal) -> HttpResponse {
    let status = match refusal {
        TokenRefusal::InvalidClient => StatusCode::UNAUTHORIZED,
        TokenRefusal::InvalidRequest
        | TokenRefusal::UnsupportedGrantType
        | TokenRefusal::InvalidScope => StatusCode::BAD_REQUEST,
    };
    let mut response = HttpResponse::build(status);
    if status == StatusCode::UNAUTHORIZED && request.headers().contains_key(header::AUTHORIZATION) {
        response.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"tulay\""));
    }
    let mut response = response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({
            "error": refusal.name(),
            "error_description": refusal.description(),
        }));
    response.extensions_mut().insert(ShapedElsewhere);
    response
}

/// What programs need to know to get a token (RFC 8414).
#[get("/.well-known/oauth-authorization-server")]
pub(super) async fn get_metadata(
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let own = context.services().config.public_url.clone();
    let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    let metadata = json!({
        "issuer": own,
        "token_endpoint": format!("{own}{PATH}"),
        "jwks_uri": format!("{own}/.well-known/jwks.json"),
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": scopes,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256", "EdDSA"],
        "service_documentation": format!("{own}/docs/"),
    });
    answer(&context, &request, async { Ok(Found::new(metadata)) }).await
}
