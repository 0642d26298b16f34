//! How the basis of a value is computed: `hourly_rate = monthly_wage / 26 / normal_hours_per_day`.

use std::collections::{BTreeMap, BTreeSet};

use super::exact::{Exact, divide, read_exact, whole};

/// The names that a formula may use, each told by the caller.
pub const NAMES: [&str; 5] = [
    "monthly_wage",
    "monthly_basic_wage",
    "normal_hours_per_day",
    "average_monthly_wage_of_last_6_months",
    "years_without_unemployment_insurance",
];

/// Numbers by name.
pub type Known = BTreeMap<&'static str, Exact>;

/// A formula that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// What it computes.
    pub result: String,
    /// What must be more than nothing for it to hold.
    guards: Vec<&'static str>,
    expression: Expression,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    Number(Exact),
    Name(&'static str),
    Of(Operator, Box<Self>, Box<Self>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

impl Formula {
    /// Reads `[name > 0:] result = expression`; the fault says what is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let (guard, rest) = match text.split_once(':') {
            Some((guard, rest)) => (Some(guard), rest),
            None => (None, text),
        };
        let mut guards = Vec::new();
        if let Some(guard) = guard {
            let name = guard.trim().strip_suffix("> 0").map(str::trim);
            let name = name.ok_or_else(|| format!("`{guard}` is no guard"))?;
            guards.push(find_name(name)?);
        }
        let (result, expression) = rest
            .split_once('=')
            .ok_or_else(|| format!("`{text}` has no equals sign"))?;
        let tokens = tokens(expression)?;
        let mut reader = Reader { tokens: &tokens };
        let expression = reader.sum()?;
        if !reader.tokens.is_empty() {
            return Err(format!("`{text}` goes on after its end"));
        }
        Ok(Self {
            result: result.trim().to_owned(),
            guards,
            expression,
        })
    }

    /// The names that it uses.
    pub fn names(&self) -> BTreeSet<&'static str> {
        let mut names: BTreeSet<&'static str> = self.guards.iter().copied().collect();
        self.expression.add_names(&mut names);
        names
    }

    /// The result; the names that are lacking where it cannot be told, none where a guard does not hold.
    pub fn compute(&self, known: &Known) -> Result<Exact, BTreeSet<&'static str>> {
        let names = self.names().into_iter();
        let lacking: BTreeSet<&str> = names.filter(|name| !known.contains_key(name)).collect();
        let zero = whole(0);
        let holds = |name: &&str| known.get(name).is_some_and(|value| *value > zero);
        if !lacking.is_empty() || !self.guards.iter().all(holds) {
            return Err(lacking);
        }
        self.expression.compute(known).ok_or(lacking)
    }
}

impl Expression {
    fn add_names(&self, names: &mut BTreeSet<&'static str>) {
        match self {
            Self::Number(_) => {}
            Self::Name(name) => {
                names.insert(name);
            }
            Self::Of(_, left, right) => {
                left.add_names(names);
                right.add_names(names);
            }
        }
    }

    fn compute(&self, known: &Known) -> Option<Exact> {
        match self {
            Self::Number(number) => Some(number.clone()),
            Self::Name(name) => known.get(name).cloned(),
            Self::Of(operator, left, right) => {
                let (left, right) = (left.compute(known)?, right.compute(known)?);
                match operator {
                    Operator::Plus => Some(left + right),
                    Operator::Minus => Some(left - right),
                    Operator::Times => Some(left * right),
                    Operator::Over => divide(&left, &right),
                }
            }
        }
    }
}

fn find_name(text: &str) -> Result<&'static str, String> {
    let known = NAMES.iter().find(|name| **name == text);
    known
        .copied()
        .ok_or_else(|| format!("`{text}` is no name that a formula may use"))
}

/// Numbers, names, operators and brackets.
fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut is_open = false;
    for letter in text.chars() {
        let is_word = letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
        match (is_word, tokens.last_mut()) {
            (true, Some(last)) if is_open => last.push(letter),
            (true, _) => tokens.push(letter.to_string()),
            (false, _) if letter == ' ' => {}
            (false, _) if "+-*/()".contains(letter) => tokens.push(letter.to_string()),
            (false, _) => return Err(format!("`{letter}` is not understood")),
        }
        is_open = is_word;
    }
    Ok(tokens)
}

struct Reader<'t> {
    tokens: &'t [String],
}

impl Reader<'_> {
    fn next_if(&mut self, wanted: &[&str]) -> Option<String> {
        let (first, rest) = self.tokens.split_first()?;
        if !wanted.contains(&first.as_str()) {
            return None;
        }
        self.tokens = rest;
        Some(first.clone())
    }

    fn sum(&mut self) -> Result<Expression, String> {
        let mut left = self.product()?;
        while let Some(sign) = self.next_if(&["+", "-"]) {
            let operator = if sign == "+" {
                Operator::Plus
            } else {
                Operator::Minus
            };
            left = Expression::Of(operator, Box::new(left), Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expression, String> {
        let mut left = self.part()?;
        while let Some(sign) = self.next_if(&["*", "/"]) {
            let operator = if sign == "*" {
                Operator::Times
            } else {
                Operator::Over
            };
            left = Expression::Of(operator, Box::new(left), Box::new(self.part()?));
        }
        Ok(left)
    }

    fn part(&mut self) -> Result<Expression, String> {
        if self.next_if(&["("]).is_some() {
            let inner = self.sum()?;
            let closed = self.next_if(&[")"]);
            return closed
                .map(|_| inner)
                .ok_or_else(|| "a bracket stays open".to_owned());
        }
        let (first, rest) = self
            .tokens
            .split_first()
            .ok_or_else(|| "it ends too early".to_owned())?;
        self.tokens = rest;
        match read_exact(first) {
            Some(number) => Ok(Expression::Number(number)),
            None => Ok(Expression::Name(find_name(first)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::written;
    use super::*;

    fn known(pairs: &[(&'static str, &str)]) -> Known {
        let numbers = pairs
            .iter()
            .map(|(name, text)| (*name, read_exact(text).unwrap()));
        numbers.collect()
    }

    #[test]
    fn formulas_are_computed_exactly_in_the_order_of_arithmetic() {
        let wages = known(&[
            ("monthly_wage", "1700"),
            ("monthly_basic_wage", "1000"),
            ("normal_hours_per_day", "8"),
        ]);
        for (text, result) in [
            ("hourly_rate = monthly_wage / 173", "1700/173"),
            (
                "normal_hours_per_day > 0: hourly_rate = monthly_wage / 26 / normal_hours_per_day",
                "425/52",
            ),
            (
                "hourly_basic_rate = 12 * monthly_basic_wage / (52 * 44)",
                "750/143",
            ),
            (
                "normal_hours_per_day > 0: hourly_rate = monthly_wage / (30 * normal_hours_per_day)",
                "85/12",
            ),
            ("x = 1 + 2 * 3 - 0.5", "6.5"),
        ] {
            let formula = Formula::read(text).unwrap();
            assert_eq!(written(&formula.compute(&wages).unwrap()), result, "{text}");
        }
    }

    #[test]
    fn what_is_lacking_is_named_and_a_guard_gives_nothing() {
        let formula = Formula::read(
            "normal_hours_per_day > 0: hourly_rate = monthly_wage / normal_hours_per_day",
        )
        .unwrap();
        let none = formula.compute(&Known::new()).unwrap_err();
        assert_eq!(
            none.into_iter().collect::<Vec<_>>(),
            ["monthly_wage", "normal_hours_per_day"]
        );
        let zero = known(&[("monthly_wage", "1700"), ("normal_hours_per_day", "0")]);
        assert_eq!(formula.compute(&zero).unwrap_err(), BTreeSet::new());
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for text in [
            "",
            "x",
            "x = ",
            "x = 1 +",
            "x = (1",
            "x = 1)",
            "x = wage / 2",
            "x = 1 ^ 2",
            "a: x = 1",
            "x = 1 1",
        ] {
            assert!(Formula::read(text).is_err(), "{text}");
        }
    }
}
