//! How far two points are from each other.

use crate::platform::place::Point;

/// Metres of the earth's radius.
const RADIUS: f64 = 6_371_000.0;

/// The distance in metres along the surface (haversine).
pub fn metres(one: &Point, other: &Point) -> f64 {
    let (north, south) = (one.latitude().to_radians(), other.latitude().to_radians());
    let across = (other.longitude() - one.longitude()).to_radians();
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(north - south) + north.cos() * south.cos() * half(across);
    2.0 * RADIUS * chord.sqrt().min(1.0).asin()
}

/// The middle of some points that lie near each other; none when there are none.
pub fn middle(points: &[Point]) -> Option<Point> {
    let first = points.first()?;
    let (mut longitude, mut latitude, mut number) = (0.0, 0.0, 0.0);
    for point in points {
        longitude += point.longitude() - first.longitude();
        latitude += point.latitude() - first.latitude();
        number += 1.0;
    }
    let middle = (
        first.longitude() + longitude / number,
        first.latitude() + latitude / number,
    );
    Some(Point::new(middle.0, middle.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_map() {
        let (lumpur, singapore) = (Point::new(101.69, 3.139), Point::new(103.85, 1.29));
        let far = metres(&lumpur, &singapore);
        assert!((315_000.0..318_000.0).contains(&far), "{far}");
        assert!(metres(&lumpur, &lumpur) < 0.001);
        // Across the line where the day changes.
        let near = metres(&Point::new(179.9, 0.0), &Point::new(-179.9, 0.0));
        assert!((22_000.0..22_500.0).contains(&near), "{near}");
        let middle = middle(&[Point::new(100.0, 2.0), Point::new(102.0, 4.0)]).unwrap();
        assert!(
            (middle.longitude() - 101.0).abs() < 1e-9 && (middle.latitude() - 3.0).abs() < 1e-9
        );
    }
}
