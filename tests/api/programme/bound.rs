//! How well an employer guesses who knows everything but the key: the planner itself, a fixed seed, no time limit.

use tulay::inspections::programme::planner::shipped;
use tulay::inspections::programme::{World, simulate};

/// Whoever held it for 1 in 20 that somebody spoke is never surer than this (decision 47).
const BOUND: f64 = 0.35;

#[test]
fn an_employers_best_guess_stays_below_the_bound() {
    let parameters = shipped().unwrap();
    let figures = simulate(World::DISTRICT, &parameters, 1);
    assert!(figures.asked_for > 100, "{figures:?}");
    assert!(figures.after_one_event.surest <= BOUND, "{figures:?}");
    assert!(figures.after_one_event.precision() <= BOUND, "{figures:?}");
    assert!(figures.most_suspicious.precision() <= BOUND, "{figures:?}");
    assert!(figures.any_visit.precision() <= BOUND, "{figures:?}");
    assert!(figures.which_worker.precision() <= BOUND, "{figures:?}");
    // The employer reckons well: what is said with so much sureness comes true so often.
    let (sure, right) = (
        figures.most_suspicious.mean_sureness(),
        figures.most_suspicious.precision(),
    );
    assert!((sure - right).abs() < 0.1, "{figures:?}");
    // And who knows that somebody of a company asked does not know who.
    assert!(figures.which_of_company.precision() <= BOUND, "{figures:?}");
}

#[test]
fn a_planner_that_does_not_mix_breaks_the_bound() {
    let parameters = shipped().unwrap().unmixed();
    let figures = simulate(World::DISTRICT, &parameters, 1);
    assert!(figures.most_suspicious.precision() > BOUND, "{figures:?}");
    assert!(figures.after_one_event.surest > BOUND, "{figures:?}");
    assert!(figures.which_of_company.precision() > 0.99, "{figures:?}");
}
