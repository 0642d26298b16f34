//! What is known of an establishment.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{SizeBand, identifier_key};
use crate::establishments::isic::IsicCode;
use crate::platform::code_lists::{
    Code, Countries, EstablishmentIdentifierSchemes, HazardCodes, WorkforceBands,
};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::Place;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, fold};

/// Most names that are kept.
pub const MOST_NAMES: usize = 20;
/// Most numbers, industries, hazards or owners that are kept.
pub const MOST_OF_A_KIND: usize = 30;

type SchemeCode = Code<EstablishmentIdentifierSchemes>;
type NationalityCode = Code<Countries>;
type WorkforceBandCode = Code<WorkforceBands>;
type WorkplaceHazardCode = Code<HazardCodes>;

/// A name, with the language in which it is, where that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Meridian Sample Yard", "language": "en" }))]
pub struct EstablishmentName {
    /// As it is written, in any script.
    pub name: Line<200>,
    /// Its language.
    #[serde(default)]
    pub language: Option<Language>,
}

/// A number in somebody's register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EstablishmentIdentifier, example = json!({ "scheme": "company_register", "value": "2026-0077Z" }))]
pub struct Identifier {
    /// Whose number it is.
    pub scheme: SchemeCode,
    /// The number, as it is written.
    pub value: Line<100>,
}

impl Identifier {
    /// The form in which it is compared.
    pub fn key(&self) -> (String, String) {
        let scheme = self.scheme.as_str().to_owned();
        (scheme, identifier_key(self.value.as_str()))
    }
}

/// How many people of a nationality work there, roughly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NationalityBand)]
pub struct NationalityBand {
    /// Their nationality.
    pub nationality: NationalityCode,
    /// How many.
    pub band: WorkforceBandCode,
}

/// Who works there. Of each nationality only a band is kept, so that nobody is singled out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EstablishmentWorkers, example = json!({ "total": 120, "women": 30, "migrant": 90,
    "by_nationality": [{ "nationality": "BD", "band": "21_100" }] }))]
pub struct Workers {
    /// All workers, also those whom others send; null: not known.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub total: Option<u32>,
    /// Women among them.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub women: Option<u32>,
    /// Migrant workers among them.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub migrant: Option<u32>,
    /// Nationalities among them.
    #[serde(default)]
    #[schema(max_items = 60)]
    pub by_nationality: Vec<NationalityBand>,
}

/// A company that owns an establishment. Never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EstablishmentOwner, example = json!({ "name": "Meridian Sample Holding", "identifier": null }))]
pub struct Owner {
    /// The company's name. A person's name does not belong here.
    pub name: Line<200>,
    /// Its number in a register.
    #[serde(default)]
    pub identifier: Option<Identifier>,
}

/// What is known of an establishment. What comes in has been checked against the contract, which closes it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = EstablishmentFacts)]
pub struct Facts {
    /// Its names; the first is the one that lists show.
    #[schema(min_items = 1, max_items = 20)]
    pub names: Vec<EstablishmentName>,
    /// Its numbers.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub identifiers: Vec<Identifier>,
    /// What is done there.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub isic: BTreeSet<IsicCode>,
    /// Where it is; `text` is its address.
    pub place: Place,
    /// How large it is.
    #[serde(default)]
    pub size_band: Option<SizeBand>,
    /// Who works there.
    #[serde(default)]
    pub workers: Option<Workers>,
    /// Whether the employer houses workers; null: not known.
    #[serde(default)]
    pub housing_provided: Option<bool>,
    /// What is dangerous there, as inspectors know it; never copied from a report.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub hazard_codes: BTreeSet<WorkplaceHazardCode>,
    /// The legal entity, when it is among the employers (`/v1/employers`).
    #[serde(default)]
    pub employer_id: Option<Id>,
    /// Who owns it.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub owners: Vec<Owner>,
}

impl Facts {
    /// The name that lists show.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |first| first.name.as_str())
    }

    /// What search compares: each name, folded, one a line.
    pub fn searched(&self) -> String {
        let names = self.names.iter().map(|name| fold(name.name.as_str()));
        names.collect::<Vec<_>>().join("\n")
    }

    /// What must fit together, and no contract can say.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = self.place.faults("/place");
        if let Some(workers) = &self.workers
            && let Some(total) = workers.total
        {
            for (at, part) in [("women", workers.women), ("migrant", workers.migrant)] {
                if part.is_some_and(|part| part > total) {
                    faults.push(Fault::new(format!("/workers/{at}"), "more_than_total"));
                }
            }
        }
        faults
    }

    /// The same, with no more decimals than its precision promises.
    #[must_use]
    pub fn reduced(mut self) -> Self {
        self.place = self.place.reduced();
        self
    }

    /// Migrant workers of a hundred, when both numbers are known.
    pub fn migrant_percent(&self) -> Option<u32> {
        let workers = self.workers.as_ref()?;
        let (total, migrant) = (workers.total?, workers.migrant?);
        migrant.saturating_mul(100).checked_div(total)
    }
}
