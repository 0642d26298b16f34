//! Handing keys of cases to a case worker: by a colleague, and by a custodian.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::actions::{self, GrantReason, Granted};
use crate::identity::Caller;
use crate::identity::permissions::{HandleAssistance, KeepCaseKeys};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Who is to be given keys, and why.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "account_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "reason": "key_lost"
}))]
pub(super) struct CaseKeyGrant {
    /// An active case worker who has signed in since.
    account_id: Id,
    /// Why; the audit log keeps it with each case.
    reason: GrantReason,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "granted": 12, "not_held": 0, "has_more": false }))]
struct CaseKeysGranted {
    /// Requests that the case worker opens from now on.
    #[schema(minimum = 0)]
    granted: usize,
    /// Requests of their organisation that the caller cannot open either: the worker's next visit, a colleague or
    /// a custodian can.
    #[schema(minimum = 0)]
    not_held: usize,
    /// Whether there are more: send the same again to continue.
    has_more: bool,
}

impl From<Granted> for CaseKeysGranted {
    fn from(done: Granted) -> Self {
        Self {
            granted: done.cases,
            not_held: done.not_held,
            has_more: done.has_more,
        }
    }
}

/// Hand the keys of your organisation's requests to a colleague who lacks them.
///
/// Seldom needed: whoever opens a request gives its key to all colleagues, and so does the worker's next visit.
/// For who has just joined or has lost their own key. Requests that were filed in server mode have no key.
#[utoipa::path(tag = "staff", operation_id = "grant_case_keys",
    request_body = CaseKeyGrant,
    responses((status = 200, description = "How many requests open for them now", body = CaseKeysGranted)),
    extensions(("x-problems" = json!(["case_key_locked"]))))]
#[post("/staff/case-key-grants")]
pub(super) async fn grant_case_keys(
    caller: Caller<HandleAssistance>,
    context: Context,
    command: Command<CaseKeyGrant>,
) -> Result<HttpResponse, Problem> {
    let within = Some(caller.organisation());
    grant(caller, within, context, command).await
}

/// Hand the keys of an organisation's requests to one of its case workers, as a custodian.
///
/// For a case worker whose key is lost and who has no colleague with it. A custodian reads no request. The audit
/// log has an entry with the reason for each.
#[utoipa::path(tag = "staff", operation_id = "grant_case_keys_in_custody",
    request_body = CaseKeyGrant,
    responses((status = 200, description = "How many requests open for them now", body = CaseKeysGranted)),
    extensions(("x-problems" = json!(["case_key_locked"]))))]
#[post("/staff/custody/case-key-grants")]
pub(super) async fn grant_case_keys_in_custody(
    caller: Caller<KeepCaseKeys>,
    context: Context,
    command: Command<CaseKeyGrant>,
) -> Result<HttpResponse, Problem> {
    grant(caller, None, context, command).await
}

async fn grant<C: 'static>(
    caller: Caller<C>,
    within: Option<Id>,
    context: Context,
    command: Command<CaseKeyGrant>,
) -> Result<HttpResponse, Problem> {
    let (wanted, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let (vault, now) = (&here.services().vault, here.now());
        let to = (wanted.account_id, wanted.reason);
        let done = actions::grant_keys(conn, vault, (&caller, within), to, now)?;
        Answer::changed(&CaseKeysGranted::from(done))
    };
    command.run(&context, by, work).await
}
