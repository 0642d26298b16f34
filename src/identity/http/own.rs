//! One's own account: who am I, and a new password.

use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{Account, PROOF_REFUSED, weak_password};
use crate::identity::accounts::{self, CodeUse, hash_of_name};
use crate::identity::audit;
use crate::identity::caller::Caller;
use crate::identity::case_keys::{self, NewKey, SealedUnder};
use crate::identity::model::{NewPassword, OneTimeCode, TriedPassword};
use crate::identity::passwords::Passwords;
use crate::identity::permissions::BeSignedIn;
use crate::identity::secrets::Secrets;
use crate::identity::sessions::{self, EndedBecause, Which};
use crate::identity::sign_in::{self, Admitted, Judged};
use crate::identity::throttle::Throttle;
use crate::platform::clock::Time;
use crate::platform::crypto::check_policy;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::rates::come_back_in;
use crate::platform::http::{Answer, Command, Context, QueryOf, Routes};
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::vault::VaultError;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_me).service(change_password);
}

/// Whoever asks.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// The name with which you sign in.
    #[schema(example = "sita@ngo.example")]
    name: String,
    /// Your account.
    account: Account,
}

/// Show one's own account.
#[utoipa::path(tag = "staff", operation_id = "get_me",
    responses((status = 200, description = "The account", body = Me)))]
#[get("/staff/me")]
async fn get_me(
    caller: Caller<BeSignedIn>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (account, name) = own_account(&caller, &context).await?;
    let account = account.into();
    Ok(HttpResponse::Ok().json(Me { name, account }))
}

async fn own_account<C: 'static>(
    caller: &Caller<C>,
    context: &Context,
) -> Result<(accounts::StoredAccount, String), Problem> {
    let (id, secrets) = (caller.account(), Secrets::of(context.services()));
    let found = context.db().read(move |conn| {
        let Some(account) = accounts::find(conn, id)? else {
            return Ok(None);
        };
        let name = account.open_name(conn, &secrets.vault)?;
        Ok::<_, VaultError>(Some((account, name)))
    });
    found.await?.ok_or(Problem::new(&NOT_FOUND))
}

/// A new password, with proof that it is the holder who wants it.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "old_password": "four words nobody guesses",
    "new_password": "five other words nobody knows",
    "code": "492039"
}))]
struct PasswordChange {
    /// The password until now.
    old_password: TriedPassword,
    /// The password from now on.
    new_password: NewPassword,
    /// The digits of the authenticator app, for an account that has one.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    code: Option<OneTimeCode>,
}

/// Change one's password.
///
/// Every other session of the account ends.
#[utoipa::path(tag = "staff", operation_id = "change_password",
    request_body = PasswordChange,
    responses((status = 204, description = "The new password holds")),
    extensions(("x-problems" = json!(["proof_refused"]))))]
#[post("/staff/password")]
async fn change_password(
    caller: Caller<BeSignedIn>,
    command: Command<PasswordChange>,
    context: Context,
    passwords: web::Data<Passwords>,
    throttle: web::Data<Throttle>,
) -> Result<HttpResponse, Problem> {
    let by = caller.originator();
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (shown, command) = command.take_body();
    let admitted = prove_again(&caller, &context, &passwords, &throttle, &shown).await?;
    let hash = passwords
        .hash(shown.new_password.expose().to_owned())
        .await?;
    let own_key = reseal(&caller, &context, &passwords, &shown).await?;
    let now = context.now();
    let work = move |conn: &mut Conn| {
        put_new_password(conn, &caller, &admitted, (&hash, own_key.as_ref()), now)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}

/// The key with which the account opens cases, sealed under the new password instead of the old one.
async fn reseal(
    caller: &Caller<BeSignedIn>,
    context: &Context,
    passwords: &Passwords,
    shown: &PasswordChange,
) -> Result<Option<NewKey>, Problem> {
    let account = caller.account();
    let find = move |conn: &mut Conn| case_keys::find_key(conn, account);
    let stored = context.db().read(find).await?;
    let Some(stored) = stored.filter(|key| key.sealed_under == SealedUnder::Password) else {
        return Ok(None);
    };
    let old = shown.old_password.expose();
    let Some(private) = case_keys::open_with(passwords, account, &stored, old).await? else {
        return Ok(None);
    };
    let (chance, new) = (&*context.services().randomness, shown.new_password.expose());
    let whose = (account, private);
    let sealed = case_keys::seal_with(passwords, chance, whose, new, SealedUnder::Password);
    sealed.await.map(Some)
}

/// Whoever finds an unlocked screen has the token, not the password; their guesses are counted.
async fn prove_again(
    caller: &Caller<BeSignedIn>,
    context: &Context,
    passwords: &Passwords,
    throttle: &Throttle,
    shown: &PasswordChange,
) -> Result<Admitted, Problem> {
    let (_, name) = own_account(caller, context).await?;
    check_policy(shown.new_password.expose(), &name)
        .map_err(|weakness| weak_password(weakness, "/new_password"))?;
    let (services, now) = (context.services(), context.now());
    let place = throttle.place(context.network(), &hash_of_name(&services.lookup, &name));
    let of_networks = services.rates.wrong_codes();
    let attempt = throttle.reserve(of_networks, place, now);
    let attempt = attempt.map_err(come_back_in)?;
    let secrets = Secrets::of(services);
    let id = caller.account();
    let find = move |conn: &mut Conn| sign_in::find_again(conn, &secrets, id);
    let judge = async {
        let candidate = context.db().read(find).await?;
        let stored = candidate
            .as_ref()
            .and_then(|candidate| candidate.account.row.password_hash.clone());
        let old = shown.old_password.expose().to_owned();
        let verdict = passwords.verify(old, stored).await?;
        let judged = sign_in::judge(candidate, verdict, shown.code.as_ref(), now);
        Ok::<_, Problem>(judged)
    };
    match judge.await {
        Ok(Judged::WrongDigits(_) | Judged::Refused) => Err(Problem::new(&PROOF_REFUSED)),
        Ok(Judged::Admitted(admitted)) => {
            throttle.give_back(of_networks, attempt);
            Ok(*admitted)
        }
        Err(problem) => {
            throttle.give_back(of_networks, attempt);
            Err(problem)
        }
    }
}

fn put_new_password(
    conn: &mut Conn,
    caller: &Caller<BeSignedIn>,
    admitted: &Admitted,
    (hash, own_key): (&str, Option<&NewKey>),
    now: Time,
) -> Result<(), Problem> {
    let account = caller.account();
    // Whoever proved the old password while it was being changed proves nothing any more.
    if !sign_in::lock_unchanged(conn, &admitted.account.row)? {
        return Err(Problem::new(&PROOF_REFUSED));
    }
    if let Some(step) = admitted.step
        && accounts::use_code(conn, account, step)? == CodeUse::Again
    {
        return Err(Problem::new(&PROOF_REFUSED));
    }
    accounts::put_password(conn, account, hash)?;
    if let Some(own_key) = own_key {
        case_keys::put_key(conn, account, own_key, now)?;
    }
    let others = Which::AllBut(caller.session());
    sessions::end(conn, account, others, EndedBecause::PasswordChanged, now)?;
    let (action, subject) = (audit::Action::AccountChanged, audit::Subject::Account);
    caller.record(conn, now, action, subject, account, Some("password"))?;
    Ok(())
}
