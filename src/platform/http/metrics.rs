//! Counters for `/metrics`, in the OpenMetrics text format; no label ever names a person, an id or
//! an address.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::platform::db::{Db, ReplicasSeen};

/// What one counted request was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// The HTTP method.
    pub method: String,
    /// The route's template, never the path itself.
    pub route: String,
    /// The status answered.
    pub status: u16,
}

/// What became of an anonymous write while its network, or the server, was flooded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum ProofOutcome {
    /// It came without a proof of work and was asked for one.
    Asked,
    /// Its proof was malformed or did not fit, and it was asked for another.
    Refused,
    /// Its proof let it in.
    Accepted,
    /// Its proof holds, but too many hold at once.
    Waiting,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ProofLabels {
    outcome: ProofOutcome,
}

/// The counters of one instance.
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<RequestLabels, Counter>,
    seconds: Histogram,
    proofs: Family<ProofLabels, Counter>,
    database_reads: Gauge,
    database_writes: Gauge,
    database_queue: Gauge,
    replicas_usable: Gauge,
    replica_reads: Gauge,
}

const BUCKETS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// All counters at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("tulay");
        let requests = Family::<RequestLabels, Counter>::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        let seconds = Histogram::new(BUCKETS);
        registry.register("http_request_seconds", "Time to answer", seconds.clone());
        let proofs = Family::<ProofLabels, Counter>::default();
        let help = "Anonymous writes above what is free, by what became of their proof of work";
        registry.register("proof_of_work", help, proofs.clone());
        let mut gauge = |name: &'static str, help: &'static str| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        Self {
            database_reads: gauge("database_reads_run", "Read jobs run since the start"),
            database_writes: gauge("database_writes_run", "Write jobs run since the start"),
            database_queue: gauge("database_queue", "Database jobs waiting"),
            replicas_usable: gauge(
                "database_replicas_usable",
                "Replicas that hold enough to answer",
            ),
            replica_reads: gauge(
                "database_replica_reads",
                "Public answers read from replicas since the start",
            ),
            registry: Mutex::new(registry),
            requests,
            seconds,
            proofs,
        }
    }

    /// Counts a request that was answered.
    pub fn count(&self, labels: &RequestLabels, took: Duration) {
        self.requests.get_or_create(labels).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// Counts an anonymous write above what is free.
    pub fn count_proof(&self, outcome: ProofOutcome) {
        self.proofs.get_or_create(&ProofLabels { outcome }).inc();
    }

    /// Lets an area register counters of its own.
    pub fn register(&self, register: impl FnOnce(&mut Registry)) {
        register(&mut self.registry.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The text that a collector reads.
    pub fn render(&self, db: &Db, replicas: ReplicasSeen) -> Result<String, std::fmt::Error> {
        let jobs = db.jobs_run();
        self.database_reads
            .set(i64::try_from(jobs.reads).unwrap_or(i64::MAX));
        self.database_writes
            .set(i64::try_from(jobs.writes).unwrap_or(i64::MAX));
        self.database_queue.set(
            i64::try_from(db.queue_len().reads.saturating_add(db.queue_len().writes))
                .unwrap_or(i64::MAX),
        );
        self.replicas_usable
            .set(i64::try_from(replicas.usable).unwrap_or(i64::MAX));
        self.replica_reads
            .set(i64::try_from(replicas.reads).unwrap_or(i64::MAX));
        let mut text = String::new();
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        prometheus_client::encoding::text::encode(&mut text, &registry)?;
        Ok(text)
    }
}
