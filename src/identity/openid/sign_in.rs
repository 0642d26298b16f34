//! A sign-in with the provider, from its start to a session.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::id_token::Somebody;
use super::provider::{Answered, Asking, OpenIdProvider, ProviderError};
use super::store;
use crate::identity::accounts::{self, AccountStatus, CodeUse, StoredAccount};
use crate::identity::audit;
use crate::identity::model::{OneTimeCode, OpaqueToken};
use crate::identity::secrets::Secrets;
use crate::identity::sessions::{self, EndedBecause, Which};
use crate::identity::set_up::step_of;
use crate::identity::sign_in::{Issuer, SignInError, Tokens};
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, SealingError, SecretToken, open_under, seal_under};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::VaultError;

/// How long somebody may take at the provider.
const GOOD_FOR: Duration = Duration::from_mins(10);
const LABEL: &str = "openid sign-in";

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub(in crate::identity) enum OpenIdError {
    /// No sign-in of this state is under way.
    #[error("no such sign-in is under way")]
    UnknownState,
    /// The invitation is unknown, used up or over.
    #[error("the invitation opens nothing")]
    UnknownInvitation,
    /// The provider vouches for nobody.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// Whom the provider vouches for has no account here.
    #[error("no account is linked to this person")]
    NotLinked,
    /// Whom the provider vouches for has another account here.
    #[error("another account is linked to this person")]
    LinkedOtherwise,
    /// The account needs a second factor and has none that is believed.
    #[error("the account has no second factor")]
    SecondFactorMissing,
    /// The digits are needed.
    #[error("the digits of the authenticator app are needed")]
    CodeNeeded,
    /// The digits are wrong or were used.
    #[error("the digits are wrong")]
    WrongCode,
    /// The account cannot be used, or a token not be signed.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// Something cannot be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<DbError> for OpenIdError {
    fn from(error: DbError) -> Self {
        Self::Vault(error.into())
    }
}

impl From<SealingError> for OpenIdError {
    fn from(error: SealingError) -> Self {
        Self::Vault(error.into())
    }
}

/// What must come back, sealed under the state, which only the client has.
#[derive(Serialize, Deserialize)]
pub(in crate::identity) struct Pending {
    nonce: String,
    verifier: String,
    /// The account that is to be linked.
    account: Option<Id>,
}

/// A sign-in that has just been started.
pub(in crate::identity) struct Started {
    state: SecretToken,
    nonce: SecretToken,
    verifier: SecretToken,
    /// Where the browser is sent.
    pub address: String,
    /// Until when it must have come back.
    pub expires_at: Time,
}

impl Started {
    /// What comes back with the code.
    pub fn state(&self) -> String {
        self.state.expose()
    }

    /// Makes up state, nonce and verifier, and asks the provider where to go. Blocks.
    pub fn at(
        provider: &OpenIdProvider,
        secrets: &Secrets,
        now: Time,
    ) -> Result<Self, ProviderError> {
        let new = || SecretToken::generate(&*secrets.randomness);
        let (state, nonce, verifier) = (new(), new(), new());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose().as_bytes()));
        let asking = Asking {
            state: &state.expose(),
            nonce: &nonce.expose(),
            challenge: &challenge,
        };
        let address = provider.address(&asking, now)?;
        Ok(Self {
            state,
            nonce,
            verifier,
            address,
            expires_at: now.plus(GOOD_FOR),
        })
    }
}

fn hash(secrets: &Secrets, domain: Domain, token: &OpaqueToken) -> Option<[u8; 32]> {
    let token = SecretToken::parse(token.expose()).ok()?;
    Some(secrets.lookup.hash(domain, token.as_bytes()))
}

/// Remembers a sign-in that was started; with an invitation it will link that account.
pub(in crate::identity) fn start(
    conn: &mut Conn,
    secrets: &Secrets,
    started: &Started,
    invitation: Option<&OpaqueToken>,
    now: Time,
) -> Result<(), OpenIdError> {
    let account = match invitation {
        None => None,
        Some(token) => {
            let hash = hash(secrets, Domain::OpenIdInvitation, token);
            let hash = hash.ok_or(OpenIdError::UnknownInvitation)?;
            let found = store::find_invited(conn, &hash, now)?;
            Some(found.ok_or(OpenIdError::UnknownInvitation)?)
        }
    };
    let pending = Pending {
        nonce: started.nonce.expose(),
        verifier: started.verifier.expose(),
        account,
    };
    let state_hash = secrets
        .lookup
        .hash(Domain::OpenIdState, started.state.as_bytes());
    let plain = serde_json::to_vec(&pending).map_err(|_| VaultError::Form)?;
    let secret: [&[u8]; 1] = [started.state.as_bytes()];
    let sealed = seal_under(&*secrets.randomness, &secret, LABEL, &state_hash, &plain)?;
    Ok(store::insert_sign_in(
        conn,
        &state_hash,
        &sealed,
        started.expires_at,
    )?)
}

/// The sign-in that is under way with this state.
pub(in crate::identity) fn find_pending(
    conn: &mut Conn,
    secrets: &Secrets,
    state: &OpaqueToken,
    now: Time,
) -> Result<Pending, OpenIdError> {
    let token = SecretToken::parse(state.expose()).map_err(|_| OpenIdError::UnknownState)?;
    let state_hash = secrets.lookup.hash(Domain::OpenIdState, token.as_bytes());
    let sealed = store::find_sign_in(conn, &state_hash, now)?;
    let sealed = sealed.ok_or(OpenIdError::UnknownState)?;
    let secret: [&[u8]; 1] = [token.as_bytes()];
    let plain = open_under(&secret, LABEL, &state_hash, &sealed)?;
    Ok(serde_json::from_slice(&plain).map_err(|_| VaultError::Form)?)
}

impl Pending {
    /// Asks the provider who it is. Blocks.
    pub fn identify(
        &self,
        provider: &OpenIdProvider,
        code: &str,
        now: Time,
    ) -> Result<Somebody, ProviderError> {
        let answered = Answered {
            code,
            verifier: &self.verifier,
            nonce: &self.nonce,
        };
        provider.identify(&answered, now)
    }
}

/// Somebody for whom the provider vouches, on their way to a session.
pub(in crate::identity) struct Finishing {
    pub state: OpaqueToken,
    pub pending: Pending,
    pub somebody: Somebody,
    /// Whether the provider's second factor is believed.
    pub is_trusted: bool,
    pub issuer_name: String,
    pub code: Option<OneTimeCode>,
    pub now: Time,
}

/// Opens a session for somebody for whom the provider vouches, and links their account first, if they were invited.
pub(in crate::identity) fn finish(
    conn: &mut Conn,
    issuer: &Issuer,
    finishing: &Finishing,
) -> Result<(Tokens, StoredAccount), OpenIdError> {
    let secrets = &issuer.secrets;
    let state_hash = hash(secrets, Domain::OpenIdState, &finishing.state);
    let state_hash = state_hash.ok_or(OpenIdError::UnknownState)?;
    if !store::end_sign_in(conn, &state_hash)? {
        return Err(OpenIdError::UnknownState);
    }
    let parts = [
        finishing.issuer_name.as_bytes(),
        finishing.somebody.subject.as_bytes(),
    ];
    let subject = secrets.lookup.hash_all(Domain::OpenIdSubject, &parts);
    let linked = store::find_account(conn, &subject)?;
    let id = match (finishing.pending.account, linked) {
        (Some(invited), Some(linked)) if invited != linked => {
            return Err(OpenIdError::LinkedOtherwise);
        }
        (Some(invited), _) => invited,
        (None, linked) => linked.ok_or(OpenIdError::NotLinked)?,
    };
    let account = accounts::lock(conn, id)?.ok_or(OpenIdError::NotLinked)?;
    let is_usable = account.row.status == AccountStatus::Active
        || (account.row.status == AccountStatus::Invited && finishing.pending.account.is_some());
    if !is_usable || !accounts::is_of_active_organisation(conn, id)? {
        return Err(SignInError::Refused.into());
    }
    prove_second_factor(conn, secrets, finishing, &account)?;
    if finishing.pending.account.is_some() {
        link(conn, secrets, finishing, &account, &subject)?;
    }
    open(conn, issuer, id, finishing.now)
}

/// The provider's second factor where it is believed, otherwise our own where the account has or needs one.
fn prove_second_factor(
    conn: &mut Conn,
    secrets: &Secrets,
    finishing: &Finishing,
    account: &StoredAccount,
) -> Result<(), OpenIdError> {
    if finishing.is_trusted || !(account.needs_second_factor() || account.has_second_factor()) {
        return Ok(());
    }
    if !account.has_second_factor() {
        return Err(OpenIdError::SecondFactorMissing);
    }
    let id = account.row.id;
    let code = finishing.code.as_ref().ok_or(OpenIdError::CodeNeeded)?;
    let secret = account.open_totp_secret(conn, &secrets.vault)?;
    let step = secret.and_then(|secret| step_of(&secret, code, finishing.now));
    let step = step.ok_or(OpenIdError::WrongCode)?;
    match accounts::use_code(conn, id, step)? {
        CodeUse::First => Ok(()),
        CodeUse::Again => Err(OpenIdError::WrongCode),
    }
}

/// The constraint by which nobody has two accounts, as each database calls it.
const ONE_ACCOUNT: [&str; 2] = ["openid_links_subject", "openid_links_subject_hash_key"];

/// Somebody linked another account to this person since it was asked.
fn linked_meanwhile(error: DbError) -> OpenIdError {
    match error.constraint() {
        Some(name) if ONE_ACCOUNT.contains(&name.as_str()) => OpenIdError::LinkedOtherwise,
        _ => error.into(),
    }
}

/// Links an account; its other sessions end, so that its holder notices.
fn link(
    conn: &mut Conn,
    secrets: &Secrets,
    finishing: &Finishing,
    account: &StoredAccount,
    subject: &[u8; 32],
) -> Result<(), OpenIdError> {
    let (id, now) = (account.row.id, finishing.now);
    store::link(conn, id, &finishing.issuer_name, subject, now).map_err(linked_meanwhile)?;
    store::forget_invitations(conn, id)?;
    sessions::end(conn, id, Which::All, EndedBecause::Reset, now)?;
    if account.row.status == AccountStatus::Invited
        && accounts::activate(conn, id)? == accounts::Changed::Overtaken
    {
        return Err(SignInError::Refused.into());
    }
    let entry = audit::Entry {
        at: now,
        account: Some(id),
        organisation: Some(account.row.organisation_id),
        action: audit::Action::AccountChanged,
        subject: audit::Subject::Account,
        subject_id: id,
        detail: Some("openid_linked"),
    };
    Ok(audit::record(conn, &secrets.chain, &entry)?)
}

fn open(
    conn: &mut Conn,
    issuer: &Issuer,
    id: Id,
    now: Time,
) -> Result<(Tokens, StoredAccount), OpenIdError> {
    let account = accounts::find(conn, id)?.ok_or(OpenIdError::NotLinked)?;
    let session = Id::from_parts(now, &*issuer.secrets.randomness);
    sessions::insert_session(conn, session, id, now, issuer.good_for)?;
    issuer.bind(conn, session)?;
    let tokens = issuer.issue(conn, (id, session), None, now)?;
    let entry = audit::Entry {
        at: now,
        account: Some(id),
        organisation: Some(account.row.organisation_id),
        action: audit::Action::SignedIn,
        subject: audit::Subject::Session,
        subject_id: session,
        detail: Some("openid"),
    };
    audit::record(conn, &issuer.secrets.chain, &entry)?;
    Ok((tokens, account))
}
