//! Connections between establishments. Each is an event of both.

use serde_json::{Value, json};

use super::desk::Desk;
use super::keep::{Cause, facts_of, get, note};
use super::reckon::reckon_again;
use crate::establishments::error::EstablishmentError;
use crate::establishments::model::EstablishmentAct;
use crate::establishments::store::{self, EstablishmentRow, Link, LinkRow};
use crate::platform::db::Conn;
use crate::platform::ids::Id;

/// Connects two establishments; both must be of the inspectorate's countries and stand for themselves.
pub fn link(
    conn: &mut Conn,
    desk: &Desk<'_>,
    link: Link,
) -> Result<EstablishmentRow, EstablishmentError> {
    if link.from == link.to {
        return Err(EstablishmentError::fault("/to", "same_establishment"));
    }
    let pair = store::lock_pair(conn, (link.from, link.to), &desk.countries)?;
    let from = pair.get(&link.from).ok_or(EstablishmentError::NotFound)?;
    if let Some(into) = from.merged_into {
        return Err(EstablishmentError::Merged(into));
    }
    let to = pair.get(&link.to).filter(|to| to.merged_into.is_none());
    let to = to.ok_or_else(|| EstablishmentError::fault("/to", "unknown_establishment"))?;
    if store::find_link(conn, link)?.is_some() {
        return Err(EstablishmentError::Decided);
    }
    let id = desk.services.new_id();
    store::insert_link(conn, id, link, desk.now)?;
    let said = described(id, link);
    let nothing = json!({ "link": null });
    note_both(
        conn,
        desk,
        (from, to),
        EstablishmentAct::Linked,
        (&nothing, &said),
    )?;
    get(conn, desk, link.from)
}

/// Takes a connection off. Doing it again changes nothing.
pub fn unlink(
    conn: &mut Conn,
    desk: &Desk<'_>,
    (id, link): (Id, Id),
) -> Result<Option<LinkRow>, EstablishmentError> {
    store::find(conn, id, &desk.countries)?.ok_or(EstablishmentError::NotFound)?;
    let family = store::family(conn, id)?;
    let Some(row) = store::delete_link(conn, &family, link)? else {
        return Ok(None);
    };
    let pair = store::lock_pair(conn, (row.from_id, row.to_id), &desk.countries)?;
    let (Some(from), Some(to)) = (pair.get(&row.from_id), pair.get(&row.to_id)) else {
        return Err(EstablishmentError::NotFound);
    };
    let of_row = Link {
        from: row.from_id,
        to: row.to_id,
        kind: row.kind,
    };
    let (said, nothing) = (described(row.id, of_row), json!({ "link": null }));
    note_both(
        conn,
        desk,
        (from, to),
        EstablishmentAct::Unlinked,
        (&said, &nothing),
    )?;
    Ok(Some(row))
}

fn described(id: Id, link: Link) -> Value {
    json!({ "link": { "id": id.to_string(), "from": link.from.to_string(), "to": link.to.to_string(),
        "kind": link.kind.as_str() } })
}

fn note_both(
    conn: &mut Conn,
    desk: &Desk<'_>,
    (from, to): (&EstablishmentRow, &EstablishmentRow),
    act: EstablishmentAct,
    said: (&Value, &Value),
) -> Result<(), EstablishmentError> {
    for (one, other) in [(from, to), (to, from)] {
        store::touch(conn, one, desk.now)?;
        let cause = Cause {
            other: Some(other.id),
            ..Cause::of(act)
        };
        note(conn, desk, (one.id, one.version + 1), cause, Some(said))?;
        // What belongs to one that was merged counts with the one that stayed.
        let current = store::find_current(conn, one.id, &desk.countries)?;
        if let Some(current) = current {
            reckon_again(
                conn,
                desk.services,
                current.id,
                &facts_of(&current)?,
                desk.now,
            )?;
        }
    }
    Ok(())
}
