//! What is said of an agency, as the public reads it.

use serde::Serialize;
use utoipa::ToSchema;

use super::super::CountryCode;
use super::super::show::{Show, read};
use crate::agencies::behind::model::{
    KnownName, NewBranch, NewCertificate, NewJobOrder, NewName, NewPrincipal, NewSanction,
    REGISTERED, SourceOf, Stated,
};
use crate::agencies::behind::statements::{APPROVED, EXPIRED, StatementRow};
use crate::platform::clock::Date;
use crate::platform::code_lists::{
    AgencyNameKinds, CertificateSchemes, Code, JobOrderStatuses, ListName as _, Occupations,
    SanctionKinds,
};
use crate::platform::db::Json;
use crate::platform::ids::Id;
use crate::platform::money::Money;
use crate::platform::phone::PhoneNumber;
use crate::platform::place::Subdivision;
use crate::platform::problem::Problem;

type NameKindCode = Code<AgencyNameKinds>;
type SanctionCode = Code<SanctionKinds>;
type SchemeCode = Code<CertificateSchemes>;
type OccupationCode = Code<Occupations>;
type JobOrderStatusCode = Code<JobOrderStatuses>;

/// A kind of statement with what the public reads of it.
pub(super) trait Shown: Stated {
    /// What the public reads.
    type Wire: Serialize + ToSchema + 'static;

    /// Shows it.
    fn shown(self, row: &StatementRow, show: &Show<'_>) -> Self::Wire;
}

/// One of the names of an agency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "name": "เมอริเดียน ตัวอย่าง", "language": "th", "kind": "local_script",
    "kind_label": "Name in the local script"
}))]
pub struct AgencyName {
    /// The name.
    pub name: String,
    /// Its language (BCP 47), where that is known.
    pub language: Option<String>,
    /// What kind of name it is.
    pub kind: NameKindCode,
    /// The same in the caller's language.
    pub kind_label: String,
}

impl AgencyName {
    fn of(show: &Show<'_>, known: KnownName) -> Self {
        Self {
            kind_label: show.label(AgencyNameKinds::NAME, &known.kind),
            name: known.name,
            language: known.language,
            kind: Code::known(known.kind),
        }
    }
}

/// Every name of an agency: as it is listed, its other names there, and those from elsewhere.
pub fn names(
    show: &Show<'_>,
    (name, language): (&str, &str),
    listed: &Json,
    stated: &Json,
) -> Result<Vec<AgencyName>, Problem> {
    let mut all = vec![KnownName {
        name: name.to_owned(),
        language: Some(language.to_owned()),
        kind: REGISTERED.to_owned(),
    }];
    let listed: Vec<KnownName> = read(listed)?;
    let stated: Vec<KnownName> = read(stated)?;
    // What somebody took the trouble to state says more than what a list has beside the name.
    let others = stated.into_iter().chain(listed);
    for known in others {
        if all.iter().all(|other| other.name != known.name) {
            all.push(known);
        }
    }
    let shown = all.into_iter().map(|known| AgencyName::of(show, known));
    Ok(shown.collect())
}

/// A name that a source gives an agency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "name": "เมอริเดียน ตัวอย่าง", "language": "th",
    "kind": "local_script", "kind_label": "Name in the local script",
    "source": { "name": "Sample Authority, register", "url": null, "retrieved_on": "2026-11-20" }
}))]
pub struct StatedName {
    /// The statement.
    pub id: Id,
    /// The name.
    #[serde(flatten)]
    pub name: AgencyName,
    /// Where it comes from.
    pub source: SourceOf,
}

impl Shown for NewName {
    type Wire = StatedName;

    fn shown(self, row: &StatementRow, show: &Show<'_>) -> StatedName {
        let known = KnownName {
            name: self.name.into_inner(),
            language: self.language.map(|language| language.as_str().to_owned()),
            kind: self.kind.into_inner(),
        };
        StatedName {
            id: row.id,
            name: AgencyName::of(show, known),
            source: self.source,
        }
    }
}

/// An office of an agency beside the main one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "address": "7 Sample Road, Cebu City",
    "country": "PH", "subdivision": "PH-CEB", "telephone": "+63325550100",
    "source": { "name": "Sample Authority, register", "url": null, "retrieved_on": "2026-11-20" }
}))]
pub struct AgencyBranch {
    /// The statement.
    pub id: Id,
    /// Its address.
    pub address: String,
    /// Its country.
    pub country: CountryCode,
    /// The part of the country (ISO 3166-2).
    pub subdivision: Option<Subdivision>,
    /// The telephone of the office.
    pub telephone: Option<PhoneNumber>,
    /// Where this comes from.
    pub source: SourceOf,
}

impl Shown for NewBranch {
    type Wire = AgencyBranch;

    fn shown(self, row: &StatementRow, _: &Show<'_>) -> AgencyBranch {
        AgencyBranch {
            id: row.id,
            address: self.address.into_inner(),
            country: self.country,
            subdivision: self.subdivision,
            telephone: self.telephone,
            source: self.source,
        }
    }
}

/// An employer for whom an agency recruits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "name": "Example Shipyard", "country": "SG",
    "agency_id": null,
    "source": { "name": "Sample Authority, accreditations", "url": null, "retrieved_on": "2026-11-20" }
}))]
pub struct AgencyPrincipal {
    /// The statement.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The country in which people work for it.
    pub country: CountryCode,
    /// The employer's own entry (`/v1/agencies/{agency_id}`), where it has one.
    pub agency_id: Option<Id>,
    /// Where this comes from.
    pub source: SourceOf,
}

impl Shown for NewPrincipal {
    type Wire = AgencyPrincipal;

    fn shown(self, row: &StatementRow, _: &Show<'_>) -> AgencyPrincipal {
        AgencyPrincipal {
            id: row.id,
            name: self.name.into_inner(),
            country: self.country,
            agency_id: row.other_agency_id,
            source: self.source,
        }
    }
}

/// An order of workers that an authority has approved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "number": "JO-2026-0001",
    "principal": "Example Shipyard", "principal_agency_id": null, "destination": "SG",
    "occupation": "7212", "occupation_label": "Welders and flame cutters", "vacancies": 20,
    "wage": { "amount": "1200.00", "currency": "SGD" }, "contract_months": 24,
    "approved_on": "2026-03-01", "expires_on": "2026-12-31", "status": "approved",
    "status_label": "Approved",
    "source": { "name": "Sample Authority, job orders", "url": null, "retrieved_on": "2026-11-20" }
}))]
pub struct JobOrder {
    /// The statement.
    pub id: Id,
    /// The number that the authority gave it.
    pub number: String,
    /// The employer.
    pub principal: String,
    /// The employer's own entry, where it has one.
    pub principal_agency_id: Option<Id>,
    /// Where people will work.
    pub destination: CountryCode,
    /// As what.
    pub occupation: OccupationCode,
    /// The same in the caller's language.
    pub occupation_label: String,
    /// How many are wanted.
    pub vacancies: Option<u32>,
    /// The wage of a month.
    pub wage: Option<Money>,
    /// For how many months.
    pub contract_months: Option<u8>,
    /// The day on which it was approved.
    pub approved_on: Date,
    /// The last day on which people may be recruited for it.
    pub expires_on: Option<Date>,
    /// How it stands; `approved` becomes `expired` once `expires_on` is over.
    pub status: JobOrderStatusCode,
    /// The same in the caller's language.
    pub status_label: String,
    /// Where this comes from.
    pub source: SourceOf,
}

impl Shown for NewJobOrder {
    type Wire = JobOrder;

    fn shown(self, row: &StatementRow, show: &Show<'_>) -> JobOrder {
        let is_over = self.expires_on.is_some_and(|last| last < show.today);
        let status = match self.status.as_str() {
            APPROVED if is_over => EXPIRED,
            status => status,
        };
        JobOrder {
            id: row.id,
            status_label: show.label(JobOrderStatuses::NAME, status),
            status: Code::known(status.to_owned()),
            number: self.number.into_inner(),
            principal: self.principal.into_inner(),
            principal_agency_id: row.other_agency_id,
            destination: self.destination,
            occupation_label: show.label(Occupations::NAME, self.occupation.as_str()),
            occupation: self.occupation,
            vacancies: self.vacancies,
            wage: self.wage,
            contract_months: self.contract_months,
            approved_on: self.approved_on,
            expires_on: self.expires_on,
            source: self.source,
        }
    }
}

/// What an authority has imposed on an agency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": "suspension",
    "kind_label": "Suspension", "since": "2026-02-01", "until": "2026-07-31", "lifted_on": null,
    "in_force": false, "authority": "Sample Authority", "legal_basis": "Sample Act, section 7",
    "source": { "name": "Sample Authority, notice 12 of 2026", "url": null, "retrieved_on": "2026-11-20" }
}))]
pub struct AgencySanction {
    /// The statement.
    pub id: Id,
    /// What.
    pub kind: SanctionCode,
    /// The same in the caller's language.
    pub kind_label: String,
    /// The first day on which it holds.
    pub since: Date,
    /// The last day, when there is one.
    pub until: Option<Date>,
    /// The day on which it was lifted before that.
    pub lifted_on: Option<Date>,
    /// Whether it holds today.
    pub in_force: bool,
    /// Who imposed it.
    pub authority: String,
    /// By what law.
    pub legal_basis: Option<String>,
    /// Where this comes from.
    pub source: SourceOf,
}

/// Whether a statement holds today.
fn holds(row: &StatementRow, today: Date) -> bool {
    row.since <= today && row.until.is_none_or(|last| today <= last)
}

impl Shown for NewSanction {
    type Wire = AgencySanction;

    fn shown(self, row: &StatementRow, show: &Show<'_>) -> AgencySanction {
        AgencySanction {
            id: row.id,
            kind_label: show.label(SanctionKinds::NAME, self.kind.as_str()),
            kind: self.kind,
            since: self.since,
            until: self.until,
            lifted_on: self.lifted_on,
            in_force: holds(row, show.today),
            authority: self.authority.into_inner(),
            legal_basis: self
                .legal_basis
                .map(crate::platform::text::Line::into_inner),
            source: self.source,
        }
    }
}

/// By whom an agency was certified.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "scheme": "iris",
    "scheme_label": "IRIS ethical recruitment (IOM)", "issued_by": "Sample Certifier",
    "number": "C-0000", "valid_from": "2026-01-01", "valid_to": "2027-12-31", "in_force": true,
    "source": { "name": "Sample Certifier, public list", "url": null, "retrieved_on": "2026-11-20" }
}))]
pub struct AgencyCertificate {
    /// The statement.
    pub id: Id,
    /// By which scheme.
    pub scheme: SchemeCode,
    /// The same in the caller's language.
    pub scheme_label: String,
    /// Who has issued it.
    pub issued_by: String,
    /// Its number.
    pub number: Option<String>,
    /// The first day on which it is valid.
    pub valid_from: Date,
    /// The last day, when there is one.
    pub valid_to: Option<Date>,
    /// Whether it is valid today.
    pub in_force: bool,
    /// Where this comes from.
    pub source: SourceOf,
}

impl Shown for NewCertificate {
    type Wire = AgencyCertificate;

    fn shown(self, row: &StatementRow, show: &Show<'_>) -> AgencyCertificate {
        AgencyCertificate {
            id: row.id,
            scheme_label: show.label(CertificateSchemes::NAME, self.scheme.as_str()),
            scheme: self.scheme,
            issued_by: self.issued_by.into_inner(),
            number: self.number.map(crate::platform::text::Line::into_inner),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            in_force: holds(row, show.today),
            source: self.source,
        }
    }
}
