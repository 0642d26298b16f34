//! What a source may say of an agency.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::clock::Date;
use crate::platform::code_lists::{
    AgencyNameKinds, CertificateSchemes, Code, Countries, SanctionKinds,
};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::phone::PhoneNumber;
use crate::platform::place::Subdivision;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, fold};
use crate::text_enum;

type CountryCode = Code<Countries>;
type NameKindCode = Code<AgencyNameKinds>;
type SanctionCode = Code<SanctionKinds>;
type SchemeCode = Code<CertificateSchemes>;
type Short = Line<200>;
type Text = Line<500>;

text_enum! {
    /// What a statement is about.
    pub enum StatementKind {
        /// Another name.
        Name => "name",
        /// An office beside the main one.
        Branch => "branch",
        /// An employer for whom it recruits.
        Principal => "principal",
        /// An approved order of workers.
        JobOrder => "job_order",
        /// What an authority has imposed on it.
        Sanction => "sanction",
        /// By whom it was certified.
        Certificate => "certificate",
    }
}

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = StatementSource, example = json!({
    "name": "Sample Authority, notice 12 of 2026", "url": "https://authority.example/notices/12",
    "retrieved_on": "2026-11-20"
}))]
pub struct SourceOf {
    /// The place in words: an authority and its notice, a certifier's list.
    #[schema(value_type = Line<200>)]
    pub name: Line<200>,
    /// Its address.
    #[schema(value_type = Option<String>, pattern = "^https?://[!-~]{1,480}$", max_length = 490)]
    pub url: Option<String>,
    /// The day on which it said so.
    pub retrieved_on: Date,
}

/// Something that a source says of an agency: the body of a request, a row of a file, and what is kept.
pub(in crate::agencies) trait Stated:
    Serialize + DeserializeOwned + Validate + Send + 'static
{
    /// What it is about.
    const KIND: StatementKind;

    /// What makes it the same when it is said again.
    fn key(&self) -> String;

    /// The days on which it holds.
    fn days(&self) -> (Date, Option<Date>);

    /// Where it comes from.
    fn source(&self) -> &SourceOf;

    /// What the contract cannot say is wrong with it.
    fn faults(&self) -> Vec<Fault> {
        Vec::new()
    }

    /// Destination, occupation and status, by which job orders are looked for.
    fn looked_for_by(&self) -> (Option<&str>, Option<&str>, Option<&str>) {
        (None, None, None)
    }

    /// The other agency that it names, and where.
    fn other(&self) -> Option<(Id, &'static str)> {
        None
    }
}

/// Another name of an agency.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "เมอริเดียน ตัวอย่าง", "language": "th", "kind": "local_script",
    "source": { "name": "Sample Authority, register", "url": "https://authority.example/", "retrieved_on": "2026-11-20" }
}))]
pub struct NewName {
    /// The name, in any script.
    #[schema(value_type = Short)]
    pub name: Short,
    /// Its language, with its script where there are several: `bn`, `zh-Hant`, `bn-Latn`.
    pub language: Option<Language>,
    /// What kind of name it is.
    pub kind: NameKindCode,
    /// Where this comes from.
    #[validate(nested)]
    pub source: SourceOf,
}

impl Stated for NewName {
    const KIND: StatementKind = StatementKind::Name;

    fn key(&self) -> String {
        self.name.as_str().to_lowercase()
    }

    fn days(&self) -> (Date, Option<Date>) {
        (self.source.retrieved_on, None)
    }

    fn source(&self) -> &SourceOf {
        &self.source
    }
}

/// An office of an agency beside the main one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "address": "7 Sample Road, Cebu City", "country": "PH", "subdivision": "PH-CEB",
    "telephone": "+63325550100",
    "source": { "name": "Sample Authority, register", "url": "https://authority.example/", "retrieved_on": "2026-11-20" }
}))]
pub struct NewBranch {
    /// Its address.
    #[schema(value_type = Text)]
    pub address: Text,
    /// The country in which it is.
    pub country: CountryCode,
    /// The part of the country (ISO 3166-2).
    pub subdivision: Option<Subdivision>,
    /// The telephone of the office.
    pub telephone: Option<PhoneNumber>,
    /// Where this comes from.
    #[validate(nested)]
    pub source: SourceOf,
}

impl Stated for NewBranch {
    const KIND: StatementKind = StatementKind::Branch;

    fn key(&self) -> String {
        format!("{} {}", self.country.as_str(), fold(self.address.as_str()))
    }

    fn days(&self) -> (Date, Option<Date>) {
        (self.source.retrieved_on, None)
    }

    fn source(&self) -> &SourceOf {
        &self.source
    }

    fn faults(&self) -> Vec<Fault> {
        let elsewhere = self.subdivision.as_ref();
        let elsewhere = elsewhere.filter(|part| !part.is_in(self.country.as_str()));
        let fault = |_| Fault::new("/subdivision", "not_in_country");
        elsewhere.map(fault).into_iter().collect()
    }
}

/// What an authority has imposed on an agency.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "suspension", "since": "2026-02-01", "until": "2026-07-31", "lifted_on": null,
    "authority": "Sample Authority", "legal_basis": "Sample Act, section 7",
    "source": { "name": "Sample Authority, notice 12 of 2026", "url": "https://authority.example/notices/12", "retrieved_on": "2026-11-20" }
}))]
pub struct NewSanction {
    /// What.
    pub kind: SanctionCode,
    /// The first day on which it holds.
    pub since: Date,
    /// The last day; left out when it has no end.
    pub until: Option<Date>,
    /// The day on which it was lifted before that. It stays in the history.
    pub lifted_on: Option<Date>,
    /// Who imposed it.
    #[schema(value_type = Short)]
    pub authority: Short,
    /// By what law.
    #[schema(value_type = Option<Text>)]
    pub legal_basis: Option<Text>,
    /// Where this comes from.
    #[validate(nested)]
    pub source: SourceOf,
}

impl NewSanction {
    /// The last day on which it holds: the day on which it is lifted is the first without it.
    fn last_day(&self) -> Option<Date> {
        let before = |day: Date| Date::from_day(day.as_day() - 1).unwrap_or(day);
        let lifted = self.lifted_on.map(before).map(|day| day.max(self.since));
        match (self.until, lifted) {
            (Some(until), Some(lifted)) => Some(until.min(lifted)),
            (until, lifted) => until.or(lifted),
        }
    }
}

impl Stated for NewSanction {
    const KIND: StatementKind = StatementKind::Sanction;

    fn key(&self) -> String {
        let authority = fold(self.authority.as_str());
        format!("{} {} {authority}", self.kind.as_str(), self.since)
    }

    fn days(&self) -> (Date, Option<Date>) {
        (self.since, self.last_day())
    }

    fn source(&self) -> &SourceOf {
        &self.source
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = upside_down(self.since, self.until, "/until");
        faults.extend(upside_down(self.since, self.lifted_on, "/lifted_on"));
        faults
    }
}

/// By whom an agency was certified.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "scheme": "iris", "issued_by": "Sample Certifier", "number": "C-0000",
    "valid_from": "2026-01-01", "valid_to": "2027-12-31",
    "source": { "name": "Sample Certifier, public list", "url": "https://certifier.example/list", "retrieved_on": "2026-11-20" }
}))]
pub struct NewCertificate {
    /// By which scheme.
    pub scheme: SchemeCode,
    /// Who has issued it.
    #[schema(value_type = Short)]
    pub issued_by: Short,
    /// Its number.
    #[schema(value_type = Option<Line<100>>)]
    pub number: Option<Line<100>>,
    /// The first day on which it is valid.
    pub valid_from: Date,
    /// The last day; left out when it has no end.
    pub valid_to: Option<Date>,
    /// Where this comes from.
    #[validate(nested)]
    pub source: SourceOf,
}

impl Stated for NewCertificate {
    const KIND: StatementKind = StatementKind::Certificate;

    fn key(&self) -> String {
        let issuer = fold(self.issued_by.as_str());
        format!("{} {} {issuer}", self.scheme.as_str(), self.valid_from)
    }

    fn days(&self) -> (Date, Option<Date>) {
        (self.valid_from, self.valid_to)
    }

    fn source(&self) -> &SourceOf {
        &self.source
    }

    fn faults(&self) -> Vec<Fault> {
        upside_down(self.valid_from, self.valid_to, "/valid_to")
    }
}

/// A last day that comes before the first.
pub(super) fn upside_down(first: Date, last: Option<Date>, at: &'static str) -> Vec<Fault> {
    let wrong = last.filter(|last| *last < first);
    let fault = |_| Fault::new(at, "ends_before_it_begins");
    wrong.map(fault).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sanction(until: Option<&str>, lifted: Option<&str>) -> NewSanction {
        serde_json::from_value(json!({
            "kind": "suspension", "since": "2026-02-01", "until": until, "lifted_on": lifted,
            "authority": "Sample Authority",
            "source": { "name": "Notice", "retrieved_on": "2026-03-01" }
        }))
        .unwrap()
    }

    #[test]
    fn a_sanction_holds_until_its_last_day_or_until_it_is_lifted() {
        let last = |until, lifted| sanction(until, lifted).days().1.map(|day| day.to_string());
        assert_eq!(last(None, None), None);
        assert_eq!(
            last(Some("2026-05-31"), None).as_deref(),
            Some("2026-05-31")
        );
        assert_eq!(
            last(Some("2026-05-31"), Some("2026-04-01")).as_deref(),
            Some("2026-03-31")
        );
        assert_eq!(
            last(None, Some("2026-02-01")).as_deref(),
            Some("2026-02-01")
        );
        assert_eq!(
            sanction(Some("2026-01-31"), Some("2026-01-01"))
                .faults()
                .len(),
            2
        );
    }
}
