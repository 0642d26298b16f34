//! Use cases.

use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use super::model::{
    ClientAuthentication, ClientStatus, LONGEST_ASSERTION, OVERLAP, SECRET_PREFIX, TokenRefusal,
    check_assertion, granted, scope_text,
};
use super::store::{self, ClientRow};
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{ManageClients, Scope};
use crate::identity::{Caller, Signer};
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, ForeignKey, LEEWAY_SECONDS, LookupKey, SecretToken};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::{
    Fault, ID_TAKEN, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code,
};

/// The client is revoked.
pub(super) const CLIENT_REVOKED: ProblemCode = problem_code("client_revoked", 409);
/// The client proves who it is in another way.
pub(super) const CLIENT_AUTHENTICATES_OTHERWISE: ProblemCode =
    problem_code("client_authenticates_otherwise", 409);

/// A client that is being made.
pub(super) struct NewClient {
    pub id: Id,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub public_key: Option<Value>,
}

/// A client, with its secret when one has just been made.
pub(super) struct Made {
    pub row: ClientRow,
    pub secret: Option<String>,
}

fn json<T: serde::Serialize>(value: &T) -> Result<Json, Problem> {
    Json::of(value).map_err(|_| Problem::new(&INTERNAL_ERROR))
}

fn key_json(key: &Value) -> Result<Json, Problem> {
    if ForeignKey::from_jwk(key).is_err() {
        let fault = Fault::new("/public_key", "not_a_public_key");
        return Err(Problem::invalid(vec![fault]));
    }
    json(key)
}

/// Makes a client: with a public key it signs, without one it gets a secret.
pub(super) fn create(
    conn: &mut Conn,
    services: &Services,
    by: &Caller<ManageClients>,
    new: NewClient,
    now: Time,
) -> Result<Made, Problem> {
    if store::exists(conn, new.id)? {
        return Err(Problem::new(&ID_TAKEN));
    }
    let public_key = new.public_key.as_ref().map(key_json).transpose()?;
    let row = ClientRow {
        id: new.id,
        organisation_id: by.organisation(),
        name: new.name,
        scopes: json(&new.scopes)?,
        authentication: if public_key.is_some() {
            ClientAuthentication::PrivateKeyJwt
        } else {
            ClientAuthentication::ClientSecretBasic
        },
        public_key,
        status: ClientStatus::Active,
        version: 1,
        created_at: now,
        last_used_on: None,
    };
    store::insert(conn, row.clone())?;
    let secret = match row.authentication {
        ClientAuthentication::ClientSecretBasic => Some(new_secret(conn, services, row.id, now)?),
        ClientAuthentication::PrivateKeyJwt => None,
    };
    record(conn, by, row.id, "created", now)?;
    Ok(Made { row, secret })
}

fn new_secret(
    conn: &mut Conn,
    services: &Services,
    client: Id,
    now: Time,
) -> Result<String, Problem> {
    let token = SecretToken::generate(&*services.randomness);
    let hash = services.lookup.hash(Domain::ClientSecret, token.as_bytes());
    store::insert_secret(conn, client, &hash, now)?;
    Ok(format!("{SECRET_PREFIX}{}", token.expose()))
}

fn lock_active(conn: &mut Conn, by: &Caller<ManageClients>, id: Id) -> Result<ClientRow, Problem> {
    let row = store::lock_of(conn, by.organisation(), id)?;
    let row = row.ok_or(Problem::new(&NOT_FOUND))?;
    match row.status {
        ClientStatus::Active => Ok(row),
        ClientStatus::Revoked => Err(Problem::new(&CLIENT_REVOKED)),
    }
}

/// What is to be different about a client.
pub(super) struct Wished {
    pub name: Option<String>,
    pub scopes: Option<Vec<Scope>>,
    pub public_key: Option<Value>,
}

/// Changes a client. Fewer scopes hold from the next request on.
pub(super) fn change(
    conn: &mut Conn,
    by: &Caller<ManageClients>,
    id: Id,
    wished: Wished,
    seen: &IfMatch,
    now: Time,
) -> Result<ClientRow, Problem> {
    let mut row = lock_active(conn, by, id)?;
    seen.check(&EntityTag::of_version(row.version))?;
    if let Some(name) = wished.name {
        row.name = name;
    }
    if let Some(scopes) = wished.scopes {
        row.scopes = json(&scopes)?;
    }
    if let Some(key) = wished.public_key {
        if row.authentication != ClientAuthentication::PrivateKeyJwt {
            return Err(Problem::new(&CLIENT_AUTHENTICATES_OTHERWISE));
        }
        row.public_key = Some(key_json(&key)?);
    }
    store::update(conn, &row)?;
    row.version += 1;
    record(conn, by, id, "changed", now)?;
    Ok(row)
}

/// Gives a client another secret; the one before is good for another day, older ones no longer.
pub(super) fn rotate_secret(
    conn: &mut Conn,
    services: &Services,
    by: &Caller<ManageClients>,
    id: Id,
    now: Time,
) -> Result<Made, Problem> {
    let row = lock_active(conn, by, id)?;
    if row.authentication != ClientAuthentication::ClientSecretBasic {
        return Err(Problem::new(&CLIENT_AUTHENTICATES_OTHERWISE));
    }
    store::let_secrets_end(conn, id, now.plus(OVERLAP))?;
    let secret = Some(new_secret(conn, services, id, now)?);
    record(conn, by, id, "secret_rotated", now)?;
    Ok(Made { row, secret })
}

/// Revokes a client for good: its tokens are refused from the next request on. Doing it again changes nothing.
pub(super) fn revoke(
    conn: &mut Conn,
    by: &Caller<ManageClients>,
    id: Id,
    now: Time,
) -> Result<ClientRow, Problem> {
    let row = store::lock_of(conn, by.organisation(), id)?;
    let mut row = row.ok_or(Problem::new(&NOT_FOUND))?;
    if row.status == ClientStatus::Revoked {
        return Ok(row);
    }
    row.status = ClientStatus::Revoked;
    store::update(conn, &row)?;
    row.version += 1;
    store::delete_secrets(conn, id)?;
    record(conn, by, id, "revoked", now)?;
    Ok(row)
}

fn record(
    conn: &mut Conn,
    by: &Caller<ManageClients>,
    id: Id,
    detail: &'static str,
    now: Time,
) -> Result<(), Problem> {
    let (action, subject) = (Action::ClientChanged, Subject::Client);
    Ok(by.record(conn, now, action, subject, id, Some(detail))?)
}

/// What a client shows to get a token.
pub(super) enum Proof {
    Secret(Zeroizing<String>),
    Assertion(String),
}

/// What is needed to issue a token.
pub(super) struct Issuing {
    pub client: Id,
    pub proof: Proof,
    pub scope: Option<String>,
    /// Whom assertions may be for.
    pub audiences: Vec<String>,
    pub signer: Signer,
    pub now: Time,
}

/// A token that has just been issued.
pub(super) struct Issued {
    pub token: String,
    pub scope: String,
}

/// Why no token is issued.
#[derive(Debug)]
pub(super) enum NoToken {
    Refused(TokenRefusal),
    Problem(Problem),
}

impl From<DbError> for NoToken {
    fn from(error: DbError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<TokenRefusal> for NoToken {
    fn from(refusal: TokenRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Issues a token to a client that proves who it is.
pub(super) fn issue(
    conn: &mut Conn,
    lookup: &LookupKey,
    issuing: &Issuing,
) -> Result<Issued, NoToken> {
    let (client, now) = (issuing.client, issuing.now);
    let row = store::find_usable(conn, client)?.ok_or(TokenRefusal::InvalidClient)?;
    let is_proved = match (&issuing.proof, row.authentication) {
        (Proof::Secret(secret), ClientAuthentication::ClientSecretBasic) => {
            let token = secret.strip_prefix(SECRET_PREFIX).map(SecretToken::parse);
            let token = token
                .and_then(Result::ok)
                .ok_or(TokenRefusal::InvalidClient)?;
            let hash = lookup.hash(Domain::ClientSecret, token.as_bytes());
            store::is_secret_of(conn, client, &hash, now)?
        }
        (Proof::Assertion(token), ClientAuthentication::PrivateKeyJwt) => {
            is_asserted(conn, lookup, issuing, &row, token)?
        }
        (Proof::Secret(_) | Proof::Assertion(_), _) => false,
    };
    if !is_proved {
        return Err(TokenRefusal::InvalidClient.into());
    }
    let scope = scope_text(&granted(&row.scopes()?, issuing.scope.as_deref())?);
    store::mark_used(conn, &row, now.date())?;
    let token = issuing.signer.sign_for_client(client, scope.clone(), now);
    Ok(Issued {
        token: token.map_err(NoToken::Problem)?,
        scope,
    })
}

fn is_asserted(
    conn: &mut Conn,
    lookup: &LookupKey,
    issuing: &Issuing,
    row: &ClientRow,
    token: &str,
) -> Result<bool, NoToken> {
    let key: Option<Value> = row.public_key.as_ref().and_then(|key| key.read().ok());
    let key = key.ok_or(NoToken::Problem(Problem::new(&INTERNAL_ERROR)))?;
    let audiences: Vec<&str> = issuing.audiences.iter().map(String::as_str).collect();
    let seconds = issuing.now.as_second();
    let jti = check_assertion(token, &key, row.id, &audiences, seconds)?;
    let parts = [row.id.as_bytes().as_slice(), jti.as_bytes()];
    let hash = lookup.hash_all(Domain::ClientAssertion, &parts);
    // Remembered for longer than any clock would still take it.
    let longest = u64::try_from(LONGEST_ASSERTION + 3 * LEEWAY_SECONDS).unwrap_or(0);
    let until = issuing.now.plus(Duration::from_secs(longest));
    Ok(store::use_assertion(conn, &hash, until)?)
}
