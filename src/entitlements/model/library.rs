//! Everything that was read, held in memory: it is public, small, and the same until the next start.

use std::collections::BTreeMap;

use super::applies::{Facts, applies};
use super::compare::{Candidate, Compared};
use super::{Bound, ContractFile, Entitlement, Formula, Kind, SelfCheckFile};

/// What the folders `entitlements` and `checks` hold, after every check.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The kinds, in the order in which a person should see them.
    pub kinds: Vec<Kind>,
    /// The entitlements, by code.
    pub entitlements: Vec<Entitlement>,
    /// The formulas, by the code of the entitlement.
    pub formulas: BTreeMap<String, Formula>,
    /// What a contract should say.
    pub contract: Option<ContractFile>,
    /// The self-checks, every version, oldest first.
    pub self_checks: Vec<SelfCheckFile>,
}

impl Library {
    /// A kind by its code.
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    /// How a kind is compared.
    pub fn bound(&self, kind: &str) -> Bound {
        self.kind(kind).map_or(Bound::Condition, |kind| kind.bound)
    }

    /// An entitlement by its code.
    pub fn find(&self, code: &str) -> Option<&Entitlement> {
        let found = self
            .entitlements
            .binary_search_by(|e| e.code.as_str().cmp(code));
        self.entitlements.get(found.ok()?)
    }

    /// The entitlements of a kind, for one of its days or cases, each with how it compares.
    pub fn candidates<'l>(
        &'l self,
        kind: &str,
        case: Option<&str>,
        facts: &Facts,
        compare: impl Fn(&'l Entitlement) -> Compared,
    ) -> Vec<Candidate<'l>> {
        let of_kind = self.entitlements.iter();
        let of_kind = of_kind.filter(|e| e.kind == kind && e.when.as_deref() == case);
        let candidates = of_kind.map(|entitlement| Candidate {
            entitlement,
            holds: applies(&entitlement.scope(), facts),
            compared: compare(entitlement),
        });
        candidates.collect()
    }
}
