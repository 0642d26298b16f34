//! What a list and a page have in common.

use super::list::RatingSummary;
use crate::agencies::behind::model::KnownName;
use crate::agencies::rating::Rating;
use crate::platform::clock::Date;
use crate::platform::code_lists::{LicenceStatuses, ListName as _};
use crate::platform::db::Json;
use crate::platform::http::Context;
use crate::platform::http::public::Found;
use crate::platform::messages::Arguments;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

/// How rows are shown to one caller.
pub(super) struct Show<'a> {
    context: &'a Context,
    pub today: Date,
}

impl<'a> Show<'a> {
    pub fn of(context: &'a Context) -> Self {
        Self {
            context,
            today: context.now().date(),
        }
    }

    /// What was found, in the languages in which it was shown.
    pub fn found<T>(&self, body: T) -> Found<T> {
        Found::spoken(body, self.context)
    }

    /// A text of ours.
    pub fn text(&self, name: &str, arguments: &Arguments) -> String {
        self.context.say(name, None, arguments)
    }

    /// What a status is called.
    pub fn status_label(&self, status: &str) -> String {
        self.label(LicenceStatuses::NAME, status)
    }

    /// What a code is called.
    pub fn label(&self, list: &str, code: &str) -> String {
        self.context.label(list, code)
    }

    /// Whether an agency has so many reviews that it has a rating.
    pub fn has_rating(&self, count: i64) -> bool {
        count >= i64::from(self.context.services().config.rating_minimum)
    }

    /// A rating as far as it may be shown.
    pub fn rating(&self, count: i64, stored: Option<&Json>) -> Result<Rating, Problem> {
        let minimum = self.context.services().config.rating_minimum;
        Rating::stored(count, stored, minimum).map_err(unreadable)
    }

    /// A rating in one line.
    pub fn rating_summary(
        &self,
        count: i64,
        stored: Option<&Json>,
    ) -> Result<RatingSummary, Problem> {
        let rating = self.rating(count, stored)?;
        Ok(RatingSummary {
            review_count: rating.review_count,
            minimum_reviews: rating.minimum_reviews,
            mean: rating.mean,
        })
    }
}

/// The other names of an agency, as its register has them.
pub(super) fn alternate_names(json: &Json) -> Result<Vec<String>, Problem> {
    let known: Vec<KnownName> = read(json)?;
    Ok(known.into_iter().map(|known| known.name).collect())
}

/// Reads what is stored as JSON.
pub(super) fn read<T: serde::de::DeserializeOwned>(json: &Json) -> Result<T, Problem> {
    json.read().map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unreadable(error: serde_json::Error) -> Problem {
    tracing::error!(%error, "A stored agency cannot be read");
    Problem::new(&INTERNAL_ERROR)
}
