//! Where and when the work is that somebody asks about.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CountryCode;
use crate::entitlements::model::{Circumstances, Facts};
use crate::platform::clock::Date;
use crate::platform::place::Subdivision;
use crate::platform::problem::{Fault, Problem};

/// Where the work is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "country": "MY", "subdivision": "MY-10" }))]
pub struct WorkPlace {
    /// The country.
    pub country: CountryCode,
    /// The province, state or region, in the same country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subdivision: Option<Subdivision>,
}

impl WorkPlace {
    /// What is known of a job there.
    pub(super) fn facts(&self, on: Date, told: &Circumstances) -> Result<Facts, Problem> {
        let country = self.country.as_str();
        let part = self.subdivision.as_ref();
        if part.is_some_and(|part| !part.is_in(country)) {
            let fault = Fault::new("/place_of_work/subdivision", "not_in_country");
            return Err(Problem::invalid(vec![fault]));
        }
        Ok(Facts::new(country, part.map(Subdivision::as_str), on, told))
    }
}
