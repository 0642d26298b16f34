//! What the PDF says, from the JSON of the pack.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::assistance::pack::model::{Pack, Part, PartName};
use crate::platform::print::{Block, Style};

/// The words of the document in a language.
pub struct Labels {
    words: BTreeMap<&'static str, String>,
    language: String,
}

/// The words that a document needs; the texts are `pack-<word>`.
pub const WORDS: &[&str] = &[
    "title",
    "made_at",
    "request",
    "digest",
    "attached",
    "claim",
    "diary",
    "messages",
    "outcome",
    "attachments",
    "as_received",
    "custody_log",
    "source",
    "ordinary",
    "overtime",
    "rest_day",
    "entitled",
    "paid",
    "owed",
    "total",
    "breaks",
    "edited",
    "earlier",
    "parts",
    "not_judged",
];

impl Labels {
    /// The words by a function that finds each.
    pub fn of(language: String, find: impl Fn(&str) -> String) -> Self {
        let words = WORDS.iter().map(|word| (*word, find(word)));
        Self {
            words: words.collect(),
            language,
        }
    }

    /// A word.
    pub fn get(&self, word: &str) -> String {
        self.words.get(word).cloned().unwrap_or_default()
    }

    /// The language of the words.
    pub fn language(&self) -> String {
        self.language.clone()
    }
}

/// Everything that the document says, in order.
pub fn blocks(pack: &Pack, labels: &Labels) -> Vec<Block> {
    let mut blocks = vec![block(Style::Title, labels.get("title"))];
    let request = &pack.request;
    blocks.push(block(
        Style::Body,
        format!(
            "{}: {}\n{}: {} ({}, {}, {})\n{}: {}\n{}\n{}",
            labels.get("made_at"),
            pack.made_at,
            labels.get("request"),
            request.id,
            request.country,
            request.filed_at,
            request.status,
            labels.get("digest"),
            pack.sha256,
            labels.get("attached"),
            labels.get("not_judged"),
        ),
    ));
    for part in &pack.parts {
        blocks.push(block(Style::Heading, labels.get(part.name.as_str())));
        blocks.extend(part_blocks(part, labels));
    }
    blocks.push(block(Style::Heading, labels.get("parts")));
    let digest = |part: &Part| format!("{}: {}", part.name, part.sha256);
    let digests: Vec<String> = pack.parts.iter().map(digest).collect();
    blocks.push(block(Style::Small, digests.join("\n")));
    blocks
}

fn part_blocks(part: &Part, labels: &Labels) -> Vec<Block> {
    let content = &part.content;
    match part.name {
        PartName::Claim => claim(content, labels),
        PartName::Diary => {
            let entries = items(content, "/entries").iter();
            entries
                .map(|entry| block(Style::Body, diary_entry(entry, labels)))
                .collect()
        }
        PartName::Messages => {
            let messages = items(content, "/messages").iter();
            messages.map(|m| block(Style::Body, message(m))).collect()
        }
        PartName::Outcome => {
            let statements = items(content, "/statements").iter();
            statements
                .map(|s| block(Style::Body, statement(s)))
                .collect()
        }
        PartName::Attachments => {
            let attachments = items(content, "/attachments").iter();
            attachments.flat_map(|a| attachment(a, labels)).collect()
        }
        PartName::CustodyLog => {
            let entries = items(content, "/entries").iter();
            let lines: Vec<String> = entries.map(custody_entry).collect();
            vec![block(Style::Small, lines.join("\n"))]
        }
    }
}

fn message(of: &Value) -> String {
    let head = [at(of, "/sent_at"), at(of, "/author")];
    format!("{}\n{}", head.join(" · "), at(of, "/body"))
}

fn attachment(of: &Value, labels: &Labels) -> [Block; 2] {
    let names = ["received_at", "file_name", "kind", "media_type"];
    let first = joined(names.iter().map(|name| at(of, &format!("/{name}"))), " · ");
    let digests = [
        format!("{} · {} B", at(of, "/id"), at(of, "/bytes")),
        format!("SHA-256: {}", at(of, "/sha256")),
        format!(
            "SHA-256 ({}): {}",
            labels.get("as_received"),
            at(of, "/received_sha256")
        ),
    ];
    [
        block(Style::Body, first),
        block(Style::Small, digests.join("\n")),
    ]
}

fn custody_entry(of: &Value) -> String {
    let names = [
        "at",
        "role",
        "action",
        "detail",
        "entry_id",
        "version",
        "attachment_id",
    ];
    joined(names.iter().map(|name| at(of, &format!("/{name}"))), " · ")
}

fn claim(content: &Value, labels: &Labels) -> Vec<Block> {
    let mut blocks = Vec::new();
    let rule = [
        "hours_per_day",
        "hours_per_week",
        "days_per_month",
        "overtime_multiplier",
        "rest_day_multiplier",
    ];
    let numbers = rule.iter().filter_map(|name| {
        let number = at(content, &format!("/rule/{name}"));
        (!number.is_empty()).then(|| format!("{name}: {number}"))
    });
    let rate = joined(
        ["amount", "currency", "per"]
            .iter()
            .map(|n| at(content, &format!("/rule/agreed_rate/{n}"))),
        " ",
    );
    let source = format!("{}: {}", labels.get("source"), at(content, "/rule/source"));
    let rule = [rate, joined(numbers, "; "), source];
    blocks.push(block(Style::Body, joined(rule.into_iter(), "\n")));
    for month in items(content, "/months") {
        let text = format!("{}: {}", at(month, "/month"), sums(month, "/sums", labels));
        blocks.push(block(Style::Body, text));
    }
    let total = format!(
        "{}: {}",
        labels.get("total"),
        sums(content, "/total", labels)
    );
    blocks.push(block(Style::Body, total));
    let assumed = items(content, "/assumptions")
        .iter()
        .map(|a| at(a, "/text"));
    let remarks = items(content, "/remarks").iter();
    let remarks = remarks.map(|r| format!("{} ({})", at(r, "/text"), at(r, "/entry_id")));
    blocks.push(block(Style::Small, joined(assumed.chain(remarks), "\n")));
    blocks
}

fn sums(of: &Value, at_sums: &str, labels: &Labels) -> String {
    let hours = |name: &str, label: &str| {
        let minutes = of
            .pointer(&format!("{at_sums}/{name}"))
            .and_then(Value::as_i64);
        let minutes = minutes.unwrap_or_default();
        format!(
            "{} {}:{:02} h",
            labels.get(label),
            minutes / 60,
            minutes % 60
        )
    };
    let amount = |name: &str| {
        format!(
            "{} {}",
            labels.get(name),
            money(of, &format!("{at_sums}/{name}"))
        )
    };
    let parts = [
        hours("ordinary_minutes", "ordinary"),
        hours("overtime_minutes", "overtime"),
        hours("rest_day_minutes", "rest_day"),
        amount("entitled"),
        amount("paid"),
        amount("owed"),
    ];
    parts.join("; ")
}

fn diary_entry(entry: &Value, labels: &Labels) -> String {
    let mut lines = vec![diary_content(entry, "/entry", labels)];
    if entry.pointer("/edited") == Some(&Value::Bool(true)) {
        lines.push(format!(
            "{} ({})",
            labels.get("edited"),
            at(entry, "/version")
        ));
        for earlier in items(entry, "/earlier") {
            let said = diary_content(earlier, "/entry", labels);
            lines.push(format!(
                "{} {}: {said}",
                labels.get("earlier"),
                at(earlier, "/version")
            ));
        }
    }
    lines.join("\n")
}

fn diary_content(of: &Value, place: &str, labels: &Labels) -> String {
    let get = |name: &str| at(of, &format!("{place}/{name}"));
    let hours = match (get("start"), get("end")) {
        (start, end) if !start.is_empty() => format!("{start}–{end}"),
        _ => String::new(),
    };
    let breaks = match get("break_minutes").as_str() {
        "0" | "" => String::new(),
        minutes => format!("{} {minutes} min", labels.get("breaks")),
    };
    let rest_day = if of.pointer(&format!("{place}/rest_day")) == Some(&Value::Bool(true)) {
        labels.get("rest_day")
    } else {
        String::new()
    };
    let paid = match money(of, &format!("{place}/paid")) {
        paid if paid.is_empty() => paid,
        paid => joined([labels.get("paid"), paid, get("paid_on")].into_iter(), " "),
    };
    let rate = ["amount", "currency", "per"].iter();
    let rate = joined(rate.map(|n| at(of, &format!("{place}/rate/{n}"))), " ");
    let first = joined([get("date"), hours].into_iter(), " ");
    let parts = [
        first,
        breaks,
        rest_day,
        get("task"),
        get("employer"),
        get("place"),
        get("pieces"),
        rate,
        paid,
    ];
    joined(parts.into_iter(), "; ")
}

fn statement(said: &Value) -> String {
    let pointers = ["/stated_at", "/author", "/status", "/outcome", "/resolved"];
    let first = joined(pointers.iter().map(|pointer| at(said, pointer)), " · ");
    let amounts = ["claimed", "agreed", "received"].iter().filter_map(|name| {
        let money = money(said, &format!("/amounts/{name}"));
        (!money.is_empty()).then(|| format!("{name}: {money}"))
    });
    let amounts = joined(amounts, "; ");
    joined([first, amounts].into_iter(), "\n")
}

fn money(of: &Value, pointer: &str) -> String {
    let parts = ["amount", "currency"].iter();
    joined(parts.map(|name| at(of, &format!("{pointer}/{name}"))), " ")
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

/// The parts that say something.
fn joined(parts: impl Iterator<Item = String>, with: &str) -> String {
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(with)
}

const fn block(style: Style, text: String) -> Block {
    Block { style, text }
}
