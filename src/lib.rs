//! Tulay: the open backend that migrant workers' apps, inspectors' tablets and the systems of
//! organisations talk to.
//!
//! One folder per area of the domain, and in each the same few files: `model` (types and rules),
//! `actions` (use cases), `store` (queries), `http` (wire types and handlers).

pub mod config;
pub mod identity;
pub mod platform;
pub mod schema;
