//! Parse the command, load the settings, run; nothing else.

use std::process::ExitCode;

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
