//! Reading limits of fees and exchange rates from files.

use std::fmt;
use std::path::Path;

use serde::Deserialize;

use super::model::{CapCheck, Charged, FeeCap, Month, Rates, rates_for};
use super::store::{self, RateChange, RateRow, put_rate, replace_caps};
use crate::platform::code_lists::CodeLists;
use crate::platform::db::{Conn, DbError};

pub use super::store::CapsError;

/// The file has faults; nothing of it was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:\n{}", faults.join("\n"))]
pub struct FaultyFile {
    /// The file.
    pub file: String,
    /// Each fault, with its place.
    pub faults: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CapsFile {
    caps: Vec<FeeCap>,
}

/// Reads the limits of fees, and checks every code in them.
pub fn read_caps(file: &Path, lists: &CodeLists) -> Result<Vec<FeeCap>, FaultyFile> {
    let refused = |faults| FaultyFile {
        file: file.display().to_string(),
        faults,
    };
    let text = std::fs::read_to_string(file).map_err(|error| refused(vec![error.to_string()]))?;
    let read: CapsFile = toml::from_str(&text).map_err(|error| refused(vec![error.to_string()]))?;
    let mut faults = Vec::new();
    for (place, cap) in read.caps.iter().enumerate() {
        if read
            .caps
            .iter()
            .take(place)
            .any(|before| before.code == cap.code)
        {
            faults.push(format!("{}: the code is there twice", cap.code));
        }
        faults.extend(unknown_codes(cap, lists));
    }
    if faults.is_empty() {
        Ok(read.caps)
    } else {
        Err(refused(faults))
    }
}

fn unknown_codes(cap: &FeeCap, lists: &CodeLists) -> Vec<String> {
    let charged_in = std::slice::from_ref(&cap.charged_in);
    let used: [(&str, &[String]); 6] = [
        ("countries", charged_in),
        ("countries", &cap.destinations),
        ("occupations", &cap.occupations),
        ("occupations", &cap.except_occupations),
        ("fee_categories", &cap.categories),
        ("fee_sub_items", &cap.sub_items),
    ];
    let mut faults = Vec::new();
    for (list, codes) in used {
        let known = lists.find(list);
        let is_known =
            |code: &String| known.is_some_and(|list| list.codes.iter().any(|c| c.code == *code));
        for code in codes.iter().filter(|code| !is_known(code)) {
            faults.push(format!(
                "{}: `{code}` is not in the code list {list}",
                cap.code
            ));
        }
    }
    faults
}

/// Puts the limits of a file in the place of all others.
pub fn store_caps(conn: &mut Conn, caps: &[FeeCap]) -> Result<(), CapsError> {
    replace_caps(conn, caps)
}

/// The limits that are stored, and what currencies were worth.
pub struct Limits {
    caps: Vec<FeeCap>,
    rates: Rates,
}

impl Limits {
    /// What is needed to compare what was charged.
    pub fn load(conn: &mut Conn, charged: &Charged<'_>, filed: Month) -> Result<Self, CapsError> {
        let (currencies, months) = rates_for(charged, filed);
        Ok(Self {
            caps: store::caps(conn)?,
            rates: store::rates(conn, currencies, &months)?,
        })
    }

    /// The comparison with each limit that concerns it.
    pub fn check<'l>(
        &'l self,
        agency_country: &str,
        charged: &Charged<'_>,
        filed: Month,
    ) -> Vec<CapCheck<'l>> {
        let caps = self.caps.iter();
        caps.filter_map(|cap| cap.check(agency_country, charged, filed, &self.rates))
            .collect()
    }
}

/// What an import of rates did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RatesReport {
    /// Rates that were not there.
    pub added: usize,
    /// Rates that were others.
    pub changed: usize,
    /// Rates that were the same.
    pub unchanged: usize,
}

impl fmt::Display for RatesReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            added,
            changed,
            unchanged,
        } = self;
        write!(
            f,
            "exchange rates: {added} added, {changed} changed, {unchanged} unchanged"
        )
    }
}

#[derive(Deserialize)]
struct RateLine {
    currency: String,
    month: String,
    units_per_usd: String,
}

const DECIMALS: usize = 6;

/// Reads a list of rates: CSV with the columns `currency`, `month` (`YYYY-MM`) and `units_per_usd`, the
/// average of the month as a decimal number with at most six decimals.
pub fn read_rates(file: &Path, lists: &CodeLists) -> Result<Vec<RateRow>, FaultyFile> {
    let refused = |faults| FaultyFile {
        file: file.display().to_string(),
        faults,
    };
    let reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(file);
    let mut reader = reader.map_err(|error| refused(vec![error.to_string()]))?;
    let (mut rows, mut faults): (Vec<RateRow>, Vec<String>) = (Vec::new(), Vec::new());
    for (line, read) in (2_usize..).zip(reader.deserialize()) {
        match read
            .map_err(|error| error.to_string())
            .and_then(|read| row_of(read, lists))
        {
            Ok(row)
                if rows
                    .iter()
                    .any(|r| (&r.currency, r.month) == (&row.currency, row.month)) =>
            {
                faults.push(format!(
                    "line {line}: this currency and month are there twice"
                ));
            }
            Ok(row) => rows.push(row),
            Err(fault) => faults.push(format!("line {line}: {fault}")),
        }
    }
    if faults.is_empty() {
        Ok(rows)
    } else {
        Err(refused(faults))
    }
}

fn row_of(line: RateLine, lists: &CodeLists) -> Result<RateRow, String> {
    let currencies = lists.find("currencies");
    let is_known =
        currencies.is_some_and(|list| list.codes.iter().any(|c| c.code == line.currency));
    if !is_known {
        return Err(format!(
            "`{}` is not in the code list currencies",
            line.currency
        ));
    }
    let month = line
        .month
        .parse()
        .map_err(|error| format!("`{}`: {error}", line.month))?;
    let micro = micro_units(&line.units_per_usd);
    let micro = micro.ok_or_else(|| format!("`{}` is no rate", line.units_per_usd))?;
    Ok(RateRow {
        currency: line.currency,
        month,
        micro_units_per_usd: micro,
    })
}

/// `25431.5` is 25431500000 millionths.
fn micro_units(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > DECIMALS || whole.is_empty() {
        return None;
    }
    let digits = format!("{whole}{fraction:0<DECIMALS$}");
    let micro: i64 = digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    (micro > 0).then_some(micro)
}

/// Stores rates. `source` says where they come from.
pub fn store_rates(
    conn: &mut Conn,
    rows: &[RateRow],
    source: &str,
) -> Result<RatesReport, DbError> {
    let mut report = RatesReport::default();
    for row in rows {
        match put_rate(conn, row, source)? {
            RateChange::Added => report.added += 1,
            RateChange::Changed => report.changed += 1,
            RateChange::Unchanged => report.unchanged += 1,
        }
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_counted_in_millionths() {
        for (text, micro) in [
            ("25431.5", Some(25_431_500_000)),
            ("1.337", Some(1_337_000)),
            ("0.000001", Some(1)),
            ("56", Some(56_000_000)),
            ("0", None),
            ("-1", None),
            ("1.0000001", None),
            (".5", None),
            ("1,5", None),
            ("", None),
        ] {
            assert_eq!(micro_units(text), micro, "{text}");
        }
    }
}
