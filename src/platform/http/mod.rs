//! How every route speaks HTTP: one place for each convention of the interface.
//!
//! | convention | where |
//! | --- | --- |
//! | the published contract is what is enforced | [`contract`], [`input`] |
//! | unsafe requests happen once | [`command`] |
//! | problems, ETags, compression, request ids, log line, security headers | [`edge`] |
//! | public answers are kept and compressed once | [`public`] |
//! | paging with signed markers | [`cursor`] |
//! | allowances, seats for uploads | [`rates`], [`network`], [`seats`] |
//! | what a handler may use | [`context`] |

pub mod command;
pub mod compress;
pub mod context;
pub mod contract;
pub mod contract_document;
mod contract_examples;
pub mod cursor;
pub mod edge;
pub mod etag;
pub mod input;
pub mod metrics;
pub mod network;
pub mod pages;
pub mod public;
pub mod rates;
pub mod seats;

pub use command::{Answer, Bare, Command, Originator, Received, Upload};
pub use context::{Context, Services};
pub use cursor::{Page, PageQuery};
pub use etag::IfMatch;
pub use input::{PathOf, QueryOf};
