//! Allowances per token and per coarse network, with the fields of
//! draft-ietf-httpapi-ratelimit-headers. They are counted in memory, per instance.

use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::network::Network;
use super::write_rates::WriteRates;
use crate::config::RateLimits;
use crate::platform::clock::Time;
use crate::platform::problem::{Problem, TOO_MANY_REQUESTS};

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// What is left of an allowance, or how long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Which policy, as named in the header.
    pub policy: &'static str,
    /// Requests in each window.
    pub quota: u32,
    /// Seconds of the window.
    pub window_seconds: u32,
    /// Requests left now.
    pub remaining: u32,
    /// Seconds until another request is let through; 0 when this one was.
    pub wait_seconds: u64,
}

impl Allowance {
    /// The `RateLimit-Policy` field.
    pub fn policy_field(&self) -> String {
        format!(
            "\"{}\";q={};w={}",
            self.policy, self.quota, self.window_seconds
        )
    }

    /// The `RateLimit` field.
    pub fn state_field(&self) -> String {
        format!(
            "\"{}\";r={};t={}",
            self.policy, self.remaining, self.wait_seconds
        )
    }

    /// Whether the request may go on.
    pub const fn is_granted(&self) -> bool {
        self.wait_seconds == 0
    }
}

/// A steady flow of requests for each key, and how many may come at once.
pub(super) struct Policy<K: Hash + Eq + Clone> {
    name: &'static str,
    quota: u32,
    window_seconds: u32,
    limiter: Limiter<K>,
}

impl<K: Hash + Eq + Clone> Policy<K> {
    pub(super) fn new(name: &'static str, per_minute: u32) -> Self {
        Self::with_burst(name, per_minute, per_minute)
    }

    /// So many per minute, of which no more than `burst` at once.
    pub(super) fn with_burst(name: &'static str, per_minute: u32, burst: u32) -> Self {
        let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let (per_minute, burst) = (at_least_one(per_minute), at_least_one(burst));
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        let limiter = RateLimiter::hashmap(quota).with_middleware::<StateInformationMiddleware>();
        Self {
            name,
            quota: burst.get(),
            window_seconds: burst.get().saturating_mul(60) / per_minute,
            limiter,
        }
    }

    /// Forgets the keys whose allowance is full again.
    pub(super) fn forget_rested(&self) {
        self.limiter.retain_recent();
    }

    pub(super) fn take(&self, key: &K) -> Allowance {
        let (remaining, wait_seconds) = match self.limiter.check_key(key) {
            Ok(state) => (state.remaining_burst_capacity(), 0),
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                (0, wait.as_secs().saturating_add(1))
            }
        };
        Allowance {
            policy: self.name,
            quota: self.quota,
            window_seconds: self.window_seconds,
            remaining,
            wait_seconds,
        }
    }
}

/// Texts of one telephone in a minute: more than anybody types, and each costs an answer.
const TEXTS_PER_MINUTE: u32 = 10;
/// Texts of one telephone at once: what was held up on the way comes together.
const TEXTS_AT_ONCE: u32 = 40;

/// All allowances of this instance.
pub struct Rates {
    anonymous: Policy<Network>,
    anonymous_writes: WriteRates,
    token: Policy<[u8; 32]>,
    texts: Policy<[u8; 32]>,
    wrong_codes: WrongCodes,
}

impl Rates {
    /// Full allowances.
    pub fn new(limits: RateLimits) -> Self {
        Self {
            anonymous: Policy::new("anonymous", limits.anonymous_per_minute),
            anonymous_writes: WriteRates::new(limits.anonymous_writes_per_minute),
            token: Policy::new("token", limits.token_per_minute),
            texts: Policy::with_burst("texts", TEXTS_PER_MINUTE, TEXTS_AT_ONCE),
            wrong_codes: WrongCodes::new(limits.wrong_codes_per_minute),
        }
    }

    /// Counts a request without a token.
    pub fn take_anonymous(&self, network: Network) -> Allowance {
        self.anonymous.take(&network)
    }

    /// The allowances of writes without a token.
    pub const fn anonymous_writes(&self) -> &WriteRates {
        &self.anonymous_writes
    }

    /// Counts a request with a token, known by a hash of it.
    pub fn take_token(&self, token: [u8; 32]) -> Allowance {
        self.token.take(&token)
    }

    /// Counts a text that came in from a telephone, known by a keyed hash of its number.
    pub fn take_text(&self, number: [u8; 32]) -> Allowance {
        self.texts.take(&number)
    }

    /// The count of wrong codes and passwords.
    pub fn wrong_codes(&self) -> &WrongCodes {
        &self.wrong_codes
    }

    /// Forgets those whose allowance is full again, so that memory stays small.
    pub fn forget_rested(&self) {
        self.anonymous.forget_rested();
        self.anonymous_writes.forget_rested();
        self.token.forget_rested();
        self.texts.forget_rested();
    }
}

/// Counts wrong receipt codes and passwords, so that guessing costs time while right codes cost
/// nothing.
///
/// A guesser is stopped per place of guessing and, because there may be many such places, for the
/// whole server. Each key counts on its own, so that nobody can lock out somebody elsewhere.
pub struct WrongCodes {
    per_minute: u32,
    state: Mutex<Minute>,
}

#[derive(Default)]
struct Minute {
    number: i64,
    all: u32,
    by_key: HashMap<u64, u32>,
}

/// Wrong codes on the whole server, as a multiple of those from one place.
const WHOLE_SERVER: u32 = 30;

impl WrongCodes {
    /// Lets so many go wrong per key and minute.
    pub fn new(per_minute: u32) -> Self {
        Self {
            per_minute,
            state: Mutex::new(Minute::default()),
        }
    }

    /// Counts an attempt as wrong before anybody knows what it is, so that many at once cannot slip
    /// through together; what turns out right is given back. When too many went wrong in this minute
    /// it is not counted: so many seconds are to be waited.
    pub fn take(&self, key: u64, now: Time) -> Result<(), u64> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.turn_to(now);
        if self.is_over(&state, key) {
            return Err(seconds_left(now));
        }
        state.all = state.all.saturating_add(1);
        let mine = state.by_key.entry(key).or_insert(0);
        *mine = mine.saturating_add(1);
        Ok(())
    }

    /// Takes back an attempt of this minute that was not wrong.
    pub fn give_back(&self, key: u64, now: Time) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.number != minute_of(now) {
            return;
        }
        if let Some(mine) = state.by_key.get_mut(&key) {
            *mine = mine.saturating_sub(1);
            state.all = state.all.saturating_sub(1);
        }
    }

    /// Seconds to wait before another attempt, when too many went wrong in this minute.
    pub fn wait(&self, key: u64, now: Time) -> Option<u64> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.turn_to(now);
        self.is_over(&state, key).then(|| seconds_left(now))
    }

    fn is_over(&self, state: &Minute, key: u64) -> bool {
        let mine = state.by_key.get(&key).copied().unwrap_or(0);
        // A place without a wrong code in this minute is never made to wait by what others do.
        let everywhere = state.all >= self.per_minute.saturating_mul(WHOLE_SERVER);
        mine >= self.per_minute || (mine > 0 && everywhere)
    }

    /// Counts an attempt that went wrong, also above the limit.
    pub fn count(&self, key: u64, now: Time) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.turn_to(now);
        state.all = state.all.saturating_add(1);
        let mine = state.by_key.entry(key).or_insert(0);
        *mine = mine.saturating_add(1);
    }
}

fn minute_of(now: Time) -> i64 {
    now.as_second().div_euclid(60)
}

fn seconds_left(now: Time) -> u64 {
    u64::try_from(60 - now.as_second().rem_euclid(60)).unwrap_or(60)
}

/// The refusal of whoever has to wait.
pub fn come_back_in(seconds: u64) -> Problem {
    Problem::new(&TOO_MANY_REQUESTS)
        .with("seconds", seconds)
        .retry_after(seconds)
}

impl Minute {
    fn turn_to(&mut self, now: Time) {
        let number = minute_of(now);
        // A request that began in the minute before belongs to this one; a clock that was put back
        // begins anew.
        if number > self.number || number < self.number - 1 {
            *self = Self {
                number,
                ..Self::default()
            };
        }
    }
}

impl Network {
    /// The network as a key for [`WrongCodes`].
    pub const fn key(self) -> u64 {
        self.0
    }
}
