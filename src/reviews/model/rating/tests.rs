//! The method by example and by property.

use std::collections::HashMap;

use proptest::prelude::*;

use super::super::statistics::Cell;
use super::*;
use crate::platform::ids::Id;

const MINIMUM: u32 = 3;

fn as_of() -> Month {
    "2026-11".parse().unwrap()
}

fn route(origin: &str) -> Route {
    (origin.to_owned(), "SG".to_owned())
}

fn cell(origin: &str, dimension: &str, month: &str) -> Cell {
    Cell {
        route: route(origin),
        dimension: dimension.to_owned(),
        month: month.parse().unwrap(),
        proof: ProofTier::SelfDeclared,
    }
}

/// Numbers of reviews by country of origin and dimension, all of this month.
fn statistics(parts: &[(&str, &str, [u32; 5])]) -> Statistics {
    let cells = parts.iter().map(|(origin, dimension, counts)| {
        (cell(origin, dimension, "2026-11"), Tally::of(*counts))
    });
    Statistics::of(cells)
}

fn rated(statistics: &Statistics) -> Rating {
    rate(
        statistics,
        &BTreeMap::new(),
        &Priors::unknown(as_of()),
        MINIMUM,
    )
}

fn rating(counts: [u32; 5]) -> Rating {
    rated(&statistics(&[("PH", OVERALL, counts)]))
}

fn weighed(counts: [u32; 5]) -> Weighed {
    let mut weighed = Weighed::default();
    weighed.add(&Tally::of(counts), 1.0);
    weighed
}

fn posterior(counts: [u32; 5]) -> Posterior {
    Posterior::of(&weighed(counts), &Imaginary::NEUTRAL)
}

#[test]
fn where_nothing_is_known_one_imaginary_review_of_each_score_is_added() {
    // (3 × 5 + 1 + 2 + 3 + 4 + 5) / 8
    let three = rating([0, 0, 0, 0, 3]);
    assert_eq!(three.mean, Some(3.75));
    assert_eq!(three.distribution, Some([0, 0, 0, 0, 3]));
    assert_eq!(three.effective_count, Some(3.0));
    assert_eq!(three.method, "corridor-mean-3");
    assert_eq!(three.as_of.as_deref(), Some("2026-11"));
    // (300 × 4.8 + 15) / 305: many reviews speak for themselves.
    assert_eq!(rating([0, 0, 0, 60, 240]).mean, Some(4.77));
}

#[test]
fn a_few_reviews_are_drawn_towards_the_mean_of_their_corridor() {
    let mut priors = Priors::unknown(as_of());
    priors.expect(Some(route("PH")), OVERALL.to_owned(), [400, 100, 0, 0, 0]);
    let of = |origin: &str| {
        let statistics = statistics(&[(origin, OVERALL, [0, 0, 0, 0, 3])]);
        rate(&statistics, &BTreeMap::new(), &priors, MINIMUM)
    };
    // (3 × 5 + 4 × 1 + 1 × 2) / 8, in its corridor and in all.
    assert_eq!(of("PH").mean, Some(2.63));
    assert_eq!(Some(of("PH").corridors[0].score.mean), Some(2.63));
    assert_eq!(of("ID").mean, Some(3.75));
    // The whole of two corridors expects something of both.
    let both = statistics(&[
        ("PH", OVERALL, [0, 0, 0, 0, 3]),
        ("ID", OVERALL, [0, 0, 0, 0, 3]),
    ]);
    let both = rate(&both, &BTreeMap::new(), &priors, MINIMUM);
    // (6 × 5 + 2.5 × 1 + 1 × 2 + 0.5 × (3 + 4 + 5)) / 11
    assert_eq!(both.mean, Some(3.68));
}

#[test]
fn a_review_of_two_years_ago_counts_half() {
    let month = |text: &str| text.parse().unwrap();
    let weight = |published: &str| weight(as_of(), month(published), ProofTier::SelfDeclared);
    assert!((weight("2026-11") - 1.0).abs() < 1e-12);
    assert!((weight("2024-11") - 0.5).abs() < 1e-12);
    assert!((weight("2022-11") - 0.25).abs() < 1e-12);
    assert!((weight("2026-12") - 1.0).abs() < 1e-12);
    let old = Statistics::of([
        (cell("PH", OVERALL, "2024-11"), Tally::of([4, 0, 0, 0, 0])),
        (cell("PH", OVERALL, "2026-11"), Tally::of([0, 0, 0, 0, 2])),
    ]);
    let old = rated(&old);
    assert_eq!((old.review_count, old.effective_count), (6, Some(4.0)));
    // (2 × 1 + 2 × 5 + 15) / 9
    assert_eq!(old.mean, Some(3.0));
    assert_eq!(old.distribution, Some([4, 0, 0, 0, 2]));
}

#[test]
fn a_corridor_is_shown_unless_it_gives_away_what_few_say_of_the_others() {
    let shown = |parts: &[(&str, u32)]| {
        let parts: Vec<_> = parts
            .iter()
            .map(|(from, n)| (*from, OVERALL, [0, *n, 0, 0, 0]))
            .collect();
        let corridors = rated(&statistics(&parts)).corridors.into_iter();
        corridors
            .map(|corridor| corridor.origin)
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&[("PH", 5), ("ID", 4)]), ["ID", "PH"]);
    assert_eq!(shown(&[("PH", 4), ("ID", 1)]), Vec::<String>::new());
    assert_eq!(shown(&[("PH", 6), ("ID", 3), ("NP", 2)]), ["PH"]);
    assert_eq!(shown(&[("PH", 6), ("ID", 2), ("NP", 1)]), ["PH"]);
}

#[test]
fn a_dimension_of_a_corridor_follows_the_same_rule() {
    let parts = [
        ("PH", OVERALL, [0, 5, 0, 0, 0]),
        ("ID", OVERALL, [0, 4, 0, 0, 0]),
        ("PH", "fees", [5, 0, 0, 0, 0]),
        ("ID", "fees", [1, 0, 0, 0, 0]),
        ("PH", "wages", [3, 0, 0, 0, 0]),
        ("ID", "wages", [3, 0, 0, 0, 0]),
        ("ID", "living", [1, 0, 0, 0, 0]),
    ];
    let rating = rated(&statistics(&parts));
    let names = |scores: &BTreeMap<String, Score>| scores.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&rating.dimensions), ["fees", "wages"]);
    for corridor in &rating.corridors {
        assert_eq!(
            names(&corridor.dimensions),
            ["wages"],
            "{}",
            corridor.origin
        );
    }
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
    let parts = [
        ("PH", OVERALL, [1, 1, 1, 1, 0]),
        ("PH", "fees", [0, 0, 0, 0, 3]),
        ("PH", "contract", [2, 0, 0, 0, 0]),
    ];
    let shown = rated(&statistics(&parts)).dimensions;
    assert_eq!(shown.keys().collect::<Vec<_>>(), ["fees"]);
    assert_eq!((shown["fees"].review_count, shown["fees"].mean), (3, 3.75));
}

fn counts() -> impl Strategy<Value = [u32; 5]> {
    proptest::array::uniform5(0_u32..500)
}

/// Something that happens to one of a few reviews: it is published as this, or it ends.
#[derive(Debug, Clone)]
enum Happening {
    Published(u8, Vec<(Cell, Stars)>, Told),
    Ended(u8),
}

fn told(review: u8) -> impl Strategy<Value = Told> {
    let amount = proptest::option::of(0.0..9000.0_f64);
    let answer = || proptest::option::of(any::<bool>());
    (amount, answer(), answer()).prop_map(move |(total_usd, over_limit, substituted)| Told {
        review: Id::parse(&format!("00000000-0000-4000-8000-{review:012}")).unwrap(),
        occupation: None,
        total_usd,
        by_category: BTreeMap::new(),
        months_of_income: None,
        over_limit,
        substituted,
    })
}

fn happening() -> impl Strategy<Value = Happening> {
    let stars = || (1_u8..=5).prop_map(|score| Stars::try_from(score).unwrap());
    let published = (0_u8..20).prop_flat_map(move |review| {
        let origin = prop_oneof![Just("PH"), Just("ID"), Just("NP")];
        let month = prop_oneof![Just("2026-11"), Just("2026-01"), Just("2023-06")];
        let sides = (proptest::option::of(stars()), proptest::option::of(stars()));
        (origin, month, stars(), sides, told(review)).prop_map(
            move |(origin, month, overall, (fees, wages), told)| {
                let scores = [(OVERALL, Some(overall)), ("fees", fees), ("wages", wages)];
                let cells = scores.into_iter().filter_map(|(dimension, score)| {
                    Some((cell(origin, dimension, month), score?))
                });
                Happening::Published(review, cells.collect(), told)
            },
        )
    });
    prop_oneof![3 => published, 1 => (0_u8..20).prop_map(Happening::Ended)]
}

fn assert_same(one: &serde_json::Value, other: &serde_json::Value) {
    use serde_json::Value;
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            assert_eq!(
                one.keys().collect::<Vec<_>>(),
                other.keys().collect::<Vec<_>>()
            );
            one.iter()
                .for_each(|(name, value)| assert_same(value, &other[name]));
        }
        (Value::Array(one), Value::Array(other)) => {
            assert_eq!(one.len(), other.len());
            one.iter()
                .zip(other)
                .for_each(|(one, other)| assert_same(one, other));
        }
        (Value::Number(one), Value::Number(other)) => {
            let apart = one.as_f64().unwrap() - other.as_f64().unwrap();
            assert!(apart.abs() < 1e-9, "{one} {other}");
        }
        (one, other) => assert_eq!(one, other),
    }
}

proptest! {
    #[test]
    fn what_is_kept_step_by_step_is_what_counting_anew_gives(
        happenings in proptest::collection::vec(happening(), 0..120)
    ) {
        let mut kept = Statistics::default();
        let mut figures: BTreeMap<Route, Vec<Told>> = BTreeMap::new();
        let mut public: HashMap<u8, (Vec<(Cell, Stars)>, Told)> = HashMap::new();
        for happening in happenings {
            // An edit ends a publication; the next one may be in another corridor.
            let (review, begun) = match happening {
                Happening::Published(review, cells, told) => (review, Some((cells, told))),
                Happening::Ended(review) => (review, None),
            };
            if let Some((cells, told)) = public.remove(&review) {
                for (cell, score) in &cells {
                    prop_assert!(kept.take(cell, *score));
                }
                figures.get_mut(&cells[0].0.route).unwrap().retain(|one| one.review != told.review);
            }
            if let Some((cells, told)) = begun {
                for (cell, score) in &cells {
                    kept.add(cell.clone(), *score);
                }
                figures.entry(cells[0].0.route.clone()).or_default().push(told.clone());
                public.insert(review, (cells, told));
            }
        }
        let mut counted = Statistics::default();
        let mut told_anew: BTreeMap<Route, Vec<Told>> = BTreeMap::new();
        for (cells, told) in public.into_values() {
            told_anew.entry(cells[0].0.route.clone()).or_default().push(told);
            for (cell, score) in cells {
                counted.add(cell, score);
            }
        }
        prop_assert_eq!(&kept, &counted);
        let mut priors = Priors::unknown(as_of());
        priors.expect(Some(route("PH")), OVERALL.to_owned(), [123, 77, 100, 99, 101]);
        let kept = rate(&kept, &figures, &priors, MINIMUM);
        let counted = rate(&counted, &told_anew, &priors, MINIMUM);
        assert_same(&serde_json::to_value(kept).unwrap(), &serde_json::to_value(counted).unwrap());
    }

    #[test]
    fn below_the_minimum_only_the_number_is_known(counts in proptest::array::uniform5(0_u32..2)) {
        let parts = [("PH", OVERALL, counts), ("PH", "fees", counts)];
        let rating = rated(&statistics(&parts));
        let count = counts.iter().sum::<u32>();
        prop_assert_eq!(rating.review_count, count);
        prop_assert_eq!(rating.mean.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.effective_count.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.interval_low.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.interval_high.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.distribution.is_some(), count >= MINIMUM);
        prop_assert_eq!(rating.dimensions.is_empty(), count < MINIMUM);
        prop_assert_eq!(rating.corridors.is_empty(), count < MINIMUM);
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
        let wide = posterior(counts);
        let narrow = posterior(counts.map(|n| n * 4));
        prop_assert!(narrow.variance < wide.variance);
        let width = |(low, high): (f64, f64)| high - low;
        prop_assert!(width(narrow.interval()) < width(wide.interval()));
    }

    #[test]
    fn worst_and_best_are_mirror_images(counts in counts()) {
        prop_assume!(counts.iter().sum::<u32>() >= MINIMUM);
        let mut mirrored = counts;
        mirrored.reverse();
        prop_assert!((posterior(counts).mean + posterior(mirrored).mean - 6.0).abs() < 1e-9);
    }
}
