//! Proofs that something was filed, which say nothing of what.

use diesel::prelude::*;

use super::{SubjectKind, care::lock_good, holder::ReceiptHolder};
use crate::platform::clock::Date;
use crate::platform::crypto::{Domain, LookupKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem, ProblemCode, problem_code};
use crate::schema::filing_proofs;

/// Proofs of one thing that was filed.
const MOST_PROOFS: i64 = 20;

/// There are as many proofs as one thing may have.
pub const TOO_MANY_PROOFS: ProblemCode = problem_code("too_many_proofs", 409);

/// Finds the day on which something was filed.
pub type FindDay = fn(&mut Conn, Id) -> Result<Option<Date>, DbError>;

/// How each area finds the day on which something was filed with it.
#[derive(Clone, Copy)]
pub struct FilingDays(pub &'static [(SubjectKind, FindDay)]);

impl FilingDays {
    fn find(self, conn: &mut Conn, kind: SubjectKind, subject: Id) -> Result<Date, Problem> {
        let of_kind = self.0.iter().find(|(of, _)| *of == kind);
        let day = match of_kind {
            Some((_, find)) => find(conn, subject)?,
            None => None,
        };
        day.ok_or(Problem::new(&NOT_FOUND))
    }
}

/// Finds how far something is that was filed.
pub type FindState = fn(&mut Conn, Id) -> Result<Option<String>, DbError>;

/// How each area finds how far something is.
#[derive(Clone, Copy)]
pub struct FilingStates(pub &'static [(SubjectKind, FindState)]);

impl FilingStates {
    /// How far it is; `None` when it is there no more.
    pub(in crate::identity) fn find(
        self,
        conn: &mut Conn,
        kind: SubjectKind,
        subject: Id,
    ) -> Result<Option<String>, DbError> {
        match self.0.iter().find(|(of, _)| *of == kind) {
            Some((_, find)) => find(conn, subject),
            None => Ok(None),
        }
    }
}

/// What a proof says.
#[derive(Debug, Clone)]
pub struct Proved {
    /// What was filed.
    pub kind: SubjectKind,
    /// On which day, in UTC.
    pub filed_on: Date,
}

/// Makes a proof; returns its reference and what it says.
pub fn prove<K>(
    conn: &mut Conn,
    services: &Services,
    days: FilingDays,
    holder: &ReceiptHolder<K>,
) -> Result<(Id, Proved), Problem> {
    let row = lock_good(conn, &services.lookup, holder)?;
    let (kind, subject) = (row.subject_kind, row.subject_id);
    let count: i64 = filing_proofs::table
        .filter(filing_proofs::subject_kind.eq(kind))
        .filter(filing_proofs::subject_id.eq(subject))
        .count()
        .get_result(conn)?;
    if count >= MOST_PROOFS {
        return Err(Problem::new(&TOO_MANY_PROOFS).with("limit", MOST_PROOFS));
    }
    let filed_on = days.find(conn, kind, subject)?;
    let reference = Id::random(&*services.randomness);
    diesel::insert_into(filing_proofs::table)
        .values((
            filing_proofs::reference_hash.eq(hash(&services.lookup, reference).as_slice()),
            filing_proofs::subject_kind.eq(kind),
            filing_proofs::subject_id.eq(subject),
            filing_proofs::filed_on.eq(filed_on),
        ))
        .execute(conn)?;
    Ok((reference, Proved { kind, filed_on }))
}

/// What the proof with this reference says; nothing once it was withdrawn.
pub fn find_proof(
    conn: &mut Conn,
    lookup: &LookupKey,
    reference: Id,
) -> Result<Option<Proved>, DbError> {
    let found: Option<(SubjectKind, Date)> = filing_proofs::table
        .find(hash(lookup, reference).as_slice())
        .select((filing_proofs::subject_kind, filing_proofs::filed_on))
        .first(conn)
        .optional()?;
    Ok(found.map(|(kind, filed_on)| Proved { kind, filed_on }))
}

/// Withdraws every proof of what a receipt opens.
pub fn withdraw_proofs(conn: &mut Conn, kind: SubjectKind, subject: Id) -> Result<(), DbError> {
    let proofs = filing_proofs::table
        .filter(filing_proofs::subject_kind.eq(kind))
        .filter(filing_proofs::subject_id.eq(subject));
    diesel::delete(proofs).execute(conn)?;
    Ok(())
}

/// The database alone does not tell of which case a proof is that somebody shows.
fn hash(lookup: &LookupKey, reference: Id) -> [u8; 32] {
    lookup.hash(Domain::ProofReference, reference.as_bytes().as_slice())
}
