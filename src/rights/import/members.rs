//! Strict reading of a TOML table: what is wrong is noted, and reading goes on.

use toml::Value;

use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{CodeLists, Texts};
use crate::platform::language::Language;
use crate::rights::model::INTERNATIONAL;

/// A table whose members are taken one by one; what is left over at the end is unknown.
pub(super) struct Members<'a> {
    table: toml::Table,
    /// Where the table is, for the person who corrects it: empty, or `contacts[3].`.
    at: String,
    lists: &'a CodeLists,
    faults: &'a mut Vec<String>,
}

impl<'a> Members<'a> {
    pub fn new(
        table: toml::Table,
        at: String,
        lists: &'a CodeLists,
        faults: &'a mut Vec<String>,
    ) -> Self {
        Self {
            table,
            at,
            lists,
            faults,
        }
    }

    /// Notes a fault of a member.
    pub fn fault(&mut self, name: &str, reason: &str) {
        self.faults.push(format!("{}{name}: {reason}", self.at));
    }

    /// Notes every member that nobody took.
    pub fn close(mut self) {
        let unknown: Vec<String> = self.table.keys().cloned().collect();
        for name in unknown {
            self.fault(&name, "is not a member that is known here");
        }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        let value = self.table.remove(name);
        if value.is_none() {
            self.fault(name, "is missing");
        }
        value
    }

    /// One line of plain text.
    pub fn line(&mut self, name: &str, most: usize) -> String {
        let value = self.take(name);
        self.as_line(name, value, most).unwrap_or_default()
    }

    /// One line of plain text, if it is there.
    pub fn optional_line(&mut self, name: &str, most: usize) -> Option<String> {
        let value = self.table.remove(name);
        self.as_line(name, value, most)
    }

    /// One line, or nothing where an empty text stands for "not given".
    pub fn line_or_empty(&mut self, name: &str, most: usize) -> Option<String> {
        let value = self.take(name)?;
        if value.as_str() == Some("") {
            return None;
        }
        self.as_line(name, Some(value), most)
    }

    fn as_line(&mut self, name: &str, value: Option<Value>, most: usize) -> Option<String> {
        let Some(Value::String(text)) = value else {
            if value.is_some() {
                self.fault(name, "must be a text");
            }
            return None;
        };
        if let Some(reason) = fault_of_line(&text, most) {
            self.fault(name, &reason);
            return None;
        }
        Some(text)
    }

    /// An address on the web.
    pub fn web_address(&mut self, name: &str) -> String {
        let text = self.line(name, 500);
        let is_web =
            url::Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
        if !text.is_empty() && !is_web {
            self.fault(
                name,
                "must be an address that begins with https:// or http://",
            );
        }
        text
    }

    /// A day; 1970-01-01 stands in for one that cannot be read, whose file is refused anyway.
    pub fn date(&mut self, name: &str) -> Date {
        let value = self.take(name);
        let date = value.and_then(|value| self.as_date(name, &value));
        date.unwrap_or_else(|| Time::EPOCH.date())
    }

    /// A day, if it is there.
    pub fn optional_date(&mut self, name: &str) -> Option<Date> {
        let value = self.table.remove(name)?;
        self.as_date(name, &value)
    }

    fn as_date(&mut self, name: &str, value: &Value) -> Option<Date> {
        let date = value.as_str().and_then(|text| Date::parse(text).ok());
        if date.is_none() {
            self.fault(name, "must be a date such as \"2026-11-23\"");
        }
        date
    }

    /// `true` or `false`.
    pub fn truth(&mut self, name: &str) -> bool {
        let value = self.take(name);
        if value.as_ref().is_some_and(|value| !value.is_bool()) {
            self.fault(name, "must be true or false");
        }
        value.and_then(|value| value.as_bool()).unwrap_or_default()
    }

    /// A code of a list.
    pub fn code(&mut self, name: &str, list: &str) -> String {
        let code = self.line(name, 100);
        if !code.is_empty() {
            self.check_code(name, &code, list);
        }
        code
    }

    /// Codes of a list, each once.
    pub fn codes(&mut self, name: &str, list: &str) -> Vec<String> {
        let Some(Value::Array(values)) = self.take(name) else {
            self.fault(name, "must be a list of codes");
            return Vec::new();
        };
        let mut codes: Vec<String> = Vec::new();
        for value in values {
            let Value::String(code) = value else {
                self.fault(name, "must hold texts only");
                continue;
            };
            self.check_code(name, &code, list);
            if codes.contains(&code) {
                self.fault(name, &format!("holds `{code}` twice"));
            }
            codes.push(code);
        }
        codes
    }

    /// The same, if they are there.
    pub fn optional_codes(&mut self, name: &str, list: &str) -> Vec<String> {
        if self.table.contains_key(name) {
            self.codes(name, list)
        } else {
            Vec::new()
        }
    }

    /// Whose law it is, if that is there.
    pub fn optional_jurisdiction(&mut self, name: &str) -> Option<String> {
        let text = self.optional_line(name, 20)?;
        if !is_jurisdiction(&text, self.lists) {
            let reason = "must be a country, a part of one (ISO 3166-2) or `international`";
            self.fault(name, reason);
        }
        Some(text)
    }

    fn check_code(&mut self, name: &str, code: &str, list: &str) {
        let found = self.lists.find(list);
        if !found.is_some_and(|list| list.codes.iter().any(|entry| entry.code == code)) {
            self.fault(name, &format!("`{code}` is not in the code list {list}"));
        }
    }

    /// Tables, each with its place for faults.
    pub fn tables(&mut self, name: &str) -> Vec<(toml::Table, String)> {
        let Some(value) = self.table.remove(name) else {
            return Vec::new();
        };
        let at = self.at.clone();
        let place = |number: usize| format!("{at}{name}[{number}].");
        let mut tables = Vec::new();
        let values = if let Value::Array(values) = value {
            values
        } else {
            vec![value]
        };
        for (number, value) in (1..).zip(values) {
            if let Value::Table(table) = value {
                tables.push((table, place(number)));
            } else {
                self.fault(name, "must be a list of tables");
            }
        }
        tables
    }

    /// Texts by language, if they are there; English among them.
    pub fn texts(&mut self, name: &str, most: usize) -> Texts {
        let Some(value) = self.table.remove(name) else {
            return Texts::new();
        };
        let Value::Table(table) = value else {
            self.fault(name, "must be a table of texts by language");
            return Texts::new();
        };
        let mut texts = Texts::new();
        for (language, value) in table {
            let member = format!("{name}.{language}");
            let canonical = language.parse::<Language>();
            if !canonical.is_ok_and(|canonical| canonical.as_str() == language) {
                self.fault(&member, "is not a language tag in its usual form");
            }
            if let Some(text) = self.as_line(&member, Some(value), most) {
                texts.insert(language, text);
            }
        }
        if !texts.contains_key("en") {
            self.fault(name, "must have a text in English (`en`)");
        }
        texts
    }

    /// A reader of a table inside this one.
    pub fn inner(&mut self, table: toml::Table, at: String) -> Members<'_> {
        Members::new(table, at, self.lists, self.faults)
    }
}

/// Whether this says whose law something is.
pub(in crate::rights) fn is_jurisdiction(text: &str, lists: &CodeLists) -> bool {
    let (country, part) = text.split_once('-').unwrap_or((text, "A"));
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let is_part = (1..=3).contains(&part.len()) && part.chars().all(fits);
    let countries = lists.find("countries");
    let is_country = countries.is_some_and(|list| list.codes.iter().any(|e| e.code == country));
    text == INTERNATIONAL || is_country && is_part
}

/// What is wrong with one line of plain text.
pub(super) fn fault_of_line(text: &str, most: usize) -> Option<String> {
    let characters = text.chars().count();
    if text.trim().is_empty() {
        Some("must not be blank".to_owned())
    } else if text.trim() != text {
        Some("must not begin or end with a space".to_owned())
    } else if characters > most {
        Some(format!("has {characters} characters, at most {most} fit"))
    } else if text.chars().any(char::is_control) {
        Some("must be one line without control characters".to_owned())
    } else {
        None
    }
}
