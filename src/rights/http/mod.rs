//! What readers see. All of it is public and kept.

mod article;
mod articles;
mod audio;
mod code_lists;
mod contacts;
mod emergency_numbers;

use super::links;
use super::model::TextHead;
use super::versions;
use crate::platform::code_lists::{
    Code, ContactChannels, ContactKinds, Countries, EmergencyServices, JourneyStages, PermitTypes,
    RightsTopics, Sectors, Sexes,
};
use crate::platform::http::Routes;
use crate::text_enum;

pub use self::contacts::{ChannelShown, ContactShown};
pub use self::emergency_numbers::EmergencyNumberShown;

// The contract's generator takes a code's list for a schema of its own where it can see it.
pub(super) type TopicCode = Code<RightsTopics>;
pub(super) type StageCode = Code<JourneyStages>;
pub(super) type CountryCode = Code<Countries>;
pub(super) type SectorCode = Code<Sectors>;
pub(super) type SexCode = Code<Sexes>;
pub(super) type PermitTypeCode = Code<PermitTypes>;
type ServiceCode = Code<EmergencyServices>;
type KindCode = Code<ContactKinds>;
type ChannelCode = Code<ContactChannels>;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(articles::list_articles)
        .service(article::get_article)
        .service(emergency_numbers::list_emergency_numbers)
        .service(contacts::list_contacts)
        .service(code_lists::list_code_lists)
        .service(code_lists::get_code_list);
    config
        .service(links::list_article_links)
        .service(audio::get_article_audio);
    versions::http::routes(config);
}

text_enum! {
    /// Whether a competent person or body has read and approved a text.
    pub enum TextReviewStatus {
        /// Somebody has; the article says who and when.
        Reviewed => "reviewed",
        /// Nobody has.
        NotReviewed => "not_reviewed",
    }
}

impl TextReviewStatus {
    const fn of(text: &TextHead) -> Self {
        match text.review {
            Some(_) => Self::Reviewed,
            None => Self::NotReviewed,
        }
    }
}

/// Where an article is.
fn href_of(slug: &str) -> String {
    format!("/v1/articles/{slug}")
}
