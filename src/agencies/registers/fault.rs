//! What is wrong with a row, in a code that may be published and in words for who imports.

use crate::text_enum;

text_enum! {
    /// What is wrong with a row (code list `register_row_faults`).
    pub enum FaultCode {
        /// A cell that must be filled is empty.
        CellEmpty => "cell_empty",
        /// The text of a cell is damaged.
        CellUnreadable => "cell_unreadable",
        /// The status is none that the mapping knows.
        StatusUnknown => "status_unknown",
        /// A date has another form than the mapping's.
        DateUnreadable => "date_unreadable",
        /// A text is longer than any name or address.
        TooLong => "too_long",
        /// The row has other cells than the list.
        RowTorn => "row_torn",
        /// The row repeats another one.
        RepeatsRow => "repeats_row",
        /// The row names the same agency as another one and says something else.
        ContradictsRow => "contradicts_row",
    }
}

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// What.
    pub code: FaultCode,
    /// In which column of the list, when it is in one.
    pub column: Option<String>,
    /// The same in words, which repeat nothing of what stands there.
    pub words: String,
}

impl RowFault {
    /// A fault of a whole row.
    pub(super) const fn of_row(code: FaultCode, words: String) -> Self {
        Self {
            code,
            column: None,
            words,
        }
    }

    /// A fault of one cell; the words follow the column's name.
    pub(super) fn in_column(code: FaultCode, column: &str, words: &str) -> Self {
        Self {
            code,
            column: Some(column.to_owned()),
            words: format!("`{column}` {words}"),
        }
    }
}
