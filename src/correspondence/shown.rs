//! Shapes in which assistance requests and safety reports show the same things.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::model::{Message, MessageKind, MessagePage};
use crate::organisations::find_name;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery};
use crate::platform::ids::{Id, NotAnId};
use crate::platform::problem::Problem;
use crate::text_enum;

/// The organisation that has what was filed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "name": "Example Workers' Centre" }))]
pub struct OrganisationName {
    /// Its id in `/v1/organisations`.
    pub id: Id,
    /// Its name.
    pub name: String,
}

impl OrganisationName {
    /// The name of an organisation, if there is one.
    pub fn find(conn: &mut Conn, id: Option<Id>) -> Result<Option<Self>, DbError> {
        let Some(id) = id else {
            return Ok(None);
        };
        Ok(find_name(conn, id)?.map(|name| Self { id, name }))
    }
}

/// Something that happens next, or that the person should do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "code": "organisation_reads",
    "text": "Example Workers' Centre has your request and will have read it by 2026-11-30.",
    "by": "2026-11-30T08:15:30Z" }))]
pub struct NextStep {
    /// What, for programs: `danger`, `keep_code`, `organisation_reads`, `nobody_covers`, `feedback`
    /// or `come_back`.
    pub code: &'static str,
    /// What, for people, in the caller's language.
    pub text: String,
    /// By when, where there is a date.
    pub by: Option<Time>,
}

/// Says what happens next in the words of one area, in the caller's language.
pub struct NextSteps<'a> {
    /// The caller.
    pub context: &'a Context,
    /// What the texts of the area begin with, for example `safety-next`.
    pub texts: &'static str,
    /// The organisation that is mentioned.
    pub organisation: Option<&'a OrganisationName>,
}

impl NextSteps<'_> {
    /// A step, with its date where it has one.
    pub fn step(&self, code: &'static str, by: Option<Time>) -> NextStep {
        let organisation = self.organisation.map(|found| found.name.clone());
        let date = by.map(|by| by.date().to_string());
        let arguments = vec![
            ("organisation", organisation.unwrap_or_default()),
            ("date", date.unwrap_or_default()),
        ];
        let name = format!("{}-{code}", self.texts);
        let (language, messages) = (self.context.language(), &self.context.services().messages);
        NextStep {
            text: messages.text(&language, &name, None, &arguments),
            code,
            by,
        }
    }
}

/// Facts that were added.
#[derive(Debug, Serialize, ToSchema)]
pub struct Addition {
    /// Their id.
    pub id: Id,
    /// When they were added.
    pub added_at: Time,
}

impl From<Message> for Addition {
    fn from(added: Message) -> Self {
        Self {
            id: added.id,
            added_at: added.sent_at,
        }
    }
}

/// Which page of messages is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MessagesQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

impl MessagesQuery {
    /// The page.
    pub fn page(self) -> PageQuery {
        PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        }
    }
}

/// The messages of a page.
pub fn message_page(
    cursors: &Cursors,
    page: &PageQuery,
    kind: Option<MessageKind>,
) -> Result<MessagePage, Problem> {
    Ok(MessagePage {
        kind,
        after: cursors.position(page)?,
        rows: page.rows(),
    })
}

/// A page of messages.
pub fn messages_shown(
    cursors: &Cursors,
    page: &PageQuery,
    messages: Vec<Message>,
) -> Page<Message> {
    cursors.page(page, messages, Message::position, |message| message)
}

/// To whom something is assigned, in a filter.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub enum AssignedTo {
    /// To the caller.
    Me,
    /// To nobody.
    Nobody,
    /// To this account.
    Account(Id),
}

impl AssignedTo {
    /// The account, where `me` is the caller; `None` stands for nobody.
    pub const fn account(self, me: Id) -> Option<Id> {
        match self {
            Self::Me => Some(me),
            Self::Nobody => None,
            Self::Account(account) => Some(account),
        }
    }
}

impl TryFrom<String> for AssignedTo {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        match text.as_str() {
            "me" => Ok(Self::Me),
            "nobody" => Ok(Self::Nobody),
            id => Id::parse(id).map(Self::Account),
        }
    }
}

impl PartialSchema for AssignedTo {
    fn schema() -> RefOr<Schema> {
        let uuid = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("`me`, `nobody`, or the id of an account."))
            .max_length(Some(36))
            .pattern(Some(format!("^(me|nobody|{uuid})$")))
            .examples(["nobody"])
            .into()
    }
}

impl ToSchema for AssignedTo {
    fn name() -> std::borrow::Cow<'static, str> {
        "AssignedTo".into()
    }
}

text_enum! {
    /// What is left of something that was erased.
    pub enum RemainderCode {
        /// A line of coded statistics, which leads back to nobody.
        Statistics => "statistics",
        /// Who of the staff opened it and when, by its id, without what they read.
        AuditLog => "audit_log",
        /// A hash of the receipt code, so that the code answers 410.
        ReceiptHash => "receipt_hash",
        /// Answers that were stored for repetition, sealed under keys that only the sender has.
        SealedAnswers => "sealed_answers",
        /// Older copies of the database, in which everything is sealed.
        Backups => "backups",
    }
}

/// One thing that is left of what was erased.
#[derive(Debug, Serialize, ToSchema)]
pub struct Remainder {
    /// What, for programs.
    code: RemainderCode,
    /// What, for people, in the caller's language.
    text: String,
}

/// What would be left if this were erased now; `of` begins the names of the texts.
pub fn left_when_erased(context: &Context, of: &str) -> Vec<Remainder> {
    let (language, messages) = (context.language(), &context.services().messages);
    let remainder = |code: &RemainderCode| Remainder {
        code: *code,
        text: messages.text(&language, &format!("{of}-left-{code}"), None, &Vec::new()),
    };
    RemainderCode::ALL.iter().map(remainder).collect()
}
