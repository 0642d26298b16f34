//! A report on paper and as a table.

use super::actions::Report;
use super::model::AnnualReport;
use super::table::{AnnualReportParagraph, Row, Table};
use super::words::{both, row_name};
use crate::inspections::report::ReportLanguage;
use crate::platform::canonical_json::canonical;
use crate::platform::code_lists::CodeLists;
use crate::platform::csv_cells::{plain, written};
use crate::platform::print::{Block, PrintError, Printed, Style, print};

/// Writes a report as a PDF, each word in a language and in English. The same report in the same language is the same bytes.
pub fn write(
    (shown, whole): (&AnnualReport, &Report),
    lists: &CodeLists,
    language: ReportLanguage,
) -> Result<Vec<u8>, PrintError> {
    let mut writer = Writer {
        language,
        lists,
        blocks: Vec::new(),
    };
    writer.head(shown, whole);
    for paragraph in AnnualReportParagraph::ALL {
        writer.put(
            Style::Heading,
            both(language, &format!("paragraph_{paragraph}")),
        );
        writer.written(shown, *paragraph);
        let tables = shown.tables.iter();
        for table in tables.filter(|table| table.paragraph == *paragraph) {
            writer.table(table);
        }
    }
    writer.foot(shown, whole);
    let attached = serde_json::to_value(shown).map_err(|_| PrintError::Document)?;
    print(Printed {
        title: format!("{} {}", both(language, "title"), shown.year),
        language: language.as_str().to_owned(),
        blocks: writer.blocks,
        attached: ("annual-report.json", canonical(&attached)),
    })
}

struct Writer<'a> {
    language: ReportLanguage,
    lists: &'a CodeLists,
    blocks: Vec<Block>,
}

fn number(value: Option<i64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}

impl Writer<'_> {
    fn put(&mut self, style: Style, text: String) {
        if !text.is_empty() {
            self.blocks.push(Block { style, text });
        }
    }

    fn line(&self, word: &str, text: &str) -> String {
        format!("{}: {text}", both(self.language, word))
    }

    fn head(&mut self, shown: &AnnualReport, whole: &Report) {
        let title = both(self.language, "title");
        self.put(Style::Title, format!("{title} {}", shown.year));
        let edition = whole.edition.map(|edition| edition.to_string());
        let edition = edition.unwrap_or_else(|| both(self.language, "not_published"));
        let lines = [
            self.line("inspectorate", &shown.inspectorate),
            self.line("countries", &shown.countries.join(", ")),
            self.line("edition", &edition),
            both(self.language, "basis"),
        ];
        self.put(Style::Body, lines.join("\n"));
    }

    /// What the inspectorate wrote itself of a paragraph.
    fn written(&mut self, shown: &AnnualReport, paragraph: AnnualReportParagraph) {
        let own = &shown.written;
        let numbers = own.numbers().into_iter();
        let mut lines: Vec<String> = numbers
            .filter(|(of, _, _)| *of == paragraph)
            .map(|(_, word, value)| self.line(word, &number(value.map(i64::from))))
            .collect();
        if paragraph == AnnualReportParagraph::Laws {
            for law in own.laws.iter().flatten() {
                let since = law.in_force_since.map(|day| format!(" ({day})"));
                lines.push(format!(
                    "{}{}",
                    law.title.as_str(),
                    since.unwrap_or_default()
                ));
            }
        }
        self.put(Style::Body, lines.join("\n"));
    }

    fn table(&mut self, table: &Table) {
        let name = both(self.language, table.code.as_str());
        let rounded = table
            .rounded_down_to
            .map(|step| format!("\n{} {step}", both(self.language, "rounded_down_to")));
        self.put(
            Style::Body,
            format!("{name}{}", rounded.unwrap_or_default()),
        );
        let mut lines = Vec::with_capacity(table.rows.len() + 1);
        for row in &table.rows {
            let name = row_name(self.lists, self.language, (table, &row.code));
            lines.push(format!("{name} — {}", self.values(table, row)));
        }
        let total = both(self.language, "total");
        let values = self.counted(table, &table.total);
        lines.push(format!("{total} — {values}"));
        self.put(Style::Small, lines.join("\n"));
    }

    fn values(&self, table: &Table, row: &Row) -> String {
        let mut text = self.counted(table, &row.values);
        if let Some(amount) = &row.amount {
            text = format!("{text}; {} {}", amount.amount, amount.currency.as_str());
        }
        text
    }

    fn counted(&self, table: &Table, values: &[Option<i64>]) -> String {
        let columns = table.columns.iter().zip(values);
        let parts = columns.map(|(column, value)| self.line(column.as_str(), &number(*value)));
        parts.collect::<Vec<_>>().join("; ")
    }

    fn foot(&mut self, shown: &AnnualReport, whole: &Report) {
        if let Some(notes) = &shown.written.notes {
            self.put(Style::Heading, both(self.language, "notes"));
            self.put(Style::Body, notes.as_str().to_owned());
        }
        self.put(Style::Heading, both(self.language, "missing"));
        let missing = shown.missing.iter();
        let missing: Vec<String> = missing
            .map(|gap| both(self.language, gap.as_str()))
            .collect();
        self.put(Style::Body, missing.join("\n"));
        let lines = [
            self.line("digest", &whole.sha256),
            both(self.language, "attached"),
        ];
        self.put(Style::Small, lines.join("\n"));
    }
}

/// The names of the columns of a report as a table: one line for each number.
pub const COLUMNS: [&str; 10] = [
    "year",
    "edition",
    "paragraph",
    "table",
    "row",
    "row_name",
    "column",
    "value",
    "unit",
    "rounded_down_to",
];

/// Writes a report as a table (RFC 4180) in long form: a line for each number, the totals as the row `total`, what the inspectorate wrote
/// itself as the table `written`. What is not told has no value.
pub fn table(
    (shown, whole): (&AnnualReport, &Report),
    lists: &CodeLists,
) -> Result<String, csv::Error> {
    let year = shown.year.to_string();
    let edition = whole
        .edition
        .map_or_else(String::new, |own| own.to_string());
    let mut lines = Vec::new();
    let mut put = |[paragraph, table, row, name, column, value, unit, rounded]: [String; 8]| {
        let (year, edition) = (year.clone(), edition.clone());
        lines.push([
            year, edition, paragraph, table, row, name, column, value, unit, rounded,
        ]);
    };
    for table in &shown.tables {
        for line in lines_of(table, lists) {
            put(line);
        }
    }
    for (paragraph, code, value) in shown.written.numbers() {
        put([
            paragraph.to_string(),
            "written".to_owned(),
            code.to_owned(),
            both(ReportLanguage::English, code),
            "number".to_owned(),
            value.map_or_else(String::new, |own| own.to_string()),
            "number".to_owned(),
            String::new(),
        ]);
    }
    written(COLUMNS, lines)
}

/// The lines of a table, from its paragraph on.
fn lines_of(table: &Table, lists: &CodeLists) -> Vec<[String; 8]> {
    let rounded = table.rounded_down_to.map(|own| own.to_string());
    let line = |(row, name): (&str, &str), (column, value, unit): (&str, String, &str)| {
        [
            table.paragraph.to_string(),
            table.code.to_string(),
            plain(row),
            plain(name),
            column.to_owned(),
            value,
            unit.to_owned(),
            rounded.clone().unwrap_or_default(),
        ]
    };
    let total = ("total".to_owned(), "Total".to_owned(), &table.total, None);
    let rows = table.rows.iter().map(|row| {
        let name = row_name(lists, ReportLanguage::English, (table, &row.code));
        (row.code.clone(), name, &row.values, row.amount.as_ref())
    });
    let mut lines = Vec::new();
    for (row, name, values, amount) in rows.chain([total]) {
        for (column, value) in table.columns.iter().zip(values) {
            let value = value.map_or_else(String::new, |own| own.to_string());
            lines.push(line((&row, &name), (column.as_str(), value, "number")));
        }
        if let Some(money) = amount {
            let value = ("amount", money.amount.clone(), money.currency.as_str());
            lines.push(line((&row, &name), value));
        }
    }
    lines
}
