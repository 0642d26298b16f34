//! The second word: what a finder of the code does not know.

use diesel::prelude::*;

use super::care::lock_good;
use super::holder::ReceiptHolder;
use crate::identity::model::Password;
use crate::identity::passwords::Passwords;
use crate::identity::throttle::Throttle;
use crate::platform::crypto::{Domain, Verdict};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Context;
use crate::platform::http::rates::come_back_in;
use crate::platform::problem::{CONFLICT, Problem, ProblemCode, problem_code};
use crate::schema::receipts;

/// The receipt has a second word, and none was sent.
pub const SECOND_WORD_NEEDED: ProblemCode = problem_code("second_word_needed", 403);
/// It was another word, or too many wrong ones were tried.
pub const SECOND_WORD_WRONG: ProblemCode = problem_code("second_word_wrong", 403);

/// A word that is being chosen: short enough to remember, and tried a few times a minute at most.
pub type SecondWord = Password<4>;
/// A word that is being tried.
pub type TriedWord = Password<1>;

/// Telephones write the first letter large.
fn folded(word: &str) -> String {
    word.trim().to_lowercase()
}

/// Checks the second word of a receipt that has one, and returns its hash. Wrong ones are counted per receipt,
/// wherever they come from, as wrong digits after a right password are.
pub async fn prove_second_word<K: 'static>(
    context: &Context,
    (passwords, throttle): (&Passwords, &Throttle),
    holder: &ReceiptHolder<K>,
    tried: Option<&TriedWord>,
) -> Result<Option<String>, Problem> {
    let (receipt, services) = (holder.receipt(), context.services());
    let stored = context.db().read(move |conn| find(conn, receipt)).await?;
    let Some(stored) = stored else {
        return Ok(None);
    };
    let tried = tried.ok_or(Problem::new(&SECOND_WORD_NEEDED))?;
    let of_receipt = services
        .lookup
        .hash(Domain::Receipt, receipt.as_bytes().as_slice());
    let place = throttle.place(context.network(), &of_receipt);
    if throttle.refuses_digits(place, receipt, context.now()) {
        return Err(Problem::new(&SECOND_WORD_WRONG));
    }
    let of_networks = services.rates.wrong_codes();
    let attempt = throttle.reserve(of_networks, place, context.now());
    let attempt = attempt.map_err(come_back_in)?;
    let verdict = passwords.verify(folded(tried.expose()), Some(stored.clone()));
    match verdict.await {
        Ok(Verdict::Mismatch) => {
            throttle.count_digits(receipt, context.now());
            Err(Problem::new(&SECOND_WORD_WRONG))
        }
        outcome => {
            throttle.give_back(of_networks, attempt);
            outcome.map(|_| Some(stored))
        }
    }
}

pub(super) fn find(
    conn: &mut Conn,
    receipt: crate::platform::ids::Id,
) -> Result<Option<String>, DbError> {
    let found: Option<Option<String>> = receipts::table
        .find(receipt)
        .select(receipts::second_word_hash)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Hashes a second word, on the threads for such work.
pub async fn hash_second_word(passwords: &Passwords, word: &SecondWord) -> Result<String, Problem> {
    passwords.hash(folded(word.expose())).await
}

/// Gives a receipt a second word, or takes it away, unless it has changed since it was proved.
pub fn put_second_word<K>(
    conn: &mut Conn,
    context: &Context,
    holder: &ReceiptHolder<K>,
    (proved, new): (Option<String>, Option<String>),
) -> Result<(), Problem> {
    let row = lock_good(conn, &context.services().lookup, holder)?;
    if row.second_word_hash != proved {
        return Err(Problem::new(&CONFLICT));
    }
    diesel::update(receipts::table.find(row.id))
        .set(receipts::second_word_hash.eq(new))
        .execute(conn)
        .map_err(DbError::from)?;
    Ok(())
}
