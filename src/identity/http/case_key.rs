//! The key with which a member of staff opens cases: setting its passphrase, and opening it for a session.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::sessions::{OpenedSession, issuer};
use super::{CASE_KEY_LOCKED, PROOF_REFUSED, weak_password};
use crate::identity::accounts::{self, hash_of_name};
use crate::identity::audit;
use crate::identity::caller::Caller;
use crate::identity::case_keys::{self, NewKey, SealedUnder, StoredKey};
use crate::identity::model::{NewPassword, TriedPassword};
use crate::identity::openid::OpenId;
use crate::identity::passwords::Passwords;
use crate::identity::permissions::{BeSignedIn, HoldCaseKey};
use crate::identity::sessions;
use crate::identity::throttle::Throttle;
use crate::identity::tokens::TokenKeys;
use crate::platform::crypto::{OpeningKey, check_policy};
use crate::platform::db::Conn;
use crate::platform::http::rates::come_back_in;
use crate::platform::http::{Answer, Command, Context, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{INVALID_TOKEN, NOT_FOUND, Problem};

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(open_case_key).service(set_case_key);
}

/// What opens the account's key.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "passphrase": "four words nobody guesses" }))]
struct CaseKeyOpening {
    /// The passphrase of the key; the password, where no passphrase was set.
    passphrase: TriedPassword,
}

/// Open the key with which you open cases, for this session.
///
/// Signing in with a password opens it where the password is what it is sealed under. The answer has new
/// tokens; only they open cases.
#[utoipa::path(tag = "staff", operation_id = "open_case_key",
    request_body = CaseKeyOpening,
    responses((status = 201, description = "The session with tokens that open cases",
        body = OpenedSession)),
    extensions(("x-problems" = json!(["not_found", "proof_refused"]))))]
#[post("/staff/sessions/current/case-key")]
async fn open_case_key(
    caller: Caller<BeSignedIn>,
    command: Command<CaseKeyOpening>,
    context: Context,
    keys: web::Data<TokenKeys>,
    passwords: web::Data<Passwords>,
    throttle: web::Data<Throttle>,
    external: web::Data<OpenId>,
) -> Result<HttpResponse, Problem> {
    let by = caller.originator();
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (shown, command) = command.take_body();
    let stored = find_stored(&context, caller.account()).await?;
    let stored = stored.ok_or(Problem::new(&NOT_FOUND))?;
    let private = unlock(&context, (&passwords, &throttle), &caller, &stored, &shown).await?;
    let (issuer, now) = (issuer(&context, &keys, &external).await?, context.now());
    let work = move |conn: &mut Conn| {
        let (account, session) = (caller.account(), caller.session());
        let stored = accounts::lock(conn, account)?.ok_or(Problem::new(&NOT_FOUND))?;
        if sessions::find_live(conn, account, session, now)?.is_none() {
            return Err(Problem::new(&INVALID_TOKEN));
        }
        let tokens = issuer.issue(conn, (account, session), Some(&private), now)?;
        let opened = OpenedSession::new(tokens, stored);
        let location = "/v1/staff/sessions/current".to_owned();
        let answer = Answer::created(location, &opened)?;
        let (action, subject) = (audit::Action::Opened, audit::Subject::Account);
        caller.record(conn, now, action, subject, account, Some("case_key"))?;
        Ok(answer)
    };
    command.run(&context, by, work).await
}

async fn find_stored(context: &Context, account: Id) -> Result<Option<StoredKey>, Problem> {
    let find = move |conn: &mut Conn| case_keys::find_key(conn, account);
    Ok(context.db().read(find).await?)
}

/// Guesses are counted like those of passwords.
async fn unlock(
    context: &Context,
    (passwords, throttle): (&Passwords, &Throttle),
    caller: &Caller<BeSignedIn>,
    stored: &StoredKey,
    shown: &CaseKeyOpening,
) -> Result<OpeningKey, Problem> {
    let (services, account) = (context.services(), caller.account());
    let of_account = hash_of_name(&services.lookup, &account.to_string());
    let place = throttle.place(context.network(), &of_account);
    let of_networks = services.rates.wrong_codes();
    let attempt = throttle.reserve(of_networks, place, context.now());
    let attempt = attempt.map_err(come_back_in)?;
    let opened = case_keys::open_with(passwords, account, stored, shown.passphrase.expose()).await;
    if !matches!(opened, Ok(None)) {
        throttle.give_back(of_networks, attempt);
    }
    opened?.ok_or(Problem::new(&PROOF_REFUSED))
}

/// A passphrase for the key with which one opens cases.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "passphrase": "five other words nobody knows" }))]
struct CaseKeyPassphrase {
    /// The passphrase from now on.
    passphrase: NewPassword,
    /// Whether to begin with a new key because nobody knows what opens the present one. Cases open again when a
    /// colleague, a custodian or the worker has given it their keys.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    start_anew: Option<bool>,
}

/// Set the passphrase of the key with which you open cases.
///
/// For accounts that do not sign in with a password of this service, or that want another secret for cases. The
/// first time makes the key. A present key must be open in this session, unless `start_anew` gives it up.
/// Afterwards open it with `POST /v1/staff/sessions/current/case-key`.
#[utoipa::path(tag = "staff", operation_id = "set_case_key",
    request_body = CaseKeyPassphrase,
    responses((status = 204, description = "The passphrase holds")),
    extensions(("x-problems" = json!(["case_key_locked"]))))]
#[post("/staff/case-key")]
async fn set_case_key(
    caller: Caller<HoldCaseKey>,
    command: Command<CaseKeyPassphrase>,
    context: Context,
    passwords: web::Data<Passwords>,
) -> Result<HttpResponse, Problem> {
    let by = caller.originator();
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (wanted, command) = command.take_body();
    check_policy(wanted.passphrase.expose(), "")
        .map_err(|weakness| weak_password(weakness, "/passphrase"))?;
    let is_first = find_stored(&context, caller.account()).await?.is_none();
    let anew = is_first || wanted.start_anew == Some(true);
    let new = seal_key(&context, &passwords, &caller, &wanted, anew).await?;
    let now = context.now();
    let work = move |conn: &mut Conn| {
        let account = caller.account();
        accounts::lock(conn, account)?.ok_or(Problem::new(&NOT_FOUND))?;
        if anew {
            case_keys::replace_key(conn, account, &new, now)?;
        } else {
            case_keys::put_key(conn, account, &new, now)?;
        }
        let (action, subject) = (audit::Action::AccountChanged, audit::Subject::Account);
        caller.record(conn, now, action, subject, account, Some("case_key"))?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}

async fn seal_key(
    context: &Context,
    passwords: &Passwords,
    caller: &Caller<HoldCaseKey>,
    wanted: &CaseKeyPassphrase,
    anew: bool,
) -> Result<NewKey, Problem> {
    let chance = &*context.services().randomness;
    let private = if anew {
        OpeningKey::generate(chance)
    } else {
        let open = caller.own_key().cloned();
        open.ok_or(Problem::new(&CASE_KEY_LOCKED))?
    };
    let (whose, passphrase) = ((caller.account(), private), wanted.passphrase.expose());
    case_keys::seal_with(
        passwords,
        chance,
        whose,
        passphrase,
        SealedUnder::Passphrase,
    )
    .await
}
