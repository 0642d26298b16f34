//! Queries.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::assistance::consents::DataPurpose;
use crate::assistance::store::RequestRow;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{assistance_data_consents as c, assistance_requests as r};

/// How many requests an organisation has, open or ended.
pub(super) fn count(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    Ok(r::table
        .filter(r::organisation_id.eq(organisation))
        .select(count_star())
        .first(conn)?)
}

/// The requests of an organisation whose people were asked about, or have said something to, an export to this recipient.
pub(super) fn list_asked(
    conn: &mut Conn,
    organisation: Id,
    recipient: Id,
) -> Result<Vec<RequestRow>, DbError> {
    let asked = c::table
        .filter(c::purpose.eq(DataPurpose::Export))
        .filter(c::recipient_organisation_id.eq(recipient))
        .select(c::request_id);
    Ok(r::table
        .filter(r::organisation_id.eq(organisation))
        .filter(r::id.eq_any(asked))
        .select(RequestRow::as_select())
        .load(conn)?)
}
