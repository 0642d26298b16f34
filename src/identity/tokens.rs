//! Access tokens: JWTs signed with EdDSA by keys that live sealed in the database, so that every
//! instance signs and accepts the same.

use std::sync::{Arc, PoisonError, RwLock};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::platform::clock::Time;
use crate::platform::crypto::{
    Class, Expected, PublicKey, PublicKeys, SecretToken, SigningKey, verify,
};
use crate::platform::db::{Conn, Db};
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::{INTERNAL_ERROR, INVALID_TOKEN, Problem};
use crate::platform::vault::{Vault, VaultError};
use crate::schema::signing_keys;

/// How long an access token is good.
pub const ACCESS_TOKEN_SECONDS: i64 = 15 * 60;
/// How long the public part of a replaced key stays published: far longer than any token it signed.
const OVERLAP_SECONDS: u64 = 24 * 60 * 60;
/// How long the keys read from the database are used before they are read again.
const REREAD_SECONDS: i64 = 30;

/// What an access token says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it: the service's public address.
    pub iss: String,
    /// Whom it is for: the same.
    pub aud: String,
    /// The account.
    pub sub: Id,
    /// The session; when that has ended, so has the token.
    pub sid: Id,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Good until, seconds since 1970.
    pub exp: i64,
    /// What opens the account's private key in its session; nothing that the server keeps holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Of a partner's client: its scopes, separated by spaces. `sub` and `sid` are the client then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The key without which it is worth nothing (RFC 9449, section 6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
}

/// A key to which a token is bound.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Confirmation {
    /// Its thumbprint (RFC 7638).
    pub jkt: String,
}

struct Loaded {
    read_at: Time,
    current: Arc<SigningKey>,
    accepted: PublicKeys,
}

/// Signs access tokens with one key.
#[derive(Clone)]
pub struct Signer {
    issuer: String,
    key: Arc<SigningKey>,
}

impl Signer {
    /// The service's public address, as it stands in what is signed.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Signs a statement of another type than an access token.
    pub fn sign_statement<T: Serialize>(
        &self,
        kind: &'static str,
        statement: &T,
    ) -> Result<String, Problem> {
        self.key.sign_as(kind, statement).map_err(|error| {
            tracing::error!(%error, "A statement cannot be signed");
            Problem::new(&INTERNAL_ERROR)
        })
    }

    /// Signs an access token for a session; `bound_to` is the thumbprint of its holder's key.
    pub fn sign(
        &self,
        (account, session): (Id, Id),
        key: Option<&SecretToken>,
        bound_to: Option<&str>,
        now: Time,
    ) -> Result<String, Problem> {
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            sub: account,
            sid: session,
            iat: now.as_second(),
            exp: now.as_second() + ACCESS_TOKEN_SECONDS,
            key: key.map(SecretToken::expose),
            scope: None,
            cnf: bound_to.map(|jkt| Confirmation {
                jkt: jkt.to_owned(),
            }),
        };
        self.signed(&claims)
    }

    /// Signs an access token for a partner's client.
    pub fn sign_for_client(&self, client: Id, scope: String, now: Time) -> Result<String, Problem> {
        self.signed(&Claims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            sub: client,
            sid: client,
            iat: now.as_second(),
            exp: now.as_second() + ACCESS_TOKEN_SECONDS,
            key: None,
            scope: Some(scope),
            cnf: None,
        })
    }

    fn signed(&self, claims: &Claims) -> Result<String, Problem> {
        self.key.sign(claims).map_err(|error| {
            tracing::error!(%error, "An access token cannot be signed");
            Problem::new(&INTERNAL_ERROR)
        })
    }
}

/// The keys that sign and verify access tokens.
pub struct TokenKeys {
    issuer: String,
    vault: Vault,
    loaded: RwLock<Option<Arc<Loaded>>>,
}

impl TokenKeys {
    /// Nothing is read yet. `issuer` is the service's public address.
    pub fn new(issuer: String, vault: Vault) -> Self {
        Self {
            issuer,
            vault,
            loaded: RwLock::new(None),
        }
    }

    /// Signs an access token for a session.
    pub async fn sign(
        &self,
        db: &Db,
        account: Id,
        session: Id,
        now: Time,
    ) -> Result<String, Problem> {
        self.signer(db, now)
            .await?
            .sign((account, session), None, None, now)
    }

    /// The key that signs now, for work that cannot wait for the database.
    pub async fn signer(&self, db: &Db, now: Time) -> Result<Signer, Problem> {
        let keys = self.keys(db, now, Freshness::Usual).await?;
        Ok(Signer {
            issuer: self.issuer.clone(),
            key: Arc::clone(&keys.current),
        })
    }

    /// Reads an access token, refusing whatever we did not sign for ourselves.
    pub async fn read(&self, db: &Db, token: &str, now: Time) -> Result<Claims, Problem> {
        let expected = Expected {
            issuer: &self.issuer,
            audience: &self.issuer,
        };
        for freshness in [Freshness::Usual, Freshness::AtMostASecond] {
            let keys = self.keys(db, now, freshness).await?;
            match verify(token, &keys.accepted, &expected, now.as_second()) {
                Ok(claims) => return Ok(claims),
                // Another instance may just have begun to sign with a new key.
                Err(crate::platform::crypto::RefusedToken::UnknownKey) => {}
                Err(_) => break,
            }
        }
        Err(Problem::new(&INVALID_TOKEN))
    }

    /// The public keys as a JWK set.
    pub async fn jwks(&self, db: &Db, now: Time) -> Result<serde_json::Value, Problem> {
        Ok(self
            .keys(db, now, Freshness::Usual)
            .await?
            .accepted
            .to_jwks())
    }

    async fn keys(&self, db: &Db, now: Time, wanted: Freshness) -> Result<Arc<Loaded>, Problem> {
        let most = match wanted {
            Freshness::Usual => REREAD_SECONDS,
            Freshness::AtMostASecond => 1,
        };
        let loaded = self
            .loaded
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(loaded) = loaded
            && now.as_second() - loaded.read_at.as_second() < most
        {
            return Ok(loaded);
        }
        let vault = self.vault.clone();
        let read = db
            .read_snapshot(move |conn| load(conn, &vault, now))
            .await?;
        let read = Arc::new(read);
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&read));
        Ok(read)
    }
}

#[derive(Debug, Clone, Copy)]
enum Freshness {
    Usual,
    AtMostASecond,
}

/// Id, public key, sealed private key, published until.
type KeyRow = (Id, Vec<u8>, Vec<u8>, Option<Time>);

fn load(conn: &mut Conn, vault: &Vault, now: Time) -> Result<Loaded, VaultError> {
    let rows: Vec<KeyRow> = signing_keys::table
        .order(signing_keys::created_at.desc())
        .select((
            signing_keys::id,
            signing_keys::public_key,
            signing_keys::sealed_private_key,
            signing_keys::published_until,
        ))
        .load(conn)?;
    let mut accepted = Vec::new();
    let mut current = None;
    for (id, public, sealed, until) in rows {
        if until.is_some_and(|until| until < now) {
            continue;
        }
        accepted.push(PublicKey::from_bytes(&public).map_err(|_| VaultError::Form)?);
        if current.is_none() && until.is_none() {
            let private = vault
                .key(conn, id, Class::Account)?
                .open(id, "signing_key", &sealed)?;
            current = Some(SigningKey::from_pkcs8(&private).map_err(|_| VaultError::Form)?);
        }
    }
    let current = Arc::new(current.ok_or(VaultError::Erased)?);
    Ok(Loaded {
        read_at: now,
        current,
        accepted: PublicKeys::new(accepted),
    })
}

/// Makes a new signing key and retires the one before; both stay published for a day.
pub fn rotate_signing_key(
    conn: &mut Conn,
    vault: &Vault,
    randomness: &dyn Randomness,
    now: Time,
) -> Result<Id, VaultError> {
    let id = Id::from_parts(now, randomness);
    let key = SigningKey::generate(randomness).map_err(|_| VaultError::Form)?;
    let sealing = vault.create_key(conn, id, Class::Account, now)?;
    let sealed = sealing.seal(id, "signing_key", key.expose_pkcs8())?;
    let until = now.plus(std::time::Duration::from_secs(OVERLAP_SECONDS));
    diesel::update(signing_keys::table.filter(signing_keys::published_until.is_null()))
        .set(signing_keys::published_until.eq(until))
        .execute(conn)?;
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::id.eq(id),
            signing_keys::public_key.eq(key.public().as_bytes().as_slice()),
            signing_keys::sealed_private_key.eq(sealed),
            signing_keys::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(id)
}

/// Makes the first signing key, if there is none.
pub fn ensure_signing_key(
    conn: &mut Conn,
    vault: &Vault,
    randomness: &dyn Randomness,
    now: Time,
) -> Result<(), VaultError> {
    let count: i64 = signing_keys::table
        .filter(signing_keys::published_until.is_null())
        .count()
        .get_result(conn)?;
    if count == 0 {
        rotate_signing_key(conn, vault, randomness, now)?;
    }
    Ok(())
}
