//! Where else a person can turn, in their language.

use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::problem::Problem;
use crate::rights;
pub(super) use crate::rights::{ContactShown, EmergencyNumberShown};

/// Contacts that are told at once.
const CONTACTS: i64 = 10;

/// The numbers to dial in the country of the place.
pub(super) fn emergency_numbers(
    conn: &mut Conn,
    context: &Context,
    country: &str,
) -> Result<Vec<EmergencyNumberShown>, Problem> {
    let numbers = rights::find_emergency_numbers(conn, country)?.into_iter();
    let shown = numbers.map(|number| EmergencyNumberShown::of(context, number));
    Ok(shown.collect())
}

/// Contacts in the country of the place.
pub(super) fn contacts(
    conn: &mut Conn,
    context: &Context,
    country: &str,
) -> Result<Vec<ContactShown>, Problem> {
    let contacts = rights::find_contacts(conn, country, CONTACTS)?.into_iter();
    let shown = contacts.map(|contact| ContactShown::of(context, contact));
    Ok(shown.collect())
}
