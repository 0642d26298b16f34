//! The one taxonomy: what kinds of help there are, from the code list `service_types`.

use super::ids::derived;
use super::shapes::{Attribute, Taxonomy, TaxonomyTerm};
use crate::platform::code_lists::CodeLists;
use crate::platform::ids::Id;

const LIST: &str = "service_types";

/// The id of the taxonomy.
pub fn taxonomy_id() -> Id {
    derived(&["taxonomy", LIST])
}

/// The id of a term.
pub fn term_id(code: &str) -> Id {
    derived(&["taxonomy_term", LIST, code])
}

/// The taxonomy.
pub fn taxonomy(lists: &CodeLists, public_url: &str) -> Taxonomy {
    let title = lists.find(LIST).map(|list| list.title.clone());
    Taxonomy {
        id: taxonomy_id(),
        name: LIST.to_owned(),
        description: title.unwrap_or_default(),
        uri: format!("{public_url}/v1/code-lists/{LIST}"),
    }
}

/// All terms.
pub fn terms(lists: &CodeLists) -> Vec<TaxonomyTerm> {
    let list = lists.find(LIST).into_iter();
    let entries = list.flat_map(|list| &list.codes);
    entries
        .map(|entry| {
            let text = |texts: &crate::platform::code_lists::Texts| texts.get("en").cloned();
            let name = text(&entry.label).unwrap_or_else(|| entry.code.clone());
            TaxonomyTerm {
                id: term_id(&entry.code),
                code: entry.code.clone(),
                description: text(&entry.description).unwrap_or_else(|| name.clone()),
                name,
                taxonomy: LIST.to_owned(),
                taxonomy_id: taxonomy_id(),
                language: "en".to_owned(),
            }
        })
        .collect()
}

/// What a service's types are as attributes.
pub fn attributes(of: Id, types: &[String], terms: &[TaxonomyTerm]) -> Vec<Attribute> {
    let known = types
        .iter()
        .filter_map(|code| terms.iter().find(|term| term.code == *code));
    known
        .map(|term| Attribute {
            id: derived(&[&of.to_string(), "attribute", &term.code]),
            taxonomy_term: term.clone(),
        })
        .collect()
}
