//! What a recipient here says.

use std::collections::BTreeSet;

use super::settle::{Answered, locked, settle};
use super::transfer::take_over;
use crate::assistance::actions::not_found;
use crate::assistance::consents;
use crate::assistance::referrals::model::{
    CONSENT_NOT_COVERING, REFERRAL_OVER, ReferralKind, ReferralStatus,
};
use crate::assistance::referrals::store::{self, ReferralRow};
use crate::assistance::routing;
use crate::assistance::store::RequestRow;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::HandleAssistance;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Accepts a referral; of a transfer the request comes along. Doing it again changes nothing.
pub fn accept(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<ReferralRow, Problem> {
    let (mut request, mut row) = own_locked(conn, caller, id)?;
    if row.status == ReferralStatus::Accepted {
        return Ok(row);
    }
    ensure_follows(&row, &Answered::Accepted)?;
    ensure_wanted(conn, caller, request.as_ref())?;
    let covered = covered_now(conn, &row, now)?;
    let by = Some(caller.account());
    let answer = (&Answered::Accepted, by);
    settle(conn, services, (&mut row, request.as_mut()), answer, now)?;
    if row.kind == ReferralKind::Transfer
        && let Some(request) = request.as_mut()
    {
        take_over(conn, services, caller, (&row, request), &covered, now)?;
        let detail = Some("transferred");
        let subject = Subject::AssistanceRequest;
        caller.record(conn, now, Action::Assigned, subject, request.id, detail)?;
    }
    let detail = Some("accepted");
    caller.record(conn, now, Action::MovedOn, Subject::Referral, id, detail)?;
    Ok(row)
}

/// Rejects a referral, or gives back one that was accepted. Doing it again changes nothing.
pub fn reject(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, answer): (Id, &Answered),
    now: Time,
) -> Result<ReferralRow, Problem> {
    say(
        conn,
        services,
        caller,
        (id, answer, ReferralStatus::Rejected),
        now,
    )
}

/// Tells what came of a referral. Doing it again changes nothing.
pub fn complete(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, answer): (Id, &Answered),
    now: Time,
) -> Result<ReferralRow, Problem> {
    say(
        conn,
        services,
        caller,
        (id, answer, ReferralStatus::Done),
        now,
    )
}

fn say(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, answer, status): (Id, &Answered, ReferralStatus),
    now: Time,
) -> Result<ReferralRow, Problem> {
    let (mut request, mut row) = own_locked(conn, caller, id)?;
    if row.status == status {
        return Ok(row);
    }
    ensure_follows(&row, answer)?;
    // What was only offered cannot have come to anything yet.
    if status == ReferralStatus::Done && row.status != ReferralStatus::Accepted {
        return Err(Problem::new(&REFERRAL_OVER));
    }
    let by = (answer, Some(caller.account()));
    settle(conn, services, (&mut row, request.as_mut()), by, now)?;
    let detail = Some(status.as_str());
    caller.record(conn, now, Action::MovedOn, Subject::Referral, id, detail)?;
    Ok(row)
}

fn own_locked(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
) -> Result<(Option<RequestRow>, ReferralRow), Problem> {
    let own = Some(caller.organisation());
    let found = store::find(conn, id)?.filter(|row| row.recipient_organisation_id == own);
    locked(conn, &found.ok_or_else(not_found)?)
}

fn ensure_follows(row: &ReferralRow, answer: &Answered) -> Result<(), Problem> {
    if answer.follows(row) {
        Ok(())
    } else {
        Err(Problem::new(&REFERRAL_OVER))
    }
}

/// Whom the person has excluded gets nothing, whatever was offered before.
fn ensure_wanted(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    request: Option<&RequestRow>,
) -> Result<(), Problem> {
    let excluded = match request {
        Some(request) => routing::list_exclusions(conn, request.id)?,
        None => Vec::new(),
    };
    if excluded.contains(&caller.organisation()) {
        return Err(Problem::new(&REFERRAL_OVER));
    }
    Ok(())
}

/// What the consent covers at this moment; refused when it no longer stands, for time may have ended it.
fn covered_now(
    conn: &mut Conn,
    row: &ReferralRow,
    now: Time,
) -> Result<BTreeSet<consents::ReferralField>, Problem> {
    let (Some(request), Some(consent)) = (row.request_id, row.consent_id) else {
        return row.fields();
    };
    let consent = consents::find_of_request(conn, request, consent)?.ok_or_else(not_found)?;
    if consent.stands(now) {
        consent.covers(now)
    } else {
        Err(Problem::new(&CONSENT_NOT_COVERING))
    }
}
