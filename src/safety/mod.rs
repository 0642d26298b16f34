//! Workplace-safety reports and their evidence.
//!
//! What must always be true: a photo loses everything that says who took it, where and with what
//! before it is stored.

pub mod evidence;
pub mod photo;
