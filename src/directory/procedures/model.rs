//! The procedures, as the files have them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::inspections::find_calendar;
use crate::platform::clock::Date;
use crate::platform::code_lists::Texts;
use crate::rights::LegalBasis;

/// Part of the program: a day that was told rests on them.
const FILES: &[&str] = &[
    include_str!("../../../data/complaint-procedures/AE.toml"),
    include_str!("../../../data/complaint-procedures/BD.toml"),
    include_str!("../../../data/complaint-procedures/HK.toml"),
    include_str!("../../../data/complaint-procedures/ID.toml"),
    include_str!("../../../data/complaint-procedures/JP.toml"),
    include_str!("../../../data/complaint-procedures/KH.toml"),
    include_str!("../../../data/complaint-procedures/KR.toml"),
    include_str!("../../../data/complaint-procedures/MY.toml"),
    include_str!("../../../data/complaint-procedures/NP.toml"),
    include_str!("../../../data/complaint-procedures/PH.toml"),
    include_str!("../../../data/complaint-procedures/QA.toml"),
    include_str!("../../../data/complaint-procedures/SA.toml"),
    include_str!("../../../data/complaint-procedures/SG.toml"),
    include_str!("../../../data/complaint-procedures/TH.toml"),
    include_str!("../../../data/complaint-procedures/TW.toml"),
    include_str!("../../../data/complaint-procedures/VN.toml"),
];

/// A test shows that each file is read.
static PROCEDURES: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
    let files = FILES
        .iter()
        .filter_map(|text| toml::from_str::<File>(text).ok());
    files.flat_map(|file| file.procedures).collect()
});

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    procedures: Vec<Procedure>,
}

/// A procedure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its name in addresses.
    pub code: String,
    /// The country.
    pub country: String,
    /// What happened, in the words of who complains.
    pub title: Texts,
    /// Who may complain there.
    pub for_whom: Texts,
    /// Whether somebody of the country's offices or bar has read it.
    pub reviewed: bool,
    /// Until when; none: no source says so, which does not mean that there is no limit.
    pub limit: Option<Limit>,
    /// What it rests on.
    pub legal_basis: Vec<LegalBasis>,
    /// What one does, one after the other.
    pub steps: Vec<Step>,
}

/// A time limit: so many days or months.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The day from which it runs.
    pub counted_from: Texts,
    /// Days.
    pub days: Option<u16>,
    /// Months.
    pub months: Option<u16>,
}

impl Limit {
    /// None beyond the end of the calendar.
    fn last_day(&self, from: Date) -> Option<Date> {
        let months = i64::from(self.months.unwrap_or(0));
        let span = jiff::Span::new().try_months(months).ok()?;
        let later = from.as_civil().checked_add(span).ok()?;
        let later = Date::parse(&later.to_string()).ok()?;
        let days = i32::from(self.days.unwrap_or(0));
        Date::from_day(later.as_day().checked_add(days)?).ok()
    }
}

/// A step.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Where.
    pub forum: Texts,
    /// What one does there.
    pub what: Texts,
    /// What it costs, where a source says so.
    pub cost: Option<Texts>,
    /// What one brings along.
    #[serde(default)]
    pub documents: Vec<Texts>,
}

/// When a time limit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// The last day.
    pub on: Date,
    /// The last day at or before it on which public offices work; none when the days of that year are not known.
    pub working_day: Option<Date>,
}

/// All procedures.
pub fn all() -> &'static [Procedure] {
    &PROCEDURES
}

/// The one with this code.
pub fn find(code: &str) -> Option<&'static Procedure> {
    all().iter().find(|one| one.code == code)
}

impl Procedure {
    /// When the time limit ends that runs from a day; that day is not counted. None when no limit is known.
    pub fn ends(&self, from: Date) -> Option<Ends> {
        let on = self.limit.as_ref()?.last_day(from).unwrap_or(from);
        Some(Ends {
            on,
            working_day: self.last_working_day(on),
        })
    }

    fn last_working_day(&self, on: Date) -> Option<Date> {
        let calendar = find_calendar(&self.country)?;
        // No weekend with holidays before it is longer.
        let days = (0..21).filter_map(|back| Date::from_day(on.as_day() - back).ok());
        for day in days {
            calendar.is_public_holiday(day, None)?;
            if calendar.is_working_day(day, None) {
                return Some(day);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ends(code: &str, from: &str) -> (String, Option<String>) {
        let ends = find(code)
            .unwrap()
            .ends(Date::parse(from).unwrap())
            .unwrap();
        (
            ends.on.to_string(),
            ends.working_day.map(|day| day.to_string()),
        )
    }

    #[test]
    fn every_procedure_has_its_law_at_most_one_limit_and_steps() {
        let mut number = 0;
        for text in FILES {
            let file: File = toml::from_str(text).unwrap();
            number += file.procedures.len();
            for one in &file.procedures {
                if let Some(limit) = &one.limit {
                    assert_ne!(limit.days.is_some(), limit.months.is_some(), "{}", one.code);
                }
                assert!(
                    !one.legal_basis.is_empty() && !one.steps.is_empty(),
                    "{}",
                    one.code
                );
                assert!(
                    one.title.contains_key("en")
                        && one.code.starts_with(&one.country.to_lowercase())
                );
            }
        }
        let codes: BTreeSet<&str> = all().iter().map(|one| one.code.as_str()).collect();
        assert_eq!((all().len(), codes.len()), (number, number));
    }

    #[test]
    fn every_text_is_in_every_language_of_the_articles() {
        let languages = BTreeSet::from([
            "bn", "en", "fil", "id", "km", "lo", "ms", "my", "ne", "ta", "th", "vi", "zh",
        ]);
        for one in all() {
            let steps = one.steps.iter();
            let told = steps.flat_map(|step| {
                let always = [&step.forum, &step.what].into_iter();
                always.chain(&step.cost).chain(&step.documents)
            });
            let limit = one.limit.as_ref().map(|limit| &limit.counted_from);
            for texts in [&one.title, &one.for_whom]
                .into_iter()
                .chain(limit)
                .chain(told)
            {
                let there: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
                assert_eq!(there, languages, "{}", one.code);
            }
        }
    }

    #[test]
    fn a_limit_is_counted_without_its_first_day() {
        let told = |on: &str, working: Option<&str>| (on.to_owned(), working.map(str::to_owned));
        // 60 days after 2 March 2026 is 1 May, Labour Day.
        assert_eq!(
            ends("my_dismissal", "2026-03-02"),
            told("2026-05-01", Some("2026-04-30"))
        );
        assert_eq!(
            ends("my_dismissal", "2026-03-03"),
            told("2026-05-02", Some("2026-04-30"))
        );
        // A month that is shorter ends with its last day.
        assert_eq!(ends("sg_salary_left", "2025-08-31").0, "2026-02-28");
        assert_eq!(
            ends("ph_money_claim", "2031-02-10"),
            told("2034-02-10", None)
        );
    }
}
