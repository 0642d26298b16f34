//! A report on paper: each word in the language of the place and in English, what people wrote as they wrote it.

use serde_json::Value;

use super::store::ReportRow;
use super::words::{ReportLanguage, both};
use crate::platform::canonical_json::canonical;
use crate::platform::print::{Block, PrintError, Printed, Style, print};

/// A label and what stands beside it; empty when there is nothing.
struct Writer {
    language: ReportLanguage,
    blocks: Vec<Block>,
}

/// Writes a signed report as a PDF. The same report in the same language is the same bytes.
pub fn write(
    row: &ReportRow,
    content: &Value,
    language: ReportLanguage,
) -> Result<Vec<u8>, PrintError> {
    let mut writer = Writer {
        language,
        blocks: Vec::new(),
    };
    writer.head(row, content);
    writer.visit(content);
    writer.answers(content);
    writer.findings(content);
    writer.measures(content);
    writer.rest(content);
    writer.foot(row);
    print(Printed {
        title: both(language, "title"),
        language: language.as_str().to_owned(),
        blocks: writer.blocks,
        attached: ("visit-report.json", canonical(content)),
    })
}

/// The text of a member; empty when there is none.
fn at(of: &Value, pointer: &str) -> String {
    match of.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

fn items<'v>(of: &'v Value, pointer: &str) -> &'v [Value] {
    let list = of.pointer(pointer).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

impl Writer {
    fn put(&mut self, style: Style, lines: Vec<String>) {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            let text = lines.join("\n");
            self.blocks.push(Block { style, text });
        }
    }

    fn heading(&mut self, word: &str) {
        let text = both(self.language, word);
        self.put(Style::Heading, vec![text]);
    }

    fn line(&self, word: &str, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        format!("{}: {text}", both(self.language, word))
    }

    /// The same with a code, told in words.
    fn coded(&self, word: &str, of: &Value, pointer: &str) -> String {
        match at(of, pointer).as_str() {
            "" => String::new(),
            code => self.line(word, &both(self.language, code)),
        }
    }

    fn head(&mut self, row: &ReportRow, content: &Value) {
        let title = both(self.language, "title");
        self.put(Style::Title, vec![title]);
        let lines = vec![
            self.line(
                "number",
                &format!("{} / {}", at(content, "/visit_id"), row.number),
            ),
            self.line("inspectorate", &at(content, "/inspectorate")),
            self.line("establishment", &at(content, "/establishment/name")),
            self.line("address", &at(content, "/establishment/address")),
        ];
        self.put(Style::Body, lines);
    }

    fn visit(&mut self, content: &Value) {
        let met = items(content, "/visit/people_met").iter();
        let met = met.map(|one| {
            let role = at(one, "/role").replace('_', " ");
            format!("{role} ({})", at(one, "/count"))
        });
        let met: Vec<String> = met.collect();
        let seen = items(content, "/visit/areas_seen").iter();
        let seen: Vec<String> = seen.map(|area| at(area, "")).collect();
        let obstruction = at(content, "/visit/obstruction/code").replace('_', " ");
        let lines = vec![
            self.line("began", &at(content, "/visit/started_at")),
            self.line("ended", &at(content, "/visit/ended_at")),
            self.line("people_met", &met.join(", ")),
            self.line("areas_seen", &seen.join(", ")),
            self.line("obstruction", &obstruction),
            at(content, "/visit/obstruction/description"),
            self.line(
                "not_done",
                &at(content, "/visit/not_done_reason").replace('_', " "),
            ),
            self.coded("outcome", content, "/visit/outcome"),
            self.line("summary", &at(content, "/visit/summary")),
        ];
        self.put(Style::Body, lines);
    }

    fn answers(&mut self, content: &Value) {
        let answers = items(content, "/answers");
        if answers.is_empty() {
            return;
        }
        self.heading("answers");
        for own in items(content, "/checklists") {
            let text = format!("{} {}", at(own, "/code"), at(own, "/version"));
            let line = self.line("checklist", &text);
            self.put(Style::Small, vec![line, at(own, "/hash")]);
        }
        for own in answers {
            let asked = self.asked(own);
            let value = at(own, "/value");
            let value = if matches!(value.as_str(), "yes" | "no" | "na") {
                both(self.language, &value)
            } else {
                value
            };
            let lines = vec![
                asked,
                value,
                at(own, "/note"),
                self.line("provision", &at(own, "/legal_provision")),
            ];
            self.put(Style::Body, lines);
        }
    }

    /// What was asked, in the language and in English.
    fn asked(&self, answer: &Value) -> String {
        let own = at(answer, &format!("/text/{}", self.language));
        let english = at(answer, "/text/en");
        if own.is_empty() || own == english {
            english
        } else {
            format!("{own} / {english}")
        }
    }

    fn findings(&mut self, content: &Value) {
        let findings = items(content, "/findings");
        if !findings.is_empty() {
            self.heading("findings");
        }
        for (number, own) in findings.iter().enumerate() {
            let lines = vec![
                format!("{}. {}", number + 1, at(own, "/description")),
                self.line("provision", &at(own, "/legal_provision")),
                self.coded("severity", own, "/severity"),
                self.line("workers_affected", &at(own, "/workers_affected")),
                self.coded("state", own, "/state"),
            ];
            self.put(Style::Body, lines);
        }
    }

    fn measures(&mut self, content: &Value) {
        let measures = items(content, "/measures");
        if !measures.is_empty() {
            self.heading("measures");
        }
        for own in measures {
            let answered: Vec<String> = items(own, "/finding_ids")
                .iter()
                .filter_map(|id| {
                    let mut findings = items(content, "/findings").iter();
                    findings.position(|finding| finding.pointer("/id") == Some(id))
                })
                .map(|position| (position + 1).to_string())
                .collect();
            let without: Vec<String> = items(own, "/due_without")
                .iter()
                .map(|gap| at(gap, ""))
                .collect();
            let served = [
                at(own, "/served/at"),
                at(own, "/served/how"),
                at(own, "/served/language"),
            ];
            let appeal = [at(own, "/appeal/filed_at"), at(own, "/appeal/decision")];
            let amount = [at(own, "/amount/amount"), at(own, "/amount/currency")];
            let lines = vec![
                both(self.language, &at(own, "/kind")),
                at(own, "/description"),
                self.line("findings", &answered.join(", ")),
                self.line("issued", &at(own, "/issued_at")),
                self.line("due_on", &at(own, "/due_on")),
                self.line("due_without", &without.join("; ")),
                self.line("amount", amount.join(" ").trim()),
                self.line("served", served.join(" ").trim()),
                self.line("appeal", appeal.join(" ").trim()),
                self.coded("compliance", own, "/compliance"),
            ];
            self.put(Style::Body, lines);
        }
    }

    fn rest(&mut self, content: &Value) {
        let actions = items(content, "/remediation_actions");
        if !actions.is_empty() {
            self.heading("remediation");
        }
        for own in actions {
            let status = [at(own, "/owner"), at(own, "/status"), at(own, "/due_on")];
            let status = status.join(" ").replace('_', " ");
            self.put(Style::Body, vec![at(own, "/description"), status]);
        }
        let evidence = items(content, "/evidence");
        if !evidence.is_empty() {
            self.heading("evidence");
        }
        for own in evidence {
            let first = [at(own, "/kind"), at(own, "/taken_at"), at(own, "/caption")];
            self.put(Style::Body, vec![first.join(" ").trim().to_owned()]);
            let digest = self.line("digest", &at(own, "/file/sha256"));
            self.put(Style::Small, vec![digest]);
        }
    }

    fn foot(&mut self, row: &ReportRow) {
        self.heading("signed");
        let lines = vec![
            format!("{} · {} · {}", row.signed_by, row.signed_at, row.method),
            self.line("digest", &row.sha256),
            both(self.language, "attached"),
        ];
        self.put(Style::Body, lines);
    }
}
