//! What of this area a phone carries along: services exactly as somebody without a name sees them, and where one complains.

use serde_json::{Map, Value, json};

use super::catalogue;
use super::error::DirectoryError;
use super::hsds::shapes::Service;
use super::model::ServiceStatus;
use super::procedures;
use super::procedures::http::ComplaintProcedure;
use crate::platform::carried::{Corridor, PartKind, Parts, nearest_language};
use crate::platform::code_lists::{
    ContactChannels, Countries, Languages, ListName as _, ServiceTypes,
};
use crate::platform::db::Conn;
use crate::platform::language::Language;

/// Members that say how an entry is kept or linked, which nobody reads on a phone, and what changes without anybody's doing.
const NOT_CARRIED: [&str; 8] = [
    "attributes",
    "capacity",
    "last_modified",
    "open_now",
    "organization_id",
    "service_id",
    "services",
    "extent_type",
];

/// What everybody may see of the services that organisations keep.
pub struct CarriedDirectory {
    services: Vec<Service>,
}

impl CarriedDirectory {
    /// Reads it. Nothing sealed is read.
    pub fn load(conn: &mut Conn) -> Result<Self, DirectoryError> {
        let mut services = catalogue::kept(conn)?;
        services.retain(|service| match service.status {
            ServiceStatus::Defunct | ServiceStatus::Inactive => false,
            ServiceStatus::Active | ServiceStatus::TemporarilyClosed => true,
        });
        Ok(Self { services })
    }

    /// Gives what concerns a corridor, in one language as far as it goes.
    pub fn give(
        &self,
        parts: &mut Parts,
        corridor: &Corridor,
        language: &Language,
    ) -> Result<(), serde_json::Error> {
        for service in self.services.iter().filter(|one| helps(one, corridor)) {
            give_service(parts, service)?;
        }
        for procedure in procedures::all() {
            if !corridor.touches(&procedure.country) {
                continue;
            }
            let tags = procedure.title.keys();
            let available: Vec<Language> = tags.filter_map(|tag| tag.parse().ok()).collect();
            let nearest = nearest_language(language, &available);
            let nearest = nearest.unwrap_or_else(Language::english);
            let shown = ComplaintProcedure::in_language(nearest, procedure);
            parts.refer(Countries::NAME, &procedure.country);
            parts.add(PartKind::Procedure, &procedure.code, &shown)?;
        }
        Ok(())
    }
}

/// Whether a service helps whoever goes this way, in one of the two countries.
fn helps(service: &Service, corridor: &Corridor) -> bool {
    let serves = service.serves.as_ref();
    let is_served = serves.is_none_or(|serves| corridor.is_served(&serves.nationalities));
    let mut areas = service.service_areas.iter();
    is_served && areas.any(|area| corridor.touches(&area.name))
}

fn give_service(parts: &mut Parts, service: &Service) -> Result<(), serde_json::Error> {
    parts.refer_all(ServiceTypes::NAME, &service.service_types);
    let languages = service.languages.iter().map(|one| &one.code);
    parts.refer_all(Languages::NAME, languages);
    let places = service.service_at_locations.iter();
    let phones = places.flat_map(|at| &at.phones).chain(&service.phones);
    parts.refer_all(
        ContactChannels::NAME,
        phones.filter_map(|phone| phone.channel.as_ref()),
    );
    let mut shown: Map<String, Value> = serde_json::from_value(serde_json::to_value(service)?)?;
    shown.values_mut().for_each(leave_out_ids);
    shown.retain(|name, _| !NOT_CARRIED.contains(&name.as_str()));
    if let Some(owner) = &service.organization {
        let owner = json!({ "name": owner.name, "website": owner.website, "email": owner.email });
        shown.insert("organization".to_owned(), owner);
    }
    parts.add(PartKind::Service, &service.id.to_string(), &shown)
}

/// Takes out the ids of what stands within a service.
fn leave_out_ids(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| name != "id" && !NOT_CARRIED.contains(&name.as_str()));
            members.values_mut().for_each(leave_out_ids);
        }
        Value::Array(all) => all.iter_mut().for_each(leave_out_ids),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
