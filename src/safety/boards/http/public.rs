//! What somebody sees who scans a board.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::db::Conn;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf};
use crate::platform::place::{CountryCode, Point};
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::safety::boards::actions;
use crate::safety::boards::model::{Board, BoardToken};

/// The place of a board. Nothing here depends on what was reported there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SiteBoardPlace)]
struct SiteBoardPlace {
    /// What the site is called.
    #[schema(example = "Hall 3, Example Metal")]
    name: String,
    /// The country.
    country: CountryCode,
    /// The province, state or region.
    #[schema(example = "MY-10")]
    subdivision: Option<String>,
    /// Where it hangs.
    point: Option<Point>,
}

impl From<Board> for SiteBoardPlace {
    fn from(board: Board) -> Self {
        Self {
            name: board.name,
            country: CountryCode::known(board.country),
            subdivision: board.subdivision,
            point: board.point,
        }
    }
}

/// Find the place of a board by the token in its QR code.
///
/// The token leads to the place and to nothing else. File a report with it as `board_token`, or say at
/// `POST /v1/safety-corroborations` that you saw a danger there too.
#[utoipa::path(tag = "safety", operation_id = "find_site_board",
    params(("token" = String, Path, description = "The token of the board.")),
    responses((status = 200, description = "The place", body = SiteBoardPlace)))]
#[get("/site-boards/{token}")]
pub(in crate::safety) async fn find_site_board(
    token: PathOf<String>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find(&context, token.0)).await
}

async fn find(context: &Context, token: String) -> Result<Found<SiteBoardPlace>, Problem> {
    let missing = || Problem::new(&NOT_FOUND);
    let token: BoardToken =
        serde_json::from_value(serde_json::Value::String(token)).map_err(|_| missing())?;
    let of_job = context.clone();
    let find =
        move |conn: &mut Conn| actions::find_by_token(conn, &of_job.services().lookup, &token);
    let board = context.db().read(find).await?.ok_or_else(missing)?;
    // A board that was revoked is not to be shown by anybody on the way.
    Ok(Found::new(SiteBoardPlace::from(board)).not_shown_when_old())
}
