//! Sending what was written into an outbox: at least once, by one of however many instances there are, again and
//! again for some days.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use super::ids::{Id, Randomness};

/// How long something is tried before it is given up.
pub const PATIENCE: Duration = Duration::from_hours(72);
/// How long what is taken from an outbox is ours: longer than all of one receiver can take.
pub const LEASE: Duration = Duration::from_mins(10);
/// How much is taken at once, each receiver's on a thread of its own.
pub const AT_ONCE: i64 = 32;
/// How many times in one go, so that whoever waits for the end of it does not wait for ever.
const ROUNDS: usize = 50;

/// How long after which failure it is tried again, in seconds (Standard Webhooks).
const SCHEDULE: [u64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// The pause after so many failures, up to a quarter longer, so that not all come back at once.
pub fn pause_after(failures: i64, randomness: &dyn Randomness) -> Duration {
    let at = usize::try_from(failures.saturating_sub(1)).unwrap_or(0);
    let [.., longest] = SCHEDULE;
    up_to_a_quarter_longer(
        Duration::from_secs(SCHEDULE.get(at).copied().unwrap_or(longest)),
        randomness,
    )
}

/// The pause after so many failures where somebody waits behind what is sent: it doubles from five seconds on, so
/// that a server which was only started again hears of it within moments. Up to a quarter longer, too.
pub fn doubling_pause(failures: i64, longest: Duration, randomness: &dyn Randomness) -> Duration {
    let [first, ..] = SCHEDULE;
    let doublings = u32::try_from(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    let times = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
    let pause = Duration::from_secs(first).saturating_mul(times);
    up_to_a_quarter_longer(pause, randomness).min(longest)
}

fn up_to_a_quarter_longer(pause: Duration, randomness: &dyn Randomness) -> Duration {
    let mut byte = [0_u8];
    randomness.fill(&mut byte);
    let [byte] = byte;
    pause.saturating_add(pause.saturating_mul(u32::from(byte)) / 1024)
}

/// Takes what is due until nothing is, and sends each receiver's on a thread of its own; says how much it was.
/// Blocks for as long as receivers let us wait. `what` is for the log.
pub fn work_off<T: Send, E: Display>(
    what: &'static str,
    claim: impl Fn() -> Result<Vec<T>, E>,
    receiver_of: impl Fn(&T) -> Id,
    send: impl Fn(Vec<T>) + Sync,
) -> usize {
    let mut count = 0;
    for _ in 0..ROUNDS {
        let ready = match claim() {
            Ok(ready) if ready.is_empty() => break,
            Ok(ready) => ready,
            Err(error) => {
                tracing::warn!(%error, what, "Nothing could be taken from the outbox");
                break;
            }
        };
        count += ready.len();
        let mut by_receiver: BTreeMap<Id, Vec<T>> = BTreeMap::new();
        for one in ready {
            by_receiver.entry(receiver_of(&one)).or_default().push(one);
        }
        let send = &send;
        std::thread::scope(|scope| {
            for of_receiver in by_receiver.into_values() {
                scope.spawn(move || send(of_receiver));
            }
        });
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::SystemRandomness;

    #[test]
    fn it_is_tried_for_about_three_days() {
        let pauses = (1..=9).map(|failures| pause_after(failures, &SystemRandomness));
        let all: Duration = pauses.sum();
        assert!(all > PATIENCE && all < PATIENCE * 3 / 2, "{all:?}");
        assert!(pause_after(1, &SystemRandomness) < Duration::from_secs(7));
        assert!(pause_after(i64::MAX, &SystemRandomness) >= Duration::from_hours(24));
    }
    #[test]
    fn the_pause_doubles_up_to_the_longest() {
        let hour = Duration::from_hours(1);
        let after = |failures| doubling_pause(failures, hour, &SystemRandomness);
        assert!((5..7).contains(&after(1).as_secs()));
        assert!((20..26).contains(&after(3).as_secs()));
        for failures in [11, 40, i64::MAX] {
            assert_eq!(after(failures), hour, "{failures}");
        }
    }
}
