//! Checking that ratings are what follows from the published reviews.

use std::sync::Arc;

use super::{CommandError, say};
use crate::config::Config;
use crate::platform::db::{Conn, Db};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::{check_rating, rated_agencies};
use crate::start::{self, Sources, StartError};

/// What is to be counted anew.
#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// Only this agency or employer.
    #[arg(long)]
    agency: Option<Id>,
    /// Put right what differs.
    #[arg(long)]
    repair: bool,
}

pub(super) fn run(config: Config, wanted: &Wanted) -> Result<(), CommandError> {
    let sources = Sources::default();
    let keyring = Arc::new(start::keyring(&config, &sources)?);
    let db = start::database(&config).map_err(StartError::from)?;
    let shared = start::assemble(config, &sources, keyring, db)?;
    let services = shared.services.clone().into_inner();
    let found = match wanted.agency {
        Some(agency) => check(&services, agency, wanted.repair).map(|wrong| (1, wrong)),
        None => check_all(&services, wanted.repair),
    };
    services.db.shutdown();
    let (checked, wrong) = found?;
    let repaired = if wanted.repair { ", repaired" } else { "" };
    say(&format!(
        "{checked} agencies counted anew, {wrong} differed{repaired}"
    ));
    if wrong == 0 {
        Ok(())
    } else {
        Err(CommandError::Unwell)
    }
}

fn check_all(services: &Arc<Services>, repair: bool) -> Result<(usize, usize), CommandError> {
    let (mut checked, mut wrong, mut after) = (0, 0, None);
    loop {
        let agencies = next(&services.db, after)?;
        let Some(last) = agencies.last() else {
            return Ok((checked, wrong));
        };
        after = Some(*last);
        for agency in &agencies {
            wrong += check(services, *agency, repair)?;
            checked += 1;
        }
    }
}

fn next(db: &Db, after: Option<Id>) -> Result<Vec<Id>, CommandError> {
    let agencies = db.read_blocking(move |conn| rated_agencies(conn, after));
    Ok(agencies.map_err(StartError::from)?)
}

/// Each agency in a transaction of its own: the server can go on meanwhile. Returns 1 when it differed.
fn check(services: &Arc<Services>, agency: Id, repair: bool) -> Result<usize, CommandError> {
    let of_job = Arc::clone(services);
    let found = services.db.write_blocking(move |conn: &mut Conn| {
        let now = of_job.clock.now();
        check_rating(conn, &of_job, now, agency, repair)
    });
    let found = found.map_err(|problem: Problem| {
        CommandError::Refused(format!("agency {agency} cannot be counted: {problem}"))
    })?;
    for difference in &found {
        say(&format!("{agency} {difference}"));
    }
    Ok(usize::from(!found.is_empty()))
}
