//! Who has written a moment ago: a replica that lacks it would tell them that it is not there.

use std::time::Instant;

use quick_cache::sync::Cache;

use super::network::Network;

/// More networks than write through one instance while a replica may lag behind; beyond that some are forgotten.
const MOST: usize = 10_000;

/// The networks from which this instance was written through, each with the moment of its last acknowledgement.
pub struct RecentWriters(Cache<Network, Instant>);

impl RecentWriters {
    pub(super) fn new() -> Self {
        Self(Cache::new(MOST))
    }

    /// Notes that a write was acknowledged just now.
    pub(super) fn note(&self, network: Network) {
        self.0.insert(network, Instant::now());
    }

    /// When the last one was.
    pub(super) fn last_write_from(&self, network: Network) -> Option<Instant> {
        self.0.get(&network)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_network_has_its_own_last_write() {
        let writers = RecentWriters::new();
        let (mine, theirs) = (Network::numbered(1), Network::numbered(2));
        let before = Instant::now();
        writers.note(mine);

        assert!(writers.last_write_from(mine).unwrap() >= before);
        assert!(writers.last_write_from(theirs).is_none());
    }
}
