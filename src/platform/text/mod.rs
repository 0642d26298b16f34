//! Text that people write, and how it is found again.
//!
//! [`Line`] and [`Prose`] are what comes in: bounded, never blank, in one normal form, without what
//! turns the order of letters round, and silent in logs. [`fold`] is what search compares: the same folding is applied to what is stored and to
//! what is asked for, so that one database never finds what the other one misses. [`rank`] puts
//! the candidates of either database into the same order.

mod bidi;
mod bounded;
mod corporate_forms;
mod fold;
mod found;
mod licence_number;
mod rank;
mod shingles;
mod trigram;
mod zawgyi;

pub use bidi::keeps_its_direction;
pub use bounded::{Line, Prose, TextError};
pub use fold::fold;
pub use found::{Matches, Places, Segment, Tolerance};
pub use licence_number::licence_number_key;
pub use rank::{query_terms, rank};
pub use shingles::shingles;
pub use trigram::{trigram_similarity, trigrams, word_similarity};
