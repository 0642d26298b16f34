//! Whether an organisation is active, and keeping it so.

use diesel::prelude::*;

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::organisations;

/// Locks an organisation until the commit, against whoever changes it or gives it something.
pub fn lock(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let _locked: Vec<Id> = crate::lock!(
        conn,
        organisations::table.find(id).select(organisations::id)
    )?;
    Ok(())
}

/// Whether an organisation is active, and then it stays so until the commit: nothing is given to one
/// that is being deactivated. Any number may hold it at once.
pub fn hold(conn: &mut Conn, id: Id) -> Result<bool, DbError> {
    let active = organisations::table
        .find(id)
        .filter(organisations::status.eq("active"))
        .select(organisations::id);
    let held: Vec<Id> = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(native) => active.for_key_share().load(native),
        Conn::Sqlite(native) => active.load(native),
    }?;
    Ok(!held.is_empty())
}

/// Whether an organisation can be given anything, and its staff sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// It can.
    Active,
    /// It cannot.
    Inactive,
}

impl Activity {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }
}

/// Activates or deactivates an organisation.
pub fn put_activity(conn: &mut Conn, id: Id, activity: Activity) -> Result<(), DbError> {
    diesel::update(organisations::table.find(id))
        .set(organisations::status.eq(activity.as_str()))
        .execute(conn)?;
    Ok(())
}

/// Ids and names of the organisations that are not active.
pub fn list_inactive(conn: &mut Conn) -> Result<Vec<(Id, String)>, DbError> {
    Ok(organisations::table
        .filter(organisations::status.eq(Activity::Inactive.as_str()))
        .order(organisations::id)
        .select((organisations::id, organisations::name))
        .load(conn)?)
}
