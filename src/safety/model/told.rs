//! What a reporter tells, and which parts of it do not fit together.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{
    BodyParts, Code, ControlsSeen, DaysLostBands, Happening, HazardCodes, InjuryTreatments,
    InjuryTypes, LikelihoodLevels, PeopleExposedBands, ReporterRelations, SafetyReportKinds,
    Sectors, SeverityLevels, StopWork, ToldEmployer, ToldEmployerResults, VulnerableExposed,
};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::Place;
use crate::platform::text::{Line, Prose};
use crate::safety::forms::Answers;
use crate::text_enum;

/// A code of the list `safety_report_kinds`.
pub type KindCode = Code<SafetyReportKinds>;
/// A code of the list `hazard_codes`.
pub type HazardCode = Code<HazardCodes>;
/// A code of the list `happening`.
pub type HappeningCode = Code<Happening>;
/// A code of the list `people_exposed_bands`.
pub type PeopleExposedCode = Code<PeopleExposedBands>;
/// A code of the list `told_employer`.
pub type ToldEmployerCode = Code<ToldEmployer>;
/// A code of the list `reporter_relations`.
pub type ReporterRelationCode = Code<ReporterRelations>;
/// A code of the list `injury_types`.
pub type InjuryTypeCode = Code<InjuryTypes>;
/// A code of the list `body_parts`.
pub type BodyPartCode = Code<BodyParts>;
/// A code of the list `injury_treatments`.
pub type TreatmentCode = Code<InjuryTreatments>;
/// A code of the list `days_lost_bands`.
pub type DaysLostCode = Code<DaysLostBands>;

/// A code of the list `severity_levels`.
pub type SeverityCode = Code<SeverityLevels>;
/// A code of the list `likelihood_levels`.
pub type LikelihoodCode = Code<LikelihoodLevels>;
/// A code of the list `vulnerable_exposed`.
pub type VulnerableCode = Code<VulnerableExposed>;
/// A code of the list `controls_seen`.
pub type ControlCode = Code<ControlsSeen>;
/// A code of the list `told_employer_results`.
pub type ToldResultCode = Code<ToldEmployerResults>;
/// A code of the list `stop_work`.
pub type StopWorkCode = Code<StopWork>;
/// A code of the list `sectors`.
pub type SectorCode = Code<Sectors>;

/// Everything that is sealed of a report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Statement {
    /// What is dangerous or what happened, in the reporter's words; nothing when somebody only says that they saw
    /// it too.
    pub description: Option<Prose<10_000>>,
    /// Where.
    pub place: Place,
    /// When it happens.
    pub happening: Option<HappeningCode>,
    /// How many people are exposed.
    pub people_exposed: Option<PeopleExposedCode>,
    /// How somebody was hurt.
    pub injury: Option<Injury>,
    /// The employer's name.
    pub employer: Option<Line<200>>,
    /// Whether the employer was told.
    pub told_employer: Option<ToldEmployerCode>,
    /// Who reports.
    pub reporter_relation: Option<ReporterRelationCode>,
    /// The language in which the reporter wishes to be answered.
    pub language: Language,
    /// When it happened.
    pub occurred: Option<Occurred>,
    /// What reports can hold since forms are published; older ones have nothing here.
    #[serde(default)]
    pub details: Details,
}

/// What else can be told: what the forms of the kinds ask.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The form that was filled in.
    pub form_hash: Option<String>,
    /// Answers to what only this kind asks.
    pub answers: Answers,
    /// How badly somebody could be hurt.
    pub severity: Option<SeverityCode>,
    /// How easily it could happen.
    pub likelihood: Option<LikelihoodCode>,
    /// Who among the exposed is at a greater risk.
    pub vulnerable_exposed: Vec<VulnerableCode>,
    /// What protection there is.
    pub controls_seen: Vec<ControlCode>,
    /// What came of telling the employer.
    pub told_employer_result: Option<ToldResultCode>,
    /// Whether somebody stopped the work.
    pub stop_work: Option<StopWorkCode>,
    /// Whose site it is.
    pub principal_contractor: Option<Line<200>>,
    /// What work is done there.
    pub activity: Option<Line<200>>,
    /// Which industry.
    pub sector: Option<SectorCode>,
    /// The board whose code was read at the site.
    pub board: Option<Id>,
    /// Whether a good practice may be shown in public.
    pub may_be_published: bool,
}

/// How somebody was hurt or became ill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "type": "fracture", "part_of_body": "hand", "treatment": "clinic",
    "days_lost": "4_30" }))]
pub struct Injury {
    /// What kind of injury, in plain words.
    #[serde(rename = "type")]
    pub kind: InjuryTypeCode,
    /// Where on the body.
    pub part_of_body: Option<BodyPartCode>,
    /// Who treated it.
    pub treatment: Option<TreatmentCode>,
    /// Days on which the person could not work.
    pub days_lost: Option<DaysLostCode>,
}

text_enum! {
    /// How exactly the day is known.
    pub enum OccurredPrecision {
        /// That day.
        Day => "day",
        /// Some day of that month.
        Month => "month",
        /// Some day of that year.
        Year => "year",
    }
}

/// When it happened, as exactly as the reporter knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occurred {
    /// To the minute.
    At(Time),
    /// On a day, in a month or in a year.
    On(Date, OccurredPrecision),
}

/// What does not fit together in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// A report of an injury says nothing about the injury.
    InjuryMissing,
    /// Nobody is hurt by a hazard, a near miss or a good practice.
    InjuryDoesNotFitKind,
    /// Days lost say that somebody died, but the kind does not.
    FatalButNotFatality,
    /// Somebody died, but days lost say otherwise.
    FatalityButNotFatal,
    /// A good practice is no danger.
    DangerDoesNotFitKind,
    /// Only a good practice is shown in public.
    PublicationDoesNotFitKind,
    /// Both a time and a day are given.
    OccurredTwice,
    /// The time lies in the future.
    OccurredAtInTheFuture,
    /// The day lies in the future.
    OccurredOnInTheFuture,
    /// A precision is given, but no day.
    PrecisionWithoutDay,
}

/// What the kind of a report asks of the injury.
enum InjuryRule {
    Needed,
    Forbidden,
    Allowed,
}

impl InjuryRule {
    /// A kind that a ministry adds to the list asks for nothing and forbids nothing.
    fn of(kind: &str) -> Self {
        match kind {
            "injury" => Self::Needed,
            "hazard" | "near_miss" | "good_practice" => Self::Forbidden,
            _ => Self::Allowed,
        }
    }
}

/// Finds everything that does not fit to the kind of a report.
pub fn contradictions_with_kind(
    kind: &KindCode,
    danger_now: bool,
    injury: Option<&Injury>,
) -> Vec<Contradiction> {
    let kind = kind.as_str();
    let days_lost = injury.and_then(|injury| injury.days_lost.as_ref());
    let is_fatal = days_lost.map(|band| band.as_str() == "fatal");
    let mut found = Vec::new();
    match (InjuryRule::of(kind), injury) {
        (InjuryRule::Needed, None) => found.push(Contradiction::InjuryMissing),
        (InjuryRule::Forbidden, Some(_)) => found.push(Contradiction::InjuryDoesNotFitKind),
        (InjuryRule::Needed | InjuryRule::Allowed, Some(_))
        | (InjuryRule::Forbidden | InjuryRule::Allowed, None) => {}
    }
    match is_fatal {
        Some(true) if kind != "fatality" => found.push(Contradiction::FatalButNotFatality),
        Some(false) if kind == "fatality" => found.push(Contradiction::FatalityButNotFatal),
        Some(_) | None => {}
    }
    if danger_now && kind == "good_practice" {
        found.push(Contradiction::DangerDoesNotFitKind);
    }
    found
}

impl Occurred {
    /// Puts together what a reporter said about the time; a day may be ahead where they are.
    pub fn read(
        at: Option<Time>,
        on: Option<Date>,
        precision: Option<OccurredPrecision>,
        now: Time,
    ) -> Result<Option<Self>, Vec<Contradiction>> {
        let mut found = Vec::new();
        if at.is_some() && on.is_some() {
            found.push(Contradiction::OccurredTwice);
        }
        if at.is_some_and(|at| at > now) {
            found.push(Contradiction::OccurredAtInTheFuture);
        }
        if on.is_some_and(|on| on.as_day() > now.date().as_day() + 1) {
            found.push(Contradiction::OccurredOnInTheFuture);
        }
        if precision.is_some() && on.is_none() {
            found.push(Contradiction::PrecisionWithoutDay);
        }
        if !found.is_empty() {
            return Err(found);
        }
        let day = on.map(|on| Self::On(on, precision.unwrap_or(OccurredPrecision::Day)));
        Ok(at.map(Self::At).or(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str) -> KindCode {
        Code::known(code.to_owned())
    }

    fn injury(days_lost: Option<&str>) -> Injury {
        Injury {
            kind: Code::known("fracture".to_owned()),
            part_of_body: None,
            treatment: None,
            days_lost: days_lost.map(|band| Code::known(band.to_owned())),
        }
    }

    #[test]
    fn each_kind_has_its_rule_for_the_injury() {
        let hurt = injury(None);
        for (code, without, with) in [
            ("injury", Some(Contradiction::InjuryMissing), None),
            ("hazard", None, Some(Contradiction::InjuryDoesNotFitKind)),
            ("near_miss", None, Some(Contradiction::InjuryDoesNotFitKind)),
            (
                "good_practice",
                None,
                Some(Contradiction::InjuryDoesNotFitKind),
            ),
            ("ill_health", None, None),
            ("fatality", None, None),
            ("violence_harassment", None, None),
            ("housing", None, None),
            ("transport", None, None),
            ("heat", None, None),
            ("a_kind_of_tomorrow", None, None),
        ] {
            let found = contradictions_with_kind(&kind(code), false, None);
            assert_eq!(found, Vec::from_iter(without), "{code} without");
            let found = contradictions_with_kind(&kind(code), false, Some(&hurt));
            assert_eq!(found, Vec::from_iter(with), "{code} with");
        }
    }

    #[test]
    fn who_lives_has_not_died() {
        let fatal = injury(Some("fatal"));
        let light = injury(Some("1_3"));
        let of = |code, injury| contradictions_with_kind(&kind(code), false, Some(injury));
        assert_eq!(of("injury", &fatal), [Contradiction::FatalButNotFatality]);
        assert_eq!(of("fatality", &light), [Contradiction::FatalityButNotFatal]);
        assert_eq!(of("fatality", &fatal), []);
        let all = contradictions_with_kind(&kind("good_practice"), true, Some(&fatal));
        assert_eq!(
            all,
            [
                Contradiction::InjuryDoesNotFitKind,
                Contradiction::FatalButNotFatality,
                Contradiction::DangerDoesNotFitKind,
            ]
        );
    }

    #[test]
    fn a_time_is_given_once_and_lies_behind() {
        let now = Time::parse("2026-03-01T12:00:00Z").unwrap();
        let on = |text| Some(Date::parse(text).unwrap());
        let read = |at, on, precision| Occurred::read(at, on, precision, now);
        assert_eq!(read(None, None, None), Ok(None));
        assert_eq!(read(Some(now), None, None), Ok(Some(Occurred::At(now))));
        let month = Some(OccurredPrecision::Month);
        let expected = Occurred::On(on("2026-02-01").unwrap(), OccurredPrecision::Month);
        assert_eq!(read(None, on("2026-02-01"), month), Ok(Some(expected)));
        // It is already tomorrow in the east.
        assert!(read(None, on("2026-03-02"), None).is_ok());

        let future = Time::parse("2026-03-01T12:00:01Z").unwrap();
        assert_eq!(
            read(Some(future), on("2026-03-03"), None),
            Err(vec![
                Contradiction::OccurredTwice,
                Contradiction::OccurredAtInTheFuture,
                Contradiction::OccurredOnInTheFuture,
            ])
        );
        let lonely = read(None, None, month);
        assert_eq!(lonely, Err(vec![Contradiction::PrecisionWithoutDay]));
    }
}
