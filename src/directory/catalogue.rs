//! The entries as a reader may see them. Whatever is found, counted, sorted or measured is reckoned from these, so that what
//! is hidden decides nothing.

use std::collections::BTreeMap;

use super::actions::{open_service, service_view};
use super::contacts;
use super::error::DirectoryError;
use super::hsds::shapes::{Organization, Service};
use super::model::{DirectoryTier, OrganisationFacts};
use super::store;
use crate::platform::db::{Conn, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::text::fold;

/// All that a reader may see.
pub struct Catalogue {
    /// Services by name, each with its organisation in short.
    pub services: Vec<Service>,
    /// Organisations by name, without their services.
    pub organizations: Vec<Organization>,
}

/// What everybody may see. Nothing sealed is read.
pub fn public(conn: &mut Conn) -> Result<Catalogue, DirectoryError> {
    let services = list_shown(conn)?;
    whole(conn, services)
}

/// A service that everybody may see.
pub fn find_public(conn: &mut Conn, id: Id) -> Result<Option<Service>, DirectoryError> {
    let stored = store::list_shown(conn, Some(id))?;
    if let Some(document) = stored.first() {
        let service = document.read()?;
        return Ok(whole(conn, vec![service])?.take(id));
    }
    Ok(whole(conn, Vec::new())?.take(id))
}

/// What partners may see.
pub fn for_partners(
    conn: &mut Conn,
    services: &Services,
    only: Option<Id>,
) -> Result<Catalogue, DirectoryError> {
    let mut all = Vec::new();
    for (row, _) in store::list_services(conn, only)? {
        let known = open_service(conn, services, &row)?;
        all.push(service_view(&row, &known, DirectoryTier::Partner));
    }
    whole(conn, all)
}

/// Adds the contacts that come with the program and the organisations.
fn whole(conn: &mut Conn, mut services: Vec<Service>) -> Result<Catalogue, DirectoryError> {
    let mut organizations = list_organizations(conn)?;
    for (organization, service) in contacts::entries(conn)? {
        organizations.push(organization);
        services.push(service);
    }
    name_owners(&mut services, &organizations);
    services.sort_by_cached_key(|service| (fold(&service.name), service.id));
    organizations.sort_by_cached_key(|one| (fold(&one.name), one.id));
    Ok(Catalogue {
        services,
        organizations,
    })
}

/// What everybody may see of the entries that organisations keep, by id; without the contacts that come with the program.
pub fn kept(conn: &mut Conn) -> Result<Vec<Service>, DirectoryError> {
    let mut services = list_shown(conn)?;
    let organizations = list_organizations(conn)?;
    name_owners(&mut services, &organizations);
    services.sort_by_key(|service| service.id);
    Ok(services)
}

fn list_shown(conn: &mut Conn) -> Result<Vec<Service>, DirectoryError> {
    let documents = store::list_shown(conn, None)?;
    let services = documents.iter().map(Json::read);
    Ok(services.collect::<Result<_, _>>()?)
}

fn list_organizations(conn: &mut Conn) -> Result<Vec<Organization>, DirectoryError> {
    let mut organizations = Vec::new();
    for row in store::list_organisations(conn)? {
        let facts: OrganisationFacts = row.document.read()?;
        organizations.push(Organization::of(row.id, &facts));
    }
    Ok(organizations)
}

fn name_owners(services: &mut [Service], organizations: &[Organization]) {
    let known: BTreeMap<Id, &Organization> =
        organizations.iter().map(|one| (one.id, one)).collect();
    for service in services {
        let owner = service.organization_id.and_then(|id| known.get(&id));
        service.organization = owner.map(|one| (*one).clone());
    }
}

impl Catalogue {
    /// One of its services.
    pub fn take(self, id: Id) -> Option<Service> {
        self.services.into_iter().find(|service| service.id == id)
    }
}
