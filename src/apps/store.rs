//! Queries.

use diesel::prelude::*;

use super::model::AppsFile;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::schema::apps_configuration;

/// The only row.
const NAME: &str = "config";

/// Puts what a file says in the place of what was said before.
pub fn replace_apps(conn: &mut Conn, file: &AppsFile, now: Time) -> Result<(), DbError> {
    let content = Json::of(file)
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    diesel::delete(apps_configuration::table.find(NAME)).execute(conn)?;
    diesel::insert_into(apps_configuration::table)
        .values((
            apps_configuration::name.eq(NAME),
            apps_configuration::content.eq(content),
            apps_configuration::imported_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// What the operator says, if anything.
pub(super) fn find_apps(conn: &mut Conn) -> Result<Option<AppsFile>, DbError> {
    let found: Option<Json> = apps_configuration::table
        .find(NAME)
        .select(apps_configuration::content)
        .first(conn)
        .optional()?;
    let read = |json: Json| {
        json.read()
            .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))
    };
    Ok(found.map(read).transpose()?)
}
