//! Answers to texts that people have sent.

use serde::{Deserialize, Serialize};

use super::stops::hash_of;
use crate::contact::permit::{Answered, Permit};
use crate::contact::store::{self, TextRow};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::{CONFLICT, Problem, UNAVAILABLE};
use crate::platform::vault::{Vault, VaultError};

/// Names what is sealed; it must never change.
const ANSWER: &str = "outgoing_text.answer";

/// An answer as it is sealed.
#[derive(Serialize, Deserialize)]
struct SealedAnswer {
    number: PhoneNumber,
    language: Language,
    answered: Answered,
    text: String,
}

/// Puts a text into the outbox, in the transaction in which it is decided; it is sent after the commit. The words
/// must be such that anybody may read them.
///
/// The permit is one [to answer](Permit::to_answer). Texts that a plan allows are queued by
/// [`notify`](crate::contact::notify): their number and words are made when they are sent.
///
/// # Errors
///
/// `unavailable` when no gateway is configured; `conflict` when the number wants no texts. Nothing was written then, so
/// the caller may go on.
pub fn enqueue(
    conn: &mut Conn,
    services: &Services,
    permit: &Permit,
    text: &str,
    now: Time,
) -> Result<Id, Problem> {
    if services.config.text_gateway.is_none() {
        return Err(Problem::new(&UNAVAILABLE));
    }
    let answered = permit.answered().ok_or_else(|| Problem::new(&CONFLICT))?;
    let hash = hash_of(services, permit.number());
    if !answered.confirms_stop && store::is_stopped(conn, &hash)? {
        return Err(Problem::new(&CONFLICT));
    }
    let id = services.new_id();
    let key = services
        .vault
        .create_key(conn, id, Class::Identity, now.hour())?;
    let sealed = SealedAnswer {
        number: permit.number().clone(),
        language: permit.language().clone(),
        answered,
        text: text.to_owned(),
    };
    let row = TextRow {
        id,
        request_id: None,
        attempt_id: None,
        sealed: Some(key.seal_json(id, ANSWER, &sealed)?),
        number_hash: Some(hash.to_vec()),
        attempts: 0,
        created_at: now.hour(),
        due_at: now.hour(),
        trying_since: None,
        leased_until: None,
    };
    store::insert_text(conn, &row)?;
    Ok(id)
}

/// The permit and the words of an answer that waits.
pub(super) fn open_answer(
    conn: &mut Conn,
    vault: &Vault,
    row: &TextRow,
) -> Result<Option<(Permit, String)>, VaultError> {
    let Some(sealed) = &row.sealed else {
        return Ok(None);
    };
    let key = vault.key(conn, row.id, Class::Identity)?;
    let opened: SealedAnswer = key.open_json(row.id, ANSWER, sealed)?;
    let permit = Permit::again(opened.number, opened.language, opened.answered);
    Ok(Some((permit, opened.text)))
}
