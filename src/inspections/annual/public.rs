//! What of a report everybody may read.
//!
//! Reports of workers are told in whole groups of five, rounded down; the rest of all rows is one row, so that rows still add up, no
//! small number is told, and two editions do not differ by a single report. Tables of workplaces show no row with fewer than
//! five of them: those are one row, with the next larger one when they are fewer than five together.

use super::model::AnnualReport;
use super::table::{AnnualTableCode, NOT_SHOWN, Row, TOGETHER, Table};
use super::tally::sums;

/// Reports, or workplaces, below which nothing is told of them alone.
pub const FEWEST: i64 = 5;

/// How a table is published.
enum Disclosure {
    /// As it is.
    Exact,
    /// Rows that somebody wrote, and that are not known to be harmless, together.
    WithoutWithheld,
    /// Rows with few workplaces together.
    Workplaces,
    /// In whole groups.
    Groups,
}

const fn disclosure(code: AnnualTableCode) -> Disclosure {
    use AnnualTableCode as Code;
    match code {
        Code::Provisions | Code::ViolationsByProvision => Disclosure::WithoutWithheld,
        Code::WorkplacesByIndustry | Code::WorkplacesBySize | Code::VisitsByIndustry => {
            Disclosure::Workplaces
        }
        Code::AccidentsBySeverity
        | Code::AccidentsByIndustry
        | Code::AccidentsByInjury
        | Code::AccidentsByCause
        | Code::AccidentsByDaysLost
        | Code::DiseasesByIndustry
        | Code::DiseasesByCharacter
        | Code::DiseasesByCause => Disclosure::Groups,
        Code::StaffByCategory
        | Code::StaffByRole
        | Code::InspectorsByOffice
        | Code::VisitsByKind
        | Code::VisitsByOutcome
        | Code::VisitsByObstruction
        | Code::VisitsByTimeOfDay
        | Code::VisitsNotMade
        | Code::ViolationsByState
        | Code::MeasuresByKind
        | Code::MeasuresByAppeal
        | Code::Fines
        | Code::WageOrders => Disclosure::Exact,
    }
}

/// The report as everybody reads it.
pub fn published(exact: &AnnualReport) -> AnnualReport {
    let tables = exact.tables.iter().map(|table| {
        let table = table.clone();
        match disclosure(table.code) {
            Disclosure::Exact => table,
            Disclosure::WithoutWithheld => without_withheld(table),
            Disclosure::Workplaces => in_companies(table),
            Disclosure::Groups => in_groups(table),
        }
    });
    AnnualReport {
        tables: tables.collect(),
        ..exact.clone()
    }
}

/// Rows as one.
fn together(rows: &[Row], columns: usize) -> Row {
    let sum = |at: usize| -> Option<i64> {
        let values = rows.iter();
        let values = values.map(|row| row.values.get(at).copied().flatten());
        values.sum()
    };
    Row {
        code: TOGETHER.to_owned(),
        values: (0..columns).map(sum).collect(),
        amount: None,
        is_withheld: false,
    }
}

fn without_withheld(mut table: Table) -> Table {
    let (withheld, mut shown): (Vec<Row>, Vec<Row>) =
        table.rows.into_iter().partition(|row| row.is_withheld);
    if !withheld.is_empty() {
        shown.push(together(&withheld, table.columns.len()));
    }
    table.rows = shown;
    table
}

/// How many workplaces a row is about: the first column.
fn workplaces(row: &Row) -> i64 {
    row.values.first().copied().flatten().unwrap_or(0)
}

fn in_companies(mut table: Table) -> Table {
    let is_small = |row: &Row| (1..FEWEST).contains(&workplaces(row));
    let (mut small, mut shown): (Vec<Row>, Vec<Row>) = table.rows.into_iter().partition(is_small);
    let mut number: i64 = small.iter().map(workplaces).sum();
    while (1..FEWEST).contains(&number) {
        let next = shown
            .iter()
            .enumerate()
            .filter(|(_, row)| workplaces(row) > 0);
        let Some((at, _)) = next.min_by_key(|(_, row)| workplaces(row)) else {
            break;
        };
        small.push(shown.remove(at));
        number = small.iter().map(workplaces).sum();
    }
    if !small.is_empty() {
        let mut row = together(&small, table.columns.len());
        if number < FEWEST {
            // There are no others to hide among: nothing is told but how many they are.
            for value in row.values.iter_mut().skip(1) {
                *value = None;
            }
        }
        shown.push(row);
    }
    table.rows = shown;
    table.total = sums(&table);
    table
}

/// A number in whole groups.
const fn grouped(number: i64) -> i64 {
    number - number.rem_euclid(FEWEST)
}

fn in_groups(mut table: Table) -> Table {
    table.rounded_down_to = Some(FEWEST);
    let total = table.total.first().copied().flatten().map_or(0, grouped);
    if total == 0 {
        table.rows = Vec::new();
        table.total = vec![None; table.columns.len()];
        return table;
    }
    let mut left = total;
    table.rows.retain_mut(|row| {
        let number = row.values.first().copied().flatten().map_or(0, grouped);
        left -= number;
        row.values = vec![Some(number)];
        number > 0
    });
    if left > 0 {
        table.rows.push(Row {
            code: NOT_SHOWN.to_owned(),
            values: vec![Some(left)],
            amount: None,
            is_withheld: false,
        });
    }
    table.total = vec![Some(total)];
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::table::{AnnualReportParagraph, AnnualTableColumn, AnnualTableRows};
    use super::*;

    fn row(code: usize, values: &[i64]) -> Row {
        Row {
            code: format!("row {code}"),
            values: values.iter().copied().map(Some).collect(),
            amount: None,
            is_withheld: false,
        }
    }

    fn table(code: AnnualTableCode, columns: &[AnnualTableColumn], rows: Vec<Row>) -> Table {
        let mut table = Table {
            paragraph: AnnualReportParagraph::Accidents,
            code,
            columns: columns.to_vec(),
            rows_are: AnnualTableRows::Words,
            rows,
            total: Vec::new(),
            rounded_down_to: None,
        };
        table.total = sums(&table);
        table
    }

    proptest! {
        #[test]
        fn groups_add_up_and_no_number_is_small(numbers in proptest::collection::vec(0_i64..40, 0..12)) {
            let rows = numbers.iter().enumerate().map(|(at, number)| row(at, &[*number])).collect();
            let columns = [AnnualTableColumn::Accidents];
            let shown = in_groups(table(AnnualTableCode::AccidentsByCause, &columns, rows));
            let total: i64 = numbers.iter().sum();
            if total < FEWEST {
                prop_assert_eq!(&shown.total, &vec![None]);
                prop_assert!(shown.rows.is_empty());
            } else {
                prop_assert_eq!(sums(&shown), shown.total.clone());
                prop_assert_eq!(shown.total[0], Some(total - total % FEWEST));
            }
            for row in &shown.rows {
                let number = row.values[0].unwrap();
                prop_assert!(number >= FEWEST && number % FEWEST == 0);
            }
        }

        #[test]
        fn no_row_is_about_few_workplaces(numbers in proptest::collection::vec(0_i64..12, 0..12)) {
            let columns = [AnnualTableColumn::Workplaces, AnnualTableColumn::Workers];
            let rows = numbers.iter().enumerate().map(|(at, number)| row(at, &[*number, number * 7]));
            let all = table(AnnualTableCode::WorkplacesByIndustry, &columns, rows.collect());
            let shown = in_companies(all.clone());
            prop_assert_eq!(sums(&shown), shown.total.clone());
            prop_assert_eq!(shown.total[0], all.total[0]);
            for row in &shown.rows {
                let few = (1..FEWEST).contains(&workplaces(row));
                prop_assert!(!few || row.values[1].is_none());
            }
            if numbers.iter().sum::<i64>() >= FEWEST {
                prop_assert_eq!(&shown.total, &all.total);
            }
        }
    }
}
