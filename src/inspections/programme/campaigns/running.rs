//! Campaigns as a plan takes them up.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Campaign, CampaignStatus};
use super::store;
use crate::establishments::Workplace;
use crate::inspections::error::InspectionError;
use crate::inspections::programme::planner::Share;
use crate::inspections::programme::plans::Period;
use crate::platform::db::Conn;
use crate::platform::ids::Id;

/// A campaign that runs in the period of a plan.
pub struct Running {
    /// Which.
    pub id: Id,
    /// By whom; empty: by anybody.
    pub inspectors: BTreeSet<Id>,
    /// The places of its targets in the list of workplaces.
    targets: BTreeSet<usize>,
    /// How many visits are still to be planned.
    left: usize,
    percent: u32,
}

impl Running {
    /// The part of a plan that is drawn for it.
    pub fn share(&self, room: usize) -> Share {
        let percent = usize::try_from(self.percent).unwrap_or(0);
        Share {
            of: self.targets.clone(),
            visits: (room.saturating_mul(percent) / 100).min(self.left),
        }
    }
}

/// The campaigns of an inspectorate that run in a period and want more visits, oldest first.
pub fn running(
    conn: &mut Conn,
    organisation: Id,
    period: Period,
    workplaces: &[Workplace],
) -> Result<Vec<Running>, InspectionError> {
    let mut found = Vec::new();
    for row in store::all(conn, organisation)? {
        let campaign: Campaign = row.document.read()?;
        let is_over = campaign.last_day < period.first || campaign.first_day > period.last;
        if is_over || campaign.status == CampaignStatus::Ended {
            continue;
        }
        let progress = store::progress(conn, organisation, row.id)?;
        let quota = i64::from(campaign.quota);
        let left = usize::try_from(quota - progress.planned - progress.made).unwrap_or(0);
        let numbered = workplaces.iter().enumerate();
        let targets = numbered.filter(|(_, workplace)| campaign.is_about(workplace));
        if left > 0 {
            found.push(Running {
                id: row.id,
                inspectors: campaign.inspector_ids.clone(),
                targets: targets.map(|(at, _)| at).collect(),
                left,
                percent: campaign.source_mix.campaign_percent,
            });
        }
    }
    Ok(found)
}

/// To which campaign each of the drawn workplaces belongs: to the oldest that wants it, as far as its quota goes. It follows
/// from what was drawn alone.
pub fn divide(campaigns: &[Running], drawn: &[usize]) -> BTreeMap<usize, Id> {
    let mut belongs = BTreeMap::new();
    for campaign in campaigns {
        let mut left = campaign.left;
        for at in drawn.iter().filter(|at| campaign.targets.contains(*at)) {
            if left > 0 && !belongs.contains_key(at) {
                belongs.insert(*at, campaign.id);
                left -= 1;
            }
        }
    }
    belongs
}
