//! The method by example and by property.

use proptest::prelude::*;

use super::*;

const MINIMUM: u32 = 3;

fn tally(counts: [u32; 5]) -> Tally {
    Tally(counts)
}

fn rating(counts: [u32; 5]) -> Rating {
    rate(&tally(counts), &BTreeMap::new(), MINIMUM)
}

#[test]
fn one_imaginary_review_of_each_score_is_added() {
    // (3 × 5 + 1 + 2 + 3 + 4 + 5) / 8
    let three = rating([0, 0, 0, 0, 3]);
    assert_eq!(three.mean, Some(3.75));
    assert_eq!(three.distribution, Some([0, 0, 0, 0, 3]));
    assert_eq!(three.method, "shrunken-mean-1");
    // (300 × 4.8 + 15) / 305: many reviews speak for themselves.
    assert_eq!(rating([0, 0, 0, 60, 240]).mean, Some(4.77));
}

#[test]
fn the_interval_holds_nine_tenths_of_the_posterior() {
    // By drawing 120 000 times from the exact Dirichlet posterior.
    for (counts, low, high) in [
        ([0, 0, 0, 0, 3], 2.869, 4.488),
        ([3, 0, 0, 0, 0], 1.512, 3.121),
        ([1, 1, 1, 1, 1], 2.297, 3.702),
        ([10, 0, 0, 0, 10], 2.387, 3.610),
        ([1, 2, 3, 4, 90], 4.571, 4.831),
        ([0, 5, 10, 5, 0], 2.713, 3.290),
    ] {
        let rating = rating(counts);
        let near = |found: Option<f64>, drawn: f64| (found.unwrap() - drawn).abs() < 0.03;
        assert!(near(rating.interval_low, low), "{rating:?}");
        assert!(near(rating.interval_high, high), "{rating:?}");
    }
}

#[test]
fn a_large_agency_is_rated_without_loss() {
    let rating = rating([1_000_000, 0, 0, 0, 3_000_000]);
    assert_eq!(rating.mean, Some(4.0));
    assert!(rating.interval_low.unwrap() >= 3.99 && rating.interval_high.unwrap() <= 4.01);
}

#[test]
fn a_dimension_is_shown_from_the_minimum_on() {
    let dimensions = BTreeMap::from([
        ("fees".to_owned(), tally([0, 0, 0, 0, 3])),
        ("contract".to_owned(), tally([2, 0, 0, 0, 0])),
    ]);
    let shown = rate(&tally([1, 1, 1, 1, 0]), &dimensions, MINIMUM).dimensions;
    let fees = DimensionRating {
        review_count: 3,
        mean: 3.75,
    };
    assert_eq!(shown, BTreeMap::from([("fees".to_owned(), fees)]));
}

fn counts() -> impl Strategy<Value = [u32; 5]> {
    proptest::array::uniform5(0_u32..500)
}

proptest! {
    #[test]
    fn below_the_minimum_only_the_numbers_are_shown(counts in proptest::array::uniform5(0_u32..2)) {
        let dimensions = BTreeMap::from([("fees".to_owned(), tally([0, 0, 0, 0, 9]))]);
        let rating = rate(&tally(counts), &dimensions, MINIMUM);
        let count = counts.iter().sum::<u32>();
        prop_assert_eq!(rating.review_count, count);
        prop_assert_eq!(rating.mean.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.interval_low.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.interval_high.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.distribution.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.dimensions.is_empty(), count < MINIMUM);
    }

    #[test]
    fn the_mean_lies_in_its_interval_and_on_the_scale(counts in counts()) {
        prop_assume!(counts.iter().sum::<u32>() >= MINIMUM);
        let rating = rating(counts);
        let (low, mean, high) =
            (rating.interval_low.unwrap(), rating.mean.unwrap(), rating.interval_high.unwrap());
        prop_assert!(1.0 <= low && low <= mean && mean <= high && high <= 5.0, "{:?}", rating);
    }

    #[test]
    fn a_better_score_never_lowers_the_mean(counts in counts(), at in 0_usize..4) {
        prop_assume!(counts.iter().sum::<u32>() >= MINIMUM && counts[at] > 0);
        let mut better = counts;
        better[at] -= 1;
        better[at + 1] += 1;
        prop_assert!(rating(better).mean >= rating(counts).mean);
    }

    #[test]
    fn more_reviews_of_the_same_kind_narrow_the_interval(counts in counts()) {
        prop_assume!(counts.iter().sum::<u32>() >= MINIMUM);
        let wide = tally(counts).posterior();
        let narrow = tally(counts.map(|n| n * 4)).posterior();
        prop_assert!(narrow.variance < wide.variance);
        let width = |(low, high): (f64, f64)| high - low;
        prop_assert!(width(narrow.interval()) < width(wide.interval()));
    }

    #[test]
    fn worst_and_best_are_mirror_images(counts in counts()) {
        prop_assume!(counts.iter().sum::<u32>() >= MINIMUM);
        let mut mirrored = counts;
        mirrored.reverse();
        let sum = tally(counts).posterior().mean + tally(mirrored).posterior().mean;
        prop_assert!((sum - 6.0).abs() < 1e-9);
    }
}
