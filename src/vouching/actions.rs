//! Signing blinded messages, and taking tokens.

use actix_web::rt::task::spawn_blocking;

use super::model::{
    BlindedMessage, COMPETENCE, MOST_A_DAY, RedeemError, SigningError, TokenSignature,
    VouchingToken, WorkerReference,
};
use super::store;
use crate::agencies;
use crate::claims;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::Vouch;
use crate::organisations;
use crate::platform::clock::{Date, Month, Time};
use crate::platform::crypto::{
    BlindSigningError, BlindSigningKey, Class, Domain, LookupKey, VerifyingKey,
};
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::text::fold;
use crate::platform::vault::VaultError;

/// Names what is sealed of a key.
pub(super) const PRIVATE_KEY: &str = "vouching_keys.private_key";
const SECONDS_OF_A_DAY: i64 = 86_400;

/// For whom an organisation vouches.
pub struct Vouched {
    /// The name by which the desk knows the worker.
    pub worker: WorkerReference,
    /// The agency that recruited the worker.
    pub agency: Id,
    /// When; as exactly as the worker's review says it.
    pub recruited: Option<Month>,
}

/// Signs what the worker's app blinded. Nothing comes of it until [`note`] has stored that the worker
/// has a token.
pub async fn sign(
    services: &Services,
    member: &Caller<Vouch>,
    key_id: Vec<u8>,
    blinded: BlindedMessage,
    today: Date,
) -> Result<(Id, TokenSignature), SigningError> {
    let (vault, own) = (services.vault.clone(), member.organisation());
    let open = move |conn: &mut Conn| {
        let key = store::find_key(conn, &key_id)?;
        let key = key.filter(|key| key.organisation == own && key.month == Month::of(today));
        let key = key.ok_or(SigningError::Key)?;
        let sealed = key.sealed_private_key.ok_or(SigningError::Key)?;
        let sealing = vault.key(conn, key.id, Class::Account)?;
        Ok::<_, SigningError>((key.id, sealing.open(key.id, PRIVATE_KEY, &sealed)?))
    };
    let (key, private) = services.db_of_requests.read(open).await?;
    let randomness = std::sync::Arc::clone(&services.randomness);
    let signed = spawn_blocking(move || {
        let key = BlindSigningKey::from_pkcs8(&private)?;
        key.sign(&*randomness, blinded.as_bytes())
    });
    let signed = signed.await.map_err(|_| SigningError::CutOff)?;
    let signed = signed.map_err(|error| match error {
        BlindSigningError::Message => SigningError::Message,
        BlindSigningError::Key => SigningError::Vault(VaultError::Form),
    })?;
    let signed = signed.try_into().map_err(|_| SigningError::Message)?;
    Ok((key, signed))
}

/// Remembers that a worker has a token, unless that is so already.
pub fn note(
    conn: &mut Conn,
    lookup: &LookupKey,
    member: &Caller<Vouch>,
    key: Id,
    vouched: &Vouched,
    now: Time,
) -> Result<(), SigningError> {
    let (today, month, own) = (now.date(), Month::of(now.date()), member.organisation());
    if vouched.recruited > Some(month) {
        return Err(SigningError::FutureMonth);
    }
    let agency = agencies::current(conn, vouched.agency)?.ok_or(SigningError::UnknownAgency)?;
    if claims::has_interest(conn, member, agency)? {
        return Err(SigningError::Interest);
    }
    if !store::count_today(conn, member.account(), today, MOST_A_DAY)? {
        let passed = now.as_second().rem_euclid(SECONDS_OF_A_DAY);
        let wait = u64::try_from(SECONDS_OF_A_DAY - passed).unwrap_or(0);
        return Err(SigningError::TooMany { wait });
    }
    let hash = worker_hash(lookup, own, agency, vouched);
    let stored = store::insert_worker(conn, &hash, month);
    stored.map_err(|error| match error.constraint().as_deref() {
        Some("vouched_workers_worker_hash_key") => SigningError::VouchedAlready,
        _ => error.into(),
    })?;
    store::count_issued(conn, key)?;
    // That something was signed, and by whom; for whom and about which agency is nobody's to read.
    let (action, subject) = (Action::Vouched, Subject::Organisation);
    Ok(member.record(conn, now, action, subject, own, None)?)
}

fn worker_hash(lookup: &LookupKey, own: Id, agency: Id, vouched: &Vouched) -> [u8; 32] {
    let reference = vouched.worker.as_str();
    let bare: String = fold(reference).split_whitespace().collect();
    let bare = if bare.is_empty() { reference } else { &bare };
    let recruited = vouched
        .recruited
        .map_or_else(String::new, |month| month.to_string());
    lookup.hash_all(
        Domain::VouchedWorker,
        &[
            own.as_bytes(),
            bare.as_bytes(),
            agency.as_bytes(),
            recruited.as_bytes(),
        ],
    )
}

/// Takes a token, which can be taken only once.
pub fn redeem(
    conn: &mut Conn,
    lookup: &LookupKey,
    token: &VouchingToken,
    today: Date,
) -> Result<(), RedeemError> {
    let key = store::find_key(conn, token.key_id.as_bytes())?.ok_or(RedeemError::UnknownKey)?;
    // An operator who no longer trusts an organisation ends its tokens, too.
    let vouches = organisations::has_competence(conn, key.organisation, &[COMPETENCE])?;
    // Who went into the business since has an interest in every agency, and what it signed before with it.
    if !vouches || claims::is_in_the_business(conn, key.organisation)? {
        return Err(RedeemError::UnknownKey);
    }
    if !key.is_valid_on(today) {
        return Err(RedeemError::Expired);
    }
    let verifying = VerifyingKey::from_public_key(&key.public_key);
    let message = token.message.as_bytes();
    if !verifying.is_ok_and(|key| key.is_signed(message, token.signature.as_bytes())) {
        return Err(RedeemError::WrongSignature);
    }
    let hash = lookup.hash(Domain::VouchingToken, message);
    Ok(store::insert_spent(conn, &hash, key.month)?)
}
