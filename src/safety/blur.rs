//! Where the public is told that a place is.
//!
//! It is drawn once for each area of about a kilometre, stored, and the same for every report from there: many reports of
//! one site have one place together, so that no average of them leads to the site.

use diesel::prelude::*;

use crate::platform::crypto::LookupKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Randomness;
use crate::platform::place::Point;
use crate::safety::merging::area_hash;
use crate::schema::safety_place_blurs as blurs;

/// The side of the grid in degrees: a little more than five kilometres.
const GRID: f64 = 0.05;
/// How far a place is moved at most, in degrees, before it is laid on the grid.
const FARTHEST: f64 = 0.045;

/// Where the public is told that a point is.
pub fn blurred(
    conn: &mut Conn,
    key: &LookupKey,
    randomness: &dyn Randomness,
    point: &Point,
) -> Result<Point, DbError> {
    let area = area_hash(key, point);
    if let Some(known) = find(conn, &area)? {
        return Ok(known);
    }
    let drawn = draw(randomness, &point.rounded(2));
    insert_unless_there(conn, &area, &drawn)?;
    // Another may have drawn at the same moment: the first counts.
    Ok(find(conn, &area)?.unwrap_or(drawn))
}

fn insert_unless_there(conn: &mut Conn, area: &[u8], drawn: &Point) -> Result<(), DbError> {
    let row = (
        blurs::area_hash.eq(area),
        blurs::longitude.eq(drawn.longitude()),
        blurs::latitude.eq(drawn.latitude()),
    );
    let insert = diesel::insert_into(blurs::table).values(row);
    crate::native!(conn, native => insert.on_conflict_do_nothing().execute(native))?;
    Ok(())
}

fn find(conn: &mut Conn, area: &[u8]) -> Result<Option<Point>, DbError> {
    let found: Option<(f64, f64)> = blurs::table
        .find(area)
        .select((blurs::longitude, blurs::latitude))
        .first(conn)
        .optional()?;
    Ok(found.map(|(longitude, latitude)| Point::new(longitude, latitude)))
}

/// A point of the grid, drawn evenly from a circle around the point.
fn draw(randomness: &dyn Randomness, point: &Point) -> Point {
    let far = FARTHEST * fraction(randomness).sqrt();
    let angle = std::f64::consts::TAU * fraction(randomness);
    let on_grid = |degrees: f64| {
        let degrees = (degrees / GRID).round() * GRID;
        (degrees * 100.0).round() / 100.0 + 0.0
    };
    Point::new(
        on_grid(far.mul_add(angle.cos(), point.longitude())),
        on_grid(far.mul_add(angle.sin(), point.latitude())),
    )
}

/// A number from 0 to 1.
fn fraction(randomness: &dyn Randomness) -> f64 {
    let mut bytes = [0; 4];
    randomness.fill(&mut bytes);
    f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::SystemRandomness;
    use std::collections::BTreeSet;

    #[test]
    fn a_place_is_laid_on_a_grid_of_five_kilometres_and_not_always_on_the_nearest_point() {
        let point = Point::new(101.52, 3.07);
        let mut seen = BTreeSet::new();
        for _ in 0..200 {
            let drawn = draw(&SystemRandomness, &point);
            let cells = |degrees: f64| {
                let cells = degrees / GRID;
                assert!((cells - cells.round()).abs() < 0.001, "{degrees}");
                format!("{:.0}", cells.round())
            };
            seen.insert((cells(drawn.longitude()), cells(drawn.latitude())));
            let far =
                (drawn.longitude() - point.longitude()).hypot(drawn.latitude() - point.latitude());
            assert!(far < FARTHEST + GRID, "{far}");
        }
        assert!(seen.len() > 3, "{seen:?}");
    }
}
