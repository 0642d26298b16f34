//! How well an employer guesses whether a visit followed a report.

use super::{CommandError, say};
use crate::inspections::programme::planner::{Parameters, shipped};
use crate::inspections::programme::{Figures, World, simulate};

/// What is to be simulated.
#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// The same seed gives the same figures.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Periods of planning.
    #[arg(long, default_value_t = World::DISTRICT.periods)]
    periods: u32,
}

pub(super) fn run(wanted: &Wanted) -> Result<(), CommandError> {
    let parameters = shipped().map_err(|error| CommandError::Refused(error.to_string()))?;
    let district = World {
        periods: wanted.periods,
        ..World::DISTRICT
    };
    say(
        "visits a year | believed before | planner | surest after one event | right of the most suspicious | right of all \
         after one event | worker guessed | of the company | days waited",
    );
    let unmixed = parameters.unmixed();
    // A visit every four years, every two, one a year, two a year.
    for room in [5, 10, 20, 40] {
        for prior in [0.02, 0.05, 0.1, 0.2] {
            let world = World {
                room,
                prior,
                ..district
            };
            row(&world, "as shipped", &parameters, wanted.seed);
            row(&world, "without mixing", &unmixed, wanted.seed);
        }
    }
    Ok(())
}

fn row(world: &World, name: &str, parameters: &Parameters, seed: u64) {
    let figures: Figures = simulate(*world, parameters, seed);
    let of_hundred = |part: f64| format!("{:.1} %", part * 100.0);
    let visits = f64::from(u32::try_from(world.room).unwrap_or(0)) * 365.0
        / f64::from(parameters.period_days.max(1))
        / f64::from(u32::try_from(world.workplaces).unwrap_or(1));
    say(&format!(
        "{visits:.2} | {} | {name} | {} | {} | {} | {} | {} | {:.0}",
        of_hundred(world.prior),
        of_hundred(figures.after_one_event.surest),
        of_hundred(figures.most_suspicious.precision()),
        of_hundred(figures.after_one_event.precision()),
        of_hundred(figures.which_worker.precision()),
        of_hundred(figures.which_of_company.precision()),
        figures.mean_wait_days,
    ));
}
