//! What requests for help have to say to other servers.

use super::routing;
use crate::organisations;
use crate::peers::{Correspondent, GivenUp, PeerOrganisation, Received, Taken};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::problem::Problem;

/// What is said to other servers, and heard from them.
pub const CORRESPONDENT: Correspondent = Correspondent {
    take,
    given_up,
    organisations: taking,
};

fn take(_: &mut Conn, _: &Services, _: &Received) -> Result<Taken, Problem> {
    Ok(Taken::Refused("unknown_kind"))
}

fn given_up(_: &mut Conn, _: &Services, _: &GivenUp) -> Result<(), Problem> {
    Ok(())
}

/// The active organisations that take requests.
fn taking(conn: &mut Conn) -> Result<Vec<PeerOrganisation>, DbError> {
    let mut found = Vec::new();
    for id in organisations::list_with_competence(conn, &routing::all())? {
        found.extend(organisations::find(conn, id)?);
    }
    let told = found.into_iter().map(|one| PeerOrganisation {
        id: one.id,
        name: one.name,
        kind: one.kind,
        countries: one.countries,
        competences: one.competences,
    });
    Ok(told.collect())
}
