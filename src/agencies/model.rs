//! What is known about an agency, and the rules for it.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::platform::clock::Date;
use crate::platform::text::{fold, licence_number_key};
use crate::text_enum;

text_enum! {
    /// How the status of a licence is known: the register states it, or it lists only agencies that
    /// have it.
    pub enum StatusBasis {
        /// The register states the status of each agency.
        Stated => "stated",
        /// The register lists only agencies with this status.
        Listed => "listed",
    }
}

text_enum! {
    /// What an entry is. Agencies and employers are kept in one table and rated by one code.
    pub enum EntryKind {
        /// A recruitment agency.
        RecruitmentAgency => "recruitment_agency",
        /// An employer.
        Employer => "employer",
        /// An employer whom a worker has named and nobody has looked up yet: for the public there is
        /// none.
        ProposedEmployer => "proposed_employer",
        /// One who will have no page: a private household, or nobody who can be found.
        RefusedEmployer => "refused_employer",
    }
}

impl EntryKind {
    /// As what it is rated.
    #[must_use]
    pub const fn rated_as(self) -> Self {
        match self {
            Self::RecruitmentAgency => Self::RecruitmentAgency,
            Self::Employer | Self::ProposedEmployer | Self::RefusedEmployer => Self::Employer,
        }
    }

    /// Whether the public may know of it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::RecruitmentAgency | Self::Employer => true,
            Self::ProposedEmployer | Self::RefusedEmployer => false,
        }
    }

    /// Whether something can be said about it, now or once it has been looked up.
    #[must_use]
    pub const fn can_be_reviewed(self) -> bool {
        match self {
            Self::RecruitmentAgency | Self::Employer | Self::ProposedEmployer => true,
            Self::RefusedEmployer => false,
        }
    }
}

/// A telephone of an agency's office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({ "number": "024.37690219", "e164": "+842437690219", "remark": null }))]
pub struct Telephone {
    /// As the register writes it; it may stand for several lines, as `9353512-5`.
    pub number: String,
    /// The international form (E.164), where it is certain.
    pub e164: Option<String>,
    /// What the register adds in brackets, such as `Off.`.
    pub remark: Option<String>,
}

/// The statuses that end by themselves on the licence's last day.
pub(super) const ENDING_STATUSES: [&str; 2] = ["valid", "provisional"];
/// The status of a licence whose last day is over.
pub(super) const EXPIRED: &str = "expired";

/// The status on a day: a copy that says `valid` until yesterday does not say so today.
pub(super) fn status_on(status: &str, expires_on: Option<Date>, today: Date) -> &str {
    let is_over = expires_on.is_some_and(|last| last < today);
    if is_over && ENDING_STATUSES.contains(&status) {
        EXPIRED
    } else {
        status
    }
}

/// Characters of a name that decide its place in a list. Cursors hold them, so they are few.
const SORTED_CHARACTERS: usize = 80;

/// Where an agency stands in a list by name; no two have the same place, on both databases.
pub(super) fn sort_key(name: &str, register: &str, register_key: &str) -> String {
    let folded: String = fold(name).chars().take(SORTED_CHARACTERS).collect();
    let digest = Sha256::digest(register_key.as_bytes());
    let short: Vec<u8> = digest.iter().take(9).copied().collect();
    let short = URL_SAFE_NO_PAD.encode(short);
    // U+0001 sorts before the space, so a shorter name comes before the longer one.
    format!("{folded}\u{1}{register}\u{1}{short}")
}

/// What is searched: each name and the licence number, folded, one a line.
pub(super) fn searched<'a>(
    names: impl IntoIterator<Item = &'a str>,
    licence_number: Option<&'a str>,
) -> String {
    let mut lines: Vec<Cow<'_, str>> = Vec::new();
    for text in names.into_iter().chain(licence_number) {
        lines.push(fold(text).into());
    }
    lines.extend(licence_number.map(|number| licence_number_key(number).into()));
    lines.retain(|line| !line.is_empty());
    lines.dedup();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_ends_with_its_last_day() {
        let day = |text: &str| Date::parse(text).unwrap();
        let today = day("2026-11-24");
        assert_eq!(status_on("valid", None, today), "valid");
        assert_eq!(status_on("valid", Some(today), today), "valid");
        assert_eq!(
            status_on("valid", Some(day("2026-11-23")), today),
            "expired"
        );
        assert_eq!(
            status_on("revoked", Some(day("2026-11-23")), today),
            "revoked"
        );
    }

    #[test]
    fn a_shorter_name_comes_first_and_no_two_places_are_the_same() {
        let mut keys = [
            sort_key("Gulf Associate", "bd", "0923"),
            sort_key("Gulf Associates", "bd", "1"),
            sort_key("Gulf Associate", "bd", "0251"),
            sort_key("Gulf", "bd", "2"),
        ];
        keys.sort();
        assert!(keys[0].starts_with("gulf\u{1}"));
        assert!(keys[3].starts_with("gulf associates\u{1}"));
        assert_ne!(keys[1], keys[2]);
    }

    #[test]
    fn names_and_number_are_searched() {
        let text = searched(["Bảo Thịnh", "BAOTHINH"], Some("RL-0010"));
        assert_eq!(text, "bao thinh\nbaothinh\nrl 0010\n10");
        assert_eq!(searched(["A"], None), "a");
    }
}
