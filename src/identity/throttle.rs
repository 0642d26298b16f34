//! Guessing a password costs time, and nobody can make somebody else pay for it.
//!
//! Wrong attempts are counted per coarse network and per account *from that network*, never per
//! account alone: whoever tries a name from elsewhere does not stop its owner. Two things are left,
//! and are answered like this:
//!
//! - A guesser on the owner's own network (thousands sit behind one carrier's address) uses up the
//!   network's share. A *known place*, an account that has signed in from this network before, does
//!   not need that share; it has only its own.
//! - Somebody who knows the password guesses the six digits from thousands of networks. So wrong
//!   digits *after the right password* are counted per account, wherever they come from, and above
//!   the limit they are refused unheard, in the same words. Known places are exempt, so that the
//!   owner goes on signing in where they did before.
//!
//! All of it is in memory, hashed under a key that lives as long as the process.

use std::hash::{BuildHasher as _, RandomState};

use quick_cache::sync::Cache;

use crate::platform::clock::Time;
use crate::platform::http::network::Network;
use crate::platform::http::rates::WrongCodes;
use crate::platform::ids::Id;

/// Places that are remembered.
const KNOWN_PLACES: usize = 20_000;

/// From where which account is tried.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    network: Network,
    pair: u64,
}

/// An attempt that is counted as wrong, unless it is given back.
#[derive(Debug)]
#[must_use]
pub struct Attempt {
    place: Place,
    /// Whether it is counted against the network as well.
    of_network: bool,
    at: Time,
}

/// Counts attempts to sign in that went wrong.
pub struct Throttle {
    hasher: RandomState,
    pairs: WrongCodes,
    digits: WrongCodes,
    known: Cache<u64, ()>,
}

impl Throttle {
    /// `per_minute` wrong attempts are left to a network; half of it to one account from there, a
    /// quarter of it to digits after a right password.
    pub fn new(per_minute: u32) -> Self {
        Self {
            hasher: RandomState::new(),
            pairs: WrongCodes::new((per_minute / 2).max(1)),
            digits: WrongCodes::new((per_minute / 4).max(1)),
            known: Cache::new(KNOWN_PLACES),
        }
    }

    /// The place from which an account, known by the hash of its name, is tried.
    pub fn place(&self, network: Network, name_hash: &[u8; 32]) -> Place {
        Place {
            network,
            pair: self.hasher.hash_one((network, name_hash)),
        }
    }

    /// Counts an attempt from here as wrong before the costly comparison, so that many at once
    /// cannot slip through together; otherwise so many seconds are to be waited.
    pub fn reserve(
        &self,
        of_networks: &WrongCodes,
        place: Place,
        now: Time,
    ) -> Result<Attempt, u64> {
        self.pairs.take(place.pair, now)?;
        let of_network = !self.is_known(place);
        let attempt = Attempt {
            place,
            of_network,
            at: now,
        };
        if of_network && let Err(seconds) = of_networks.take(place.network.key(), now) {
            self.pairs.give_back(place.pair, now);
            return Err(seconds);
        }
        Ok(attempt)
    }

    /// Takes back an attempt that was not wrong.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an attempt is given back once"
    )]
    pub fn give_back(&self, of_networks: &WrongCodes, attempt: Attempt) {
        let Attempt {
            place,
            of_network,
            at,
        } = attempt;
        self.pairs.give_back(place.pair, at);
        if of_network {
            of_networks.give_back(place.network.key(), at);
        }
    }

    /// Whether digits are refused unheard, because too many wrong ones came with this account's
    /// right password.
    pub fn refuses_digits(&self, place: Place, account: Id, now: Time) -> bool {
        !self.is_known(place)
            && self
                .digits
                .wait(self.hasher.hash_one(account), now)
                .is_some()
    }

    /// Counts wrong digits that came with the right password.
    pub fn count_digits(&self, account: Id, now: Time) {
        self.digits.count(self.hasher.hash_one(account), now);
    }

    /// Remembers that the account's owner has signed in from here.
    pub fn remember(&self, place: Place) {
        self.known.insert(place.pair, ());
    }

    fn is_known(&self, place: Place) -> bool {
        self.known.get(&place.pair).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: [u8; 32] = [1; 32];
    const OTHER: [u8; 32] = [2; 32];

    #[test]
    fn a_guesser_elsewhere_stops_nobody() {
        let (throttle, networks) = (Throttle::new(20), WrongCodes::new(20));
        let (home, elsewhere) = (Network::numbered(1), Network::numbered(2));
        let guessing = throttle.place(elsewhere, &OWNER);
        for _ in 0..10 {
            assert!(throttle.reserve(&networks, guessing, Time::EPOCH).is_ok());
        }
        assert!(throttle.reserve(&networks, guessing, Time::EPOCH).is_err());
        let owner = throttle.place(home, &OWNER);
        assert!(throttle.reserve(&networks, owner, Time::EPOCH).is_ok());
    }

    #[test]
    fn a_guesser_next_door_stops_only_who_never_signed_in_there() {
        let (throttle, networks) = (Throttle::new(20), WrongCodes::new(20));
        let home = Network::numbered(1);
        let owner = throttle.place(home, &OWNER);
        throttle.remember(owner);
        for number in 0..20 {
            let guessing = throttle.place(home, &[number + 10; 32]);
            assert!(throttle.reserve(&networks, guessing, Time::EPOCH).is_ok());
        }
        let stranger = throttle.place(home, &OTHER);
        assert!(throttle.reserve(&networks, stranger, Time::EPOCH).is_err());
        assert!(throttle.reserve(&networks, owner, Time::EPOCH).is_ok());
    }

    #[test]
    fn what_was_right_costs_nothing() {
        let (throttle, networks) = (Throttle::new(20), WrongCodes::new(20));
        let place = throttle.place(Network::numbered(1), &OWNER);
        for _ in 0..100 {
            let attempt = throttle.reserve(&networks, place, Time::EPOCH).unwrap();
            // Remembered meanwhile: what was counted against the network is given back all the same.
            throttle.remember(place);
            throttle.give_back(&networks, attempt);
        }
        for number in 0..20 {
            let guessing = throttle.place(Network::numbered(1), &[number + 10; 32]);
            assert!(throttle.reserve(&networks, guessing, Time::EPOCH).is_ok());
        }
    }

    #[test]
    fn digits_after_the_right_password_are_counted_from_everywhere() {
        let throttle = Throttle::new(20);
        let account = Id::parse("0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61").unwrap();
        for _ in 0..5 {
            throttle.count_digits(account, Time::EPOCH);
        }
        let elsewhere = throttle.place(Network::numbered(2), &OWNER);
        assert!(throttle.refuses_digits(elsewhere, account, Time::EPOCH));
        let home = throttle.place(Network::numbered(1), &OWNER);
        throttle.remember(home);
        assert!(!throttle.refuses_digits(home, account, Time::EPOCH));
    }
}
