//! What is done without anybody asking: making the keys of a month, and ending those of the month before.

use std::sync::Arc;

use actix_web::rt::task::spawn_blocking;

use super::actions::PRIVATE_KEY;
use super::model::{MONTHS_AFTER, VouchingKey};
use super::store;
use crate::platform::clock::{Month, Time};
use crate::platform::crypto::{BlindSigningError, BlindSigningKey, Class, key_id};
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::platform::vault::{Vault, VaultError};

/// Keys that are made in one go.
const KEYS_AT_ONCE: i64 = 10;
/// Months for which it is remembered that a worker has a token.
const MONTHS_WORKERS: u32 = 60;

/// Makes the keys that are lacking and ends those whose month is over. Returns how many were made; then what
/// the public reads has changed.
pub async fn keep(services: &Services, now: Time) -> Result<usize, Problem> {
    let month = Month::of(now.date());
    let vault = services.vault.clone();
    let forget = move |conn: &mut Conn| forget(conn, &vault, now);
    services.db.write(forget).await?;
    let list = move |conn: &mut Conn| store::list_without_key(conn, month, KEYS_AT_ONCE);
    let lacking: Vec<Id> = services.db.read(list).await?;
    let made = lacking.len();
    for organisation in lacking {
        make(services, organisation, month, now).await?;
    }
    Ok(made)
}

fn forget(conn: &mut Conn, vault: &Vault, now: Time) -> Result<(), VaultError> {
    let (today, month) = (now.date(), Month::of(now.date()));
    for key in store::list_ended(conn, month)? {
        store::end_key(conn, key)?;
        vault.destroy_class(conn, key, Class::Account)?;
    }
    let (tokens, workers) = (month.minus(MONTHS_AFTER), month.minus(MONTHS_WORKERS));
    Ok(store::forget(conn, today, tokens, workers)?)
}

async fn make(
    services: &Services,
    organisation: Id,
    month: Month,
    now: Time,
) -> Result<(), Problem> {
    let randomness = Arc::clone(&services.randomness);
    // It takes a while, so not where others wait.
    let made = spawn_blocking(move || {
        let key = BlindSigningKey::generate(&*randomness)?;
        Ok::<_, BlindSigningError>((key.expose_pkcs8()?, key.public_key()?))
    });
    let made = made.await.map_err(|_| Problem::new(&INTERNAL_ERROR))?;
    let (private, public_key) = made.map_err(|error| {
        tracing::error!(%error, "A vouching key cannot be made");
        Problem::new(&INTERNAL_ERROR)
    })?;
    let (vault, id) = (services.vault.clone(), services.new_id());
    let store = move |conn: &mut Conn| {
        let sealing = vault.create_key(conn, id, Class::Account, now)?;
        let key = VouchingKey {
            id,
            organisation,
            month,
            sealed_private_key: Some(sealing.seal(id, PRIVATE_KEY, &private)?),
            public_key,
        };
        store::insert_key(conn, &key, &key_id(&key.public_key))?;
        Ok::<_, VaultError>(())
    };
    match services.db.write(store).await {
        Err(VaultError::Database(error))
            if error.constraint().as_deref() == Some("vouching_keys_organisation_id_month_key") =>
        {
            // Another instance was faster.
            Ok(())
        }
        stored => Ok(stored?),
    }
}
