//! Photos.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, VaultError};
use crate::safety::model::{MOST_PHOTOS, Photo, Report, SafetyError};
use crate::schema::{safety_evidence, safety_reports};

const FACTS: &str = "safety_evidence.facts";

type PhotoRow = (Id, Id, Vec<u8>, Time);

/// Stores that a photo is in the evidence store. The count in the report's row is what keeps two
/// uploads at once from being one too many.
pub fn insert_photo(
    conn: &mut Conn,
    report: &Report,
    key: &SubjectKey,
    photo: &Photo,
) -> Result<(), SafetyError> {
    let row = safety_reports::table
        .filter(safety_reports::id.eq(report.id))
        .filter(safety_reports::photo_count.lt(MOST_PHOTOS));
    let counted = diesel::update(row)
        .set((
            safety_reports::photo_count.eq(safety_reports::photo_count + 1),
            safety_reports::version.eq(safety_reports::version + 1),
        ))
        .execute(conn)?;
    if counted == 0 {
        return Err(SafetyError::TooMuchEvidence);
    }
    let inserted = diesel::insert_into(safety_evidence::table)
        .values((
            safety_evidence::id.eq(photo.id),
            safety_evidence::report_id.eq(report.id),
            safety_evidence::file_id.eq(photo.file),
            safety_evidence::sealed_facts.eq(key.seal_json(photo.id, FACTS, &photo.facts)?),
            safety_evidence::received_at.eq(photo.received_at),
        ))
        .execute(conn)
        .map_err(DbError::from);
    match inserted {
        Ok(_) => Ok(()),
        Err(error) if error.constraint().as_deref() == Some("safety_evidence_id_key") => {
            Err(SafetyError::IdTaken)
        }
        Err(error) => Err(error.into()),
    }
}

/// The photos of a report, oldest first.
pub fn list_photos(
    conn: &mut Conn,
    report: &Report,
    key: &SubjectKey,
) -> Result<Vec<Photo>, VaultError> {
    let rows: Vec<PhotoRow> = safety_evidence::table
        .filter(safety_evidence::report_id.eq(report.id))
        .order((safety_evidence::received_at, safety_evidence::id))
        .select((
            safety_evidence::id,
            safety_evidence::file_id,
            safety_evidence::sealed_facts,
            safety_evidence::received_at,
        ))
        .load(conn)?;
    rows.into_iter().map(|row| open(key, row)).collect()
}

/// A photo of a report.
pub fn find_photo(
    conn: &mut Conn,
    report: &Report,
    key: &SubjectKey,
    id: Id,
) -> Result<Option<Photo>, VaultError> {
    let row: Option<PhotoRow> = safety_evidence::table
        .filter(safety_evidence::id.eq(id))
        .filter(safety_evidence::report_id.eq(report.id))
        .select((
            safety_evidence::id,
            safety_evidence::file_id,
            safety_evidence::sealed_facts,
            safety_evidence::received_at,
        ))
        .first(conn)
        .optional()?;
    row.map(|row| open(key, row)).transpose()
}

/// Whether a row names this file.
pub fn is_file_known(conn: &mut Conn, file: Id) -> Result<bool, DbError> {
    let found: Option<Id> = safety_evidence::table
        .filter(safety_evidence::file_id.eq(file))
        .select(safety_evidence::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

fn open(key: &SubjectKey, (id, file, sealed, received_at): PhotoRow) -> Result<Photo, VaultError> {
    Ok(Photo {
        id,
        file,
        facts: key.open_json(id, FACTS, &sealed)?,
        received_at,
    })
}
