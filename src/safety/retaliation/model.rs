//! What is kept of what a reporter said about revenge.

use serde::{Deserialize, Serialize};

use crate::check_ins::CheckInAnswer;
use crate::platform::clock::Date;

/// Most that is kept of one report.
const MOST: usize = 20;

/// That something was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What.
    pub answer: CheckInAnswer,
    /// In which month: a day could lead to what else was filed on it.
    pub month: Date,
}

/// All that was said about one report, as it is sealed; the newest last.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Note {
    /// What.
    pub said: Vec<Said>,
}

impl Note {
    /// Adds what is said now; the oldest goes when there is too much.
    pub fn add(&mut self, answer: CheckInAnswer, today: Date) {
        let month = today.first_of_month();
        self.said.push(Said { answer, month });
        let too_many = self.said.len().saturating_sub(MOST);
        self.said.drain(..too_many);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::Time;

    #[test]
    fn the_month_is_kept_and_not_too_much() {
        let mut note = Note::default();
        let today = Time::parse("2026-11-30T08:00:00Z").unwrap().date();
        for _ in 0..30 {
            note.add(CheckInAnswer::Worse, today);
        }
        note.add(CheckInAnswer::Retaliation, today);
        assert_eq!(note.said.len(), MOST);
        let last = note.said.last().unwrap();
        assert_eq!(last.answer, CheckInAnswer::Retaliation);
        assert_eq!(last.month.to_string(), "2026-11-01");
    }
}
