//! Money: an exact decimal on the wire, whole smallest units of its currency in the database.

use iso_currency::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::code_lists::{Code, Currencies};

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "amount": "1250.00", "currency": "SGD" }))]
pub struct Money {
    /// A decimal number, with no more decimals than the currency has.
    #[schema(pattern = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$", max_length = 17)]
    pub amount: String,
    /// ISO 4217.
    #[schema(value_type = CurrencyCode)]
    pub currency: Code<Currencies>,
}

type CurrencyCode = Code<Currencies>;

/// Why an amount cannot be counted in its currency's smallest unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotCountable {
    /// It is finer than the smallest unit.
    #[error("the currency has at most {decimals} decimals")]
    TooFine {
        /// Decimals of the currency.
        decimals: usize,
    },
    /// It is not an amount of the form that the contract asks for.
    #[error("not an amount")]
    Malformed,
}

impl Money {
    /// The amount in the smallest unit: `12.5` Singapore dollars are 1250 cents.
    pub fn minor_units(&self) -> Result<i64, NotCountable> {
        let decimals = decimals_of(self.currency.as_str());
        let (whole, fraction) = self.amount.split_once('.').unwrap_or((&self.amount, ""));
        // "1500000.00" dong says nothing finer than the dong.
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > decimals {
            return Err(NotCountable::TooFine { decimals });
        }
        let digits = format!("{whole}{fraction:0<decimals$}");
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotCountable::Malformed);
        }
        digits.parse().map_err(|_| NotCountable::Malformed)
    }

    /// The amount in the currency's main unit, for reckoning; stored and added up are smallest units.
    pub fn major_units(&self) -> Option<f64> {
        self.amount.parse().ok()
    }

    /// The money that is nearest to so much of the currency's main unit.
    pub fn of_major_units(units: f64, currency: Code<Currencies>) -> Self {
        let decimals = decimals_of(currency.as_str());
        // A sum of nothing is minus zero to the machine.
        let units = units + 0.0;
        Self {
            amount: format!("{units:.decimals$}"),
            currency,
        }
    }

    /// The money that this many smallest units are.
    pub fn of_minor_units(units: i64, currency: Code<Currencies>) -> Self {
        let decimals = decimals_of(currency.as_str());
        let digits = format!("{units:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits
            .split_at_checked(digits.len() - decimals)
            .unwrap_or((&digits, ""));
        let amount = if fraction.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{fraction}")
        };
        Self { amount, currency }
    }
}

/// Decimals of a currency; two, as most have, for one that the table of the standard lacks.
pub fn decimals_of(code: &str) -> usize {
    Currency::from_code(code)
        .and_then(Currency::exponent)
        .map_or(2, usize::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(amount: &str, currency: &str) -> Money {
        Money {
            amount: amount.to_owned(),
            currency: Code::known(currency.to_owned()),
        }
    }

    #[test]
    fn amounts_are_counted_exactly_in_the_smallest_unit() {
        for (amount, currency, units) in [
            ("1250.00", "SGD", 125_000),
            ("1250", "SGD", 125_000),
            ("0.1", "SGD", 10),
            ("1500000", "VND", 1_500_000),
            ("1500000.00", "VND", 1_500_000),
            ("1.234", "KWD", 1_234),
            ("0", "PHP", 0),
            ("999999999999.99", "PHP", 99_999_999_999_999),
        ] {
            assert_eq!(money(amount, currency).minor_units(), Ok(units), "{amount}");
        }
        let too_fine = |decimals| Err(NotCountable::TooFine { decimals });
        assert_eq!(money("0.001", "SGD").minor_units(), too_fine(2));
        assert_eq!(money("0.5", "VND").minor_units(), too_fine(0));
        assert_eq!(
            money("-1", "SGD").minor_units(),
            Err(NotCountable::Malformed)
        );
    }

    #[test]
    fn every_listed_currency_is_in_the_standards_table() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = crate::platform::code_lists::CodeLists::read_folder(&folder).unwrap();
        for entry in &lists.find("currencies").unwrap().codes {
            let known = Currency::from_code(&entry.code).and_then(Currency::exponent);
            assert!(known.is_some(), "{}", entry.code);
        }
    }

    proptest! {
        #[test]
        fn units_come_back_as_they_went(units in 0_i64..=999_999_999_999, at in 0_usize..4) {
            let currency = ["SGD", "VND", "KWD", "PHP"][at];
            let shown = Money::of_minor_units(units, Code::known(currency.to_owned()));
            prop_assert_eq!(shown.minor_units(), Ok(units));
        }
    }
}
