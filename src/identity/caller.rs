//! A member of staff who has proved who they are and that they may do what they are about to do.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use diesel::prelude::*;

use super::accounts::is_qualified;
use super::audit;
use super::case_keys::CaseAccess;
use super::clients;
use super::key_proofs::{self, KeyHolder};
use super::permissions::{Capability, Needed, Role, Scope};
use super::sessions::open_account_key;
use super::tokens::{Claims, TokenKeys};
use crate::platform::clock::Time;
use crate::platform::crypto::{ChainKey, OpeningKey, SecretToken};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::asking::{self, Reading};
use crate::platform::http::context::mark_proved;
use crate::platform::http::{Context, Originator};
use crate::platform::ids::Id;
use crate::platform::problem::{
    FORBIDDEN, INTERNAL_ERROR, INVALID_TOKEN, Problem, ProblemCode, UNAUTHENTICATED,
};
use crate::schema::{account_roles, accounts, organisations, sessions};

/// Proof that a member of staff may do `C`. The extractor is the only way to get one, and actions
/// ask for it, so that nothing reaches them without.
pub struct Caller<C> {
    account: Id,
    organisation: Id,
    session: Id,
    roles: Vec<Role>,
    chain: ChainKey,
    /// The account's private key, when the token opens it.
    own_key: Option<Arc<OpeningKey>>,
    /// The key to which the token is bound, proved with this request.
    holder: Option<KeyHolder>,
    capability: PhantomData<fn() -> C>,
}

impl<C> Clone for Caller<C> {
    fn clone(&self) -> Self {
        Self {
            account: self.account,
            organisation: self.organisation,
            session: self.session,
            roles: self.roles.clone(),
            chain: self.chain.clone(),
            own_key: self.own_key.clone(),
            holder: self.holder.clone(),
            capability: PhantomData,
        }
    }
}

impl<C> fmt::Debug for Caller<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Caller({})", self.account)
    }
}

impl<C> Caller<C> {
    /// The account; of a partner's program the client.
    pub const fn account(&self) -> Id {
        self.account
    }

    /// The organisation to which the account belongs and whose records alone it may see.
    pub const fn organisation(&self) -> Id {
        self.organisation
    }

    /// The session of this sign-in; of a partner's program the client.
    pub const fn session(&self) -> Id {
        self.session
    }

    /// The thumbprint of the key to which the token is bound; its holder has proved it with this request.
    pub fn key_thumbprint(&self) -> Option<&str> {
        let holder = self.holder.as_ref();
        holder.map(|holder| holder.thumbprint.as_str())
    }

    /// The tablet with which the account's holder works; none at a desk.
    pub fn device(&self) -> Option<Id> {
        let (device, account) = self.holder.as_ref()?.device?;
        (account == self.account).then_some(device)
    }

    /// The roles of the account; a partner's program has none.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Whether a role of the account allows something else as well. What its organisation must be for that is not asked here.
    pub fn may<D: Capability>(&self) -> bool {
        self.roles.iter().any(|role| D::ROLES.contains(role))
    }

    /// What the caller shows to open cases.
    pub fn case_access(&self) -> CaseAccess {
        CaseAccess::Account {
            account: self.account,
            key: self.own_key.clone(),
        }
    }

    /// The account's private key, when the token opens it.
    pub(super) fn own_key(&self) -> Option<&OpeningKey> {
        self.own_key.as_deref()
    }

    /// The caller as the originator of a command.
    pub const fn originator(&self) -> Originator {
        Originator::Known(self.account)
    }

    /// The key of the audit log.
    pub(super) const fn chain(&self) -> &ChainKey {
        &self.chain
    }

    /// Writes to the audit log that this caller did something.
    pub fn record(
        &self,
        conn: &mut Conn,
        at: Time,
        action: audit::Action,
        subject: audit::Subject,
        subject_id: Id,
        detail: Option<&'static str>,
    ) -> Result<(), DbError> {
        let entry = audit::Entry {
            at,
            account: Some(self.account),
            organisation: Some(self.organisation),
            action,
            subject,
            subject_id,
            detail,
        };
        audit::record(conn, &self.chain, &entry)
    }
}

impl<C: Capability> FromRequest for Caller<C> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let of_proof = request.clone();
        asking::prove(request, async move { authenticate(&of_proof).await })
    }
}

async fn authenticate<C: Capability>(request: &HttpRequest) -> Result<Caller<C>, Problem> {
    let context = Context::of(request)?;
    let keys = request.app_data::<web::Data<TokenKeys>>().cloned();
    let keys = keys.ok_or(Problem::new(&INTERNAL_ERROR))?;
    let shown = shown(request);
    let token = shown.as_ref().map(|(_, token)| token.as_str());
    // First: a tablet that is trusted no more is told so whatever its token is worth.
    let proved = key_proofs::prove(request, &context, token).await?;
    let (scheme, token) = shown.ok_or_else(|| challenge(&UNAUTHENTICATED))?;
    let now = context.now();
    let claims = keys.read(context.db(), &token, now).await;
    let claims = claims.map_err(challenging)?;
    let holder = bound(&claims, scheme, proved)?;
    let (account, session) = (claims.sub, claims.sid);
    let find = move |conn: &mut Conn| find_standing(conn, &claims, C::NEEDED, now);
    let found = context.db().read(find).await?;
    let (found, own_key) = found.ok_or_else(|| challenge(&INVALID_TOKEN))?;
    mark_proved(request);
    let Standing {
        organisation,
        grants,
        is_qualified,
    } = found;
    if !is_qualified || !grants.allow::<C>() {
        return Err(grants.refusal::<C>());
    }
    let roles = match grants {
        Grants::Roles(roles) => roles,
        Grants::Scopes(_) => Vec::new(),
    };
    Ok(Caller {
        account,
        organisation,
        session,
        roles,
        chain: ChainKey::new(&context.services().keyring),
        own_key: own_key.map(Arc::new),
        holder,
        capability: PhantomData,
    })
}

/// How an access token was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Bearer,
    Dpop,
}

/// The access token, if one was shown.
fn shown(request: &HttpRequest) -> Option<(Scheme, String)> {
    let value = request.headers().get(header::AUTHORIZATION)?;
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    let scheme = [("Bearer", Scheme::Bearer), ("DPoP", Scheme::Dpop)]
        .into_iter()
        .find_map(|(name, known)| scheme.eq_ignore_ascii_case(name).then_some(known))?;
    Some((scheme, token.trim().to_owned()))
}

/// The key to which a token is bound, when it was proved with this request; an error when it was not (RFC 9449,
/// section 7). A token that is bound to none needs no proof.
fn bound(
    claims: &Claims,
    scheme: Scheme,
    proved: Option<KeyHolder>,
) -> Result<Option<KeyHolder>, Problem> {
    let dpop = "DPoP realm=\"tulay\", error=\"invalid_token\", algs=\"ES256 EdDSA\"";
    let mismatch = || Problem::new(&INVALID_TOKEN).header(header::WWW_AUTHENTICATE, dpop);
    match (&claims.cnf, scheme) {
        (None, Scheme::Bearer) => Ok(None),
        (None, Scheme::Dpop) | (Some(_), Scheme::Bearer) => Err(mismatch()),
        (Some(key), Scheme::Dpop) => match proved {
            Some(holder) if holder.thumbprint == key.jkt => Ok(Some(holder)),
            Some(_) | None => Err(key_proofs::refused()),
        },
    }
}

/// A bad token with its challenge; other problems as they are.
fn challenging(problem: Problem) -> Problem {
    if problem.code == &INVALID_TOKEN {
        challenge(problem.code)
    } else {
        problem
    }
}

/// "No token" and "bad token" are different things (RFC 6750, section 3).
fn challenge(code: &'static ProblemCode) -> Problem {
    let value = if code == &INVALID_TOKEN {
        "Bearer realm=\"tulay\", error=\"invalid_token\""
    } else {
        "Bearer realm=\"tulay\""
    };
    Problem::new(code).header(header::WWW_AUTHENTICATE, value)
}

/// By what somebody may do things: a person by roles, a partner's program by scopes.
enum Grants {
    Roles(Vec<Role>),
    Scopes(Vec<Scope>),
}

impl Grants {
    fn allow<C: Capability>(&self) -> bool {
        match self {
            Self::Roles(roles) => roles.iter().any(|role| C::ROLES.contains(role)),
            Self::Scopes(scopes) => C::SCOPE.is_some_and(|scope| scopes.contains(&scope)),
        }
    }

    /// To a program that lacks a scope it is said which (RFC 6750, section 3.1).
    fn refusal<C: Capability>(&self) -> Problem {
        let refused = Problem::new(&FORBIDDEN);
        match (self, C::SCOPE) {
            (Self::Scopes(_), Some(scope)) => {
                let value = format!(
                    "Bearer realm=\"tulay\", error=\"insufficient_scope\", scope=\"{scope}\""
                );
                refused.header(header::WWW_AUTHENTICATE, &value)
            }
            (Self::Scopes(_), None) | (Self::Roles(_), _) => refused,
        }
    }
}

/// An account whose session stands.
struct Standing {
    organisation: Id,
    grants: Grants,
    /// Whether the organisation is what was asked about.
    is_qualified: bool,
}

/// How the account of a token stands, and its private key, when the token opens it.
fn find_standing(
    conn: &mut Conn,
    claims: &Claims,
    needed: Option<Needed>,
    now: Time,
) -> Result<Option<(Standing, Option<OpeningKey>)>, DbError> {
    if let Some(scope) = &claims.scope {
        let client = standing_of_client(conn, claims.sub, scope, needed)?;
        return Ok(client.map(|client| (client, None)));
    }
    let Some(found) = standing(conn, claims.sub, claims.sid, needed, now)? else {
        return Ok(None);
    };
    let secret = claims.key.as_deref();
    let own_key = match secret.and_then(|secret| SecretToken::parse(secret).ok()) {
        Some(secret) => open_account_key(conn, claims.sid, &secret)?,
        None => None,
    };
    Ok(Some((found, own_key)))
}

/// How an account stands; `None` when its session has ended or it is disabled. Asked at each
/// request, so that signing out everywhere works at once.
fn standing(
    conn: &mut Conn,
    account: Id,
    session: Id,
    needed: Option<Needed>,
    now: Time,
) -> Result<Option<Standing>, DbError> {
    let rows: Vec<(Id, Role)> = sessions::table
        .inner_join(accounts::table.inner_join(organisations::table))
        .inner_join(account_roles::table.on(account_roles::account_id.eq(accounts::id)))
        .filter(sessions::id.eq(session))
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(accounts::status.eq("active"))
        .filter(organisations::status.eq("active"))
        .select((accounts::organisation_id, account_roles::role))
        .load(conn)
        .map_err(DbError::from)?;
    let Some((organisation, _)) = rows.first().copied() else {
        return Ok(None);
    };
    Ok(Some(Standing {
        organisation,
        grants: Grants::Roles(rows.into_iter().map(|(_, role)| role).collect()),
        is_qualified: is_qualified(conn, organisation, needed)?,
    }))
}

/// How a partner's program stands; `None` when it was revoked or its organisation is not active. It has those scopes
/// of its token that it still has today.
fn standing_of_client(
    conn: &mut Conn,
    client: Id,
    scope: &str,
    needed: Option<Needed>,
) -> Result<Option<Standing>, DbError> {
    let Some((organisation, mut scopes)) = clients::find_standing(conn, client)? else {
        return Ok(None);
    };
    scopes.retain(|held| scope.split(' ').any(|word| word == held.as_str()));
    Ok(Some(Standing {
        organisation,
        grants: Grants::Scopes(scopes),
        is_qualified: is_qualified(conn, organisation, needed)?,
    }))
}
