//! Is it licensed today?

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::behind::{Badge, LinkedAgency, badges_today, linked};
use super::show::Show;
use super::{AnswerCode, CountryCode, StatusCode, WarningCode};
use crate::agencies::behind::successions::Linked;
use crate::agencies::check::{self, HeldRow, HolderRow, LicenceAnswer, LicenceWarning, has_ended};
use crate::agencies::model::{StatusBasis, status_on};
use crate::platform::clock::Date;
use crate::platform::code_lists::{
    Code, LicenceAnswers, LicenceStatuses, LicenceWarnings, ListName as _,
};
use crate::platform::db::DbError;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, QueryOf};
use crate::platform::ids::Id;
use crate::platform::messages::Arguments;
use crate::platform::problem::Problem;
use crate::platform::text::Line;

/// The licence in question.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CheckAgency {
    /// The country that gave the licence.
    #[param(example = "BD")]
    country: CountryCode,
    /// The number, however it is written: `RL 10`, `RL-0010` and `10` are one.
    #[param(inline, example = "RL 10")]
    licence_number: Line<100>,
}

/// Whether an agency is licensed today, who says so, and as of when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "country": "SG", "licence_number": "00c 0000", "asked_on": "2026-11-24",
    "answer": "licensed", "answer_label": "The list says it is licensed",
    "statement": "By the list of 2026-11-20 (Directory of employment agencies), MERIDIAN SAMPLE EMPLOYMENT PTE. LTD. holds licence 00C0000. A licence can have ended since: check with Ministry of Manpower before you pay or sign anything.",
    "licences": [{
        "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
        "name": "MERIDIAN SAMPLE EMPLOYMENT PTE. LTD.", "licence_number": "00C0000",
        "answer": "licensed", "status": "valid", "status_label": "Valid",
        "status_in_register": null, "status_basis": "listed", "valid_from": null,
        "expires_on": null, "missing_from_list_since": null, "register": "sg_mom",
        "as_of": "2026-11-20", "badges": [], "comes_from": []
    }],
    "earlier_holders": [],
    "lists": [{
        "register": "sg_mom", "title": "Directory of employment agencies",
        "regulator": "Ministry of Manpower", "regulator_url": null, "as_of": "2026-11-20",
        "age_days": 4, "is_official": true, "is_complete": true, "has_licence_numbers": true
    }],
    "warnings": [{ "code": "status_not_stated", "label": "The list states no status; it lists only who holds a licence" }]
}))]
pub struct LicenceCheck {
    /// The country that was asked about.
    pub country: CountryCode,
    /// The number that was asked about.
    pub licence_number: String,
    /// The day for which this is the answer.
    pub asked_on: Date,
    /// The answer.
    pub answer: AnswerCode,
    /// The same in the caller's language.
    pub answer_label: String,
    /// The answer as a sentence for the worker, in the caller's language.
    pub statement: String,
    /// The licences with this number. Where there are several, compare the names.
    pub licences: Vec<CheckedLicence>,
    /// Agencies that had this number and have another one now.
    pub earlier_holders: Vec<CheckedLicence>,
    /// The lists of the country that were looked into.
    pub lists: Vec<CheckedList>,
    /// What to bear in mind.
    pub warnings: Vec<CheckWarning>,
}

/// A licence as its list has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedLicence {
    /// The agency.
    pub agency_id: Id,
    /// The name under which the register lists it.
    pub name: String,
    /// The number as the register writes it.
    pub licence_number: Option<String>,
    /// What follows for this one.
    pub answer: AnswerCode,
    /// The status, which is `expired` once `expires_on` is over.
    pub status: StatusCode,
    /// The same in the caller's language.
    pub status_label: String,
    /// The status in the register's own words.
    pub status_in_register: Option<String>,
    /// How the status is known.
    pub status_basis: StatusBasis,
    /// The first day on which it is valid.
    pub valid_from: Option<Date>,
    /// The last day on which it is valid.
    pub expires_on: Option<Date>,
    /// The day of the first list on which the agency was no longer found.
    pub missing_from_list_since: Option<Date>,
    /// The list that says so, one of `lists`.
    pub register: String,
    /// The day of the newest list that had it.
    pub as_of: Date,
    /// Sanctions and certificates of its holder that hold today, newest first.
    pub badges: Vec<Badge>,
    /// The agencies from which its holder came, nearest first.
    pub comes_from: Vec<LinkedAgency>,
}

/// A list that was looked into.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedList {
    /// The register's name here (`/v1/registers`).
    pub register: String,
    /// What it is called.
    pub title: String,
    /// The authority that keeps it: ask there.
    pub regulator: String,
    /// Where the authority can be reached.
    pub regulator_url: Option<String>,
    /// The day of the list.
    pub as_of: Date,
    /// How many days ago that was.
    pub age_days: u32,
    /// Whether the authority itself publishes it; otherwise it is somebody else's copy.
    pub is_official: bool,
    /// Whether it holds every licence of the register.
    pub is_complete: bool,
    /// Whether it holds licence numbers at all.
    pub has_licence_numbers: bool,
}

/// Something to bear in mind about an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckWarning {
    /// What.
    pub code: WarningCode,
    /// The same in the caller's language.
    pub label: String,
}

/// Is it licensed today?
///
/// Answers 200 whatever the answer is. A number that is in no list is not thereby unlicensed: the
/// lists that are held here can be old or incomplete, and say so.
#[utoipa::path(tag = "agencies", operation_id = "check_agency", params(CheckAgency),
    responses((status = 200, description = "The answer", body = LicenceCheck)))]
#[get("/agencies/check")]
pub(super) async fn check_agency(
    query: QueryOf<CheckAgency>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find(&context, query.0)).await
}

async fn find(context: &Context, asked: CheckAgency) -> Result<Found<LicenceCheck>, Problem> {
    let (country, number) = (
        asked.country.as_str().to_owned(),
        asked.licence_number.as_str().to_owned(),
    );
    let found = context
        .public_db()
        .read_snapshot(move |conn| -> Result<_, DbError> {
            Ok(check::find(conn, &country, &number)?)
        })
        .await?;
    let show = Show::of(context);
    let shown = shown(&show, asked, found)?;
    Ok(show.found(shown))
}

fn shown(
    show: &Show<'_>,
    asked: CheckAgency,
    mut found: check::Found,
) -> Result<LicenceCheck, Problem> {
    let answer = found.answer(show.today);
    let warnings = found.warnings(show.today);
    Ok(LicenceCheck {
        statement: statement(show, answer, asked.licence_number.as_str(), &found),
        country: asked.country,
        licence_number: asked.licence_number.into_inner(),
        asked_on: show.today,
        answer: code(answer),
        answer_label: show.label(LicenceAnswers::NAME, answer.as_str()),
        licences: licences(show, found.holders, &mut found.origins)?,
        earlier_holders: licences(show, found.earlier, &mut found.origins)?,
        lists: found
            .lists
            .into_iter()
            .map(|row| CheckedList::of(show, row))
            .collect(),
        warnings: warnings
            .into_iter()
            .map(|warning| CheckWarning::of(show, warning))
            .collect(),
    })
}

fn code(answer: LicenceAnswer) -> AnswerCode {
    Code::known(answer.as_str().to_owned())
}

fn licences(
    show: &Show<'_>,
    rows: Vec<HolderRow>,
    origins: &mut BTreeMap<Id, Vec<Linked>>,
) -> Result<Vec<CheckedLicence>, Problem> {
    let rows = rows.into_iter().map(|row| {
        let comes_from = origins.remove(&row.id).unwrap_or_default();
        CheckedLicence::of(show, row, comes_from)
    });
    rows.collect()
}

impl CheckedLicence {
    fn of(show: &Show<'_>, row: HolderRow, comes_from: Vec<Linked>) -> Result<Self, Problem> {
        let status = status_on(&row.licence_status, row.licence_expires_on, show.today);
        Ok(Self {
            badges: badges_today(show, &row.marks)?,
            comes_from: linked(show, comes_from)?,
            agency_id: row.id,
            answer: code(row.answer(show.today)),
            status_label: show.status_label(status),
            status: Code::known(status.to_owned()),
            name: row.name,
            licence_number: row.licence_number,
            status_in_register: row.licence_status_source,
            status_basis: row.licence_status_basis,
            valid_from: row.licence_valid_from,
            expires_on: row.licence_expires_on,
            missing_from_list_since: row.missing_since,
            register: row.register,
            as_of: row.retrieved_on,
        })
    }
}

impl CheckedList {
    fn of(show: &Show<'_>, row: HeldRow) -> Self {
        Self {
            age_days: row.age_days(show.today),
            register: row.name,
            title: row.title,
            regulator: row.regulator,
            regulator_url: row.regulator_url,
            as_of: row.retrieved_on,
            is_official: row.is_official,
            is_complete: row.is_complete,
            has_licence_numbers: row.has_licence_numbers,
        }
    }
}

impl CheckWarning {
    fn of(show: &Show<'_>, warning: LicenceWarning) -> Self {
        Self {
            label: show.label(LicenceWarnings::NAME, warning.as_str()),
            code: Code::known(warning.as_str().to_owned()),
        }
    }
}

/// The sentence for the worker.
fn statement(show: &Show<'_>, answer: LicenceAnswer, asked: &str, found: &check::Found) -> String {
    let text = match answer {
        LicenceAnswer::Licensed => "licence-says-licensed",
        LicenceAnswer::NotLicensed => "licence-says-not-licensed",
        LicenceAnswer::NoLongerListed => "licence-says-no-longer-listed",
        LicenceAnswer::Unknown => "licence-says-unknown",
        LicenceAnswer::Ambiguous => "licence-says-ambiguous",
        LicenceAnswer::NumberReplaced => "licence-says-number-replaced",
        LicenceAnswer::NotHeld => "licence-says-not-held",
        LicenceAnswer::NoNumbers => "licence-says-no-numbers",
        LicenceAnswer::NoList => "licence-says-no-list",
    };
    let mut arguments: Arguments = vec![("asked", asked.to_owned())];
    let one = found.holders.first().or_else(|| found.earlier.first());
    if let Some(row) = one {
        let list = found.lists.iter().find(|list| list.name == row.register);
        let of_list = |text: fn(&HeldRow) -> &String| list.map(text).cloned().unwrap_or_default();
        let status = status_on(&row.licence_status, row.licence_expires_on, show.today);
        arguments.extend([
            ("name", row.name.clone()),
            ("number", row.licence_number.clone().unwrap_or_default()),
            ("register", of_list(|list| &list.title)),
            ("regulator", of_list(|list| &list.regulator)),
            ("status", show.label(LicenceStatuses::NAME, status)),
            (
                "date",
                row.missing_since.unwrap_or(row.retrieved_on).to_string(),
            ),
        ]);
    }
    let statement = show.text(text, &arguments);
    match origin(show, found) {
        Some(of_origin) => format!("{statement} {of_origin}"),
        None => statement,
    }
}

/// That the holder came from an agency whose licence ended.
fn origin(show: &Show<'_>, found: &check::Found) -> Option<String> {
    let [holder] = found.holders.as_slice() else {
        return None;
    };
    let origins = found.origins.get(&holder.id)?;
    let agency = &origins.iter().find(|linked| has_ended(linked))?.agency;
    let arguments: Arguments = vec![
        ("name", holder.name.clone()),
        ("earlier", agency.name.clone()),
        (
            "number",
            agency
                .licence_number
                .clone()
                .unwrap_or_else(|| "–".to_owned()),
        ),
        ("status", show.status_label(&agency.licence_status)),
    ];
    let text = match agency.missing_since {
        Some(_) => "licence-comes-from-missing",
        None => "licence-comes-from-ended",
    };
    Some(show.text(text, &arguments))
}
