//! Where something happened or somebody is, as exactly as they chose to say.
//!
//! The owner of a place seals it whole; only its country and, at most, its subdivision are stored in
//! the clear, because work is routed by them.

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{Array, ArrayBuilder, ArrayItems, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::code_lists::{Code, Countries, PlacePrecisions};
use super::problem::Fault;
use super::text::Prose;

/// A code of the list `countries`. (The contract's macro cannot read a type with an argument.)
pub type CountryCode = Code<Countries>;
/// A code of the list `place_precisions`.
pub type PrecisionCode = Code<PlacePrecisions>;

/// A place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "country": "SG", "precision": "district", "text": "Dormitory near Tuas" }))]
pub struct Place {
    /// The country.
    pub country: CountryCode,
    /// The province, state or region, in the same country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subdivision: Option<Subdivision>,
    /// The place in the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose<500>>,
    /// The place on the map. Only so many decimals are kept as `precision` promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// How exactly the place is told.
    pub precision: PrecisionCode,
}

impl Place {
    /// What the contract cannot say: the subdivision lies in the country. `at` points to the place.
    pub fn faults(&self, at: &str) -> Vec<Fault> {
        let country = self.country.as_str();
        let elsewhere = |subdivision: &&Subdivision| !subdivision.is_in(country);
        let found = self.subdivision.as_ref().filter(elsewhere);
        found
            .map(|_| Fault::new(format!("{at}/subdivision"), "not_in_country"))
            .into_iter()
            .collect()
    }

    /// The place without what is more exact than the person chose to say: a telephone measures to
    /// the metre also when its owner wants to tell the town only.
    #[must_use]
    pub fn reduced(mut self) -> Self {
        self.point = match self.precision.as_str() {
            "exact" | "street" => self.point.map(|point| point.rounded(5)),
            "district" => self.point.map(|point| point.rounded(2)),
            "city" => self.point.map(|point| point.rounded(1)),
            _ => None,
        };
        self
    }

    /// The country alone.
    #[must_use]
    pub fn country_only(self) -> Self {
        Self {
            country: self.country,
            subdivision: None,
            text: None,
            point: None,
            precision: PrecisionCode::known("country".to_owned()),
        }
    }
}

/// A subdivision of a country (ISO 3166-2), for example `MY-10`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Subdivision(String);

/// The text is not the code of a subdivision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an ISO 3166-2 code such as MY-10")]
pub struct NotASubdivision;

const SUBDIVISION_PATTERN: &str = "^[A-Z]{2}-[A-Z0-9]{1,3}$";

impl Subdivision {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it lies in this country.
    pub fn is_in(&self, country: &str) -> bool {
        self.0.split('-').next() == Some(country)
    }
}

impl TryFrom<String> for Subdivision {
    type Error = NotASubdivision;

    fn try_from(text: String) -> Result<Self, NotASubdivision> {
        let (country, part) = text.split_once('-').ok_or(NotASubdivision)?;
        let letters = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
        let symbols = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if letters && (1..=3).contains(&part.len()) && part.bytes().all(symbols) {
            Ok(Self(text))
        } else {
            Err(NotASubdivision)
        }
    }
}

impl PartialSchema for Subdivision {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A subdivision of a country (ISO 3166-2)."))
            .min_length(Some(4))
            .max_length(Some(6))
            .pattern(Some(SUBDIVISION_PATTERN))
            .examples(["MY-10"])
            .into()
    }
}

impl ToSchema for Subdivision {
    fn name() -> std::borrow::Cow<'static, str> {
        "Subdivision".into()
    }
}

/// A point of the earth (`GeoJSON`, RFC 7946: longitude first, WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    #[serde(rename = "type")]
    kind: PointKind,
    coordinates: [f64; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum PointKind {
    Point,
}

impl Point {
    /// A point by its longitude and latitude in degrees.
    pub const fn new(longitude: f64, latitude: f64) -> Self {
        Self {
            kind: PointKind::Point,
            coordinates: [longitude, latitude],
        }
    }

    /// The longitude in degrees.
    pub const fn longitude(&self) -> f64 {
        let [longitude, _] = self.coordinates;
        longitude
    }

    /// The latitude in degrees.
    pub const fn latitude(&self) -> f64 {
        let [_, latitude] = self.coordinates;
        latitude
    }

    /// The same with so many decimals: five are a metre, two a kilometre, one eleven kilometres.
    #[must_use]
    pub fn rounded(self, decimals: i32) -> Self {
        let scale = 10_f64.powi(decimals);
        let round = |degrees: f64| (degrees * scale).round() / scale;
        Self::new(round(self.longitude()), round(self.latitude()))
    }
}

fn degrees(most: f64, description: &str) -> Schema {
    ObjectBuilder::new()
        .schema_type(Type::Number)
        .description(Some(description))
        .minimum(Some(-most))
        .maximum(Some(most))
        .into()
}

fn coordinates() -> Array {
    ArrayBuilder::new()
        .prefix_items([degrees(180.0, "Longitude."), degrees(90.0, "Latitude.")])
        .items(ArrayItems::False)
        .min_items(Some(2))
        .max_items(Some(2))
        .build()
}

impl PartialSchema for Point {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("A point (GeoJSON): longitude first, WGS 84."))
            .property("type", Ref::from_schema_name(POINT_TYPE))
            .required("type")
            .property("coordinates", coordinates())
            .required("coordinates")
            .additional_properties(Some(
                utoipa::openapi::schema::AdditionalProperties::<Schema>::FreeForm(false),
            ))
            .examples([serde_json::json!({ "type": "Point", "coordinates": [103.7, 1.32] })])
            .into()
    }
}

impl ToSchema for Point {
    fn name() -> std::borrow::Cow<'static, str> {
        "Point".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        let kind = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("That it is a point."))
            .enum_values(Some(["Point"]));
        schemas.push((POINT_TYPE.to_owned(), kind.into()));
    }
}

/// A name of its own: in some languages a member's type cannot be called `Type`.
const POINT_TYPE: &str = "PointType";

#[cfg(test)]
mod tests {
    use super::*;

    fn place(json: serde_json::Value) -> Place {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_place_keeps_no_more_than_its_precision_promises() {
        for (precision, kept) in [
            ("exact", Some((103.63712, 1.32746))),
            ("district", Some((103.64, 1.33))),
            ("city", Some((103.6, 1.3))),
            ("region", None),
            ("country", None),
        ] {
            let place = place(serde_json::json!({ "country": "SG", "precision": precision,
                "point": { "type": "Point", "coordinates": [103.637_123_4, 1.327_456_7] } }));
            let point = place.reduced().point;
            assert_eq!(
                point.map(|p| (p.longitude(), p.latitude())),
                kept,
                "{precision}"
            );
        }
    }

    #[test]
    fn a_subdivision_lies_in_its_country() {
        let faults = |subdivision: &str| {
            let place = place(serde_json::json!({ "country": "MY", "precision": "region",
                "subdivision": subdivision }));
            place.faults("/place")
        };
        assert_eq!(faults("MY-10"), []);
        assert_eq!(
            faults("SG-01"),
            [Fault::new("/place/subdivision", "not_in_country")]
        );
        for text in ["MY", "my-10", "MY-", "MY-1234", "MYS-1"] {
            let subdivision = Subdivision::try_from(text.to_owned());
            assert_eq!(subdivision, Err(NotASubdivision), "{text}");
        }
    }
}
