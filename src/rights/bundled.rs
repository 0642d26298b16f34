//! What of this area a phone carries along: articles whole, embassies and organisations, emergency numbers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::actions::ArticleFilter;
use super::model::{
    Audio, Channel, Contact, EmergencyNumber, LegalBasis, Licence, Source, StoredArticle, TextHead,
    TranslationStatus,
};
use super::store;
use crate::platform::carried::{Corridor, PartKind, Parts, nearest_language, nearest_text};
use crate::platform::clock::Date;
use crate::platform::code_lists::{
    ContactChannels, ContactKinds, Countries, EmergencyServices, JourneyStages, ListName as _,
    PermitTypes, RightsTopics, Sectors, Sexes,
};
use crate::platform::db::{Conn, DbError};
use crate::platform::language::Language;

/// The articles that are published, without their bodies: enough to know for which corridors there is something.
pub struct Overview {
    articles: Vec<StoredArticle>,
}

/// All of it, as it is published.
pub struct CarriedRights {
    overview: Overview,
    bodies: BTreeMap<(String, String), String>,
    contacts: Vec<Contact>,
    numbers: Vec<EmergencyNumber>,
}

impl Overview {
    /// Reads it.
    pub fn load(conn: &mut Conn) -> Result<Self, DbError> {
        Ok(Self {
            articles: store::list_articles(conn)?,
        })
    }

    /// The countries from which the readers of some article come.
    pub fn origins(&self) -> impl Iterator<Item = &String> {
        self.articles.iter().flat_map(|one| &one.article.origins)
    }

    /// The countries to which the readers of some article go.
    pub fn destinations(&self) -> impl Iterator<Item = &String> {
        let articles = self.articles.iter();
        articles.flat_map(|one| &one.article.destinations)
    }

    /// The languages in which some article of a corridor is.
    pub fn languages(&self, corridor: &Corridor) -> BTreeSet<Language> {
        let own = self.of(corridor);
        own.flat_map(StoredArticle::languages).collect()
    }

    fn of(&self, corridor: &Corridor) -> impl Iterator<Item = &StoredArticle> {
        let filter = ArticleFilter {
            origin: Some(corridor.origin.clone()),
            destination: Some(corridor.destination.clone()),
            ..ArticleFilter::default()
        };
        self.articles.iter().filter(move |one| filter.admits(one))
    }
}

impl CarriedRights {
    /// Reads it.
    pub fn load(conn: &mut Conn) -> Result<Self, DbError> {
        Ok(Self {
            overview: Overview::load(conn)?,
            bodies: store::list_bodies(conn)?,
            contacts: store::list_all_contacts(conn)?,
            numbers: store::list_all_numbers(conn)?,
        })
    }

    /// Gives what concerns a corridor, in one language as far as it goes.
    pub fn give(
        &self,
        parts: &mut Parts,
        corridor: &Corridor,
        language: &Language,
    ) -> Result<(), serde_json::Error> {
        for stored in self.overview.of(corridor) {
            self.give_article(parts, stored, language)?;
        }
        let contacts = self.contacts.iter();
        for contact in
            contacts.filter(|one| corridor.touches(&one.country) && corridor.is_served(&one.serves))
        {
            give_contact(parts, contact, language)?;
        }
        let numbers = self.numbers.iter();
        for number in numbers.filter(|one| corridor.touches(&one.country)) {
            give_number(parts, number, language)?;
        }
        Ok(())
    }

    fn give_article(
        &self,
        parts: &mut Parts,
        stored: &StoredArticle,
        language: &Language,
    ) -> Result<(), serde_json::Error> {
        let article = &stored.article;
        let nearest = nearest_language(language, &stored.languages());
        let text = nearest.as_ref().and_then(|nearest| stored.text_in(nearest));
        let Some(text) = text else {
            return Ok(());
        };
        let place = (article.slug.clone(), text.language.as_str().to_owned());
        let Some(body) = self.bodies.get(&place) else {
            return Ok(());
        };
        parts.refer(RightsTopics::NAME, &article.topic);
        parts.refer_all(JourneyStages::NAME, &article.stages);
        parts.refer_all(Sectors::NAME, &article.sectors);
        parts.refer_all(Sexes::NAME, &article.sexes);
        parts.refer_all(PermitTypes::NAME, &article.permit_types);
        parts.refer("translation_statuses", text.translation_status.as_str());
        let carried = CarriedArticle::of(stored, text, body);
        parts.add(PartKind::Article, &article.slug, &carried)
    }
}

/// An article in one language. The members are those of `/v1/articles/{slug}`.
#[derive(Serialize)]
struct CarriedArticle<'a> {
    slug: &'a str,
    title: &'a str,
    summary: &'a str,
    body: &'a str,
    language: &'a Language,
    translation_status: TranslationStatus,
    is_stale: bool,
    published_by: &'a Option<String>,
    reviewed_by: Option<&'a String>,
    reviewed_on: Option<Date>,
    review_due: Date,
    topic: &'a str,
    stages: &'a [String],
    jurisdiction: &'a str,
    sectors: &'a [String],
    sexes: &'a [String],
    permit_types: &'a [String],
    urgent: bool,
    effective_from: Option<Date>,
    effective_to: Option<Date>,
    legal_basis: &'a [LegalBasis],
    licence: &'a Licence,
    updated_on: Date,
    audio: Option<CarriedAudio<'a>>,
}

/// A recording, which is fetched by itself.
#[derive(Serialize)]
struct CarriedAudio<'a> {
    href: String,
    #[serde(flatten)]
    audio: &'a Audio,
}

impl<'a> CarriedArticle<'a> {
    fn of(stored: &'a StoredArticle, text: &'a TextHead, body: &'a str) -> Self {
        let article = &stored.article;
        let audio = text.audio.as_ref().map(|audio| CarriedAudio {
            href: format!("/v1/articles/{}/audio?lang={}", article.slug, text.language),
            audio,
        });
        Self {
            slug: &article.slug,
            title: &text.title,
            summary: &text.summary,
            body,
            language: &text.language,
            translation_status: text.translation_status,
            is_stale: text.is_stale,
            published_by: &text.published_by,
            reviewed_by: text.review.as_ref().map(|review| &review.by),
            reviewed_on: text.review.as_ref().map(|review| review.on),
            review_due: article.review_due,
            topic: &article.topic,
            stages: &article.stages,
            jurisdiction: &article.jurisdiction,
            sectors: &article.sectors,
            sexes: &article.sexes,
            permit_types: &article.permit_types,
            urgent: article.urgent,
            effective_from: article.effective_from,
            effective_to: article.effective_to,
            legal_basis: &article.legal_basis,
            licence: &article.licence,
            updated_on: stored.updated_at.max(text.updated_at).date(),
            audio,
        }
    }
}

/// Somewhere to turn to. The members are those of `/v1/contacts`.
#[derive(Serialize)]
struct CarriedContact<'a> {
    key: &'a str,
    kind: &'a str,
    name: String,
    name_language: Option<Language>,
    country: &'a str,
    serves: &'a [String],
    address: &'a Option<String>,
    channels: &'a [Channel],
    #[serde(flatten)]
    source: CarriedSource<'a>,
}

#[derive(Serialize)]
struct CarriedSource<'a> {
    source_name: &'a str,
    source_url: &'a str,
    retrieved_on: Date,
    verified: bool,
}

impl<'a> CarriedSource<'a> {
    fn of(source: &'a Source) -> Self {
        Self {
            source_name: &source.name,
            source_url: &source.url,
            retrieved_on: source.retrieved_on,
            verified: source.verified,
        }
    }
}

fn give_contact(
    parts: &mut Parts,
    contact: &Contact,
    language: &Language,
) -> Result<(), serde_json::Error> {
    let (name_language, name) = nearest_text(language, &contact.names).unzip();
    parts.refer(ContactKinds::NAME, &contact.kind);
    parts.refer(Countries::NAME, &contact.country);
    let channels = contact.channels.iter().map(|channel| &channel.kind);
    parts.refer_all(ContactChannels::NAME, channels);
    let carried = CarriedContact {
        key: &contact.key,
        kind: &contact.kind,
        name: name.unwrap_or_default(),
        name_language,
        country: &contact.country,
        serves: &contact.serves,
        address: &contact.address,
        channels: &contact.channels,
        source: CarriedSource::of(&contact.source),
    };
    parts.add(PartKind::Contact, &contact.key, &carried)
}

/// A number to dial in need. The members are those of `/v1/emergency-numbers`.
#[derive(Serialize)]
struct CarriedNumber<'a> {
    country: &'a str,
    service: &'a str,
    label: Option<String>,
    number: &'a str,
    #[serde(flatten)]
    source: CarriedSource<'a>,
}

fn give_number(
    parts: &mut Parts,
    number: &EmergencyNumber,
    language: &Language,
) -> Result<(), serde_json::Error> {
    parts.refer(EmergencyServices::NAME, &number.service);
    parts.refer(Countries::NAME, &number.country);
    let carried = CarriedNumber {
        country: &number.country,
        service: &number.service,
        label: nearest_text(language, &number.label).map(|(_, text)| text),
        number: &number.number,
        source: CarriedSource::of(&number.source),
    };
    let name = format!("{}/{}/{}", number.country, number.service, number.number);
    parts.add(PartKind::EmergencyNumber, &name, &carried)
}
