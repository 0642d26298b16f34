//! Use cases: putting together, publishing, and what is sent.

mod material;
mod publish;
mod transfer;

pub use material::{Catalogue, Material};
pub use publish::{BundleError, Publisher, publish};
pub use transfer::{Sent, Transfers, WITH_DICTIONARY, Wanted, choose};
