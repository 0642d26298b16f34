//! Paragraph (d): visits.

use std::collections::BTreeMap;

use super::Year;
use super::there::{day_in, is_night_in};
use crate::establishments::Register;
use crate::inspections::annual::store;
use crate::inspections::annual::table::{
    AnnualReportParagraph, AnnualTableCode, AnnualTableColumn, AnnualTableRows, Table, UNKNOWN,
};
use crate::inspections::annual::tally::Tally;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{
    NotDoneReason, ObstructionCode, Visit, VisitKind, VisitOutcome, VisitStatus,
};
use crate::platform::db::Conn;
use crate::platform::ids::Id;

use AnnualTableColumn::{
    Announced, VisitedMoreThanOnce, Visits, Workers, WorkersNotKnown, Workplaces,
};

/// The visits of a year.
pub struct VisitsOfYear {
    /// Those that were made, or are under way, by their ids.
    pub made: BTreeMap<Id, Visit>,
    /// Those that could not be made.
    not_made: Vec<Visit>,
}

/// The visits of an inspectorate that began in a year; those that could not be made by the day on which they began or were planned.
pub fn read(
    conn: &mut Conn,
    organisation: Id,
    (year, register): (&Year, &Register),
) -> Result<VisitsOfYear, InspectionError> {
    let mut found = VisitsOfYear {
        made: BTreeMap::new(),
        not_made: Vec::new(),
    };
    for (id, document, created_at) in store::list_visits(conn, organisation, year.within()?)? {
        let visit: Visit = document.read()?;
        let country = country(&visit, register);
        let began = visit.started_at.map(|at| day_in(country, at));
        match visit.status {
            VisitStatus::Done | VisitStatus::UnderWay => {
                if began.is_some_and(|day| year.has(day)) {
                    found.made.insert(id, visit);
                }
            }
            VisitStatus::NotDone => {
                let day = began.or(visit.planned_on);
                if year.has(day.unwrap_or_else(|| day_in(country, created_at))) {
                    found.not_made.push(visit);
                }
            }
            VisitStatus::Planned | VisitStatus::Cancelled => {}
        }
    }
    Ok(found)
}

/// The country in which a visit was made.
fn country<'r>(visit: &Visit, register: &'r Register) -> &'r str {
    let place = register.find(visit.establishment_id);
    place.map_or("", |(_, own)| own.country.as_str())
}

/// The tables.
pub fn tables(visits: &VisitsOfYear, register: &Register) -> Vec<Table> {
    use AnnualTableCode as Code;
    let kinds = VisitKind::ALL.iter().map(|kind| kind.as_str());
    let mut by_kind = Tally::new(&[Visits, Announced], kinds);
    let outcomes = VisitOutcome::ALL.iter().map(|outcome| outcome.as_str());
    let mut by_outcome = Tally::new(&[Visits], outcomes);
    let mut by_obstruction = Tally::new(&[Visits], ["not_obstructed"]);
    let mut by_time = Tally::new(&[Visits], ["day", "night"]);
    for visit in visits.made.values() {
        let kind = visit.kind.as_str();
        by_kind.add(kind, Visits, 1);
        by_kind.add(kind, Announced, i64::from(visit.announced));
        let outcome = visit.outcome.map_or(UNKNOWN, VisitOutcome::as_str);
        by_outcome.add(outcome, Visits, 1);
        let obstruction = visit.obstruction.as_ref().map(|own| own.code);
        let obstruction = obstruction.map_or("not_obstructed", ObstructionCode::as_str);
        by_obstruction.add(obstruction, Visits, 1);
        let night = visit
            .started_at
            .and_then(|at| is_night_in(country(visit, register), at));
        let time = night.map_or(UNKNOWN, |night| if night { "night" } else { "day" });
        by_time.add(time, Visits, 1);
    }
    let mut not_made = Tally::new(&[Visits], []);
    for visit in &visits.not_made {
        let reason = visit.not_done_reason.map_or(UNKNOWN, NotDoneReason::as_str);
        not_made.add(reason, Visits, 1);
    }
    let (of, words) = (AnnualReportParagraph::Visits, AnnualTableRows::Words);
    vec![
        by_kind.finish(of, Code::VisitsByKind, words),
        by_outcome.finish(of, Code::VisitsByOutcome, words),
        by_obstruction.finish(of, Code::VisitsByObstruction, words),
        by_time.finish(of, Code::VisitsByTimeOfDay, words),
        by_industry(visits, register),
        not_made.finish(of, Code::VisitsNotMade, words),
    ]
}

const OF_INDUSTRY: &[AnnualTableColumn] = &[
    Workplaces,
    VisitedMoreThanOnce,
    Visits,
    WorkersNotKnown,
    Workers,
];

/// Workplaces that were visited: each once, however many visits there were, also when two entries of it were merged since.
fn by_industry(visits: &VisitsOfYear, register: &Register) -> Table {
    let mut of_place: BTreeMap<Id, i64> = BTreeMap::new();
    for visit in visits.made.values() {
        let id = visit.establishment_id;
        let today = register.find(id).map_or(id, |(today, _)| today);
        *of_place.entry(today).or_default() += 1;
    }
    let mut tally = Tally::new(OF_INDUSTRY, []);
    for (id, number) in of_place {
        let place = register.establishments.get(&id);
        let section = place.and_then(|own| own.section.as_deref());
        let row = section.unwrap_or(UNKNOWN);
        tally.add(row, Workplaces, 1);
        tally.add(row, VisitedMoreThanOnce, i64::from(number > 1));
        tally.add(row, Visits, number);
        match place.and_then(|own| own.workers) {
            Some(workers) => tally.add(row, Workers, i64::from(workers)),
            None => tally.add(row, WorkersNotKnown, 1),
        }
    }
    let (of, code) = (
        AnnualReportParagraph::Visits,
        AnnualTableCode::VisitsByIndustry,
    );
    tally.finish(of, code, AnnualTableRows::Sectors)
}
