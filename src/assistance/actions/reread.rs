//! Reading again what was told, and the trace of it that its holder sees.

use super::file::hour_of;
use super::{confidential_key, not_found, open_content};
use crate::assistance::store;
use crate::identity::{AssistanceRequests, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Prose;
use crate::platform::vault::Vault;

/// Notes the hour in which somebody with the code took the second step; returns those noted, the latest first.
pub fn note_second_step(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    now: Time,
) -> Result<Vec<Time>, Problem> {
    let row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    let hour = hour_of(now);
    if store::list_readings(conn, row.id)?.first() != Some(&hour) {
        let id = Id::random(&*services.randomness);
        store::insert_reading(conn, id, row.id, hour)?;
    }
    Ok(store::list_readings(conn, row.id)?)
}

/// The person's own words; `None` when there were none.
pub fn reread(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<Option<Prose<10000>>, Problem> {
    let row = store::find(conn, holder.subject())?.ok_or_else(not_found)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    Ok(open_content(&key, &row)?.narrative)
}
