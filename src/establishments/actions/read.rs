//! Everything that an establishment's page shows.

use super::desk::Desk;
use super::reckon::reports_until;
use crate::agencies;
use crate::establishments::error::EstablishmentError;
use crate::establishments::model::Reports;
use crate::establishments::store::{self, EstablishmentRow, LinkRow};
use crate::platform::db::Conn;
use crate::platform::ids::Id;

/// Most connections that are shown.
const MOST_LINKS: i64 = 200;

/// An establishment with what belongs to it.
pub struct Shown {
    /// The establishment.
    pub row: EstablishmentRow,
    /// It and all that were merged into it.
    pub family: Vec<Id>,
    /// The name of its employer.
    pub employer: Option<String>,
    /// Its connections, each with the other's name.
    pub links: Vec<(LinkRow, String)>,
    /// How many reports are about it.
    pub reports: Reports,
}

/// Gathers what belongs to an establishment.
pub fn show(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: EstablishmentRow,
) -> Result<Shown, EstablishmentError> {
    let family = store::family(conn, row.id)?;
    let links = store::list_links(conn, &family, MOST_LINKS)?;
    let ends = links.iter().flat_map(|link| [link.from_id, link.to_id]);
    let names = store::names_of(conn, ends.collect())?;
    let links = links.into_iter().map(|link| {
        let other = if family.contains(&link.from_id) {
            link.to_id
        } else {
            link.from_id
        };
        let name = names.get(&other).cloned().unwrap_or_default();
        (link, name)
    });
    let links = links.collect();
    let employer = match row.employer_id {
        Some(employer) => agencies::names(conn, &[employer])?.remove(&employer),
        None => None,
    };
    let (_, reports) = reports_until(conn, desk.services, &family, desk.now)?;
    Ok(Shown {
        row,
        family,
        employer,
        links,
        reports,
    })
}
