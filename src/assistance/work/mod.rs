//! How an organisation works on a request: sub-status and plan, notes, tasks, services, appointments.
//!
//! What must always be true: all of it is sealed under the request's key and opened only by staff of
//! the organisation that has consent, and then the audit log says so; the person sees appointments
//! and nothing else of it; nobody overwrites what they have not read.

mod actions;
pub(in crate::assistance) mod http;
mod model;
mod store;

pub(in crate::assistance) use self::actions::delete;
