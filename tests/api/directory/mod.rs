//! The service directory: as the standard has it, from the attacker's chair, and as organisations keep it.

mod attacker;
mod hsds;
mod import;
mod nearby;
mod procedures;
mod reports;
mod staff;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use crate::harness::{Person, TestApp};

pub const ORGANISATIONS: &str = "/v1/staff/directory/organisations";
pub const SERVICES: &str = "/v1/staff/directory/services";

/// What must not get out: each stands once in the shelter's entry and nowhere else.
pub const HIDDEN: [&str; 8] = [
    "Nightjar Lane",
    "Hidden Town",
    "QX991ZZ",
    "101.7123",
    "3.2123",
    "+60 3 5550 0199",
    "Blue gate behind the mill",
    "Warden Example",
];
/// What partners see, and nobody else.
pub const FOR_PARTNERS: [&str; 3] = ["+60 3 5550 0155", "duty@shelter.example", "beds_free"];

/// A shelter: its number for everybody, its duty desk for partners, its place for nobody.
pub fn shelter(organisation: &str) -> Value {
    json!({ "entry": {
        "organisation_id": organisation,
        "name": "Safe house for women",
        "description": "A bed, a meal and somebody who listens.",
        "service_types": ["shelter", "psychosocial"],
        "areas": [{ "country": "MY", "subdivisions": [] }],
        "languages": ["id", "vi"],
        "serves": { "nationalities": ["ID", "VN"], "sexes": ["female"], "documented_status": "any", "families": true },
        "confidential_to_employer": true,
        "beds_free": 3,
        "time_zone": "Asia/Kuala_Lumpur",
        "schedules": [{ "opens_at": "00:00", "closes_at": "00:00" }],
        "phones": [
            { "number": "1800 555 0100", "channel": "voice", "free_number": true, "appears_on_bill": false },
            { "number": "+60 3 5550 0155", "channel": "whatsapp", "visibility": "partner" },
        ],
        "contacts": [{ "name": "Warden Example", "visibility": "restricted" },
            { "title": "Duty desk", "email": "duty@shelter.example", "visibility": "partner" }],
        "places": [{ "kind": "physical", "visibility": "restricted", "country": "MY", "subdivision": "MY-10",
            "city": "Hidden Town", "postal_code": "QX991ZZ", "address": "7 Nightjar Lane",
            "description": "Blue gate behind the mill",
            "location_id": "0195f1a2-7c3d-4b1e-9a55-3f0c8d2e4b99",
            "point": { "type": "Point", "coordinates": [101.7123, 3.2123] },
            "phones": [{ "number": "+60 3 5550 0199", "channel": "voice" }] }],
        "verification": { "method": "called", "verified_on": "2026-11-20", "next_due": "2027-05-20" }
    } })
}

/// An office that everybody finds.
pub fn office(organisation: &str) -> Value {
    json!({ "entry": {
        "organisation_id": organisation,
        "name": "Walk-in office",
        "description": "Advice on unpaid wages.",
        "service_types": ["wage_recovery", "legal"],
        "areas": [{ "country": "MY", "subdivisions": [] }],
        "languages": ["ms", "en"],
        "time_zone": "Asia/Kuala_Lumpur",
        "closed_on_public_holidays": true,
        "schedules": [{ "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00" }],
        "phones": [{ "number": "+60 3 5550 0111", "channel": "voice" }],
        "places": [{ "kind": "physical", "country": "MY", "subdivision": "MY-14", "city": "Sample Town",
            "postal_code": "50100", "address": "1 Sample Road",
            "point": { "type": "Point", "coordinates": [101.69, 3.139] } }],
        "cost_options": [{ "option": "Anybody", "amount": 0, "currency": "MYR" }],
        "required_documents": ["Whatever you have"]
    } })
}

pub fn id_of(body: &Value) -> String {
    body["id"].as_str().unwrap().to_owned()
}

impl TestApp {
    /// An organisation that helps workers, and one of its administrators.
    pub async fn helpers(&self, name: &str) -> (Id, Person<'_>) {
        let own = self.organisation(name, &["MY"], &["assistance"]).await;
        (own, self.member(own, &[Role::Administrator]).await)
    }

    /// An entry of theirs, in an organisation of the directory that is theirs as well.
    pub async fn listed(&self, by: &Person<'_>, of: fn(&str) -> Value) -> (String, String) {
        let made = json!({ "entry": { "name": "Example Workers' Centre",
            "description": "Helps workers from abroad.", "website": "https://ngo.example/" } });
        let made = by.post(ORGANISATIONS, &made).await;
        made.assert_status(201);
        let organisation = id_of(&made.json());
        let made = by.post(SERVICES, &of(&organisation)).await;
        made.assert_status(201);
        (organisation, id_of(&made.json()))
    }
}
