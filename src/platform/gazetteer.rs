//! Near which town a point lies, for those who must not know the point.
//!
//! The towns are those of `data/gazetteer` (GeoNames, CC BY 4.0).

use std::sync::LazyLock;

use super::place::Point;

/// Part of the program: no setting may make a place more exact than it should be shown.
const FILE: &str = include_str!("../../data/gazetteer/towns.tsv");
/// Kilometres beyond which a place is near no town.
const FARTHEST: f64 = 60.0;
/// Kilometres of a degree of latitude.
const KILOMETRES: f64 = 111.2;

/// A town.
struct Town {
    country: &'static str,
    point: Point,
    name: &'static str,
}

static TOWNS: LazyLock<Vec<Town>> = LazyLock::new(|| FILE.lines().filter_map(read).collect());

fn read(line: &'static str) -> Option<Town> {
    let mut parts = line.split('\t');
    let (country, _) = (parts.next()?, parts.next()?);
    let (longitude, latitude) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Town {
        country,
        point: Point::new(longitude, latitude),
        name: parts.next()?,
    })
}

/// The town of a country that is nearest to a point, if one is near.
pub fn nearest_town(country: &str, point: &Point) -> Option<&'static str> {
    let of_country = TOWNS.iter().filter(|town| town.country == country);
    let measured = of_country.map(|town| (kilometres(&town.point, point), town.name));
    let nearest = measured.min_by(|one, other| one.0.total_cmp(&other.0));
    nearest
        .filter(|(far, _)| *far <= FARTHEST)
        .map(|(_, name)| name)
}

/// The distance of two points that are not far from each other.
fn kilometres(one: &Point, other: &Point) -> f64 {
    let shrunk = other.latitude().to_radians().cos();
    let east = (one.longitude() - other.longitude()) * shrunk;
    let north = one.latitude() - other.latitude();
    east.hypot(north) * KILOMETRES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_town() {
        let lines = FILE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TOWNS.len(), lines);
        assert!(lines > 2000);
    }

    #[test]
    fn a_place_is_near_the_nearest_town_of_its_country() {
        let near =
            |country, longitude, latitude| nearest_town(country, &Point::new(longitude, latitude));
        assert_eq!(near("MY", 101.53, 3.08), Some("Shah Alam"));
        assert_eq!(
            near("TH", 101.53, 3.08),
            None,
            "far from every town of Thailand"
        );
        assert_eq!(near("MY", 0.0, 0.0), None);
        assert_eq!(near("XX", 101.53, 3.08), None);
    }
}
