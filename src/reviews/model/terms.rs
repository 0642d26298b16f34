//! What was promised, what the contract says, and what it really is. From the three follows whether
//! a contract was substituted (ILO indicator of forced labour "deception"; IRIS principle 3).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::facts::{FactAnswer, Facts};
use super::{CodeOfOccupation, Occupation};
use crate::platform::money::Money;
use crate::platform::text::{Line, fold};
use crate::text_enum;

/// A place or an employer in the worker's words.
pub type TermText = Line<120>;

text_enum! {
    /// Something that was agreed.
    pub enum TermKind {
        /// The occupation.
        Job => "job",
        /// The basic wage of a month.
        Wage => "wage",
        /// Hours of work on a usual day.
        Hours => "hours",
        /// Where the work is.
        Place => "place",
        /// For whom.
        Employer => "employer",
    }
}

/// Three values of one thing that was agreed: they are a struct each, because the contract names each.
macro_rules! triple {
    ($(#[$about:meta])* $name:ident, $type:ty, $(#[$schema:meta])*) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            /// What you were told before you paid or signed.
            $(#[$schema])*
            #[serde(skip_serializing_if = "Option::is_none")]
            pub promised: Option<$type>,
            /// What the contract says.
            $(#[$schema])*
            #[serde(skip_serializing_if = "Option::is_none")]
            pub contract: Option<$type>,
            /// What it really is.
            $(#[$schema])*
            #[serde(skip_serializing_if = "Option::is_none")]
            pub reality: Option<$type>,
        }

        impl $name {
            /// Whether a later value is worse than an earlier one; nothing when no two can be compared.
            fn is_worse(&self, worse: impl Fn(&$type, &$type) -> Option<bool>) -> Option<bool> {
                let pairs = [
                    (&self.promised, &self.contract),
                    (&self.contract, &self.reality),
                    (&self.promised, &self.reality),
                ];
                let compared = pairs.into_iter().filter_map(|pair| match pair {
                    (Some(before), Some(after)) => worse(before, after),
                    _ => None,
                });
                compared.reduce(|one, other| one || other)
            }
        }
    };
}

triple!(
    /// The occupation.
    JobTerms, Occupation, #[schema(value_type = Option<CodeOfOccupation>)]
);
triple!(
    /// The basic wage of a month.
    WageTerms, Money,
);
triple!(
    /// Hours of work on a usual day.
    HoursTerms, u8, #[schema(minimum = 1, maximum = 24)]
);
triple!(
    /// A place or an employer, in your words.
    TextTerms, TermText,
);

/// What was promised, what the contract says and what it really is. Everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = AgreedTerms, example = json!({
    "wage": { "promised": { "amount": "900.00", "currency": "SGD" },
        "contract": { "amount": "900.00", "currency": "SGD" },
        "reality": { "amount": "600.00", "currency": "SGD" } },
    "hours": { "contract": 8, "reality": 14 }
}))]
pub struct Terms {
    /// The occupation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<JobTerms>,
    /// The basic wage of a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage: Option<WageTerms>,
    /// Hours of work on a usual day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursTerms>,
    /// Where the work is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<TextTerms>,
    /// For whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer: Option<TextTerms>,
}

/// Whether the contract was substituted, and in what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitution {
    /// Yes, no, or not known.
    pub is_substituted: Option<bool>,
    /// What became worse than it had been agreed.
    pub terms: Vec<TermKind>,
}

impl Terms {
    /// Each thing that was agreed, with whether it became worse.
    fn compared(&self) -> [(TermKind, Option<bool>); 5] {
        let text =
            |terms: &Option<TextTerms>| terms.as_ref()?.is_worse(|a, b| Some(is_elsewhere(a, b)));
        [
            (
                TermKind::Job,
                self.job
                    .as_ref()
                    .and_then(|job| job.is_worse(|a, b| Some(is_another_job(a, b)))),
            ),
            (
                TermKind::Wage,
                self.wage.as_ref().and_then(|wage| wage.is_worse(is_less)),
            ),
            (
                TermKind::Hours,
                self.hours
                    .as_ref()
                    .and_then(|hours| hours.is_worse(|before, after| Some(after > before))),
            ),
            (TermKind::Place, text(&self.place)),
            (TermKind::Employer, text(&self.employer)),
        ]
    }

    /// The wage that counts for legal limits: that of the contract, or the promised one.
    pub fn agreed_wage(&self) -> Option<&Money> {
        let wage = self.wage.as_ref()?;
        wage.contract.as_ref().or(wage.promised.as_ref())
    }
}

/// A group of ISCO-08 and a group within it are no contradiction.
fn is_another_job(before: &Occupation, after: &Occupation) -> bool {
    let (before, after) = (before.as_str(), after.as_str());
    !before.starts_with(after) && !after.starts_with(before)
}

/// Wages in two currencies are not compared: the rate of which day should count?
fn is_less(before: &Money, after: &Money) -> Option<bool> {
    if before.currency != after.currency {
        return None;
    }
    Some(after.minor_units().ok()? < before.minor_units().ok()?)
}

/// Two texts name the same when one is in the other: "Singapore" and "Jurong, Singapore".
fn is_elsewhere(before: &TermText, after: &TermText) -> bool {
    let (before, after) = (fold(before.as_str()), fold(after.as_str()));
    !before.contains(&after) && !after.contains(&before)
}

/// Whether the contract was substituted, from what was agreed and from what the author says outright.
pub fn substitution(terms: Option<&Terms>, facts: Option<&Facts>) -> Substitution {
    let compared = terms.map(Terms::compared).into_iter().flatten();
    let known: Vec<(TermKind, bool)> = compared
        .filter_map(|(kind, worse)| Some((kind, worse?)))
        .collect();
    let said = facts.and_then(|facts| facts.contract.as_ref()?.substituted);
    let worse = known
        .iter()
        .filter(|(_, worse)| *worse)
        .map(|(kind, _)| *kind);
    let worse: Vec<TermKind> = worse.collect();
    let is_substituted = match said {
        Some(FactAnswer::Yes) => Some(true),
        _ if !worse.is_empty() => Some(true),
        Some(FactAnswer::No) => Some(false),
        Some(FactAnswer::Unsure) | None => (!known.is_empty()).then_some(false),
    };
    Substitution {
        is_substituted,
        terms: worse,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn of(terms: Value) -> Substitution {
        substitution(Some(&serde_json::from_value(terms).unwrap()), None)
    }

    fn wage(amount: &str, currency: &str) -> Value {
        json!({ "amount": amount, "currency": currency })
    }

    #[test]
    fn what_became_worse_is_a_substitution() {
        for (terms, kinds) in [
            (
                json!({ "wage": { "contract": wage("900", "SGD"), "reality": wage("600.00", "SGD") } }),
                vec![TermKind::Wage],
            ),
            (
                json!({ "wage": { "promised": wage("900", "SGD"), "contract": wage("600", "SGD") } }),
                vec![TermKind::Wage],
            ),
            (
                json!({ "hours": { "promised": 8, "reality": 14 } }),
                vec![TermKind::Hours],
            ),
            (
                json!({ "job": { "contract": "5311", "reality": "9111" } }),
                vec![TermKind::Job],
            ),
            (
                json!({ "place": { "promised": "Singapore", "reality": "Johor" }, "employer": { "contract": "A", "reality": "B" } }),
                vec![TermKind::Place, TermKind::Employer],
            ),
        ] {
            let found = of(terms);
            assert_eq!((found.is_substituted, found.terms), (Some(true), kinds));
        }
    }

    #[test]
    fn what_is_the_same_or_better_is_none() {
        for terms in [
            json!({ "wage": { "contract": wage("900", "SGD"), "reality": wage("900.00", "SGD") } }),
            json!({ "wage": { "contract": wage("900", "SGD"), "reality": wage("950", "SGD") } }),
            json!({ "hours": { "contract": 10, "reality": 8 } }),
            json!({ "job": { "promised": "53", "reality": "5311" } }),
            json!({ "place": { "promised": "SINGAPORE", "reality": "Jurong, Singapore" } }),
        ] {
            assert_eq!(of(terms).is_substituted, Some(false));
        }
    }

    #[test]
    fn what_cannot_be_compared_is_not_known() {
        for terms in [
            json!({}),
            json!({ "wage": { "contract": wage("900", "SGD") } }),
            json!({ "wage": { "contract": wage("900", "SGD"), "reality": wage("30000", "PHP") } }),
        ] {
            assert_eq!(of(terms).is_substituted, None);
        }
    }

    #[test]
    fn who_says_so_outright_is_believed_unless_figures_say_worse() {
        let facts = |answer: &str| -> Facts {
            serde_json::from_value(json!({ "contract": { "substituted": answer } })).unwrap()
        };
        let worse: Terms =
            serde_json::from_value(json!({ "hours": { "contract": 8, "reality": 12 } })).unwrap();
        assert_eq!(
            substitution(None, Some(&facts("yes"))).is_substituted,
            Some(true)
        );
        assert_eq!(
            substitution(None, Some(&facts("no"))).is_substituted,
            Some(false)
        );
        assert_eq!(
            substitution(None, Some(&facts("unsure"))).is_substituted,
            None
        );
        assert_eq!(
            substitution(Some(&worse), Some(&facts("no"))).is_substituted,
            Some(true)
        );
    }
}
