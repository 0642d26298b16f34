//! What workers answered, sealed.

use diesel::prelude::*;

use super::scripts::Answers;
use crate::platform::clock::Date;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, Vault, VaultError};
use crate::schema::inspection_interviews as interviews;

/// What sealed answers are called in their associated data; it must never change.
const ANSWERS: &str = "inspection_interviews.answers";

/// An interview that is to be kept.
#[derive(Insertable)]
#[diesel(table_name = interviews)]
pub struct InterviewRow {
    pub id: Id,
    pub visit_id: Id,
    pub organisation_id: Id,
    pub script_hash: String,
    pub number: i64,
    pub taken_on: Date,
    pub sealed_answers: Vec<u8>,
}

/// Answers under the key of their interview.
pub fn seal(key: &SubjectKey, id: Id, answers: &Answers) -> Result<Vec<u8>, VaultError> {
    key.seal_json(id, ANSWERS, answers)
}

/// Stores one.
pub fn insert(conn: &mut Conn, row: InterviewRow) -> Result<(), DbError> {
    diesel::insert_into(interviews::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// How many interviews there are with a script at a visit.
pub fn count(conn: &mut Conn, visit: Id, script: &str) -> Result<i64, DbError> {
    let found = interviews::table
        .filter(interviews::visit_id.eq(visit))
        .filter(interviews::script_hash.eq(script.to_owned()));
    Ok(found.count().get_result(conn)?)
}

/// What was answered in the first so many interviews with a script at a visit.
pub fn open_first(
    conn: &mut Conn,
    vault: &Vault,
    (visit, script): (Id, &str),
    most: i64,
) -> Result<Vec<Answers>, VaultError> {
    let rows: Vec<(Id, Vec<u8>)> = interviews::table
        .filter(interviews::visit_id.eq(visit))
        .filter(interviews::script_hash.eq(script.to_owned()))
        .filter(interviews::number.le(most))
        .select((interviews::id, interviews::sealed_answers))
        .load(conn)?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, sealed) in rows {
        let key = vault.key(conn, id, Class::Confidential)?;
        found.push(key.open_json(id, ANSWERS, &sealed)?);
    }
    Ok(found)
}
