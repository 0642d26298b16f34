//! Several telephones in one cell, as officials write them.

use super::mapping::TelephoneRules;
use crate::agencies::model::Telephone;
use crate::platform::text::fold;

/// The telephones of a cell, and what was left out of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Telephones {
    pub kept: Vec<Telephone>,
    /// What was left out, in words that repeat no number.
    pub left_out: Vec<String>,
}

impl TelephoneRules {
    /// Takes a cell apart.
    ///
    /// A remark in brackets belongs to the numbers between it and the remark before. `04.1/2` is
    /// one entry: what follows the stroke is no number of its own.
    pub fn read(&self, cell: &str) -> Telephones {
        let mut found = Telephones::default();
        let mut waiting = Vec::new();
        let mut rest = cell;
        while let Some((numbers, remark, behind)) = next_remark(rest) {
            waiting.extend(numbers_in(numbers, &mut found));
            self.settle(&mut waiting, Some(remark), &mut found);
            rest = behind;
        }
        waiting.extend(numbers_in(rest, &mut found));
        self.settle(&mut waiting, None, &mut found);
        found
    }

    fn settle(&self, waiting: &mut Vec<String>, remark: Option<&str>, found: &mut Telephones) {
        let words = remark.map(fold).unwrap_or_default();
        let mut words = words.split(' ');
        let is_private = words.any(|word| self.private_remarks.iter().any(|own| fold(own) == word));
        for number in waiting.drain(..) {
            if is_private {
                found.left_out.push("a private telephone".to_owned());
                continue;
            }
            found.kept.push(Telephone {
                e164: self.e164(&number),
                number,
                remark: remark.map(str::to_owned),
            });
        }
    }

    /// The international form, only where the digits leave no doubt.
    fn e164(&self, number: &str) -> Option<String> {
        let first = number.split('/').next()?.trim();
        // `…652-53` are two lines of one exchange; the first of them can be dialled.
        let first = match first.rsplit_once('-') {
            Some((base, end)) if end.len() <= 2 => base,
            _ => first,
        };
        let digits: String = first.chars().filter(char::is_ascii_digit).collect();
        let code = self.country_code.as_deref()?;
        let national = if first.starts_with('+') {
            digits.strip_prefix(code)?
        } else {
            digits.strip_prefix('0')?
        };
        let is_certain = self
            .national_numbers
            .iter()
            .any(|kind| kind.digits == national.len() && national.starts_with(&kind.begins));
        is_certain.then(|| format!("+{code}{national}"))
    }
}

fn numbers_in(text: &str, found: &mut Telephones) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    for part in text.split([',', ';']) {
        for (at, piece) in part.split('/').map(str::trim).enumerate() {
            let begins = piece.starts_with(['0', '+', '(']);
            match numbers.last_mut().filter(|_| at > 0 && !begins) {
                Some(before) => *before = format!("{before}/{piece}"),
                None if piece.contains(|c: char| c.is_ascii_digit()) => {
                    numbers.push(piece.to_owned());
                }
                None if piece.is_empty() => {}
                None => found
                    .left_out
                    .push("a telephone without a digit".to_owned()),
            }
        }
    }
    numbers
}

/// The text before the next remark in brackets, the remark, and the text behind it. Brackets around
/// digits belong to a number: `(84-4) 37719960`.
fn next_remark(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text.get(from..)?.find('(')?;
        let close = open + text.get(open..)?.find(')')?;
        let inside = text.get(open + 1..close)?;
        if !inside.contains(|c: char| c.is_ascii_digit()) {
            return Some((text.get(..open)?, inside.trim(), text.get(close + 1..)?));
        }
        from = close + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapping::NationalNumber;
    use super::*;

    fn rules(code: &str, certain: [(&str, usize); 2]) -> TelephoneRules {
        let kind = |(begins, digits): (&str, usize)| NationalNumber {
            begins: begins.to_owned(),
            digits,
        };
        TelephoneRules {
            country_code: Some(code.to_owned()),
            national_numbers: certain.map(kind).to_vec(),
            private_remarks: vec!["Res".to_owned(), "Ras".to_owned()],
        }
    }

    fn shown(rules: &TelephoneRules, cell: &str) -> Vec<String> {
        let one = |telephone: &Telephone| {
            let mut text = telephone.number.clone();
            if let Some(remark) = &telephone.remark {
                text = format!("{text} <{remark}>");
            }
            if let Some(e164) = &telephone.e164 {
                text = format!("{text} = {e164}");
            }
            text
        };
        rules.read(cell).kept.iter().map(one).collect()
    }

    #[test]
    fn a_remark_belongs_to_the_numbers_before_it() {
        let bd = rules("880", [("2", 9), ("1", 10)]);
        assert_eq!(
            shown(&bd, "48318901-10 (PABX) (Off.), 9857669, 9857670"),
            ["48318901-10 <PABX>", "9857669", "9857670"]
        );
        assert_eq!(
            shown(&bd, "5550102(Off.) 5550103"),
            ["5550102 <Off.>", "5550103"]
        );
        assert_eq!(shown(&bd, "029359726"), ["029359726"]);
        assert_eq!(
            shown(&bd, "+880255111652-53"),
            ["+880255111652-53 = +880255111652"]
        );
        assert_eq!(shown(&bd, ""), Vec::<String>::new());
    }

    #[test]
    fn private_telephones_are_left_out_and_told() {
        let bd = rules("880", [("2", 9), ("1", 10)]);
        let found = bd.read("623237, 622597 (Ctg. Off.) 5550101 (Ctg. Ras.)");
        let numbers: Vec<&str> = found.kept.iter().map(|one| one.number.as_str()).collect();
        assert_eq!(numbers, ["623237", "622597"]);
        assert_eq!(found.left_out, ["a private telephone"]);
        assert_eq!(shown(&bd, "5550100 (Res. )"), Vec::<String>::new());
    }

    #[test]
    fn strokes_part_whole_numbers_only() {
        let vn = rules("84", [("2", 10), ("9", 9)]);
        assert_eq!(
            shown(&vn, "04.66626549/3354 2968/ 0984206688"),
            ["04.66626549/3354 2968", "0984206688 = +84984206688"]
        );
        assert_eq!(
            shown(&vn, "(+84.4) 37100 382/375 86114"),
            ["(+84.4) 37100 382/375 86114"]
        );
        assert_eq!(
            shown(&vn, "+84 4 8253703, +84 24 3832 5377"),
            ["+84 4 8253703", "+84 24 3832 5377 = +842438325377"]
        );
        assert_eq!(shown(&vn, "(84-4) 37719960"), ["(84-4) 37719960"]);
        assert_eq!(shown(&vn, "084-246628161"), ["084-246628161"]);
        assert_eq!(
            vn.read("Điện thoại").left_out,
            ["a telephone without a digit"]
        );
    }
}
