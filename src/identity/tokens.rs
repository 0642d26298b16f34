//! Access tokens: JWTs signed with EdDSA by keys that live sealed in the database, so that every
//! instance signs and accepts the same. Beside them the keys that sign what is no token.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::platform::clock::Time;
use crate::platform::crypto::{
    Class, Expected, PublicKey, PublicKeys, SecretToken, SigningKey, verify,
};
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, Db};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, INVALID_TOKEN, Problem};
use crate::platform::vault::{Vault, VaultError};
use crate::schema::signing_keys;
use crate::text_enum;

text_enum! {
    /// What a key signs.
    pub enum KeyPurpose {
        /// Access tokens, and statements of a type of their own.
        AccessTokens => "access_tokens",
        /// Bundles, which phones pass on to each other.
        Bundles => "bundles",
    }
}

impl KeyPurpose {
    /// How long the public part of a replaced key stays published: far longer than any token that it signed; a bundle goes
    /// from phone to phone for a year.
    const fn overlap(self) -> Duration {
        match self {
            Self::AccessTokens => Duration::from_hours(24),
            Self::Bundles => Duration::from_hours(24 * 400),
        }
    }
}

/// How long an access token is good.
pub const ACCESS_TOKEN_SECONDS: i64 = 15 * 60;
/// How long the keys read from the database are used before they are read again.
const REREAD_SECONDS: i64 = 30;
/// The turn in which instances make the first keys.
const TURN: i64 = 0x7369_676e;

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
    published: PublicKeys,
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

    /// The public keys as a JWK set: those of access tokens, then those of bundles.
    pub async fn jwks(&self, db: &Db, now: Time) -> Result<serde_json::Value, Problem> {
        Ok(self
            .keys(db, now, Freshness::Usual)
            .await?
            .published
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

/// The keys of a purpose that are published now, the newest first.
fn list(conn: &mut Conn, purpose: KeyPurpose, now: Time) -> Result<Vec<KeyRow>, VaultError> {
    let mut rows: Vec<KeyRow> = signing_keys::table
        .filter(signing_keys::purpose.eq(purpose))
        .order(signing_keys::created_at.desc())
        .select((
            signing_keys::id,
            signing_keys::public_key,
            signing_keys::sealed_private_key,
            signing_keys::published_until,
        ))
        .load(conn)?;
    rows.retain(|(_, _, _, until)| until.is_none_or(|until| until >= now));
    Ok(rows)
}

fn public(rows: &[KeyRow]) -> Result<Vec<PublicKey>, VaultError> {
    let keys = rows.iter();
    let keys = keys.map(|(_, key, _, _)| PublicKey::from_bytes(key).map_err(|_| VaultError::Form));
    keys.collect()
}

/// The key of some that has not been replaced.
fn open_current(conn: &mut Conn, vault: &Vault, rows: &[KeyRow]) -> Result<SigningKey, VaultError> {
    let current = rows.iter().find(|(_, _, _, until)| until.is_none());
    let (id, _, sealed, _) = current.ok_or(VaultError::Erased)?;
    let private = vault
        .key(conn, *id, Class::Account)?
        .open(*id, "signing_key", sealed)?;
    SigningKey::from_pkcs8(&private).map_err(|_| VaultError::Form)
}

fn load(conn: &mut Conn, vault: &Vault, now: Time) -> Result<Loaded, VaultError> {
    let of_tokens = list(conn, KeyPurpose::AccessTokens, now)?;
    let of_bundles = list(conn, KeyPurpose::Bundles, now)?;
    let accepted = public(&of_tokens)?;
    let mut published = accepted.clone();
    published.extend(public(&of_bundles)?);
    Ok(Loaded {
        read_at: now,
        current: Arc::new(open_current(conn, vault, &of_tokens)?),
        accepted: PublicKeys::new(accepted),
        published: PublicKeys::new(published),
    })
}

/// The key that signs bundles now.
pub fn key_of_bundles(conn: &mut Conn, vault: &Vault, now: Time) -> Result<SigningKey, VaultError> {
    let rows = list(conn, KeyPurpose::Bundles, now)?;
    open_current(conn, vault, &rows)
}

/// Makes a new key for a purpose and retires the one before; both stay published for a while.
pub fn rotate_signing_key(
    conn: &mut Conn,
    vault: &Vault,
    purpose: KeyPurpose,
    now: Time,
) -> Result<Id, VaultError> {
    let randomness = vault.randomness();
    let id = Id::from_parts(now, randomness);
    let key = SigningKey::generate(randomness).map_err(|_| VaultError::Form)?;
    let sealing = vault.create_key(conn, id, Class::Account, now)?;
    let sealed = sealing.seal(id, "signing_key", key.expose_pkcs8())?;
    let current = signing_keys::table
        .filter(signing_keys::published_until.is_null())
        .filter(signing_keys::purpose.eq(purpose));
    diesel::update(current)
        .set(signing_keys::published_until.eq(now.plus(purpose.overlap())))
        .execute(conn)?;
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::id.eq(id),
            signing_keys::public_key.eq(key.public().as_bytes().as_slice()),
            signing_keys::sealed_private_key.eq(sealed),
            signing_keys::created_at.eq(now),
            signing_keys::purpose.eq(purpose),
        ))
        .execute(conn)?;
    Ok(id)
}

/// Makes the first key of each purpose that has none.
pub fn ensure_signing_keys(conn: &mut Conn, vault: &Vault, now: Time) -> Result<(), VaultError> {
    one_at_a_time(conn, TURN)?;
    for purpose in KeyPurpose::ALL.iter().copied() {
        let count: i64 = signing_keys::table
            .filter(signing_keys::published_until.is_null())
            .filter(signing_keys::purpose.eq(purpose))
            .count()
            .get_result(conn)?;
        if count == 0 {
            rotate_signing_key(conn, vault, purpose, now)?;
        }
    }
    Ok(())
}
