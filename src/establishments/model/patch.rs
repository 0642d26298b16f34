//! Changes as documents: what differs, what is laid over, what is taken back. Members of the first level are the
//! unit, as in the history.

use std::collections::HashSet;

use serde_json::Value;

use super::{Facts, MOST_NAMES, MOST_OF_A_KIND};
use crate::platform::differences::differences_of_values;
use crate::platform::text::fold;

/// Sets those members of `current` that `stated` says in another way than `said_before`: what a list merely repeats
/// does not undo what a person corrected.
pub fn overlay_changed(current: &mut Value, said_before: &Value, stated: &Value) {
    let (_, changed) = differences_of_values(said_before, stated);
    if let Some(members) = current.as_object_mut() {
        members.extend(changed);
    }
}

/// Takes back what made `after` out of `before`, but for members that were changed again since.
pub fn revert(current: &mut Value, before: &Value, after: &Value) {
    let (old, new) = differences_of_values(before, after);
    let Some(members) = current.as_object_mut() else {
        return;
    };
    for (name, was) in old {
        if members.get(&name) == new.get(&name) {
            members.insert(name, was);
        }
    }
}

/// What is known of two that are one: what `stays` says holds, and what only `goes` says is added. What does not fit any
/// more stays readable with `goes`.
pub fn united(stays: &Facts, goes: &Facts) -> Facts {
    let mut all = stays.clone();
    let mut known: HashSet<String> = stays.names.iter().map(|n| fold(n.name.as_str())).collect();
    let new_names = goes.names.iter();
    let new_names = new_names.filter(|name| known.insert(fold(name.name.as_str())));
    all.names.extend(new_names.cloned());
    all.names.truncate(MOST_NAMES);
    let mut keys: HashSet<_> = stays
        .identifiers
        .iter()
        .map(super::Identifier::key)
        .collect();
    let new_numbers = goes.identifiers.iter();
    let new_numbers = new_numbers.filter(|identifier| keys.insert(identifier.key()));
    all.identifiers.extend(new_numbers.cloned());
    all.identifiers.truncate(MOST_OF_A_KIND);
    let industries = stays.isic.union(&goes.isic).take(MOST_OF_A_KIND);
    all.isic = industries.cloned().collect();
    let hazards = stays.hazard_codes.union(&goes.hazard_codes);
    all.hazard_codes = hazards.take(MOST_OF_A_KIND).cloned().collect();
    let mut owners: HashSet<String> = stays.owners.iter().map(|o| fold(o.name.as_str())).collect();
    let new_owners = goes.owners.iter();
    let new_owners = new_owners.filter(|owner| owners.insert(fold(owner.name.as_str())));
    all.owners.extend(new_owners.cloned());
    all.owners.truncate(MOST_OF_A_KIND);
    if stays.place.point.is_none() && goes.place.point.is_some() {
        all.place = goes.place.clone();
    }
    all.size_band = stays.size_band.or(goes.size_band);
    all.workers = stays.workers.clone().or_else(|| goes.workers.clone());
    all.housing_provided = stays.housing_provided.or(goes.housing_provided);
    all.employer_id = stays.employer_id.or(goes.employer_id);
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::platform::merge_patch::merge_patch;

    #[test]
    fn a_merge_patch_is_that_of_the_standard() {
        // RFC 7396, appendix A, the cases with an object as patch.
        for (original, patch, result) in [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (
                json!({"a":{"b":"c"}}),
                json!({"a":{"b":"d","c":null}}),
                json!({"a":{"b":"d"}}),
            ),
            (json!({"a":[{"b":"c"}]}), json!({"a":[1]}), json!({"a":[1]})),
            (json!({"e":null}), json!({"a":1}), json!({"e":null,"a":1})),
            (
                json!({}),
                json!({"a":{"bb":{"ccc":null}}}),
                json!({"a":{"bb":{}}}),
            ),
        ] {
            let mut target = original.clone();
            merge_patch(&mut target, patch.as_object().unwrap());
            assert_eq!(target, result, "{original} + {patch}");
        }
    }

    #[test]
    fn taking_back_leaves_what_was_changed_since() {
        let (before, after) = (json!({"a":1,"b":1,"c":1}), json!({"a":2,"b":2,"c":1}));
        let mut current = json!({"a":2,"b":3,"c":4});
        revert(&mut current, &before, &after);
        assert_eq!(current, json!({"a":1,"b":3,"c":4}));
        let mut untouched = after.clone();
        revert(&mut untouched, &before, &after);
        assert_eq!(untouched, before);
    }

    #[test]
    fn a_list_that_repeats_itself_undoes_no_correction() {
        let mut current = json!({"a":"corrected","b":1});
        overlay_changed(
            &mut current,
            &json!({"a":"x","b":1}),
            &json!({"a":"x","b":2}),
        );
        assert_eq!(current, json!({"a":"corrected","b":2}));
    }
}
