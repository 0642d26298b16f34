//! Pseudonymous accounts: one place for several receipts, for whoever wants that.
//!
//! An account has a random number and a recovery code, and nothing else. The receipt codes in it are sealed under the
//! recovery code, so that the database tells neither which receipts belong together nor opens any of them. Nothing needs
//! an account; deleting one leaves the receipts as they are.

use actix_web::http::header;
use diesel::prelude::*;

use super::receipts::{GatheredReceipt, find_gathered, hold_gathered, rotate};
use crate::platform::clock::{Date, Time};
use crate::platform::crypto::{Domain, LookupKey, ReceiptCode, open_under, seal_under};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::command::wipe_shown;
use crate::platform::http::rates::come_back_in;
use crate::platform::http::{Context, Services};
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code};
use crate::schema::{pseudonym_receipts, pseudonyms};

const SEAL_LABEL: &str = "receipt-of-pseudonym";
/// Receipts of one account.
const MOST_RECEIPTS: usize = 50;
/// Months after which an account goes that nobody uses.
const KEPT_MONTHS: i32 = 24;
/// Accounts that are cleared away at once.
const AT_ONCE: i64 = 100;

/// No account has this number and recovery code.
pub const UNKNOWN_PSEUDONYM: ProblemCode = problem_code("unknown_pseudonym", 401);
/// There are as many receipts in the account as it takes.
pub const TOO_MANY_RECEIPTS: ProblemCode = problem_code("too_many_receipts", 409);

/// An account that was made just now.
pub(super) struct NewPseudonym {
    /// Its number.
    pub number: String,
    /// What opens it.
    pub recovery: ReceiptCode,
}

/// Proof that somebody knows number and recovery code of an account.
pub(super) struct Pseudonym {
    id: Id,
    recovery: ReceiptCode,
}

/// Makes an account.
pub(super) fn create(
    conn: &mut Conn,
    services: &Services,
    now: Time,
) -> Result<NewPseudonym, Problem> {
    let number = random_number(&*services.randomness);
    let recovery = ReceiptCode::generate(&*services.randomness);
    let lookup = &services.lookup;
    diesel::insert_into(pseudonyms::table)
        .values((
            // Its id tells no time.
            pseudonyms::id.eq(Id::random(&*services.randomness)),
            pseudonyms::number_hash.eq(hash_of_number(lookup, &number).as_slice()),
            pseudonyms::recovery_hash.eq(hash_of_recovery(lookup, &recovery).as_slice()),
            pseudonyms::created_in.eq(now.date().first_of_month()),
        ))
        .execute(conn)?;
    Ok(NewPseudonym { number, recovery })
}

/// Twelve digits in groups of four.
fn random_number(randomness: &dyn Randomness) -> String {
    let mut bytes = [0; 16];
    randomness.fill(&mut bytes);
    let digits = format!("{:012}", u128::from_le_bytes(bytes) % 1_000_000_000_000);
    let (first, rest) = digits.split_at(4);
    let (second, third) = rest.split_at(4);
    format!("{first}-{second}-{third}")
}

fn hash_of_number(lookup: &LookupKey, number: &str) -> [u8; 32] {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    lookup.hash(Domain::PseudonymNumber, digits.as_bytes())
}

fn hash_of_recovery(lookup: &LookupKey, code: &ReceiptCode) -> [u8; 32] {
    lookup.hash(Domain::RecoveryCode, code.as_bytes())
}

/// Checks number and recovery code. Wrong ones are counted as wrong receipt codes are; a wrong number and a wrong
/// code are answered alike.
pub(super) async fn open(
    context: &Context,
    number: &str,
    recovery: &str,
) -> Result<Pseudonym, Problem> {
    let services = context.services();
    let number_hash = hash_of_number(&services.lookup, number);
    let find = move |conn: &mut Conn| find_by_number(conn, number_hash);
    let found = context.db().read(find).await?;
    let (Some((id, stored, used_in)), Ok(recovery)) = (found, ReceiptCode::parse(recovery)) else {
        return Err(refuse_wrong(context));
    };
    if stored != hash_of_recovery(&services.lookup, &recovery) {
        return Err(refuse_wrong(context));
    }
    let month = context.now().date().first_of_month();
    if used_in != Some(month) {
        let (lookup, used) = (
            std::sync::Arc::clone(&services.lookup),
            ReceiptCode::parse(&recovery.expose()).ok(),
        );
        let note = move |conn: &mut Conn| note_use(conn, &lookup, (id, month), used.as_ref());
        context.db().write(note).await?;
    }
    Ok(Pseudonym { id, recovery })
}

type Found = (Id, Vec<u8>, Option<Date>);

fn find_by_number(conn: &mut Conn, hash: [u8; 32]) -> Result<Option<Found>, DbError> {
    Ok(pseudonyms::table
        .filter(pseudonyms::number_hash.eq(hash.as_slice()))
        .select((
            pseudonyms::id,
            pseudonyms::recovery_hash,
            pseudonyms::used_in,
        ))
        .first(conn)
        .optional()?)
}

fn note_use(
    conn: &mut Conn,
    lookup: &LookupKey,
    (id, month): (Id, Date),
    used: Option<&ReceiptCode>,
) -> Result<(), DbError> {
    diesel::update(pseudonyms::table.find(id))
        .set(pseudonyms::used_in.eq(month))
        .execute(conn)?;
    used.map_or(Ok(()), |code| wipe_shown(conn, lookup, code))
}

fn unknown() -> Problem {
    let wanted = "Pseudonym realm=\"tulay\"";
    Problem::new(&UNKNOWN_PSEUDONYM).header(header::WWW_AUTHENTICATE, wanted)
}

fn refuse_wrong(context: &Context) -> Problem {
    let wrong_codes = context.services().rates.wrong_codes();
    match wrong_codes.take(context.network().key(), context.now()) {
        Ok(()) => unknown(),
        Err(seconds) => come_back_in(seconds),
    }
}

impl Pseudonym {
    /// Nobody else changes the account before the commit; [`UNKNOWN_PSEUDONYM`] when its code was replaced meanwhile.
    fn lock(&self, conn: &mut Conn, lookup: &LookupKey) -> Result<(), Problem> {
        let rows: Vec<Vec<u8>> = crate::lock!(
            conn,
            pseudonyms::table
                .find(self.id)
                .select(pseudonyms::recovery_hash)
        )?;
        let expected = hash_of_recovery(lookup, &self.recovery);
        match rows.first() {
            Some(stored) if *stored == expected => Ok(()),
            _ => Err(unknown()),
        }
    }

    fn codes(&self, conn: &mut Conn) -> Result<Vec<(Id, ReceiptCode)>, Problem> {
        let rows: Vec<(Id, Vec<u8>)> = pseudonym_receipts::table
            .filter(pseudonym_receipts::pseudonym_id.eq(self.id))
            .order(pseudonym_receipts::id)
            .select((pseudonym_receipts::id, pseudonym_receipts::sealed_code))
            .load(conn)?;
        let open = |(id, sealed): (Id, Vec<u8>)| Ok((id, self.unseal(&sealed)?));
        rows.into_iter().map(open).collect()
    }

    fn seal(
        &self,
        recovery: &ReceiptCode,
        chance: &dyn Randomness,
        code: &ReceiptCode,
    ) -> Result<Vec<u8>, Problem> {
        let secret = [recovery.as_bytes().as_slice()];
        let place = self.id.as_bytes();
        seal_under(chance, &secret, SEAL_LABEL, place, code.as_bytes()).map_err(unreadable)
    }

    fn unseal(&self, sealed: &[u8]) -> Result<ReceiptCode, Problem> {
        let secret = [self.recovery.as_bytes().as_slice()];
        let opened = open_under(&secret, SEAL_LABEL, self.id.as_bytes(), sealed);
        let opened = opened.map_err(unreadable)?;
        let text = std::str::from_utf8(&opened).map_err(unreadable)?;
        ReceiptCode::parse(text).map_err(unreadable)
    }

    /// What the account has gathered.
    pub(super) fn list(
        &self,
        conn: &mut Conn,
        lookup: &LookupKey,
    ) -> Result<Vec<(Id, GatheredReceipt)>, Problem> {
        let mut gathered = Vec::new();
        for (id, code) in self.codes(conn)? {
            if let Some(receipt) = find_gathered(conn, lookup, &code)? {
                gathered.push((id, receipt));
            }
        }
        Ok(gathered)
    }

    /// Adds a receipt, once.
    pub(super) fn gather(
        &self,
        conn: &mut Conn,
        services: &Services,
        code: &ReceiptCode,
    ) -> Result<(), Problem> {
        self.lock(conn, &services.lookup)?;
        let held = self.codes(conn)?;
        if held
            .iter()
            .any(|(_, other)| other.as_bytes() == code.as_bytes())
        {
            return Ok(());
        }
        if held.len() >= MOST_RECEIPTS {
            return Err(Problem::new(&TOO_MANY_RECEIPTS).with("limit", MOST_RECEIPTS));
        }
        let sealed = self.seal(&self.recovery, &*services.randomness, code)?;
        diesel::insert_into(pseudonym_receipts::table)
            .values((
                pseudonym_receipts::id.eq(Id::random(&*services.randomness)),
                pseudonym_receipts::pseudonym_id.eq(self.id),
                pseudonym_receipts::sealed_code.eq(sealed),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// Takes a receipt out; it lives on by itself.
    pub(super) fn leave(&self, conn: &mut Conn, entry: Id) -> Result<(), Problem> {
        let row = pseudonym_receipts::table
            .filter(pseudonym_receipts::pseudonym_id.eq(self.id))
            .filter(pseudonym_receipts::id.eq(entry));
        diesel::delete(row).execute(conn)?;
        Ok(())
    }

    /// Replaces the code of a receipt, for whoever has lost its paper; the new one stays in the account.
    pub(super) fn rotate_receipt(
        &self,
        conn: &mut Conn,
        services: &Services,
        entry: Id,
    ) -> Result<ReceiptCode, Problem> {
        self.lock(conn, &services.lookup)?;
        let held = self.codes(conn)?;
        let old = held.into_iter().find(|(id, _)| *id == entry);
        let (_, old) = old.ok_or(Problem::new(&NOT_FOUND))?;
        let holder = hold_gathered(conn, &services.lookup, old)?;
        let new = rotate(conn, services, &holder)?;
        let sealed = self.seal(&self.recovery, &*services.randomness, &new)?;
        diesel::update(pseudonym_receipts::table.find(entry))
            .set(pseudonym_receipts::sealed_code.eq(sealed))
            .execute(conn)?;
        Ok(new)
    }

    /// Replaces the recovery code, and seals everything under the new one.
    pub(super) fn rotate_recovery(
        &self,
        conn: &mut Conn,
        services: &Services,
        now: Time,
    ) -> Result<ReceiptCode, Problem> {
        self.lock(conn, &services.lookup)?;
        let new = ReceiptCode::generate(&*services.randomness);
        for (id, code) in self.codes(conn)? {
            let sealed = self.seal(&new, &*services.randomness, &code)?;
            diesel::update(pseudonym_receipts::table.find(id))
                .set(pseudonym_receipts::sealed_code.eq(sealed))
                .execute(conn)?;
        }
        diesel::update(pseudonyms::table.find(self.id))
            .set((
                pseudonyms::recovery_hash.eq(hash_of_recovery(&services.lookup, &new).as_slice()),
                // As if it were new: nobody has used this code yet.
                pseudonyms::created_in.eq(now.date().first_of_month()),
                pseudonyms::used_in.eq(None::<Date>),
            ))
            .execute(conn)?;
        Ok(new)
    }

    /// Deletes the account. What it has gathered lives on.
    pub(super) fn delete(&self, conn: &mut Conn) -> Result<(), Problem> {
        Ok(delete(conn, self.id)?)
    }
}

fn delete(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let rows = pseudonym_receipts::table.filter(pseudonym_receipts::pseudonym_id.eq(id));
    diesel::delete(rows).execute(conn)?;
    diesel::delete(pseudonyms::table.find(id)).execute(conn)?;
    Ok(())
}

fn unreadable(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "A receipt of a pseudonymous account cannot be written or read");
    Problem::new(&INTERNAL_ERROR)
}

/// Deletes accounts that nobody has used for two years; says how many.
pub fn forget_unused_pseudonyms(conn: &mut Conn, now: Time) -> Result<usize, DbError> {
    let before = now.plus_months(-KEPT_MONTHS).date().first_of_month();
    let over: Vec<Id> = pseudonyms::table
        .filter(pseudonyms::created_in.lt(before))
        .filter(
            pseudonyms::used_in
                .is_null()
                .or(pseudonyms::used_in.lt(before)),
        )
        .select(pseudonyms::id)
        .limit(AT_ONCE)
        .load(conn)?;
    for id in &over {
        delete(conn, *id)?;
    }
    Ok(over.len())
}
