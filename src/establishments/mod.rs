//! Establishments: the places of work that labour inspectors know, found, imported, matched and rated by risk.
//!
//! An establishment is where people work; an employer (in [`agencies`](crate::agencies)) is who employs them. One
//! employer has many establishments, so an establishment names its employer and copies nothing of it.
//!
//! What must always be true:
//!
//! - Only inspectors of a country's inspectorate see its establishments whole; others find a name and a district.
//! - Nothing is overwritten: each change is an event with who, when, what was and what is.
//! - Two are merged only by a person, and undoing it gives each its own back.
//! - Nothing here shows that somebody spoke (C081, Art. 15 c). Which report is about which establishment is sealed under
//!   the report's key; their number is told from five on, in bands, as of the end of the month before, to inspectors of
//!   the jurisdiction; no event, no version, no list and no time changes when a report is linked.

mod actions;
mod cards;
mod error;
mod http;
mod import;
mod isic;
mod matching;
mod model;
mod risk;
mod store;

pub use actions::{Desk, keep_risks};
pub use cards::{EstablishmentCard, cards, find_known};
pub use error::{EstablishmentError, PROBLEMS};
pub use http::routes;
pub use import::{
    COLUMNS, ImportError, ImportReport, List, Mapping, Row, RowFault, Run, import_list, read_list,
};
pub use isic::IsicCode;
pub use model::{EstablishmentRiskBand, SizeBand};
pub use risk::{MethodError, ensure_method};
pub use store::{Counted, Register, list_counted};
pub use store::{Locality, Workplace, list_workplaces, localities};
pub use store::{attach as attach_report, detach as detach_report, find_attached as find_reported};

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;

/// The establishment of a country that this id means today.
pub fn resolve(conn: &mut Conn, id: Id, country: &str) -> Result<Option<Id>, DbError> {
    let found = store::find_current(conn, id, &[country.to_owned()])?;
    Ok(found.map(|row| row.id))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::import::RowFault;
    use super::matching::EstablishmentMatchReason;
    use crate::platform::code_lists::CodeLists;

    #[test]
    fn what_the_code_says_is_in_the_code_lists() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let codes = |name: &str| -> Vec<String> {
            let codes = &lists.find(name).unwrap().codes;
            codes.iter().map(|entry| entry.code.clone()).collect()
        };
        let reasons: Vec<&str> = EstablishmentMatchReason::ALL
            .iter()
            .map(|each| each.as_str())
            .collect();
        assert_eq!(codes("establishment_match_reasons"), reasons);
        let faults: Vec<&str> = RowFault::ALL.iter().map(|each| each.as_str()).collect();
        assert_eq!(codes("establishment_row_faults"), faults);
    }
}
