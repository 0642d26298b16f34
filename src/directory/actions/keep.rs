//! Making and changing services. What the public may see is worked out here, once, and stored apart from the rest.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::desk::Desk;
use crate::directory::error::DirectoryError;
use crate::directory::hsds::Stamps;
use crate::directory::hsds::shapes::Service;
use crate::directory::model::{DirectoryAct, DirectoryTier, ServiceFacts};
use crate::directory::store::{self, NewService, ServiceRow};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::platform::vault::SubjectKey;

/// The place of a service's facts under its key.
const FACTS: &str = "directory_facts";

/// All that is known of a service, as it is sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    /// What its organisation says.
    pub facts: ServiceFacts,
    /// When beds were counted last.
    pub counted_at: Time,
}

impl Known {
    fn document(&self) -> Result<Value, DirectoryError> {
        Ok(serde_json::to_value(&self.facts)?)
    }
}

/// All that is known of a service.
pub fn open_service(
    conn: &mut Conn,
    services: &Services,
    row: &ServiceRow,
) -> Result<Known, DirectoryError> {
    let key = services.vault.key(conn, row.id, Class::Confidential)?;
    Ok(key.open_json(row.id, FACTS, &row.sealed_facts)?)
}

/// A service as a reader of this tier sees it.
pub fn service_view(row: &ServiceRow, known: &Known, tier: DirectoryTier) -> Service {
    let stamps = Stamps {
        changed_at: row.updated_at,
        counted_at: known.counted_at,
    };
    Service::of(row.id, &known.facts, tier, stamps)
}

/// A service that is looked after here, locked until the commit.
pub fn lock_kept(conn: &mut Conn, desk: &Desk<'_>, id: Id) -> Result<ServiceRow, DirectoryError> {
    let keeper = store::find_keeper(conn, id)?;
    if !keeper.is_some_and(|(_, keeper)| desk.keeps(keeper)) {
        return Err(DirectoryError::NotFound);
    }
    store::lock_service(conn, id)?.ok_or(DirectoryError::NotFound)
}

/// What is said of a service, once it fits together and names an organisation that is looked after here.
fn fitting(
    conn: &mut Conn,
    desk: &Desk<'_>,
    facts: ServiceFacts,
    before: &[Id],
    act: DirectoryAct,
) -> Result<ServiceFacts, DirectoryError> {
    let mut facts = facts;
    let mut faults = facts.faults();
    let organisation = store::find_organisation(conn, facts.organisation_id)?;
    if !organisation.is_some_and(|found| desk.keeps(found.kept_by)) {
        faults.push(Fault::new("/organisation_id", "unknown_organisation"));
    }
    let mut named = BTreeSet::new();
    for (index, place) in facts.places.iter_mut().enumerate() {
        // A tenth of a metre; as many digits as JSON gives back unchanged.
        place.point = place.point.map(|point| point.rounded(6));
        let at = format!("/places/{index}/id");
        match place.id {
            None => place.id = Some(desk.services.new_id()),
            // An id that somebody chose could be that of another one's place.
            Some(id) if act != DirectoryAct::Imported && !before.contains(&id) => {
                faults.push(Fault::new(at, "unknown_place"));
            }
            Some(id) if !named.insert(id) => faults.push(Fault::new(at, "given_twice")),
            Some(_) => {}
        }
    }
    if faults.is_empty() {
        return Ok(facts);
    }
    Err(DirectoryError::Invalid(faults))
}

/// What is written of a service: what the public may see, and the rest sealed. What the public sees has changed only when
/// it differs.
fn written(
    (id, key): (Id, &SubjectKey),
    known: &Known,
    before: Option<&ServiceRow>,
    now: Time,
) -> Result<NewService, DirectoryError> {
    let shown = |changed_at: Time| {
        let stamps = Stamps {
            changed_at,
            counted_at: known.counted_at,
        };
        Service::of(id, &known.facts, DirectoryTier::Public, stamps)
    };
    let unchanged = match before {
        Some(row) => {
            let stored: Service = row.document.read()?;
            let same = shown(row.shown_changed_at);
            (stored == same).then_some((row.shown_changed_at, same))
        }
        None => None,
    };
    let (shown_changed_at, document) = unchanged.unwrap_or_else(|| (now, shown(now)));
    Ok(NewService {
        organisation_id: known.facts.organisation_id,
        document: Json::of(&document)?,
        shown_changed_at,
        sealed_facts: key.seal_json(id, FACTS, known)?,
    })
}

/// Makes a service.
pub fn create_service(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
    facts: ServiceFacts,
    act: DirectoryAct,
) -> Result<ServiceRow, DirectoryError> {
    let facts = fitting(conn, desk, facts, &[], act)?;
    let known = Known {
        facts,
        counted_at: desk.now,
    };
    let vault = &desk.services.vault;
    let key = vault.create_key(conn, id, Class::Confidential, desk.now)?;
    let new = written((id, &key), &known, None, desk.now)?;
    store::insert_service(conn, id, new, desk.now)?;
    desk.note(conn, (id, 1), act, (&json!({}), &known.document()?))?;
    get(conn, id)
}

/// Changes a service; when nothing is different, nothing happens.
pub fn change_service(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: &ServiceRow,
    facts: ServiceFacts,
    act: DirectoryAct,
) -> Result<ServiceRow, DirectoryError> {
    let before = open_service(conn, desk.services, row)?;
    let places = before.facts.places.iter();
    let places: Vec<Id> = places.filter_map(|place| place.id).collect();
    let facts = fitting(conn, desk, facts, &places, act)?;
    let recounted = facts.beds_free != before.facts.beds_free;
    let known = Known {
        counted_at: if recounted {
            desk.now
        } else {
            before.counted_at
        },
        facts,
    };
    let (was, is) = (before.document()?, known.document()?);
    if was == is {
        return Ok(row.clone());
    }
    let key = desk.services.vault.key(conn, row.id, Class::Confidential)?;
    let new = written((row.id, &key), &known, Some(row), desk.now)?;
    store::put_service(conn, row, new, desk.now)?;
    desk.note(conn, (row.id, row.version + 1), act, (&was, &is))?;
    get(conn, row.id)
}

fn get(conn: &mut Conn, id: Id) -> Result<ServiceRow, DirectoryError> {
    let found = store::find_service(conn, id)?;
    found.map(|(row, _)| row).ok_or(DirectoryError::NotFound)
}
