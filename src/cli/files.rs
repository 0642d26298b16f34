//! How many files and connections the process may have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// As many as a server needs; a limit that the administrator has set lower stays.
const WANTED: u64 = 65_536;

/// Raises the limit of open files as far as the system grants without being asked for more. A login or a service
/// manager usually begins with 1,024, which so many idle connections would use up: then nobody else is let in.
pub(super) fn raise_limit_of_files() {
    let limit = getrlimit(Resource::Nofile);
    let granted = limit.maximum.unwrap_or(WANTED).min(WANTED);
    if limit.current.is_none_or(|current| current >= granted) {
        return;
    }
    let raised = Rlimit {
        current: Some(granted),
        maximum: limit.maximum,
    };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, "The limit of open files could not be raised");
    }
}
