//! Wire types and handlers.

mod assigned_to;
mod file;
mod help;
mod receipt;
mod staff;
mod staff_messages;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::correspondence::{Message, MessageKind, MessagePage};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Page, PageQuery};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(file::file_assistance_request)
        .service(receipt::follow_assistance_request)
        .service(receipt::list_own_assistance_messages)
        .service(receipt::send_own_assistance_message)
        .service(receipt::add_to_assistance_request)
        .service(receipt::withdraw_assistance_request)
        .service(receipt::erase_assistance_request)
        .service(staff::list_assistance_requests)
        .service(staff::open_assistance_request)
        .service(staff::move_assistance_request_on)
        .service(staff::assign_assistance_request)
        .service(staff_messages::list_assistance_messages)
        .service(staff_messages::send_assistance_message);
}

/// The organisation that has a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "name": "Example Workers' Centre" }))]
struct OrganisationName {
    /// Its id in `/v1/organisations`.
    id: Id,
    /// Its name.
    name: String,
}

impl OrganisationName {
    fn find(conn: &mut Conn, id: Option<Id>) -> Result<Option<Self>, Problem> {
        let Some(id) = id else {
            return Ok(None);
        };
        let name = crate::organisations::find_name(conn, id)?;
        Ok(name.map(|name| Self { id, name }))
    }
}

/// Which page of messages is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct MessagesQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

impl MessagesQuery {
    fn page(self) -> PageQuery {
        PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        }
    }
}

fn message_page(
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

fn messages_shown(cursors: &Cursors, page: &PageQuery, messages: Vec<Message>) -> Page<Message> {
    cursors.page(page, messages, Message::position, |message| message)
}

fn unreadable(error: serde_json::Error) -> Problem {
    tracing::error!(%error, "A stored list of codes cannot be read");
    Problem::new(&INTERNAL_ERROR)
}
