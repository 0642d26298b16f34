//! Several reports of one danger: what others saw too, and reports that a person found to be the same.
//!
//! What must always be true:
//! - A report that stands behind another is not changed by it: taking the row away is as if it had never been there.
//! - Each reporter keeps their own receipt, and sees from then on what is done about the danger. No answer to a reporter
//!   says that somebody else reported it, and none says so to the public.
//! - The same person counts once for a report, and nobody can be followed from one report to another.
//! - From what is kept to find reports that are alike, nobody without the key learns more than that two are.

mod actions;
mod alike;
pub(in crate::safety) mod http;
mod marks;
mod model;
mod store;

pub(in crate::safety) use actions::{
    Given, company_of, corroborate, find_lead, forget, leads_of, leave, mark, open_lead_at_board,
    refuse_merged, route, shown,
};
pub(in crate::safety) use marks::{area_hash, exact_point};
pub(in crate::safety) use model::{Behind, Company, CorroborationBand, MergeOrigin};
