//! What a campaign is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::establishments::{EstablishmentRiskBand, IsicCode, SizeBand, Workplace};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, HazardCodes};
use crate::platform::ids::Id;
use crate::platform::place::Subdivision;
use crate::platform::problem::Fault;
use crate::platform::text::Line;
use crate::text_enum;

type WorkplaceHazardCode = Code<HazardCodes>;

text_enum! {
    /// Whether a campaign goes on.
    pub enum CampaignStatus {
        /// Plans of its period take it up.
        Running => "running",
        /// They do not any more.
        Ended => "ended",
    }
}

/// What an inspectorate looks at first in a time. What comes in has been checked against the contract, which closes it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = InspectionCampaignFacts)]
pub struct Campaign {
    /// What it is called. Nothing that shows that somebody spoke.
    pub title: Line<200>,
    /// At what inspectors look first.
    pub priority_topic: PriorityTopic,
    /// Its first day.
    pub first_day: Date,
    /// Its last day.
    pub last_day: Date,
    /// Which establishments.
    pub targets: CampaignTargets,
    /// How many visits.
    #[schema(minimum = 1, maximum = 100_000)]
    pub quota: u32,
    /// By whom; empty: by anybody.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub inspector_ids: BTreeSet<Id>,
    /// Of what plans are made.
    pub source_mix: SourceMix,
    /// Whether it goes on.
    pub status: CampaignStatus,
}

/// At what inspectors look first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "hazard_codes": ["work_at_height"], "isic": ["F"] }))]
pub struct PriorityTopic {
    /// Hazards.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub hazard_codes: BTreeSet<WorkplaceHazardCode>,
    /// Industries.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub isic: BTreeSet<IsicCode>,
}

/// Which establishments a campaign is about: those that are named and those that fit. A list by hand must not be one of reports.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignTargets {
    /// Named by hand.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub establishment_ids: BTreeSet<Id>,
    /// All that fit, also those that are registered later.
    #[serde(default)]
    pub filter: Option<TargetFilter>,
}

/// Which establishments fit: all that is named must hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignTargetFilter, example = json!({ "isic": ["F"], "subdivisions": ["MY-10"], "risk_bands": ["high", "extreme"] }))]
pub struct TargetFilter {
    /// Of one of these industries or a narrower one.
    #[serde(default)]
    #[schema(max_items = 30)]
    pub isic: BTreeSet<IsicCode>,
    /// In one of these districts.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub subdivisions: Vec<Subdivision>,
    /// Of one of these sizes.
    #[serde(default)]
    #[schema(max_items = 4)]
    pub size_bands: BTreeSet<SizeBand>,
    /// With a risk of one of these bands.
    #[serde(default)]
    #[schema(max_items = 4)]
    pub risk_bands: BTreeSet<EstablishmentRiskBand>,
}

/// Of what plans are made while a campaign runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignSourceMix, example = json!({ "campaign_percent": 40 }))]
pub struct SourceMix {
    /// So many of a hundred visits are drawn for the campaign first; the rest by risk and lot from all establishments. Never all:
    /// what is no target must still be visited without anybody wondering.
    #[schema(minimum = 0, maximum = 80)]
    pub campaign_percent: u32,
}

impl Campaign {
    /// What does not fit together.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.last_day < self.first_day {
            faults.push(Fault::new("/last_day", "ends_before_it_begins"));
        }
        faults
    }

    /// Whether it is about a workplace.
    pub fn is_about(&self, workplace: &Workplace) -> bool {
        let named = self.targets.establishment_ids.contains(&workplace.id);
        named
            || self
                .targets
                .filter
                .as_ref()
                .is_some_and(|filter| filter.fits(workplace))
    }
}

impl TargetFilter {
    fn fits(&self, workplace: &Workplace) -> bool {
        let in_industry = || {
            let own = &workplace.isic;
            self.isic
                .iter()
                .any(|wanted| own.iter().any(|code| code == wanted.as_str()))
        };
        let in_district = || {
            let own = workplace.subdivision.as_deref();
            self.subdivisions
                .iter()
                .any(|wanted| own == Some(wanted.as_str()))
        };
        let of_size = || {
            workplace
                .size_band
                .is_some_and(|size| self.size_bands.contains(&size))
        };
        (self.isic.is_empty() || in_industry())
            && (self.subdivisions.is_empty() || in_district())
            && (self.size_bands.is_empty() || of_size())
            && (self.risk_bands.is_empty() || self.risk_bands.contains(&workplace.risk_band))
    }
}
