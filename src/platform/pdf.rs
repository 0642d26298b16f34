//! PDF documents: told by their content, and kept as they are.

/// The media type.
pub const MEDIA_TYPE: &str = "application/pdf";
/// Near the end of a whole PDF there is this.
const END: &[u8] = b"%%EOF";
/// So near.
const TAIL: usize = 2048;

/// What a file is, as far as PDF goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pdf {
    /// It is something else.
    None,
    /// It begins as one and does not end as one.
    Broken,
    /// It is a whole one.
    Whole,
}

/// Looks whether a file is a PDF.
pub fn recognise(content: &[u8]) -> Pdf {
    if infer::get(content).map(|kind| kind.mime_type()) != Some(MEDIA_TYPE) {
        return Pdf::None;
    }
    let tail = content.get(content.len().saturating_sub(TAIL)..);
    let mut parts = tail.unwrap_or_default().windows(END.len());
    if parts.any(|part| part == END) {
        Pdf::Whole
    } else {
        Pdf::Broken
    }
}
