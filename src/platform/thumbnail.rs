//! Small pictures for lists, made here, so that looking through a case moves kilobytes and not megabytes.
//!
//! Only here a picture is decoded, and only when its kind and size say that it is worth it: what is too large is
//! kept without a small picture. What the decoder cannot read, or breaks on, is kept all the same.

use std::io::Cursor;

use actix_web::rt::task::spawn_blocking;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use tokio::sync::Semaphore;

use super::media::Cleaned;

/// The media type of a small picture.
pub const MEDIA_TYPE: &str = "image/jpeg";
/// Pixels of the longer side.
const LONGEST_SIDE: u32 = 320;
/// Quality of the JPEG, of 100.
const QUALITY: u8 = 70;
/// The most pixels that are decoded: a large phone's picture has fifty million.
const MOST_PIXELS: u64 = 64_000_000;
/// The longest side that is decoded.
const MOST_ACROSS: u32 = 16_384;
/// The most memory for one picture, in bytes.
const MOST_MEMORY: u64 = 384 * 1024 * 1024;
/// Pictures that are decoded at once.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A small picture, without metadata and already turned for viewing.
pub struct Thumbnail {
    /// The picture.
    pub jpeg: Vec<u8>,
}

/// Makes a small picture of a file, if it is a picture of a size that can be decoded.
pub async fn of(cleaned: Cleaned) -> (Cleaned, Option<Thumbnail>) {
    if !is_decoded(&cleaned) {
        return (cleaned, None);
    }
    let Ok(_turn) = AT_ONCE.acquire().await else {
        return (cleaned, None);
    };
    let shared = std::sync::Arc::new(cleaned);
    let of_work = std::sync::Arc::clone(&shared);
    // A decoder that panics ends its own task only.
    let made = spawn_blocking(move || make(&of_work)).await;
    let jpeg = made.unwrap_or_default();
    let cleaned = std::sync::Arc::unwrap_or_clone(shared);
    (cleaned, jpeg.map(|jpeg| Thumbnail { jpeg }))
}

/// Whether a picture is decoded at all: asked of its header, before anything is.
fn is_decoded(cleaned: &Cleaned) -> bool {
    match (cleaned.width, cleaned.height) {
        (Some(width), Some(height)) => {
            width.max(height) <= MOST_ACROSS
                && u64::from(width).saturating_mul(height.into()) <= MOST_PIXELS
        }
        _ => false,
    }
}

fn make(cleaned: &Cleaned) -> Option<Vec<u8>> {
    let format = ImageFormat::from_mime_type(cleaned.media_type)?;
    let mut reader = ImageReader::with_format(Cursor::new(&cleaned.bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_ACROSS);
    limits.max_image_height = Some(MOST_ACROSS);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let whole = reader.decode().ok()?;
    let is_small = whole.width().max(whole.height()) <= LONGEST_SIDE;
    let mut small = if is_small {
        whole
    } else {
        whole.thumbnail(LONGEST_SIDE, LONGEST_SIDE)
    };
    if let Some(turn) = cleaned.orientation.and_then(Orientation::from_exif) {
        small.apply_orientation(turn);
    }
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    on_white(&small).write_with_encoder(encoder).ok()?;
    Some(jpeg)
}

/// JPEG knows no transparency: what is behind a picture is white, as on paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (from, to) in picture.pixels().zip(flat.pixels_mut()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        let over = |colour: u16| {
            let mixed = (colour * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        *to = Rgb([over(red), over(green), over(blue)]);
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::media::{FileKind, clean};

    fn fixture(name: &str) -> Cleaned {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/photos");
        let content = std::fs::read(format!("{folder}/{name}")).unwrap();
        clean(&content, FileKind::ALL).unwrap()
    }

    #[tokio::test]
    async fn every_kind_of_picture_gets_a_small_one_that_is_turned_and_knows_nothing() {
        for (name, size) in [
            // Orientation 6 and 5 turn it on its side, 3 upside down.
            ("baseline.planted.jpg", (32, 48)),
            ("progressive.planted.jpg", (48, 32)),
            ("grey.planted.jpg", (32, 48)),
            ("alpha.planted.png", (32, 48)),
            ("palette.planted.png", (48, 32)),
            ("alpha.planted.webp", (32, 48)),
            ("lossless.planted.webp", (48, 32)),
            ("animation.planted.webp", (48, 32)),
        ] {
            let (_, small) = of(fixture(name)).await;
            let jpeg = small.unwrap_or_else(|| panic!("{name}")).jpeg;
            let again = clean(&jpeg, FileKind::ALL).unwrap();
            let sides = (again.width.unwrap(), again.height.unwrap());
            assert_eq!(sides, size, "{name}");
            assert!(!jpeg.windows(5).any(|part| part == b"PLANT"), "{name}");
        }
    }

    #[tokio::test]
    async fn a_picture_that_would_fill_the_memory_is_not_decoded() {
        let mut bomb = fixture("alpha.clean.png");
        bomb.width = Some(60_000);
        assert!(of(bomb).await.1.is_none());
        let mut lying = fixture("alpha.clean.png");
        // The header within says 50,000 across: the decoder is told how much it may take.
        lying.bytes.splice(16..20, 50_000_u32.to_be_bytes());
        assert!(of(lying).await.1.is_none());
    }

    #[tokio::test]
    async fn what_is_no_picture_or_cannot_be_decoded_has_no_small_one() {
        let mut cut = fixture("baseline.clean.jpg");
        cut.bytes.truncate(20);
        assert!(of(cut).await.1.is_none());
        let document = Cleaned {
            bytes: b"%PDF".to_vec(),
            media_type: "application/pdf",
            ..Cleaned::default()
        };
        assert!(of(document).await.1.is_none());
    }
}
