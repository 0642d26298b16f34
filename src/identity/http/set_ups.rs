//! Setting an account up with a one-time token; open to whoever holds it, and throttled like wrong
//! receipt codes.

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{Account, UNKNOWN_SET_UP_TOKEN, weak_password};
use crate::identity::model::{NewPassword, OneTimeCode, OpaqueToken};
use crate::identity::passwords::Passwords;
use crate::identity::secrets::Secrets;
use crate::identity::set_up::{self, Next, SetUpError};
use crate::platform::crypto::{PasswordWeakness, TotpSecret, check_policy};
use crate::platform::db::Conn;
use crate::platform::http::rates::come_back_in;
use crate::platform::http::{Answer, Command, Context, Originator, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, INVALID_REQUEST, Problem};

/// What authenticator apps show above the digits.
const ISSUER: &str = "Tulay";

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(create_account_set_up)
        .service(confirm_account_set_up);
}

/// The password that a new member of staff chooses.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "token": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo",
    "password": "four words nobody guesses"
}))]
struct NewSetUp {
    /// The one-time token from the invitation.
    token: OpaqueToken,
    /// The new password.
    password: NewPassword,
}

/// The digits that prove that the authenticator app has the secret.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "token": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo",
    "code": "492039"
}))]
struct SetUpConfirmation {
    /// The same token.
    token: OpaqueToken,
    /// The digits.
    code: OneTimeCode,
}

/// How far setting up has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "account": {
        "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
        "organisation_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b60",
        "display_name": "Sita", "roles": ["case_worker"], "status": "invited",
        "has_second_factor": false, "created_at": "2026-11-23T08:15:30Z"
    },
    "second_factor": {
        "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "uri": "otpauth://totp/Tulay:sita@ngo.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tulay&algorithm=SHA1&digits=6&period=30"
    }
}))]
struct SetUp {
    /// The account.
    id: Id,
    /// The account as it is now.
    account: Account,
    /// What the authenticator app must be given, and then be confirmed; null when the account's
    /// roles need no second factor.
    second_factor: Option<SecondFactor>,
}

/// The secret of a second factor, shown once.
#[derive(Debug, Serialize, ToSchema)]
struct SecondFactor {
    /// The secret in base32, to be typed.
    secret: String,
    /// The same as an address, to be shown as a picture and scanned.
    uri: String,
}

/// Choose the password of an account with a one-time token.
///
/// Accounts whose roles open sealed records then get the secret of a second factor, which must be
/// confirmed before the account can be used. Until then the step may be repeated.
#[utoipa::path(tag = "staff", operation_id = "create_account_set_up",
    request_body = NewSetUp,
    responses((status = 201, description = "What remains to be done", body = SetUp)),
    extensions(("x-problems" = json!(["unknown_set_up_token"]))))]
#[post("/account-set-ups")]
async fn create_account_set_up(
    command: Command<NewSetUp>,
    context: Context,
    passwords: web::Data<Passwords>,
) -> Result<HttpResponse, Problem> {
    let by = Originator::Anonymous;
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (chosen, command) = command.take_body();
    let refused = |problem| count_guess(&context, problem);
    check_password(&context, &chosen).await.map_err(refused)?;
    let hash = passwords.hash(chosen.password.expose().to_owned()).await?;
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let work = move |conn: &mut Conn| {
        let (account, next) = set_up::begin(conn, &secrets, &chosen.token, &hash, now)?;
        let name = account.open_name(conn, &secrets.vault)?;
        let second_factor = match next {
            Next::SignIn => None,
            Next::Confirm(secret) => Some(show(&secret, &name)?),
        };
        let (id, account) = (account.row.id, account.into());
        let body = SetUp {
            id,
            account,
            second_factor,
        };
        Answer::created("/v1/staff/me".to_owned(), &body)
    };
    command.run(&context, by, work).await.map_err(refused)
}

/// The token is looked at before the costly hash, so that strangers cannot have hashes made.
async fn check_password(context: &Context, chosen: &NewSetUp) -> Result<(), Problem> {
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let token = chosen.token.clone();
    let found = context.db().read(move |conn| {
        let account = set_up::find(conn, &secrets, &token, now)?;
        Ok::<_, SetUpError>(account.open_name(conn, &secrets.vault)?)
    });
    let name = found.await?;
    let weak = |weakness: PasswordWeakness| weak_password(weakness, "/password");
    check_policy(chosen.password.expose(), &name).map_err(weak)
}

fn show(secret: &TotpSecret, name: &str) -> Result<SecondFactor, Problem> {
    let uri = secret.expose_uri(ISSUER, name).map_err(|error| {
        tracing::error!(%error, "A second factor cannot be shown");
        Problem::new(&INTERNAL_ERROR)
    })?;
    Ok(SecondFactor {
        secret: secret.expose_base32(),
        uri,
    })
}

/// Confirm the second factor with the digits that the app shows.
///
/// The account can be used from now on, and the token is used up.
#[utoipa::path(tag = "staff", operation_id = "confirm_account_set_up",
    request_body = SetUpConfirmation,
    responses((status = 200, description = "The account, active", body = Account)),
    extensions(("x-problems" = json!(["unknown_set_up_token", "conflict"]))))]
#[post("/account-set-ups/confirm")]
async fn confirm_account_set_up(
    command: Command<SetUpConfirmation>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let by = Originator::Anonymous;
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (shown, command) = command.take_body();
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let work = move |conn: &mut Conn| {
        let account = set_up::confirm(conn, &secrets, &shown.token, &shown.code, now)?;
        Answer::changed(&Account::from(account))
    };
    let done = command.run(&context, by, work).await;
    done.map_err(|problem| count_guess(&context, problem))
}

/// Counts a wrong token, and wrong digits under a right one. Only who is wrong is made to wait, after
/// the look-up: whoever guesses next door keeps nobody from setting up their account.
fn count_guess(context: &Context, problem: Problem) -> Problem {
    let is_digits = problem.code == &INVALID_REQUEST
        && problem
            .faults
            .iter()
            .any(|fault| fault.code == "wrong_code");
    if problem.code != &UNKNOWN_SET_UP_TOKEN && !is_digits {
        return problem;
    }
    let wrong = context.services().rates.wrong_codes();
    match wrong.take(context.network().key(), context.now()) {
        Ok(()) => problem,
        Err(seconds) => come_back_in(seconds),
    }
}
