//! Writing down the work, and reading it.

use super::model::{
    Appointment, AppointmentShown, CaseWork, Item, ItemKind, Kept, KeptReply, Plan, Put, Reply,
};
use super::store::{self, ItemRow, PlanRow};
use crate::assistance::actions::{confidential_key, ensure_consent, not_found, record};
use crate::assistance::consents::ReferralField;
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::REQUEST_WITHDRAWN;
use crate::assistance::referrals::limits;
use crate::assistance::store::{
    RequestRow, find as find_request, find_locked, find_of, find_of_locked, mark_unanswered,
};
use crate::identity::audit::Action;
use crate::identity::permissions::{HandleAssistance, Role};
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder, is_member, list_of_organisation};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::problem::{CONFLICT, Fault, ID_TAKEN, Problem};
use crate::platform::vault::{SubjectKey, Vault, VaultError};

/// What sealed things are called in their associated data; these must never change.
const PLAN: &str = "assistance_work.plan";
const ITEM: &str = "assistance_work.item";
const REPLY: &str = "assistance_work.reply";

/// Reads all of it; the audit log says so.
pub(super) fn read(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<CaseWork, Problem> {
    let row = find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let key = confidential_key(conn, vault, &caller.case_access(), row.id)?;
    let work = opened(conn, &key, (row.id, caller.organisation()), now)?;
    record(conn, caller, now, Action::Opened, id, "work")?;
    Ok(work)
}

/// What was written down, without what another organisation wrote, unless the person lets it be handed over with the
/// request.
fn opened(
    conn: &mut Conn,
    key: &SubjectKey,
    (request, organisation): (Id, Id),
    now: Time,
) -> Result<CaseWork, Problem> {
    let plan = store::find_plan(conn, request)?;
    let items = store::list(conn, request)?;
    let own = readable_authors(conn, (request, organisation), (plan.as_ref(), &items), now)?;
    let is_readable = |author: &Id| own.as_ref().is_none_or(|own| own.contains(author));
    let version = plan.as_ref().map_or(0, |row| row.version);
    let plan = plan.filter(|row| is_readable(&row.changed_by));
    let content = plan
        .as_ref()
        .map(|row| key.open_json(request, PLAN, &row.sealed_plan));
    let mut work = CaseWork {
        plan_version: version,
        plan: content.transpose()?.unwrap_or_default(),
        notes: Vec::new(),
        tasks: Vec::new(),
        services: Vec::new(),
        appointments: Vec::new(),
    };
    for row in items.into_iter().filter(|row| is_readable(&row.changed_by)) {
        match row.kind {
            ItemKind::Note => work.notes.push(kept(key, &row)?),
            ItemKind::Task => work.tasks.push(kept(key, &row)?),
            ItemKind::Service => work.services.push(kept(key, &row)?),
            ItemKind::Appointment => work.appointments.push(appointment(key, &row)?),
        }
    }
    Ok(work)
}

/// Whose writing is read; `None`: everybody's.
fn readable_authors(
    conn: &mut Conn,
    (request, organisation): (Id, Id),
    (plan, items): (Option<&PlanRow>, &[ItemRow]),
    now: Time,
) -> Result<Option<Vec<Id>>, Problem> {
    let covered = limits(conn, request, organisation, now)?;
    if covered.hand_over(ReferralField::CaseNotes) {
        return Ok(None);
    }
    let mut authors: Vec<Id> = items.iter().map(|row| row.changed_by).collect();
    authors.extend(plan.map(|row| row.changed_by));
    Ok(Some(list_of_organisation(conn, organisation, &authors)?))
}

fn kept<T: Item>(key: &SubjectKey, row: &ItemRow) -> Result<Kept<T>, VaultError> {
    Ok(Kept {
        content: key.open_json(row.id, ITEM, &row.sealed_item)?,
        id: row.id,
        version: row.version,
        changed_by: row.changed_by,
        created_at: row.created_at,
        changed_at: row.changed_at,
    })
}

fn appointment(key: &SubjectKey, row: &ItemRow) -> Result<AppointmentShown, VaultError> {
    let content: Appointment = key.open_json(row.id, ITEM, &row.sealed_item)?;
    let sealed = row.sealed_reply.as_deref();
    let text = sealed.map(|sealed| key.open_text(row.id, REPLY, sealed));
    Ok(AppointmentShown {
        content,
        reply_text: text.transpose()?,
        id: row.id,
        version: row.version,
        reply: row.reply,
        replied_at: row.replied_at,
    })
}

/// Writes the plan anew, if the caller has read the one that stands; returns its version.
pub(super) fn put_plan(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, put): (Id, &Put<Plan>),
    now: Time,
) -> Result<i64, Problem> {
    let (row, key) = locked(conn, vault, caller, id)?;
    let before = store::find_plan(conn, row.id)?.map_or(0, |plan| plan.version);
    if before != put.version {
        return Err(Problem::new(&CONFLICT));
    }
    let plan = PlanRow {
        request_id: row.id,
        version: before + 1,
        sealed_plan: key.seal_json(row.id, PLAN, &put.content)?,
        changed_by: caller.account(),
        changed_at: now,
    };
    store::put_plan(conn, &plan)?;
    record(conn, caller, now, Action::Stated, id, "plan")?;
    Ok(plan.version)
}

/// Writes something down under its id, if the caller has read the version that stands.
pub(super) fn put<T: Item>(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, item, put): (Id, Id, Put<T>),
    now: Time,
) -> Result<Kept<T>, Problem> {
    let (row, key) = locked(conn, vault, caller, id)?;
    ensure_assignable(conn, caller, &put.content)?;
    let before = store::find(conn, item)?;
    if before
        .as_ref()
        .is_some_and(|other| other.request_id != row.id || other.kind != T::KIND)
    {
        return Err(Problem::new(&ID_TAKEN));
    }
    if before.as_ref().map_or(0, |standing| standing.version) != put.version {
        return Err(Problem::new(&CONFLICT));
    }
    let written = ItemRow {
        id: item,
        request_id: row.id,
        kind: T::KIND,
        version: put.version + 1,
        sealed_item: key.seal_json(item, ITEM, &put.content)?,
        changed_by: caller.account(),
        created_at: before.as_ref().map_or(now, |standing| standing.created_at),
        changed_at: now,
        // Whoever changes an appointment asks again.
        reply: None,
        sealed_reply: None,
        replied_at: None,
    };
    match before {
        Some(_) => store::update(conn, &written)?,
        None => store::insert(conn, &written).map_err(taken)?,
    }
    record(conn, caller, now, Action::Stated, id, T::KIND.as_str())?;
    Ok(Kept {
        id: item,
        version: written.version,
        changed_by: written.changed_by,
        created_at: written.created_at,
        changed_at: now,
        content: put.content,
    })
}

/// Whoever has to do it is a case worker of the organisation.
fn ensure_assignable<T: Item>(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    content: &T,
) -> Result<(), Problem> {
    let Some(account) = content.assigned_to() else {
        return Ok(());
    };
    if is_member(conn, account, caller.organisation(), Role::CaseWorker)? {
        return Ok(());
    }
    let fault = Fault::new("/content/assigned_to", "not_a_case_worker");
    Err(Problem::invalid(vec![fault]))
}

fn taken(error: DbError) -> Problem {
    match error.constraint().as_deref() {
        Some("assistance_work_items_id_key") => Problem::new(&ID_TAKEN),
        _ => error.into(),
    }
}

fn locked(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    id: Id,
) -> Result<(RequestRow, SubjectKey), Problem> {
    let row = find_of_locked(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let key = confidential_key(conn, vault, &caller.case_access(), row.id)?;
    Ok((row, key))
}

/// The appointments, for the person.
pub(super) fn list_appointments(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<Vec<AppointmentShown>, Problem> {
    let row = find_request(conn, holder.subject())?.ok_or_else(not_found)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    let all = store::list(conn, row.id)?.into_iter();
    let own = all.filter(|item| item.kind == ItemKind::Appointment);
    let shown: Result<Vec<AppointmentShown>, VaultError> =
        own.map(|item| appointment(&key, &item)).collect();
    Ok(shown?)
}

/// Takes what the person says to an appointment; it can be said again.
pub(super) fn reply(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    (id, reply): (Id, Reply),
    now: Time,
) -> Result<KeptReply, Problem> {
    let row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let found = store::find(conn, id)?;
    let found =
        found.filter(|item| item.request_id == row.id && item.kind == ItemKind::Appointment);
    let mut item = found.ok_or_else(not_found)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    let text = reply.text.as_ref();
    let sealed = text.map(|text| key.seal(id, REPLY, text.as_str().as_bytes()));
    item.sealed_reply = sealed.transpose()?;
    item.reply = Some(reply.reply);
    item.replied_at = Some(now);
    store::update(conn, &item)?;
    mark_unanswered(conn, row.id, now)?;
    Ok(KeptReply {
        id,
        version: item.version,
        reply: reply.reply,
        replied_at: now,
    })
}

/// Deletes all of a request that is being erased.
pub(in crate::assistance) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    store::delete(conn, request)
}
