//! Comparing what was told with what the law gives, and what may be said of it.

use std::collections::{BTreeMap, BTreeSet};

use super::applies::{Fact, Facts, Holds, one_must_apply};
use super::exact::{Exact, read_exact, rounded};
use super::{Bound, CheckVerdict, Entitlement};
use crate::platform::money::decimals_of;
use crate::text_enum;

text_enum! {
    /// Why it cannot be told.
    pub enum WhyUnknown {
        /// Something was not told; `to_tell` says what.
        NotTold => "not_told",
        /// A newer figure is to be expected which is not here yet.
        NewerFigureExpected => "newer_figure_expected",
        /// The figure is the lowest of several rates in the country.
        LowestRateOnly => "lowest_rate_only",
        /// What was told is in another unit, and nothing is converted.
        OtherUnit => "other_unit",
        /// What was told is in another currency, and nothing is converted.
        OtherCurrency => "other_currency",
        /// The law does not say here how the sum is reckoned.
        NoFormula => "no_formula",
        /// It is allowed under conditions, which the rule names.
        UnderConditions => "under_conditions",
    }
}

/// A number, and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The exact number.
    pub exact: Exact,
    /// ISO 4217, where it is money.
    pub currency: Option<String>,
}

impl Sum {
    /// The number in coins, where it is money.
    pub fn in_coins(&self) -> Exact {
        let Some(currency) = &self.currency else {
            return self.exact.clone();
        };
        let text = rounded(&self.exact, decimals_of(currency));
        read_exact(&text).unwrap_or_else(|| self.exact.clone())
    }

    /// Whether it is shown otherwise than it is.
    pub fn is_rounded(&self) -> bool {
        self.in_coins() != self.exact
    }
}

/// Two numbers beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What was told.
    pub told: Sum,
    /// What the rule gives or allows.
    pub rule: Sum,
}

impl Comparison {
    /// Two sums of money.
    pub fn of_money(told: Exact, rule: Exact, currency: &str) -> Self {
        let sum = |exact| Sum {
            exact,
            currency: Some(currency.to_owned()),
        };
        Self {
            told: sum(told),
            rule: sum(rule),
        }
    }

    /// Two numbers.
    pub const fn of_numbers(told: Exact, rule: Exact) -> Self {
        let told = Sum {
            exact: told,
            currency: None,
        };
        Self {
            told,
            rule: Sum {
                exact: rule,
                currency: None,
            },
        }
    }

    /// Whether it is a breach. Money is paid in coins: it is compared with the sum in coins.
    pub fn is_breach(&self, bound: Bound) -> bool {
        let rule = self.rule.in_coins();
        match bound {
            Bound::Least => self.told.exact < rule,
            Bound::Most => self.told.exact > rule,
            Bound::Prohibited | Bound::Duty | Bound::Condition => false,
        }
    }

    /// What is missing, or what is too much; nothing where it is as it must be.
    pub fn difference(&self, bound: Bound) -> Option<Sum> {
        let rule = self.rule.in_coins();
        let exact = match bound {
            Bound::Most => &self.told.exact - rule,
            Bound::Least | Bound::Prohibited | Bound::Duty | Bound::Condition => {
                rule - &self.told.exact
            }
        };
        self.is_breach(bound).then(|| Sum {
            exact,
            currency: self.rule.currency.clone(),
        })
    }
}

/// What came of comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// Two numbers.
    Numbers(Comparison),
    /// What is prohibited, or what is a duty: whether it is a breach.
    Is {
        /// Whether it is.
        breach: bool,
    },
    /// It could not be done.
    Not(BTreeSet<Fact>, Option<WhyUnknown>),
    /// Nothing is compared; the rule is shown.
    Shown,
}

/// An entitlement that may apply, and how it compares.
#[derive(Debug, Clone)]
pub struct Candidate<'l> {
    /// The entitlement.
    pub entitlement: &'l Entitlement,
    /// Whether it applies.
    pub holds: Holds,
    /// How it compares.
    pub compared: Compared,
}

/// What may be said of an entitlement.
#[derive(Debug, Clone)]
pub struct Finding<'l> {
    /// The rule. Of several of which one applies, the mildest.
    pub entitlement: &'l Entitlement,
    /// What follows; nothing where the rule is only shown.
    pub verdict: Option<CheckVerdict>,
    /// How it was compared, where it was.
    pub bound: Bound,
    /// The numbers.
    pub comparison: Option<Comparison>,
    /// What must be told to know more.
    pub lacking: BTreeSet<Fact>,
    /// Why it cannot be told.
    pub why: Vec<WhyUnknown>,
    /// The others of which one applies, where it is not known which: all of them are broken.
    pub or_else: Vec<&'l Entitlement>,
}

/// Whether a newer figure may hold already.
fn is_newer_expected(entitlement: &Entitlement, facts: &Facts) -> bool {
    let day = facts.day_of(entitlement.dated_by);
    let from = entitlement.newer_expected_from;
    from.is_some_and(|from| day.is_none_or(|day| from <= day))
}

/// What a comparison lets say, given how sure its figure is.
fn sure(
    entitlement: &Entitlement,
    bound: Bound,
    is_breach: bool,
    facts: &Facts,
) -> (CheckVerdict, Vec<WhyUnknown>) {
    let mut why = Vec::new();
    if is_newer_expected(entitlement, facts) {
        why.push(WhyUnknown::NewerFigureExpected);
    }
    if entitlement.only_below_is_certain {
        why.push(WhyUnknown::LowestRateOnly);
    }
    let goes_up = bound == Bound::Least && is_breach;
    match (why.is_empty() || goes_up, is_breach) {
        (true, true) => (CheckVerdict::Breach, Vec::new()),
        (true, false) => (CheckVerdict::Kept, Vec::new()),
        (false, _) => (CheckVerdict::Unknown, why),
    }
}

impl Candidate<'_> {
    /// The verdict if the entitlement applied.
    fn if_it_applied(
        &self,
        bound: Bound,
        facts: &Facts,
    ) -> (Option<CheckVerdict>, Vec<WhyUnknown>) {
        let is_breach = match &self.compared {
            Compared::Numbers(comparison) => comparison.is_breach(bound),
            Compared::Is { breach } => *breach,
            Compared::Not(_, why) => {
                let why = why.iter().copied().collect();
                return (Some(CheckVerdict::Unknown), why);
            }
            Compared::Shown => return (None, Vec::new()),
        };
        let (verdict, why) = sure(self.entitlement, bound, is_breach, facts);
        (Some(verdict), why)
    }
}

impl<'l> Candidate<'l> {
    fn finding(&self, bound: Bound, facts: &Facts) -> Finding<'l> {
        let (mut verdict, mut why) = self.if_it_applied(bound, facts);
        let mut lacking = match &self.compared {
            Compared::Not(lacking, _) => lacking.clone(),
            Compared::Numbers(_) | Compared::Is { .. } | Compared::Shown => BTreeSet::new(),
        };
        if let Holds::Unknown(more) = &self.holds {
            verdict = verdict.map(|_| CheckVerdict::Unknown);
            lacking.extend(more);
        }
        if !lacking.is_empty() {
            why.insert(0, WhyUnknown::NotTold);
        }
        Finding {
            entitlement: self.entitlement,
            verdict,
            bound,
            comparison: match &self.compared {
                Compared::Numbers(comparison) => Some(comparison.clone()),
                Compared::Is { .. } | Compared::Not(..) | Compared::Shown => None,
            },
            lacking,
            why,
            or_else: Vec::new(),
        }
    }
}

/// What may be said of the entitlements of one kind: breaches first, then what is unknown, then what is kept.
pub fn settle<'l>(bound: Bound, candidates: Vec<Candidate<'l>>, facts: &Facts) -> Vec<Finding<'l>> {
    let mut groups: BTreeMap<(Option<String>, String), Vec<Candidate<'l>>> = BTreeMap::new();
    for candidate in candidates.into_iter().filter(|c| c.holds != Holds::No) {
        let unit = candidate.entitlement.value.unit();
        let key = (candidate.entitlement.when.clone(), unit);
        groups.entry(key).or_default().push(candidate);
    }
    let mut findings: Vec<Finding<'l>> = Vec::new();
    for group in groups.into_values() {
        let (doubtful, sure): (Vec<_>, Vec<_>) = group
            .into_iter()
            .partition(|c| matches!(c.holds, Holds::Unknown(_)));
        findings.extend(sure.iter().map(|candidate| candidate.finding(bound, facts)));
        match whichever(bound, &doubtful, facts) {
            Some(finding) => findings.push(finding),
            None => findings.extend(doubtful.iter().map(|c| c.finding(bound, facts))),
        }
    }
    findings.sort_by_key(|finding| (order(finding.verdict), finding.entitlement.code.clone()));
    findings
}

/// Where a verdict stands in an answer.
pub fn order(verdict: Option<CheckVerdict>) -> u8 {
    match verdict {
        Some(CheckVerdict::Breach) => 0,
        Some(CheckVerdict::Unknown) => 1,
        Some(CheckVerdict::Kept) => 2,
        None => 3,
    }
}

/// A breach that is certain although it is not known which of these applies: one of them must, and each is broken.
fn whichever<'l>(bound: Bound, doubtful: &[Candidate<'l>], facts: &Facts) -> Option<Finding<'l>> {
    let broken = |candidate: &Candidate<'l>| {
        candidate.if_it_applied(bound, facts).0 == Some(CheckVerdict::Breach)
    };
    if doubtful.is_empty() || !doubtful.iter().all(broken) {
        return None;
    }
    let mut lacking = BTreeSet::new();
    for candidate in doubtful {
        if let Holds::Unknown(facts) = &candidate.holds {
            lacking.extend(facts);
        }
    }
    let scopes: Vec<_> = doubtful.iter().map(|c| c.entitlement.scope()).collect();
    if !one_must_apply(&scopes, &lacking, facts) {
        return None;
    }
    let mildest = mildest(bound, doubtful)?;
    let others = doubtful.iter().map(|candidate| candidate.entitlement);
    let or_else: Vec<_> = others
        .filter(|other| other.code != mildest.entitlement.code)
        .collect();
    Some(Finding {
        verdict: Some(CheckVerdict::Breach),
        why: Vec::new(),
        or_else,
        ..mildest.finding(bound, facts)
    })
}

/// The rule from which what was told is least away.
fn mildest<'c, 'l>(bound: Bound, doubtful: &'c [Candidate<'l>]) -> Option<&'c Candidate<'l>> {
    let rule = |candidate: &Candidate<'_>| match &candidate.compared {
        Compared::Numbers(comparison) => Some(comparison.rule.exact.clone()),
        Compared::Is { .. } | Compared::Not(..) | Compared::Shown => None,
    };
    match bound {
        Bound::Most => doubtful.iter().max_by_key(|candidate| rule(candidate)),
        Bound::Least | Bound::Prohibited | Bound::Duty | Bound::Condition => {
            doubtful.iter().min_by_key(|candidate| rule(candidate))
        }
    }
}

/// What follows from all findings: a breach if there is one, else unknown if something is, else kept.
pub fn verdict_of<'f>(findings: impl Iterator<Item = &'f Finding<'f>>) -> CheckVerdict {
    let verdicts = findings.filter_map(|finding| finding.verdict);
    verdicts
        .min_by_key(|verdict| order(Some(*verdict)))
        .unwrap_or(CheckVerdict::Unknown)
}
