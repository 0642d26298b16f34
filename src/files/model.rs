//! An upload, and how its parts are put together.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::platform::clock::Time;
use crate::platform::ids::Id;

/// Uploads of one receipt that may be unfinished at once.
pub const MOST_UNFINISHED: usize = 10;
/// How long an upload waits for its next part: somebody may be without a signal for days.
const PATIENCE: Duration = Duration::from_hours(7 * 24);
/// Expiry is told in whole hours, in seconds.
const HOUR: i64 = 3600;
/// A part that is shorter is written anew together with what follows it, so that a file that comes in byte by byte
/// does not become a file of a thousand parts.
const SMALL_PART: u64 = 256 * 1024;

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The name of its sealed file.
    pub file: Id,
    /// Its length in bytes.
    pub length: u64,
}

/// What is sealed of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadState {
    /// Bytes of the whole file.
    pub length: u64,
    /// What the sender calls the file.
    pub file_name: Option<String>,
    /// What has come in, in order.
    pub parts: Vec<Part>,
}

impl UploadState {
    /// How many bytes have come in.
    pub fn received(&self) -> u64 {
        let lengths = self.parts.iter().map(|part| part.length);
        lengths.fold(0, u64::saturating_add)
    }

    /// The last part, when what follows is to be written together with it.
    pub fn small_end(&self) -> Option<Part> {
        let last = self.parts.last().copied();
        last.filter(|part| part.length < SMALL_PART)
    }

    /// The same with another part at its end, which holds the small one before it, too.
    #[must_use]
    pub fn with(mut self, part: Part) -> Self {
        if self.small_end().is_some() {
            self.parts.pop();
        }
        self.parts.push(part);
        self
    }
}

/// When an upload expires to which something was added at this time.
pub fn expires_after(now: Time) -> Time {
    let at = now.plus(PATIENCE);
    let beyond = HOUR - at.as_second().rem_euclid(HOUR);
    let whole = at
        .as_second()
        .saturating_add(beyond)
        .saturating_mul(1_000_000);
    Time::from_microsecond(whole).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::SeededRandomness;

    #[test]
    fn bytes_that_come_one_by_one_stay_few_parts() {
        let chance = SeededRandomness::new(1);
        let mut state = UploadState {
            length: u64::MAX,
            file_name: None,
            parts: Vec::new(),
        };
        for _ in 0..3 * SMALL_PART {
            let before = state.small_end().map_or(0, |part| part.length);
            let part = Part {
                file: Id::from_parts(Time::EPOCH, &chance),
                length: before + 1,
            };
            state = state.with(part);
        }
        assert_eq!(state.received(), 3 * SMALL_PART);
        assert_eq!(state.parts.len(), 3);
        assert_eq!(state.small_end(), None);
    }

    #[test]
    fn an_upload_waits_a_week_and_says_no_more_than_the_hour() {
        let now = Time::parse("2026-11-30T10:20:30.5Z").unwrap();
        assert_eq!(expires_after(now).to_string(), "2026-12-07T11:00:00Z");
    }
}
