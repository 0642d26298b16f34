//! `data/rights/<slug>/<language>.md`: TOML front matter between two lines `+++`, then Markdown.

use std::path::{Path, PathBuf};

use super::members::Members;
use super::{Refused, markdown, read_text};
use crate::platform::code_lists::CodeLists;
use crate::platform::language::Language;
use crate::rights::model::{
    Article, ArticleText, LegalBasis, Licence, Review, TranslationStatus, is_slug,
    usual_jurisdiction,
};

const TITLE: usize = 120;
const SUMMARY: usize = 240;
const MARK: &str = "+++\n";

/// Reads every article of the folder.
pub(super) fn read(
    folder: &Path,
    lists: &CodeLists,
    refused: &mut Refused,
) -> Vec<(Article, Vec<ArticleText>)> {
    let mut articles = Vec::new();
    for path in entries(folder, refused) {
        if path.file_name().is_some_and(|name| name == "README.md") {
            continue;
        }
        if !path.is_dir() {
            refused.add(
                &path,
                ["is neither the README nor the folder of an article".to_owned()],
            );
            continue;
        }
        articles.extend(read_article(&path, lists, refused));
    }
    articles
}

fn entries(folder: &Path, refused: &mut Refused) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).and_then(|entries| {
        entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<PathBuf>, std::io::Error>>()
    });
    match listed {
        Ok(mut paths) => {
            paths.sort();
            paths
        }
        Err(error) => {
            refused.add(folder, [error.to_string()]);
            Vec::new()
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read_article(
    folder: &Path,
    lists: &CodeLists,
    refused: &mut Refused,
) -> Option<(Article, Vec<ArticleText>)> {
    let slug = name_of(folder);
    if !is_slug(&slug) {
        refused.add(
            folder,
            ["must be lower-case ASCII words joined by hyphens".to_owned()],
        );
    }
    let mut article = None;
    let mut texts = Vec::new();
    for path in entries(folder, refused) {
        let mut faults = Vec::new();
        if let Some(language) = language_of(&path, &mut faults) {
            let about = (language == Language::english()).then_some(&mut article);
            texts.extend(read_text_of(
                &path,
                &slug,
                language,
                lists,
                about,
                &mut faults,
            ));
        }
        refused.add(&path, faults);
    }
    if !texts
        .iter()
        .any(|text| text.language == Language::english())
    {
        let missing = folder.join("en.md");
        if !missing.exists() {
            refused.add(
                &missing,
                ["is missing: every article exists in English".to_owned()],
            );
        }
    }
    Some((article?, texts))
}

fn language_of(path: &Path, faults: &mut Vec<String>) -> Option<Language> {
    let name = name_of(path);
    let language = name.strip_suffix(".md").and_then(|tag| {
        let language: Language = tag.parse().ok()?;
        (language.as_str() == tag).then_some(language)
    });
    if language.is_none() {
        faults.push("must be named by its language, for example `fil.md`".to_owned());
    }
    language
}

/// Reads one file; the English one also says what holds for the whole article.
fn read_text_of(
    path: &Path,
    slug: &str,
    language: Language,
    lists: &CodeLists,
    about: Option<&mut Option<Article>>,
    faults: &mut Vec<String>,
) -> Option<ArticleText> {
    let text = read_text(path).map_err(|reason| faults.push(reason)).ok()?;
    let parts = text
        .strip_prefix(MARK)
        .and_then(|rest| rest.split_once("\n+++\n\n"));
    let Some((front, body)) = parts else {
        let form = "must begin with front matter between two lines `+++` and an empty line";
        faults.push(form.to_owned());
        return None;
    };
    faults.extend(markdown::faults_of(body, front.matches('\n').count() + 5));
    let table: toml::Table = match front.parse() {
        Ok(table) => table,
        Err(error) => {
            let error: toml::de::Error = error;
            faults.push(format!("front matter: {}", error.message()));
            return None;
        }
    };
    let mut members = Members::new(table, String::new(), lists, faults);
    let is_source = about.is_some();
    let text = article_text(&mut members, language, body, is_source);
    if let Some(about) = about {
        *about = Some(article(&mut members, slug));
    }
    members.close();
    Some(text)
}

fn article_text(
    members: &mut Members<'_>,
    language: Language,
    body: &str,
    is_source: bool,
) -> ArticleText {
    let text = ArticleText {
        language,
        title: members.line("title", TITLE),
        summary: members.line("summary", SUMMARY),
        body: body.trim().to_owned(),
        translation_status: translation_status(members, is_source),
        published_by: members.optional_line("published_by", 200),
        review: review(members),
    };
    let claims_review = text.translation_status == TranslationStatus::MachineReviewed;
    if claims_review && text.review.is_none() {
        members.fault(
            "translation_status",
            "`machine_reviewed` needs reviewed_by and reviewed_on",
        );
    }
    if text.translation_status == TranslationStatus::Machine && text.review.is_some() {
        members.fault(
            "translation_status",
            "a reviewed translation is `machine_reviewed`",
        );
    }
    text
}

fn translation_status(members: &mut Members<'_>, is_source: bool) -> TranslationStatus {
    let word = members.code("translation_status", "translation_statuses");
    let status = word.parse().unwrap_or(TranslationStatus::Machine);
    if !word.is_empty() && is_source != (status == TranslationStatus::Source) {
        members.fault("translation_status", "is `source` in en.md and only there");
    }
    status
}

/// A review needs somebody and a day; half of it is none, and must not look like one.
fn review(members: &mut Members<'_>) -> Option<Review> {
    let by = members.optional_line("reviewed_by", 200);
    let on = members.optional_date("reviewed_on");
    match (by, on) {
        (Some(by), Some(on)) => Some(Review { by, on }),
        (None, None) => None,
        (Some(_), None) => {
            members.fault("reviewed_on", "is missing, although reviewed_by is there");
            None
        }
        (None, Some(_)) => {
            members.fault("reviewed_by", "is missing, although reviewed_on is there");
            None
        }
    }
}

fn article(members: &mut Members<'_>, slug: &str) -> Article {
    let (topic, stages) = (
        members.code("topic", "rights_topics"),
        members.codes("stages", "journey_stages"),
    );
    let origins = members.codes("origins", "countries");
    let destinations = members.codes("destinations", "countries");
    let article = Article {
        slug: slug.to_owned(),
        topic,
        stages,
        jurisdiction: members
            .optional_jurisdiction("jurisdiction")
            .unwrap_or_else(|| usual_jurisdiction(&origins, &destinations)),
        origins,
        destinations,
        sectors: members.codes("sectors", "sectors"),
        sexes: members.optional_codes("sexes", "sexes"),
        permit_types: members.optional_codes("permit_types", "permit_types"),
        urgent: members.truth("urgent"),
        effective_from: members.optional_date("effective_from"),
        effective_to: members.optional_date("effective_to"),
        review_due: members.date("review_due"),
        legal_basis: legal_basis(members),
        licence: licence(members),
    };
    if article.stages.is_empty() {
        members.fault("stages", "must name at least one stage");
    }
    if article
        .effective_to
        .is_some_and(|to| article.effective_from.is_some_and(|from| to < from))
    {
        members.fault("effective_to", "must not lie before effective_from");
    }
    article
}

fn legal_basis(members: &mut Members<'_>) -> Vec<LegalBasis> {
    let mut all = Vec::new();
    for (table, at) in members.tables("legal_basis") {
        let mut members = members.inner(table, at);
        all.push(LegalBasis {
            instrument: members.line("instrument", 300),
            article: members.optional_line("article", 200),
            url: members.web_address("url"),
            quote: members.optional_line("quote", 1000),
        });
        members.close();
    }
    if all.is_empty() {
        members.fault(
            "legal_basis",
            "is missing: each statement of law needs a source",
        );
    }
    all
}

/// The project's own texts say nothing and are under the project's licence for texts.
fn licence(members: &mut Members<'_>) -> Licence {
    let given = members.tables("licence").into_iter().next();
    let Some((table, _)) = given else {
        return Licence::own();
    };
    let mut members = members.inner(table, "licence.".to_owned());
    let licence = Licence {
        name: members.line("name", 200),
        url: members.web_address("url"),
    };
    members.close();
    licence
}
