//! Partners' clients, as far as is needed to know who is calling; `partners` looks after them.

use diesel::prelude::*;

use super::permissions::Scope;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{clients, organisations};

/// The organisation and the scopes of a client that is in use.
pub(super) fn find_standing(
    conn: &mut Conn,
    client: Id,
) -> Result<Option<(Id, Vec<Scope>)>, DbError> {
    let found: Option<(Id, Json)> = clients::table
        .inner_join(organisations::table)
        .filter(clients::id.eq(client))
        .filter(clients::status.eq("active"))
        .filter(organisations::status.eq("active"))
        .select((clients::organisation_id, clients::scopes))
        .first(conn)
        .optional()?;
    let Some((organisation, scopes)) = found else {
        return Ok(None);
    };
    let unreadable = |error| diesel::result::Error::DeserializationError(Box::new(error));
    Ok(Some((organisation, scopes.read().map_err(unreadable)?)))
}
