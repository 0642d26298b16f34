//! Publishing: once for each change, by whichever instance is first.

use std::sync::Arc;

use actix_web::web;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::material::Material;
use crate::bundles::model::{BundleKey, Document, Head, Item, answer, content_hash, signing_input};
use crate::bundles::store::{self, NewVersion, Put, VersionRow};
use crate::directory::DirectoryError;
use crate::entitlements::Library;
use crate::identity::key_of_bundles;
use crate::platform::crypto::{SigningError, SigningKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::http::compress::{Coding, Effort};
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::platform::vault::VaultError;

/// Why a bundle cannot be published or read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// Something in it cannot be written as JSON, or what is stored not be read.
    #[error("cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// It cannot be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The key that signs is not at hand.
    #[error("the key of bundles: {0}")]
    Key(#[from] VaultError),
    /// What services are there cannot be read.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// It cannot be compressed.
    #[error("cannot be compressed as {0}")]
    Coding(&'static str),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<BundleError> for Problem {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::Database(error) | BundleError::Key(VaultError::Database(error)) => {
                error.into()
            }
            BundleError::Directory(error) => error.into(),
            BundleError::Json(_)
            | BundleError::Signing(_)
            | BundleError::Key(_)
            | BundleError::Coding(_) => {
                tracing::error!(%error, "A bundle cannot be published");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}

/// Publishes anew what has changed.
pub struct Publisher {
    services: web::Data<Services>,
    library: web::Data<Library>,
}

impl Publisher {
    /// One that publishes what these services hold.
    pub const fn new(services: web::Data<Services>, library: web::Data<Library>) -> Self {
        Self { services, library }
    }

    /// Looks at every bundle that was ever asked for, and publishes those whose content or key is another by now; how many.
    /// Blocks.
    pub fn tick(&self) -> usize {
        match self.publish_changed() {
            Ok(published) => published,
            Err(error) => {
                tracing::warn!(%error, "Bundles could not be published; it is tried again");
                0
            }
        }
    }

    fn publish_changed(&self) -> Result<usize, BundleError> {
        let read = |conn: &mut Conn| -> Result<_, BundleError> {
            Ok((store::list_published(conn)?, Material::load(conn)?))
        };
        let (keys, material) = self.services.db.read_snapshot_blocking(read)?;
        let mut published = 0;
        for key in keys {
            if publish(&self.services, &self.library, &material, &key)? == Outcome::Published {
                published += 1;
            }
        }
        Ok(published)
    }
}

/// What came of looking at a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It has a new version.
    Published,
    /// It is as it was, or another instance has just published it.
    Unchanged,
}

/// Publishes a bundle, unless the version that is current has the same items and the same key. Blocks.
pub fn publish(
    services: &Services,
    library: &Library,
    material: &Material,
    key: &BundleKey,
) -> Result<Outcome, BundleError> {
    let lists = services.code_lists();
    let items = material.items(key, library, (&lists, &services.messages))?;
    let (vault, of_read, now) = (services.vault.clone(), key.clone(), services.clock.now());
    let read = move |conn: &mut Conn| -> Result<_, BundleError> {
        let current = store::find_current(conn, &of_read)?;
        Ok((current, key_of_bundles(conn, &vault, now)?))
    };
    let (current, signing) = services.db.read_blocking(read)?;
    let hash = content_hash(&items);
    if current
        .as_ref()
        .is_some_and(|one| is_same(one, &hash, &signing))
    {
        return Ok(Outcome::Unchanged);
    }
    let head = Head::new(key.clone(), &hash, now, signing.public().kid());
    let new = Arc::new(made(head, items, hash, &signing)?);
    let base = current.map(|one| one.number);
    let write = move |conn: &mut Conn| store::put(conn, base, &new);
    Ok(match services.db.write_blocking(write)? {
        Put::Published => Outcome::Published,
        Put::Overtaken => Outcome::Unchanged,
    })
}

fn is_same(current: &VersionRow, content_hash: &[u8], signing: &SigningKey) -> bool {
    current.content_hash == content_hash && current.key_id == signing.public().kid()
}

/// Signs and compresses it.
fn made(
    head: Head,
    items: Vec<Item>,
    content_hash: Vec<u8>,
    signing: &SigningKey,
) -> Result<NewVersion, BundleError> {
    let document = Document {
        head: &head,
        items: &items,
    };
    let document = document.text();
    let (protected, input) = signing_input(signing.public().kid(), &document);
    let signature = URL_SAFE_NO_PAD.encode(signing.sign_bytes(&input)?);
    let signature = format!("{protected}..{signature}");
    let answer = answer(&document, &signature);
    let mut bodies = Vec::new();
    for coding in Coding::ALL {
        let body = coding.encode(answer.as_bytes(), Effort::Once);
        let body = body.ok_or(BundleError::Coding(coding.token()))?;
        bodies.push((coding, body.to_vec()));
    }
    Ok(NewVersion {
        answer_hash: Sha256::digest(answer.as_bytes()).to_vec(),
        plain_bytes: answer.len(),
        key_id: signing.public().kid().to_owned(),
        head,
        items,
        content_hash,
        signature,
        bodies,
    })
}
