//! What a method says, and what follows from it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::establishments::isic::IsicCode;
use crate::establishments::model::{EstablishmentRiskBand, FEWEST_REPORTS, Facts, SizeBand};
use crate::platform::code_lists::{Code, EstablishmentRiskFactors, HazardCodes};

type RiskFactorCode = Code<EstablishmentRiskFactors>;
type WorkplaceHazardCode = Code<HazardCodes>;

/// The greatest value.
const GREATEST: i64 = 100;

/// A way to reckon a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EstablishmentRiskMethod)]
pub struct Method {
    /// From which value on a band holds, in ascending order; the first from 0.
    pub bands: Vec<BandFrom>,
    /// The factors. Each counts once, with the greatest weight of those that apply.
    pub factors: Vec<FactorRule>,
}

/// From which value on a band holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskBandFrom)]
pub struct BandFrom {
    /// The band.
    pub band: EstablishmentRiskBand,
    /// The least value.
    pub from: i64,
}

/// A factor. It applies when all holds that it names; it names at least one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskFactorRule)]
pub struct FactorRule {
    /// What it is called.
    pub factor: RiskFactorCode,
    /// What it adds to the value.
    pub weight: i64,
    /// It does one of these, or something narrower; empty: whatever it does.
    #[serde(default)]
    pub isic: BTreeSet<IsicCode>,
    /// It is of one of these sizes; empty: of whatever size.
    #[serde(default)]
    pub size_bands: BTreeSet<SizeBand>,
    /// At least so many of a hundred workers are migrants.
    #[serde(default)]
    pub migrant_percent_at_least: Option<u32>,
    /// Whether the employer houses workers.
    #[serde(default)]
    pub housing_provided: Option<bool>,
    /// Inspectors know one of these hazards there; empty: whatever they know.
    #[serde(default)]
    pub hazard_codes: BTreeSet<WorkplaceHazardCode>,
    /// At least so many others supply workers to it.
    #[serde(default)]
    pub labour_suppliers_at_least: Option<i64>,
    /// At least so many others work for it as contractors.
    #[serde(default)]
    pub subcontractors_at_least: Option<i64>,
    /// At least so many reports are about it; never fewer than five.
    #[serde(default)]
    pub reports_at_least: Option<i64>,
}

/// What a risk follows from.
pub struct Circumstances<'a> {
    /// What is known.
    pub facts: &'a Facts,
    /// How many others supply workers to it.
    pub labour_suppliers: i64,
    /// How many others work for it as contractors.
    pub subcontractors: i64,
    /// How many reports are about it, as of the end of the month before.
    pub reports: i64,
}

/// A factor that applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EstablishmentRiskFactor, example = json!({ "factor": "housing_provided", "weight": 10 }))]
pub struct FactorWeight {
    /// Which.
    pub factor: RiskFactorCode,
    /// What it adds to the value.
    pub weight: i64,
}

/// A risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// 0 to 100.
    pub value: i64,
    /// The band in which the value lies.
    pub band: EstablishmentRiskBand,
    /// Why, the greatest weight first.
    pub factors: Vec<FactorWeight>,
}

impl Method {
    /// What is wrong with it, in words for who wrote it.
    pub fn fault(&self) -> Option<String> {
        let froms: Vec<i64> = self.bands.iter().map(|band| band.from).collect();
        if froms.first() != Some(&0) || !froms.is_sorted() {
            return Some("the bands must begin with 0 and ascend".to_owned());
        }
        self.factors.iter().find_map(FactorRule::fault)
    }

    /// The risk in these circumstances.
    pub fn reckon(&self, circumstances: &Circumstances<'_>) -> Risk {
        let mut weights: BTreeMap<&str, i64> = BTreeMap::new();
        let rules = self.factors.iter();
        for rule in rules.filter(|rule| rule.applies(circumstances)) {
            let weight = weights.entry(rule.factor.as_str()).or_default();
            *weight = rule.weight.max(*weight);
        }
        let value = weights.values().sum::<i64>().clamp(0, GREATEST);
        let mut factors: Vec<FactorWeight> = weights
            .into_iter()
            .map(|(factor, weight)| FactorWeight {
                factor: Code::known(factor.to_owned()),
                weight,
            })
            .collect();
        // Stable: of equal weights in the order of their names.
        factors.sort_by_key(|factor| std::cmp::Reverse(factor.weight));
        let mut bands = self.bands.iter().rev();
        let band = bands.find(|band| band.from <= value);
        let band = band.map_or(EstablishmentRiskBand::Low, |band| band.band);
        Risk {
            value,
            band,
            factors,
        }
    }
}

impl FactorRule {
    fn fault(&self) -> Option<String> {
        let name = self.factor.as_str();
        let names_something = !self.isic.is_empty()
            || !self.size_bands.is_empty()
            || !self.hazard_codes.is_empty()
            || self.migrant_percent_at_least.is_some()
            || self.housing_provided.is_some()
            || self.labour_suppliers_at_least.is_some()
            || self.subcontractors_at_least.is_some()
            || self.reports_at_least.is_some();
        if !names_something {
            return Some(format!("`{name}` would apply to every establishment"));
        }
        if !(1..=GREATEST).contains(&self.weight) {
            return Some(format!("the weight of `{name}` must be 1 to {GREATEST}"));
        }
        let too_few = self
            .reports_at_least
            .is_some_and(|least| least < FEWEST_REPORTS);
        too_few.then(|| format!("`{name}` must not count fewer than {FEWEST_REPORTS} reports"))
    }

    fn applies(&self, circumstances: &Circumstances<'_>) -> bool {
        let facts = circumstances.facts;
        let in_industry = || {
            let own = facts.isic.iter().flat_map(IsicCode::with_wider);
            own.into_iter()
                .any(|code| self.isic.iter().any(|wanted| wanted.as_str() == code))
        };
        let reaches = |least: Option<i64>, number: i64| least.is_none_or(|least| number >= least);
        let of_size = |size: SizeBand| self.size_bands.contains(&size);
        let enough_migrants = |least: u32| facts.migrant_percent().is_some_and(|p| p >= least);
        (self.isic.is_empty() || in_industry())
            && (self.size_bands.is_empty() || facts.size_band.is_some_and(of_size))
            && (self.hazard_codes.is_empty() || !self.hazard_codes.is_disjoint(&facts.hazard_codes))
            && self.migrant_percent_at_least.is_none_or(enough_migrants)
            && self
                .housing_provided
                .is_none_or(|housed| facts.housing_provided == Some(housed))
            && reaches(
                self.labour_suppliers_at_least,
                circumstances.labour_suppliers,
            )
            && reaches(self.subcontractors_at_least, circumstances.subcontractors)
            && reaches(self.reports_at_least, circumstances.reports)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::super::versions::shipped;
    use super::*;
    use crate::platform::code_lists::CodeLists;

    fn facts(members: &serde_json::Value) -> Facts {
        let mut facts = json!({ "names": [{ "name": "Sample" }],
            "place": { "country": "MY", "precision": "country" } });
        let whole = facts.as_object_mut().unwrap();
        whole.extend(members.as_object().unwrap().clone());
        serde_json::from_value(facts).unwrap()
    }

    fn risk(members: &serde_json::Value, reports: i64) -> Risk {
        let facts = facts(members);
        shipped().unwrap().method.reckon(&Circumstances {
            facts: &facts,
            labour_suppliers: 1,
            subcontractors: 0,
            reports,
        })
    }

    #[test]
    fn the_shipped_method_is_sound_and_names_only_codes_that_exist() {
        let method = shipped().unwrap().method;
        assert_eq!(method.fault(), None);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let ensure = |list: &str, code: &str| {
            let codes = &lists.find(list).unwrap().codes;
            assert!(
                codes.iter().any(|entry| entry.code == code),
                "{list}: {code}"
            );
        };
        for rule in &method.factors {
            ensure("establishment_risk_factors", rule.factor.as_str());
            rule.hazard_codes
                .iter()
                .for_each(|code| ensure("hazard_codes", code.as_str()));
            for code in &rule.isic {
                let section = code.with_wider().pop().unwrap().to_owned();
                ensure("sectors", &section);
            }
        }
    }

    #[test]
    fn each_factor_counts_once_with_its_greatest_weight() {
        let members = json!({ "isic": ["4100"], "housing_provided": true,
            "workers": { "total": 10, "migrant": 9 } });
        let risk = risk(&members, 0);
        let told: Vec<(&str, i64)> = risk
            .factors
            .iter()
            .map(|f| (f.factor.as_str(), f.weight))
            .collect();
        assert_eq!(
            told,
            [
                ("hazardous_industry", 25),
                ("industry_of_forced_labour", 15),
                ("migrant_workforce", 15),
                ("housing_provided", 10),
                ("labour_supplied", 10)
            ]
        );
        assert_eq!(
            (risk.value, risk.band),
            (75, EstablishmentRiskBand::Extreme)
        );
    }

    #[test]
    fn four_reports_are_as_none() {
        let members = json!({ "isic": ["F"] });
        assert_eq!(risk(&members, 0), risk(&members, 4));
        assert_eq!(risk(&members, 5).value, risk(&members, 0).value + 10);
        assert_eq!(risk(&members, 5), risk(&members, 9));
    }

    #[test]
    fn a_method_that_would_show_a_single_report_is_refused() {
        let mut method = shipped().unwrap().method;
        for rule in &mut method.factors {
            rule.reports_at_least = rule.reports_at_least.map(|_| 1);
        }
        assert!(method.fault().unwrap().contains("many_reports"));
    }
}
