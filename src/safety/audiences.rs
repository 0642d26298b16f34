//! Who sees what of a report.
//!
//! There are four audiences, and each has one serializer: the inspector who has the report and the rest of the
//! organisation (`http/staff_shapes.rs`), the reporter (`http/receipt.rs`), and the public (`good_practices/http.rs`). Each takes
//! what it shows apart member by member, so that a new member does not compile before somebody has decided who sees
//! it; `tests/api/safety/audiences.txt` is the same table from outside. See decision 40.

use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::gazetteer::nearest_town;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::place::{Place, Point};
use crate::safety::blur::blurred;
use crate::safety::merging::exact_point;
use crate::safety::model::{Danger, Occurred, OccurredPrecision, Report, SafetyError, Statement};
use crate::text_enum;

text_enum! {
    /// As whom somebody of the organisation reads a report.
    pub enum Audience {
        /// The inspector who has it, or anybody of the organisation as long as somebody is in danger: all that was
        /// told.
        Inspector => "inspector",
        /// The rest of the organisation: the district, the day, and not who is accused.
        Organisation => "organisation",
    }
}

impl Audience {
    /// As whom an account reads a report. Whoever is called to a danger must find it, without a step between.
    pub fn of(report: &Report, account: Id) -> Self {
        let is_pressing = report.danger == Danger::Now && !report.standing.status.is_over();
        if report.assigned_to == Some(account) || is_pressing {
            Self::Inspector
        } else {
            Self::Organisation
        }
    }
}

/// A place as far as its district.
pub fn district(place: &Place) -> Place {
    let precision = match place.precision.as_str() {
        "exact" | "street" => Code::known("district".to_owned()),
        _ => place.precision.clone(),
    };
    Place {
        country: place.country.clone(),
        subdivision: place.subdivision.clone(),
        text: None,
        point: None,
        precision,
    }
}

/// Near which town a place lies.
pub fn near(place: &Place) -> Option<&'static str> {
    nearest_town(place.country.as_str(), place.point.as_ref()?)
}

/// A time as far as its day.
pub fn day(occurred: Occurred) -> (Date, OccurredPrecision) {
    match occurred {
        Occurred::At(at) => (at.date(), OccurredPrecision::Day),
        Occurred::On(on, precision) => (on, precision),
    }
}

/// Where the public is told that it is; nothing when it was not told exactly enough.
pub fn public_place(
    conn: &mut Conn,
    services: &Services,
    told: &Statement,
) -> Result<Option<Point>, SafetyError> {
    let Some(point) = exact_point(told) else {
        return Ok(None);
    };
    let (key, chance) = (&services.lookup, &*services.randomness);
    Ok(Some(blurred(conn, key, chance, point)?))
}
