//! What a mapping file may say.

use std::collections::BTreeSet;
use std::path::Component;

use encoding_rs::Encoding;

use super::Mapping;
use crate::agencies::model::EntryKind;
use crate::platform::code_lists::CodeLists;
use crate::platform::text::fold;

impl Mapping {
    /// Refuses what cannot be meant, with the key that is wrong.
    pub(super) fn check(&self, stem: &str, lists: &CodeLists) -> Result<(), String> {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.name != stem {
            return Err(format!("`name` is `{}`, the file is `{stem}`", self.name));
        }
        if self.name.is_empty() || !self.name.chars().all(word) {
            return Err("`name` may hold small letters, digits and `_` only".to_owned());
        }
        known(lists, "country", "countries", &self.country)?;
        for country in &self.destinations {
            known(lists, "destinations", "countries", country)?;
        }
        for sector in &self.sectors {
            known(lists, "sectors", "sectors", sector)?;
        }
        for names in &self.alternate_names {
            known(
                lists,
                "alternate_names.kind",
                "agency_name_kinds",
                &names.kind,
            )?;
        }
        self.check_file()?;
        self.check_columns()?;
        match self.kind {
            EntryKind::RecruitmentAgency => self.check_status(lists)?,
            EntryKind::Employer => self.check_without_licence()?,
            EntryKind::ProposedEmployer | EntryKind::RefusedEmployer => {
                return Err("`kind` must be recruitment_agency or employer".to_owned());
            }
        }
        self.check_addresses()?;
        self.check_fetch()
    }

    fn check_fetch(&self) -> Result<(), String> {
        let Some(fetch) = &self.source.fetch else {
            return Ok(());
        };
        let url = url::Url::parse(&fetch.url).ok();
        let is_plain = url.is_some_and(|url| {
            let has_no_secret = url.username().is_empty() && url.password().is_none();
            url.scheme() == "https" && url.has_host() && has_no_secret
        });
        if !is_plain {
            return Err(
                "`source.fetch.url` must be an https address without a password".to_owned(),
            );
        }
        let limits = [
            ("every_hours", u64::from(fetch.every_hours), 1, 24 * 90),
            ("limit_bytes", number(fetch.limit_bytes), 1024, 1 << 30),
            (
                "most_missing_percent",
                number(fetch.most_missing_percent),
                0,
                100,
            ),
        ];
        for (name, value, least, most) in limits {
            if !(least..=most).contains(&value) {
                return Err(format!("`source.fetch.{name}` must be {least} to {most}"));
            }
        }
        Ok(())
    }

    fn check_file(&self) -> Result<(), String> {
        let file = &self.file;
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        if file.path.as_os_str().is_empty() || !file.path.components().all(plain) {
            return Err("`file.path` must name a file beside the mapping".to_owned());
        }
        if Encoding::for_label(file.encoding.as_bytes()).is_none() {
            return Err(format!("`file.encoding`: `{}` is not known", file.encoding));
        }
        if !file.delimiter.is_ascii() {
            return Err("`file.delimiter` must be an ASCII character".to_owned());
        }
        if !file.rows.is_empty() && !file.rows.starts_with('/') {
            return Err("`file.rows` must be a JSON pointer such as /data/items".to_owned());
        }
        Ok(())
    }

    fn check_columns(&self) -> Result<(), String> {
        if self.row.key.is_empty() {
            return Err("`row.key` must name at least one column".to_owned());
        }
        let known = self.known_columns();
        let of_rules = self.row.key.iter().chain(&self.row.required);
        let of_cuts = self.leave_out.iter().map(|cut| &cut.column);
        let elsewhere = self.status.elsewhere.iter().map(|words| &words.column);
        for column in of_rules.chain(of_cuts).chain(elsewhere) {
            if !known.contains(column.as_str()) {
                return Err(format!("the column `{column}` is neither used nor ignored"));
            }
        }
        if self
            .leave_out
            .iter()
            .any(|cut| cut.from.iter().any(String::is_empty))
        {
            return Err("`leave_out.from` must not be empty text".to_owned());
        }
        Ok(())
    }

    /// What only recruiters have says nothing of an employer.
    fn check_without_licence(&self) -> Result<(), String> {
        let (status, columns) = (&self.status, &self.columns);
        let said = [
            (
                "status",
                status.listed_means.is_some() || status.column.is_some(),
            ),
            ("status.words", !status.words.is_empty()),
            ("status.elsewhere", !status.elsewhere.is_empty()),
            ("columns.valid_from", columns.valid_from.is_some()),
            ("columns.expires_on", columns.expires_on.is_some()),
            ("destinations", !self.destinations.is_empty()),
        ];
        match said.into_iter().find(|(_, is_there)| *is_there) {
            Some((key, _)) => Err(format!("`{key}`: an employer has no licence")),
            None => Ok(()),
        }
    }

    fn check_status(&self, lists: &CodeLists) -> Result<(), String> {
        let status = &self.status;
        match (&status.listed_means, &status.column) {
            (Some(_), Some(_)) => {
                return Err("`status` takes `listed_means` or `column`, not both".to_owned());
            }
            (None, None) => return Err("`status` needs `listed_means` or `column`".to_owned()),
            (Some(_), None) if !status.words.is_empty() => {
                return Err("`status.words` needs `status.column`".to_owned());
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
        for code in status.listed_means.iter().chain(status.words.values()) {
            known(lists, "status", "licence_statuses", code)?;
        }
        let mut folded = BTreeSet::new();
        for words in status.words.keys() {
            if !folded.insert(fold(words)) {
                return Err(format!("`status.words` has `{words}` twice"));
            }
        }
        Ok(())
    }

    fn check_addresses(&self) -> Result<(), String> {
        let of_regulator = self.regulator_url.iter().map(|url| ("regulator_url", url));
        for (what, text) in of_regulator.chain([("source.url", &self.source.url)]) {
            let is_web = url::Url::parse(text).is_ok_and(|url| url.scheme().starts_with("http"));
            if !is_web {
                return Err(format!("`{what}` must be an http or https address"));
            }
        }
        for (what, text) in [
            ("title", &self.title),
            ("regulator", &self.regulator),
            ("source.name", &self.source.name),
            ("source.licence_note", &self.source.licence_note),
        ] {
            if text.trim().is_empty() {
                return Err(format!("`{what}` must not be empty"));
            }
        }
        Ok(())
    }
}

fn number(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

fn known(lists: &CodeLists, what: &str, list: &str, code: &str) -> Result<(), String> {
    let codes = lists.find(list).map(|list| list.codes.as_slice());
    let is_there = codes
        .unwrap_or_default()
        .iter()
        .any(|entry| entry.code == code);
    if is_there {
        return Ok(());
    }
    Err(format!(
        "`{what}`: `{code}` is not in the code list `{list}`"
    ))
}
