# Sets `$program`, for scripts that source this: the one that `$TESTED_PROGRAM` names, or one that is built now.
# `cargo test` builds it, too, but with what only tests need, so that building it here would take its time again.

built_program() { # arguments of cargo build
    program=${TESTED_PROGRAM:-}
    [ -n "$program" ] && return 0
    cargo build --quiet "$@"
    program=$PWD/target/debug/tulay
}
