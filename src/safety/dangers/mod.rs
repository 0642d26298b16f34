//! Somebody is in danger at work: who is called, and what the reporter sees of it. The calling itself is
//! [`crate::danger`]'s.
//!
//! What must always be true: an alert names the report by its id and says nothing of where it is or of what was told;
//! whoever is called opens the report to find out, and the audit log says so.

pub(in crate::safety) mod http;
mod shown;

pub(in crate::safety) use shown::AlertShown;

use crate::danger::{Alarm, Endangered};
use crate::platform::clock::Time;
use crate::platform::ids::Id;

/// What an alert about a report holds: ids and the hour.
pub(in crate::safety) fn alarm(report: Id, organisation: Option<Id>, now: Time) -> Alarm {
    Alarm {
        about: Endangered::report(report),
        organisation,
        country: None,
        reasons: None,
        hour: now.hour(),
    }
}
