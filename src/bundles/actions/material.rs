//! Everything that bundles are made of, read once for many of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::publish::BundleError;
use crate::bundles::model::{BundleKey, Item, sort};
use crate::directory::CarriedDirectory;
use crate::entitlements::Library;
use crate::platform::carried::{Corridor, PartKind, Parts, nearest_text};
use crate::platform::code_lists::{
    CodeList, CodeLists, FeeCategories, FeeSubItems, ListName as _, Occupations,
};
use crate::platform::db::{Conn, DbError};
use crate::platform::language::Language;
use crate::platform::messages::Messages;
use crate::reviews::{CapsError, FeeCap, list_fee_caps};
use crate::rights::{CarriedRights, Overview};

/// What an app must tell the reader of a text, by the state of the text; the sentences of `/v1/articles/{slug}`.
const NOTICES: [&str; 3] = ["machine_translation", "stale_translation", "not_reviewed"];
const NOTICES_LIST: &str = "article_notices";

/// For which corridors there is something, and in which languages.
#[derive(Debug, Clone, Default)]
pub struct Catalogue(BTreeMap<Corridor, Vec<Language>>);

impl Catalogue {
    /// From the articles and the rules: whoever comes from a country of which one of them speaks and goes to another.
    pub fn load(conn: &mut Conn, library: &Library) -> Result<Self, DbError> {
        let overview = Overview::load(conn)?;
        let origins = overview.origins().map(String::as_str);
        let origins: BTreeSet<&str> = origins.chain(library.origins()).collect();
        let destinations = overview.destinations().map(String::as_str);
        let destinations: BTreeSet<&str> = destinations.chain(library.destinations()).collect();
        let mut all = BTreeMap::new();
        for origin in &origins {
            for destination in destinations.iter().filter(|one| *one != origin) {
                let corridor = Corridor {
                    origin: (*origin).to_owned(),
                    destination: (*destination).to_owned(),
                };
                let mut languages = overview.languages(&corridor);
                // Whatever is asked for falls back on it.
                languages.insert(Language::english());
                all.insert(corridor, languages.into_iter().collect());
            }
        }
        Ok(Self(all))
    }

    /// The languages of a corridor; none when nothing is known of it.
    pub fn languages(&self, corridor: &Corridor) -> Option<&[Language]> {
        self.0.get(corridor).map(Vec::as_slice)
    }

    /// Every bundle that can be had, in order.
    pub fn bundles(&self) -> impl Iterator<Item = BundleKey> {
        self.0.iter().flat_map(|(corridor, languages)| {
            languages.iter().map(|language| BundleKey {
                corridor: corridor.clone(),
                language: language.clone(),
            })
        })
    }
}

/// What bundles are made of, as it was at one moment.
pub struct Material {
    rights: CarriedRights,
    directory: CarriedDirectory,
    fee_limits: Vec<FeeCap>,
}

impl Material {
    /// Reads it.
    pub fn load(conn: &mut Conn) -> Result<Self, BundleError> {
        let unreadable = |error| match error {
            CapsError::Database(error) => BundleError::Database(error),
            CapsError::Json(error) => BundleError::Json(error),
        };
        Ok(Self {
            rights: CarriedRights::load(conn)?,
            directory: CarriedDirectory::load(conn)?,
            fee_limits: list_fee_caps(conn).map_err(unreadable)?,
        })
    }

    /// The items of a bundle, in their order.
    pub fn items(
        &self,
        key: &BundleKey,
        library: &Library,
        (lists, messages): (&CodeLists, &Messages),
    ) -> Result<Vec<Item>, serde_json::Error> {
        let (corridor, language) = (&key.corridor, &key.language);
        let mut parts = Parts::default();
        self.rights.give(&mut parts, corridor, language)?;
        library.give(&mut parts, corridor, language)?;
        self.directory.give(&mut parts, corridor, language)?;
        self.give_fee_limits(&mut parts, corridor)?;
        give_notices(&mut parts, messages, language)?;
        give_code_lists(&mut parts, lists, language)?;
        let mut items: Vec<Item> = parts.into_parts().iter().map(Item::of).collect();
        sort(&mut items);
        // The same number stands twice in a list when two services share it.
        items.dedup_by(|a, b| a.id == b.id);
        Ok(items)
    }

    fn give_fee_limits(
        &self,
        parts: &mut Parts,
        corridor: &Corridor,
    ) -> Result<(), serde_json::Error> {
        let limits = self.fee_limits.iter();
        let limits = limits.filter(|limit| {
            let destinations = &limit.destinations;
            corridor.touches(&limit.charged_in)
                && (destinations.is_empty() || destinations.contains(&corridor.destination))
        });
        for limit in limits {
            parts.refer_all(FeeCategories::NAME, &limit.categories);
            parts.refer_all(FeeSubItems::NAME, &limit.sub_items);
            parts.refer_all(Occupations::NAME, &limit.occupations);
            parts.refer_all(Occupations::NAME, &limit.except_occupations);
            parts.add(PartKind::FeeLimit, &limit.code, limit)?;
        }
        Ok(())
    }
}

fn give_notices(
    parts: &mut Parts,
    messages: &Messages,
    language: &Language,
) -> Result<(), serde_json::Error> {
    let is_spoken = messages.languages().contains(language);
    let other = (!is_spoken).then(Language::english);
    let codes = NOTICES.iter().map(|code| {
        let text = messages.text(language, &format!("article-{code}"), None, &Vec::new());
        json!({ "code": code, "label": text, "language": other })
    });
    let codes: Vec<Value> = codes.collect();
    let list = json!({ "name": NOTICES_LIST, "codes": codes });
    parts.add(PartKind::CodeList, NOTICES_LIST, &list)
}

/// Of each list the codes that some part uses.
fn give_code_lists(
    parts: &mut Parts,
    lists: &CodeLists,
    language: &Language,
) -> Result<(), serde_json::Error> {
    for (name, codes) in parts.codes().clone() {
        let Some(list) = lists.find(name) else {
            continue;
        };
        let shown = labelled(list, &codes, language);
        parts.add(PartKind::CodeList, name, &shown)?;
    }
    Ok(())
}

fn labelled(list: &CodeList, codes: &BTreeSet<String>, language: &Language) -> Value {
    let entries = list.codes.iter();
    let entries = entries.filter(|entry| codes.contains(&entry.code));
    let entries = entries.map(|entry| {
        let (own, label) = nearest_text(language, &entry.label).unzip();
        let other = own.filter(|own| own != language);
        json!({ "code": entry.code, "label": label, "language": other })
    });
    let entries: Vec<Value> = entries.collect();
    json!({ "name": list.name, "codes": entries })
}
