//! What the systems of the organisation that has a request or a report are told of it.

use diesel::prelude::*;

use super::model::{ChangedBy, StatusChange, Subject};
use crate::identity::SubjectKind;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{assistance_requests, safety_reports};
use crate::webhooks::{EventType, Happening, announce};

/// What takes a request or a report out of everybody's hands, in both areas.
const WITHDRAWN: &str = "withdrawn";

/// The types of events of a kind: of reviews nobody is told.
struct Types {
    assigned: EventType,
    message_received: EventType,
    status_changed: EventType,
    withdrawn: EventType,
    erased: EventType,
}

const fn types_of(kind: SubjectKind) -> Option<Types> {
    match kind {
        SubjectKind::AssistanceRequest => Some(Types {
            assigned: EventType::AssistanceRequestAssigned,
            message_received: EventType::AssistanceRequestMessageReceived,
            status_changed: EventType::AssistanceRequestStatusChanged,
            withdrawn: EventType::AssistanceRequestWithdrawn,
            erased: EventType::AssistanceRequestErased,
        }),
        SubjectKind::SafetyReport => Some(Types {
            assigned: EventType::SafetyReportAssigned,
            message_received: EventType::SafetyReportMessageReceived,
            status_changed: EventType::SafetyReportStatusChanged,
            withdrawn: EventType::SafetyReportWithdrawn,
            erased: EventType::SafetyReportErased,
        }),
        SubjectKind::Review => None,
    }
}

/// The organisation that has it.
fn organisation_of(conn: &mut Conn, subject: Subject) -> Result<Option<Id>, DbError> {
    let found: Option<Option<Id>> = match subject.kind {
        SubjectKind::AssistanceRequest => assistance_requests::table
            .find(subject.id)
            .select(assistance_requests::organisation_id)
            .first(conn)
            .optional()?,
        SubjectKind::SafetyReport => safety_reports::table
            .find(subject.id)
            .select(safety_reports::organisation_id)
            .first(conn)
            .optional()?,
        SubjectKind::Review => None,
    };
    Ok(found.flatten())
}

/// Tells that it has come to an organisation. `None`: nobody has it.
pub fn assigned(
    conn: &mut Conn,
    subject: Subject,
    organisation: Option<Id>,
    at: Time,
) -> Result<(), DbError> {
    let Some(types) = types_of(subject.kind) else {
        return Ok(());
    };
    let happening = Happening {
        event: types.assigned,
        organisation,
        subject: subject.id,
        occurrence: &at.to_string(),
        at,
    };
    announce(conn, &happening)
}

/// Tells that it was erased, before it is.
pub fn erased(
    conn: &mut Conn,
    subject: Subject,
    organisation: Option<Id>,
    at: Time,
) -> Result<(), DbError> {
    let Some(types) = types_of(subject.kind) else {
        return Ok(());
    };
    let happening = Happening {
        event: types.erased,
        organisation,
        subject: subject.id,
        occurrence: "",
        at,
    };
    announce(conn, &happening)
}

/// Tells that whoever filed it has written.
pub(super) fn message_received(
    conn: &mut Conn,
    subject: Subject,
    message: Id,
    at: Time,
) -> Result<(), DbError> {
    let Some(types) = types_of(subject.kind) else {
        return Ok(());
    };
    let happening = Happening {
        event: types.message_received,
        organisation: organisation_of(conn, subject)?,
        subject: subject.id,
        occurrence: &message.to_string(),
        at,
    };
    announce(conn, &happening)
}

/// Tells that it has another status. Of the first one nobody is told: that it has come is told apart.
pub(super) fn status_changed(
    conn: &mut Conn,
    subject: Subject,
    change: &StatusChange,
    number: i64,
) -> Result<(), DbError> {
    let types = types_of(subject.kind).filter(|_| change.from.is_some());
    let Some(types) = types else {
        return Ok(());
    };
    let is_withdrawn = change.by == ChangedBy::Reporter && change.to == WITHDRAWN;
    let happening = Happening {
        event: if is_withdrawn {
            types.withdrawn
        } else {
            types.status_changed
        },
        organisation: organisation_of(conn, subject)?,
        subject: subject.id,
        occurrence: &number.to_string(),
        at: change.at,
    };
    announce(conn, &happening)
}
