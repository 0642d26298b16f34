//! Doing something once: the stored answers, and the keys that are being worked on.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::HttpResponse;
use diesel::prelude::*;
use zeroize::Zeroizing;

use super::answer::{Answer, secret_hash};
use super::{Intent, Originator};
use crate::platform::clock::Time;
use crate::platform::crypto::{
    Domain, LookupKey, Purpose, ReceiptCode, SecretKey, open_under, seal_under,
};
use crate::platform::db::{Conn, DbError, constraint};
use crate::platform::http::context::{Context, Spoken};
use crate::platform::ids::Randomness;
use crate::platform::problem::{IDEMPOTENCY_KEY_REUSED, IN_PROGRESS, INTERNAL_ERROR, Problem};
use crate::schema::{idempotency, shown_once};

const SEAL_LABEL: &str = "idempotent answer";
const SECONDS_PER_DAY: u64 = 86_400;

pub(super) enum Refusal {
    Problem(Problem),
    Overtaken,
}

impl Refusal {
    pub(super) fn into_problem(self) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Overtaken => Problem::new(&IN_PROGRESS).retry_after(1),
        }
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        DbError::from(error).into()
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Everything needed to recognise a repetition.
#[derive(Clone)]
pub(super) struct Ticket {
    key: Zeroizing<String>,
    pub(super) key_hash: [u8; 32],
    request_hash: [u8; 32],
    /// From the master key file: a poor key ("1") cannot be tried on a stolen database.
    pepper: SecretKey,
    expires_at: Time,
    randomness: Arc<dyn Randomness>,
    spoken: Spoken,
}

impl Ticket {
    pub(super) fn new(
        context: &Context,
        intent: &Intent,
        key: &Zeroizing<String>,
        by: &Originator,
    ) -> Self {
        let services = context.services();
        let by = match by {
            Originator::Anonymous => "anonymous".to_owned(),
            Originator::Known(id) => id.to_string(),
        };
        let bound = format!("{by}\n{}\n{}", intent.operation, key.as_str());
        let days = u64::from(services.config.idempotency_days);
        Self {
            key: key.clone(),
            key_hash: services.lookup.hash(Domain::Idempotency, bound.as_bytes()),
            // Keyed: a plain hash of a short body could be guessed by who steals the database.
            request_hash: services
                .lookup
                .hash(Domain::Idempotency, &intent.fingerprint),
            pepper: services.keyring.derive(Purpose::Idempotency),
            expires_at: context
                .now()
                .plus(Duration::from_secs(days * SECONDS_PER_DAY)),
            randomness: Arc::clone(&services.randomness),
            spoken: context.spoken().clone(),
        }
    }

    /// The stored answer, before anything is done.
    pub(super) async fn look(&self, context: &Context) -> Result<Option<Answer>, Problem> {
        let again = self.clone();
        let found = context.db().read(move |conn| again.find(conn)).await;
        found.map_err(Refusal::into_problem)
    }

    /// Does the work in a transaction together with its answer.
    pub(super) async fn settle<F>(self, context: &Context, work: F) -> Result<HttpResponse, Problem>
    where
        F: FnOnce(&mut Conn) -> Result<Answer, Problem> + Send + 'static,
    {
        let again = self.clone();
        let outcome = context.db().write(move |conn| self.redeem(conn, work));
        match outcome.await {
            Ok((answer, replayed)) => Ok(answer.into_response(replayed)),
            // Another instance committed the same key between our look and our insert.
            Err(Refusal::Overtaken) => match again.look(context).await? {
                Some(answer) => Ok(answer.into_response(true)),
                None => Err(Problem::new(&IN_PROGRESS).retry_after(1)),
            },
            Err(refusal) => Err(refusal.into_problem()),
        }
    }

    fn redeem<F>(self, conn: &mut Conn, work: F) -> Result<(Answer, bool), Refusal>
    where
        F: FnOnce(&mut Conn) -> Result<Answer, Problem>,
    {
        if let Some(answer) = self.find(conn)? {
            return Ok((answer, true));
        }
        let mut answer = work(conn)?;
        answer.spoken(&self.spoken);
        let once = answer.take_once();
        let sealed = self.seal(&answer)?;
        let without = once.as_ref().map(|(_, without)| self.seal(without));
        let inserted = diesel::insert_into(idempotency::table)
            .values((
                idempotency::key_hash.eq(self.key_hash.as_slice()),
                idempotency::request_hash.eq(self.request_hash.as_slice()),
                idempotency::answer.eq(sealed),
                idempotency::answer_without_secret.eq(without.transpose()?),
                idempotency::expires_at.eq(self.expires_at),
            ))
            .execute(conn);
        match inserted {
            Ok(_) => {
                let (secrets, _) = once.unzip();
                self.note_secrets(conn, &secrets.unwrap_or_default())?;
                Ok((answer, false))
            }
            Err(error) if is_taken(&error) => Err(Refusal::Overtaken),
            Err(error) => Err(error.into()),
        }
    }

    fn seal(&self, answer: &Answer) -> Result<Vec<u8>, Problem> {
        let plain = Zeroizing::new(serde_json::to_vec(answer).map_err(unreadable)?);
        let secret: [&[u8]; 3] = [
            self.key.as_bytes(),
            &self.request_hash,
            self.pepper.as_slice(),
        ];
        let chance = &*self.randomness;
        seal_under(chance, &secret, SEAL_LABEL, &self.key_hash, &plain).map_err(unreadable)
    }

    fn note_secrets(&self, conn: &mut Conn, hashes: &[[u8; 32]]) -> Result<(), DbError> {
        for hash in hashes {
            diesel::insert_into(shown_once::table)
                .values((
                    shown_once::secret_hash.eq(hash.as_slice()),
                    shown_once::key_hash.eq(self.key_hash.as_slice()),
                    shown_once::expires_at.eq(self.expires_at),
                ))
                .execute(conn)?;
        }
        Ok(())
    }

    pub(super) fn find(&self, conn: &mut Conn) -> Result<Option<Answer>, Refusal> {
        let stored: Option<(Vec<u8>, Vec<u8>)> = idempotency::table
            .filter(idempotency::key_hash.eq(self.key_hash.as_slice()))
            .select((idempotency::request_hash, idempotency::answer))
            .first(conn)
            .optional()?;
        let Some((request_hash, sealed)) = stored else {
            return Ok(None);
        };
        if request_hash != self.request_hash {
            return Err(Problem::new(&IDEMPOTENCY_KEY_REUSED).into());
        }
        let secret: [&[u8]; 3] = [
            self.key.as_bytes(),
            &self.request_hash,
            self.pepper.as_slice(),
        ];
        let plain = open_under(&secret, SEAL_LABEL, &self.key_hash, &sealed).map_err(unreadable)?;
        serde_json::from_slice(&plain)
            .map(Some)
            .map_err(|error| unreadable(error).into())
    }
}

fn unreadable(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "A stored answer cannot be written or read");
    Problem::new(&INTERNAL_ERROR)
}

fn is_taken(error: &diesel::result::Error) -> bool {
    constraint(error).as_deref() == Some("idempotency_key_hash_key")
}

/// Takes the codes out of the stored answer in which this one stands, now that it was used. Only who has
/// the code finds the answer: the database does not say which receipt was in it.
pub fn wipe_shown(conn: &mut Conn, lookup: &LookupKey, code: &ReceiptCode) -> Result<(), DbError> {
    let found: Option<Vec<u8>> = shown_once::table
        .find(secret_hash(lookup, code).as_slice())
        .select(shown_once::key_hash)
        .first(conn)
        .optional()?;
    let Some(key_hash) = found else {
        return Ok(());
    };
    let row = idempotency::table.find(key_hash.as_slice());
    let without: Option<Option<Vec<u8>>> = row
        .select(idempotency::answer_without_secret)
        .first(conn)
        .optional()?;
    if let Some(without) = without.flatten() {
        diesel::update(row)
            .set((
                idempotency::answer.eq(without),
                idempotency::answer_without_secret.eq(None::<Vec<u8>>),
            ))
            .execute(conn)?;
    }
    let shown = shown_once::table.filter(shown_once::key_hash.eq(key_hash.as_slice()));
    diesel::delete(shown).execute(conn)?;
    Ok(())
}

/// Forgets answers whose time is over.
pub fn forget_expired(conn: &mut Conn, now: Time) -> Result<usize, DbError> {
    let over = shown_once::table.filter(shown_once::expires_at.lt(now));
    diesel::delete(over).execute(conn)?;
    let expired = idempotency::table.filter(idempotency::expires_at.lt(now));
    Ok(diesel::delete(expired).execute(conn)?)
}

/// The keys that are being worked on by this instance.
#[derive(Default)]
pub struct KeysUnderWay(Mutex<HashSet<[u8; 32]>>);

pub(super) struct UnderWay {
    context: Context,
    key_hash: [u8; 32],
}

impl UnderWay {
    pub(super) fn enter(context: &Context, key_hash: [u8; 32]) -> Result<Self, Problem> {
        let keys = &context.services().keys_under_way.0;
        let entered = keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key_hash);
        if entered {
            return Ok(Self {
                context: context.clone(),
                key_hash,
            });
        }
        Err(Problem::new(&IN_PROGRESS).retry_after(1))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let keys = &self.context.services().keys_under_way.0;
        keys.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key_hash);
    }
}
