//! `POST /v1/checks/fees`.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::CountryCode;
use super::findings::{CheckFinding, FactToTell, articles_of, lacking_of, statement, to_tell};
use super::place::WorkPlace;
use super::rule::ExplainingArticle;
use super::whom::{Known, WhomShown};
use super::words::Words;
use crate::entitlements::model::{
    CheckVerdict, Circumstances, Compared, Entitlement, EntitlementValue, Facts, Finding, Library,
    WhyUnknown, order, settle,
};
use crate::platform::clock::{Date, Month};
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::http::{Context, Question};
use crate::platform::money::Money;
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::reviews::{CapsError, Charged, FeeItem, FeeLimitCheck, FeeVerdict, Limits};

/// What was charged, and what is known of the job.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "charged_in": "VN", "place_of_work": { "country": "MY" },
    "circumstances": { "origin": "VN", "contract_months": 24 }, "agreed_wage": { "amount": "12000000", "currency": "VND" },
    "fee_items": [{ "category": "recruitment_fee", "sub_item": "placement_fee", "paid_to": "agency",
        "paid": { "amount": "50000000", "currency": "VND" } }] }))]
struct FeeCheckAsked {
    /// The country of the agency that charges.
    charged_in: CountryCode,
    /// Where the work is.
    place_of_work: WorkPlace,
    /// The day for which it is asked; today when left out. An item with a month counts for its month.
    on: Option<Date>,
    /// What is known of the job.
    #[serde(default)]
    circumstances: Circumstances,
    /// The monthly wage that was agreed.
    agreed_wage: Option<Money>,
    /// What had to be paid, or is asked for.
    #[schema(min_items = 1, max_items = 50)]
    fee_items: Vec<FeeItem>,
}

/// Whether what was charged is what the law allows, as far as it can be told. Information, not a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeCheck {
    /// The country of the agency that charges.
    pub charged_in: CountryCode,
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
    /// The comparison with each limit of fees that concerns an item.
    pub limits: Vec<FeeLimitCheck>,
    /// Other rules: deposits, and costs that the employer must pay.
    pub findings: Vec<CheckFinding>,
    /// The items, by their places from 0, for which no limit is known. That does not mean that they may be charged.
    pub without_limit: Vec<usize>,
    /// What would have to be told to know more.
    pub to_tell: Vec<FactToTell>,
    /// Whom to ask.
    pub whom_to_ask: WhomShown,
}

/// Is this fee legal?
///
/// Compares what an agency, a broker or an employer charges with the limits that are known. It stores nothing and logs nothing of
/// what was asked, and takes no `Idempotency-Key`. Amounts in several currencies are counted together at the rate of the month.
#[utoipa::path(tag = "entitlements", operation_id = "check_fees", request_body = FeeCheckAsked,
    responses((status = 200, description = "The answer, whatever it is", body = FeeCheck)))]
#[post("/checks/fees")]
pub(super) async fn check_fees(
    context: Context,
    library: web::Data<Library>,
    question: Question<FeeCheckAsked>,
) -> Result<HttpResponse, Problem> {
    let asked = question.0;
    let on = asked.on.unwrap_or_else(|| context.now().date());
    let facts = asked.place_of_work.facts(on, &asked.circumstances)?;
    let (limits, known, asked) = load(&context, asked, Month::of(on)).await?;
    let findings = other_rules(&library, &asked.fee_items, &facts);
    let words = Words::of(&context, &library);
    let whom = |articles| {
        let origin = asked
            .circumstances
            .origin
            .as_ref()
            .map(|origin| origin.as_str().to_owned());
        known.shown(&context, origin.as_deref(), (false, articles))
    };
    let shown = answer(&words, &asked, (limits, &findings), (on, whom));
    Ok(HttpResponse::Ok().json(shown))
}

/// Compares with the limits, and reads whom to ask in the country of the agency.
async fn load(
    context: &Context,
    asked: FeeCheckAsked,
    month: Month,
) -> Result<(Vec<FeeLimitCheck>, Known, FeeCheckAsked), Problem> {
    let work = move |conn: &mut Conn| -> Result<_, Problem> {
        let charged = asked.charged();
        let country = asked.charged_in.as_str();
        let limits = Limits::load(conn, &charged, month).map_err(unreadable)?;
        let checks = limits.check(country, &charged, month);
        let checks: Vec<FeeLimitCheck> = checks.into_iter().map(FeeLimitCheck::from).collect();
        let known = Known::load(conn, country)?;
        Ok((checks, known, asked))
    };
    context.public_db().read_snapshot(work).await
}

fn unreadable(error: CapsError) -> Problem {
    match error {
        CapsError::Database(error) => error.into(),
        CapsError::Json(error) => {
            tracing::error!(%error, "A stored limit of fees cannot be read");
            Problem::new(&INTERNAL_ERROR)
        }
    }
}

impl FeeCheckAsked {
    fn charged(&self) -> Charged<'_> {
        Charged {
            destination: self.place_of_work.country.as_str(),
            occupation: self.circumstances.occupation.as_ref().map(Code::as_str),
            items: &self.fee_items,
            agreed_wage: self.agreed_wage.as_ref(),
            contract_months: self
                .circumstances
                .contract_months
                .and_then(|m| u8::try_from(m).ok()),
            recruited_month: None,
        }
    }
}

fn verdict_of_limit(verdict: FeeVerdict) -> CheckVerdict {
    match verdict {
        FeeVerdict::OverLimit => CheckVerdict::Breach,
        FeeVerdict::WithinLimit => CheckVerdict::Kept,
        FeeVerdict::CannotTell => CheckVerdict::Unknown,
    }
}

fn answer(
    words: &Words<'_>,
    asked: &FeeCheckAsked,
    (limits, findings): (Vec<FeeLimitCheck>, &[Finding<'_>]),
    (on, whom): (Date, impl FnOnce(Vec<ExplainingArticle>) -> WhomShown),
) -> FeeCheck {
    let limited: BTreeSet<usize> = limits
        .iter()
        .flat_map(|l| l.items().iter().copied())
        .collect();
    let places = 0..asked.fee_items.len();
    let without_limit: Vec<usize> = places.filter(|place| !limited.contains(place)).collect();
    let of_limits = limits.iter().map(|limit| verdict_of_limit(limit.verdict()));
    let of_rules = findings.iter().filter_map(|finding| finding.verdict);
    let not_known = (!without_limit.is_empty()).then_some(CheckVerdict::Unknown);
    let verdicts = of_limits.chain(of_rules).chain(not_known);
    let verdict = verdicts
        .min_by_key(|v| order(Some(*v)))
        .unwrap_or(CheckVerdict::Unknown);
    let mut articles: Vec<ExplainingArticle> = limits
        .iter()
        .filter_map(FeeLimitCheck::article)
        .map(ExplainingArticle::of)
        .collect();
    articles.extend(articles_of(findings.iter()));
    articles.sort_by(|a, b| a.slug.cmp(&b.slug));
    articles.dedup();
    let is_known = !limits.is_empty() || findings.iter().any(|f| f.verdict.is_some());
    FeeCheck {
        charged_in: asked.charged_in.clone(),
        place_of_work: asked.place_of_work.clone(),
        on,
        verdict,
        statement: statement(words, verdict, is_known),
        caution: words.text("check-caution", &Vec::new()),
        limits,
        findings: findings
            .iter()
            .map(|finding| CheckFinding::of(words, finding))
            .collect(),
        without_limit,
        to_tell: to_tell(words, &lacking_of(findings.iter())),
        whom_to_ask: whom(articles),
    }
}

/// Categories of fees that are deposits.
const DEPOSITS: [&str; 2] = ["bond", "collateral"];

/// Deposits, which may be prohibited; and costs that the employer must pay, which are shown.
fn other_rules<'l>(library: &'l Library, items: &[FeeItem], facts: &Facts) -> Vec<Finding<'l>> {
    let is_deposit = |item: &FeeItem| DEPOSITS.contains(&item.category.as_str());
    let paid = |item: &FeeItem| {
        item.net()
            .amount
            .bytes()
            .any(|byte| matches!(byte, b'1'..=b'9'))
    };
    let mut findings = Vec::new();
    if items.iter().any(|item| is_deposit(item) && paid(item)) {
        let compare = |e: &Entitlement| {
            if matches!(e.value, EntitlementValue::Prohibited(_)) {
                return Compared::Is { breach: true };
            }
            Compared::Not(BTreeSet::new(), Some(WhyUnknown::UnderConditions))
        };
        let candidates = library.candidates("deposit", None, facts, compare);
        findings.extend(settle(library.bound("deposit"), candidates, facts));
    }
    let costs = library.candidates("recruitment_costs", None, facts, |_| Compared::Shown);
    findings.extend(settle(library.bound("recruitment_costs"), costs, facts));
    findings
}
