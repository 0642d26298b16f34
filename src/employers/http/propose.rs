//! Naming an employer that is on no list.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::employers::actions::{self, Desk, ProposalError};
use crate::employers::model::{
    Content, Country, EmployerName, EmployerPlace, ProposalStatus, RegistrationNumber, Remark,
    Sector,
};
use crate::platform::chosen_id::ChosenId;
use crate::platform::code_lists::Code;
use crate::platform::http::{Answer, Command, Context, Originator};
use crate::platform::ids::Id;
use crate::platform::messages::Arguments;
use crate::platform::problem::Problem;

/// An employer that is on no list. Only who looks it up reads this.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Meridian Sample Shipyard",
    "country": "SG",
    "place": "Jurong",
    "what_it_is": "A shipyard with about 200 workers",
    "sector": "C",
    "found_at": "https://yard.example/",
    "is_private_household": false
}))]
pub struct NewEmployer {
    /// The employer's id, when the client wants to choose it: a review can then refer to it before this is
    /// sent.
    id: Option<ChosenId>,
    /// Its name, as on the gate, the contract or the payslip.
    #[schema(value_type = EmployerName)]
    name: EmployerName,
    /// The country in which the work is.
    #[schema(value_type = Country)]
    country: Country,
    /// The city, or the address.
    #[schema(value_type = EmployerPlace)]
    place: EmployerPlace,
    /// What kind of place it is.
    #[schema(value_type = Remark)]
    what_it_is: Remark,
    /// The sector of the work.
    #[schema(value_type = Option<Sector>)]
    sector: Option<Sector>,
    /// Its website, or where else somebody can find out that it exists.
    #[schema(value_type = Option<Remark>)]
    found_at: Option<Remark>,
    /// Its number in a register of companies.
    #[schema(value_type = Option<RegistrationNumber>)]
    registration_number: Option<RegistrationNumber>,
    /// Whether it is a family or a person in whose home you work. Ask this before anything else: private
    /// people never have a page, and then nothing of this is stored.
    is_private_household: bool,
}

/// An employer that has been named and waits to be looked up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-4d30-9a52-1a2b3c4d5e70",
    "status": "open",
    "country": "SG",
    "what_happens_next": "Somebody looks the employer up before it has a page. You can write your review now.",
    "reviews": "/v1/employers/01938a4e-5c1b-4d30-9a52-1a2b3c4d5e70/reviews"
}))]
pub struct NamedEmployer {
    /// The employer. Until it has been let in, `/v1/employers` knows nothing of it; when it turns out to be
    /// one that is known, this id means that one.
    id: Id,
    /// What became of it.
    status: ProposalStatus,
    /// The country in which the work is.
    #[schema(value_type = Country)]
    country: Country,
    /// What happens next, in the caller's language.
    what_happens_next: String,
    /// Where reviews of it are filed, from now on.
    reviews: String,
}

/// Name an employer that is on no list, without an account.
///
/// Search `/v1/employers` first. Somebody looks it up before it has a page; it can be reviewed at once. A
/// private household is refused: ask for help (`/v1/assistance-requests`) or report a danger
/// (`/v1/safety-reports`) instead.
#[utoipa::path(tag = "employers", operation_id = "propose_employer",
    request_body = NewEmployer,
    responses((status = 201, description = "Stored; somebody will look it up", body = NamedEmployer)),
    extensions(("x-problems" = json!(["id_taken", "private_household"]))))]
#[post("/employers")]
pub(super) async fn propose_employer(
    command: Command<NewEmployer>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let of_work = context.clone();
    // An id of ours tells no time, as one of version 7 would.
    let random = || Id::random(&*context.services().randomness);
    let id = new.id.map_or_else(random, Into::into);
    let work = move |conn: &mut _| {
        if new.is_private_household {
            return Err(ProposalError::Household.into());
        }
        let (country, written) = new.split();
        let desk = Desk {
            services: of_work.services(),
            now: of_work.now(),
        };
        actions::propose(conn, desk, (id, country.as_str()), &written)?;
        let named = NamedEmployer::of(&of_work, id, country);
        Answer::created(format!("/v1/employers/{id}"), &named)
    };
    command.run(&context, Originator::Anonymous, work).await
}

impl NewEmployer {
    fn split(self) -> (Country, Content) {
        let content = Content {
            name: self.name.into_inner(),
            place: self.place.into_inner(),
            what_it_is: self.what_it_is.into_inner(),
            sector: self.sector.map(Code::into_inner),
            found_at: self.found_at.map(Remark::into_inner),
            registration_number: self.registration_number.map(RegistrationNumber::into_inner),
        };
        (self.country, content)
    }
}

impl NamedEmployer {
    fn of(context: &Context, id: Id, country: Country) -> Self {
        let name = "employer-next-open";
        Self {
            id,
            status: ProposalStatus::Open,
            country,
            what_happens_next: context.say(name, None, &Arguments::new()),
            reviews: format!("/v1/employers/{id}/reviews"),
        }
    }
}
