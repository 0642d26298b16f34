//! Where else a person can turn, and what happens next, in their language.

use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::problem::Problem;
use crate::rights;
//TEMP
#[derive(Serialize, ToSchema)]
pub(super) struct EmergencyNumberShown {
    number: String,
    country: String,
}
impl EmergencyNumberShown {
    fn of(_: &Context, n: rights::EmergencyNumber) -> Self {
        Self {
            number: n.number,
            country: n.country,
        }
    }
}
#[derive(Serialize, ToSchema)]
pub(super) struct ContactShown {
    key: String,
}
//TEMP END

/// Contacts that are told at once.
const CONTACTS: usize = 10;

/// The numbers to dial in the country of the place.
pub(super) fn emergency_numbers(
    conn: &mut Conn,
    context: &Context,
    country: &str,
) -> Result<Vec<EmergencyNumberShown>, Problem> {
    let numbers = rights::find_emergency_numbers(conn, country)?.into_iter();
    let shown = numbers.map(|number| EmergencyNumberShown::of(context, number));
    Ok(shown.collect())
}

/// Contacts in the country of the place.
pub(super) fn contacts(
    conn: &mut Conn,
    context: &Context,
    country: &str,
) -> Result<Vec<ContactShown>, Problem> {
    let _ = (conn, context, country, CONTACTS);
    Ok(Vec::new())
}

/// Something that happens next, or that the person should do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "code": "organisation_reads",
    "text": "Example Workers' Centre has your request and will have read it by 2026-11-30.",
    "by": "2026-11-30T08:15:30Z" }))]
pub(super) struct NextStep {
    /// What, for programs: `danger`, `keep_code`, `organisation_reads`, `nobody_covers`, `feedback`
    /// or `come_back`.
    pub code: &'static str,
    /// What, for people, in the caller's language.
    pub text: String,
    /// By when, where there is a date.
    pub by: Option<Time>,
}

impl NextStep {
    pub fn new(context: &Context, code: &'static str) -> Self {
        Self::with(context, code, None, Vec::new())
    }

    /// A step that is done by a date.
    pub fn by(context: &Context, code: &'static str, by: Time, organisation: Option<&str>) -> Self {
        let organisation = organisation.map(|name| ("organisation", name.to_owned()));
        let mut arguments = vec![("date", by.date().to_string())];
        arguments.extend(organisation);
        Self::with(context, code, Some(by), arguments)
    }

    fn with(
        context: &Context,
        code: &'static str,
        by: Option<Time>,
        arguments: Vec<(&'static str, String)>,
    ) -> Self {
        let language = context.language();
        let messages = &context.services().messages;
        let name = format!("assistance-next-{code}");
        Self {
            text: messages.text(&language, &name, None, &arguments),
            code,
            by,
        }
    }
}
