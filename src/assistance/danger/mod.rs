//! Alerts about requests for help that have become critical; the calling itself is [`crate::danger`]'s.

pub(super) mod http;
