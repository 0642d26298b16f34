//! What came of a request: what the organisation says was claimed, agreed and received, and what the
//! person says to it.
//!
//! What must always be true: a word that was given is never changed, only followed by another; no
//! amount is in the clear; what the person contradicts is in front of the organisation again.

mod actions;
pub(in crate::assistance) mod http;
mod model;
mod store;

pub(in crate::assistance) use self::actions::{
    delete, last_word, list, note_step, reopen, with_money,
};
pub(in crate::assistance) use self::model::{Amounts, Resolution, Statement, too_fine};
