//! Shapes in which assistance requests and safety reports show the same things.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Message, MessageKind, MessagePage};
use crate::organisations::find_name;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery};
use crate::platform::ids::Id;
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
    let remainder = |code: &RemainderCode| Remainder {
        code: *code,
        text: context.say(&format!("{of}-left-{code}"), None, &Vec::new()),
    };
    RemainderCode::ALL.iter().map(remainder).collect()
}

/// The word for a code of a list in the caller's language.
pub fn label(context: &Context, list: &str, code: &str) -> String {
    context.label(list, code)
}
