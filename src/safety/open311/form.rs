//! What other programs send: forms and query strings, read by the rules of the standard.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::http::header;

use super::refusal::Refusal;
use super::services::{self, Service};
use super::shapes::{HAZARDS, PUBLICATION};
use crate::platform::code_lists::CodeLists;
use crate::platform::place::{CountryCode, Place, Point, PrecisionCode};
use crate::platform::text::Prose;

const FORM: &str = "application/x-www-form-urlencoded";
/// Characters of a description, as the standard has it.
const LONGEST: usize = 4000;

/// The members of a form or a query string. What comes twice is a list.
pub struct Members(BTreeMap<String, Vec<String>>);

impl Members {
    /// Of a query string.
    pub fn of_query(request: &HttpRequest) -> Self {
        Self::read(request.query_string().as_bytes())
    }

    /// Of a body, which must be a form.
    pub fn of_body(request: &HttpRequest, body: &[u8]) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case(FORM) {
            return Err(Refusal::bad(format!("The body must be {FORM}")));
        }
        Ok(Self::read(body))
    }

    fn read(bytes: &[u8]) -> Self {
        let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(bytes) {
            let value = value.trim();
            if !value.is_empty() {
                let name = name.trim_end_matches("[]").to_owned();
                members.entry(name).or_default().push(value.to_owned());
            }
        }
        Self(members)
    }

    /// A member; of several with this name the first.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    /// All values of a member, also those that stand in one with commas between.
    pub fn list(&self, name: &str) -> Vec<&str> {
        let values = self.0.get(name).into_iter().flatten();
        let parts = values.flat_map(|value| value.split(','));
        parts
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }
}

/// The country that a jurisdiction is; `None` when none was named.
pub fn jurisdiction(members: &Members, lists: &CodeLists) -> Result<Option<String>, Refusal> {
    let Some(named) = members.find("jurisdiction_id") else {
        return Ok(None);
    };
    let code = named.to_ascii_uppercase();
    let countries = lists.find("countries").into_iter();
    let mut codes = countries.flat_map(|list| &list.codes);
    if codes.any(|entry| entry.code == code) {
        Ok(Some(code))
    } else {
        Err(Refusal::unknown("jurisdiction_id"))
    }
}

/// The service that is named.
pub fn service(code: &str) -> Result<&'static Service, Refusal> {
    services::find(code).ok_or_else(|| Refusal::unknown("service_code"))
}

/// What somebody reports through another program.
pub struct Reported {
    pub service: &'static Service,
    pub place: Place,
    pub description: Prose<10_000>,
    pub hazard_codes: Vec<String>,
    pub may_be_published: bool,
}

/// Reads a request for service. Who sends it (`email`, `first_name`, `last_name`, `phone`, `device_id`, `account_id`) and
/// what lies elsewhere (`media_url`) is not looked at.
pub fn reported(members: &Members, lists: &CodeLists) -> Result<Reported, Refusal> {
    let code = members.find("service_code");
    let service = service(code.ok_or_else(|| Refusal::bad("service_code was not provided"))?)?;
    let country = jurisdiction(members, lists)?;
    let country = country.ok_or_else(|| Refusal::bad("jurisdiction_id was not provided"))?;
    let text = members.find("description");
    let text = text.ok_or_else(|| Refusal::bad("description was not provided"))?;
    if text.chars().count() > LONGEST {
        return Err(Refusal::bad("description is too long"));
    }
    let readable = Prose::try_from(text);
    Ok(Reported {
        place: place(members, country)?,
        description: readable.map_err(|_| Refusal::bad("description cannot be read"))?,
        hazard_codes: hazards(members, lists)?,
        may_be_published: publication(members, service)?,
        service,
    })
}

/// Where: by a point, by words, or both.
fn place(members: &Members, country: String) -> Result<Place, Refusal> {
    let degrees = |name: &str, most: f64| match members.find(name).map(str::parse::<f64>) {
        None => Ok(None),
        Some(Ok(degrees)) if degrees.abs() <= most => Ok(Some(degrees)),
        Some(_) => Err(Refusal::bad(format!("{name} is not valid"))),
    };
    let point = match (degrees("long", 180.0)?, degrees("lat", 90.0)?) {
        (Some(longitude), Some(latitude)) => Some(Point::new(longitude, latitude)),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            return Err(Refusal::bad("lat and long belong together"));
        }
    };
    let words = members.find("address_string").map(Prose::try_from);
    let text = words.transpose();
    let text = text.map_err(|_| Refusal::bad("address_string is not valid"))?;
    if point.is_none() && text.is_none() {
        return Err(Refusal::bad(
            "lat and long, or address_string, were not provided",
        ));
    }
    let precision = if point.is_some() {
        "street"
    } else {
        "district"
    };
    let place = Place {
        country: CountryCode::known(country),
        subdivision: None,
        text,
        point,
        precision: PrecisionCode::known(precision.to_owned()),
    };
    Ok(place.reduced())
}

fn hazards(members: &Members, lists: &CodeLists) -> Result<Vec<String>, Refusal> {
    let name = format!("attribute[{HAZARDS}]");
    let known = lists.find(HAZARDS).into_iter().flat_map(|list| &list.codes);
    let known: Vec<&str> = known.map(|entry| entry.code.as_str()).collect();
    let mut found: Vec<String> = Vec::new();
    for code in members.list(&name) {
        if !known.contains(&code) {
            return Err(Refusal::bad(format!("{name} has an unknown value")));
        }
        found.push(code.to_owned());
    }
    found.sort();
    found.dedup();
    if found.len() > 10 {
        return Err(Refusal::bad(format!("{name} has too many values")));
    }
    Ok(found)
}

fn publication(members: &Members, service: &Service) -> Result<bool, Refusal> {
    let name = format!("attribute[{PUBLICATION}]");
    match members.find(&name) {
        None | Some("no") => Ok(false),
        Some("yes") if service.may_be_published => Ok(true),
        Some(_) => Err(Refusal::bad(format!("{name} is not valid"))),
    }
}
