//! What rules say, and what follows from them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assistance::model::{
    IndicatorAnswer, IndicatorCode, IssueCode, Priority, Urgency, VulnerabilityCode,
};
use crate::platform::code_lists::{Code, TriageReasons};
use crate::platform::problem::Fault;

/// A code of the list `triage_reasons`.
pub type ReasonCode = Code<TriageReasons>;

/// Rules by which every request gets a priority. All that apply count; the most pressing wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TriageRules)]
pub struct Rules {
    /// What a request gets to which no rule applies.
    pub otherwise: Priority,
    /// The rules. One of them must make every request critical that is in danger now.
    #[schema(min_items = 1, max_items = 60)]
    pub rules: Vec<Rule>,
}

/// A rule. It applies when all holds that it names; it names at least one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TriageRule)]
pub struct Rule {
    /// What is shown as the reason: coarse, because the answers are sealed and this is not.
    pub reason: ReasonCode,
    /// How soon somebody should look.
    pub priority: Priority,
    /// The person says one of these; empty: whatever they say.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub urgency: BTreeSet<Urgency>,
    /// It is about at least one of these; empty: whatever it is about.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub issue_codes: BTreeSet<IssueCode>,
    /// The person is at least one of these; empty: whoever they are.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub vulnerabilities: BTreeSet<VulnerabilityCode>,
    /// Each of these holds; empty: whatever was answered.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub indicators: Vec<IndicatorCondition>,
}

/// So many indicators were answered so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TriageIndicatorCondition)]
pub struct IndicatorCondition {
    /// The answer that counts.
    pub answer: IndicatorAnswer,
    /// Which indicators count; empty: all.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub codes: BTreeSet<IndicatorCode>,
    /// At least so many.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 30)]
    pub at_least: u8,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 30)]
    pub at_most: Option<u8>,
}

const fn one() -> u8 {
    1
}

/// What a person has answered, as far as rules ask for it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TriageCase, example = json!({ "urgency": "not_urgent", "issue_codes": ["unpaid_wages"],
    "indicators": { "isolation": "yes" }, "vulnerabilities": ["minor"] }))]
pub struct Answers {
    /// How urgent it is.
    pub urgency: Urgency,
    /// What it is about.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub issue_codes: BTreeSet<IssueCode>,
    /// Answers to the indicators.
    #[serde(default)]
    pub indicators: BTreeMap<IndicatorCode, IndicatorAnswer>,
    /// What puts the person at a greater risk.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub vulnerabilities: BTreeSet<VulnerabilityCode>,
}

/// How soon somebody should look, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TriageDecision)]
pub struct Decision {
    /// How soon.
    pub priority: Priority,
    /// Every reason that counts towards it, the weightiest first.
    pub reasons: Vec<ReasonCode>,
}

impl Rules {
    /// What these rules say about a request.
    pub fn decide(&self, answers: &Answers) -> Decision {
        let mut applying: Vec<&Rule> = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.applies(answers)) {
            applying.push(rule);
        }
        applying.sort_by_key(|rule| rule.priority);
        let mut reasons: Vec<ReasonCode> = Vec::new();
        for rule in &applying {
            if !reasons.contains(&rule.reason) {
                reasons.push(rule.reason.clone());
            }
        }
        let most_pressing = applying.first().map(|rule| rule.priority);
        Decision {
            priority: most_pressing.map_or(self.otherwise, |of_rule| of_rule.min(self.otherwise)),
            reasons,
        }
    }

    /// What no schema can say. `at` points to the rules.
    pub fn faults(&self, at: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (number, rule) in self.rules.iter().enumerate() {
            faults.extend(rule.faults(&format!("{at}/rules/{number}")));
        }
        if !self.rules.iter().any(Rule::guards_danger) {
            faults.push(Fault::new(format!("{at}/rules"), "danger_not_critical"));
        }
        faults
    }
}

impl Rule {
    fn applies(&self, answers: &Answers) -> bool {
        let urgency = self.urgency.is_empty() || self.urgency.contains(&answers.urgency);
        let issues =
            self.issue_codes.is_empty() || !self.issue_codes.is_disjoint(&answers.issue_codes);
        let person = self.vulnerabilities.is_empty()
            || !self.vulnerabilities.is_disjoint(&answers.vulnerabilities);
        let holds = |condition: &IndicatorCondition| condition.holds(&answers.indicators);
        urgency && issues && person && self.indicators.iter().all(holds)
    }

    /// Whether it makes every request critical whose person says that somebody is in danger now.
    fn guards_danger(&self) -> bool {
        self.priority == Priority::Critical
            && self.urgency.contains(&Urgency::DangerNow)
            && self.issue_codes.is_empty()
            && self.vulnerabilities.is_empty()
            && self.indicators.is_empty()
    }

    fn faults(&self, at: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        let names_nothing = self.urgency.is_empty()
            && self.issue_codes.is_empty()
            && self.vulnerabilities.is_empty()
            && self.indicators.is_empty();
        if names_nothing {
            faults.push(Fault::new(at, "rule_without_condition"));
        }
        for (number, condition) in self.indicators.iter().enumerate() {
            if condition
                .at_most
                .is_some_and(|most| most < condition.at_least)
            {
                let pointer = format!("{at}/indicators/{number}/at_most");
                faults.push(Fault::new(pointer, "less_than_at_least"));
            }
        }
        faults
    }
}

impl IndicatorCondition {
    fn holds(&self, answered: &BTreeMap<IndicatorCode, IndicatorAnswer>) -> bool {
        let counts = |(code, answer): &(&IndicatorCode, &IndicatorAnswer)| {
            **answer == self.answer && (self.codes.is_empty() || self.codes.contains(*code))
        };
        let count = answered.iter().filter(counts).count();
        let most = self.at_most.map_or(usize::MAX, usize::from);
        (usize::from(self.at_least)..=most).contains(&count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assistance::triage::built_in::built_in;

    fn answers(json: serde_json::Value) -> Answers {
        serde_json::from_value(json).unwrap()
    }

    fn decided(json: serde_json::Value) -> (Priority, Vec<String>) {
        let decision = built_in().unwrap().rules.decide(&answers(json));
        let reasons = decision.reasons.into_iter().map(Code::into_inner);
        (decision.priority, reasons.collect())
    }

    fn expected(priority: Priority, reasons: &[&str]) -> (Priority, Vec<String>) {
        let reasons = reasons.iter().map(|reason| (*reason).to_owned());
        (priority, reasons.collect())
    }

    #[test]
    fn danger_comes_first_and_every_reason_is_told() {
        assert_eq!(
            decided(
                serde_json::json!({ "urgency": "danger_now", "issue_codes": ["violence"],
                "indicators": { "isolation": "yes" } })
            ),
            expected(
                Priority::Critical,
                &["danger_now", "grave_issue", "some_indicators"]
            )
        );
    }

    #[test]
    fn violence_at_a_place_that_cannot_be_left_is_critical_without_being_said() {
        for (case, reason) in [
            (
                serde_json::json!({ "urgency": "not_urgent", "indicators":
                    { "physical_and_sexual_violence": "yes", "restriction_of_movement": "yes" } }),
                "violence_and_confinement",
            ),
            (
                serde_json::json!({ "urgency": "not_urgent", "vulnerabilities": ["confined"],
                    "indicators": { "physical_and_sexual_violence": "yes" } }),
                "violence_and_confinement",
            ),
            (
                serde_json::json!({ "urgency": "not_urgent", "vulnerabilities": ["minor"],
                    "issue_codes": ["sexual_harassment"] }),
                "vulnerable_and_harmed",
            ),
        ] {
            let (priority, reasons) = decided(case);
            assert_eq!(priority, Priority::Critical);
            assert_eq!(reasons.first().map(String::as_str), Some(reason));
        }
    }

    #[test]
    fn indicators_strengthen_each_other_but_no_and_unsure_count_less() {
        let of = |indicators: serde_json::Value| {
            decided(
                serde_json::json!({ "urgency": "not_urgent", "issue_codes": ["other"],
                "indicators": indicators }),
            )
        };
        assert_eq!(
            of(
                serde_json::json!({ "deception": "yes", "debt_bondage": "yes",
                "excessive_overtime": "yes" })
            ),
            expected(Priority::High, &["many_indicators"])
        );
        assert_eq!(
            of(serde_json::json!({ "deception": "yes", "isolation": "no" })),
            expected(Priority::High, &["some_indicators"])
        );
        assert_eq!(
            of(serde_json::json!({ "deception": "unsure" })),
            expected(Priority::Medium, &["unsure_indicators"])
        );
        assert_eq!(of(serde_json::json!({})), expected(Priority::Low, &[]));
    }

    #[test]
    fn rules_that_let_danger_wait_are_refused() {
        let built_in = built_in().unwrap().rules;
        assert_eq!(built_in.faults(""), []);
        let faults = |change: fn(&mut Rule)| {
            let mut rules = built_in.clone();
            change(rules.rules.first_mut().unwrap());
            let codes = rules.faults("").into_iter().map(|fault| fault.code);
            codes.collect::<Vec<_>>()
        };
        let lowered = faults(|rule| rule.priority = Priority::High);
        assert_eq!(lowered, ["danger_not_critical"]);
        let other = faults(|rule| rule.urgency = BTreeSet::from([Urgency::ThisWeek]));
        assert_eq!(other, ["danger_not_critical"]);
        let narrowed = faults(|rule| {
            rule.issue_codes
                .insert(IssueCode::known("violence".to_owned()));
        });
        assert_eq!(narrowed, ["danger_not_critical"]);
        let bare = faults(|rule| rule.urgency.clear());
        assert_eq!(bare, ["rule_without_condition", "danger_not_critical"]);
    }
}
