//! Printing: blocks of text as a PDF, in all scripts for which there is a font, with the document as JSON attached.
//!
//! Text is shaped (`rustybuzz`, by way of `krilla`), its lines are broken where its script allows it (`icu_segmenter`, with
//! dictionaries for Thai, Khmer, Burmese and Lao), its fonts are embedded, and each cluster of glyphs leads back to its characters, so
//! that it can be searched and copied.

mod fonts;
mod layout;
mod pdf_file;
#[cfg(test)]
mod tests;

use krilla::Document;
use krilla::color::rgb;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::text::TextDirection;

use self::fonts::Fonts;
use self::layout::{Line, lines};
pub use self::pdf_file::PdfFile;

/// A4 in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 50.0;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// A font of the program's own cannot be read.
    #[error("a font cannot be read")]
    Font,
    /// The document cannot be put together.
    #[error("the document cannot be put together")]
    Document,
}

/// How a block looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The title of the document.
    Title,
    /// The title of a part.
    Heading,
    /// Text.
    Body,
    /// Digests and the log.
    Small,
}

impl Style {
    /// Points.
    pub const fn size(self) -> f32 {
        match self {
            Self::Title => 18.0,
            Self::Heading => 13.0,
            Self::Body => 10.0,
            Self::Small => 8.0,
        }
    }

    /// Points of space before it.
    pub const fn space_above(self) -> f32 {
        match self {
            Self::Title | Self::Small => 0.0,
            Self::Heading => 12.0,
            Self::Body => 3.0,
        }
    }
}

/// A paragraph, or several of one style.
pub struct Block {
    /// How it looks.
    pub style: Style,
    /// What it says.
    pub text: String,
}

/// A document that is to be printed.
pub struct Printed<'a> {
    /// Its title, for programs that show it.
    pub title: String,
    /// The language in which most of it is (BCP 47).
    pub language: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// The name and the text of the JSON that is attached to it.
    pub attached: (&'a str, String),
}

/// Writes a PDF. The same document is the same bytes.
pub fn print(printed: Printed<'_>) -> Result<Vec<u8>, PrintError> {
    let fonts = Fonts::load().ok_or(PrintError::Font)?;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(printed.title)
            .language(printed.language)
            .producer("Tulay".to_owned()),
    );
    let mut laid_out = Vec::new();
    for block in &printed.blocks {
        laid_out.extend(lines(&fonts, block, WIDTH - 2.0 * MARGIN));
    }
    for page in pages(&laid_out) {
        draw(&mut document, &fonts, page)?;
    }
    let (name, json) = printed.attached;
    document.embed_file(EmbeddedFile {
        path: name.to_owned(),
        mime_type: MimeType::new("application/json"),
        description: None,
        association_kind: AssociationKind::Source,
        data: json.into_bytes().into(),
        modification_date: None,
        compress: Some(true),
        location: None,
    });
    document
        .finish()
        // What the library says may repeat the text.
        .map_err(|_| PrintError::Document)
}

/// The lines of each page.
fn pages(lines: &[Line]) -> Vec<&[Line]> {
    let (mut pages, mut rest, mut used, mut count) = (Vec::new(), lines, 0.0, 0);
    while let Some(line) = rest.get(count) {
        let is_full = count > 0 && used + line.height > HEIGHT - 2.0 * MARGIN;
        if !is_full {
            used += line.height;
            count += 1;
            continue;
        }
        let (page, others) = rest.split_at(count);
        pages.push(page);
        (rest, used, count) = (others, 0.0, 0);
    }
    pages.push(rest);
    pages
}

fn draw(document: &mut Document, fonts: &Fonts, lines: &[Line]) -> Result<(), PrintError> {
    let settings = PageSettings::from_wh(WIDTH, HEIGHT);
    let settings = settings.ok_or(PrintError::Document)?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    surface.set_fill(Some(Fill {
        paint: rgb::Color::black().into(),
        ..Fill::default()
    }));
    let mut y = MARGIN;
    for line in lines {
        y += line.height;
        let mut x = if line.is_rtl {
            WIDTH - MARGIN - line.width
        } else {
            MARGIN
        };
        for run in &line.runs {
            let Some(font) = fonts.get(run.font) else {
                continue;
            };
            let direction = if run.is_rtl {
                TextDirection::RightToLeft
            } else {
                TextDirection::LeftToRight
            };
            let at = Point::from_xy(x, y);
            surface.draw_text(at, font.clone(), line.size, &run.text, false, direction);
            x += run.width * line.size;
        }
    }
    surface.finish();
    page.finish();
    Ok(())
}
