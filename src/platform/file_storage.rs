//! Where sealed files are kept: folders below the data folder, or a bucket that speaks S3.

use std::path::Path as FilePath;
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use secrecy::ExposeSecret as _;

use super::sealed_files::SealedFilesError;
use crate::config::BucketSettings;

/// Where all files are kept, each kind below a name of its own.
#[derive(Clone)]
pub enum FileStorage {
    /// Folders below this one.
    Folder(std::path::PathBuf),
    /// A bucket, with what stands before every name in it.
    Bucket(Arc<AmazonS3>, String),
}

impl FileStorage {
    /// The bucket of the settings, or folders when there is none. Nothing is asked of the bucket yet.
    pub fn of(
        bucket: Option<&BucketSettings>,
        folder: &FilePath,
    ) -> Result<Self, SealedFilesError> {
        let Some(settings) = bucket else {
            return Ok(Self::Folder(folder.to_owned()));
        };
        choose_cryptography();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.bucket)
            .with_region(&settings.region)
            .with_allow_http(settings.endpoint.as_deref().is_some_and(is_plain));
        if let Some(endpoint) = &settings.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let builder = builder
            .with_access_key_id(&settings.access_key_id)
            .with_secret_access_key(settings.secret_access_key.expose_secret())
            .with_disable_bulk_delete(true)
            .with_retry(retries());
        let prefix = settings.prefix.clone();
        Ok(Self::Bucket(Arc::new(builder.build()?), prefix))
    }

    /// The store of one kind of files; makes its folder.
    pub fn open(&self, name: &str) -> Result<Arc<dyn ObjectStore>, SealedFilesError> {
        match self {
            Self::Folder(folder) => {
                let store = LocalFileSystem::new_with_prefix(folder.join(name))?
                    .with_fsync(true)
                    // A folder that stays would tell that there was something in it.
                    .with_automatic_cleanup(true);
                Ok(Arc::new(store))
            }
            Self::Bucket(bucket, prefix) => {
                let below = Path::from(format!("{prefix}/{name}"));
                Ok(Arc::new(PrefixStore::new(Arc::clone(bucket), below)))
            }
        }
    }
}

/// Chooses what TLS reckons with, once for the program: the HTTP client of the bucket brings nothing of its own.
pub fn choose_cryptography() {
    // Whoever was first has chosen already: the tests start many instances.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// A bucket on the operator's own machine may be reached without TLS: what goes there is sealed, but its
/// signatures are not meant for others.
fn is_plain(endpoint: &str) -> bool {
    endpoint.starts_with("http://")
}

/// A request waits for its file: better to say soon that it should come again.
fn retries() -> object_store::RetryConfig {
    object_store::RetryConfig {
        max_retries: 2,
        retry_timeout: std::time::Duration::from_secs(10),
        ..object_store::RetryConfig::default()
    }
}
