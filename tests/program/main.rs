//! The program itself, run as an operator runs it: starts and stops, power cuts, and what a thief
//! of its files finds.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

mod erased;
mod harness;
mod power_cut;
mod staff;
mod start;
mod thief;
mod told;
