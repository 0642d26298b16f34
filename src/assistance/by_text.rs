//! Filing and following a request by text message: the same actions as for everybody, with as much as a short text holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::actions::{self, Erasure, Filing};
use super::model::{AssistanceStatus, Consents, NewRequest, Reconsidered, RequestChannel, Urgency};
use crate::contact::SafeContact;
use crate::correspondence::{Author, MessageKind, MessagePage, NewMessage};
use crate::identity::{AssistanceRequests, ReceiptHolder, ReceiptScope};
use crate::platform::clock::Time;
use crate::platform::code_lists::Code;
use crate::platform::crypto::ReceiptCode;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::phone::PhoneNumber;
use crate::platform::place::Place;
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::platform::text::Prose;

type Holder = ReceiptHolder<AssistanceRequests>;

/// Messages that are looked through at once.
const PAGE: i64 = 200;

/// What somebody told by text. It has no `Debug`, which would show what is said.
pub struct Told {
    /// Where they are (code list `countries`).
    pub country: String,
    /// How urgent it is (code list `urgency`).
    pub urgency: String,
    /// What it is about (code list `issue_codes`); none, and it is about something else.
    pub topics: BTreeSet<String>,
    /// What happened.
    pub narrative: String,
    /// The language in which they wrote.
    pub language: Language,
    /// The number that may be texted when there is news; without it nobody contacts them.
    pub may_text: Option<PhoneNumber>,
}

/// Files a request that was told by text.
pub fn file_by_text(
    conn: &mut Conn,
    services: &Services,
    told: Told,
    now: Time,
) -> Result<ReceiptCode, Problem> {
    let filing = Filing {
        request: request_of(told)?,
        new_id: Id::random(&*services.randomness),
        now,
        channel: RequestChannel::Sms,
    };
    Ok(actions::file(conn, services, filing)?.code)
}

/// What somebody asks for who has said nothing yet but that they need help.
pub struct Asked {
    /// Where they are (code list `countries`).
    pub country: String,
    /// Their language.
    pub language: Language,
}

/// Files a request of somebody who has said nothing but that they need help, as any app does for whoever sends no more. It does
/// not say where the button was that was tapped; what there is to say they write with the receipt code.
pub fn file_asked(
    conn: &mut Conn,
    services: &Services,
    asked: Asked,
    now: Time,
) -> Result<ReceiptCode, Problem> {
    let told = Told {
        country: asked.country,
        urgency: "this_week".to_owned(),
        topics: BTreeSet::new(),
        narrative: String::new(),
        language: asked.language,
        may_text: None,
    };
    let filing = Filing {
        request: request_of(told)?,
        new_id: Id::random(&*services.randomness),
        now,
        channel: RequestChannel::App,
    };
    Ok(actions::file(conn, services, filing)?.code)
}

fn request_of(told: Told) -> Result<NewRequest, Problem> {
    let mut issue_codes: BTreeSet<_> = told.topics.into_iter().map(Code::known).collect();
    if issue_codes.is_empty() {
        issue_codes.insert(Code::known("other".to_owned()));
    }
    let narrative = told.narrative.trim();
    let narrative = if narrative.is_empty() {
        None
    } else {
        Some(Prose::try_from(narrative).map_err(|_| impossible())?)
    };
    let safe_contact = plan(told.may_text.as_ref(), &told.language)?;
    Ok(NewRequest {
        id: None,
        for_whom: Code::known("self".to_owned()),
        urgency: told.urgency.parse::<Urgency>().map_err(|_| impossible())?,
        issue_codes,
        narrative,
        place: country(told.country),
        employer: None,
        agency_id: None,
        retaliation_for: None,
        wants: BTreeSet::new(),
        language: told.language,
        safe_contact: Some(safe_contact),
        identity: None,
        indicators: BTreeMap::new(),
        vulnerabilities: BTreeSet::new(),
        sex: None,
        consents: Consents {
            organisation_id: None,
            only_this_organisation: false,
            excluded_organisation_ids: Vec::new(),
            share_identity: false,
        },
    })
}

/// A place of which the country alone is known.
fn country(code: String) -> Place {
    Place {
        country: Code::known(code),
        subdivision: None,
        text: None,
        point: None,
        precision: Code::known("country".to_owned()),
    }
}

/// What was asked and answered about contact: this number by text, or not at all. That somebody has texted is no
/// permission to text them.
fn plan(number: Option<&PhoneNumber>, language: &Language) -> Result<SafeContact, Problem> {
    let method = |number: &PhoneNumber| {
        json!({
            "channel": "sms", "address": number.as_str(), "owner": "self",
            "ok_to_leave_message": true, "language": language
        })
    };
    let plan = json!({
        "do_not_contact": number.is_none(),
        "service_may_send": number.is_some(),
        "methods": number.map(method).into_iter().collect::<Vec<_>>(),
        "fallback": "wait_for_receipt"
    });
    serde_json::from_value(plan).map_err(|_| impossible())
}

/// What was chosen from our own menus cannot be wrong.
fn impossible() -> Problem {
    tracing::error!("What a conversation by text has gathered is no request");
    Problem::new(&INTERNAL_ERROR)
}

/// How far a request is.
pub struct Standing {
    /// A code of the list `assistance_statuses`.
    pub status: &'static str,
    /// By when the person hears more; `None` when it has ended.
    pub more_by: Option<Time>,
}

/// Tells how far a request is, and gives its key to everybody who should have it, as each visit does.
pub fn standing_by_text(
    conn: &mut Conn,
    services: &Services,
    holder: &Holder,
    now: Time,
) -> Result<Standing, Problem> {
    let followed = actions::follow(conn, holder)?;
    let is_whole = holder.scope() == ReceiptScope::Everything;
    if is_whole && followed.shared_with == actions::SharedWith::NotYetAll {
        actions::share_key(conn, &services.vault, holder)?;
    }
    let row = &followed.row;
    let has_ended = row.status.has_ended() || row.status == AssistanceStatus::Withdrawn;
    let more_by = row.due(now).next();
    Ok(Standing {
        status: row.status.as_str(),
        more_by: (!has_ended && more_by > now).then_some(more_by),
    })
}

/// An answer of the organisation.
pub struct AnswerByText {
    /// When it was written.
    pub at: Time,
    /// What it says.
    pub text: String,
}

/// The organisation's answers, the latest first; never what the person wrote.
pub fn answers_by_text(
    conn: &mut Conn,
    services: &Services,
    holder: &Holder,
) -> Result<Vec<AnswerByText>, Problem> {
    let (mut answers, mut after) = (Vec::new(), None);
    loop {
        let page = MessagePage {
            kind: Some(MessageKind::Message),
            after,
            rows: PAGE,
        };
        let messages = actions::list_for_reporter(conn, &services.vault, holder, page)?;
        let is_last = i64::try_from(messages.len()).unwrap_or(PAGE) < PAGE;
        after = messages
            .last()
            .map(crate::correspondence::Message::position);
        let theirs = messages
            .into_iter()
            .filter(|message| message.author == Author::Organisation);
        answers.extend(theirs.map(|message| AnswerByText {
            at: message.sent_at,
            text: message.body,
        }));
        if is_last {
            break;
        }
    }
    answers.reverse();
    Ok(answers)
}

/// Sends a message to the organisation.
pub fn say_by_text(
    conn: &mut Conn,
    services: &Services,
    holder: &Holder,
    text: &str,
    now: Time,
) -> Result<(), Problem> {
    let message = NewMessage {
        id: None,
        body: Prose::try_from(text).map_err(|_| impossible())?,
    };
    actions::say(conn, services, holder, message, now)?;
    Ok(())
}

/// Says that the person is in danger now, so that somebody is called at once; the country of the request.
pub fn danger_by_text(
    conn: &mut Conn,
    services: &Services,
    holder: &Holder,
    now: Time,
) -> Result<String, Problem> {
    let said = Reconsidered {
        urgency: Urgency::DangerNow,
        issue_codes: BTreeSet::new(),
        indicators: BTreeMap::new(),
        vulnerabilities: BTreeSet::new(),
    };
    let followed = actions::reconsider(conn, services, holder, said, now)?;
    Ok(followed.row.country)
}

/// Takes the request back.
pub fn take_back_by_text(
    conn: &mut Conn,
    services: &Services,
    holder: &Holder,
    now: Time,
) -> Result<(), Problem> {
    actions::withdraw(conn, services, holder, now)?;
    Ok(())
}

/// Erases the request; `false` when a court's order makes it wait. Attachments are noise from then on, and are
/// swept away with the next tidying.
pub fn erase_by_text(
    conn: &mut Conn,
    services: &Services,
    holder: &Holder,
    now: Time,
) -> Result<bool, Problem> {
    let erasure = actions::erase(conn, services, holder, now)?;
    Ok(matches!(erasure, Erasure::Done))
}
