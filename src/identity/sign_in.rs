//! Signing in, keeping signed in, and what happens when a refresh token turns up twice.
//!
//! A wrong name, a wrong password, a wrong or used code, an account that is not active: the same
//! answer, after the same work: the same queries, and one hash, which outweighs all the rest.

use std::time::Duration;

use super::accounts::{self, AccountRow, AccountStatus, CodeUse, StoredAccount};
use super::audit;
use super::case_keys::{self, OwnKey};
use super::model::{OneTimeCode, OpaqueToken};
use super::openid;
use super::secrets::Secrets;
use super::sessions::{self, EndedBecause, Presented, Which};
use super::set_up::step_of;
use super::tokens::{ACCESS_TOKEN_SECONDS, Signer};
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, Domain, OpeningKey, SecretToken, TotpSecret, Verdict};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::VaultError;

/// The account that somebody says they are, read before anything is proved.
pub(super) struct Candidate {
    pub account: StoredAccount,
    secret: Option<TotpSecret>,
}

/// Reads what a sign-in is compared with.
pub(super) fn find_candidate(
    conn: &mut Conn,
    secrets: &Secrets,
    name_hash: &[u8; 32],
) -> Result<Option<Candidate>, VaultError> {
    let Some(account) = accounts::find_by_name(conn, name_hash)? else {
        read_as_much(conn, secrets)?;
        return Ok(None);
    };
    with_secret(conn, secrets, account).map(Some)
}

/// As many queries as for an account that exists, so that the time tells nothing.
fn read_as_much(conn: &mut Conn, secrets: &Secrets) -> Result<(), VaultError> {
    let nobody = Id::from(uuid::Uuid::nil());
    accounts::roles_of(conn, nobody)?;
    match secrets.vault.key(conn, nobody, Class::Account) {
        Ok(_) | Err(VaultError::Erased) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Reads what a proof is compared with that a signed-in person gives anew.
pub(super) fn find_again(
    conn: &mut Conn,
    secrets: &Secrets,
    account: Id,
) -> Result<Option<Candidate>, VaultError> {
    let Some(account) = accounts::find(conn, account)? else {
        return Ok(None);
    };
    with_secret(conn, secrets, account).map(Some)
}

fn with_secret(
    conn: &mut Conn,
    secrets: &Secrets,
    account: StoredAccount,
) -> Result<Candidate, VaultError> {
    let secret = account.open_totp_secret(conn, &secrets.vault)?;
    Ok(Candidate { account, secret })
}

/// What a comparison found.
pub(super) enum Judged {
    /// It is the account's holder.
    Admitted(Box<Admitted>),
    /// The password was right, the digits were not.
    WrongDigits(Id),
    /// It is not the holder, or the account cannot be used.
    Refused,
}

/// Somebody who has proved that they are the account's holder.
pub(super) struct Admitted {
    pub account: StoredAccount,
    /// The code that they showed, to be used up.
    pub step: Option<i64>,
}

/// Compares what was shown with what is known.
pub(super) fn judge(
    candidate: Option<Candidate>,
    password: Verdict,
    code: Option<&OneTimeCode>,
    now: Time,
) -> Judged {
    let Some(Candidate { account, secret }) = candidate else {
        return Judged::Refused;
    };
    let step = match (&secret, code) {
        (Some(secret), Some(code)) => step_of(secret, code, now),
        _ => None,
    };
    if password != Verdict::Match || account.row.status != AccountStatus::Active {
        return Judged::Refused;
    }
    // An active account whose roles need a second factor has one; if that were ever untrue, it
    // would not be let in.
    let needs_code = account.has_second_factor() || account.needs_second_factor();
    match (needs_code, step) {
        (true, None) if code.is_some() => Judged::WrongDigits(account.row.id),
        (true, None) => Judged::Refused,
        (true, step) => Judged::Admitted(Box::new(Admitted { account, step })),
        (false, _) => Judged::Admitted(Box::new(Admitted {
            account,
            step: None,
        })),
    }
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub(super) enum SignInError {
    /// The code was used a moment ago, or the account has just been disabled.
    #[error("what was shown is no longer good")]
    Refused,
    /// The refresh token is unknown or over.
    #[error("the refresh token opens nothing")]
    UnknownToken,
    /// The refresh token was used before.
    #[error("the refresh token was used before")]
    Reused,
    /// The session is bound to a key, and no proof of it came.
    #[error("the key of the session was not proved")]
    WrongKey,
    /// A token cannot be signed, or a key not be sealed for it.
    #[error("a token cannot be signed")]
    Signing(Problem),
    /// A key cannot be sealed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Issues tokens.
pub(super) struct Issuer {
    pub signer: Signer,
    pub secrets: Secrets,
    /// How long an unused session lasts.
    pub good_for: Duration,
    /// The thumbprint of the key to which the session is bound.
    pub key: Option<String>,
    /// The external provider; who is linked to it signs in there and not with a password.
    pub external: Option<String>,
}

/// Tokens that have just been issued: the only moment at which they are known.
pub(super) struct Tokens {
    pub session: Id,
    pub access: String,
    pub access_expires_at: Time,
    pub refresh: SecretToken,
    pub refresh_expires_at: Time,
    /// Whether the access token is worth nothing without a proof of the key.
    pub is_bound: bool,
}

impl Issuer {
    /// Issues tokens. The account's private key, when it is open, is sealed anew under a secret that
    /// goes into the access token, and under the refresh token.
    pub(super) fn issue(
        &self,
        conn: &mut Conn,
        (account, session): (Id, Id),
        own_key: Option<&OpeningKey>,
        now: Time,
    ) -> Result<Tokens, SignInError> {
        let chance = &*self.secrets.randomness;
        let refresh = SecretToken::generate(chance);
        let (mut secret, mut for_refresh) = (None, None);
        if let Some(private) = own_key {
            let (of_token, sealed) =
                case_keys::seal_for_session(chance, session, private).map_err(VaultError::from)?;
            sessions::put_account_key(conn, session, sealed)?;
            secret = Some(of_token);
            let sealed = case_keys::seal_for_refresh(chance, (session, &refresh), private);
            for_refresh = Some(sealed.map_err(VaultError::from)?);
        }
        let (whose, bound_to) = ((account, session), self.key.as_deref());
        let access = self.signer.sign(whose, secret.as_ref(), bound_to, now);
        let refresh_expires_at = now.plus(self.good_for);
        let lookup = &self.secrets.lookup;
        let kept = (session, for_refresh);
        sessions::insert_refresh_token(conn, lookup, &refresh, kept, refresh_expires_at)?;
        let seconds = u64::try_from(ACCESS_TOKEN_SECONDS).unwrap_or(0);
        Ok(Tokens {
            session,
            access: access.map_err(SignInError::Signing)?,
            access_expires_at: now.plus(Duration::from_secs(seconds)),
            refresh,
            refresh_expires_at,
            is_bound: self.key.is_some(),
        })
    }

    /// Binds a session that has just been opened to the key that was proved, if one was.
    pub(super) fn bind(&self, conn: &mut Conn, session: Id) -> Result<(), DbError> {
        match &self.key {
            Some(thumbprint) => sessions::bind(conn, session, thumbprint),
            None => Ok(()),
        }
    }
}

/// Locks an account and says whether it still is what somebody was compared with: meanwhile it may
/// have been disabled, or its password changed.
pub(super) fn lock_unchanged(conn: &mut Conn, compared: &AccountRow) -> Result<bool, DbError> {
    let current = accounts::lock(conn, compared.id)?;
    Ok(current.is_some_and(|current| {
        current.row.status == AccountStatus::Active
            && current.row.password_hash == compared.password_hash
    }))
}

/// Opens a session: uses up the code, and replaces a hash that was made at another cost.
pub(super) fn open(
    conn: &mut Conn,
    issuer: &Issuer,
    admitted: &Admitted,
    (rehashed, own_key): (Option<&str>, &OwnKey),
    now: Time,
) -> Result<Tokens, SignInError> {
    let account = &admitted.account.row;
    if !lock_unchanged(conn, account)? {
        return Err(SignInError::Refused);
    }
    if let Some(external) = &issuer.external
        && openid::is_linked(conn, account.id, external)?
    {
        return Err(SignInError::Refused);
    }
    if let Some(step) = admitted.step
        && accounts::use_code(conn, account.id, step)? == CodeUse::Again
    {
        return Err(SignInError::Refused);
    }
    if let Some(hash) = rehashed {
        accounts::put_password(conn, account.id, hash)?;
    }
    let session = Id::from_parts(now, &*issuer.secrets.randomness);
    sessions::insert_session(conn, session, account.id, now, issuer.good_for)?;
    issuer.bind(conn, session)?;
    let own_key = take_own_key(conn, account.id, own_key, now)?;
    let whose = (account.id, session);
    let tokens = issuer.issue(conn, whose, own_key.as_ref(), now)?;
    let entry = audit::Entry {
        at: now,
        account: Some(account.id),
        organisation: Some(account.organisation_id),
        action: audit::Action::SignedIn,
        subject: audit::Subject::Session,
        subject_id: session,
        detail: None,
    };
    audit::record(conn, &issuer.secrets.chain, &entry)?;
    Ok(tokens)
}

/// The private key for a session; one that was made just now is stored, unless another was meanwhile.
fn take_own_key(
    conn: &mut Conn,
    account: Id,
    own_key: &OwnKey,
    now: Time,
) -> Result<Option<OpeningKey>, SignInError> {
    match own_key {
        OwnKey::Closed => Ok(None),
        OwnKey::Open(private) => Ok(Some(private.clone())),
        OwnKey::New(new) => {
            if case_keys::find_key(conn, account)?.is_some() {
                return Ok(None);
            }
            case_keys::put_key(conn, account, new, now).map_err(SignInError::Signing)?;
            Ok(Some(new.private.clone()))
        }
    }
}

/// The keyed hash of a refresh token as it came in; what cannot be one is looked up all the same.
pub(super) fn hash_of_refresh_token(secrets: &Secrets, token: &OpaqueToken) -> [u8; 32] {
    match SecretToken::parse(token.expose()) {
        Ok(token) => secrets.lookup.hash(Domain::RefreshToken, token.as_bytes()),
        Err(_) => secrets
            .lookup
            .hash(Domain::RefreshToken, token.expose().as_bytes()),
    }
}

/// Exchanges a refresh token for new tokens.
pub(super) fn refresh(
    conn: &mut Conn,
    issuer: &Issuer,
    (hash, token): (&[u8; 32], &OpaqueToken),
    now: Time,
) -> Result<(Tokens, StoredAccount), SignInError> {
    let (session, account, sealed) = match sessions::use_refresh_token(conn, hash, now)? {
        Presented::Good {
            session,
            account,
            sealed_account_key,
        } => (session, account, sealed_account_key),
        Presented::Reused { .. } => return Err(SignInError::Reused),
        Presented::Refused => return Err(SignInError::UnknownToken),
    };
    if sessions::key_of(conn, session)? != issuer.key {
        return Err(SignInError::WrongKey);
    }
    let token = SecretToken::parse(token.expose()).map_err(|_| SignInError::UnknownToken)?;
    let own_key =
        sealed.and_then(|sealed| case_keys::under_refresh_token(session, &token, &sealed));
    let tokens = issuer.issue(conn, (account, session), own_key.as_ref(), now)?;
    sessions::prolong(conn, session, now, tokens.refresh_expires_at)?;
    let account = accounts::find(conn, account)?.ok_or(SignInError::UnknownToken)?;
    Ok((tokens, account))
}

/// Ends the session whose refresh token was used twice: one of the two who used it stole it, and
/// nobody knows which.
pub(super) fn end_reused(
    conn: &mut Conn,
    secrets: &Secrets,
    hash: &[u8; 32],
    now: Time,
) -> Result<(), DbError> {
    let Presented::Reused {
        session,
        account,
        organisation,
    } = sessions::use_refresh_token(conn, hash, now)?
    else {
        return Ok(());
    };
    let because = EndedBecause::TokenReused;
    sessions::end(conn, account, Which::Only(session), because, now)?;
    let entry = audit::Entry {
        at: now,
        account: Some(account),
        organisation: Some(organisation),
        action: audit::Action::TokenReused,
        subject: audit::Subject::Session,
        subject_id: session,
        detail: None,
    };
    audit::record(conn, &secrets.chain, &entry)
}
