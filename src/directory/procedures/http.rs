//! `/v1/complaint-procedures`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{self, Procedure, Step};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, Countries, Texts};
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::language::{Language, nearest_text};
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::rights::LegalBasis;

type CountryCode = Code<Countries>;

/// A step of a complaint.
#[derive(Debug, Serialize, ToSchema)]
struct ComplaintStep {
    /// Where.
    #[schema(example = "Industrial Court")]
    forum: String,
    /// What one does there.
    #[schema(example = "The court decides.")]
    what: String,
    /// What it costs; null: nobody has looked it up.
    cost: Option<String>,
    /// What one brings along.
    documents: Vec<String>,
}

/// Where one complains, and until when.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::directory) struct ComplaintProcedure {
    /// Its name; stable.
    #[schema(example = "my_dismissal")]
    code: String,
    /// The country.
    country: CountryCode,
    /// What happened.
    #[schema(example = "I was dismissed without a good reason (Malaysia)")]
    title: String,
    /// Who may complain there.
    for_whom: String,
    /// The language of its texts.
    language: Language,
    /// The day from which the time limit runs; null: no limit was found, which does not mean that there is none.
    counted_from: Option<String>,
    /// The limit in days, when it is in days.
    #[schema(example = 60)]
    limit_days: Option<u16>,
    /// The limit in months, when it is in months.
    limit_months: Option<u16>,
    /// What one does, one after the other.
    steps: Vec<ComplaintStep>,
    /// What it rests on.
    legal_basis: Vec<LegalBasis>,
    /// Whether somebody of the country's offices or bar has read it.
    reviewed: bool,
}

/// Takes the texts of one language.
struct Reader(Language);

impl Reader {
    /// The nearest language in which a procedure is.
    fn of(context: &Context, procedure: &Procedure) -> Self {
        let tags = procedure.title.keys();
        let available: Vec<Language> = tags.filter_map(|tag| tag.parse().ok()).collect();
        let language = context.language_among(&available);
        let known = available.contains(&language);
        let language = if known { language } else { Language::english() };
        context.speak(&language);
        Self(language)
    }

    fn read(&self, texts: &Texts) -> String {
        let text = nearest_text(texts, &self.0);
        text.map(|(_, text)| text.to_owned()).unwrap_or_default()
    }

    fn step(&self, step: &Step) -> ComplaintStep {
        ComplaintStep {
            forum: self.read(&step.forum),
            what: self.read(&step.what),
            cost: step.cost.as_ref().map(|texts| self.read(texts)),
            documents: step
                .documents
                .iter()
                .map(|texts| self.read(texts))
                .collect(),
        }
    }
}

impl ComplaintProcedure {
    fn of(context: &Context, procedure: &Procedure) -> Self {
        Self::read(Reader::of(context, procedure), procedure)
    }

    /// In one of its languages.
    pub(in crate::directory) fn in_language(language: Language, procedure: &Procedure) -> Self {
        Self::read(Reader(language), procedure)
    }

    fn read(reader: Reader, procedure: &Procedure) -> Self {
        let limit = procedure.limit.as_ref();
        Self {
            code: procedure.code.clone(),
            country: Code::known(procedure.country.clone()),
            title: reader.read(&procedure.title),
            for_whom: reader.read(&procedure.for_whom),
            counted_from: limit.map(|limit| reader.read(&limit.counted_from)),
            limit_days: limit.and_then(|limit| limit.days),
            limit_months: limit.and_then(|limit| limit.months),
            steps: procedure
                .steps
                .iter()
                .map(|step| reader.step(step))
                .collect(),
            legal_basis: procedure.legal_basis.clone(),
            reviewed: procedure.reviewed,
            language: reader.0,
        }
    }
}

/// Where one complains.
#[derive(Debug, Serialize, ToSchema)]
struct ComplaintProcedures {
    /// The procedures, by country.
    items: Vec<ComplaintProcedure>,
}

/// Which procedures are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ProceduresQuery {
    /// Those of this country.
    #[param(example = "MY")]
    country: Option<CountryCode>,
}

/// List where one complains, step by step, and until when.
#[utoipa::path(tag = "directory", operation_id = "list_complaint_procedures",
    params(ProceduresQuery),
    responses((status = 200, description = "The procedures", body = ComplaintProcedures)))]
#[get("/complaint-procedures")]
pub(in crate::directory) async fn list_complaint_procedures(
    context: Context,
    query: QueryOf<ProceduresQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let country = query.0.country.as_ref().map(Code::as_str);
        let all = model::all().iter();
        let wanted = all.filter(|one| country.is_none_or(|country| one.country == country));
        let items: Vec<ComplaintProcedure> = wanted
            .map(|one| ComplaintProcedure::of(&context, one))
            .collect();
        let languages = languages_of(&items);
        Ok(Found::in_languages(
            ComplaintProcedures { items },
            languages,
        ))
    };
    answer(&context, &request, find).await
}

fn languages_of(items: &[ComplaintProcedure]) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for item in items {
        if !languages.contains(&item.language) {
            languages.push(item.language.clone());
        }
    }
    languages
}

fn known(code: &str) -> Result<&'static Procedure, Problem> {
    model::find(code).ok_or_else(|| Problem::new(&NOT_FOUND))
}

/// Read where one complains.
#[utoipa::path(tag = "directory", operation_id = "get_complaint_procedure",
    params(("code" = String, Path, description = "The procedure.", example = "my_dismissal")),
    responses((status = 200, description = "The procedure", body = ComplaintProcedure)))]
#[get("/complaint-procedures/{code}")]
pub(in crate::directory) async fn get_complaint_procedure(
    code: PathOf<String>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let shown = ComplaintProcedure::of(&context, known(&code.0)?);
        let language = shown.language.clone();
        Ok(Found::in_language(shown, language))
    };
    answer(&context, &request, find).await
}

/// From which day a limit runs.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct DeadlineQuery {
    /// The day from which it runs (`counted_from` says which); it is not counted.
    from: Date,
}

/// Until when one may complain.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "last_day": "2026-05-02", "last_working_day": "2026-04-30" }))]
struct ComplaintDeadline {
    /// The last day; null: no limit was found, which does not mean that there is none.
    last_day: Option<Date>,
    /// The last day at or before it on which public offices work; null when the holidays of that time are not known. Whoever
    /// files by then is in time by any reading.
    last_working_day: Option<Date>,
}

/// Reckon until when one may complain. It is no legal advice: go as early as you can.
#[utoipa::path(tag = "directory", operation_id = "reckon_complaint_deadline",
    params(("code" = String, Path, description = "The procedure.", example = "my_dismissal"), DeadlineQuery),
    responses((status = 200, description = "The last day", body = ComplaintDeadline)))]
#[get("/complaint-procedures/{code}/deadline")]
pub(in crate::directory) async fn reckon_complaint_deadline(
    code: PathOf<String>,
    query: QueryOf<DeadlineQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let ends = known(&code.0)?.ends(query.0.from);
        Ok(Found::new(ComplaintDeadline {
            last_day: ends.map(|ends| ends.on),
            last_working_day: ends.and_then(|ends| ends.working_day),
        }))
    };
    answer(&context, &request, find).await
}
