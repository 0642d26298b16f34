//! Seats for uploads: how many files are held in memory at once.
//!
//! A file is held whole while it comes in. Without seats, a few hundred slow connections would take
//! all memory; without a share for each holder, one of them would take all seats.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::platform::ids::Id;

/// Uploads under way at once: at ten megabytes each, a third of a gigabyte.
const SEATS: usize = 32;
/// Of these for one holder.
const SEATS_PER_HOLDER: u8 = 2;

/// All seats of this instance.
#[derive(Clone)]
pub struct Seats {
    free: Arc<Semaphore>,
    by_holder: Arc<Mutex<HashMap<Id, u8>>>,
}

/// A seat that is taken until this is dropped.
pub struct Seat {
    _permit: OwnedSemaphorePermit,
    holder: Id,
    seats: Seats,
}

impl Default for Seats {
    fn default() -> Self {
        Self {
            free: Arc::new(Semaphore::new(SEATS)),
            by_holder: Arc::default(),
        }
    }
}

impl Seats {
    /// A seat for this holder; `None` when all are taken, or all of the holder's own.
    pub fn take(&self, holder: Id) -> Option<Seat> {
        let permit = Arc::clone(&self.free).try_acquire_owned().ok()?;
        let mut taken = self
            .by_holder
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let own = taken.entry(holder).or_insert(0);
        if *own >= SEATS_PER_HOLDER {
            return None;
        }
        *own += 1;
        Some(Seat {
            _permit: permit,
            holder,
            seats: self.clone(),
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self
            .seats
            .by_holder
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.holder) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::Time;
    use crate::platform::ids::SeededRandomness;

    #[test]
    fn nobody_takes_all_seats_and_a_seat_that_was_left_is_free() {
        let (seats, chance) = (Seats::default(), SeededRandomness::new(1));
        let holder = Id::from_parts(Time::EPOCH, &chance);
        let own: Vec<Seat> = (0..3).filter_map(|_| seats.take(holder)).collect();
        assert_eq!(own.len(), 2);
        let mut others = Vec::new();
        while let Some(seat) = seats.take(Id::from_parts(Time::EPOCH, &chance)) {
            others.push(seat);
        }
        assert_eq!(others.len(), SEATS - 2);
        drop(own);
        assert!(seats.take(holder).is_some());
    }
}
