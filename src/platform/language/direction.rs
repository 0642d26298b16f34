//! In which direction a language is written.

use icu_locale::LocaleDirectionality;

use super::Language;
use crate::text_enum;

text_enum! {
    /// In which direction lines are written.
    pub enum TextDirection {
        /// From left to right.
        LeftToRight => "ltr",
        /// From right to left.
        RightToLeft => "rtl",
    }
}

impl Language {
    /// In which direction it is written: that of its script, or of the script in which it is usually written (CLDR).
    pub fn direction(&self) -> TextDirection {
        let identifier = self.0.parse();
        let is_right_to_left = identifier.is_ok_and(|identifier| {
            LocaleDirectionality::new_extended().is_right_to_left(&identifier)
        });
        if is_right_to_left {
            TextDirection::RightToLeft
        } else {
            TextDirection::LeftToRight
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_decides() {
        let direction = |tag: &str| tag.parse::<Language>().unwrap().direction().as_str();
        for tag in [
            "ar",
            "ur",
            "fa",
            "ps",
            "sd",
            "he",
            "rhg-Arab",
            "ms-Arab",
            "pa-Arab",
            "pa-PK",
            "ar-Arab-QA",
        ] {
            assert_eq!(direction(tag), "rtl", "{tag}");
        }
        for tag in [
            "en", "my", "zh-Hant", "pa", "ar-Latn", "ur-Latn", "th", "bn", "ne",
        ] {
            assert_eq!(direction(tag), "ltr", "{tag}");
        }
    }
}
