//! The body of an upload.

use utoipa::openapi::schema::{ArrayBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::row::CollectedReview;
use crate::reviews::model::MOST_ROWS;

/// The body of an upload: one [`CollectedReview`] on each line. As in OpenAPI 3.2 its schema is that of the array of
/// its lines.
pub(super) struct CollectedReviews;

impl PartialSchema for CollectedReviews {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new()
            .items(Ref::from_schema_name(CollectedReview::name()))
            .min_items(Some(1))
            .max_items(Some(MOST_ROWS))
            .description(Some("One review on each line (NDJSON)."))
            .into()
    }
}

impl ToSchema for CollectedReviews {
    fn name() -> std::borrow::Cow<'static, str> {
        "CollectedReviews".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        let name = CollectedReview::name().into_owned();
        schemas.push((name, CollectedReview::schema()));
        CollectedReview::schemas(schemas);
    }
}
