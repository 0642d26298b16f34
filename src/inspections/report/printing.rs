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

/// The numbers that things which are named by their ids have in this report.
fn numbers_of(own: &Value, named: &str, all: &[Value]) -> String {
    let numbers = items(own, named).iter().filter_map(|id| {
        let position = all.iter().position(|one| one.pointer("/id") == Some(id))?;
        Some((position + 1).to_string())
    });
    numbers.collect::<Vec<String>>().join(", ")
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
                self.shown_by(own, content),
                self.coded("without_evidence", own, "/no_evidence_reason"),
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
                self.shown_by(own, content),
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
            let answered = numbers_of(own, "/finding_ids", items(content, "/findings"));
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
                self.line("findings", &answered),
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
        for (number, own) in evidence.iter().enumerate() {
            let first = [at(own, "/kind"), at(own, "/taken_at"), at(own, "/caption")];
            let said = first.iter().filter(|text| !text.is_empty());
            let said: Vec<&str> = said.map(String::as_str).collect();
            let first = format!("{}. {}", number + 1, said.join(" "));
            self.put(Style::Body, vec![first]);
            let file = self.file_of(own);
            self.put(Style::Small, file);
        }
    }

    /// What a file is known by, so that a court can tell it from any other: as it came in, and as it is kept.
    fn file_of(&self, evidence: &Value) -> Vec<String> {
        if evidence.pointer("/file").is_none() {
            return vec![both(self.language, "no_file")];
        }
        vec![
            self.line("received_at", &at(evidence, "/file/received_at")),
            self.line("received_digest", &at(evidence, "/file/received_sha256")),
            self.line("digest", &at(evidence, "/file/sha256")),
        ]
    }

    /// By which evidence something is shown: its numbers in this report.
    fn shown_by(&self, own: &Value, content: &Value) -> String {
        let numbers = numbers_of(own, "/evidence_ids", items(content, "/evidence"));
        self.line("evidence", &numbers)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn printed(content: &Value, language: ReportLanguage) -> String {
        let mut writer = Writer {
            language,
            blocks: Vec::new(),
        };
        writer.answers(content);
        writer.findings(content);
        writer.rest(content);
        let texts = writer.blocks.into_iter().map(|block| block.text);
        texts.collect::<Vec<String>>().join("\n")
    }

    #[test]
    fn evidence_is_named_by_its_hashes_and_by_what_it_shows() {
        let content = json!({
            "answers": [
                { "text": { "en": "Guards?" }, "value": "no", "evidence_ids": ["b", "a"] },
                { "text": { "en": "Exits?" }, "value": "no", "no_evidence_reason": "would_show_people" }
            ],
            "findings": [{ "description": "No guard.", "evidence_ids": ["b"] }],
            "evidence": [
                { "id": "a", "kind": "photo", "caption": "Hall 2", "file": { "received_at": "2026-11-30T02:00:00Z",
                    "received_sha256": "1".repeat(64), "sha256": "2".repeat(64) } },
                { "id": "b", "kind": "document" }
            ]
        });
        let english = printed(&content, ReportLanguage::English);
        let received = format!("Digest as it was received (SHA-256): {}", "1".repeat(64));
        let kept = format!("Digest (SHA-256): {}", "2".repeat(64));
        for line in [
            received.as_str(),
            kept.as_str(),
            "Received: 2026-11-30T02:00:00Z",
            "1. photo Hall 2",
            "2. document",
            "The file has not been handed in",
            "Evidence: 2, 1",
            "Evidence: 2",
            "No evidence because: Workers would have been recognised",
        ] {
            assert!(english.lines().any(|own| own == line), "{line}\n{english}");
        }
        let thai = printed(&content, ReportLanguage::Thai);
        assert!(thai.contains("ค่าแฮชเมื่อได้รับ (SHA-256) / Digest as it was received (SHA-256): 1"));
    }
}
