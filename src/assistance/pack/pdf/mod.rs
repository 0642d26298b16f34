//! The pack as a PDF, for whoever reads paper: written from the JSON, which is attached to it.

mod text;

use self::text::blocks;
use super::model::Pack;
use crate::platform::canonical_json::canonical;
use crate::platform::print::{PrintError, Printed, print};

pub(super) use self::text::Labels;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub(super) enum PdfError {
    /// The pack cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It cannot be printed.
    #[error(transparent)]
    Print(#[from] PrintError),
}

/// Writes a pack as PDF/A-like document: text that can be searched, fonts embedded, the JSON attached.
pub(super) fn write(pack: &Pack, labels: &Labels) -> Result<Vec<u8>, PdfError> {
    let json = canonical(&serde_json::to_value(pack)?);
    Ok(print(Printed {
        title: labels.get("title"),
        language: labels.language(),
        blocks: blocks(pack, labels),
        attached: ("evidence-pack.json", json),
    })?)
}
