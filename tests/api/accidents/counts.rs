//! The report of counts: each line is an equation that holds, or the run has failed.

use std::collections::BTreeMap;
use std::fmt::Display;

/// The lines of the report.
#[derive(Default)]
pub struct Sheet(Vec<String>);

impl Sheet {
    /// The whole is the sum of its parts.
    #[track_caller]
    pub fn sum<T: Display>(&mut self, what: &str, whole: usize, parts: &[(T, usize)]) {
        let added: usize = parts.iter().map(|(_, count)| count).sum();
        let shown: Vec<String> = parts
            .iter()
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        let line = format!("| {what} | {whole} | {} |", shown.join(" + "));
        assert_eq!(whole, added, "{line}");
        self.0.push(line);
    }

    /// What those who did it counted is what the service says.
    #[track_caller]
    pub fn same(&mut self, what: &str, own: usize, of_service: usize, asked: &str) {
        let line = format!("| {what} | {own} | {of_service} by {asked} |");
        assert_eq!(own, of_service, "{line}");
        self.0.push(line);
    }

    /// Something that was measured.
    pub fn note(&mut self, what: &str, value: impl Display) {
        self.0.push(format!("| {what} | {value} | |"));
    }

    pub fn text(&self) -> String {
        format!(
            "| what | count | equals |\n| --- | --- | --- |\n{}",
            self.0.join("\n")
        )
    }
}

/// How often each of these comes, in their order.
pub fn tally<T: Ord>(all: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts.into_iter().collect()
}
