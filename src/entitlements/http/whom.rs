//! Whom to ask.

use serde::Serialize;
use utoipa::ToSchema;

use super::rule::ExplainingArticle;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Context;
use crate::platform::problem::Problem;
use crate::rights::{
    Contact, ContactShown, EmergencyNumber, EmergencyNumberShown, find_contacts,
    find_emergency_numbers,
};

/// Most contacts that are named.
const MOST_CONTACTS: usize = 5;
/// Services that help with wages and the like; the others are for danger.
const FOR_WORK: [&str; 2] = ["labour_hotline", "migrant_worker_hotline"];

/// Whom to ask about it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WhomToAsk)]
pub struct WhomShown {
    /// Whether somebody may be in danger: then the emergency numbers come first.
    pub is_urgent: bool,
    /// Hotlines for workers; where it is urgent all emergency numbers of the country.
    pub numbers: Vec<EmergencyNumberShown>,
    /// Organisations and authorities of the country, and embassies there; at most five.
    pub contacts: Vec<ContactShown>,
    /// Articles that explain the rules.
    pub articles: Vec<ExplainingArticle>,
}

/// What the database knows of a country.
pub(super) struct Known {
    contacts: Vec<Contact>,
    numbers: Vec<EmergencyNumber>,
}

impl Known {
    pub fn load(conn: &mut Conn, country: &str) -> Result<Self, DbError> {
        Ok(Self {
            contacts: find_contacts(conn, country, i64::MAX)?,
            numbers: find_emergency_numbers(conn, country)?,
        })
    }

    /// Reads what is known of a country.
    pub async fn of(context: &Context, country: &str) -> Result<Self, Problem> {
        let country = country.to_owned();
        let load = move |conn: &mut Conn| Self::load(conn, &country).map_err(Problem::from);
        context.public_db().read(load).await
    }

    /// Whom to ask, for somebody of this nationality.
    pub fn shown(
        self,
        context: &Context,
        origin: Option<&str>,
        (is_urgent, articles): (bool, Vec<ExplainingArticle>),
    ) -> WhomShown {
        let serves = |contact: &Contact| {
            let is_named = |origin| contact.serves.iter().any(|served| served == origin);
            contact.serves.is_empty() || origin.is_some_and(is_named)
        };
        let helps =
            |number: &EmergencyNumber| is_urgent || FOR_WORK.contains(&number.service.as_str());
        let contacts = self.contacts.into_iter().filter(serves).take(MOST_CONTACTS);
        let numbers = self.numbers.into_iter().filter(helps);
        WhomShown {
            is_urgent,
            numbers: numbers
                .map(|number| EmergencyNumberShown::of(context, number))
                .collect(),
            contacts: contacts
                .map(|contact| ContactShown::of(context, contact))
                .collect(),
            articles,
        }
    }
}
