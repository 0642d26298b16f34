//! What came of a simulation, and how well an employer guessed.

/// How well somebody guessed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Guessing {
    /// Guesses.
    pub guesses: u32,
    /// Those that were right.
    pub right: u32,
    /// How sure the employer was, added up.
    pub sureness: f64,
    /// How sure at most.
    pub surest: f64,
}

impl Guessing {
    pub(super) fn add(&mut self, sure: f64, is_right: bool) {
        self.guesses += 1;
        self.right += u32::from(is_right);
        self.sureness += sure;
        self.surest = self.surest.max(sure);
    }

    /// Of all guesses the part that was right.
    pub fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from(self.guesses.max(1))
    }

    /// How sure the employer was on average.
    pub fn mean_sureness(&self) -> f64 {
        self.sureness / f64::from(self.guesses.max(1))
    }
}

/// What came of a simulation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// Visits that were planned.
    pub visits: u32,
    /// Visits that somebody had asked for.
    pub asked_for: u32,
    /// "Somebody of mine spoke", said of every visit.
    pub any_visit: Guessing,
    /// The same, of visits before which one thing had happened at the own workplace.
    pub after_one_event: Guessing,
    /// The same, of the tenth of those that looks most like it.
    pub most_suspicious: Guessing,
    /// "It was this worker, because of what happened then", of visits after something had happened.
    pub which_worker: Guessing,
    /// "Somebody of these spoke, and it was that one", by who knows that a visit to this company was asked for.
    pub which_of_company: Guessing,
    /// Days from the wish to the first day of the period of the visit, on average.
    pub mean_wait_days: f64,
    /// Wishes that were not answered within half a year.
    pub late: u32,
    /// All wishes that are half a year old.
    pub due: u32,
}
