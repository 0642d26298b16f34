//! `/v1/services/{id}/reports`: this is wrong, or they did not help me.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::directory::actions;
use crate::directory::model::ServiceReportKind;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, Originator, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Prose;

/// What is wrong with a service.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "wrong_information", "words": "Nobody answers this number." }))]
struct NewServiceReport {
    /// What is wrong.
    kind: ServiceReportKind,
    /// In your words. Only who looks after the entry reads them; say nothing by which you could be known.
    #[serde(default)]
    words: Option<Prose<2000>>,
}

/// A report on a service, which was stored.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceReportFiled {
    /// Its id. Nothing can be read with it.
    id: Id,
}

/// Say that an entry is wrong, or that a service did not help.
///
/// Nobody is asked who says so, and nothing of it is shown to others. Whoever looks after the entry reads it, and nobody
/// answers: for help, file a request.
#[utoipa::path(tag = "directory", operation_id = "report_service",
    params(("id" = Id, Path, description = "The service.")),
    request_body = NewServiceReport,
    responses((status = 201, description = "Stored", body = ServiceReportFiled)))]
#[post("/services/{id}/reports")]
pub(super) async fn report_service(
    id: PathOf<Id>,
    command: Command<NewServiceReport>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let here = context.clone();
    let work = move |conn: &mut Conn| {
        let said = (new.kind, new.words.as_ref().map(Prose::as_str));
        let filed = actions::report(conn, here.services(), id.0, said, here.now())?;
        let location = format!("/v1/hsds/services/{}", id.0);
        Answer::created(location, &ServiceReportFiled { id: filed })
    };
    command.run(&context, Originator::Anonymous, work).await
}
