//! By what reports are found to be alike, without keeping what they say.

use super::model::ReportMarkKind;
use crate::platform::crypto::{Domain, LookupKey};
use crate::platform::ids::Id;
use crate::platform::place::Point;
use crate::platform::sketch::bands;
use crate::platform::text::fold;
use crate::safety::model::Statement;

/// Fewer pieces are a phrase that anybody may write.
const LEAST_PIECES: usize = 20;
/// The side of an area in degrees: about a kilometre.
const AREA: f64 = 0.01;

/// What is marked besides the text.
pub enum Place<'a> {
    /// A board.
    Board(Id),
    /// The area around a point.
    Area(&'a Point),
    /// An employer's name.
    Employer(&'a str),
}

impl Place<'_> {
    /// Its mark.
    pub fn mark(&self, key: &LookupKey) -> (ReportMarkKind, i64) {
        let (kind, bytes) = match self {
            Self::Board(id) => (
                ReportMarkKind::Board,
                [b"board:", id.as_bytes().as_slice()].concat(),
            ),
            Self::Area(point) => (ReportMarkKind::Area, area_name(point).into_bytes()),
            Self::Employer(name) => {
                let name = format!("employer:{}", fold(name));
                (ReportMarkKind::Employer, name.into_bytes())
            }
        };
        let hash = key.hash(Domain::SafetyPlace, &bytes);
        let first = hash.first_chunk::<8>().copied().unwrap_or_default();
        (kind, i64::from_be_bytes(first))
    }
}

/// The area around a point, so that all reports from there are shown at one place.
pub fn area_hash(key: &LookupKey, point: &Point) -> [u8; 32] {
    key.hash(Domain::SafetyPlace, area_name(point).as_bytes())
}

fn area_name(point: &Point) -> String {
    let point = point.rounded(2);
    // Zero has a sign that says nothing.
    let (east, north) = (point.longitude() + 0.0, point.latitude() + 0.0);
    format!("area:{east:.2},{north:.2}")
}

/// The marks of what was told.
pub fn of(key: &LookupKey, told: &Statement) -> Vec<(ReportMarkKind, i64)> {
    let board = told.details.board.map(Place::Board);
    let employer = told.employer.as_ref();
    let employer = employer.map(|name| Place::Employer(name.as_str()));
    let area = exact_point(told).map(Place::Area);
    let places = [board, employer, area].into_iter().flatten();
    let mut found: Vec<_> = places.map(|place| place.mark(key)).collect();
    if let Some(text) = &told.description {
        let pieces = bands(key, Domain::SafetySketch, text.as_str(), LEAST_PIECES);
        found.extend(pieces.into_iter().map(|mark| (ReportMarkKind::Text, mark)));
    }
    found
}

/// The point, when it is told exactly enough to say in which area it lies.
pub fn exact_point(told: &Statement) -> Option<&Point> {
    let precision = told.place.precision.as_str();
    let is_exact = matches!(precision, "exact" | "street" | "district");
    told.place.point.as_ref().filter(|_| is_exact)
}

/// What to look for: the marks of the places, and the areas around as well, because a site may lie on a border.
pub fn around(key: &LookupKey, told: &Statement) -> Vec<i64> {
    let places = of(key, told).into_iter();
    let places = places.filter(|(kind, _)| *kind != ReportMarkKind::Text);
    let mut wanted: Vec<i64> = places.map(|(_, mark)| mark).collect();
    if let Some(point) = exact_point(told) {
        for east in [-AREA, 0.0, AREA] {
            for north in [-AREA, 0.0, AREA] {
                let near = Point::new(point.longitude() + east, point.latitude() + north);
                wanted.push(Place::Area(&near).mark(key).1);
            }
        }
    }
    wanted
}
