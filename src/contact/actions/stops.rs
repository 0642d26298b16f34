//! Who wants no texts.

use crate::contact::model::SafeContact;
use crate::contact::store;
use crate::platform::clock::Time;
use crate::platform::crypto::Domain;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::phone::PhoneNumber;
use crate::platform::vault::VaultError;

/// Under what a number is known here: nobody reads it out of the database.
pub(super) fn hash_of(services: &Services, number: &PhoneNumber) -> [u8; 32] {
    let number = number.as_str().as_bytes();
    services.lookup.hash(Domain::TextNumber, number)
}

/// Nothing is sent to this number from now on, and nothing of what waits. Doing it again changes nothing.
pub fn stop(
    conn: &mut Conn,
    services: &Services,
    number: &PhoneNumber,
    now: Time,
) -> Result<(), VaultError> {
    let hash = hash_of(services, number);
    store::insert_stop(conn, &hash, now.hour())?;
    for id in store::delete_of_number(conn, &hash)? {
        services.vault.destroy(conn, id)?;
    }
    Ok(())
}

/// Texts may be sent to this number again. Doing it again changes nothing.
pub fn start_again(
    conn: &mut Conn,
    services: &Services,
    number: &PhoneNumber,
) -> Result<(), DbError> {
    store::delete_stop(conn, &hash_of(services, number))
}

/// Whether nothing is sent to this number.
pub fn is_stopped(
    conn: &mut Conn,
    services: &Services,
    number: &PhoneNumber,
) -> Result<bool, DbError> {
    store::is_stopped(conn, &hash_of(services, number))
}

/// The numbers of a plan that want no texts.
pub(in crate::contact) fn stopped_of(
    conn: &mut Conn,
    services: &Services,
    plan: &SafeContact,
) -> Result<Vec<PhoneNumber>, DbError> {
    let methods = plan.methods.iter().chain(&plan.trusted_person);
    let mut stopped = Vec::new();
    for number in methods.filter_map(crate::contact::model::ContactMethod::number) {
        if is_stopped(conn, services, &number)? {
            stopped.push(number);
        }
    }
    Ok(stopped)
}
