//! Lists as tables: a CSV file for each kind of object, put together by their ids.

use std::path::Path;

use serde_json::{Map, Value};

use super::{Found, Lists};

type Rows = Vec<Map<String, Value>>;

/// Reads the tables of a folder.
pub(super) fn read(folder: &Path, lists: &mut Lists) {
    let mut tables = Tables {
        folder,
        lists,
        languages: Rows::new(),
        phones: Rows::new(),
        schedules: Rows::new(),
    };
    tables.languages = tables.rows(&["languages.csv"]);
    tables.phones = tables.rows(&["phones.csv"]);
    tables.schedules = tables.rows(&["schedules.csv"]);
    tables.put_together();
}

struct Tables<'a> {
    folder: &'a Path,
    lists: &'a mut Lists,
    languages: Rows,
    phones: Rows,
    schedules: Rows,
}

fn text<'r>(row: &'r Map<String, Value>, column: &str) -> Option<&'r str> {
    row.get(column).and_then(Value::as_str)
}

fn id_of(row: &Map<String, Value>) -> String {
    text(row, "id").unwrap_or_default().to_owned()
}

/// The rows in which a column has this value.
fn of(rows: &Rows, column: &str, id: &str) -> Rows {
    let own = rows.iter().filter(|row| text(row, column) == Some(id));
    own.cloned().collect()
}

/// To what a row belongs, the most particular first: a number of a shelter that also names the service is the shelter's.
const PARTICULAR: [&str; 4] = [
    "service_at_location_id",
    "location_id",
    "contact_id",
    "service_id",
];

/// The rows that belong to something and to nothing more particular.
fn own(rows: &Rows, column: &str, id: &str) -> Rows {
    let mut rows = of(rows, column, id);
    rows.retain(|row| {
        let mut named = PARTICULAR.iter().filter(|name| row.contains_key(**name));
        named.next() == Some(&column)
    });
    rows
}

fn put(row: &mut Map<String, Value>, name: &str, rows: Rows) {
    let rows = rows.into_iter().map(Value::Object).collect();
    row.insert(name.to_owned(), Value::Array(rows));
}

impl Tables<'_> {
    /// The rows of the first of these files that is there; empty cells are left out.
    fn rows(&mut self, names: &[&str]) -> Rows {
        let paths = names.iter().map(|name| self.folder.join(name));
        let Some(path) = paths.into_iter().find(|path| path.is_file()) else {
            return Rows::new();
        };
        let file = path.display().to_string();
        let mut rows = Rows::new();
        let mut reader = match csv::Reader::from_path(&path) {
            Ok(reader) => reader,
            Err(error) => {
                self.lists.fault(&file, &error.to_string());
                return rows;
            }
        };
        let columns = reader.headers().cloned();
        let columns = match columns {
            Ok(columns) => columns,
            Err(error) => {
                self.lists.fault(&file, &error.to_string());
                return rows;
            }
        };
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let cells = columns.iter().zip(record.iter());
                    let cells = cells.filter(|(_, cell)| !cell.trim().is_empty());
                    let row = cells
                        .map(|(name, cell)| (name.trim().to_owned(), Value::from(cell.trim())));
                    rows.push(row.collect());
                }
                Err(error) => self.lists.fault(&file, &error.to_string()),
            }
        }
        rows
    }

    /// The numbers of something, each with its languages.
    fn phones_of(&self, column: &str, id: &str) -> Rows {
        let mut phones = own(&self.phones, column, id);
        for phone in &mut phones {
            let id = text(phone, "id").unwrap_or_default().to_owned();
            put(phone, "languages", of(&self.languages, "phone_id", &id));
        }
        phones
    }

    /// The people of something, each with their numbers.
    fn contacts_of(&self, contacts: &Rows, column: &str, id: &str) -> Rows {
        let mut contacts = own(contacts, column, id);
        for contact in &mut contacts {
            let id = text(contact, "id").unwrap_or_default().to_owned();
            put(contact, "phones", self.phones_of("contact_id", &id));
        }
        contacts
    }

    fn put_together(&mut self) {
        let organizations = self.rows(&["organizations.csv", "organization.csv"]);
        let services = self.rows(&["services.csv"]);
        let contacts = self.rows(&["contacts.csv"]);
        let parts = [
            ("service_areas", self.rows(&["service_areas.csv"])),
            ("cost_options", self.rows(&["cost_options.csv"])),
            ("required_documents", self.rows(&["required_documents.csv"])),
            ("service_at_locations", self.places(&contacts)),
        ];
        let attributes = self.attributes();
        for row in organizations {
            self.lists.organizations.push(Found {
                file: self.file("organizations.csv"),
                value: Value::Object(row),
            });
        }
        for mut service in services {
            let id = id_of(&service);
            for (name, rows) in &parts {
                put(&mut service, name, of(rows, "service_id", &id));
            }
            put(&mut service, "phones", self.phones_of("service_id", &id));
            let hours = own(&self.schedules, "service_id", &id);
            put(&mut service, "schedules", hours);
            let spoken = of(&self.languages, "service_id", &id);
            put(&mut service, "languages", spoken);
            let people = self.contacts_of(&contacts, "service_id", &id);
            put(&mut service, "contacts", people);
            put(&mut service, "attributes", of(&attributes, "link_id", &id));
            self.lists.services.push(Found {
                file: self.file("services.csv"),
                value: Value::Object(service),
            });
        }
    }

    fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// What is said of things, each with its term.
    fn attributes(&mut self) -> Rows {
        let terms = self.rows(&["taxonomy_terms.csv"]);
        let mut attributes = self.rows(&["attributes.csv"]);
        for attribute in &mut attributes {
            let term = text(attribute, "taxonomy_term_id").unwrap_or_default();
            let term = terms.iter().find(|one| text(one, "id") == Some(term));
            if let Some(term) = term.cloned() {
                attribute.insert("taxonomy_term".to_owned(), Value::Object(term));
            }
        }
        attributes
    }

    /// Places, each with its address, its numbers, its hours and its people.
    fn locations(&mut self, contacts: &Rows) -> Rows {
        let addresses = self.rows(&["addresses.csv"]);
        let mut locations = self.rows(&["locations.csv"]);
        for location in &mut locations {
            let id = id_of(location);
            put(location, "addresses", of(&addresses, "location_id", &id));
            put(location, "phones", self.phones_of("location_id", &id));
            let hours = own(&self.schedules, "location_id", &id);
            put(location, "schedules", hours);
            let people = self.contacts_of(contacts, "location_id", &id);
            put(location, "contacts", people);
        }
        locations
    }

    /// Services at places, each with its place.
    fn places(&mut self, contacts: &Rows) -> Rows {
        let locations = self.locations(contacts);
        let mut places = self.rows(&["service_at_location.csv", "service_at_locations.csv"]);
        for place in &mut places {
            let id = id_of(place);
            let numbers = self.phones_of("service_at_location_id", &id);
            put(place, "phones", numbers);
            let hours = own(&self.schedules, "service_at_location_id", &id);
            put(place, "schedules", hours);
            let people = self.contacts_of(contacts, "service_at_location_id", &id);
            put(place, "contacts", people);
            let location = text(place, "location_id").unwrap_or_default();
            let mut all = locations.iter();
            let location = all.find(|one| text(one, "id") == Some(location));
            if let Some(location) = location.cloned() {
                place.insert("location".to_owned(), Value::Object(location));
            }
        }
        places
    }
}
