//! The HTTP suite: every test drives the running app through its public interface, on SQLite and on
//! PostgreSQL (when `TULAY_TEST_POSTGRES_URL` names a server; `./test` starts one).

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

mod access;
mod accidents;
mod agencies;
mod annual_reports;
mod apps;
mod assistance;
mod bundles;
mod clients;
mod contract;
mod conventions;
mod correspondence;
mod directory;
mod edge;
mod employers;
mod entitlements;
mod establishments;
mod files;
mod harness;
mod language;
mod languages;
mod load;
mod openid;
mod organisations;
mod peers;
mod programme;
mod proof_of_work;
mod pseudonyms;
mod refusals;
mod replies;
mod reviews;
mod rights;
mod safety;
mod schema;
mod sms;
mod staff;
mod tablets;
mod visits;
mod webhooks;
