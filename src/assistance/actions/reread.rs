//! Reading again what was told, which leaves a trace that its holder sees.

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

/// What was told, and when it was shown.
pub struct Reread {
    /// The person's own words; `None` when there were none.
    pub narrative: Option<Prose<10000>>,
    /// The hours in which it was shown, this one included, the latest first.
    pub shown_at: Vec<Time>,
}

/// Shows the narrative, and notes the hour.
pub fn reread(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    now: Time,
) -> Result<Reread, Problem> {
    let row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    let key = confidential_key(conn, &services.vault, &holder.case_access(), row.id)?;
    let content = open_content(&key, &row)?;
    let hour = hour_of(now);
    let shown_at = store::list_readings(conn, row.id)?;
    if shown_at.first() != Some(&hour) {
        let id = Id::random(&*services.randomness);
        store::insert_reading(conn, id, row.id, hour)?;
    }
    Ok(Reread {
        narrative: content.narrative,
        shown_at: store::list_readings(conn, row.id)?,
    })
}
