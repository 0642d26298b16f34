//! What members of staff see and do.

mod audio;
mod begin;
mod decide;
mod members;
mod read;
mod shown;
mod texts;
mod translations;

use super::actions::Place;
use super::error::EditorialError;
use crate::platform::http::{Context, Routes};
use crate::platform::language::Language;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::rights::model::is_slug;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(begin::create_article)
        .service(begin::begin_article_version)
        .service(begin::change_article_version)
        .service(texts::write_article_text)
        .service(texts::remove_article_text)
        .service(audio::add_article_recording)
        .service(audio::remove_article_recording)
        .service(audio::download_article_recording)
        .service(decide::hand_in_article_version)
        .service(decide::give_up_article_version)
        .service(decide::publish_article_version)
        .service(decide::reject_article_version)
        .service(decide::withdraw_article_version)
        .service(read::list_open_article_versions)
        .service(read::list_article_versions)
        .service(read::get_article_version)
        .service(read::compare_article_versions)
        .service(translations::list_article_translations);
}

/// The version that an address names.
fn place((slug, version): (String, i64)) -> Result<Place, Problem> {
    if is_slug(&slug) {
        Ok(Place { slug, version })
    } else {
        Err(Problem::new(&NOT_FOUND))
    }
}

/// The language that an address names.
fn language(tag: &str) -> Result<Language, Problem> {
    tag.parse().map_err(|_| Problem::new(&NOT_FOUND))
}

/// What the public reads has changed.
fn forget(context: &Context) {
    context.services().public.forget();
}

/// Nothing, or all that does not fit.
fn require_none(faults: Vec<crate::platform::problem::Fault>) -> Result<(), EditorialError> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(EditorialError::Invalid(faults))
    }
}
