//! Time: what it is, and where it comes from.
//!
//! Every instant is a [`Time`], cut to microseconds because `PostgreSQL` keeps no more: a value that
//! was answered to a client equals the value read back. Nothing in the crate asks the operating
//! system for the time except [`SystemClock`]; everybody else is given a [`Clock`].

mod date;
mod month;
mod shape;
mod time;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

pub use self::date::{Date, NotADate};
pub use self::month::{Month, NotAMonth};
pub use self::time::{NotATime, Time};

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Time;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Time {
        (**self).now()
    }
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system"
    )]
    fn now(&self) -> Time {
        Time::try_from(Timestamp::now()).unwrap_or(Time::EPOCH)
    }
}

/// A clock that stands still until it is moved, for tests; share it in an [`Arc`].
#[derive(Debug)]
pub struct ManualClock {
    microseconds: AtomicI64,
}

impl ManualClock {
    /// A clock that shows this instant.
    #[must_use]
    pub fn at(now: Time) -> Self {
        Self {
            microseconds: AtomicI64::new(now.as_microsecond()),
        }
    }

    /// Shows another instant from now on; it may lie in the past.
    pub fn set(&self, now: Time) {
        self.microseconds
            .store(now.as_microsecond(), Ordering::SeqCst);
    }

    /// Moves forward and returns the new instant.
    pub fn advance(&self, duration: Duration) -> Time {
        let now = self.now().plus(duration);
        self.set(now);

        now
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Time {
        let microseconds = self.microseconds.load(Ordering::SeqCst);

        Time::from_microsecond(microseconds).unwrap_or(Time::EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_the_text() {
        let time: Time = serde_json::from_str("\"2026-03-01T08:30:00.25Z\"").unwrap();
        let day: Date = serde_json::from_str("\"2026-03-01\"").unwrap();

        assert_eq!(
            serde_json::to_string(&(time, day)).unwrap(),
            r#"["2026-03-01T08:30:00.25Z","2026-03-01"]"#
        );
        assert!(serde_json::from_str::<Time>("1").is_err());
    }

    #[test]
    fn clocks_show_microseconds_and_the_manual_one_obeys() {
        let system = SystemClock.now();
        let clock = Arc::new(ManualClock::at(system));

        assert_eq!(Time::parse(&system.to_string()), Ok(system));
        assert_eq!(Clock::now(&clock), system);
        assert_eq!(
            clock.advance(Duration::from_secs(1)).since(system),
            Duration::from_secs(1)
        );
        clock.set(system);
        assert_eq!(clock.now(), system);
    }
}
