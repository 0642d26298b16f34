//! `GET /v1/self-checks` and `GET /v1/self-checks/{code}`. The questions go to the phone; the answers stay there.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::StageCode;
use crate::entitlements::model::{
    Library, SelfCheck, SelfCheckFile, SelfCheckQuestion, SelfCheckStep,
};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PathOf, QueryOf};
use crate::platform::language::{Language, nearest_text};
use crate::platform::problem::{NOT_FOUND, Problem};

/// Which self-checks are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SelfChecksQuery {
    /// A stage of the journey in which they are offered.
    stage: Option<StageCode>,
}

/// Which version is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SelfCheckQuery {
    /// The hash of a version; the newest when left out.
    #[param(pattern = "^[0-9a-f]{64}$", max_length = 64)]
    hash: Option<String>,
}

/// A self-check in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "code": "offer_safe", "title": "Is this job offer safe?", "language": "en", "translation_status": "source",
    "stages": ["deciding", "recruiting", "pre_departure"], "version": 1,
    "hash": "c78968f54aca8796c3bbe17794f57c3e53c08558919bbd2cf62baee381154d86", "href": "/v1/self-checks/offer_safe" }))]
pub struct SelfCheckSummary {
    /// Names it.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// The language of the title.
    pub language: Language,
    /// How the texts of that language came about: `source`, or `machine` for what nobody has reviewed.
    pub translation_status: String,
    /// In which stages of the journey it is offered.
    pub stages: Vec<StageCode>,
    /// The newest version.
    pub version: u32,
    /// The hash of that version.
    pub hash: String,
    /// Where it is.
    pub href: String,
}

/// The text of a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct SelfCheckStepText {
    /// The step.
    pub code: SelfCheckStep,
    /// The code of its text.
    pub text: String,
}

/// A self-check whole: what a phone needs to ask and to evaluate it without the network (`docs/entitlements.md`).
#[derive(Debug, Serialize, ToSchema)]
pub struct SelfCheckShown {
    /// Names it.
    pub code: String,
    /// Names the file to which it belongs; its version and hash are those of the file.
    pub file: String,
    /// The version.
    pub version: u32,
    /// SHA-256 of the file's content as canonical JSON.
    pub hash: String,
    /// When it was published.
    pub published_on: Date,
    /// Where it comes from.
    pub source: String,
    /// The language of the texts.
    pub language: Language,
    /// How the texts of that language came about.
    pub translation_status: String,
    /// All languages that there are.
    pub languages: Vec<Language>,
    /// In which stages of the journey it is offered.
    pub stages: Vec<StageCode>,
    /// The code of its title.
    pub title: String,
    /// What may come next.
    pub steps: Vec<SelfCheckStepText>,
    /// The questions and results, in their order.
    pub questions: Vec<SelfCheckQuestion>,
    /// The texts, by code.
    pub texts: BTreeMap<String, String>,
}

/// List the self-checks.
///
/// Questions with which somebody finds out what may be wrong. They are answered and evaluated on the phone; there is no address
/// to which answers could be sent.
#[utoipa::path(tag = "entitlements", operation_id = "list_self_checks", params(SelfChecksQuery),
    responses((status = 200, description = "All self-checks, on one page", body = Page<SelfCheckSummary>)))]
#[get("/self-checks")]
pub(super) async fn list_self_checks(
    context: Context,
    library: web::Data<Library>,
    query: QueryOf<SelfChecksQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let stage = query
            .0
            .stage
            .as_ref()
            .map(|stage| stage.as_str().to_owned());
        let (mut items, mut languages) = (Vec::new(), Vec::new());
        for (file, own) in newest(&library) {
            if stage
                .as_ref()
                .is_some_and(|stage| !own.stages.contains(stage))
            {
                continue;
            }
            let summary = SelfCheckSummary::of(&context, file, own);
            if !languages.contains(&summary.language) {
                languages.push(summary.language.clone());
            }
            items.push(summary);
        }
        Ok(Found::in_languages(Page { items, next: None }, languages))
    };
    answer(&context, &request, find).await
}

/// Read a self-check.
///
/// With its questions, rules and texts in the nearest language. A version never changes; an old one is found by its hash.
#[utoipa::path(tag = "entitlements", operation_id = "get_self_check",
    params(("code" = String, Path, description = "The self-check.", example = "offer_safe"), SelfCheckQuery),
    responses((status = 200, description = "The self-check", body = SelfCheckShown)))]
#[get("/self-checks/{code}")]
pub(super) async fn get_self_check(
    code: PathOf<String>,
    query: QueryOf<SelfCheckQuery>,
    context: Context,
    library: web::Data<Library>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let wanted = |(_, own): &(&SelfCheckFile, &SelfCheck)| own.code == code.0;
        let found = match &query.0.hash {
            None => newest(&library).into_iter().find(wanted),
            Some(hash) => every(&library)
                .filter(|(file, _)| file.hash == *hash)
                .find(wanted),
        };
        let (file, own) = found.ok_or(Problem::new(&NOT_FOUND))?;
        let shown = SelfCheckShown::of(&context, file, own);
        let language = shown.language.clone();
        Ok(Found::in_language(shown, language))
    };
    answer(&context, &request, find).await
}

/// Every self-check in every version, the oldest first.
fn every(library: &Library) -> impl Iterator<Item = (&SelfCheckFile, &SelfCheck)> {
    let files = library.self_checks.iter();
    files.flat_map(|file| file.checks.iter().map(move |own| (file, own)))
}

/// The newest version of each.
pub fn newest(library: &Library) -> Vec<(&SelfCheckFile, &SelfCheck)> {
    let all: BTreeMap<&str, _> = every(library)
        .map(|(file, own)| (own.code.as_str(), (file, own)))
        .collect();
    let mut seen = BTreeSet::new();
    let order = every(library).filter(|(_, own)| seen.insert(own.code.clone()));
    order
        .filter_map(|(_, own)| all.get(own.code.as_str()).copied())
        .collect()
}

/// The nearest of the languages of a file.
fn nearest(context: &Context, file: &SelfCheckFile) -> (Language, Vec<Language>) {
    let languages: Vec<Language> = file
        .languages
        .iter()
        .filter_map(|tag| tag.parse().ok())
        .collect();
    (context.language_among(&languages), languages)
}

impl SelfCheckFile {
    /// A text in a language, or in English.
    pub fn text(&self, code: &str, language: &Language) -> String {
        let texts = self.texts.get(code);
        let text = texts.and_then(|texts| nearest_text(texts, language));
        text.map(|(_, text)| text.to_owned()).unwrap_or_default()
    }

    /// How the texts of a language came about.
    pub fn status(&self, language: &Language) -> String {
        self.translation_status
            .get(language.as_str())
            .cloned()
            .unwrap_or_default()
    }
}

fn stages(own: &SelfCheck) -> Vec<StageCode> {
    own.stages.iter().cloned().map(Code::known).collect()
}

impl SelfCheckSummary {
    fn of(context: &Context, file: &SelfCheckFile, own: &SelfCheck) -> Self {
        let (language, _) = nearest(context, file);
        Self {
            code: own.code.clone(),
            title: file.text(&own.title, &language),
            translation_status: file.status(&language),
            language,
            stages: stages(own),
            version: file.version,
            hash: file.hash.clone(),
            href: format!("/v1/self-checks/{}", own.code),
        }
    }
}

impl SelfCheckShown {
    fn of(context: &Context, file: &SelfCheckFile, own: &SelfCheck) -> Self {
        let (language, languages) = nearest(context, file);
        let steps = file.steps.iter();
        let used = own
            .texts()
            .into_iter()
            .chain(file.steps.iter().map(|step| step.text.as_str()));
        let texts = used.map(|code| (code.to_owned(), file.text(code, &language)));
        Self {
            code: own.code.clone(),
            file: file.code.clone(),
            version: file.version,
            hash: file.hash.clone(),
            published_on: file.published_on,
            source: file.source.clone(),
            translation_status: file.status(&language),
            texts: texts.collect(),
            language,
            languages,
            stages: stages(own),
            title: own.title.clone(),
            steps: steps
                .map(|step| SelfCheckStepText {
                    code: step.code,
                    text: step.text.clone(),
                })
                .collect(),
            questions: own.questions.clone(),
        }
    }
}
