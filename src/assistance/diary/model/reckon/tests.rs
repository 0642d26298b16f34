use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn rule(members: &Value) -> ClaimRule {
    let mut rule = json!({ "currency": "SGD", "hours_per_day": "8", "overtime_multiplier": "1.5",
        "rest_day_multiplier": "2", "source": "Made-up Act, section 38" });
    for (name, value) in members.as_object().unwrap() {
        rule[name] = value.clone();
    }
    serde_json::from_value(rule).unwrap()
}

fn hourly(amount: &str) -> Value {
    json!({ "agreed_rate": { "amount": amount, "currency": "SGD", "per": "hour" } })
}

fn entries(list: &[Value]) -> Vec<(Id, EntryContent)> {
    let id = |n: usize| Id::parse(&format!("0195f1a2-7c3d-7b1e-9a55-{n:012}")).unwrap();
    let read =
        |(n, value): (usize, &Value)| (id(n), serde_json::from_value(value.clone()).unwrap());
    list.iter().enumerate().map(read).collect()
}

fn claim(list: &[Value], members: &Value) -> Claim {
    reckon(&entries(list), &rule(members)).unwrap()
}

fn day(date: &str, start: &str, end: &str) -> Value {
    json!({ "date": date, "start": start, "end": end })
}

#[test]
fn a_night_shift_is_as_long_as_it_is() {
    let mut night = day("2026-03-31", "20:00", "06:30");
    night["break_minutes"] = json!(30);
    let claim = claim(&[night], &hourly("10"));
    assert_eq!(
        claim.months.len(),
        1,
        "it belongs to the day on which it began"
    );
    assert_eq!(claim.months[0].month.to_string(), "2026-03");
    let sums = &claim.total;
    assert_eq!((sums.ordinary_minutes, sums.overtime_minutes), (480, 120));
    assert_eq!(sums.entitled.amount, "110.00", "8 x 10 + 2 x 15");
    assert_eq!(sums.owed.amount, "110.00");
}

#[test]
fn whoever_begins_and_ends_at_the_same_time_has_worked_a_whole_day() {
    let claim = claim(&[day("2026-03-02", "06:00", "06:00")], &hourly("1"));
    assert_eq!(
        claim.total.ordinary_minutes + claim.total.overtime_minutes,
        1440
    );
}

#[test]
fn a_day_in_two_parts_is_one_day_and_a_week_has_its_own_limit() {
    let parts = [
        day("2026-03-02", "06:00", "11:00"),
        day("2026-03-02", "14:00", "19:00"),
        day("2026-03-03", "08:00", "16:00"),
    ];
    let by_day = claim(&parts, &hourly("10"));
    assert_eq!(
        (by_day.total.ordinary_minutes, by_day.total.overtime_minutes),
        (960, 120)
    );
    let mut with_week = hourly("10");
    with_week["hours_per_week"] = json!("12");
    let by_week = claim(&parts, &with_week);
    assert_eq!(
        (
            by_week.total.ordinary_minutes,
            by_week.total.overtime_minutes
        ),
        (720, 360)
    );
}

#[test]
fn a_monthly_rate_is_divided_by_days_and_hours() {
    let mut entry = day("2026-03-01", "09:00", "17:00");
    entry["rest_day"] = json!(true);
    entry["paid"] = json!({ "amount": "100.00", "currency": "SGD" });
    let members = json!({ "days_per_month": "26",
        "agreed_rate": { "amount": "800", "currency": "SGD", "per": "month" } });
    let claim = claim(&[entry], &members);
    assert_eq!(claim.total.rest_day_minutes, 480);
    assert_eq!(
        claim.total.entitled.amount, "61.54",
        "2 x 800 / 26 = 61.538…"
    );
    assert_eq!(
        claim.total.owed.amount, "-38.46",
        "more was paid than is due"
    );
    assert!(
        claim
            .assumptions
            .contains(&AssumptionCode::MonthlyRateDivided)
    );
    assert!(
        !claim
            .assumptions
            .contains(&AssumptionCode::DailyRateDivided)
    );
}

#[test]
fn what_cannot_be_counted_is_named() {
    let mut foreign = day("2026-03-03", "08:00", "10:00");
    foreign["rate"] = json!({ "amount": "5", "currency": "PHP", "per": "hour" });
    let mut monthly = day("2026-03-04", "08:00", "10:00");
    monthly["rate"] = json!({ "amount": "5", "currency": "SGD", "per": "month" });
    let mut piece = day("2026-03-05", "08:00", "10:00");
    piece["rate"] = json!({ "amount": "0.125", "currency": "SGD", "per": "piece" });
    let mut pieces = piece.clone();
    pieces["pieces"] = json!(101);
    let list = [
        day("2026-03-02", "08:00", "10:00"),
        foreign,
        monthly,
        piece,
        pieces,
    ];
    let claim = claim(&list, &json!({}));
    let codes: Vec<RemarkCode> = claim.remarks.iter().map(|remark| remark.code).collect();
    let expected = [
        RemarkCode::Overlaps,
        RemarkCode::NoRate,
        RemarkCode::OtherCurrency,
        RemarkCode::NoDaysPerMonth,
        RemarkCode::NoPieces,
    ];
    assert_eq!(codes, expected);
    assert_eq!(
        (claim.total.pieces, claim.total.entitled.amount.as_str()),
        (101, "12.63")
    );
}

#[test]
fn the_largest_amounts_are_reckoned_without_a_fault() {
    let mut entry = day("2026-03-02", "00:00", "00:00");
    entry["rate"] = json!({ "amount": "999999999999.9999", "currency": "SGD", "per": "hour" });
    let list: Vec<Value> = (0..3000).map(|_| entry.clone()).collect();
    let members = json!({ "overtime_multiplier": "9.99" });
    assert!(reckon(&entries(&list), &rule(&members)).is_some());
}

proptest! {
    #[test]
    fn the_total_is_the_sum_of_its_months_and_owed_is_what_is_missing(
        days in prop::collection::vec((1_u8..=28, 1_u8..=12, 0_u16..1440, 0_u16..1440, 0_u32..100_000), 1..40),
        rate in 1_u32..100_000,
    ) {
        let cents = |units: u32| format!("{}.{:02}", units / 100, units % 100);
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let list: Vec<Value> = days.iter().map(|(d, m, start, end, paid)| json!({
            "date": format!("2026-{m:02}-{d:02}"), "start": time(*start), "end": time(*end),
            "paid": { "amount": cents(*paid), "currency": "SGD" } })).collect();
        let claim = claim(&list, &hourly(&cents(rate)));
        let number = |signed: &Signed| Decimal::from_str(&signed.amount).unwrap();
        let sum = |of: fn(&Sums) -> &Signed| -> Decimal {
            claim.months.iter().map(|month| number(of(&month.sums))).sum()
        };
        prop_assert_eq!(sum(|s| &s.entitled), number(&claim.total.entitled));
        prop_assert_eq!(sum(|s| &s.paid), number(&claim.total.paid));
        prop_assert_eq!(sum(|s| &s.owed), number(&claim.total.owed));
        let owed = number(&claim.total.entitled) - number(&claim.total.paid);
        prop_assert_eq!(owed, number(&claim.total.owed));
        let paid: u32 = days.iter().map(|day| day.4).sum();
        prop_assert_eq!(number(&claim.total.paid), Decimal::new(i64::from(paid), 2));
    }
}
