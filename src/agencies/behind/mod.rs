//! Who is behind an agency: from which one it came, what sources say of it beside its register, who
//! acts for it.
//!
//! What must always be true:
//!
//! - Nothing is shown without its source. What was wrong is withdrawn by a person who says why.
//! - That one agency came out of another is shown only after a person has given the evidence; what an
//!   import notices is a question. No agency is its own predecessor, however long the way round.
//! - The rating of a predecessor is shown beside the one of its successor, and never counted in it.
//! - A person who is said to act for an agency is listed only when a public register names them, and a
//!   company not when nobody but the agency has written its name here: who has the very name or
//!   telephone learns how it stands. What a register says outweighs what the agency says, and that
//!   everything else. An agency's denial is shown, not hidden.
//! - Whoever has an interest in an agency neither states nor decides anything about it.

pub(super) mod follow;
pub(super) mod import;
pub(super) mod marks;
pub(super) mod model;
pub(super) mod names;
pub(super) mod proposals;
pub(super) mod statements;
pub(super) mod sub_agents;
pub(super) mod successions;

use super::model::EntryKind;
use super::rating::current;
use super::registers::exclude_imports;
use super::store::find_of_kind;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem, ProblemCode, problem_code};

/// An agency cannot come out of itself.
pub(super) const SUCCESSION_CYCLE: ProblemCode = problem_code("succession_cycle", 409);
/// It is there already.
pub(super) const ALREADY_STATED: ProblemCode = problem_code("already_stated", 409);

/// The agency that this id means today, for who is about to change what is known of it. Imports and
/// joins wait, in the order in which they take their locks themselves.
pub(super) fn get_to_change(conn: &mut Conn, agency: Id) -> Result<Id, Problem> {
    exclude_imports(conn)?;
    let known = current(conn, agency)?.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    if find_of_kind(conn, known, EntryKind::RecruitmentAgency)?.is_none() {
        return Err(Problem::new(&NOT_FOUND));
    }
    Ok(known)
}
