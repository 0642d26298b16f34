//! Shapes that several operations answer with.

use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::correspondence::{NextStep, NextSteps, OrganisationName};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::rights::{ContactShown, EmergencyNumberShown, find_contacts, find_emergency_numbers};
use crate::safety::model::{Danger, Photo, Report, Standing};

/// Contacts that are told at once.
const MOST_CONTACTS: i64 = 10;

/// What the next steps are told about.
pub(super) struct Situation<'a> {
    pub standing: &'a Standing,
    pub danger: Danger,
    pub organisation: Option<&'a OrganisationName>,
    pub has_numbers: bool,
}

/// What comes next, the most pressing first.
pub(super) fn next_steps(context: &Context, situation: &Situation<'_>) -> Vec<NextStep> {
    let (due, mut steps) = (situation.standing.due, Vec::new());
    let is_over = situation.standing.status.is_over();
    if situation.danger == Danger::Now && !is_over {
        steps.push(("danger", None));
        if situation.has_numbers {
            steps.push(("call_emergency", None));
        }
    }
    steps.push(("keep_code", None));
    match situation.organisation {
        _ if is_over => {}
        None => steps.push(("nobody_covers", None)),
        Some(_) => {
            if due.acknowledged_at.is_none() {
                steps.push(("organisation_reads", Some(due.acknowledge_by)));
            }
            steps.push(("feedback", Some(due.feedback_by)));
        }
    }
    steps.push(("come_back", None));
    let words = NextSteps {
        context,
        texts: "safety-next",
        organisation: situation.organisation,
    };
    steps
        .into_iter()
        .map(|(code, by)| words.step(code, by))
        .collect()
}

/// The emergency numbers of the country when somebody is in danger there.
pub(super) fn numbers_for(
    conn: &mut Conn,
    context: &Context,
    danger: Danger,
    country: &str,
) -> Result<Vec<EmergencyNumberShown>, DbError> {
    if danger == Danger::NotNow {
        return Ok(Vec::new());
    }
    let numbers = find_emergency_numbers(conn, country)?.into_iter();
    Ok(numbers
        .map(|number| EmergencyNumberShown::of(context, number))
        .collect())
}

/// Contacts in the country, for whom no organisation reads the report.
pub(super) fn contacts_without(
    organisation: Option<&OrganisationName>,
    conn: &mut Conn,
    context: &Context,
    country: &str,
) -> Result<Vec<ContactShown>, DbError> {
    if organisation.is_some() {
        return Ok(Vec::new());
    }
    let contacts = find_contacts(conn, country, MOST_CONTACTS)?.into_iter();
    let shown = contacts.map(|contact| ContactShown::of(context, contact));
    Ok(shown.collect())
}

/// The label of a report's state in the caller's language.
pub(super) fn status_label(context: &Context, report: &Report) -> String {
    let status = report.standing.status.as_str();
    let lists = context.services().code_lists();
    let label = lists.label("safety_statuses", status, &context.language());
    label.unwrap_or(status).to_owned()
}

/// A picture as the body of a request or an answer.
pub(super) struct Picture;

impl PartialSchema for Picture {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the picture."))
            .examples(["(the bytes of the picture)"])
            .into()
    }
}

impl ToSchema for Picture {
    fn name() -> std::borrow::Cow<'static, str> {
        "Picture".into()
    }
}

/// A photo that belongs to a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyEvidence, example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "media_type": "image/jpeg", "bytes": 183_220,
    "width": 1600, "height": 1200, "orientation": 6,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "received_sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "received_at": "2026-11-23T08:15:30Z" }))]
pub(super) struct Evidence {
    /// Its id.
    pub id: Id,
    /// What it is by its content.
    pub media_type: String,
    /// Bytes of the stored file, which has lost all that its camera knew.
    pub bytes: u64,
    /// Pixels across, as stored.
    pub width: u32,
    /// Pixels down, as stored.
    pub height: u32,
    /// How to turn it for viewing, as EXIF counts: 1 (as it is) to 8.
    pub orientation: u8,
    /// SHA-256 of the stored file, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of the file as it was received, so that the sender can see that it arrived whole.
    pub received_sha256: String,
    /// When it was received.
    pub received_at: Time,
}

impl From<Photo> for Evidence {
    fn from(photo: Photo) -> Self {
        let facts = photo.facts;
        Self {
            id: photo.id,
            media_type: facts.media_type,
            bytes: facts.bytes,
            width: facts.width,
            height: facts.height,
            orientation: facts.orientation,
            sha256: facts.sha256,
            received_sha256: facts.received_sha256,
            received_at: photo.received_at,
        }
    }
}
