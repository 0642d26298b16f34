//! Allowances of writes without a token, in calm times and while somebody floods the service.
//!
//! A network's writes go on without anything until half of a minute's share comes at once; above that
//! each needs a proof of work, which opens an allowance apart from the one that the flood has used
//! up. What one network does costs no other network anything, unless so many do it that the server
//! as a whole is flooded: then only those that write little are left alone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::network::Network;
use super::proof_of_work::{MAX_ZERO_BITS, MIN_ZERO_BITS, Solved};
use super::rates::{Allowance, Policy};
use crate::platform::clock::Time;

/// One part in so many of a minute's free writes may come at once.
const FREE_AT_ONCE: u32 = 2;
/// Writes on the whole server, as a multiple of those of one network, above which it is flooded.
const WHOLE_SERVER: u32 = 30;
/// While the whole server is flooded, one part in so many of its free writes is left to a network.
const QUIET: u32 = 8;
/// Proved writes of one network, as a multiple of its free ones.
const PROVED: u32 = 10;
/// Attempts with the same proof per minute: enough for a bad line. Whoever has made one proof stands
/// no better than the neighbour who has made one, however often they knock.
const ATTEMPTS_PER_MINUTE: u32 = 10;
/// Challenges and proofs of one network per minute, as a multiple of its free writes, that bring
/// the puzzles from the easiest to the hardest.
const HARDEST_AT: u32 = 2;
/// Known proofs above which those whose time is over are looked for at each new one.
const MANY: usize = 4096;

/// The allowances of writes without a token.
pub struct WriteRates {
    free: Policy<Network>,
    quiet: Policy<Network>,
    everywhere: Policy<()>,
    proved: Policy<Network>,
    attempts: Policy<[u8; 16]>,
    pressure: Policy<Network>,
    /// Proofs that were counted against their network, until their time is over.
    known: Mutex<HashMap<[u8; 16], i64>>,
}

impl WriteRates {
    /// Full allowances.
    pub fn new(per_minute: u32) -> Self {
        let times = |factor| per_minute.saturating_mul(factor);
        let at_once = per_minute.div_ceil(FREE_AT_ONCE);
        Self {
            free: Policy::with_burst("anonymous-writes", per_minute, at_once),
            quiet: Policy::new("anonymous-writes-in-a-flood", per_minute.div_ceil(QUIET)),
            everywhere: Policy::new("all-anonymous-writes", times(WHOLE_SERVER)),
            proved: Policy::new("proved-writes", times(PROVED)),
            attempts: Policy::new("one-proof", ATTEMPTS_PER_MINUTE),
            pressure: Policy::new("puzzles", times(HARDEST_AT)),
            known: Mutex::default(),
        }
    }

    /// Counts a write without a proof. Only what is let through counts for the whole server, so that
    /// one network alone cannot bring the others' share down.
    pub fn take_free(&self, network: Network) -> Allowance {
        let own = self.free.take(&network);
        if !own.is_granted() || self.everywhere.take(&()).is_granted() {
            return own;
        }
        self.quiet.take(&network)
    }

    /// Counts a write with a proof: each attempt against the proof itself, and the first that is let
    /// in against the network.
    pub fn take_proved(&self, network: Network, solved: Solved, now: Time) -> Allowance {
        let attempts = self.attempts.take(&solved.id);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if !attempts.is_granted() || known.contains_key(&solved.id) {
            return attempts;
        }
        let allowance = self.proved.take(&network);
        if allowance.is_granted() {
            self.everywhere.take(&());
            self.pressure.take(&network);
            if known.len() >= MANY {
                known.retain(|_, expires| *expires > now.as_second());
            }
            known.insert(solved.id, solved.expires);
        }
        allowance
    }

    /// How hard the next puzzle of a network is: harder, the more it asks for and solves.
    pub fn zero_bits(&self, network: Network) -> u8 {
        let allowance = self.pressure.take(&network);
        let used = allowance.quota.saturating_sub(allowance.remaining);
        let range = u32::from(MAX_ZERO_BITS - MIN_ZERO_BITS);
        let more = range.saturating_mul(used) / allowance.quota.max(1);
        MIN_ZERO_BITS.saturating_add(u8::try_from(more).unwrap_or(u8::MAX))
    }

    /// Forgets those whose allowance is full again.
    pub fn forget_rested(&self) {
        self.free.forget_rested();
        self.quiet.forget_rested();
        self.proved.forget_rested();
        self.attempts.forget_rested();
        self.pressure.forget_rested();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solved(number: u8) -> Solved {
        Solved {
            id: [number; 16],
            expires: 600,
        }
    }

    const FLOODED: Network = Network::numbered(1);
    const ELSEWHERE: Network = Network::numbered(2);

    #[test]
    fn a_proof_opens_what_the_flood_has_used_up() {
        let rates = WriteRates::new(4);
        let free = [(); 3].map(|()| rates.take_free(FLOODED).is_granted());
        assert_eq!(free, [true, true, false]);
        let proved = rates.take_proved(FLOODED, solved(1), Time::EPOCH);
        assert!(proved.is_granted());
        assert_eq!(proved.policy_field(), "\"proved-writes\";q=40;w=60");
        assert!(rates.take_free(ELSEWHERE).is_granted());
    }

    #[test]
    fn one_proof_cannot_use_up_the_allowance_of_the_others() {
        let rates = WriteRates::new(1);
        for _ in 0..10 {
            let again = rates.take_proved(FLOODED, solved(1), Time::EPOCH);
            assert!(again.is_granted());
        }
        let stopped = rates.take_proved(FLOODED, solved(1), Time::EPOCH);
        assert!(!stopped.is_granted());
        for number in 2..=10 {
            let neighbour = rates.take_proved(FLOODED, solved(number), Time::EPOCH);
            assert!(neighbour.is_granted());
        }
        let too_many = rates.take_proved(FLOODED, solved(11), Time::EPOCH);
        assert_eq!(
            (too_many.is_granted(), too_many.policy),
            (false, "proved-writes")
        );
        // Knocking without end does not help.
        let knocks = [(); 11].map(|()| rates.take_proved(FLOODED, solved(12), Time::EPOCH));
        assert!(knocks.iter().all(|knock| !knock.is_granted()));
        assert_eq!(knocks[10].policy, "one-proof");
    }

    #[test]
    fn puzzles_become_harder_up_to_their_bound_and_only_where_they_are_asked_for() {
        let rates = WriteRates::new(8);
        let bits: Vec<u8> = (0..40).map(|_| rates.zero_bits(FLOODED)).collect();
        assert_eq!(bits.first(), Some(&MIN_ZERO_BITS));
        assert_eq!(bits.last(), Some(&MAX_ZERO_BITS));
        assert!(bits.is_sorted());
        assert_eq!(rates.zero_bits(ELSEWHERE), MIN_ZERO_BITS);
    }

    #[test]
    fn when_many_networks_flood_those_that_write_little_are_left_alone() {
        let rates = WriteRates::new(8);
        // Sixty networks, each within its own share, use up what the server takes.
        for number in 100..160 {
            for _ in 0..4 {
                rates.take_free(Network::numbered(number));
            }
        }
        let quiet = rates.take_free(ELSEWHERE);
        assert!(quiet.is_granted());
        assert_eq!(quiet.policy, "anonymous-writes-in-a-flood");
        assert!(!rates.take_free(ELSEWHERE).is_granted());
    }
}
