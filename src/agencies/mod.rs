//! Recruitment agencies: what the registers of licences say, and how workers rate them. And employers,
//! which are kept in the same table and rated by the same code ([`EntryKind`]); "agency" in the name of
//! a table or function means either, unless it is about a licence.
//!
//! What must always be true: whatever an agency's page says of its licence names the register and
//! the day on which that was retrieved; no row of a register is lost or cut without being told; an
//! agency keeps its id from one list to the next, and becomes another one only when a person says so;
//! what was known of a licence stays known; absence from a list is no delisting, and is never
//! answered as one. Whatever the public reads asks for one kind, so that an agency is no employer and
//! an employer whom nobody has looked up is not there at all.

mod behind;
mod check;
mod fetch;
mod history;
mod http;
mod impartial;
mod matches;
mod model;
mod proposed;
mod rating;
mod registers;
mod replies;
mod search;
mod store;

pub use behind::import::{RelationsError, import_relations, read_relations};
pub use behind::sub_agents::Speakers;
pub use check::{LicenceHolder, find_holder};
pub use fetch::{Fetcher, Reach};
pub use http::routes;
pub use impartial::Interested;
pub use matches::{Follow, Followers, Join};
pub use model::EntryKind;
pub use proposed::{
    Alike, LookedUp, accept_proposed, exclude_joins, insert_proposed, join_proposed, list_alike,
    lock_entry, refuse_proposed,
};
pub use rating::{
    CorridorRating, Quartiles, Rating, Score, Share, ToldByReviews, country, current, exists, kind,
    kinds, lock_rating, names, put_rating, resolve, resolve_as, stored_rating,
};
pub use registers::{
    ImportReport, Mapping, OtherList, RegisterError, Run, Told, import_folder, import_register,
    read_mappings,
};
pub use replies::{Replies, ReplyCounts, put_reply_counts};

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &matches::BOTH_LISTED,
    &behind::SUCCESSION_CYCLE,
    &behind::ALREADY_STATED,
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::behind::sub_agents::{SubAgentStanding, Witness};
    use super::behind::successions::SuccessionReason;
    use super::check::{LicenceAnswer, LicenceWarning};
    use super::history::LicenceAct;
    use super::registers::MatchReason;
    use super::registers::fault::FaultCode;
    use super::registers::runs::Refusal;
    use crate::platform::code_lists::CodeLists;

    fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|each| word(*each)).collect()
    }

    #[test]
    fn what_the_code_says_is_in_the_code_lists() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        for (name, said) in [
            ("licence_acts", words(LicenceAct::ALL, LicenceAct::as_str)),
            (
                "licence_answers",
                words(LicenceAnswer::ALL, LicenceAnswer::as_str),
            ),
            (
                "licence_warnings",
                words(LicenceWarning::ALL, LicenceWarning::as_str),
            ),
            (
                "register_row_faults",
                words(FaultCode::ALL, FaultCode::as_str),
            ),
            ("register_refusals", words(Refusal::ALL, Refusal::as_str)),
            (
                "succession_reasons",
                words(SuccessionReason::ALL, SuccessionReason::as_str),
            ),
            ("sub_agent_witnesses", words(Witness::ALL, Witness::as_str)),
            (
                "agency_match_reasons",
                words(MatchReason::ALL, MatchReason::as_str),
            ),
        ] {
            let codes = &lists.find(name).unwrap().codes;
            let codes: Vec<&str> = codes.iter().map(|entry| entry.code.as_str()).collect();
            assert_eq!(codes, said, "{name}");
        }
    }

    #[test]
    fn codes_that_the_code_treats_apart_are_in_their_lists() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let standings = words(SubAgentStanding::ALL, SubAgentStanding::as_str);
        for (name, codes) in [
            ("sub_agent_answers", standings),
            ("agency_name_kinds", vec!["registered", "former", "other"]),
            ("job_order_statuses", vec!["approved", "expired"]),
        ] {
            let known = &lists.find(name).unwrap().codes;
            for code in codes {
                assert!(
                    known.iter().any(|entry| entry.code == code),
                    "{name}: {code}"
                );
            }
        }
    }
}
