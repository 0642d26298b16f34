//! Recruitment agencies: what the registers of licences say, and how workers rate them.
//!
//! What must always be true: whatever an agency's page says of its licence names the register and
//! the day on which that was retrieved; no row of a register is lost or cut without being told; an
//! agency keeps its id from one list to the next, and becomes another one only when a person says so;
//! what was known of a licence stays known; absence from a list is no delisting, and is never
//! answered as one.

mod check;
mod fetch;
mod history;
mod http;
mod matches;
mod model;
mod rating;
mod registers;
mod replies;
mod search;
mod store;

pub use check::{LicenceHolder, find_holder};
pub use fetch::{Fetcher, Reach};
pub use http::routes;
pub use matches::{Follow, Followers, Join};
pub use rating::{
    CorridorRating, Quartiles, Rating, Score, Share, ToldByReviews, country, current, exists,
    lock_rating, names, put_rating, resolve, stored_rating,
};
pub use registers::{
    ImportReport, Mapping, OtherList, RegisterError, Run, Told, import_folder, import_register,
    read_mappings,
};
pub use replies::{Replies, ReplyCounts, put_reply_counts};

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&matches::BOTH_LISTED];

#[cfg(test)]
mod tests {
    use std::path::Path;

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
                "agency_match_reasons",
                words(MatchReason::ALL, MatchReason::as_str),
            ),
        ] {
            let codes = &lists.find(name).unwrap().codes;
            let codes: Vec<&str> = codes.iter().map(|entry| entry.code.as_str()).collect();
            assert_eq!(codes, said, "{name}");
        }
    }
}
