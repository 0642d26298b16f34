//! How a claim follows from a diary and a rule.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use jiff::civil;
use rust_decimal::Decimal;

use super::claim::{AssumptionCode, Claim, ClaimMonth, Remark, RemarkCode, Signed, Sums, rounded};
use super::entry::{DAY_MINUTES, EntryContent, Rate, RatePer};
use super::rule::{ClaimRule, Numbers};
use crate::platform::clock::{Date, Month};
use crate::platform::code_lists::{Code, Currencies};
use crate::platform::ids::Id;

/// Minutes of an hour.
const HOUR: Decimal = Decimal::from_parts(60, 0, 0, false, 0);

/// What the person has coming to them; `None` when an amount is beyond any reckoning.
pub fn reckon(entries: &[(Id, EntryContent)], rule: &ClaimRule) -> Option<Claim> {
    let mut sorted: Vec<&(Id, EntryContent)> = entries.iter().collect();
    sorted.sort_by_key(|(id, entry)| (entry.date, entry.span(), *id));
    let mut reckoning = Reckoning {
        rule,
        numbers: Numbers::of(rule)?,
        used: Used::default(),
        months: BTreeMap::new(),
        assumptions: BTreeSet::new(),
        remarks: overlaps(&sorted),
    };
    for (id, entry) in sorted {
        reckoning.take(*id, entry)?;
    }
    Some(reckoning.finish())
}

/// Entries that begin before another has ended.
fn overlaps(sorted: &[&(Id, EntryContent)]) -> Vec<Remark> {
    let (mut remarks, mut busy_until) = (Vec::new(), i64::MIN);
    for (id, entry) in sorted {
        let Some((start, end)) = entry.span() else {
            continue;
        };
        let midnight = i64::from(entry.date.as_day()) * DAY_MINUTES;
        if midnight + start < busy_until {
            remarks.push(Remark {
                entry: *id,
                code: RemarkCode::Overlaps,
            });
        }
        busy_until = busy_until.max(midnight + end);
    }
    remarks
}

/// Ordinary minutes that are used up.
#[derive(Default)]
struct Used {
    by_day: BTreeMap<Date, i64>,
    by_week: BTreeMap<civil::ISOWeekDate, i64>,
}

/// What adds up in a month, not rounded.
#[derive(Default)]
struct Running {
    ordinary: i64,
    overtime: i64,
    rest_day: i64,
    pieces: i64,
    entitled: Decimal,
    paid: Decimal,
}

struct Reckoning<'r> {
    rule: &'r ClaimRule,
    numbers: Numbers,
    used: Used,
    months: BTreeMap<Month, Running>,
    assumptions: BTreeSet<AssumptionCode>,
    remarks: Vec<Remark>,
}

impl Reckoning<'_> {
    fn take(&mut self, id: Id, entry: &EntryContent) -> Option<()> {
        let month = Month::of(entry.date);
        self.months.entry(month).or_default();
        if let Some(paid) = &entry.paid {
            if paid.currency == self.rule.currency {
                let amount = Decimal::from_str(&paid.amount).ok()?;
                let running = self.months.entry(month).or_default();
                running.paid = running.paid.checked_add(amount)?;
            } else {
                self.remark(id, RemarkCode::OtherCurrency);
            }
        }
        if entry.minutes() == 0 && entry.pieces.is_none() {
            return Some(());
        }
        let rate = entry.rate.as_ref().or(self.rule.agreed_rate.as_ref());
        let Some(rate) = rate.cloned() else {
            self.remark(id, RemarkCode::NoRate);
            return Some(());
        };
        if rate.currency != self.rule.currency {
            self.remark(id, RemarkCode::OtherCurrency);
            return Some(());
        }
        self.earn(id, entry, &rate, month)
    }

    fn earn(&mut self, id: Id, entry: &EntryContent, rate: &Rate, month: Month) -> Option<()> {
        let amount = Decimal::from_str(&rate.amount).ok()?;
        let (whole, parts) = match rate.per {
            RatePer::Hour => (HOUR, None),
            RatePer::Day => (
                HOUR.checked_mul(self.numbers.hours_per_day)?,
                Some(AssumptionCode::DailyRateDivided),
            ),
            RatePer::Month => {
                let Some(days) = self.numbers.days_per_month else {
                    self.remark(id, RemarkCode::NoDaysPerMonth);
                    return Some(());
                };
                let hours = self.numbers.hours_per_day.checked_mul(days)?;
                (
                    HOUR.checked_mul(hours)?,
                    Some(AssumptionCode::MonthlyRateDivided),
                )
            }
            RatePer::Piece => return self.by_piece(id, entry, amount, month),
        };
        self.assumptions.extend(parts);
        let minutes = entry.minutes();
        let (ordinary, overtime, rest_day) = self.divide(entry, minutes);
        let weighted = Decimal::from(ordinary)
            .checked_add(Decimal::from(overtime).checked_mul(self.numbers.overtime)?)?
            .checked_add(Decimal::from(rest_day).checked_mul(self.numbers.rest_day)?)?;
        // Multiplied before divided: what comes out even stays even.
        let earned = amount.checked_mul(weighted)?.checked_div(whole)?;
        let running = self.months.entry(month).or_default();
        running.ordinary += ordinary;
        running.overtime += overtime;
        running.rest_day += rest_day;
        running.entitled = running.entitled.checked_add(earned)?;
        Some(())
    }

    fn by_piece(
        &mut self,
        id: Id,
        entry: &EntryContent,
        amount: Decimal,
        month: Month,
    ) -> Option<()> {
        let Some(pieces) = entry.pieces else {
            self.remark(id, RemarkCode::NoPieces);
            return Some(());
        };
        self.assumptions
            .insert(AssumptionCode::PiecesWithoutOvertime);
        let earned = amount.checked_mul(Decimal::from(pieces))?;
        let running = self.months.entry(month).or_default();
        running.pieces += i64::from(pieces);
        running.entitled = running.entitled.checked_add(earned)?;
        Some(())
    }

    /// Minutes within the normal day and week, beyond them, and on a rest day.
    fn divide(&mut self, entry: &EntryContent, minutes: i64) -> (i64, i64, i64) {
        if entry.rest_day {
            return (0, 0, minutes);
        }
        let week = entry.date.as_civil().iso_week_date();
        let monday = civil::ISOWeekDate::new(week.year(), week.week(), civil::Weekday::Monday);
        let day = self.used.by_day.entry(entry.date).or_default();
        let of_week = self.used.by_week.entry(monday.unwrap_or(week)).or_default();
        let left_of_day = self.numbers.day_minutes - *day;
        let left_of_week = self
            .numbers
            .week_minutes
            .map_or(i64::MAX, |most| most - *of_week);
        let ordinary = minutes.min(left_of_day).min(left_of_week).max(0);
        *day += ordinary;
        *of_week += ordinary;
        (ordinary, minutes - ordinary, 0)
    }

    fn remark(&mut self, entry: Id, code: RemarkCode) {
        let remark = Remark { entry, code };
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    fn finish(mut self) -> Claim {
        self.assumptions.extend([
            AssumptionCode::HoursAsWritten,
            AssumptionCode::BreaksUnpaid,
            AssumptionCode::OvertimeBeyond,
            AssumptionCode::RestDaysAsMarked,
            AssumptionCode::PaymentsInMonthOfEntry,
            AssumptionCode::RoundedPerMonth,
        ]);
        let currency = &self.rule.currency;
        let mut total = Running::default();
        let mut months = Vec::new();
        for (month, mut running) in self.months {
            running.entitled = rounded(running.entitled, currency);
            total.ordinary += running.ordinary;
            total.overtime += running.overtime;
            total.rest_day += running.rest_day;
            total.pieces += running.pieces;
            total.entitled = total.entitled.saturating_add(running.entitled);
            total.paid = total.paid.saturating_add(running.paid);
            let sums = running.sums(currency);
            months.push(ClaimMonth { month, sums });
        }
        Claim {
            months,
            total: total.sums(currency),
            assumptions: self.assumptions.into_iter().collect(),
            remarks: self.remarks,
        }
    }
}

impl Running {
    fn sums(&self, currency: &Code<Currencies>) -> Sums {
        Sums {
            ordinary_minutes: self.ordinary,
            overtime_minutes: self.overtime,
            rest_day_minutes: self.rest_day,
            pieces: self.pieces,
            entitled: Signed::of(self.entitled, currency),
            paid: Signed::of(self.paid, currency),
            owed: Signed::of(self.entitled.saturating_sub(self.paid), currency),
        }
    }
}

#[cfg(test)]
mod tests;
