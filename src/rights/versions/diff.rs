//! What is different between two versions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use utoipa::ToSchema;

use super::model::VersionText;
use crate::platform::differences::differences_of_values;
use crate::platform::language::Language;
use crate::rights::model::{Article, ArticleText};
use crate::text_enum;

/// Lines that are shown around those that changed.
const AROUND: usize = 2;

text_enum! {
    /// What became of a line.
    pub enum LineChange {
        /// It is in both.
        Same => "same",
        /// It is only in the earlier one.
        Removed => "removed",
        /// It is only in the later one.
        Added => "added",
    }
}

text_enum! {
    /// What became of a text.
    pub enum TextChange {
        /// It is new.
        Added => "added",
        /// It is gone.
        Removed => "removed",
        /// It is different.
        Changed => "changed",
    }
}

/// A line of a text.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArticleDiffLine {
    /// What became of it.
    change: LineChange,
    /// The line.
    text: String,
}

/// What is different in a language.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleTextDiff {
    /// The language.
    language: Language,
    /// What became of the text.
    change: TextChange,
    /// Title, summary and body line by line: each group is one place that changed, with the lines around it.
    #[schema(value_type = Vec<Vec<ArticleDiffLine>>)]
    places: Vec<Vec<ArticleDiffLine>>,
    /// What is said about the text and is different, as it was.
    #[schema(value_type = Object)]
    before: BTreeMap<String, Value>,
    /// The same as it is.
    #[schema(value_type = Object)]
    after: BTreeMap<String, Value>,
}

/// Members by name: as they were, and as they are.
pub type MembersDiff = (BTreeMap<String, Value>, BTreeMap<String, Value>);

/// What is different in what holds for every language.
pub fn of_members(
    before: Option<&Article>,
    after: &Article,
) -> Result<MembersDiff, serde_json::Error> {
    let before = before.map_or(Ok(Value::Null), serde_json::to_value)?;
    let (before, after) = differences_of_values(&before, &serde_json::to_value(after)?);
    Ok((before.into_iter().collect(), after.into_iter().collect()))
}

/// What is different in each language; one in which nothing is, is left out.
pub fn of_texts(
    before: &[VersionText],
    after: &[VersionText],
) -> Result<Vec<ArticleTextDiff>, serde_json::Error> {
    let both = before.iter().chain(after);
    let languages: BTreeSet<Language> = both.map(|one| one.text.language.clone()).collect();
    let mut all = Vec::new();
    for language in languages {
        let of = |texts: &[VersionText]| {
            let found = texts.iter().find(|one| one.text.language == language);
            found.map(|one| one.text.clone())
        };
        let (was, is) = (of(before), of(after));
        let change = match (&was, &is) {
            (Some(was), Some(is)) if was == is => continue,
            (Some(_), Some(_)) => TextChange::Changed,
            (None, _) => TextChange::Added,
            (Some(_), None) => TextChange::Removed,
        };
        let (said_before, said_after) =
            differences_of_values(&said(was.as_ref())?, &said(is.as_ref())?);
        all.push(ArticleTextDiff {
            language,
            change,
            places: places(&words(was.as_ref()), &words(is.as_ref())),
            before: said_before.into_iter().collect(),
            after: said_after.into_iter().collect(),
        });
    }
    Ok(all)
}

/// What is said about a text besides its words.
fn said(text: Option<&ArticleText>) -> Result<Value, serde_json::Error> {
    let mut said = text.map_or(Ok(Value::Null), serde_json::to_value)?;
    if let Some(members) = said.as_object_mut() {
        for words in ["language", "title", "summary", "body"] {
            members.remove(words);
        }
    }
    Ok(said)
}

fn words(text: Option<&ArticleText>) -> String {
    text.map_or_else(String::new, |text| {
        format!("{}\n\n{}\n\n{}\n", text.title, text.summary, text.body)
    })
}

fn places(before: &str, after: &str) -> Vec<Vec<ArticleDiffLine>> {
    let diff = TextDiff::from_lines(before, after);
    let group = |operations: &Vec<similar::DiffOp>| {
        let changes = operations
            .iter()
            .flat_map(|operation| diff.iter_changes(operation));
        changes
            .map(|change| ArticleDiffLine {
                change: match change.tag() {
                    ChangeTag::Equal => LineChange::Same,
                    ChangeTag::Delete => LineChange::Removed,
                    ChangeTag::Insert => LineChange::Added,
                },
                text: change.value().trim_end_matches('\n').to_owned(),
            })
            .collect()
    };
    diff.grouped_ops(AROUND).iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_shown_with_the_lines_around_it() {
        let before = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
        let after = before.replace("two", "2").replace("nine\n", "");
        let shown = places(before, &after);
        let first: Vec<(&str, &str)> = shown[0]
            .iter()
            .map(|line| (line.change.as_str(), line.text.as_str()))
            .collect();
        assert_eq!(
            first,
            [
                ("same", "one"),
                ("removed", "two"),
                ("added", "2"),
                ("same", "three"),
                ("same", "four")
            ]
        );
        assert_eq!(shown[1].last().unwrap().change, LineChange::Removed);
        assert_eq!(places(before, before).len(), 0);
    }
}
