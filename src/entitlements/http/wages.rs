//! `POST /v1/checks/wages`.

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::findings::{CheckFinding, FactToTell, articles_of, lacking_of, statement, to_tell};
use super::place::WorkPlace;
use super::whom::{Known, WhomShown};
use super::words::Words;
use crate::entitlements::model::{
    Answered, CheckVerdict, Circumstances, Finding, Library, WageQuestion, check_wages as compare,
    tell_wage, verdict_of,
};
use crate::platform::clock::Date;
use crate::platform::http::{Context, Question};
use crate::platform::problem::Problem;

/// A wage, and what is known of the job.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "place_of_work": { "country": "MY", "subdivision": "MY-10" },
    "circumstances": { "origin": "BD", "sector": "C", "employer_workers": 40 },
    "wage": { "wages": [{ "amount": "1500.00", "currency": "MYR", "per": "month" }], "normal_hours_per_day": "8",
        "overtime": [{ "day": "normal_day", "hours": "2", "paid": { "amount": "15.00", "currency": "MYR" } }] } }))]
struct WageCheckAsked {
    /// Where the work is.
    place_of_work: WorkPlace,
    /// The day for which it is asked; today when left out.
    on: Option<Date>,
    /// What is known of the job.
    #[serde(default)]
    circumstances: Circumstances,
    /// The wage.
    wage: WageQuestion,
}

/// What may be said of one thing that was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct WageAnswer {
    /// To which member of `wage` it belongs (JSON pointer).
    #[schema(example = "/overtime/0")]
    pub about: String,
    /// The kind of entitlement.
    pub kind: String,
    /// The same in the caller's language.
    pub kind_label: String,
    /// What follows from all rules together.
    pub verdict: CheckVerdict,
    /// Whether any rule of this kind is known for this place and day. Where none is, that does not mean that anything is allowed.
    pub is_known: bool,
    /// Breaches first, then what is unknown, then what is kept.
    pub findings: Vec<CheckFinding>,
}

/// Whether a wage is what the law asks, as far as it can be told. Information, not a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct WageCheck {
    /// Where the work is.
    pub place_of_work: WorkPlace,
    /// The day for which it holds.
    pub on: Date,
    /// What follows: a breach if there is one, else unknown if anything is.
    pub verdict: CheckVerdict,
    /// The answer as a sentence, in the caller's language.
    pub statement: String,
    /// That this is information and no decision, in the caller's language.
    pub caution: String,
    /// One entry for each thing that was asked.
    pub answers: Vec<WageAnswer>,
    /// What would have to be told to know more.
    pub to_tell: Vec<FactToTell>,
    /// Whom to ask.
    pub whom_to_ask: WhomShown,
}

/// Is this wage legal?
///
/// Compares a wage, pay for overtime, what is cut and when it is paid with what is known of the law. It stores nothing and logs
/// nothing of what was asked, and takes no `Idempotency-Key`. What is not told makes an answer unknown, never right or wrong.
#[utoipa::path(tag = "entitlements", operation_id = "check_wages", request_body = WageCheckAsked,
    responses((status = 200, description = "The answer, whatever it is", body = WageCheck)))]
#[post("/checks/wages")]
pub(super) async fn check_wages(
    context: Context,
    library: web::Data<Library>,
    question: Question<WageCheckAsked>,
) -> Result<HttpResponse, Problem> {
    let asked = question.0;
    let on = asked.on.unwrap_or_else(|| context.now().date());
    let mut facts = asked.place_of_work.facts(on, &asked.circumstances)?;
    tell_wage(&asked.wage, &mut facts);
    let known = Known::of(&context, asked.place_of_work.country.as_str()).await?;
    let answered = compare(&library, &asked.wage, &facts);
    let words = Words::of(&context, &library);
    let findings = || {
        answered
            .iter()
            .flat_map(|answered| answered.findings.iter())
    };
    let (verdict, is_known) = (verdict_of(findings()), findings().next().is_some());
    let origin = asked
        .circumstances
        .origin
        .as_ref()
        .map(|origin| origin.as_str().to_owned());
    let shown = WageCheck {
        on,
        verdict,
        statement: statement(&words, verdict, is_known),
        caution: words.text("check-caution", &Vec::new()),
        answers: answered
            .iter()
            .map(|answered| WageAnswer::of(&words, answered))
            .collect(),
        to_tell: to_tell(&words, &lacking_of(findings())),
        whom_to_ask: known.shown(
            &context,
            origin.as_deref(),
            (false, articles_of(findings())),
        ),
        place_of_work: asked.place_of_work,
    };
    Ok(HttpResponse::Ok().json(shown))
}

impl WageAnswer {
    fn of(words: &Words<'_>, answered: &Answered<'_>) -> Self {
        let show = |finding: &Finding<'_>| CheckFinding::of(words, finding);
        Self {
            about: answered.about.clone(),
            kind: answered.kind.to_owned(),
            kind_label: words.kind(answered.kind),
            verdict: verdict_of(answered.findings.iter()),
            is_known: !answered.findings.is_empty(),
            findings: answered.findings.iter().map(show).collect(),
        }
    }
}
