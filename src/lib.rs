//! Tulay: the open backend that migrant workers' apps, inspectors' tablets and the systems of
//! organisations talk to.
//!
//! One folder per area of the domain, and in each the same few files: `model` (types and rules),
//! `actions` (use cases), `store` (queries), `http` (wire types and handlers).

// The example of an article is longer than the macro that reads it goes by itself.
#![recursion_limit = "256"]

/// Recruitment agencies and their licences.
pub mod agencies;
/// The one list of areas, and the builder that `main` and the tests share.
pub mod app;
pub mod apps;
/// Requests for help, from the first message to the remedy.
pub mod assistance;
/// What a phone carries along, signed.
pub mod bundles;
/// Asking later whether somebody takes revenge.
pub mod check_ins;
/// Who speaks for an agency.
pub mod claims;
/// The commands of the program.
pub mod cli;
/// Every setting.
pub mod config;
/// Reaching people within what they find safe.
pub mod contact;
/// Messages and the history of states, for requests and reports alike.
pub mod correspondence;
/// Who is called when somebody is in danger.
pub mod danger;
/// Who helps, where, and whether it is open now.
pub mod directory;
pub mod employers;
pub mod entitlements;
pub mod establishments;
/// How files come in part by part, and who had them in their hands.
pub mod files;
/// Staff, their sessions, receipt codes, the audit log.
pub mod identity;
pub mod inspections;
/// Organisations that take up requests and reports.
pub mod organisations;
/// Programs of partner organisations that call the service.
pub mod partners;
/// Other servers with which this one exchanges referrals.
pub mod peers;
/// What every area may use and which itself uses no area.
pub mod platform;
/// Code lists and other data that comes with the repository.
pub mod reference;
/// What agencies answer to reviews, and which they report.
pub mod replies;
/// What workers say about agencies.
pub mod reviews;
/// Articles, contacts, emergency numbers, code lists.
pub mod rights;
/// Reports of dangers at work, and their evidence.
pub mod safety;
/// The tables as Diesel sees them.
pub(crate) mod schema;
/// Puts an instance together.
pub mod start;
/// The public log of what moderators decide.
pub mod texting;
pub mod transparency;
/// How organisations vouch for workers without learning what these write.
pub mod vouching;
/// What organisations' systems are told.
pub mod webhooks;
