//! Gathering what goes into a case file.

use std::collections::BTreeSet;

use super::REASON;
use crate::agencies;
use crate::assistance::actions::{open_content, open_identity, read_codes};
use crate::assistance::consents::ReferralField;
use crate::assistance::model::{Content, Identity};
use crate::assistance::referrals::limits::{Limits, limits};
use crate::assistance::referrals::model::{
    CarriedAgency, CarriedMessage, CaseFile, MOST_MESSAGE_BYTES, MOST_MESSAGES, NewReferral, Wanted,
};
use crate::assistance::store::RequestRow;
use crate::correspondence::{self, Message, MessagePage};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{Caller, CaseKey};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::{Line, Prose};
use crate::platform::vault::SubjectKey;

/// A request that is open for a case worker of the organisation that has it.
pub(super) struct OpenRequest {
    /// Its key.
    pub case: CaseKey,
    /// What that organisation itself may read.
    limits: Limits,
    organisation: Id,
}

impl OpenRequest {
    /// Opens it.
    pub(super) fn of(
        conn: &mut Conn,
        caller: &Caller<HandleAssistance>,
        id: Id,
        now: Time,
    ) -> Result<Self, Problem> {
        let organisation = caller.organisation();
        Ok(Self {
            case: CaseKey::open(conn, &caller.case_access(), id)?,
            limits: limits(conn, id, organisation, now)?,
            organisation,
        })
    }

    /// Seals for the person why her consent is overridden, if it is.
    pub(super) fn seal_reason(
        &self,
        conn: &mut Conn,
        services: &Services,
        referral: Id,
        wanted: &Wanted<'_>,
    ) -> Result<Option<Vec<u8>>, Problem> {
        let Wanted::ByVitalInterests(reason) = wanted else {
            return Ok(None);
        };
        let key = self
            .case
            .data_key(conn, &services.vault, Class::Confidential)?;
        Ok(Some(key.seal(
            referral,
            REASON,
            reason.as_str().as_bytes(),
        )?))
    }

    /// What a referral carries of it.
    pub(super) fn file(
        &self,
        conn: &mut Conn,
        services: &Services,
        request: &RequestRow,
        new: &NewReferral,
    ) -> Result<CaseFile, Problem> {
        let key = self
            .case
            .data_key(conn, &services.vault, Class::Confidential)?;
        let content = open_content(&key, request)?;
        let readable = new.fields.iter().filter(|field| self.limits.allow(**field));
        let fields: BTreeSet<ReferralField> = readable.copied().collect();
        let identity = if fields.contains(&ReferralField::Identity) {
            let opens = (&services.vault, &self.case);
            open_identity(conn, opens, request, self.organisation)?
        } else {
            None
        };
        let (messages, messages_left_out) = if fields.contains(&ReferralField::Messages) {
            let (newest, left_out) = carried_messages(conn, &key, request)?;
            (Some(newest), Some(left_out).filter(|count| *count > 0))
        } else {
            (None, None)
        };
        let agency = match content.agency_id {
            Some(agency) => carried_agency(conn, agency)?,
            None => None,
        };
        let whole = CaseFile {
            note: new.note.clone(),
            agency,
            messages,
            messages_left_out,
            ..whole(request, content, identity)?
        };
        Ok(whole.reduced_to(&fields))
    }
}

/// The newest messages, oldest first, and how many older ones there are.
fn carried_messages(
    conn: &mut Conn,
    key: &SubjectKey,
    request: &RequestRow,
) -> Result<(Vec<CarriedMessage>, u32), Problem> {
    let page = MessagePage {
        kind: None,
        after: None,
        rows: i64::MAX,
    };
    let all = correspondence::list_messages(conn, request.subject(), key, page)?;
    let all: Vec<CarriedMessage> = all.into_iter().filter_map(carried_message).collect();
    let (mut carried, mut room) = (0, MOST_MESSAGE_BYTES);
    for message in all.iter().rev().take(MOST_MESSAGES) {
        let needed = serde_json::to_vec(message).map_or(usize::MAX, |text| text.len() + 1);
        let Some(left) = room.checked_sub(needed) else {
            break;
        };
        room = left;
        carried += 1;
    }
    let left_out = all.len().saturating_sub(carried);
    let newest = all.into_iter().skip(left_out).collect();
    Ok((newest, u32::try_from(left_out).unwrap_or(u32::MAX)))
}

fn carried_message(message: Message) -> Option<CarriedMessage> {
    Some(CarriedMessage {
        author: message.author,
        body: Prose::kept(message.body)?,
        sent_at: message.sent_at,
    })
}

fn carried_agency(conn: &mut Conn, agency: Id) -> Result<Option<CarriedAgency>, Problem> {
    let names = agencies::names(conn, &[agency])?;
    let name = names.get(&agency).map(String::as_str).map(Line::try_from);
    let name = name.and_then(Result::ok);
    Ok(name.map(|name| CarriedAgency { id: agency, name }))
}

/// All that a case file can hold of what the person told.
fn whole(
    request: &RequestRow,
    content: Content,
    identity: Option<Identity>,
) -> Result<CaseFile, Problem> {
    Ok(CaseFile {
        note: None,
        urgency: Some(request.urgency),
        issue_codes: Some(read_codes(&request.issue_codes)?),
        narrative: content.narrative,
        for_whom: Some(content.for_whom),
        place: Some(content.place),
        employer: content.employer,
        agency: None,
        wants: Some(content.wants),
        language: Some(content.language),
        identity,
        safe_contact: content.safe_contact,
        indicators: Some(content.indicators),
        vulnerabilities: Some(content.vulnerabilities),
        messages: None,
        messages_left_out: None,
    })
}
