//! What is done without anybody asking: retention, routing what had to wait, sweeping the store.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;

use super::filing::find_inspectors;
use super::following_up::destroy;
use super::subject;
use crate::correspondence::{ErasedBecause, events};
use crate::danger;
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::Problem;
use crate::platform::vault::Vault;
use crate::safety::dangers::alarm;
use crate::safety::evidence::EvidenceStore;
use crate::safety::merging::{self, company_of};
use crate::safety::model::{Danger, MONTHS_KEPT, SafetyError};
use crate::safety::store;

/// Reports that are worked on at once.
const BATCH: i64 = 50;
/// How often the evidence store is swept.
const SWEEP_EVERY: Duration = Duration::from_hours(24);
/// How old a file without a row must be to be taken for left over: uploads take minutes.
const LEFT_OVER_AFTER: Duration = Duration::from_hours(24);
/// Files that are looked up in one job.
const FILES_AT_ONCE: usize = 500;

/// Erases reports whose time is over, and says which, so that their files are removed as well.
pub fn forget_expired(
    conn: &mut Conn,
    vault: &Vault,
    randomness: &dyn Randomness,
    now: Time,
) -> Result<Vec<Id>, SafetyError> {
    let mut expired = store::list_expired(conn, now.plus_months(-MONTHS_KEPT), BATCH)?;
    // What stands behind a report was worked on there, and its time is over with it.
    let leads: Vec<Id> = expired.iter().map(|report| report.id).collect();
    let company = company_of(conn, &leads)?.into_values();
    let behind = company
        .flat_map(|company| company.0)
        .map(|behind| behind.report);
    let behind = behind.filter(|id| !leads.contains(id)).collect();
    expired.extend(store::list_by_ids(conn, behind)?);
    for report in &expired {
        let (tombstone, because) = (Id::random(randomness), ErasedBecause::TimeOver);
        destroy(conn, report, vault, tombstone, because, now)?;
    }
    Ok(expired.into_iter().map(|report| report.id).collect())
}

/// Gives reports that nobody has to organisations that have come to cover their places, and calls their people where
/// somebody is in danger.
pub fn route_waiting(conn: &mut Conn, services: &Services, now: Time) -> Result<(), SafetyError> {
    for (report, danger) in store::list_unassigned(conn, BATCH)? {
        let key = services.vault.key(conn, report, Class::Confidential)?;
        let place = store::open(conn, &key, report)?.place;
        if let Some(organisation) = find_inspectors(conn, &place)? {
            store::route(conn, report, organisation)?;
            merging::route(conn, report, organisation)?;
            events::assigned(conn, subject(report), Some(organisation), now)?;
            if danger == Danger::Now {
                let alarm = alarm(report, Some(organisation), now);
                danger::hand_on(conn, services, alarm, now)?;
            }
        }
    }
    Ok(())
}

/// Keeps this area tidy while the server runs.
pub struct Housekeeper {
    evidence: EvidenceStore,
    swept_at: Option<Time>,
}

impl Housekeeper {
    /// One that has not done anything yet.
    pub const fn new(evidence: EvidenceStore) -> Self {
        Self {
            evidence,
            swept_at: None,
        }
    }

    /// Does what is due.
    pub async fn tidy_up(&mut self, services: &web::Data<Services>) {
        let now = services.clock.now();
        if self.tidied(services, now).await.is_err() {
            tracing::warn!("Safety reports could not be tidied up; it is tried again");
        }
    }

    async fn tidied(&mut self, services: &web::Data<Services>, now: Time) -> Result<(), Problem> {
        let (vault, randomness) = (services.vault.clone(), Arc::clone(&services.randomness));
        let forget = move |conn: &mut Conn| forget_expired(conn, &vault, &*randomness, now);
        for report in services.db.write(forget).await? {
            self.evidence.remove_all(report).await?;
        }
        let of_job = services.clone();
        let route = move |conn: &mut Conn| route_waiting(conn, &of_job, now);
        services.db.write(route).await?;
        if self.swept_at.is_none_or(|at| now.since(at) >= SWEEP_EVERY) {
            self.sweep(services, now).await?;
            self.swept_at = Some(now);
        }
        Ok(())
    }

    /// Removes files that no row names: uploads that were cut off, and what an erasure left behind
    /// when the server stopped between its commit and the removal.
    async fn sweep(&self, services: &Services, now: Time) -> Result<(), Problem> {
        let old = self
            .evidence
            .list_older_than(now.minus(LEFT_OVER_AFTER))
            .await?;
        for files in old.chunks(FILES_AT_ONCE) {
            let files = files.to_vec();
            let unknown = services
                .db
                .read(move |conn| without_row(conn, files))
                .await?;
            for (report, file) in unknown {
                self.evidence.remove(report, file).await?;
            }
        }
        Ok(())
    }
}

fn without_row(conn: &mut Conn, files: Vec<(Id, Id)>) -> Result<Vec<(Id, Id)>, DbError> {
    let mut unknown = Vec::new();
    for (report, file) in files {
        if !store::is_file_known(conn, file)? {
            unknown.push((report, file));
        }
    }
    Ok(unknown)
}
