//! QR codes to be printed.

use qrcode::render::svg;
use qrcode::{Color, EcLevel, QrCode};

/// Pixels of a module.
const SCALE: usize = 8;
/// Modules of white around it, as ISO/IEC 18004 asks.
const QUIET: usize = 4;

/// The text does not fit, or the picture cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum QrCodeError {
    /// Too long.
    #[error(transparent)]
    Code(#[from] qrcode::types::QrError),
    /// No picture.
    #[error(transparent)]
    Picture(#[from] png::EncodingError),
}

/// A QR code of a text. A board hangs outside: it must be read with a third of it scratched away.
fn code(text: &str) -> Result<QrCode, QrCodeError> {
    Ok(QrCode::with_error_correction_level(text, EcLevel::Q)?)
}

/// As SVG.
pub fn svg(text: &str) -> Result<String, QrCodeError> {
    let picture = code(text)?.render::<svg::Color<'_>>().build();
    Ok(picture)
}

/// As PNG, black and white.
pub fn png(text: &str) -> Result<Vec<u8>, QrCodeError> {
    let code = code(text)?;
    let side = (code.width() + 2 * QUIET) * SCALE;
    let colours = code.to_colors();
    let mut pixels = Vec::with_capacity(side * side);
    for row in 0..side {
        for column in 0..side {
            let module = |pixel: usize| (pixel / SCALE).checked_sub(QUIET);
            let dark = module(row).zip(module(column)).and_then(|(row, column)| {
                let inside = column < code.width();
                inside.then(|| colours.get(row * code.width() + column))?
            });
            pixels.push(if dark == Some(&Color::Dark) { 0 } else { 255 });
        }
    }
    let mut bytes = Vec::new();
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}
