//! Paragraphs (a) and (e): which provisions were applied, what was violated, and what was done about it.

use std::collections::{BTreeMap, BTreeSet};

use super::Year;
use super::visits::VisitsOfYear;
use crate::establishments::Register;
use crate::inspections::annual::public::FEWEST;
use crate::inspections::annual::store;
use crate::inspections::annual::table::{
    AnnualReportParagraph, AnnualTableCode, AnnualTableColumn, AnnualTableRows, Table, UNKNOWN,
};
use crate::inspections::annual::tally::Tally;
use crate::inspections::checklists::Known;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{
    AppealDecision, Finding, FindingSeverity, FindingState, Measure, MeasureCompliance, MeasureKind,
};
use crate::platform::code_lists::Code;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::money::Money;

use AnnualTableColumn::{
    ChecklistItems, Complied, Findings, ImminentDanger, Measures, Minor, Partial, Pending, Refused,
    Serious, Violations,
};

/// What was found at the visits of a year, and what was done in it.
pub struct Cited {
    /// Findings of the visits of the year, with their workplaces.
    findings: BTreeMap<Id, (Finding, Id)>,
    /// Provisions of findings that measures of the year answer, whatever the year of the visit.
    answered: BTreeMap<Id, String>,
    /// Measures that were issued in the year.
    measures: Vec<Measure>,
}

/// Reads them.
pub fn read(
    conn: &mut Conn,
    organisation: Id,
    (year, register): (&Year, &Register),
    visits: &VisitsOfYear,
) -> Result<Cited, InspectionError> {
    let within = year.within()?;
    let mut findings = BTreeMap::new();
    for (id, visit, document) in store::list_findings(conn, organisation, within)? {
        // Of a visit around New Year that was made in another year.
        let Some(visit) = visits.made.get(&visit) else {
            continue;
        };
        let place = register.find(visit.establishment_id);
        let place = place.map_or(visit.establishment_id, |(today, _)| today);
        findings.insert(id, (document.read()?, place));
    }
    let mut measures = Vec::new();
    for (document, establishment) in store::list_measures(conn, organisation, within)? {
        let measure: Measure = document.read()?;
        let place = register.find(establishment);
        let country = place.map_or("", |(_, own)| own.country.as_str());
        let issued = measure.issued_at;
        if issued.is_some_and(|at| year.has_in(country, at)) {
            measures.push(measure);
        }
    }
    let answered = answered(store::list_answered(conn, organisation, within)?)?;
    Ok(Cited {
        findings,
        answered,
        measures,
    })
}

fn answered(rows: Vec<(Id, Json)>) -> Result<BTreeMap<Id, String>, InspectionError> {
    let mut found = BTreeMap::new();
    for (id, document) in rows {
        let finding: Finding = document.read()?;
        found.insert(id, finding.legal_provision.into_inner());
    }
    Ok(found)
}

/// Whether a finding is a violation of which the employer was told, and that was not annulled.
const fn stands(finding: &Finding) -> bool {
    match finding.state {
        FindingState::Notified | FindingState::Contested | FindingState::Upheld => true,
        FindingState::Draft | FindingState::Annulled => false,
    }
}

/// The provisions that were applied: by findings that stand, by measures, and on the checklists by which visits were made.
pub fn provisions(cited: &Cited, visits: &VisitsOfYear, known: &Known) -> Table {
    let mut tally = Tally::new(&[Findings, Measures, ChecklistItems], []);
    for (finding, _) in cited.findings.values().filter(|(own, _)| stands(own)) {
        tally.add(finding.legal_provision.as_str(), Findings, 1);
    }
    for measure in &cited.measures {
        let of_measure = measure.finding_ids.iter();
        let named = of_measure.filter_map(|id| cited.answered.get(id));
        let named: BTreeSet<&String> = named.collect();
        for provision in named {
            tally.add(provision, Measures, 1);
        }
    }
    let taken = visits.made.values();
    let taken = taken.filter_map(|visit| visit.checklist_hash.as_deref());
    let taken: BTreeSet<&str> = taken.collect();
    for checklist in taken.into_iter().filter_map(|hash| known.get(hash)) {
        for item in &checklist.items {
            tally.add(&item.legal_provision, ChecklistItems, 1);
        }
    }
    let (of, code) = (AnnualReportParagraph::Laws, AnnualTableCode::Provisions);
    let table = tally.finish(of, code, AnnualTableRows::Texts);
    withheld(table, cited, known)
}

/// What somebody wrote as a provision could be anything. It is published when it stands on a checklist, or when five workplaces
/// have violated it.
fn withheld(mut table: Table, cited: &Cited, known: &Known) -> Table {
    let on_checklists: BTreeSet<&str> = known
        .all()
        .flat_map(|(_, own)| &own.items)
        .map(|item| item.legal_provision.as_str())
        .collect();
    let mut places: BTreeMap<&str, BTreeSet<Id>> = BTreeMap::new();
    for (finding, place) in cited.findings.values().filter(|(own, _)| stands(own)) {
        let of = places.entry(finding.legal_provision.as_str()).or_default();
        of.insert(*place);
    }
    let is_group = |of: &BTreeSet<Id>| i64::try_from(of.len()).is_ok_and(|own| own >= FEWEST);
    for row in &mut table.rows {
        let in_many = places.get(row.code.as_str()).is_some_and(is_group);
        row.is_withheld = !in_many && !on_checklists.contains(row.code.as_str());
    }
    table
}

const fn column_of(severity: FindingSeverity) -> AnnualTableColumn {
    match severity {
        FindingSeverity::Minor => Minor,
        FindingSeverity::Serious => Serious,
        FindingSeverity::ImminentDanger => ImminentDanger,
    }
}

const OF_FINDINGS: &[AnnualTableColumn] = &[Violations, Minor, Serious, ImminentDanger];
const OF_MEASURES: &[AnnualTableColumn] = &[Measures, Pending, Partial, Complied, Refused];

/// The tables of paragraph (e).
pub fn tables(cited: &Cited, known: &Known) -> Vec<Table> {
    use AnnualTableCode as TableCode;
    let states = FindingState::ALL.iter().map(|state| state.as_str());
    let mut by_state = Tally::new(OF_FINDINGS, states);
    let mut by_provision = Tally::new(OF_FINDINGS, []);
    for (finding, _) in cited.findings.values() {
        let column = column_of(finding.severity);
        by_state.add(finding.state.as_str(), Violations, 1);
        by_state.add(finding.state.as_str(), column, 1);
        if stands(finding) {
            let provision = finding.legal_provision.as_str();
            by_provision.add(provision, Violations, 1);
            by_provision.add(provision, column, 1);
        }
    }
    let (of, texts) = (AnnualReportParagraph::Violations, AnnualTableRows::Texts);
    let by_provision = by_provision.finish(of, TableCode::ViolationsByProvision, texts);
    let words = AnnualTableRows::Words;
    let mut tables = vec![
        withheld(by_provision, cited, known),
        by_state.finish(of, TableCode::ViolationsByState, words),
    ];
    tables.extend(of_measures(&cited.measures));
    for (code, kind) in [
        (TableCode::Fines, MeasureKind::Fine),
        (TableCode::WageOrders, MeasureKind::WageOrder),
    ] {
        tables.push(of_money(&cited.measures, (code, kind)));
    }
    tables
}

fn of_measures(measures: &[Measure]) -> [Table; 2] {
    let kinds = MeasureKind::ALL.iter().map(|kind| kind.as_str());
    let mut by_kind = Tally::new(OF_MEASURES, kinds);
    let decisions = AppealDecision::ALL.iter().map(|decision| decision.as_str());
    let appeals = std::iter::once("not_appealed").chain(decisions);
    let mut by_appeal = Tally::new(&[Measures], appeals);
    for measure in measures {
        let kind = measure.kind.as_str();
        by_kind.add(kind, Measures, 1);
        let column = match measure.compliance {
            MeasureCompliance::Pending => Pending,
            MeasureCompliance::Partial => Partial,
            MeasureCompliance::Complied => Complied,
            MeasureCompliance::Refused => Refused,
        };
        by_kind.add(kind, column, 1);
        let decision = measure.appeal.as_ref().map(|appeal| appeal.decision);
        let decision = decision.map_or("not_appealed", AppealDecision::as_str);
        by_appeal.add(decision, Measures, 1);
    }
    let (of, words) = (AnnualReportParagraph::Violations, AnnualTableRows::Words);
    [
        by_kind.finish(of, AnnualTableCode::MeasuresByKind, words),
        by_appeal.finish(of, AnnualTableCode::MeasuresByAppeal, words),
    ]
}

/// Money by currency: sums of different currencies are never added.
fn of_money(measures: &[Measure], (code, kind): (AnnualTableCode, MeasureKind)) -> Table {
    let mut tally = Tally::new(&[Measures], []);
    let mut sums: BTreeMap<String, Option<i64>> = BTreeMap::new();
    for measure in measures.iter().filter(|own| own.kind == kind) {
        let Some(amount) = &measure.amount else {
            tally.add(UNKNOWN, Measures, 1);
            continue;
        };
        let currency = amount.currency.as_str();
        tally.add(currency, Measures, 1);
        let sum = sums.entry(currency.to_owned()).or_insert(Some(0));
        // A sum that cannot be counted exactly is not told at all.
        let units = amount.minor_units().ok();
        *sum = sum
            .zip(units)
            .and_then(|(sum, units)| sum.checked_add(units));
    }
    let of = AnnualReportParagraph::Violations;
    let mut table = tally.finish(of, code, AnnualTableRows::Currencies);
    for row in &mut table.rows {
        let units = sums.get(&row.code).copied().flatten();
        let currency = Code::known(row.code.clone());
        row.amount = units.map(|units| Money::of_minor_units(units, currency));
    }
    table
}
