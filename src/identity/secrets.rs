//! What is needed to make, seal and find secrets.

use std::sync::Arc;

use crate::platform::crypto::{ChainKey, LookupKey};
use crate::platform::http::Services;
use crate::platform::ids::Randomness;
use crate::platform::vault::Vault;

/// The instance's means of making, sealing and finding secrets, to be moved into a database job.
#[derive(Clone)]
pub struct Secrets {
    pub(super) vault: Vault,
    pub(super) lookup: Arc<LookupKey>,
    pub(super) chain: ChainKey,
    pub(super) randomness: Arc<dyn Randomness>,
}

impl Secrets {
    /// Those of this instance.
    pub fn of(services: &Services) -> Self {
        Self {
            vault: services.vault.clone(),
            lookup: Arc::clone(&services.lookup),
            chain: ChainKey::new(&services.keyring),
            randomness: Arc::clone(&services.randomness),
        }
    }
}
