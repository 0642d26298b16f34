//! Signing in and keeping signed in.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{Account, SIGN_IN_FAILED, TOKEN_REUSED, refused_credential};
use crate::config::CaseKeys;
use crate::identity::accounts::{StoredAccount, hash_of_name};
use crate::identity::case_keys::{self, OwnKey, SealedUnder};
use crate::identity::key_proofs;
use crate::identity::model::{AccountName, OneTimeCode, OpaqueToken, TriedPassword};
use crate::identity::openid::OpenId;
use crate::identity::passwords::Passwords;
use crate::identity::secrets::Secrets;
use crate::identity::sign_in::{self, Admitted, Issuer, Judged, Tokens};
use crate::identity::throttle::{Place, Throttle};
use crate::identity::tokens::TokenKeys;
use crate::identity::watchers::{Acting, Watchers};
use crate::platform::clock::Time;
use crate::platform::crypto::OpeningKey;
use crate::platform::db::Conn;
use crate::platform::http::rates::come_back_in;
use crate::platform::http::{Answer, Command, Context, Originator, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::text_enum;

const SECONDS_PER_DAY: u64 = 86_400;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_session).service(refresh_session);
}

/// What a member of staff signs in with.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "sita@ngo.example", "password": "four words nobody guesses", "code": "492039"
}))]
struct Credentials {
    /// The account name.
    name: AccountName,
    /// The password.
    password: TriedPassword,
    /// The digits of the authenticator app, for an account that has one.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    code: Option<OneTimeCode>,
}

text_enum! {
    /// How an access token is shown.
    pub enum TokenType {
        /// As it is.
        Bearer => "Bearer",
        /// With a proof of the key to which it is bound (RFC 9449).
        Dpop => "DPoP",
    }
}

/// A session that has just been opened or prolonged. Its tokens are shown once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62",
    "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6IuKApiJ9.eyJzdWIiOiLigKYifQ.c2lnbmF0dXJl",
    "token_type": "Bearer",
    "access_token_expires_at": "2026-11-23T08:30:30Z",
    "refresh_token": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo",
    "refresh_token_expires_at": "2026-12-23T08:15:30Z",
    "account": {
        "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
        "organisation_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b60",
        "display_name": "Sita", "roles": ["case_worker"], "status": "active",
        "has_second_factor": true, "created_at": "2026-11-23T08:15:30Z"
    }
}))]
pub(super) struct OpenedSession {
    /// The session.
    id: Id,
    /// To be sent as `Authorization: Bearer …`, or `DPoP …` when it is bound to a key.
    access_token: String,
    /// Whether the access token is bound to the key whose proof came with the sign-in (`DPoP`), or not (`Bearer`).
    token_type: TokenType,
    /// Until when the access token is good.
    access_token_expires_at: Time,
    /// To be exchanged for new tokens, once.
    refresh_token: String,
    /// Until when the refresh token is good, when it is not used before.
    refresh_token_expires_at: Time,
    /// Who has signed in.
    account: Account,
}

impl OpenedSession {
    pub(super) fn new(tokens: Tokens, account: StoredAccount) -> Self {
        Self {
            id: tokens.session,
            access_token: tokens.access,
            token_type: if tokens.is_bound {
                TokenType::Dpop
            } else {
                TokenType::Bearer
            },
            access_token_expires_at: tokens.access_expires_at,
            refresh_token: tokens.refresh.expose(),
            refresh_token_expires_at: tokens.refresh_expires_at,
            account: account.into(),
        }
    }
}

/// Sign in.
///
/// A wrong name, a wrong password, a wrong or used code and a disabled account get the same answer
/// after the same time. A repetition with the same `Idempotency-Key` gets the same tokens again; a
/// failed attempt is not stored. With a `DPoP` proof (RFC 9449) the session's tokens are bound to the key of the proof: a
/// tablet does so.
#[utoipa::path(tag = "staff", operation_id = "create_session",
    request_body = Credentials,
    responses((status = 201, description = "The session and its tokens", body = OpenedSession)),
    extensions(("x-problems" = json!(["sign_in_failed", "invalid_dpop_proof", "device_revoked"]))))]
#[expect(
    clippy::too_many_arguments,
    reason = "each is what the framework hands over"
)]
#[post("/sessions")]
async fn create_session(
    command: Command<Credentials>,
    context: Context,
    keys: web::Data<TokenKeys>,
    passwords: web::Data<Passwords>,
    throttle: web::Data<Throttle>,
    external: web::Data<OpenId>,
    watchers: web::Data<Watchers>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let by = Originator::Anonymous;
    let key = proved_key(&request, &context).await?;
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (shown, command) = command.take_body();
    let name_hash = hash_of_name(&context.services().lookup, shown.name.as_str());
    let place = throttle.place(context.network(), &name_hash);
    let (of_networks, now) = (context.services().rates.wrong_codes(), context.now());
    let attempt = throttle.reserve(of_networks, place, now);
    let attempt = attempt.map_err(come_back_in)?;
    let sign_in = async {
        let admitted = admit(&context, &passwords, &throttle, place, name_hash, &shown).await?;
        let rehashed = rehash(&passwords, &admitted, &shown).await?;
        let own_key = own_key(&context, &passwords, &admitted, &shown).await?;
        let mut issuer = issuer(&context, &keys, &external).await?;
        issuer.key = key;
        let of_work = context.clone();
        let work = move |conn: &mut Conn| {
            let brought = (rehashed.as_deref(), &own_key);
            let tokens = sign_in::open(conn, &issuer, &admitted, brought, now)?;
            let acting = acting(&of_work, admitted.account.row.organisation_id);
            watchers.tell(conn, of_work.services(), &acting)?;
            let opened = OpenedSession::new(tokens, admitted.account);
            Answer::created("/v1/staff/sessions/current".to_owned(), &opened)
        };
        command.run(&context, by, work).await
    };
    let done = sign_in.await;
    let is_wrong = matches!(&done, Err(problem) if problem.code == &SIGN_IN_FAILED);
    if !is_wrong {
        throttle.give_back(of_networks, attempt);
    }
    if done.is_ok() {
        throttle.remember(place);
    }
    done
}

pub(super) fn acting(context: &Context, organisation: Id) -> Acting {
    Acting {
        organisation,
        place: context.place(),
        now: context.now(),
    }
}

async fn admit(
    context: &Context,
    passwords: &Passwords,
    throttle: &Throttle,
    place: Place,
    name_hash: [u8; 32],
    shown: &Credentials,
) -> Result<Admitted, Problem> {
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let found = context
        .db()
        .read(move |conn| sign_in::find_candidate(conn, &secrets, &name_hash));
    let candidate = found.await?;
    let stored = candidate
        .as_ref()
        .and_then(|candidate| candidate.account.row.password_hash.clone());
    let password = shown.password.expose().to_owned();
    let verdict = passwords.verify(password, stored).await?;
    match sign_in::judge(candidate, verdict, shown.code.as_ref(), now) {
        Judged::Admitted(admitted)
            if !throttle.refuses_digits(place, admitted.account.row.id, now) =>
        {
            return Ok(*admitted);
        }
        Judged::WrongDigits(account) => throttle.count_digits(account, now),
        Judged::Admitted(_) | Judged::Refused => {}
    }
    Err(refused_credential(&SIGN_IN_FAILED))
}

/// A new hash, when the stored one was made at another cost than today's.
async fn rehash(
    passwords: &Passwords,
    admitted: &Admitted,
    shown: &Credentials,
) -> Result<Option<String>, Problem> {
    match &admitted.account.row.password_hash {
        Some(stored) if passwords.needs_rehash(stored) => {
            let password = shown.password.expose().to_owned();
            passwords.hash(password).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// The key with which the account opens cases: the password opens it, or it is made now.
async fn own_key(
    context: &Context,
    passwords: &Passwords,
    admitted: &Admitted,
    shown: &Credentials,
) -> Result<OwnKey, Problem> {
    let account = admitted.account.row.id;
    let find = move |conn: &mut Conn| case_keys::find_key(conn, account);
    let stored = context.db().read(find).await?;
    let (services, password) = (context.services(), shown.password.expose());
    match stored {
        Some(stored) if stored.sealed_under == SealedUnder::Password => {
            let opened = case_keys::open_with(passwords, account, &stored, password).await?;
            Ok(opened.map_or(OwnKey::Closed, OwnKey::Open))
        }
        None if services.config.case_keys == CaseKeys::Sealed
            && case_keys::may_hold_keys(&admitted.account.roles) =>
        {
            let chance = &*services.randomness;
            let whose = (account, OpeningKey::generate(chance));
            let under = SealedUnder::Password;
            let new = case_keys::seal_with(passwords, chance, whose, password, under).await?;
            Ok(OwnKey::New(new))
        }
        Some(_) | None => Ok(OwnKey::Closed),
    }
}

/// The thumbprint of the key that a sign-in proves, if it proves one: its tokens are bound to it.
pub(super) async fn proved_key(
    request: &HttpRequest,
    context: &Context,
) -> Result<Option<String>, Problem> {
    let holder = key_proofs::prove(request, context, None).await?;
    Ok(holder.map(|holder| holder.thumbprint))
}

pub(super) async fn issuer(
    context: &Context,
    keys: &TokenKeys,
    openid: &OpenId,
) -> Result<Issuer, Problem> {
    let days = u64::from(context.services().config.refresh_token_days);
    Ok(Issuer {
        signer: keys.signer(context.db(), context.now()).await?,
        secrets: Secrets::of(context.services()),
        good_for: Duration::from_secs(days * SECONDS_PER_DAY),
        key: None,
        external: openid
            .provider()
            .map(|provider| provider.issuer().to_owned()),
    })
}

/// The token that keeps a session alive.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "refresh_token": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo" }))]
struct Refreshing {
    /// The newest refresh token of the session.
    refresh_token: OpaqueToken,
}

/// Exchange a refresh token for new tokens.
///
/// Each refresh token works once. Using one again ends the whole session (`token_reused`), because
/// somebody else may have it. When the answer is lost, repeat the request with the same
/// `Idempotency-Key`: it gives the same tokens again and ends nothing.
#[utoipa::path(tag = "staff", operation_id = "refresh_session",
    request_body = Refreshing,
    responses((status = 201, description = "The session and its new tokens", body = OpenedSession)),
    extensions(("x-problems" = json!(["unknown_refresh_token", "token_reused", "invalid_dpop_proof", "device_revoked"]))))]
#[post("/sessions/refresh")]
async fn refresh_session(
    command: Command<Refreshing>,
    context: Context,
    keys: web::Data<TokenKeys>,
    external: web::Data<OpenId>,
    watchers: web::Data<Watchers>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let key = proved_key(&request, &context).await?;
    let (shown, command) = command.take_body();
    let issuer = Issuer {
        key,
        ..issuer(&context, &keys, &external).await?
    };
    let (now, of_work) = (context.now(), context.clone());
    let hash = sign_in::hash_of_refresh_token(&issuer.secrets, &shown.refresh_token);
    let work = move |conn: &mut Conn| {
        let (tokens, account) =
            sign_in::refresh(conn, &issuer, (&hash, &shown.refresh_token), now)?;
        let acting = acting(&of_work, account.row.organisation_id);
        watchers.tell(conn, of_work.services(), &acting)?;
        let opened = OpenedSession::new(tokens, account);
        Answer::created("/v1/staff/sessions/current".to_owned(), &opened)
    };
    let done = command.run(&context, Originator::Anonymous, work).await;
    if done
        .as_ref()
        .is_err_and(|problem| problem.code == &TOKEN_REUSED)
    {
        // A refusal undoes its transaction, so the session is ended in one of its own.
        let secrets = Secrets::of(context.services());
        let ending = move |conn: &mut Conn| sign_in::end_reused(conn, &secrets, &hash, now);
        context.db().write(ending).await?;
    }
    done
}
