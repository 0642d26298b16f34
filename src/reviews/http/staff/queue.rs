//! Choosing a review.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::signals::{SignalName, standing_signals};
use crate::agencies::{self, EntryKind};
use crate::claims::{self, Interests};
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::model::{
    Corridor, DAYS_TO_DECIDE, Language, ModerationStatus, QueueStatus, Relationship, Stage,
    days_after,
};
use crate::reviews::store::{self, QueueFilter, QueueRow};

/// Which reviews are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedReviews {
    /// How far they have come; `pending` when left out.
    #[param(inline)]
    status: Option<QueueStatus>,
    /// Of this agency or employer.
    #[param(inline)]
    agency_id: Option<Id>,
    /// With a comment in this language.
    #[param(inline)]
    language: Option<Language>,
    /// Only rejected ones against which there is an open appeal; `status` is then `rejected`.
    appealed: Option<bool>,
    /// Only those under suspicion, or only those that are not. Those under suspicion are listed whatever their
    /// `status` when none is given.
    suspected: Option<bool>,
    /// Collected on paper by this organisation.
    #[param(inline)]
    collected_by: Option<Id>,
    /// Uploaded with this batch.
    #[param(inline)]
    batch_id: Option<Id>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// A review in the queue: enough to choose it, nothing that is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuedReview {
    /// Its id.
    id: Id,
    /// The agency or employer that it is about.
    agency_id: Id,
    /// What that is. Of an employer who is only proposed nothing can be published yet.
    about: EntryKind,
    /// Its name; null while it is only proposed.
    #[schema(example = "Sunrise Manpower")]
    agency_name: Option<String>,
    /// How far it has come.
    status: ModerationStatus,
    /// Where in the journey the author is.
    #[schema(value_type = Stage)]
    stage: Stage,
    /// From where to where.
    corridor: Corridor,
    /// The score for all of it, from 1 (worst) to 5 (best).
    overall: i64,
    /// The language of the comment; null when there is none.
    #[schema(example = "fil")]
    comment_language: Option<String>,
    /// What the author has to do with the agency.
    relationship_declared: Relationship,
    /// The day on which it was filed.
    filed_on: Date,
    /// The day by which it is to be decided on, while it is pending or under suspicion.
    decide_by: Option<Date>,
    /// The day with whose batch it appears, when a moderator let it through.
    appears_on: Option<Date>,
    /// Whether it is under suspicion: then it does not count until a moderator has looked.
    suspected: bool,
    /// What is odd about it, as long as no moderator has looked.
    #[schema(value_type = Vec<SignalName>)]
    signals: Vec<SignalName>,
    /// The organisation that collected it on paper; null when its author sent it.
    collected_by: Option<Id>,
    /// What it was uploaded with.
    batch_id: Option<Id>,
}

/// List reviews for moderation, oldest day first.
///
/// Those of an agency in which one has an interest are not among them, nor those that one's own organisation collected;
/// who belongs to an organisation in the business sees none.
#[utoipa::path(tag = "staff", operation_id = "list_reviews_for_moderation",
    params(WantedReviews),
    responses((status = 200, description = "Reviews", body = Page<QueuedReview>)))]
#[get("/staff/reviews")]
pub async fn list_reviews_for_moderation(
    moderator: Caller<ModerateReviews>,
    query: QueryOf<WantedReviews>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (mut filter, page) = query.0.split();
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let read = move |conn: &mut Conn| {
        filter.except = claims::interests(conn, &moderator)?;
        filter.not_collected_by = Some(moderator.organisation());
        let rows = store::queue(conn, &filter, after, rows)?;
        let of: Vec<Id> = rows.iter().map(|row| row.agency_id).collect();
        let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
        let (names, kinds) = (agencies::names(conn, &of)?, agencies::kinds(conn, &of)?);
        let about = (names, kinds, store::collectors_of(conn, &ids)?);
        Ok::<_, DbError>((rows, about, standing_signals(conn, &ids)?))
    };
    let (rows, (names, kinds, collectors), signals) = context.db().read_snapshot(read).await?;
    let position = |row: &QueueRow| (row.filed_on, row.id);
    let show = |row| QueuedReview::of(row, &names, &kinds, &signals, &collectors);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, show)))
}

impl WantedReviews {
    fn split(self) -> (QueueFilter, PageQuery) {
        let appealed = self.appealed == Some(true);
        let filter = QueueFilter {
            status: match self.status {
                Some(status) => Some(status),
                None if appealed => Some(QueueStatus::Rejected),
                None if self.suspected == Some(true) => None,
                None => Some(QueueStatus::Pending),
            },
            appealed,
            suspected: self.suspected,
            agency: self.agency_id,
            language: self.language.map(|language| language.as_str().to_owned()),
            except: Interests::Nowhere,
            collected_by: self.collected_by,
            batch: self.batch_id,
            not_collected_by: None,
        };
        let page = PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        };
        (filter, page)
    }
}

impl QueuedReview {
    /// A review as the list shows it.
    pub fn of(
        row: QueueRow,
        names: &BTreeMap<Id, String>,
        kinds: &BTreeMap<Id, EntryKind>,
        signals: &BTreeMap<Id, Vec<SignalName>>,
        collectors: &BTreeMap<Id, (Id, Id)>,
    ) -> Self {
        let kind = kinds.get(&row.agency_id).copied();
        let status = row.status();
        let since = match (status, row.suspected_on) {
            (ModerationStatus::Pending, _) => Some(row.changed_on),
            (_, since) => since,
        };
        let collector = collectors.get(&row.id);
        Self {
            collected_by: collector.map(|(organisation, _)| *organisation),
            batch_id: collector.map(|(_, batch)| *batch),
            suspected: row.suspected_on.is_some(),
            signals: signals.get(&row.id).cloned().unwrap_or_default(),
            id: row.id,
            agency_id: row.agency_id,
            // Every review is about an entry: a constraint of the table says so.
            about: kind.unwrap_or(EntryKind::ProposedEmployer),
            agency_name: names.get(&row.agency_id).cloned(),
            status,
            appears_on: row.appears_on,
            stage: Code::known(row.stage),
            corridor: Corridor {
                origin: Code::known(row.origin),
                destination: Code::known(row.destination),
            },
            overall: row.overall,
            comment_language: row.comment_language,
            relationship_declared: row.relationship_declared,
            filed_on: row.filed_on,
            decide_by: since.map(|since| days_after(since, DAYS_TO_DECIDE)),
        }
    }
}
