//! A change of an establishment: a merge patch (RFC 7396).

use std::collections::BTreeSet;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::establishments::isic::IsicCode;
use crate::establishments::model::{EstablishmentName, Identifier, Owner, SizeBand};
use crate::platform::code_lists::{Code, Countries, HazardCodes, PlacePrecisions, WorkforceBands};
use crate::platform::ids::Id;
use crate::platform::place::{Point, Subdivision};
use crate::platform::text::Prose;

type PlaceCountry = Code<Countries>;
type PlacePrecision = Code<PlacePrecisions>;
type WorkplaceHazardCode = Code<HazardCodes>;
type NationalityCode = Code<Countries>;
type WorkforceBandCode = Code<WorkforceBands>;

/// What is to be different (RFC 7396): what is left out stays, null makes it unknown.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "size_band": "medium", "workers": { "total": 120 } }))]
pub struct EstablishmentChanges {
    /// Its names, all of them; the first is the one that lists show.
    #[serde(default)]
    #[schema(required = false, nullable = false, min_items = 1, max_items = 20)]
    pub names: Option<Vec<EstablishmentName>>,
    /// Its numbers, all of them.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    pub identifiers: Option<Vec<Identifier>>,
    /// What is done there, all of it.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    pub isic: Option<BTreeSet<IsicCode>>,
    /// Where it is.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub place: Option<EstablishmentPlaceChanges>,
    /// How large it is.
    #[serde(default)]
    pub size_band: Option<SizeBand>,
    /// Who works there.
    #[serde(default)]
    pub workers: Option<EstablishmentWorkersChanges>,
    /// Whether the employer houses workers.
    #[serde(default)]
    pub housing_provided: Option<bool>,
    /// What is dangerous there, as inspectors know it: all of it.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    pub hazard_codes: Option<BTreeSet<WorkplaceHazardCode>>,
    /// The legal entity, when it is among the employers.
    #[serde(default)]
    pub employer_id: Option<Id>,
    /// Who owns it, all of them.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    pub owners: Option<Vec<Owner>>,
}

/// What is to be different about the place.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "7 Sample Road, Klang" }))]
pub struct EstablishmentPlaceChanges {
    /// The country.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub country: Option<PlaceCountry>,
    /// The province, state or region.
    #[serde(default)]
    pub subdivision: Option<Subdivision>,
    /// The address.
    #[serde(default)]
    pub text: Option<Prose<500>>,
    /// The place on the map.
    #[serde(default)]
    pub point: Option<Point>,
    /// How exactly it is known.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub precision: Option<PlacePrecision>,
}

/// What is to be different about who works there.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "total": 120 }))]
pub struct EstablishmentWorkersChanges {
    /// All workers.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub total: Option<u32>,
    /// Women among them.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub women: Option<u32>,
    /// Migrant workers among them.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub migrant: Option<u32>,
    /// Nationalities among them, all of them.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 60)]
    pub by_nationality: Option<Vec<NationalityBandChange>>,
}

/// How many people of a nationality work there, roughly.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NationalityBandChange {
    /// Their nationality.
    pub nationality: NationalityCode,
    /// How many.
    pub band: WorkforceBandCode,
}
