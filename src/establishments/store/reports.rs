//! Which safety report is about which establishment: sealed for its inspector, counted by a keyed hash, and seen
//! nowhere else.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::crypto::{Domain, LookupKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, VaultError};
use crate::schema::safety_report_establishments as attached;

const FIELD: &str = "safety_report.establishment";

fn hash(lookup: &LookupKey, establishment: Id) -> Vec<u8> {
    let bytes = establishment.as_bytes();
    lookup.hash(Domain::ReportedEstablishment, bytes).to_vec()
}

/// Says that a report is about an establishment, instead of what was said before. `month` is the first day of the
/// month: that is all that is kept of when it was said.
pub fn attach(
    conn: &mut Conn,
    lookup: &LookupKey,
    key: &SubjectKey,
    (report, establishment): (Id, Id),
    month: Date,
) -> Result<(), VaultError> {
    detach(conn, report)?;
    let sealed = key.seal_json(report, FIELD, &establishment)?;
    diesel::insert_into(attached::table)
        .values((
            attached::report_id.eq(report),
            attached::sealed_establishment.eq(sealed),
            attached::establishment_hash.eq(hash(lookup, establishment)),
            attached::linked_in.eq(month),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes back that a report is about an establishment; also when it is erased or withdrawn.
pub fn detach(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    diesel::delete(attached::table.find(report)).execute(conn)?;
    Ok(())
}

/// The establishment that a report is about.
pub fn find_attached(
    conn: &mut Conn,
    key: &SubjectKey,
    report: Id,
) -> Result<Option<Id>, VaultError> {
    let sealed: Option<Vec<u8>> = attached::table
        .find(report)
        .select(attached::sealed_establishment)
        .first(conn)
        .optional()?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    key.open_json(report, FIELD, &sealed).map(Some)
}

/// How many reports of some months are about one of these establishments.
pub fn count(
    conn: &mut Conn,
    lookup: &LookupKey,
    of: &[Id],
    (from, before): (Date, Date),
) -> Result<i64, DbError> {
    let hashes: Vec<Vec<u8>> = of.iter().map(|id| hash(lookup, *id)).collect();
    Ok(attached::table
        .filter(attached::establishment_hash.eq_any(hashes))
        .filter(attached::linked_in.ge(from))
        .filter(attached::linked_in.lt(before))
        .select(count_star())
        .first(conn)?)
}
