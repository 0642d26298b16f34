//! `POST /v1/safety-corroborations`: "I saw it too".

use actix_web::{HttpResponse, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::filing::{FiledReport, filed_answer};
use super::new_report::sorted;
use crate::platform::chosen_id::ChosenId;
use crate::platform::db::Conn;
use crate::platform::http::{Command, Context, Originator};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::Prose;
use crate::safety::actions::{self, Corroboration, Reference, Via};
use crate::safety::boards::BoardToken;
use crate::safety::model::{Danger, HazardCode, PeopleExposedCode, WitnessSecret};

/// Somebody saw a danger too. No account is needed, and no name is asked for.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSafetyCorroboration, example = json!({
    "reference": "WlpaWlpaWlpaWlpaWlpaWg", "hazard_codes": ["moving_machinery"],
    "description": "I work at the same press. It has been like that since October.",
    "witness_secret": "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo" }))]
pub(super) struct NewCorroboration {
    /// An id of the client's own.
    #[serde(default)]
    id: Option<ChosenId>,
    /// What somebody passed on who reported it; or `board_token`.
    #[serde(default)]
    reference: Option<Reference>,
    /// What stands in the QR code of the board at the site, with `hazard_codes`; or `reference`.
    #[serde(default)]
    board_token: Option<BoardToken>,
    /// What the danger is.
    #[serde(default)]
    #[schema(max_items = 10)]
    hazard_codes: Vec<HazardCode>,
    /// Whether somebody is in danger at this moment.
    #[serde(default)]
    danger_now: bool,
    /// What they saw, in their own words.
    #[serde(default)]
    description: Option<Prose<10_000>>,
    /// How many people are exposed.
    #[serde(default)]
    people_exposed: Option<PeopleExposedCode>,
    /// The language in which they wish to be answered; the caller's when left out.
    #[serde(default)]
    language: Option<Language>,
    /// Whether they wish to hear what became of it.
    #[serde(default)]
    wants_update: bool,
    /// A secret that the app keeps for good: with it the same person counts once for a report. It is not stored, and
    /// nobody can follow its owner from one report to another.
    witness_secret: WitnessSecret,
}

impl NewCorroboration {
    fn into_corroboration(self, context: &Context) -> Result<Corroboration, Problem> {
        let refused = |at: &str, code| Err(Problem::invalid(vec![Fault::new(at, code)]));
        let via = match (self.reference, self.board_token) {
            (Some(reference), None) => Via::Reference(reference),
            (None, Some(_)) if self.hazard_codes.is_empty() => {
                return refused("/hazard_codes", "missing_member");
            }
            (None, Some(token)) => Via::Board(token),
            (Some(_), Some(_)) => return refused("/reference", "given_twice"),
            (None, None) => return refused("/reference", "missing_member"),
        };
        Ok(Corroboration {
            id: self
                .id
                .map_or_else(|| Id::random(&*context.services().randomness), Id::from),
            via,
            hazard_codes: sorted(self.hazard_codes),
            danger: Danger::of(self.danger_now),
            description: self.description,
            people_exposed: self.people_exposed,
            wants_update: self.wants_update,
            language: self.language.unwrap_or_else(|| context.language()),
            witness: self.witness_secret,
        })
    }
}

/// Say that you saw a danger too.
///
/// It is filed as a report of its own: the answer holds a receipt code of its own. Whether somebody reported the danger
/// before, and what they said, is told to nobody here: the answer is the same in every case. An inspector sees how many
/// saw it, and what each of them wrote.
#[utoipa::path(tag = "safety", operation_id = "corroborate_safety_report",
    request_body = NewCorroboration,
    responses((status = 201, description = "It is stored", body = FiledReport)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/safety-corroborations")]
pub(super) async fn corroborate_safety_report(
    command: Command<NewCorroboration>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let given = body.into_corroboration(&context)?;
    let of_job = context.clone();
    let file = move |conn: &mut Conn| {
        let (services, now) = (of_job.services(), of_job.now());
        let (new, filed) = actions::corroborate(conn, services, given, now)?;
        filed_answer(conn, &of_job, &new, &filed)
    };
    command.run(&context, Originator::Anonymous, file).await
}
