//! Queries.

use diesel::prelude::*;

use super::model::{Board, NewBoard};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::place::Point;
use crate::safety::model::SafetyError;
use crate::schema::safety_site_boards as b;

#[derive(Queryable, Selectable)]
#[diesel(table_name = b)]
struct BoardRow {
    id: Id,
    name: String,
    country: String,
    subdivision: Option<String>,
    longitude: Option<f64>,
    latitude: Option<f64>,
    created_at: Time,
    revoked_at: Option<Time>,
}

impl From<BoardRow> for Board {
    fn from(row: BoardRow) -> Self {
        let at = row.longitude.zip(row.latitude);
        Self {
            id: row.id,
            name: row.name,
            country: row.country,
            subdivision: row.subdivision,
            point: at.map(|(longitude, latitude)| Point::new(longitude, latitude)),
            created_at: row.created_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// Stores a board.
pub fn insert(
    conn: &mut Conn,
    new: &NewBoard,
    token_hash: &[u8; 32],
    (organisation, by, now): (Id, Id, Time),
) -> Result<(), SafetyError> {
    let inserted = diesel::insert_into(b::table)
        .values((
            b::id.eq(new.id),
            b::organisation_id.eq(organisation),
            b::name.eq(&new.name),
            b::country.eq(&new.country),
            b::subdivision.eq(new
                .subdivision
                .as_ref()
                .map(|code| code.as_str().to_owned())),
            b::longitude.eq(new.point.map(|point| point.longitude())),
            b::latitude.eq(new.point.map(|point| point.latitude())),
            b::token_hash.eq(token_hash.as_slice()),
            b::created_by.eq(by),
            b::created_at.eq(now),
        ))
        .execute(conn)
        .map_err(DbError::from);
    match inserted {
        Ok(_) => Ok(()),
        Err(error) if is_taken(&error) => Err(SafetyError::IdTaken),
        Err(error) => Err(error.into()),
    }
}

/// The same id has the same token: either may be what the database names first.
fn is_taken(error: &DbError) -> bool {
    matches!(
        error.constraint().as_deref(),
        Some("safety_site_boards_id_key" | "safety_site_boards_token_hash_key")
    )
}

/// The boards of an organisation, oldest first.
pub fn list(
    conn: &mut Conn,
    organisation: Id,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<Board>, DbError> {
    let mut query = b::table
        .filter(b::organisation_id.eq(organisation))
        .into_boxed();
    if let Some((at, id)) = after {
        let same = b::created_at.eq(at).and(b::id.gt(id));
        query = query.filter(b::created_at.gt(at).or(same));
    }
    let found: Vec<BoardRow> = query
        .order((b::created_at, b::id))
        .limit(rows)
        .select(BoardRow::as_select())
        .load(conn)?;
    Ok(found.into_iter().map(Board::from).collect())
}

/// A board of an organisation.
pub fn find(conn: &mut Conn, organisation: Id, id: Id) -> Result<Option<Board>, DbError> {
    let found: Option<BoardRow> = b::table
        .filter(b::id.eq(id))
        .filter(b::organisation_id.eq(organisation))
        .select(BoardRow::as_select())
        .first(conn)
        .optional()?;
    Ok(found.map(Board::from))
}

/// The board with a token, unless it was revoked.
pub fn find_by_token(conn: &mut Conn, token_hash: &[u8; 32]) -> Result<Option<Board>, DbError> {
    let found: Option<BoardRow> = b::table
        .filter(b::token_hash.eq(token_hash.as_slice()))
        .filter(b::revoked_at.is_null())
        .select(BoardRow::as_select())
        .first(conn)
        .optional()?;
    Ok(found.map(Board::from))
}

/// Remembers that a board was revoked.
pub fn revoke(conn: &mut Conn, id: Id, now: Time) -> Result<(), DbError> {
    diesel::update(b::table.find(id))
        .set(b::revoked_at.eq(now))
        .execute(conn)?;
    Ok(())
}
