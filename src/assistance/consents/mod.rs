//! Who may know what about the person: by purpose, recipient and field, dated, and to be taken back.
//!
//! What must always be true: nothing leaves the organisation that handles a request unless a consent that stands now
//! covers it, or the person's life is in danger and the reason is written down for her. A case worker may ask, or
//! write down what was said aloud; only the person refuses, narrows and takes back, with her receipt code.

mod actions;
pub(super) mod http;
mod model;
mod store;

pub(super) use actions::{covered, delete, resolve, said_no, withdraw_all};
pub(super) use model::{DataPurpose, Recipient, RecipientAsked, ReferralField};
pub(super) use store::{DataConsentRow, find_of_request};
