//! Hashing passwords where it holds up nobody: on threads of its own, a few at a time.
//!
//! One hash takes tens of milliseconds of a processor and 19 MiB. As many run at once as there are
//! cores; a bounded number waits; whoever comes after is told to come again.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::platform::crypto::{KeySalt, PasswordError, PasswordHasher, SecretKey, Verdict};
use crate::platform::ids::Randomness;
use crate::platform::problem::{INTERNAL_ERROR, Problem, UNAVAILABLE};

/// How many may wait for each one that is being worked on: about a second's work.
const WAITING_PER_CORE: usize = 20;

/// Hashes and compares passwords off the threads that serve requests.
pub struct Passwords {
    hasher: Arc<PasswordHasher>,
    randomness: Arc<dyn Randomness>,
    /// Room for those who work and those who wait.
    seats: Semaphore,
    /// Room for those who work.
    turns: Semaphore,
}

impl Passwords {
    /// Works on as many passwords at once as there are cores.
    pub fn new(hasher: PasswordHasher, randomness: Arc<dyn Randomness>, cores: usize) -> Self {
        let cores = cores.max(1);
        Self {
            hasher: Arc::new(hasher),
            randomness,
            seats: Semaphore::new(cores.saturating_mul(1 + WAITING_PER_CORE)),
            turns: Semaphore::new(cores),
        }
    }

    /// Hashes a password that was chosen.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        let randomness = Arc::clone(&self.randomness);
        self.work(move |hasher| hasher.hash(&*randomness, &password))
            .await
    }

    /// Compares a password with a stored hash; without one it spends the same time and says no.
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<Verdict, Problem> {
        self.work(move |hasher| match stored {
            Some(stored) => hasher.verify(&password, &stored),
            None => hasher.verify_dummy(&password).map(|()| Verdict::Mismatch),
        })
        .await
    }

    /// Derives a key from a password or passphrase under a salt of its own.
    pub async fn derive_key(&self, password: String, salt: KeySalt) -> Result<SecretKey, Problem> {
        self.work(move |hasher| hasher.derive_key(&password, &salt))
            .await
    }

    /// Whether a stored hash was made at another cost than today's.
    pub fn needs_rehash(&self, stored: &str) -> bool {
        self.hasher.needs_rehash(stored)
    }

    async fn work<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&PasswordHasher) -> Result<T, PasswordError> + Send + 'static,
    {
        let full = |_| Problem::new(&UNAVAILABLE).retry_after(1);
        let _seat = self.seats.try_acquire().map_err(full)?;
        let closed = |_| Problem::new(&UNAVAILABLE).retry_after(1);
        let _turn = self.turns.acquire().await.map_err(closed)?;
        let hasher = Arc::clone(&self.hasher);
        let done = tokio::task::spawn_blocking(move || work(&hasher)).await;
        match done {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                tracing::error!(%error, "A password cannot be hashed or compared");
                Err(Problem::new(&INTERNAL_ERROR))
            }
            Err(error) => {
                tracing::error!(%error, "The work on a password was lost");
                Err(Problem::new(&INTERNAL_ERROR))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::crypto::{Cost, Keyring};
    use crate::platform::ids::SystemRandomness;

    fn passwords(cores: usize) -> Passwords {
        let keyring = Keyring::generate(&SystemRandomness, 0);
        let hasher = PasswordHasher::new(&keyring, Cost::LEAST).unwrap();
        Passwords::new(hasher, Arc::new(SystemRandomness), cores)
    }

    #[actix_web::test]
    async fn a_password_is_recognised_and_no_hash_is_never_right() {
        let passwords = passwords(1);
        let stored = passwords.hash("four words".to_owned()).await.unwrap();
        let verify = |text: &str, stored| passwords.verify(text.to_owned(), stored);
        assert_eq!(
            verify("four words", Some(stored.clone())).await.unwrap(),
            Verdict::Match
        );
        assert_eq!(
            verify("five words", Some(stored)).await.unwrap(),
            Verdict::Mismatch
        );
        assert_eq!(verify("four words", None).await.unwrap(), Verdict::Mismatch);
    }

    #[actix_web::test]
    async fn whoever_finds_no_seat_is_told_to_come_again() {
        let passwords = passwords(1);
        let _all = passwords.seats.try_acquire_many(21).unwrap();
        let refused = passwords.hash("four words".to_owned()).await.unwrap_err();
        assert_eq!(refused.code, &UNAVAILABLE);
    }
}
