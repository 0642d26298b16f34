//! How great a risk is.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Danger, LikelihoodCode, SeverityCode};
use crate::text_enum;

/// Part of the program, so that every report is measured alike.
const FILE: &str = include_str!("../../../data/safety-forms/risk.toml");

text_enum! {
    /// How great a risk is (code list `risk_bands`).
    pub enum RiskBand {
        /// Low.
        Low => "low",
        /// Medium.
        Medium => "medium",
        /// High.
        High => "high",
        /// Extreme.
        Extreme => "extreme",
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "source")]
    _source: String,
    severity: Vec<String>,
    likelihood: Vec<String>,
    bands: Vec<Vec<RiskBand>>,
    danger_now: RiskBand,
}

static TABLE: LazyLock<Result<Table, toml::de::Error>> = LazyLock::new(|| toml::from_str(FILE));

impl RiskBand {
    /// The band of what a reporter answered; none when they did not say enough. Somebody in danger at this moment
    /// outweighs whatever else was said.
    pub fn of(
        danger: Danger,
        severity: Option<&SeverityCode>,
        likelihood: Option<&LikelihoodCode>,
    ) -> Option<Self> {
        let Ok(table) = &*TABLE else {
            return None;
        };
        if danger == Danger::Now {
            return Some(table.danger_now);
        }
        let (severity, likelihood) = (severity?.as_str(), likelihood?.as_str());
        let row = table.severity.iter().position(|code| code == severity)?;
        let column = table
            .likelihood
            .iter()
            .position(|code| code == likelihood)?;
        table.bands.get(row)?.get(column).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::code_lists::Code;

    fn band(severity: &str, likelihood: &str) -> Option<RiskBand> {
        let severity = Code::known(severity.to_owned());
        let likelihood = Code::known(likelihood.to_owned());
        RiskBand::of(Danger::NotNow, Some(&severity), Some(&likelihood))
    }

    #[test]
    fn every_cell_of_the_table_is_filled_and_no_worse_answer_has_a_lower_band() {
        let table = TABLE.as_ref().unwrap();
        assert_eq!((table.severity.len(), table.likelihood.len()), (5, 5));
        let mut before = vec![RiskBand::Low; 5];
        for severity in &table.severity {
            let row: Vec<RiskBand> = table
                .likelihood
                .iter()
                .map(|likelihood| band(severity, likelihood).unwrap())
                .collect();
            assert!(row.is_sorted());
            assert!(row.iter().zip(&before).all(|(now, before)| now >= before));
            before = row;
        }
    }

    #[test]
    fn danger_now_outweighs_the_rest_and_silence_has_no_band() {
        assert_eq!(band("first_aid", "very_unlikely"), Some(RiskBand::Low));
        assert_eq!(band("death", "very_likely"), Some(RiskBand::Extreme));
        assert_eq!(
            RiskBand::of(Danger::Now, None, None),
            Some(RiskBand::Extreme)
        );
        assert_eq!(RiskBand::of(Danger::NotNow, None, None), None);
        assert_eq!(band("gossip", "likely"), None);
    }
}
