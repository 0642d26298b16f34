//! On which days hours hold: the parts of RFC 5545 that the standard has, reckoned for one day.
//!
//! The program asks about one day, not for all of them, so that a rule without an end costs nothing. A test compares each
//! answer with a library for recurrence rules.

use jiff::civil::{self, Weekday};

use super::hsds::shapes::Schedule;
use super::model::{ScheduleFrequency, ScheduleWeekday};
use crate::platform::clock::Date;

/// Whether hours hold on a day.
pub fn holds_on(schedule: &Schedule, day: Date) -> bool {
    let within = |from: Option<Date>, to: Option<Date>| {
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    };
    within(schedule.valid_from, schedule.valid_to)
        && within(schedule.dtstart, schedule.until)
        && matches(schedule, day)
        && is_counted(schedule, day)
}

/// Whether a day is among the first ones, where only so many are.
fn is_counted(schedule: &Schedule, day: Date) -> bool {
    let (Some(count), Some(first)) = (schedule.count, schedule.dtstart) else {
        return true;
    };
    let days = first.as_day()..=day.as_day();
    let days = days.filter_map(|day| Date::from_day(day).ok());
    days.filter(|day| matches(schedule, *day))
        .nth(usize::from(count))
        .is_none()
}

fn matches(schedule: &Schedule, day: Date) -> bool {
    let frequency = schedule.freq.or_else(|| {
        let by_week = schedule.byday.as_ref().map(|_| ScheduleFrequency::Weekly);
        let by_month = schedule.bymonthday.as_ref();
        by_week.or(by_month.map(|_| ScheduleFrequency::Monthly))
    });
    match frequency {
        None => schedule.dtstart.is_none_or(|first| first == day),
        Some(ScheduleFrequency::Weekly) => is_week(schedule, day) && is_day_of_week(schedule, day),
        Some(ScheduleFrequency::Monthly) => {
            is_month(schedule, day) && is_day_of_month(schedule, day)
        }
    }
}

fn interval(schedule: &Schedule) -> i32 {
    schedule.interval.map_or(1, |every| i32::from(every).max(1))
}

/// The number of a week that begins on the rule's first day of a week.
fn week(day: Date, first: ScheduleWeekday) -> i32 {
    let weekday = i32::from(day.as_civil().weekday().to_monday_zero_offset());
    let begins = i32::from(weekday_of(first).to_monday_zero_offset());
    (day.as_day() - (weekday - begins).rem_euclid(7)).div_euclid(7)
}

fn is_week(schedule: &Schedule, day: Date) -> bool {
    let Some(first) = schedule.dtstart else {
        return true;
    };
    let begins = schedule.wkst.unwrap_or(ScheduleWeekday::Monday);
    // Both begin on the same day of the week, so their distance is of whole weeks.
    (week(day, begins) - week(first, begins)).rem_euclid(interval(schedule)) == 0
}

fn is_month(schedule: &Schedule, day: Date) -> bool {
    let Some(first) = schedule.dtstart else {
        return true;
    };
    let month = |day: civil::Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let apart = month(day.as_civil()) - month(first.as_civil());
    apart.rem_euclid(interval(schedule)) == 0
}

fn is_day_of_week(schedule: &Schedule, day: Date) -> bool {
    let weekday = day.as_civil().weekday();
    if let Some(list) = &schedule.byday {
        return days_of(list).any(|(_, named)| named == weekday);
    }
    let first = schedule.dtstart;
    first.is_some_and(|first| first.as_civil().weekday() == weekday)
}

fn is_day_of_month(schedule: &Schedule, day: Date) -> bool {
    let civil = day.as_civil();
    let (number, length) = (i32::from(civil.day()), i32::from(civil.days_in_month()));
    let by_day = schedule.byday.as_ref().map(|list| {
        days_of(list).any(|(nth, weekday)| {
            let from_start = (number - 1) / 7 + 1;
            let from_end = -((length - number) / 7 + 1);
            let is_nth = nth.is_none_or(|nth| nth == from_start || nth == from_end);
            weekday == civil.weekday() && is_nth
        })
    });
    let by_number = schedule.bymonthday.as_ref().map(|list| {
        let numbers = list.split(',').filter_map(|text| text.parse::<i32>().ok());
        let mut numbers = numbers.map(|one| if one < 0 { length + 1 + one } else { one });
        numbers.any(|one| one == number)
    });
    match (by_day, by_number) {
        (Some(one), Some(other)) => one && other,
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => {
            let first = schedule.dtstart;
            first.is_some_and(|first| first.as_civil().day() == civil.day())
        }
    }
}

/// The days of a list, each with its number in the month where it has one.
fn days_of(list: &str) -> impl Iterator<Item = (Option<i32>, Weekday)> {
    list.split(',').filter_map(|text| {
        let at = text.len().checked_sub(2)?;
        let (number, name) = text.split_at_checked(at)?;
        let weekday = name.parse::<ScheduleWeekday>().ok().map(weekday_of)?;
        Some((number.parse().ok(), weekday))
    })
}

const fn weekday_of(day: ScheduleWeekday) -> Weekday {
    match day {
        ScheduleWeekday::Monday => Weekday::Monday,
        ScheduleWeekday::Tuesday => Weekday::Tuesday,
        ScheduleWeekday::Wednesday => Weekday::Wednesday,
        ScheduleWeekday::Thursday => Weekday::Thursday,
        ScheduleWeekday::Friday => Weekday::Friday,
        ScheduleWeekday::Saturday => Weekday::Saturday,
        ScheduleWeekday::Sunday => Weekday::Sunday,
    }
}

#[cfg(test)]
mod tests;
