//! Parse the command, load the settings, run; nothing else.

use std::process::ExitCode;

/// Gives back to the system what the start and its imports took: the system's own allocator keeps it for as long
/// as the server runs (docs/decisions/0061-memory.md has the figures).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match tulay::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// One clear line for the person who started it.
#[expect(clippy::print_stderr, reason = "the command line's own output")]
fn complain(error: &tulay::cli::CommandError) {
    eprintln!("tulay: {error}");
}
