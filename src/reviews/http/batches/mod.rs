//! Reviews on paper: uploading them, and reading again what became of them.

mod body;
pub(super) mod read;
mod row;
pub(super) mod upload;

use serde::Serialize;
use utoipa::ToSchema;

use crate::organisations;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::actions::{self, Desk, ReviewError};
use crate::reviews::model::{Collected, ReviewChannel};
use crate::reviews::store::BatchRow;

/// Reviews that an organisation uploaded in one go.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewBatch {
    /// Its id.
    id: Id,
    /// The day on which it was received.
    received_on: Date,
    /// Rows that are reviews now.
    #[schema(minimum = 0)]
    accepted: i64,
    /// Rows whose form was in already.
    #[schema(minimum = 0)]
    duplicates: i64,
    /// Rows that could not be taken.
    #[schema(minimum = 0)]
    refused: i64,
}

impl From<&BatchRow> for ReviewBatch {
    fn from(row: &BatchRow) -> Self {
        Self {
            id: row.id,
            received_on: row.received_on,
            accepted: row.accepted,
            duplicates: row.duplicates,
            refused: row.refused,
        }
    }
}

/// Who collected a review on paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewCollection {
    /// How it came in.
    channel: ReviewChannel,
    /// The organisation that collected it.
    organisation_id: Id,
    /// Its name.
    #[schema(example = "Helping Hands")]
    organisation_name: Option<String>,
    /// What it was uploaded with.
    batch_id: Id,
    /// The day on which the form was filled in.
    collected_on: Option<Date>,
}

impl ReviewCollection {
    /// Who collected a review; nobody when its author sent it.
    pub(in crate::reviews::http) fn of(
        conn: &mut Conn,
        desk: &Desk,
        review: Id,
    ) -> Result<Option<Self>, ReviewError> {
        let collected = actions::collected(conn, desk, review)?;
        let shown = collected.map(|collected| Self::named(conn, collected));
        Ok(shown.transpose()?)
    }

    fn named(conn: &mut Conn, collected: Collected) -> Result<Self, DbError> {
        Ok(Self {
            channel: collected.channel,
            organisation_id: collected.organisation,
            organisation_name: organisations::find_name(conn, collected.organisation)?,
            batch_id: collected.batch,
            collected_on: collected.filled_in_on,
        })
    }
}
