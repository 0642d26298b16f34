//! Queries on contacts.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::read;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, Json};
use crate::rights::model::{Channel, Contact, Source};
use crate::schema::{contact_nationalities, contacts};

#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
struct ContactRow {
    key: String,
    kind: String,
    country: String,
    serves: Json,
    names: Json,
    address: Option<String>,
    channels: Json,
    source_name: String,
    source_url: String,
    retrieved_on: Date,
    verified: bool,
}

/// Which contacts are wanted.
#[derive(Debug, Clone, Default)]
pub(in crate::rights) struct ContactFilter {
    /// Where they are.
    pub country: Option<String>,
    /// A nationality that they serve.
    pub serves: Option<String>,
    /// What they are.
    pub kind: Option<String>,
}

/// Contacts in a country, for whoever must be told where else to turn; at most so many. Those that
/// serve everybody come first: the embassy of another country is of no use.
pub fn find_contacts(conn: &mut Conn, country: &str, most: i64) -> Result<Vec<Contact>, DbError> {
    let filter = ContactFilter {
        country: Some(country.to_owned()),
        ..ContactFilter::default()
    };
    let mut found = list_contacts(conn, &filter, None, i64::MAX)?;
    found.sort_by_key(|contact| !contact.serves.is_empty());
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(found)
}

/// Every contact.
pub fn list_all_contacts(conn: &mut Conn) -> Result<Vec<Contact>, DbError> {
    list_contacts(conn, &ContactFilter::default(), None, i64::MAX)
}

/// Contacts after a place in the list, by country.
pub(in crate::rights) fn list_contacts(
    conn: &mut Conn,
    filter: &ContactFilter,
    after: Option<&(String, String)>,
    most: i64,
) -> Result<Vec<Contact>, DbError> {
    let mut query = contacts::table
        .select(ContactRow::as_select())
        .order((contacts::country, contacts::key))
        .limit(most)
        .into_boxed();
    if let Some(country) = &filter.country {
        query = query.filter(contacts::country.eq(country));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(contacts::kind.eq(kind));
    }
    if let Some(nationality) = &filter.serves {
        let named = contact_nationalities::table
            .filter(contact_nationalities::contact_key.eq(contacts::key))
            .filter(contact_nationalities::country.eq(nationality));
        query = query.filter(contacts::serves_anybody.or(exists(named)));
    }
    if let Some((country, key)) = after {
        let same = contacts::country.eq(country);
        query = query.filter(
            contacts::country
                .gt(country)
                .or(same.and(contacts::key.gt(key))),
        );
    }
    let rows = query.load(conn)?;
    rows.into_iter().map(ContactRow::into_contact).collect()
}

impl ContactRow {
    fn into_contact(self) -> Result<Contact, DbError> {
        Ok(Contact {
            key: self.key,
            kind: self.kind,
            names: read(&self.names)?,
            country: self.country,
            serves: read(&self.serves)?,
            address: self.address,
            channels: read::<Vec<Channel>>(&self.channels)?,
            source: Source {
                name: self.source_name,
                url: self.source_url,
                retrieved_on: self.retrieved_on,
                verified: self.verified,
            },
        })
    }
}
