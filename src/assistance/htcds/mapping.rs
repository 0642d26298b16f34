//! How codes are told in the standard: `data/htcds/2.0.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Part of the program and not of the reference data: a version of the standard does not change.
const FILE: &str = include_str!("../../../data/htcds/2.0.toml");

type Codes = BTreeMap<String, String>;

/// The tables of one version of the standard.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mapping {
    /// The standard and its version.
    pub standard: String,
    /// From statuses.
    #[serde(rename = "cas_Status")]
    pub case_status: Codes,
    #[serde(rename = "vic_MethodsOfControl")]
    pub methods_of_control: Sources,
    #[serde(rename = "vic_TypeOfExploitation")]
    pub type_of_exploitation: Sources,
}

/// Tables by the list of the codes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sources {
    #[serde(default)]
    pub issue_codes: Codes,
    #[serde(default)]
    pub ilo_indicators: Codes,
}

impl Mapping {
    /// Reads the tables that come with the program.
    pub(super) fn built_in() -> Result<Self, toml::de::Error> {
        toml::from_str(FILE)
    }
}

/// The values for these codes; those that the standard cannot say are left out.
pub(super) fn values<'c>(
    table: &Codes,
    codes: impl Iterator<Item = &'c str>,
) -> impl Iterator<Item = String> {
    codes.filter_map(|code| table.get(code).cloned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::platform::code_lists::CodeLists;

    /// The values of the standard's own lists.
    const STATUSES: &[&str] = &["Active", "FollowUp", "Closed", "ClosedReferred"];
    const METHODS_OF_CONTROL: &[&str] = &[
        "PhysicalThreats",
        "ThreatsLawEnforcement",
        "ThreatensChildrenFamily",
        "DebtBondage",
        "FalsePromises",
        "PhysicalAbuse",
        "SexualAbuse",
        "TakesEarnings",
        "RestrictsFinancialAccess",
        "RestrictsMedicalCare",
        "WithholdsNecessities",
        "PsychologicalAbuse",
        "PsychoactiveSubstance",
        "ExcessiveWorkingHours",
        "WithholdsDocuments",
        "Other",
    ];
    const TYPES_OF_EXPLOITATION: &[&str] = &[
        "ForcedLabour",
        "SexualExploitation",
        "ChildLabour",
        "ForcedMarriage",
        "Servitude",
        "ForcedMilitaryByNonStateActors",
        "OrganRemoval",
        "ForcedBegging",
        "ForcedAdoption",
        "Surrogacy",
        "Other",
    ];

    #[test]
    fn every_code_is_of_our_lists_and_every_value_of_the_standards() {
        let mapping = Mapping::built_in().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let (methods, types) = (&mapping.methods_of_control, &mapping.type_of_exploitation);
        for (list, table, allowed) in [
            ("assistance_statuses", &mapping.case_status, STATUSES),
            ("issue_codes", &methods.issue_codes, METHODS_OF_CONTROL),
            (
                "ilo_indicators",
                &methods.ilo_indicators,
                METHODS_OF_CONTROL,
            ),
            ("issue_codes", &types.issue_codes, TYPES_OF_EXPLOITATION),
        ] {
            let known = lists.find(list).unwrap();
            for (code, value) in table {
                assert!(known.codes.iter().any(|c| c.code == *code), "{list} {code}");
                assert!(allowed.contains(&value.as_str()), "{code} {value}");
            }
        }
        assert!(types.ilo_indicators.is_empty());
    }
}
