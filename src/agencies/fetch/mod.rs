//! Lists that are fetched from their addresses, when they are due.
//!
//! What must always be true: a fetch that fails changes nothing but its own record; only addresses of
//! the public network are asked, over TLS, and the connection goes to the address that was checked;
//! of several instances one fetches.

mod client;
mod schedule;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;

use self::client::{Failure, Fetched, Wanted};
use self::schedule::{Ended, Lease, Wish};
use super::registers::{
    Delivery, FetchRules, Mapping, Obtained, RegisterError, Run, confirm, import_delivery,
    refuse_fetch,
};
use super::store;
use crate::platform::code_lists::CodeLists;
use crate::platform::db::DbError;
use crate::platform::http::Services;
use crate::start::Sources;

pub use crate::platform::outbound::Reach;

/// Seconds of a day, for the age of a list.
const DAY_SECONDS: i64 = 86_400;

/// A register, as a label of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RegisterLabel {
    register: String,
}

/// A register and how a fetch of its list ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FetchLabel {
    register: String,
    outcome: String,
}

/// The figures that tell whoever runs the service how lists fare.
#[derive(Debug, Clone, Default)]
struct Meters {
    fetches: Family<FetchLabel, Counter>,
    failures: Family<RegisterLabel, Gauge>,
    age: Family<RegisterLabel, Gauge>,
}

/// Fetches lists that are due, for as long as the server runs.
#[derive(Clone)]
pub struct Fetcher {
    mappings: Arc<Vec<Mapping>>,
    reach: Reach,
    meters: Meters,
}

impl Fetcher {
    /// Reads what is to be fetched from the mapping files of a folder.
    pub fn new(folder: &Path, services: &Services, reach: Reach) -> Result<Self, RegisterError> {
        let lists: &CodeLists = &services.code_lists();
        let mut mappings = Vec::new();
        if folder.is_dir() {
            mappings = super::read_mappings(folder, lists)?;
        }
        mappings.retain(|mapping| mapping.source.fetch.is_some());
        let meters = Meters::default();
        services.metrics.register(|registry| {
            registry.register(
                "register_fetches",
                "Fetches of registers' lists, by how they ended",
                meters.fetches.clone(),
            );
            registry.register(
                "register_fetch_failures",
                "Fetches that failed since the last that did not",
                meters.failures.clone(),
            );
            registry.register(
                "register_list_age_seconds",
                "Age of the list in force",
                meters.age.clone(),
            );
        });
        Ok(Self {
            mappings: Arc::new(mappings),
            reach,
            meters,
        })
    }

    /// Fetches what is due. Blocks for as long as servers let us wait.
    pub fn tick(&self, services: &Services) {
        for mapping in self.mappings.iter() {
            let Some(rules) = &mapping.source.fetch else {
                continue;
            };
            if let Err(error) = self.fetch_if_due(services, mapping, rules) {
                let register = &mapping.name;
                tracing::error!(%error, register, "A list could not be fetched");
            }
        }
        if let Err(error) = self.measure(services) {
            tracing::warn!(%error, "The age of lists is not known");
        }
    }

    fn fetch_if_due(
        &self,
        services: &Services,
        mapping: &Mapping,
        rules: &FetchRules,
    ) -> Result<(), RegisterError> {
        let now = services.clock.now();
        let wish = Wish {
            register: mapping.name.clone(),
            url: rules.url.clone(),
            mapping: mapping.digest().to_owned(),
        };
        let claim = move |conn: &mut _| schedule::claim(conn, wish, now);
        let Some(lease) = services.db.write_blocking(claim)? else {
            return Ok(());
        };
        let wanted = Wanted {
            url: &rules.url,
            etag: lease.etag.as_deref(),
            limit_bytes: rules.limit_bytes,
        };
        let fetched = client::fetch(self.reach, wanted);
        let ended = take_over(services, mapping, &lease, fetched);
        // An error of ours is a failure too: the lease is given back and the pause grows.
        let (ended, outcome) = match ended {
            Ok((ended, outcome)) => (ended, Ok(outcome)),
            Err(error) => (Ended::Badly("internal_error"), Err(error)),
        };
        give_back(services, lease, ended, rules)?;
        let outcome = outcome?;
        let label = FetchLabel {
            register: mapping.name.clone(),
            outcome: outcome.to_owned(),
        };
        self.meters.fetches.get_or_create(&label).inc();
        services.public.forget();
        Ok(())
    }

    /// From the database, because another instance may have fetched.
    fn measure(&self, services: &Services) -> Result<(), DbError> {
        let list = |conn: &mut _| -> Result<_, DbError> {
            Ok((store::list_days(conn)?, schedule::list_failures(conn)?))
        };
        let today = services.clock.now().date();
        let (days, failures) = services.db.read_blocking(list)?;
        for (register, failures) in failures {
            let label = RegisterLabel { register };
            self.meters.failures.get_or_create(&label).set(failures);
        }
        for (register, day) in days {
            let days = i64::from(today.as_day().saturating_sub(day.as_day()));
            let label = RegisterLabel { register };
            let age = self.meters.age.get_or_create(&label);
            age.set(days.saturating_mul(DAY_SECONDS));
        }
        Ok(())
    }
}

/// Imports what a server answered, or keeps why there is nothing to import.
fn take_over(
    services: &Services,
    mapping: &Mapping,
    lease: &Lease,
    fetched: Result<Fetched, Failure>,
) -> Result<(Ended, &'static str), RegisterError> {
    let sources = Sources {
        clock: Arc::clone(&services.clock),
        randomness: Arc::clone(&services.randomness),
        ..Sources::default()
    };
    let (register, today) = (&mapping.name, sources.clock.now().date());
    match fetched {
        Ok(Fetched::Unchanged) => {
            let name = mapping.name.clone();
            services
                .db
                .write_blocking(move |conn| confirm(conn, &name, today))?;
            Ok((Ended::Well(lease.etag.clone()), "unchanged"))
        }
        Ok(Fetched::List { bytes, etag }) => {
            let delivery = Delivery {
                file: format!("the list of {register}"),
                bytes,
                obtained: Obtained::Fetched,
                source_url: mapping.source.url.clone(),
                retrieved_on: today,
            };
            let outcome = import_delivery(&services.db, mapping, &delivery, Run::ForGood, &sources);
            let report = match outcome {
                Ok(report) => report,
                Err(error) => return refused(error, register),
            };
            report.log();
            Ok((Ended::Well(etag), "imported"))
        }
        Err(Failure { refusal, reason }) => {
            tracing::warn!(reason, register, "A list could not be fetched");
            refuse_fetch(&services.db, mapping, refusal, &sources)?;
            Ok((Ended::Badly(refusal.as_str()), refusal.as_str()))
        }
    }
}

/// A list that was received and is refused; what is not the list's fault stays an error.
fn refused(error: RegisterError, register: &str) -> Result<(Ended, &'static str), RegisterError> {
    let Some(refusal) = error.refusal() else {
        return Err(error);
    };
    tracing::warn!(%error, register, "A list that was fetched is refused");
    Ok((Ended::Badly(refusal.as_str()), refusal.as_str()))
}

fn give_back(
    services: &Services,
    lease: Lease,
    ended: Ended,
    rules: &FetchRules,
) -> Result<(), DbError> {
    let every = Duration::from_hours(u64::from(rules.every_hours));
    let (randomness, now) = (Arc::clone(&services.randomness), services.clock.now());
    services.db.write_blocking(move |conn| {
        schedule::settle(conn, &lease, &ended, every, &*randomness, now)
    })
}
