//! The pack as a PDF, for whoever reads paper: written from the JSON, which is attached to it.

mod fonts;
mod layout;
mod text;

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
use self::text::blocks;
use super::digest::canonical;
use super::model::Pack;

pub(super) use self::text::Labels;

/// A4 in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 50.0;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub(super) enum PdfError {
    /// A font of the program's own cannot be read.
    #[error("a font cannot be read")]
    Font,
    /// The pack cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The document cannot be put together.
    #[error("the document cannot be put together")]
    Document,
}

/// Writes a pack as PDF/A-like document: text that can be searched, fonts embedded, the JSON attached.
pub(super) fn write(pack: &Pack, labels: &Labels) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::load().ok_or(PdfError::Font)?;
    let json = canonical(&serde_json::to_value(pack)?);
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(labels.get("title"))
            .language(labels.language())
            .producer("Tulay".to_owned()),
    );
    let mut laid_out = Vec::new();
    for block in blocks(pack, labels) {
        laid_out.extend(lines(&fonts, &block, WIDTH - 2.0 * MARGIN));
    }
    for page in pages(&laid_out) {
        draw(&mut document, &fonts, page)?;
    }
    document.embed_file(EmbeddedFile {
        path: "evidence-pack.json".to_owned(),
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
        .map_err(|_| PdfError::Document)
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

fn draw(document: &mut Document, fonts: &Fonts, lines: &[Line]) -> Result<(), PdfError> {
    let settings = PageSettings::from_wh(WIDTH, HEIGHT);
    let settings = settings.ok_or(PdfError::Document)?;
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
