//! By which numbers visits are planned: `data/inspection-planning/planning.toml`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::establishments::EstablishmentRiskBand;

/// Part of the program: no setting may take the concealment away.
const FILE: &str = include_str!("../../../../data/inspection-planning/planning.toml");

/// By which numbers visits are planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VisitPlanningParameters)]
pub struct Parameters {
    /// Counts the changes of these numbers.
    pub version: i64,
    /// What they are called.
    pub title: String,
    /// On what they are based.
    pub source: String,
    /// Days of a period; one plan for each.
    pub period_days: i32,
    /// How many times as likely a visit is that somebody asked for.
    pub favour: f64,
    /// How many establishments that are alike are drawn together.
    pub company: usize,
    /// What is alike, from fine to wide.
    pub alike: Vec<Likeness>,
    /// How much likelier greater risks are drawn.
    pub risk_weights: RiskWeights,
    /// After which time a visit that was asked for can come into a plan.
    pub delays: Delays,
    /// What fits into a day.
    pub work: Work,
}

/// In what establishments must agree to be alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EstablishmentLikeness)]
pub struct Likeness {
    /// Digits of ISIC; 1 is the section, 0 any industry.
    pub isic_digits: usize,
    /// Their size.
    pub size: bool,
    /// Their district.
    pub district: bool,
}

/// How much likelier greater risks are drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VisitRiskWeights)]
pub struct RiskWeights {
    /// Low.
    pub low: f64,
    /// Medium.
    pub medium: f64,
    /// High.
    pub high: f64,
    /// Extreme.
    pub extreme: f64,
}

/// After which time a visit that was asked for can come into a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VisitDelays)]
pub struct Delays {
    /// When it is not urgent.
    pub usual: Delay,
    /// When it is.
    pub soon: Delay,
}

/// A time that is drawn evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VisitDelay)]
pub struct Delay {
    /// At least.
    pub least_days: i32,
    /// At most.
    pub most_days: i32,
}

/// What fits into a day of an inspector.
#[expect(clippy::struct_field_names, reason = "the unit stands first in each")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VisitWork)]
pub struct Work {
    /// Minutes outside the office, of whom nothing else is known.
    pub minutes_of_day: u32,
    /// Minutes of a visit.
    pub minutes_of_visit: u32,
    /// Minutes from one to the next.
    pub minutes_of_travel: u32,
}

impl Parameters {
    /// A planner that conceals nothing, for comparison: who was asked for comes first, at once and alone.
    #[must_use]
    pub fn unmixed(&self) -> Self {
        let at_once = Delay {
            least_days: 0,
            most_days: 0,
        };
        Self {
            favour: 1.0e6,
            company: 1,
            delays: Delays {
                usual: at_once,
                soon: at_once,
            },
            ..self.clone()
        }
    }

    /// How much likelier an establishment of this risk is drawn than one of low risk.
    pub const fn weight_of(&self, band: EstablishmentRiskBand) -> f64 {
        match band {
            EstablishmentRiskBand::Low => self.risk_weights.low,
            EstablishmentRiskBand::Medium => self.risk_weights.medium,
            EstablishmentRiskBand::High => self.risk_weights.high,
            EstablishmentRiskBand::Extreme => self.risk_weights.extreme,
        }
    }
}

impl Work {
    /// How many visits fit into so many minutes.
    pub fn visits_in(self, minutes: u32) -> usize {
        let each = (self.minutes_of_visit + self.minutes_of_travel).max(1);
        usize::try_from(minutes / each).unwrap_or(0)
    }
}

/// The parameters that come with the program; only a broken build has none.
pub fn shipped() -> Result<Parameters, toml::de::Error> {
    toml::from_str(FILE)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// Parameters that were published, by version: whoever changes a number gives them the next version.
    const PUBLISHED: &[(i64, &str)] = &[(1, "6e3e28a3317d2f45")];

    #[test]
    fn a_change_of_the_parameters_is_a_new_version() {
        let parameters = shipped().unwrap();
        let text = serde_json::to_string(&parameters).unwrap();
        let digest = Sha256::digest(text.as_bytes());
        let hash = crate::platform::encoded::hexadecimal(&digest[..8]);
        let (version, published) = PUBLISHED.last().unwrap();
        assert_eq!((parameters.version, hash.as_str()), (*version, *published));
    }

    #[test]
    fn they_keep_what_decision_47_promises() {
        let parameters = shipped().unwrap();
        assert!(parameters.company >= 4);
        // Who held it for 1 in 20 is never surer than 35 %.
        let odds = parameters.favour / 19.0;
        assert!(odds / (1.0 + odds) <= 0.35);
        let last = parameters.alike.last().unwrap();
        assert_eq!(
            (last.isic_digits, last.size, last.district),
            (0, false, false)
        );
        assert!(parameters.risk_weights.low > 0.0);
        assert!(parameters.risk_weights.extreme <= 3.0 * parameters.risk_weights.low);
    }
}
