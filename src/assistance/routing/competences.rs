//! What an organisation must be able to do for what a request is about.

use std::collections::BTreeSet;

use crate::assistance::model::IssueCode;

/// What an organisation must be able to do for an issue (code lists `issue_codes` and
/// `organisation_competences`), the most pressing first. What is not here is general assistance.
pub const COMPETENCES: &[(&str, &[&str])] = &[
    (
        "shelter",
        &[
            "violence",
            "sexual_harassment",
            "phone_or_movement_restricted",
            "missing_person",
            "child_labour",
        ],
    ),
    ("health", &["injury", "illness_no_care"]),
    (
        "legal_aid",
        &[
            "detention",
            "forced_criminality",
            "threats_immigration",
            "death",
            "discrimination",
            "union_retaliation",
        ],
    ),
    ("repatriation", &["repatriation"]),
    (
        "wage_recovery",
        &[
            "unpaid_wages",
            "unlawful_deduction",
            "below_minimum_wage",
            "unpaid_overtime",
            "termination_benefit",
            "recruitment_fee",
        ],
    ),
];

/// What every organisation that takes requests can do.
pub const GENERAL: &str = "assistance";

/// Every competence by which an organisation takes requests.
pub fn all() -> Vec<&'static str> {
    let special = COMPETENCES.iter().map(|(competence, _)| *competence);
    special.chain([GENERAL]).collect()
}

/// The competences that fit the issues, the best first; general assistance always fits.
pub fn fitting(issues: &BTreeSet<IssueCode>) -> Vec<&'static str> {
    let asked = |list: &[&str]| issues.iter().any(|issue| list.contains(&issue.as_str()));
    let special = COMPETENCES.iter().filter(|(_, list)| asked(list));
    special
        .map(|(competence, _)| *competence)
        .chain([GENERAL])
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::platform::code_lists::CodeLists;

    fn issues(codes: &[&str]) -> BTreeSet<IssueCode> {
        let known = |code: &&str| IssueCode::known((*code).to_owned());
        codes.iter().map(known).collect()
    }

    #[test]
    fn the_table_names_only_codes_that_exist() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let has = |list: &str, code: &str| {
            let list = lists.find(list).unwrap();
            list.codes.iter().any(|entry| entry.code == code)
        };
        assert!(has("organisation_competences", GENERAL));
        for (competence, issues) in COMPETENCES {
            assert!(has("organisation_competences", competence), "{competence}");
            for issue in *issues {
                assert!(has("issue_codes", issue), "{issue}");
            }
        }
    }

    #[test]
    fn the_most_pressing_need_is_met_first() {
        assert_eq!(fitting(&issues(&["other"])), ["assistance"]);
        assert_eq!(
            fitting(&issues(&["unpaid_wages", "violence"])),
            ["shelter", "wage_recovery", "assistance"]
        );
    }
}
