//! Counting: a table in the making.

use std::collections::BTreeMap;

use super::table::{
    AnnualReportParagraph, AnnualTableCode, AnnualTableColumn, AnnualTableRows, LAST, Row, Table,
};

/// A table in the making.
pub struct Tally {
    columns: &'static [AnnualTableColumn],
    /// Rows that are there from the beginning, in this order; others follow by their codes.
    first: Vec<&'static str>,
    counts: BTreeMap<String, Vec<i64>>,
}

impl Tally {
    /// Nothing yet. Rows of `first` are shown also when there is nothing in them.
    pub fn new(
        columns: &'static [AnnualTableColumn],
        first: impl IntoIterator<Item = &'static str>,
    ) -> Self {
        let first: Vec<&'static str> = first.into_iter().collect();
        let nothing = || vec![0; columns.len()];
        let counts = first.iter().map(|row| ((*row).to_owned(), nothing()));
        Self {
            columns,
            counts: counts.collect(),
            first,
        }
    }

    /// Counts so many of a column in a row.
    pub fn add(&mut self, row: &str, column: AnnualTableColumn, number: i64) {
        let width = self.columns.len();
        let counts = self
            .counts
            .entry(row.to_owned())
            .or_insert_with(|| vec![0; width]);
        let at = self.columns.iter().position(|own| *own == column);
        if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
            *count = count.saturating_add(number);
        }
    }

    /// The table.
    pub fn finish(
        mut self,
        paragraph: AnnualReportParagraph,
        code: AnnualTableCode,
        rows_are: AnnualTableRows,
    ) -> Table {
        let mut rows = Vec::with_capacity(self.counts.len());
        let last: Vec<(&str, Option<Vec<i64>>)> = LAST
            .iter()
            .filter(|code| !self.first.contains(code))
            .map(|code| (*code, self.counts.remove(*code)))
            .collect();
        for code in &self.first {
            rows.extend(self.counts.remove(*code).map(|counts| row(code, counts)));
        }
        let others = self.counts.into_iter();
        rows.extend(others.map(|(code, counts)| row(&code, counts)));
        let last = last.into_iter();
        rows.extend(last.filter_map(|(code, counts)| Some(row(code, counts?))));
        let mut table = Table {
            paragraph,
            code,
            columns: self.columns.to_vec(),
            rows_are,
            total: Vec::new(),
            rows,
            rounded_down_to: None,
        };
        table.total = sums(&table);
        table
    }
}

fn row(code: &str, counts: Vec<i64>) -> Row {
    Row {
        code: code.to_owned(),
        values: counts.into_iter().map(Some).collect(),
        amount: None,
        is_withheld: false,
    }
}

/// The sums of the rows; null where a row says nothing.
pub fn sums(table: &Table) -> Vec<Option<i64>> {
    let sum = |at: usize| -> Option<i64> {
        let values = table.rows.iter();
        let values = values.map(|row| row.values.get(at).copied().flatten());
        values.sum()
    };
    (0..table.columns.len()).map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[AnnualTableColumn] =
        &[AnnualTableColumn::Visits, AnnualTableColumn::Announced];

    #[test]
    fn rows_add_up_and_what_is_unknown_comes_last() {
        let mut tally = Tally::new(COLUMNS, ["routine", "follow_up"]);
        for row in ["unknown", "zebra", "several", "follow_up", "unknown"] {
            tally.add(row, AnnualTableColumn::Visits, 1);
        }
        tally.add("unknown", AnnualTableColumn::Announced, 1);
        let table = tally.finish(
            AnnualReportParagraph::Visits,
            AnnualTableCode::VisitsByKind,
            AnnualTableRows::Words,
        );
        let codes: Vec<&str> = table.rows.iter().map(|row| row.code.as_str()).collect();
        assert_eq!(
            codes,
            ["routine", "follow_up", "zebra", "several", "unknown"]
        );
        assert_eq!(table.total, [Some(5), Some(1)]);
    }
}
