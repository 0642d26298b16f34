//! Figures by example.

use proptest::prelude::*;

use super::*;

fn told(number: usize, occupation: Option<&str>, total: Option<f64>) -> Told {
    Told {
        review: Id::parse(&format!("00000000-0000-4000-8000-{number:012}")).unwrap(),
        occupation: occupation.map(str::to_owned),
        total_usd: total,
        by_category: total
            .map(|usd| ("medical".to_owned(), usd))
            .into_iter()
            .collect(),
        months_of_income: total.map(|usd| usd / 400.0),
        over_limit: total.map(|usd| usd > 1000.0),
        substituted: None,
    }
}

fn many(amounts: &[f64], occupation: &str) -> Vec<Told> {
    let amounts = amounts.iter().enumerate();
    amounts
        .map(|(number, usd)| told(number, Some(occupation), Some(*usd)))
        .collect()
}

fn route(origin: &str) -> Route {
    (origin.to_owned(), "SG".to_owned())
}

#[test]
fn amounts_are_told_to_two_digits() {
    for (exact, shown) in [
        (0.0, 0.0),
        (0.4, 0.0),
        (7.4, 7.0),
        (46.5, 47.0),
        (733.0, 730.0),
        (1250.4, 1300.0),
        (98_765.0, 99_000.0),
    ] {
        assert!((two_digits(exact) - shown).abs() < 1e-9, "{exact}");
    }
}

#[test]
fn quartiles_lie_between_the_neighbours() {
    let of = |amounts: &[f64]| {
        let found = quartiles(amounts.iter().copied(), |exact| exact).unwrap();
        (found.lower_quartile, found.median, found.upper_quartile)
    };
    assert_eq!(of(&[50.0, 10.0, 20.0, 30.0, 40.0]), (20.0, 30.0, 40.0));
    assert_eq!(of(&[10.0, 20.0, 30.0, 40.0]), (17.5, 25.0, 32.5));
    assert_eq!(of(&[10.0]), (10.0, 10.0, 10.0));
    assert_eq!(quartiles(std::iter::empty(), tenths), None);
}

#[test]
fn money_needs_five_reviews_and_a_share_the_minimum() {
    let figures_of =
        |amounts: &[f64]| figures(&BTreeMap::from([(route("PH"), many(amounts, "5311"))]), 3).whole;
    let four = figures_of(&[100.0, 200.0, 1500.0, 2000.0]);
    assert_eq!(four.fees_usd, None);
    assert_eq!(
        four.over_limit,
        Some(Share {
            review_count: 4,
            share: 0.5
        })
    );
    assert_eq!(four.contract_substitution, None);
    let five = figures_of(&[100.0, 200.0, 333.0, 1500.0, 2000.0])
        .fees_usd
        .unwrap();
    assert_eq!((five.review_count, five.median), (5, 330.0));
    assert_eq!(figures_of(&[100.0, 200.0]), ToldByReviews::default());
}

#[test]
fn a_corridor_is_hidden_where_few_others_would_be_left() {
    let amounts = [100.0, 200.0, 300.0, 400.0, 500.0, 600.0];
    let shown = |others: &[f64]| {
        let told = BTreeMap::from([
            (route("PH"), many(&amounts, "5311")),
            (route("ID"), many(others, "5311")),
        ]);
        let figures = figures(&told, 3);
        let of = |origin: &str| figures.by_route[&route(origin)].fees_usd.is_some();
        (figures.whole.fees_usd.is_some(), of("PH"), of("ID"))
    };
    assert_eq!(shown(&[]), (true, true, false));
    assert_eq!(shown(&[1.0, 2.0]), (true, false, false));
    assert_eq!(shown(&[1.0, 2.0, 3.0, 4.0, 5.0]), (true, true, true));
}

#[test]
fn costs_are_told_of_groups_of_five() {
    let mut all = many(&[100.0, 200.0, 300.0, 400.0, 1500.0, 2000.0], "5311");
    let told_costs = costs(&all);
    let of_all = &told_costs[""];
    let total = of_all.total_usd.clone().unwrap();
    assert_eq!((total.reviews_at_least, total.median), (5, 350.0));
    assert_eq!(
        of_all.months_of_income.as_ref().map(|months| months.median),
        Some(0.9)
    );
    assert_eq!(
        of_all.over_limit.as_ref().map(|limit| limit.share),
        Some(0.35)
    );
    assert!(of_all.categories_usd.contains_key("medical"));
    assert_eq!(told_costs["5311"], told_costs[""]);
    // One more, in another occupation: the groups would tell of it.
    all.push(told(9, Some("7126"), Some(900.0)));
    assert_eq!(costs(&all).keys().collect::<Vec<_>>(), [""]);
    // One who did not pay for it: the category would tell of them.
    all.pop();
    all.push(Told {
        by_category: BTreeMap::new(),
        ..told(9, Some("5311"), Some(0.0))
    });
    assert!(costs(&all)[""].categories_usd.is_empty());
    assert!(costs(&all)[""].total_usd.is_some());
}

#[test]
fn fewer_than_five_tell_nothing() {
    assert!(costs(&many(&[1.0, 2.0, 3.0, 4.0], "5311")).is_empty());
}

/// A review with any occupation that tells any of three things.
fn any_told() -> impl Strategy<Value = Told> {
    let occupation = proptest::option::weighted(0.9, "[1-2]{1,4}");
    let amount = || proptest::option::weighted(0.8, 1.0..2000.0_f64);
    (occupation, amount(), amount(), any::<bool>()).prop_map(|(occupation, usd, months, pays)| {
        let mut one = told(1, occupation.as_deref(), usd);
        one.months_of_income = months;
        if !pays {
            one.by_category.clear();
        }
        one
    })
}

/// Whether an answer shows something, and whether a review says it.
type Shows = fn(&CostFigures) -> bool;
type Says = fn(&Told) -> bool;

proptest! {
    #[test]
    fn no_difference_of_answers_tells_of_few(all in proptest::collection::vec(any_told(), 0..60)) {
        let answers = costs(&all);
        let measures: [(Shows, Says); 5] = [
            (|shown| shown.total_usd.is_some(), |one| one.total_usd.is_some()),
            (|shown| shown.months_of_income.is_some(), |one| one.months_of_income.is_some()),
            (|shown| shown.over_limit.is_some(), |one| one.over_limit.is_some()),
            (|shown| shown.categories_usd.contains_key("medical"), |one| one.by_category.contains_key("medical")),
            (
                |shown| shown.categories_usd.contains_key("medical"),
                |one| one.total_usd.is_some() && !one.by_category.contains_key("medical"),
            ),
        ];
        for (shows, says) in measures {
            let mut atoms: BTreeMap<Vec<String>, u32> = BTreeMap::new();
            for one in all.iter().filter(|one| says(one)) {
                let within = groups_of(one.occupation.as_deref());
                let within = within.filter(|group| answers.get(group).is_some_and(shows));
                *atoms.entry(within.collect()).or_default() += 1;
            }
            for (within, number) in atoms {
                prop_assert!(within.is_empty() || number >= LEAST_OF_MONEY, "{within:?}: {number}");
            }
        }
    }
}
