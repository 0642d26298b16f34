//! Checking the transparency log of a service from outside.

use std::path::PathBuf;

use super::{CommandError, say};
use crate::platform::clock::{Clock as _, SystemClock};
use crate::platform::ids::Id;
use crate::transparency::{Order, Verification, verify};

/// What is to be checked.
#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// The address of the service, such as `https://tulay.example.org`.
    service: String,
    /// The key that signs the log, as the service names it in `verifier_key`. Better from elsewhere.
    #[arg(long)]
    key: Option<String>,
    /// A file that remembers what was seen, so that next time it can be told what has changed since.
    #[arg(long)]
    state: Option<PathBuf>,
    /// An agency or employer whose reviews are checked against the log; several times for several.
    #[arg(long = "agency")]
    agencies: Vec<Id>,
}

pub(super) fn run(wanted: &Wanted) -> Result<(), CommandError> {
    let order = Order {
        service: wanted.service.clone(),
        verifier_key: wanted.key.clone(),
        kept_in: wanted.state.clone(),
        agencies: wanted.agencies.clone(),
        today: SystemClock.now().date(),
    };
    let found = verify(&order).map_err(|error| CommandError::Refused(error.to_string()))?;
    report(&found);
    if found.faults.is_empty() {
        Ok(())
    } else {
        Err(CommandError::Unwell)
    }
}

fn report(found: &Verification) {
    say(&format!(
        "Log: {} with {} entries",
        found.origin, found.size
    ));
    for (decision, count) in &found.decisions {
        say(&format!("  {decision}: {count}"));
    }
    say(&format!("Reviews checked: {}", found.reviews));
    for notice in &found.notices {
        say(&format!("Note: {notice}"));
    }
    for fault in &found.faults {
        say(&format!("WRONG: {fault}"));
    }
    if found.faults.is_empty() {
        say("Sound: the tree head is signed and is the root of all entries.");
    }
}
