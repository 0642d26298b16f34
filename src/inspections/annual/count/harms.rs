//! Paragraphs (f) and (g): accidents and diseases that workers reported.

use super::Year;
use crate::inspections::annual::table::{
    AnnualReportParagraph, AnnualTableCode, AnnualTableColumn, AnnualTableRows, SEVERAL, Table,
    UNKNOWN,
};
use crate::inspections::annual::tally::Tally;
use crate::safety::{Harm, ReportedHarm};

const ACCIDENTS: &[AnnualTableColumn] = &[AnnualTableColumn::Accidents];
const DISEASES: &[AnnualTableColumn] = &[AnnualTableColumn::Diseases];

/// One row for each report: the code, or that it is not known.
fn known(code: Option<&String>) -> &str {
    code.map_or(UNKNOWN, String::as_str)
}

/// The cause. A report with several hazards does not tell which of them it was.
fn cause(own: &ReportedHarm) -> &str {
    match own.hazards.as_slice() {
        [] => UNKNOWN,
        [one] => one,
        [_, _, ..] => SEVERAL,
    }
}

const fn severity(own: &ReportedHarm) -> &'static str {
    match own.harm {
        Harm::FatalAccident => "fatal",
        Harm::Accident | Harm::Disease => "not_fatal",
    }
}

/// The tables of both paragraphs.
pub fn tables(harms: &[ReportedHarm], year: &Year) -> Vec<Table> {
    let of_year = harms
        .iter()
        .filter(|own| year.has_harm(&own.country, own.day));
    let (diseases, accidents): (Vec<&ReportedHarm>, Vec<&ReportedHarm>) =
        of_year.partition(|own| own.harm == Harm::Disease);
    let mut tables = of_accidents(&accidents);
    tables.extend(of_diseases(&diseases));
    tables
}

fn of_accidents(all: &[&ReportedHarm]) -> Vec<Table> {
    use AnnualTableCode as Code;
    use AnnualTableRows as Rows;
    let column = AnnualTableColumn::Accidents;
    let mut tallies = [
        (Code::AccidentsBySeverity, Rows::Words),
        (Code::AccidentsByIndustry, Rows::Sectors),
        (Code::AccidentsByInjury, Rows::InjuryTypes),
        (Code::AccidentsByCause, Rows::HazardCodes),
        (Code::AccidentsByDaysLost, Rows::DaysLostBands),
    ]
    .map(|(code, rows)| (code, rows, Tally::new(ACCIDENTS, [])));
    for own in all {
        let rows = [
            severity(own),
            known(own.sector.as_ref()),
            known(own.injury.as_ref()),
            cause(own),
            known(own.days_lost.as_ref()),
        ];
        for ((_, _, tally), row) in tallies.iter_mut().zip(rows) {
            tally.add(row, column, 1);
        }
    }
    let of = AnnualReportParagraph::Accidents;
    let tallies = tallies.into_iter();
    tallies
        .map(|(code, rows, tally)| tally.finish(of, code, rows))
        .collect()
}

fn of_diseases(all: &[&ReportedHarm]) -> Vec<Table> {
    use AnnualTableCode as Code;
    use AnnualTableRows as Rows;
    let column = AnnualTableColumn::Diseases;
    let mut tallies = [
        (Code::DiseasesByIndustry, Rows::Sectors),
        (Code::DiseasesByCharacter, Rows::InjuryTypes),
        (Code::DiseasesByCause, Rows::HazardCodes),
    ]
    .map(|(code, rows)| (code, rows, Tally::new(DISEASES, [])));
    for own in all {
        let rows = [
            known(own.sector.as_ref()),
            known(own.injury.as_ref()),
            cause(own),
        ];
        for ((_, _, tally), row) in tallies.iter_mut().zip(rows) {
            tally.add(row, column, 1);
        }
    }
    let of = AnnualReportParagraph::Diseases;
    let tallies = tallies.into_iter();
    tallies
        .map(|(code, rows, tally)| tally.finish(of, code, rows))
        .collect()
}
