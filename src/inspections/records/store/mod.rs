//! The queries about records, their events, and whose visits they belong to.

mod lists;
mod rows;
mod teams;

pub use lists::{Found, VisitFilter, list_events, list_visits};
pub use rows::{
    EventRow, RecordRow, answers_of, append, events_after, find, find_elsewhere, index_of, insert,
    lock, put, put_visits, read_all,
};
pub use teams::{
    TeamChange, assign, join, list_team_changes, note_first_teams, team_of, teams_of,
    tell_of_establishments,
};

/// Rows in one statement: a statement of `SQLite` takes 32,766 values.
const ROWS_AT_ONCE: usize = 2000;
