//! What staff do with boards.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::identity::Caller;
use crate::identity::permissions::KeepSiteBoards;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::place::{CountryCode, Point, Subdivision};
use crate::platform::problem::{Fault, INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::platform::qr_code::{self, QrCodeError};
use crate::platform::text::Line;
use crate::safety::boards::actions;
use crate::safety::boards::model::{Board, NewBoard, token_of};
use crate::text_enum;

type Keeper = Caller<KeepSiteBoards>;

/// A board that is being made.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Hall 3, Example Metal", "country": "MY", "subdivision": "MY-10",
    "point": { "type": "Point", "coordinates": [101.518, 3.073] } }))]
pub(in crate::safety) struct NewSiteBoard {
    /// An id of the client's own.
    #[serde(default)]
    id: Option<ChosenId>,
    /// What the site is called; whoever scans the board reads it.
    name: Line<200>,
    /// The country.
    country: CountryCode,
    /// The province, state or region, in the same country.
    #[serde(default)]
    subdivision: Option<Subdivision>,
    /// Where it hangs.
    #[serde(default)]
    point: Option<Point>,
}

/// A board.
#[derive(Debug, Serialize, ToSchema)]
struct SiteBoard {
    /// Its id.
    id: Id,
    /// What the site is called.
    name: String,
    /// The country.
    country: CountryCode,
    /// The province, state or region.
    #[schema(example = "MY-10")]
    subdivision: Option<String>,
    /// Where it hangs.
    point: Option<Point>,
    /// What stands in the QR code; null once it was revoked.
    #[schema(example = "https://tulay.example/v1/site-boards/WlpaWlpaWlpaWlpaWlpaWg")]
    url: Option<String>,
    /// When it was made.
    created_at: Time,
    /// When it was revoked.
    revoked_at: Option<Time>,
}

impl SiteBoard {
    fn of(context: &Context, board: Board) -> Self {
        Self {
            url: url_of(context, &board),
            id: board.id,
            name: board.name,
            country: CountryCode::known(board.country),
            subdivision: board.subdivision,
            point: board.point,
            created_at: board.created_at,
            revoked_at: board.revoked_at,
        }
    }
}

fn url_of(context: &Context, board: &Board) -> Option<String> {
    let services = context.services();
    let url = || {
        let token = token_of(&services.lookup, board.id);
        format!("{}/v1/site-boards/{token}", services.config.public_url)
    };
    board.revoked_at.is_none().then(url)
}

/// Make a board for a place of work.
///
/// Its QR code (`…/print`) leads to the place. Nobody is ever told whether something was reported with it.
#[utoipa::path(tag = "staff", operation_id = "create_site_board",
    request_body = NewSiteBoard,
    responses((status = 201, description = "The board", body = SiteBoard)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/staff/site-boards")]
pub(in crate::safety) async fn create_site_board(
    by: Keeper,
    command: Command<NewSiteBoard>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let country = body.country.into_inner();
    if body
        .subdivision
        .as_ref()
        .is_some_and(|code| !code.is_in(&country))
    {
        return Err(Problem::invalid(vec![Fault::new(
            "/subdivision",
            "not_in_country",
        )]));
    }
    let new = NewBoard {
        id: body.id.map_or_else(|| context.new_id(), Id::from),
        name: body.name.into_inner(),
        country,
        subdivision: body.subdivision,
        point: body.point.map(|point| point.rounded(5)),
    };
    let (originator, of_job, now) = (by.originator(), context.clone(), context.now());
    let create = move |conn: &mut Conn| {
        let made = actions::create(conn, &by, &of_job.services().lookup, &new, now)?;
        let location = format!("/v1/staff/site-boards/{}", made.id);
        Answer::created(location, &SiteBoard::of(&of_job, made))
    };
    command.run(&context, originator, create).await
}

/// Which boards are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct BoardsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List the boards of the own organisation, oldest first.
#[utoipa::path(tag = "staff", operation_id = "list_site_boards", params(BoardsQuery),
    responses((status = 200, description = "A page of boards", body = Page<SiteBoard>)))]
#[get("/staff/site-boards")]
pub(in crate::safety) async fn list_site_boards(
    by: Keeper,
    query: QueryOf<BoardsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let (after, rows) = (cursors.position(&page)?, page.rows());
    let list = move |conn: &mut Conn| actions::list(conn, &by, after, rows);
    let found = context.db().read(list).await?;
    let position = |board: &Board| (board.created_at, board.id);
    let show = |board| SiteBoard::of(&context, board);
    Ok(HttpResponse::Ok().json(cursors.page(&page, found, position, show)))
}

/// Read a board of the own organisation.
#[utoipa::path(tag = "staff", operation_id = "get_site_board",
    params(("id" = Id, Path, description = "The board.")),
    responses((status = 200, description = "The board", body = SiteBoard)))]
#[get("/staff/site-boards/{id}")]
pub(in crate::safety) async fn get_site_board(
    by: Keeper,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| actions::find(conn, &by, id.0);
    let board = context.db().read(find).await?;
    Ok(HttpResponse::Ok().json(SiteBoard::of(&context, board)))
}

text_enum! {
    /// The form of a picture.
    pub enum QrFormat {
        /// SVG, which prints sharp at any size.
        Svg => "svg",
        /// PNG.
        Png => "png",
    }
}

/// How a board is printed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PrintQuery {
    /// The form of the picture; SVG when left out.
    #[param(inline)]
    format: Option<QrFormat>,
}

/// Print the QR code of a board; 404 once it was revoked.
#[utoipa::path(tag = "staff", operation_id = "print_site_board",
    params(("id" = Id, Path, description = "The board."), PrintQuery),
    responses((status = 200, description = "The QR code",
        content((crate::safety::http::shapes::Picture = "image/svg+xml"),
            (crate::safety::http::shapes::Picture = "image/png")))))]
#[get("/staff/site-boards/{id}/print")]
pub(in crate::safety) async fn print_site_board(
    by: Keeper,
    id: PathOf<Id>,
    query: QueryOf<PrintQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| actions::find(conn, &by, id.0);
    let board = context.db().read(find).await?;
    let url = url_of(&context, &board).ok_or_else(|| Problem::new(&NOT_FOUND))?;
    let (media_type, extension, picture) = match query.0.format.unwrap_or(QrFormat::Svg) {
        QrFormat::Svg => ("image/svg+xml", "svg", qr_code::svg(&url)?.into_bytes()),
        QrFormat::Png => ("image/png", "png", qr_code::png(&url)?),
    };
    let disposition = format!("attachment; filename=\"board.{extension}\"");
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(picture))
}

impl From<QrCodeError> for Problem {
    fn from(error: QrCodeError) -> Self {
        tracing::error!(%error, "A QR code cannot be made");
        Self::new(&INTERNAL_ERROR)
    }
}

/// Revoke a board: its token leads nowhere from now on. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "revoke_site_board",
    params(("id" = Id, Path, description = "The board.")),
    responses((status = 200, description = "Revoked", body = SiteBoard)))]
#[post("/staff/site-boards/{id}/revoke")]
pub(in crate::safety) async fn revoke_site_board(
    by: Keeper,
    id: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, of_job) = (by.originator(), context.clone());
    let revoke = move |conn: &mut Conn| {
        let board = actions::revoke(conn, &by, id.0, of_job.now())?;
        Answer::changed(&SiteBoard::of(&of_job, board))
    };
    let answer = command.run(&context, originator, revoke).await?;
    context.services().public.forget();
    Ok(answer)
}
