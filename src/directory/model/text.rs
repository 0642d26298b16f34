//! Texts of a form of their own.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// The text has not the form that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be {0}")]
pub struct WrongForm(&'static str);

/// A text whose form the contract says as a pattern, which is checked here again.
macro_rules! patterned {
    ($(#[doc = $about:literal])+ $name:ident, $most:literal, $pattern:expr, $example:literal) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = WrongForm;

            fn try_from(text: String) -> Result<Self, WrongForm> {
                static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
                let fits = FORM.as_ref().is_some_and(|form| form.is_match(&text));
                if fits && text.len() <= $most {
                    Ok(Self(text))
                } else {
                    Err(WrongForm(concat!($($about),+)))
                }
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some(concat!($($about),+).trim()))
                    .min_length(Some(1))
                    .max_length(Some($most))
                    .pattern(Some($pattern))
                    .examples([$example])
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}

patterned!(
    /// An address on the web, with `https` or `http`.
    PageAddress,
    500,
    r"^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?(/(%[0-9A-Fa-f]{2}|[A-Za-z0-9._~:/?@!$&'()*+,;=-])*)?$",
    "https://ngo.example/"
);
patterned!(
    /// An e-mail address.
    MailAddress,
    200,
    r"^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9]+(-[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-[A-Za-z0-9]+)*)+$",
    "help@ngo.example"
);
patterned!(
    /// Days of the week with commas between (RFC 5545), for months with their number: `1MO`, `-1FR`.
    WeekdayList,
    200,
    "^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*$",
    "MO,WE,FR"
);
patterned!(
    /// Days of the month with commas between (RFC 5545); -1 is the last one.
    MonthDayList,
    200,
    "^[+-]?([1-9]|[12][0-9]|3[01])(,[+-]?([1-9]|[12][0-9]|3[01]))*$",
    "1,15,-1"
);
patterned!(
    /// A time of the day on the clocks of the place.
    TimeOfDay,
    5,
    "^([01][0-9]|2[0-3]):[0-5][0-9]$",
    "09:30"
);
patterned!(
    /// A time zone by its name in the IANA database.
    TimeZoneName,
    64,
    "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$",
    "Asia/Kuala_Lumpur"
);

impl TimeOfDay {
    /// Minutes since midnight.
    pub fn minutes(&self) -> i64 {
        let (hours, minutes) = self.0.split_once(':').unwrap_or_default();
        let of = |text: &str| text.parse::<i64>().unwrap_or(0);
        of(hours) * 60 + of(minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_of_the_contract() {
        let page = |text: &str| PageAddress::try_from(text.to_owned()).is_ok();
        assert!(page("https://ngo.example/help?lang=vi") && page("http://ngo.example:8080"));
        assert!(
            !page("ftp://ngo.example/")
                && !page("https://ngo.example/a b")
                && !page("javascript:alert(1)")
        );
        let mail = |text: &str| MailAddress::try_from(text.to_owned()).is_ok();
        assert!(mail("a.b@ngo.example") && !mail("a..b@ngo.example") && !mail("ngo.example"));
        let days = |text: &str| WeekdayList::try_from(text.to_owned()).is_ok();
        assert!(days("MO,-1FR") && !days("MO,") && !days("XX"));
        assert_eq!(
            TimeOfDay::try_from("23:59".to_owned()).unwrap().minutes(),
            1439
        );
        assert!(TimeOfDay::try_from("24:00".to_owned()).is_err());
    }
}
