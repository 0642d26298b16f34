//! What moderators are told that is odd about a review, and letting it count all the same.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::moderators_tag as tag;
use super::staff::{DecidedReview, QueuedReview, decided};
use crate::agencies;
use crate::claims;
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, ReviewSignals};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Command, Context, IfMatch, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, Desk, ReviewError};
use crate::reviews::model::Review;
use crate::reviews::model::signals::{ClearanceReason, SignalCode};
use crate::reviews::store::{self, SignalRow};

/// What is odd about a review.
pub type SignalName = Code<ReviewSignals>;

/// Something odd about a review: a reason to look twice, not a verdict.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewSignal {
    /// What.
    #[schema(value_type = SignalName)]
    code: SignalName,
    /// How much it counts; a review is under suspicion from 65 on.
    strength: i64,
    /// What it rests on, in the caller's language.
    #[schema(
        example = "17 reviews of this agency within 3 days, where about 0.8 are usual; 94 % are on the same side."
    )]
    because: String,
    /// The other reviews that it is about; not all when there are many.
    peers: Vec<Id>,
    /// The day on which it was found.
    found_on: Date,
    /// The day on which a moderator has looked at it; it does not come back.
    cleared_on: Option<Date>,
}

impl ReviewSignal {
    fn of(context: &Context, row: &SignalRow, peers: Vec<Id>) -> Result<Self, DbError> {
        let evidence = row.evidence()?;
        let (whole, tenth) = (evidence.usual_tenths / 10, evidence.usual_tenths % 10);
        let arguments = vec![
            ("count", evidence.count.to_string()),
            ("days", evidence.days.to_string()),
            ("usual", format!("{whole}.{tenth}")),
            ("share", evidence.share.to_string()),
        ];
        Ok(Self {
            code: Code::known(row.code.as_str().to_owned()),
            strength: row.strength,
            because: context.say(message_of(row.code), None, &arguments),
            peers,
            found_on: row.found_on,
            cleared_on: row.cleared_on,
        })
    }
}

const fn message_of(code: SignalCode) -> &'static str {
    match code {
        SignalCode::Burst => "signal-burst",
        SignalCode::NearDuplicate => "signal-near-duplicate",
        SignalCode::CopiedElsewhere => "signal-copied-elsewhere",
        SignalCode::OneNetwork => "signal-one-network",
        SignalCode::NothingCheckable => "signal-nothing-checkable",
        SignalCode::AgencyNetwork => "signal-agency-network",
        SignalCode::RivalNetwork => "signal-rival-network",
        SignalCode::AgencyWords => "signal-agency-words",
    }
}

/// Why a moderator let a review count.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewClearance {
    /// The day.
    cleared_on: Date,
    /// The reason, as the moderator wrote it.
    #[schema(value_type = ClearanceReason)]
    reason: ClearanceReason,
}

/// What is odd about a review, with what moderators said to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewSuspicion {
    /// Since when it is under suspicion; while it is, it does not count.
    suspected_on: Option<Date>,
    /// What is odd, strongest first.
    signals: Vec<ReviewSignal>,
    /// Why moderators let it count before.
    clearances: Vec<ReviewClearance>,
}

impl ReviewSuspicion {
    pub(super) fn of(
        conn: &mut Conn,
        context: &Context,
        desk: &Desk,
        moderator: &Caller<ModerateReviews>,
        review: &Review,
    ) -> Result<Self, ReviewError> {
        let rows = store::signals_of(conn, &[review.id])?.remove(&review.id);
        let mut peers = peers_in_sight(conn, moderator, review.id)?;
        let signals = rows.unwrap_or_default().into_iter().map(|row| {
            let peers = peers.remove(&row.code).unwrap_or_default();
            ReviewSignal::of(context, &row, peers)
        });
        let clearances = actions::clearances(conn, desk, review.id)?.into_iter();
        let clearances =
            clearances.map(|(cleared_on, reason)| ReviewClearance { cleared_on, reason });
        Ok(Self {
            suspected_on: review.suspicion.since,
            signals: signals.collect::<Result<_, _>>()?,
            clearances: clearances.collect(),
        })
    }
}

/// The other reviews of each signal, of those that the moderator may see.
fn peers_in_sight(
    conn: &mut Conn,
    moderator: &Caller<ModerateReviews>,
    review: Id,
) -> Result<BTreeMap<SignalCode, Vec<Id>>, ReviewError> {
    let mut peers = store::peers_of(conn, review)?;
    let all: Vec<Id> = peers.values().flatten().copied().collect();
    let except = claims::interests(conn, moderator)?;
    let shown = store::queued(conn, all, &except, moderator.organisation())?;
    let shown: BTreeSet<Id> = shown.into_iter().map(|row| row.id).collect();
    for of_signal in peers.values_mut() {
        of_signal.retain(|peer| shown.contains(peer));
    }
    Ok(peers)
}

/// The names of the signals of some reviews that no moderator has looked at.
pub fn standing_signals(
    conn: &mut Conn,
    of: &[Id],
) -> Result<BTreeMap<Id, Vec<SignalName>>, DbError> {
    let signals = store::signals_of(conn, of)?.into_iter();
    let names = signals.map(|(review, rows)| {
        let standing = rows.iter().filter(|row| row.cleared_on.is_none());
        let names = standing.map(|row| Code::known(row.code.as_str().to_owned()));
        (review, names.collect())
    });
    Ok(names.collect())
}

/// Reviews that are odd together.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewCluster {
    /// The reviews, oldest day first, at most 100; the one that was asked for is among them.
    items: Vec<QueuedReview>,
}

/// Reviews of a cluster that are shown.
const MOST_SHOWN: usize = 100;

/// See a review together with those with which it is odd.
///
/// Those with nearly the same comment, of the same burst, from the same network. They are decided on one by one:
/// an honest review may be among them. Of agencies in which one has an interest none is shown.
#[utoipa::path(tag = "staff", operation_id = "get_review_cluster",
    params(("review_id" = Id, Path, description = "The review")),
    responses((status = 200, description = "The reviews", body = ReviewCluster)))]
#[get("/staff/reviews/{review_id}/cluster")]
pub(super) async fn get_review_cluster(
    moderator: Caller<ModerateReviews>,
    review: PathOf<Id>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let read = move |conn: &mut Conn| {
        actions::require_sight(conn, &moderator, review.0)?;
        let together = store::together_with(conn, review.0)?.into_iter();
        let of = together.take(MOST_SHOWN - 1).chain([review.0]).collect();
        let except = claims::interests(conn, &moderator)?;
        let rows = store::queued(conn, of, &except, moderator.organisation())?;
        let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
        let of: Vec<Id> = rows.iter().map(|row| row.agency_id).collect();
        let signals = standing_signals(conn, &ids)?;
        let (names, kinds) = (agencies::names(conn, &of)?, agencies::kinds(conn, &of)?);
        let collectors = store::collectors_of(conn, &ids)?;
        Ok::<_, ReviewError>((rows, (names, kinds, collectors), signals))
    };
    let (rows, (names, kinds, collectors), signals) = context.db().read_snapshot(read).await?;
    let items = rows
        .into_iter()
        .map(|row| QueuedReview::of(row, &names, &kinds, &signals, &collectors));
    Ok(HttpResponse::Ok().json(ReviewCluster {
        items: items.collect(),
    }))
}

/// Why a review is let count.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "The help desk in Jurong filed these with the workers; I asked them." }))]
pub struct ClearSignals {
    /// The reason, for other moderators.
    reason: ClearanceReason,
}

/// Let a review count although it is odd.
///
/// A published one counts again with the batch of the next day, and an accepted one appears with a batch as after any
/// decision: nobody sees when you looked. The same signals do not come up again for what the review says now.
#[utoipa::path(tag = "staff", operation_id = "clear_review_signals",
    params(("review_id" = Id, Path, description = "The review")),
    request_body = ClearSignals,
    responses((status = 200, description = "Cleared", body = DecidedReview)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/reviews/{review_id}/signals/clear")]
pub(super) async fn clear_review_signals(
    moderator: Caller<ModerateReviews>,
    review: PathOf<Id>,
    if_match: IfMatch,
    command: Command<ClearSignals>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (desk, by) = (Desk::of(&context), moderator.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_for_moderator(conn, &desk, &moderator, review.0)?;
        if_match.check(&tag(&review))?;
        decided(actions::clear(
            conn,
            &desk,
            &moderator,
            &review,
            &new.reason,
        )?)
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}
