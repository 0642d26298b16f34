//! Whether more reviews come at once than an agency usually gets.

use super::{Evidence, RECENT_DAYS, Side, USUAL_WEEKS, number};

/// Spans of days in which reviews are counted.
const SPANS: [i32; 3] = [1, 3, 7];
/// Fewer are never a burst.
const LEAST: u32 = 6;
/// Reviews a week that are usual for any agency, however few it had.
const FLOOR: f64 = 0.5;
/// Of the weeks before, the fullest are left out: an earlier burst does not excuse the next one.
const FULLEST_LEFT_OUT: usize = 3;
/// Weeks that count at least, also for an agency that is new here.
const LEAST_WEEKS: i32 = 4;
/// How unlikely so many are, if they came as usual.
const UNLIKELY: f64 = 1e-5;
/// Percent of a burst that are on one side.
const ONE_SIDED: u32 = 65;
/// Percentage points above what that side usually has.
const MORE_THAN_USUAL: u32 = 25;

/// How many reviews of an agency with one score were filed on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The day, counted from 1970.
    pub day: i32,
    /// The score for all of it.
    pub overall: i64,
    /// How many.
    pub count: u32,
}

/// Too many at once, and most on one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burst {
    /// Its first day.
    pub first: i32,
    /// Its last day.
    pub last: i32,
    /// The side.
    pub side: Side,
    /// The numbers.
    pub evidence: Evidence,
}

/// The bursts of the last days, given what was filed when.
pub fn bursts(counts: &[DayCount], today: i32) -> Vec<Burst> {
    let until = today - RECENT_DAYS;
    let before: Vec<&DayCount> = counts.iter().filter(|count| count.day <= until).collect();
    let weekly = usual_a_week(&before, until);
    let mut found = Vec::new();
    for span in SPANS {
        for last in (until + 1)..=today {
            let first = last - span + 1;
            let within = counts
                .iter()
                .filter(|count| first <= count.day && count.day <= last);
            let within: Vec<&DayCount> = within.collect();
            let (all, usual) = (sum(&within, None), weekly * f64::from(span) / 7.0);
            if all < LEAST || at_least(all, usual) > UNLIKELY {
                continue;
            }
            let sides = Side::ALL.iter();
            found.extend(sides.filter_map(|side| {
                let evidence = one_sided(&within, &before, *side)?;
                let evidence = Evidence {
                    days: number(span),
                    usual_tenths: tenths(usual),
                    ..evidence
                };
                Some(Burst {
                    first,
                    last,
                    side: *side,
                    evidence,
                })
            }));
        }
    }
    found
}

fn sum(counts: &[&DayCount], side: Option<Side>) -> u32 {
    let wanted = |count: &&&DayCount| side.is_none() || Side::of(count.overall) == side;
    counts.iter().filter(wanted).map(|count| count.count).sum()
}

/// The numbers of a burst, when more of it is on a side than usually is.
fn one_sided(within: &[&DayCount], before: &[&DayCount], side: Side) -> Option<Evidence> {
    let (all, on_side) = (sum(within, None), sum(within, Some(side)));
    // As if five had been there, spread evenly: two of five scores are on each side.
    let usual = (sum(before, Some(side)) + 2) * 100 / (sum(before, None) + 5);
    let share = on_side * 100 / all.max(1);
    (share >= ONE_SIDED && share >= usual + MORE_THAN_USUAL).then_some(Evidence {
        count: all,
        share,
        ..Evidence::default()
    })
}

/// Reviews a week before the last days, without the fullest weeks.
fn usual_a_week(before: &[&DayCount], until: i32) -> f64 {
    let begun = before.iter().map(|count| count.day).min().unwrap_or(until);
    let weeks = ((until - begun) / 7 + 1).clamp(LEAST_WEEKS, USUAL_WEEKS);
    let of_week = |week: i32| {
        let last = until - 7 * week;
        let days = before
            .iter()
            .filter(|count| last - 7 < count.day && count.day <= last);
        days.map(|count| count.count).sum::<u32>()
    };
    let mut all: Vec<u32> = (0..weeks).map(of_week).collect();
    all.sort_unstable();
    let kept = all.len().saturating_sub(FULLEST_LEFT_OUT).max(1);
    let total: u32 = all.iter().take(kept).sum();
    (f64::from(total) / f64::from(number(kept))).max(FLOOR)
}

/// How likely at least so many are when this many are usual (Poisson).
fn at_least(count: u32, usual: f64) -> f64 {
    let mut term = (-usual).exp();
    for k in 1..=count {
        term *= usual / f64::from(k);
    }
    let (mut sum, mut k) = (term, count);
    // Beyond the mean each term is smaller than the one before.
    while term > f64::EPSILON * sum || f64::from(k) < usual {
        k += 1;
        term *= usual / f64::from(k);
        sum += term;
        if k > count + 10_000 {
            break;
        }
    }
    sum
}

/// Rounded tenths, without a cast.
fn tenths(usual: f64) -> u32 {
    let rounded = (usual * 10.0).round();
    format!("{rounded}").parse().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: i32 = 20_000;

    fn steady(a_week: u32, weeks: i32) -> Vec<DayCount> {
        let mut all = Vec::new();
        for week in 0..weeks {
            for one in 0..a_week {
                let overall = i64::from((one + number(week)) % 4 + 1);
                let day = TODAY - RECENT_DAYS - 7 * week - i32::try_from(one % 7).unwrap();
                all.push(DayCount {
                    day,
                    overall,
                    count: 1,
                });
            }
        }
        all
    }

    fn on(day: i32, overall: i64, count: u32) -> DayCount {
        DayCount {
            day,
            overall,
            count,
        }
    }

    #[test]
    fn the_tail_is_that_of_poisson() {
        // 1 - e^-2 (1 + 2 + 2)
        assert!((at_least(3, 2.0) - 0.323_323_58).abs() < 1e-6);
        assert!((at_least(0, 0.5) - 1.0).abs() < 1e-9);
        assert!(at_least(15, 1.0) < 1e-12);
    }

    #[test]
    fn as_many_as_usual_are_no_burst() {
        let mut counts = steady(20, 26);
        counts.extend((0..14).map(|day| on(TODAY - day, 5, 3)));
        assert_eq!(bursts(&counts, TODAY), []);
        assert_eq!(bursts(&[on(TODAY, 5, 5)], TODAY), []);
        assert_eq!(bursts(&[], TODAY), []);
    }

    #[test]
    fn forty_in_three_days_are_one() {
        let mut counts = steady(3, 60);
        counts.extend([on(TODAY - 2, 5, 13), on(TODAY - 1, 5, 13), on(TODAY, 5, 14)]);
        let found = bursts(&counts, TODAY);
        let whole = found
            .iter()
            .find(|burst| burst.evidence.count == 40)
            .unwrap();
        assert_eq!(whole.side, Side::High);
        assert_eq!(whole.evidence.share, 100);
    }

    #[test]
    fn many_who_disagree_are_none() {
        let mut counts = steady(3, 60);
        counts.extend((1..=5).map(|stars| on(TODAY, stars, 5)));
        assert_eq!(bursts(&counts, TODAY), []);
    }

    #[test]
    fn an_earlier_burst_does_not_excuse_the_next() {
        let mut counts = steady(1, 26);
        counts.push(on(TODAY - 60, 5, 40));
        let usual = usual_a_week(&counts.iter().collect::<Vec<_>>(), TODAY - RECENT_DAYS);
        assert!(usual < 1.5, "{usual}");
    }
}
