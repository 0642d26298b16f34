//! Writing tables (RFC 4180) that spreadsheets open without harm.

use csv::{Terminator, WriterBuilder};

/// A text as a cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it
/// (OWASP, "CSV Injection"). A cell is never cut.
pub fn plain(text: &str) -> String {
    let begins = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    let is_formula = matches!(
        begins,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '|' | '%' | '＝' | '＋' | '－' | '＠')
    );
    if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A table with a line of names.
///
/// # Errors
///
/// When it cannot be written.
pub fn written<const COLUMNS: usize>(
    names: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> Result<String, csv::Error> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(names)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_text() {
        for formula in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "|calc", "＝1", "\r\n=1",
        ] {
            assert!(plain(formula).starts_with('\''), "{formula:?}");
        }
        for text in ["", "A belt", "1=1", "Sāfe", "'quoted"] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn lines_end_and_cells_are_quoted_as_the_standard_says() {
        let rows = [["a \"b\", c".to_owned(), "one\ntwo".to_owned()]];
        let text = written(["first", "second"], rows).unwrap();
        assert_eq!(text, "first,second\r\n\"a \"\"b\"\", c\",\"one\ntwo\"\r\n");
    }
}
