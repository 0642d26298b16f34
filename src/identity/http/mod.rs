//! How identity speaks HTTP: wire types, handlers, error to problem; one file per subject.

mod accounts;
mod audit_entries;
mod case_key;
mod devices;
mod handover;
mod openid;
mod own;
mod own_sessions;
mod proofs;
mod pseudonyms;
mod receipt;
mod receipt_care;
mod sessions;
mod set_ups;

use actix_web::http::header;
use actix_web::web;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::accounts::{AccountStatus, StoredAccount};
use super::case_keys::{CASE_KEY_LOCKED, CASE_KEY_NOT_HELD};
use super::devices::DeviceError;
use super::keeper::{KeepingError, ids_named};
use super::key_proofs;
use super::permissions::Role;
use super::pseudonyms::{TOO_MANY_RECEIPTS, UNKNOWN_PSEUDONYM};
use super::receipts::{
    NOTHING_TO_HAND_OVER, SECOND_STEP_NEEDED, SECOND_WORD_NEEDED, SECOND_WORD_WRONG,
    TOO_MANY_PROOFS,
};
use super::set_up::SetUpError;
use super::sign_in::SignInError;
use crate::platform::clock::Time;
use crate::platform::crypto::PasswordWeakness;
use crate::platform::http::Routes;
use crate::platform::ids::Id;
use crate::platform::problem::{
    CONFLICT, Fault, ID_TAKEN, NOT_FOUND, Problem, ProblemCode, STALE, problem_code,
};

const SIGN_IN_FAILED: ProblemCode = problem_code("sign_in_failed", 401);
const UNKNOWN_SET_UP_TOKEN: ProblemCode = problem_code("unknown_set_up_token", 401);
const UNKNOWN_REFRESH_TOKEN: ProblemCode = problem_code("unknown_refresh_token", 401);
const TOKEN_REUSED: ProblemCode = problem_code("token_reused", 401);
const PROOF_REFUSED: ProblemCode = problem_code("proof_refused", 403);
const ACCOUNT_NAME_TAKEN: ProblemCode = problem_code("account_name_taken", 409);
const LAST_ADMINISTRATOR: ProblemCode = problem_code("last_administrator", 409);
const OWN_ACCOUNT: ProblemCode = problem_code("own_account", 409);
const SECOND_FACTOR_MISSING: ProblemCode = problem_code("second_factor_missing", 409);
const CASES_STRANDED: ProblemCode = problem_code("cases_stranded", 409);
const COMPETENCE_MISSING: ProblemCode = problem_code("competence_missing", 409);
const DEVICE_KEY_MISSING: ProblemCode = problem_code("device_key_missing", 409);
const DEVICE_KEY_TAKEN: ProblemCode = problem_code("device_key_taken", 409);
const OPENID_NOT_CONFIGURED: ProblemCode = problem_code("openid_not_configured", 409);
const UNKNOWN_OPENID_STATE: ProblemCode = problem_code("unknown_openid_state", 401);
const UNKNOWN_OPENID_INVITATION: ProblemCode = problem_code("unknown_openid_invitation", 401);
const OPENID_REFUSED: ProblemCode = problem_code("openid_refused", 401);
const OPENID_NOT_LINKED: ProblemCode = problem_code("openid_not_linked", 403);
const OPENID_LINKED_OTHERWISE: ProblemCode = problem_code("openid_linked_otherwise", 409);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &SIGN_IN_FAILED,
    &UNKNOWN_SET_UP_TOKEN,
    &UNKNOWN_REFRESH_TOKEN,
    &TOKEN_REUSED,
    &PROOF_REFUSED,
    &ACCOUNT_NAME_TAKEN,
    &LAST_ADMINISTRATOR,
    &OWN_ACCOUNT,
    &SECOND_FACTOR_MISSING,
    &COMPETENCE_MISSING,
    &CASES_STRANDED,
    &CASE_KEY_LOCKED,
    &CASE_KEY_NOT_HELD,
    &DEVICE_KEY_MISSING,
    &DEVICE_KEY_TAKEN,
    &OPENID_NOT_CONFIGURED,
    &UNKNOWN_OPENID_STATE,
    &UNKNOWN_OPENID_INVITATION,
    &OPENID_REFUSED,
    &OPENID_NOT_LINKED,
    &OPENID_LINKED_OTHERWISE,
    &SECOND_STEP_NEEDED,
    &SECOND_WORD_NEEDED,
    &SECOND_WORD_WRONG,
    &NOTHING_TO_HAND_OVER,
    &TOO_MANY_PROOFS,
    &UNKNOWN_PSEUDONYM,
    &TOO_MANY_RECEIPTS,
];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    receipt::routes(config);
    receipt_care::routes(config);
    handover::routes(config);
    proofs::routes(config);
    pseudonyms::routes(config);
    set_ups::routes(config);
    sessions::routes(config);
    own_sessions::routes(config);
    openid::routes(config);
    own::routes(config);
    case_key::routes(config);
    devices::routes(config);
    accounts::routes(config);
    audit_entries::routes(config);
}

/// Adds the routes that live beside `/v1`.
pub fn well_known_routes(config: &mut web::ServiceConfig) {
    config.service(receipt::get_jwks);
}

/// An account of a member of staff. The name with which its holder signs in is not among it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "organisation_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b60",
    "display_name": "Sita",
    "roles": ["case_worker"],
    "status": "active",
    "has_second_factor": true,
    "created_at": "2026-11-23T08:15:30Z"
}))]
struct Account {
    /// The account.
    id: Id,
    /// The organisation whose records it may see.
    organisation_id: Id,
    /// What colleagues read.
    display_name: String,
    /// What its holder may do.
    roles: Vec<Role>,
    /// Whether it can be used.
    status: AccountStatus,
    /// Whether an authenticator app is set up.
    has_second_factor: bool,
    /// When it was made.
    created_at: Time,
}

impl From<StoredAccount> for Account {
    fn from(stored: StoredAccount) -> Self {
        Self {
            has_second_factor: stored.has_second_factor(),
            id: stored.row.id,
            organisation_id: stored.row.organisation_id,
            display_name: stored.row.display_name,
            roles: stored.roles,
            status: stored.row.status,
            created_at: stored.row.created_at,
        }
    }
}

/// One or several roles, none of them twice.
#[derive(Debug)]
struct RoleSet(Vec<Role>);

impl<'de> Deserialize<'de> for RoleSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl PartialSchema for RoleSet {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new()
            .items(Role::schema())
            .min_items(Some(1))
            .max_items(Some(Role::ALL.len()))
            .unique_items(true)
            .description(Some("What somebody may do: one or several roles."))
            .into()
    }
}

impl ToSchema for RoleSet {
    fn name() -> std::borrow::Cow<'static, str> {
        "RoleSet".into()
    }
}

/// A credential was wrong: says with what to come back (RFC 9110, section 15.5.2).
fn refused_credential(code: &'static ProblemCode) -> Problem {
    Problem::new(code).header(header::WWW_AUTHENTICATE, "Bearer realm=\"tulay\"")
}

impl From<SetUpError> for Problem {
    fn from(error: SetUpError) -> Self {
        match error {
            SetUpError::UnknownToken => refused_credential(&UNKNOWN_SET_UP_TOKEN),
            SetUpError::WrongCode => Self::invalid(vec![Fault::new("/code", "wrong_code")]),
            SetUpError::PasswordFirst => Self::new(&CONFLICT),
            SetUpError::Vault(error) => error.into(),
            SetUpError::Database(error) => error.into(),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused => refused_credential(&SIGN_IN_FAILED),
            SignInError::UnknownToken => refused_credential(&UNKNOWN_REFRESH_TOKEN),
            SignInError::Reused => refused_credential(&TOKEN_REUSED),
            SignInError::WrongKey => key_proofs::refused(),
            SignInError::Signing(problem) => problem,
            SignInError::Vault(error) => error.into(),
            SignInError::Database(error) => error.into(),
        }
    }
}

impl From<DeviceError> for Problem {
    fn from(error: DeviceError) -> Self {
        match error {
            DeviceError::NotFound => Self::new(&NOT_FOUND),
            DeviceError::NoKey => Self::new(&DEVICE_KEY_MISSING),
            DeviceError::KeyTaken => Self::new(&DEVICE_KEY_TAKEN),
            DeviceError::IdTaken => Self::new(&ID_TAKEN),
            DeviceError::Database(error) => error.into(),
        }
    }
}

impl From<KeepingError> for Problem {
    fn from(error: KeepingError) -> Self {
        match error {
            KeepingError::NotFound => Self::new(&NOT_FOUND),
            KeepingError::NameTaken => Self::new(&ACCOUNT_NAME_TAKEN),
            KeepingError::IdTaken => Self::new(&ID_TAKEN),
            KeepingError::OwnAccount => Self::new(&OWN_ACCOUNT),
            KeepingError::LastAdministrator => Self::new(&LAST_ADMINISTRATOR),
            KeepingError::SecondFactorMissing => Self::new(&SECOND_FACTOR_MISSING),
            KeepingError::CompetenceMissing => Self::new(&COMPETENCE_MISSING),
            KeepingError::CasesStranded(cases) => {
                Self::new(&CASES_STRANDED).with("cases", ids_named(&cases))
            }
            KeepingError::Overtaken => Self::new(&STALE),
            KeepingError::Vault(error) => error.into(),
            KeepingError::Database(error) => error.into(),
        }
    }
}

/// Why a new password is not taken, next to the member that holds it.
fn weak_password(weakness: PasswordWeakness, pointer: &'static str) -> Problem {
    let code = match weakness {
        // The contract refuses these two before.
        PasswordWeakness::TooShort | PasswordWeakness::TooLong => "invalid",
        PasswordWeakness::Common => "password_common",
        PasswordWeakness::Repetitive => "password_repetitive",
        PasswordWeakness::ContainsName => "password_contains_name",
    };
    Problem::invalid(vec![Fault::new(pointer, code)])
}
