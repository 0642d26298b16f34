//! Exact numbers: what the law gives is a decimal or a fraction, and nothing is rounded but what is shown.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// An exact number.
pub type Exact = BigRational;

/// Most digits before and after the full stop: what is longer is no figure of a law or of a wage.
const MOST_DIGITS: usize = 15;
const DECIMAL_PATTERN: &str = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$";

/// A whole number.
pub fn whole(number: impl Into<BigInt>) -> Exact {
    Exact::from_integer(number.into())
}

/// Reads `12`, `12.50` or `4/3`; nothing negative, and nothing divided by zero.
pub fn read_exact(text: &str) -> Option<Exact> {
    let digits = |part: &str| {
        let is_number = (1..=MOST_DIGITS).contains(&part.len());
        (is_number && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<BigInt>().ok())?
    };
    if let Some((above, below)) = text.split_once('/') {
        let (above, below) = (digits(above)?, digits(below)?);
        return (below != BigInt::ZERO).then(|| Exact::new(above, below));
    }
    let Some((before, after)) = text.split_once('.') else {
        return Some(whole(digits(text)?));
    };
    let (before, fraction) = (digits(before)?, digits(after)?);
    let scale = power_of_ten(after.len());
    Some(whole(before) + Exact::new(fraction, scale))
}

fn power_of_ten(exponent: usize) -> BigInt {
    BigInt::from(10).pow(u32::try_from(exponent).unwrap_or(0))
}

/// One number divided by another, unless that is zero.
pub fn divide(above: &Exact, below: &Exact) -> Option<Exact> {
    (*below != whole(0)).then(|| above / below)
}

/// The number as text, if it has no more than so many decimals; otherwise as a fraction.
pub fn written(number: &Exact) -> String {
    for decimals in 0..=MOST_DIGITS {
        if (number * whole(power_of_ten(decimals))).is_integer() {
            return rounded(number, decimals);
        }
    }
    format!("{}/{}", number.numer(), number.denom())
}

/// The number with so many decimals, half to even: in favour of neither side.
pub fn rounded(number: &Exact, decimals: usize) -> String {
    let scaled = number * whole(power_of_ten(decimals));
    let below = scaled.floor();
    let rest = &scaled - &below;
    let half = Exact::new(BigInt::from(1), BigInt::from(2));
    let is_even = (&below / whole(2)).is_integer();
    let up = rest > half || (rest == half && !is_even);
    let units = below.to_integer() + BigInt::from(u8::from(up));
    let digits = format!(
        "{units:0>width$}",
        units = units.to_string(),
        width = decimals + 1
    );
    match digits.split_at_checked(digits.len() - decimals) {
        Some((before, after)) if !after.is_empty() => format!("{before}.{after}"),
        Some(_) | None => digits,
    }
}

/// A number as a file or a caller writes it: text, kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Figure {
    text: String,
    value: Exact,
}

/// The text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is neither a decimal nor a fraction")]
pub struct NotExact;

impl Figure {
    /// The number.
    pub const fn value(&self) -> &Exact {
        &self.value
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl TryFrom<String> for Figure {
    type Error = NotExact;

    fn try_from(text: String) -> Result<Self, NotExact> {
        let value = read_exact(&text).ok_or(NotExact)?;
        Ok(Self { text, value })
    }
}

impl From<Figure> for String {
    fn from(figure: Figure) -> Self {
        figure.text
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialSchema for Figure {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "An exact number: a decimal (`0.25`) or a fraction (`4/3`).",
            ))
            .examples(["1.5"])
            .into()
    }
}

impl ToSchema for Figure {
    fn name() -> std::borrow::Cow<'static, str> {
        "Figure".into()
    }
}

/// A decimal as a caller sends it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Amount(Figure);

impl Amount {
    /// The number.
    pub const fn value(&self) -> &Exact {
        self.0.value()
    }
}

impl PartialSchema for Amount {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "A decimal number of at most 12 digits and 4 decimals.",
            ))
            .pattern(Some(DECIMAL_PATTERN))
            .max_length(Some(17))
            .examples(["7.5"])
            .into()
    }
}

impl ToSchema for Amount {
    fn name() -> std::borrow::Cow<'static, str> {
        "DecimalAmount".into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_and_fractions_are_read_exactly_and_nothing_else_is() {
        for (text, shown) in [
            ("4/3", "4/3"),
            ("0.25", "0.25"),
            ("1700.00", "1700"),
            ("6/4", "1.5"),
        ] {
            assert_eq!(written(&read_exact(text).unwrap()), shown, "{text}");
        }
        for text in [
            "",
            "1.",
            ".5",
            "-1",
            "1/0",
            "1,5",
            "1e3",
            "1/2/3",
            "1234567890123456",
            " 1",
        ] {
            assert_eq!(read_exact(text), None, "{text}");
        }
    }

    #[test]
    fn halves_are_rounded_to_the_even_neighbour() {
        for (text, decimals, shown) in [
            ("0.125", 2, "0.12"),
            ("0.375", 2, "0.38"),
            ("28/3", 2, "9.33"),
            ("2.5", 0, "2"),
            ("3.5", 0, "4"),
            ("0.004", 2, "0.00"),
            ("999.999", 2, "1000.00"),
        ] {
            assert_eq!(
                rounded(&read_exact(text).unwrap(), decimals),
                shown,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(above in 0_u64..1_000_000_000, below in 1_u64..1000) {
            let number = Exact::new(above.into(), below.into());
            prop_assert_eq!(read_exact(&written(&number)), Some(number));
        }
    }
}
