//! `…/claim` and `…/claim-rule`: what a person has coming to them, and by what it is reckoned.

use actix_web::{HttpResponse, get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assistance::diary::actions::{self, Reckoned};
use crate::assistance::diary::model::{AssumptionCode, ClaimMonth, ClaimRule, RemarkCode, Sums};
use crate::correspondence::Author;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder, SteppedHolder};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;

/// By which side's rule a claim is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::assistance) struct ClaimQuery {
    /// Whose rule; when left out, one's own, or the other's where there is no own one.
    by: Option<Author>,
}

/// What a claim assumes.
#[derive(Serialize, ToSchema)]
#[schema(as = ClaimAssumption)]
struct AssumptionShown {
    /// What, for programs.
    code: AssumptionCode,
    /// What, for people, in the caller's language.
    text: String,
}

/// Something about an entry that a reader of the claim must know.
#[derive(Serialize, ToSchema)]
#[schema(as = ClaimRemark)]
struct RemarkShown {
    /// The entry.
    entry_id: Id,
    /// What, for programs.
    code: RemarkCode,
    /// What, for people, in the caller's language.
    text: String,
}

/// What a person has coming to them by their diary.
#[derive(Serialize, ToSchema)]
#[schema(as = WageClaim)]
pub(in crate::assistance) struct ClaimShown {
    /// By what it is reckoned.
    rule: ClaimRule,
    /// Whose rule it is.
    rule_author: Author,
    /// When the rule was stated.
    rule_stated_at: Time,
    /// Month by month; those without an entry are left out.
    months: Vec<ClaimMonth>,
    /// The sum of the months.
    total: Sums,
    /// What it assumes.
    assumptions: Vec<AssumptionShown>,
    /// Entries that are not or not wholly counted, or doubtful.
    remarks: Vec<RemarkShown>,
    /// The language of the texts.
    language: Language,
}

impl ClaimShown {
    /// A claim with its texts in the caller's language.
    pub fn of(context: &Context, reckoned: Reckoned) -> Self {
        let language = context.language();
        let text = |name: String| context.say(&name, None, &Vec::new());
        let claim = reckoned.claim;
        let assumption = |code: AssumptionCode| AssumptionShown {
            code,
            text: text(format!("claim-assumes-{code}")),
        };
        let assumptions = claim.assumptions.into_iter().map(assumption).collect();
        let remarks = claim.remarks.into_iter().map(|remark| RemarkShown {
            entry_id: remark.entry,
            code: remark.code,
            text: text(format!("claim-remark-{}", remark.code)),
        });
        Self {
            remarks: remarks.collect(),
            assumptions,
            rule: reckoned.rule,
            rule_author: reckoned.author,
            rule_stated_at: reckoned.stated_at,
            months: claim.months,
            total: claim.total,
            language,
        }
    }
}

/// Say by what the claim is reckoned.
///
/// The agreed rate and the multipliers of the law, with where they come from. It replaces an earlier
/// rule of one's own; the organisation's stays beside it.
#[utoipa::path(tag = "receipt", operation_id = "put_own_assistance_claim_rule",
    request_body = ClaimRule,
    responses((status = 200, description = "Kept", body = ClaimRule)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn"]))))]
#[put("/receipt/assistance-request/claim-rule")]
pub(in crate::assistance) async fn put_own_assistance_claim_rule(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    command: Command<ClaimRule>,
) -> Result<HttpResponse, Problem> {
    let (rule, command) = command.take_body();
    check(&rule)?;
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        actions::put_rule(conn, &here.services().vault, &holder, &rule, here.now())?;
        Answer::changed(&rule)
    };
    command.run(&context, by, work).await
}

fn check(rule: &ClaimRule) -> Result<(), Problem> {
    let faults = rule.faults();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Reckon the claim.
///
/// From the diary as it is now, exactly; each month is rounded once. What it assumes is told with it.
/// It is no decision of anybody.
#[utoipa::path(tag = "receipt", operation_id = "get_own_assistance_claim", params(ClaimQuery),
    responses((status = 200, description = "The claim", body = ClaimShown)),
    extensions(("x-second-step" = json!(true)), ("x-problems" = json!(["not_found", "no_claim_rule", "claim_too_large"]))))]
#[get("/receipt/assistance-request/claim")]
pub(in crate::assistance) async fn get_own_assistance_claim(
    stepped: SteppedHolder<AssistanceRequests>,
    context: Context,
    query: QueryOf<ClaimQuery>,
) -> Result<HttpResponse, Problem> {
    let holder = stepped.0;
    let (vault, by) = (context.services().vault.clone(), query.0.by);
    let work = move |conn: &mut Conn| actions::claim(conn, &vault, &holder, by);
    let reckoned = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(ClaimShown::of(&context, reckoned)))
}

/// Say by what a person's claim is reckoned.
///
/// It replaces an earlier rule of the organisation; the person's own stays beside it. The audit log
/// remembers it.
#[utoipa::path(tag = "staff", operation_id = "put_assistance_claim_rule",
    params(("id" = Id, Path, description = "The request.")),
    request_body = ClaimRule,
    responses((status = 200, description = "Kept", body = ClaimRule)),
    extensions(("x-problems" = json!(["consent_withdrawn"]))))]
#[put("/staff/assistance-requests/{id}/claim-rule")]
pub(in crate::assistance) async fn put_assistance_claim_rule(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<ClaimRule>,
) -> Result<HttpResponse, Problem> {
    let (rule, command) = command.take_body();
    check(&rule)?;
    let (here, by, id) = (context.clone(), caller.originator(), id.0);
    let work = move |conn: &mut Conn| {
        let vault = &here.services().vault;
        actions::put_rule_for_staff(conn, vault, &caller, (id, &rule), here.now())?;
        Answer::changed(&rule)
    };
    command.run(&context, by, work).await
}

/// Reckon a person's claim.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "open_assistance_claim",
    params(("id" = Id, Path, description = "The request."), ClaimQuery),
    responses((status = 200, description = "The claim", body = ClaimShown)),
    extensions(("x-problems" = json!(["consent_withdrawn", "not_handed_over", "no_claim_rule", "claim_too_large"]))))]
#[get("/staff/assistance-requests/{id}/claim")]
pub(in crate::assistance) async fn open_assistance_claim(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    query: QueryOf<ClaimQuery>,
) -> Result<HttpResponse, Problem> {
    let (vault, now) = (context.services().vault.clone(), context.now());
    let wanted = (id.0, query.0.by);
    let work = move |conn: &mut Conn| actions::claim_for_staff(conn, &vault, &caller, wanted, now);
    let reckoned = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(ClaimShown::of(&context, reckoned)))
}
