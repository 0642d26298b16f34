//! Signing in with an external provider, and linking accounts to it.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::task::spawn_blocking;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::sessions::{OpenedSession, acting, issuer, proved_key};
use super::{
    OPENID_LINKED_OTHERWISE, OPENID_NOT_CONFIGURED, OPENID_NOT_LINKED, OPENID_REFUSED,
    SECOND_FACTOR_MISSING, UNKNOWN_OPENID_INVITATION, UNKNOWN_OPENID_STATE, refused_credential,
};
use crate::identity::caller::Caller;
use crate::identity::keeper::{self, Keeper};
use crate::identity::model::{OneTimeCode, OpaqueToken};
use crate::identity::openid::{
    self, Finishing, INVITATION_HOURS, OpenId, OpenIdError, OpenIdProvider, ProviderError, Started,
};
use crate::identity::permissions::Administer;
use crate::identity::secrets::Secrets;
use crate::identity::sessions::{self as stored, EndedBecause, Which};
use crate::identity::sign_in::Issuer;
use crate::identity::throttle::Throttle;
use crate::identity::tokens::TokenKeys;
use crate::identity::watchers::Watchers;
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, SecretToken};
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::rates::come_back_in;
use crate::platform::http::{Answer, Command, Context, Originator, PathOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, INTERNAL_ERROR, NOT_FOUND, Problem, UNAVAILABLE};
use crate::platform::text::Line;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(start_openid_session)
        .service(finish_openid_session)
        .service(invite_to_openid)
        .service(get_openid_link)
        .service(delete_openid_link);
}

fn provider_of(openid: &OpenId) -> Result<Arc<OpenIdProvider>, Problem> {
    openid
        .provider()
        .ok_or(Problem::new(&OPENID_NOT_CONFIGURED))
}

/// With what a sign-in is started.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
struct OpenIdStart {
    /// To link an account: the invitation that an administrator has handed over.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    invitation: Option<OpaqueToken>,
}

/// Where somebody signs in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "authorization_url": "https://login.ngo.example/authorize?response_type=code&client_id=tulay&state=…",
    "state": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo", "expires_at": "2026-11-23T08:25:30Z"
}))]
struct OpenIdStarted {
    /// To be opened in a browser.
    authorization_url: String,
    /// What must come back with the code; compare it.
    state: String,
    /// Until when.
    expires_at: Time,
}

/// Start signing in with the external provider.
///
/// Open `authorization_url` in a browser. The provider sends it back to the app with `code` and `state`.
#[utoipa::path(tag = "staff", operation_id = "start_openid_session",
    request_body = OpenIdStart,
    responses((status = 200, description = "Where to sign in", body = OpenIdStarted)),
    extensions(("x-problems" = json!(["openid_not_configured", "unknown_openid_invitation"]))))]
#[post("/sessions/openid")]
async fn start_openid_session(
    command: Command<OpenIdStart>,
    context: Context,
    external: web::Data<OpenId>,
) -> Result<HttpResponse, Problem> {
    let provider = provider_of(&external)?;
    let (wanted, command) = command.take_body();
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let of_start = secrets.clone();
    let begin = async {
        let started = spawn_blocking(move || Started::at(&provider, &of_start, now)).await;
        let started = started.map_err(|_| Problem::new(&INTERNAL_ERROR))?;
        Ok(started.map_err(OpenIdError::from)?)
    };
    let note = move |conn: &mut Conn, started: Started| {
        openid::start(conn, &secrets, &started, wanted.invitation.as_ref(), now)?;
        Answer::changed(&OpenIdStarted {
            authorization_url: started.address.clone(),
            state: started.state(),
            expires_at: started.expires_at,
        })
    };
    command
        .run_after(&context, Originator::Anonymous, begin, note)
        .await
}

/// What the provider sent back with.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "state": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo", "authorization_code": "SplxlOBeZQQYbYS6WxSbIA"
}))]
struct OpenIdFinish {
    /// The state with which it was started.
    state: OpaqueToken,
    /// The code of the provider.
    authorization_code: Line<2000>,
    /// The digits of the authenticator app, where the provider's second factor is not believed.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    code: Option<OneTimeCode>,
}

/// Finish signing in with the external provider.
///
/// Who is not linked to an account gets none: an administrator invites the holder of an account, who then starts with
/// the invitation. A refused attempt is started anew, because the provider takes its code once.
#[utoipa::path(tag = "staff", operation_id = "finish_openid_session",
    request_body = OpenIdFinish,
    responses((status = 201, description = "The session and its tokens", body = OpenedSession)),
    extensions(("x-problems" = json!(["openid_not_configured", "unknown_openid_state", "openid_refused",
        "openid_not_linked", "openid_linked_otherwise", "second_factor_missing", "sign_in_failed",
        "invalid_dpop_proof", "device_revoked"]))))]
#[post("/sessions/openid/finish")]
async fn finish_openid_session(
    command: Command<OpenIdFinish>,
    context: Context,
    keys: web::Data<TokenKeys>,
    external: web::Data<OpenId>,
    throttle: web::Data<Throttle>,
    watchers: web::Data<Watchers>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let provider = provider_of(&external)?;
    let by = Originator::Anonymous;
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (shown, command) = command.take_body();
    let hash = context
        .services()
        .lookup
        .hash(Domain::OpenIdState, shown.state.expose().as_bytes());
    let place = throttle.place(context.network(), &hash);
    let (of_networks, now) = (context.services().rates.wrong_codes(), context.now());
    let attempt = throttle.reserve(of_networks, place, now);
    let attempt = attempt.map_err(come_back_in)?;
    let finishing = identified(&context, provider, shown).await?;
    let issuer = Issuer {
        key: proved_key(&request, &context).await?,
        ..issuer(&context, &keys, &external).await?
    };
    let of_work = context.clone();
    let work = move |conn: &mut Conn| {
        let (tokens, account) = openid::finish(conn, &issuer, &finishing)?;
        let acting = acting(&of_work, account.row.organisation_id);
        watchers.tell(conn, of_work.services(), &acting)?;
        let opened = OpenedSession::new(tokens, account);
        Answer::created("/v1/staff/sessions/current".to_owned(), &opened)
    };
    let done = command.run(&context, by, work).await;
    // What the provider has taken was no guess; digits that were wrong stay counted.
    if done.is_ok() {
        throttle.give_back(of_networks, attempt);
    }
    done
}

/// Asks the provider who it is.
async fn identified(
    context: &Context,
    provider: Arc<OpenIdProvider>,
    shown: OpenIdFinish,
) -> Result<Finishing, Problem> {
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let (state, code) = (shown.state.clone(), shown.authorization_code);
    let find = move |conn: &mut Conn| openid::find_pending(conn, &secrets, &state, now);
    let pending = context.db().read(find).await?;
    let (issuer_name, asked) = (provider.issuer().to_owned(), Arc::clone(&provider));
    let identify = spawn_blocking(move || {
        let somebody = pending.identify(&asked, code.as_str(), now);
        somebody.map(|somebody| (pending, somebody))
    });
    let identified = identify.await.map_err(|_| Problem::new(&INTERNAL_ERROR))?;
    let (pending, somebody) = identified.map_err(OpenIdError::from)?;
    Ok(Finishing {
        is_trusted: provider.trusts(&somebody),
        state: shown.state,
        pending,
        somebody,
        issuer_name,
        code: shown.code,
        now,
    })
}

impl From<OpenIdError> for Problem {
    fn from(error: OpenIdError) -> Self {
        match error {
            OpenIdError::UnknownState => refused_credential(&UNKNOWN_OPENID_STATE),
            OpenIdError::UnknownInvitation => refused_credential(&UNKNOWN_OPENID_INVITATION),
            OpenIdError::Provider(error) => of_provider(&error),
            OpenIdError::NotLinked => Self::new(&OPENID_NOT_LINKED),
            OpenIdError::LinkedOtherwise => Self::new(&OPENID_LINKED_OTHERWISE),
            OpenIdError::SecondFactorMissing => Self::new(&SECOND_FACTOR_MISSING),
            OpenIdError::CodeNeeded => Self::invalid(vec![Fault::new("/code", "missing_member")]),
            OpenIdError::WrongCode => Self::invalid(vec![Fault::new("/code", "wrong_code")]),
            OpenIdError::SignIn(error) => error.into(),
            OpenIdError::Vault(error) => error.into(),
        }
    }
}

fn of_provider(error: &ProviderError) -> Problem {
    tracing::warn!(%error, "The OpenID provider vouches for nobody");
    match error {
        ProviderError::Unusable(_) => Problem::new(&UNAVAILABLE).retry_after(10),
        ProviderError::Refused(_) | ProviderError::IdToken(_) => {
            refused_credential(&OPENID_REFUSED)
        }
    }
}

/// With what the holder of an account links it to the provider; shown once.
#[derive(Debug, Serialize, ToSchema)]
struct OpenIdInvitation {
    /// To be handed to the holder of the account, who starts a sign-in with it.
    #[schema(example = "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo")]
    invitation: String,
    /// Until when it is good.
    expires_at: Time,
}

/// Invite the holder of an account to link it to the external provider.
///
/// Hand the invitation over on a safe way: whoever signs in with it at the provider has the account from then on. Once
/// it is linked, its password opens no session.
#[utoipa::path(tag = "staff", operation_id = "invite_to_openid",
    params(("account_id" = Id, Path, description = "The account")),
    responses((status = 200, description = "The invitation", body = OpenIdInvitation)),
    extensions(("x-problems" = json!(["openid_not_configured"]))))]
#[post("/staff/accounts/{account_id}/openid-invitation")]
async fn invite_to_openid(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
    external: web::Data<OpenId>,
) -> Result<HttpResponse, Problem> {
    provider_of(&external)?;
    let (by, keeper) = (caller.originator(), Keeper::of(&caller));
    let (secrets, now, id) = (Secrets::of(context.services()), context.now(), path.0);
    let work = move |conn: &mut Conn| {
        let account = keeper::lock(conn, &keeper, id)?;
        let token = SecretToken::generate(&*secrets.randomness);
        let expires_at = now.plus(Duration::from_hours(INVITATION_HOURS));
        let hash = secrets
            .lookup
            .hash(Domain::OpenIdInvitation, token.as_bytes());
        openid::insert_invitation(conn, id, &hash, expires_at)?;
        keeper.record(conn, &account, "openid_invited", now)?;
        Answer::changed(&OpenIdInvitation {
            invitation: token.expose(),
            expires_at,
        })
    };
    command.run(&context, by, work).await
}

/// How an account is linked.
#[derive(Debug, Serialize, ToSchema)]
struct OpenIdLink {
    /// The provider.
    #[schema(example = "https://login.ngo.example")]
    issuer: String,
    /// Since when.
    linked_at: Time,
}

/// Show whether an account is linked to an external provider.
#[utoipa::path(tag = "staff", operation_id = "get_openid_link",
    params(("account_id" = Id, Path, description = "The account")),
    responses((status = 200, description = "The link", body = OpenIdLink)))]
#[get("/staff/accounts/{account_id}/openid-link")]
async fn get_openid_link(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (keeper, id) = (Keeper::of(&caller), path.0);
    let find = move |conn: &mut Conn| -> Result<_, Problem> {
        keeper::get(conn, &keeper, id)?;
        Ok(openid::find_link(conn, id)?)
    };
    let link = context.db().read(find).await?;
    let link = link.ok_or(Problem::new(&NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(OpenIdLink {
        issuer: link.issuer,
        linked_at: link.linked_at,
    }))
}

/// Unlink an account from the external provider: its password opens sessions again.
///
/// Its sessions end. An account that never had a password is reset to get one.
#[utoipa::path(tag = "staff", operation_id = "delete_openid_link",
    params(("account_id" = Id, Path, description = "The account")),
    responses((status = 204, description = "It is not linked")))]
#[delete("/staff/accounts/{account_id}/openid-link")]
async fn delete_openid_link(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (by, keeper) = (caller.originator(), Keeper::of(&caller));
    let (now, id) = (context.now(), path.0);
    let work = move |conn: &mut Conn| {
        let account = keeper::lock(conn, &keeper, id)?;
        if openid::unlink(conn, id)? {
            stored::end(conn, id, Which::All, EndedBecause::Reset, now)?;
            keeper.record(conn, &account, "openid_unlinked", now)?;
        }
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
