//! How every route speaks HTTP: one place for each convention of the interface.
//!
//! | convention | where |
//! | --- | --- |
//! | the published contract is what is enforced | [`contract`], [`input`] |
//! | unsafe requests happen once | [`command`] |
//! | problems, ETags, compression, request ids, log line, security headers | [`edge`] |
//! | public answers are kept and compressed once | [`public`] |
//! | who has just written finds it, also where replicas answer | `recent_writers` |
//! | paging with signed markers | [`cursor`] |
//! | who is let in: allowances, proof of work in a flood | [`admission`], [`rates`], [`write_rates`], [`proof_of_work`], [`network`] |
//! | seats for uploads | [`seats`] |
//! | resumable uploads, as far as the edge is concerned | [`tus`] |
//! | who asks comes before what they ask | [`asking`] |
//! | what a handler may use | [`context`] |

pub mod admission;
pub mod asking;
pub mod command;
pub mod compress;
pub mod context;
pub mod contract;
pub mod contract_document;
mod contract_examples;
mod contract_headers;
mod contract_responses;
pub mod cursor;
pub mod edge;
pub mod etag;
pub mod input;
pub mod metrics;
pub mod network;
pub mod pages;
pub mod proof_of_work;
pub mod public;
pub mod rates;
mod recent_writers;
pub mod routes;
pub mod seats;
pub mod tus;
pub mod write_rates;

pub use command::{Answer, Bare, Command, Originator, Question, Received, Upload};
pub use context::{Context, Services};
pub use cursor::{Page, PageQuery};
pub use etag::IfMatch;
pub use input::{PathOf, QueryOf};
pub use routes::Routes;
