//! Asking other servers which of their organisations take referrals, once a day.

use std::time::Duration;

use ureq::http::StatusCode;

use super::ask::{Asker, Question};
use super::deliver::LONGEST_PAUSE;
use super::model::{MOST_ORGANISATIONS, ORGANISATIONS_PATH, OrganisationList, PeerOrganisation};
use super::store::{self, PeerRow};
use crate::platform::code_lists::{
    CodeLists, Countries, ListName, OrganisationCompetences, OrganisationKinds,
};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::outbox::{LEASE, pause_after};
use crate::platform::text::Line;

/// How often a server is asked for its organisations.
const ASKED_EVERY: Duration = Duration::from_hours(24);

/// Asks each server that is due for its organisations; says how many there were.
pub(super) fn ask_for_organisations(asker: &Asker, services: &Services) -> usize {
    let mut count = 0;
    loop {
        let now = services.clock.now();
        let claim = move |conn: &mut Conn| store::claim_peer(conn, now, now.plus(LEASE));
        let peer = match services.db.write_blocking(claim) {
            Ok(Some(peer)) => peer,
            Ok(None) => return count,
            Err(error) => {
                tracing::warn!(%error, "It could not be seen which servers are to be asked");
                return count;
            }
        };
        count += 1;
        let told = organisations_of(asker, services, &peer);
        if let Err(error) = keep_told(services, &peer, told) {
            tracing::warn!(%error, "The organisations of a server could not be kept");
            return count;
        }
    }
}

fn organisations_of(
    asker: &Asker,
    services: &Services,
    peer: &PeerRow,
) -> Option<Vec<PeerOrganisation>> {
    let question = Question {
        method: "GET",
        path: ORGANISATIONS_PATH,
        body: &[],
        name: Id::random(&*services.randomness),
    };
    let (status, body) = asker.ask(services, peer, &question).ok()?;
    let list: OrganisationList = (status == StatusCode::OK)
        .then(|| serde_json::from_slice(&body).ok())
        .flatten()?;
    let lists = services.code_lists();
    let items = list.items.into_iter().take(MOST_ORGANISATIONS);
    Some(items.filter_map(|one| cleaned(one, &lists)).collect())
}

/// What another server says is shown to case workers: names of a bounded length, and only codes that are known here.
fn cleaned(one: PeerOrganisation, lists: &CodeLists) -> Option<PeerOrganisation> {
    let name = Line::<200>::try_from(one.name.as_str()).ok()?;
    let known = |list: &str, code: &String| {
        let list = lists.find(list);
        list.is_some_and(|list| list.codes.iter().any(|entry| entry.code == *code))
    };
    let of = |list: &str, codes: Vec<String>| -> Vec<String> {
        let codes = codes
            .into_iter()
            .take(lists.find(list).map_or(0, |l| l.codes.len()));
        codes.filter(|code| known(list, code)).collect()
    };
    known(OrganisationKinds::NAME, &one.kind).then(|| PeerOrganisation {
        id: one.id,
        name: name.into_inner(),
        kind: one.kind,
        countries: of(Countries::NAME, one.countries),
        competences: of(OrganisationCompetences::NAME, one.competences),
    })
}

fn keep_told(
    services: &Services,
    peer: &PeerRow,
    told: Option<Vec<PeerOrganisation>>,
) -> Result<(), DbError> {
    let (id, now) = (peer.id, services.clock.now());
    let failures = peer.failures.saturating_add(1);
    let pause = pause_after(failures, &*services.randomness).min(LONGEST_PAUSE);
    services.db.write_blocking(move |conn| match told {
        Some(told) => store::put_organisations(conn, id, &told, (now, now.plus(ASKED_EVERY))),
        None => store::note_failure(conn, id, failures, now.plus(pause)),
    })
}
