//! Wire types and handlers.

mod propose;
mod staff;

use super::actions::ProposalError;
use crate::platform::http::Routes;
use crate::platform::problem::{
    CONFLICT, Fault, ID_TAKEN, NOT_FOUND, Problem, ProblemCode, problem_code,
};

/// Private people never have a page; help is elsewhere.
const PRIVATE_HOUSEHOLD: ProblemCode = problem_code("private_household", 422);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&PRIVATE_HOUSEHOLD];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(propose::propose_employer)
        .service(staff::list_employer_proposals)
        .service(staff::get_employer_proposal)
        .service(staff::accept_employer_proposal)
        .service(staff::join_employer_proposal)
        .service(staff::refuse_employer_proposal);
}

impl From<ProposalError> for Problem {
    fn from(error: ProposalError) -> Self {
        match error {
            ProposalError::Household => Self::new(&PRIVATE_HOUSEHOLD),
            ProposalError::IdTaken => Self::new(&ID_TAKEN),
            ProposalError::NotFound => Self::new(&NOT_FOUND),
            ProposalError::Decided => Self::new(&CONFLICT),
            ProposalError::UnknownEmployer => {
                Self::invalid(vec![Fault::new("/employer_id", "unknown_employer")])
            }
            ProposalError::Vault(error) => error.into(),
            ProposalError::Database(error) => error.into(),
            ProposalError::Elsewhere(problem) => problem,
        }
    }
}
