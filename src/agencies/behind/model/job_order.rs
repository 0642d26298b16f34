//! For whom an agency recruits, and what was approved.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::statement::{SourceOf, Stated, StatementKind, upside_down};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, Countries, JobOrderStatuses, Occupations};
use crate::platform::ids::Id;
use crate::platform::money::{Money, NotCountable};
use crate::platform::problem::Fault;
use crate::platform::text::{Line, fold};

type CountryCode = Code<Countries>;
type OccupationCode = Code<Occupations>;
type JobOrderStatusCode = Code<JobOrderStatuses>;
type Short = Line<200>;
type Number = Line<100>;

/// An employer for whom an agency recruits.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Example Shipyard", "country": "SG", "agency_id": null,
    "source": { "name": "Sample Authority, accreditations", "url": "https://authority.example/", "retrieved_on": "2026-11-20" }
}))]
pub struct NewPrincipal {
    /// Its name.
    #[schema(value_type = Short)]
    pub name: Short,
    /// The country in which people work for it.
    pub country: CountryCode,
    /// The employer's own entry (`/v1/agencies/{agency_id}`), where it has one.
    pub agency_id: Option<Id>,
    /// Where this comes from.
    #[validate(nested)]
    pub source: SourceOf,
}

impl Stated for NewPrincipal {
    const KIND: StatementKind = StatementKind::Principal;

    fn key(&self) -> String {
        format!("{} {}", self.country.as_str(), fold(self.name.as_str()))
    }

    fn days(&self) -> (Date, Option<Date>) {
        (self.source.retrieved_on, None)
    }

    fn source(&self) -> &SourceOf {
        &self.source
    }

    fn other(&self) -> Option<(Id, &'static str)> {
        self.agency_id.map(|id| (id, "/agency_id"))
    }
}

/// An order of workers that an authority has approved.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "number": "JO-2026-0001", "principal": "Example Shipyard", "principal_agency_id": null,
    "destination": "SG", "occupation": "7212", "vacancies": 20,
    "wage": { "amount": "1200.00", "currency": "SGD" }, "contract_months": 24,
    "approved_on": "2026-03-01", "expires_on": "2026-12-31", "status": "approved",
    "source": { "name": "Sample Authority, job orders", "url": "https://authority.example/", "retrieved_on": "2026-11-20" }
}))]
pub struct NewJobOrder {
    /// The number that the authority gave it.
    #[schema(value_type = Number)]
    pub number: Number,
    /// The employer.
    #[schema(value_type = Short)]
    pub principal: Short,
    /// The employer's own entry, where it has one.
    pub principal_agency_id: Option<Id>,
    /// Where people will work.
    pub destination: CountryCode,
    /// As what.
    pub occupation: OccupationCode,
    /// How many are wanted.
    #[schema(minimum = 1, maximum = 100_000)]
    pub vacancies: Option<u32>,
    /// The wage of a month.
    pub wage: Option<Money>,
    /// For how long.
    #[schema(minimum = 1, maximum = 120)]
    pub contract_months: Option<u8>,
    /// The day on which it was approved.
    pub approved_on: Date,
    /// The last day on which people may be recruited for it.
    pub expires_on: Option<Date>,
    /// How it stands.
    pub status: JobOrderStatusCode,
    /// Where this comes from.
    #[validate(nested)]
    pub source: SourceOf,
}

impl Stated for NewJobOrder {
    const KIND: StatementKind = StatementKind::JobOrder;

    fn key(&self) -> String {
        fold(self.number.as_str())
    }

    fn days(&self) -> (Date, Option<Date>) {
        (self.approved_on, self.expires_on)
    }

    fn source(&self) -> &SourceOf {
        &self.source
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = upside_down(self.approved_on, self.expires_on, "/expires_on");
        match self.wage.as_ref().map(Money::minor_units) {
            Some(Err(NotCountable::TooFine { decimals })) => {
                let fault = Fault::new("/wage/amount", "too_many_decimals");
                faults.push(fault.with("limit", decimals));
            }
            Some(Err(NotCountable::Malformed)) => {
                faults.push(Fault::new("/wage/amount", "malformed"));
            }
            Some(Ok(_)) | None => {}
        }
        faults
    }

    fn looked_for_by(&self) -> (Option<&str>, Option<&str>, Option<&str>) {
        (
            Some(self.destination.as_str()),
            Some(self.occupation.as_str()),
            Some(self.status.as_str()),
        )
    }

    fn other(&self) -> Option<(Id, &'static str)> {
        let other = self.principal_agency_id;
        other.map(|id| (id, "/principal_agency_id"))
    }
}
