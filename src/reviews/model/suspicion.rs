//! Whether a review is under suspicion: what moderators see of it, and what the public does.
//!
//! Moderators see it at once. Everybody else sees it with a batch, as they see a publication: a review that
//! stops counting in the minute in which another was filed would tell that, and by whom it was noticed.

use crate::platform::clock::Date;

/// Whether a review is under suspicion. Of one that is not public only `since` is ever told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Suspicion {
    /// Since when, for moderators.
    pub since: Option<Date>,
    /// Since when the public page says that it is being checked, and it does not count.
    pub held_since: Option<Date>,
    /// The day with whose batch what is public follows.
    pub follows_on: Option<Date>,
}

impl Suspicion {
    /// Begins or ends. What is public follows on a day; when it is so already, there is nothing to follow.
    #[must_use]
    pub fn turned(self, since: Option<Date>, follows_on: Date) -> Self {
        let differs = since.is_some() != self.held_since.is_some();
        Self {
            since,
            follows_on: differs.then_some(follows_on),
            ..self
        }
    }

    /// What is public has followed.
    #[must_use]
    pub fn followed(self, today: Date) -> Self {
        Self {
            since: self.since,
            held_since: self.since.map(|_| today),
            follows_on: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> Date {
        Date::parse(day).unwrap()
    }

    #[test]
    fn what_is_public_follows_and_only_when_it_differs() {
        let (one, next) = (day("2026-11-24"), day("2026-11-25"));
        let begun = Suspicion::default().turned(Some(one), next);
        assert_eq!((begun.held_since, begun.follows_on), (None, Some(next)));
        // Ended before anybody saw it.
        assert_eq!(begun.turned(None, next), Suspicion::default());
        let held = begun.followed(next);
        assert_eq!((held.held_since, held.follows_on), (Some(next), None));
        let ended = held.turned(None, day("2026-11-27"));
        assert_eq!(ended.held_since, Some(next));
        // Suspected anew before the end was seen: it never showed.
        assert_eq!(ended.turned(Some(day("2026-11-26")), next).follows_on, None);
        assert_eq!(ended.followed(day("2026-11-27")), Suspicion::default());
    }
}
