//! Employers that are on no list: workers name them, and somebody looks them up. What is known of an
//! employer after that, and how it is rated, is in [`agencies`](crate::agencies).
//!
//! What must always be true:
//!
//! - A private household never gets a page: who says that it is one is refused with the way to help, and
//!   nothing is stored.
//! - Until somebody in an organisation with the competence `registers` has let it in, a proposed
//!   employer is not there for the public: 404, in no list, in no search. What the worker wrote is
//!   sealed, since it may accuse a private person, each opening is in the audit log, and it is deleted
//!   with its key when somebody decides.
//! - It can be reviewed at once, because a worker may have the phone for one Sunday; no review of it is
//!   published before. When it is joined into a known employer the reviews follow; when it is refused,
//!   also after it had been accepted by mistake, none of them is shown, and their authors read why.

mod actions;
mod http;
mod model;
mod store;

pub use http::{PROBLEMS, routes};
