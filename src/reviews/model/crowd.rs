//! Showing parts of a whole so that no difference of what is shown singles out a few.

use std::collections::{BTreeMap, BTreeSet};

/// Which parts of a whole may be shown beside it, given how many are in each: those with at least
/// `least`, unless fewer than that (but not none) would be left without a part that is shown. Then the
/// smallest are hidden with them, and parts of the same size alike.
pub fn shown_parts<K: Ord + Clone>(
    whole: u32,
    parts: &BTreeMap<K, u32>,
    least: u32,
) -> BTreeSet<K> {
    if whole < least {
        return BTreeSet::new();
    }
    let mut sizes: Vec<u32> = parts.values().copied().filter(|n| *n >= least).collect();
    sizes.sort_unstable();
    sizes.dedup();
    for from in sizes {
        let shown = parts.iter().filter(|(_, n)| **n >= from);
        let in_shown = shown
            .clone()
            .fold(0, |sum: u32, (_, n)| sum.saturating_add(*n));
        let rest = whole.saturating_sub(in_shown);
        if rest == 0 || rest >= least {
            return shown.map(|(key, _)| key.clone()).collect();
        }
    }
    BTreeSet::new()
}

/// Which groups of ISCO-08 may be shown beside the whole, which is the empty code. A group is part of
/// the one whose code is a digit shorter, and is shown only where that one is.
///
/// What two or more groups that are shown have not in common consists of rests of groups, each of
/// which is empty or has at least `least` members: so no difference of answers tells of fewer.
pub fn shown_groups(members: &BTreeMap<String, u32>, least: u32) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    let mut open = vec![String::new()];
    if members.get("").copied().unwrap_or(0) < least {
        return shown;
    }
    while let Some(group) = open.pop() {
        let whole = members.get(&group).copied().unwrap_or(0);
        let is_part = |code: &str| code.len() == group.len() + 1 && code.starts_with(&group);
        let parts = members.iter().filter(|(code, _)| is_part(code));
        let parts = parts.map(|(code, n)| (code.clone(), *n)).collect();
        open.extend(shown_parts(whole, &parts, least));
        shown.insert(group);
    }
    shown
}

/// All groups to which an occupation belongs, from the whole to itself.
pub fn groups_of(occupation: Option<&str>) -> impl Iterator<Item = String> {
    let code = occupation.unwrap_or_default();
    (0..=code.len()).filter_map(|length| code.get(..length).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LEAST: u32 = 5;

    fn parts(numbers: &[u32]) -> BTreeMap<usize, u32> {
        numbers.iter().copied().enumerate().collect()
    }

    #[test]
    fn the_smallest_part_is_hidden_with_those_that_are_too_few() {
        let shown = |whole, numbers: &[u32]| {
            let shown = shown_parts(whole, &parts(numbers), 3);
            shown.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(shown(9, &[5, 4]), [0, 1]);
        assert_eq!(shown(4, &[3, 1]), Vec::<usize>::new());
        assert_eq!(shown(10, &[6, 3, 1]), [0]);
        assert_eq!(shown(7, &[3, 3, 1]), Vec::<usize>::new());
        assert_eq!(shown(9, &[3, 3]), [0, 1]);
        assert_eq!(shown(2, &[2]), Vec::<usize>::new());
    }

    /// Occupations of one to four digits, few of each digit so that groups fill up.
    fn occupation() -> impl Strategy<Value = Option<String>> {
        prop_oneof![
            1 => Just(None),
            6 => "[1-3]{1,4}".prop_map(Some),
        ]
    }

    proptest! {
        #[test]
        fn no_difference_of_groups_tells_of_few(all in proptest::collection::vec(occupation(), 0..80)) {
            let mut members: BTreeMap<String, u32> = BTreeMap::new();
            for one in &all {
                for group in groups_of(one.as_deref()) {
                    *members.entry(group).or_default() += 1;
                }
            }
            let shown = shown_groups(&members, LEAST);
            // Whoever has all answers knows of each author exactly which of the shown groups they
            // are in, and can form any sum and difference of groups with the same.
            let mut atoms: BTreeMap<Vec<String>, u32> = BTreeMap::new();
            for one in &all {
                let within: Vec<_> =
                    groups_of(one.as_deref()).filter(|group| shown.contains(group)).collect();
                *atoms.entry(within).or_default() += 1;
            }
            for (within, number) in atoms {
                prop_assert!(within.is_empty() || number >= LEAST, "{within:?}: {number}");
            }
            if u32::try_from(all.len()).unwrap() >= LEAST {
                prop_assert!(shown.contains(""));
            }
        }

        #[test]
        fn no_difference_of_parts_tells_of_few(numbers in proptest::collection::vec(0_u32..20, 0..8), silent in 0_u32..6) {
            let whole = numbers.iter().sum::<u32>() + silent;
            let shown = shown_parts(whole, &parts(&numbers), LEAST);
            let in_shown: u32 = shown.iter().map(|at| numbers[*at]).sum();
            prop_assert!(shown.iter().all(|at| numbers[*at] >= LEAST));
            prop_assert!(shown.is_empty() || whole == in_shown || whole - in_shown >= LEAST);
        }
    }
}
