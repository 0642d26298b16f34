//! JPEG (ITU-T T.81): segments behind markers, then compressed scans.

use super::bytes::Bytes;
use super::exif::{self, UPRIGHT};
use super::{PhotoError, Stripped};

const START_OF_IMAGE: u8 = 0xD8;
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const HUFFMAN_TABLES: u8 = 0xC4;
const ARITHMETIC_CONDITIONS: u8 = 0xCC;
const QUANTISATION_TABLES: u8 = 0xDB;
const NUMBER_OF_LINES: u8 = 0xDC;
const RESTART_INTERVAL: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP14: u8 = 0xEE;

pub(super) fn strip(photo: &[u8]) -> Result<Stripped, PhotoError> {
    let mut input = Bytes::new(photo);
    if input.take(2)? != [0xFF, START_OF_IMAGE] {
        return Err(PhotoError::Broken);
    }

    let mut picture = Picture::new(photo.len());
    loop {
        match next_marker(&mut input)? {
            END_OF_IMAGE => return picture.finish(),
            START_OF_IMAGE => return Err(PhotoError::Broken),
            // Hierarchical pictures are several in one; no camera makes them.
            0xDE | 0xDF => return Err(PhotoError::Unsupported),
            // Restart and private markers stand alone and mean nothing outside a scan.
            0x01 | 0xD0..=0xD7 => {}
            marker => {
                let length = input.u16_big()?.checked_sub(2).ok_or(PhotoError::Broken)?;
                let segment = input.take(usize::from(length))?;
                picture.segment(marker, segment)?;
                if marker == START_OF_SCAN {
                    picture.bytes.extend_from_slice(take_scan(&mut input)?);
                }
            }
        }
    }
}

/// The next marker; stray bytes in front of it are passed over, as decoders do.
fn next_marker(input: &mut Bytes<'_>) -> Result<u8, PhotoError> {
    loop {
        while input.byte()? != 0xFF {}
        let mut marker = input.byte()?;
        while marker == 0xFF {
            marker = input.byte()?;
        }
        if marker != 0 {
            return Ok(marker);
        }
    }
}

/// Compressed data up to the next marker that is not part of it.
fn take_scan<'a>(input: &mut Bytes<'a>) -> Result<&'a [u8], PhotoError> {
    let ends = |pair: &[u8]| matches!(pair, [0xFF, marker] if !matches!(marker, 0 | 0xD0..=0xD7));
    let length = input
        .rest()
        .windows(2)
        .position(ends)
        .ok_or(PhotoError::Broken)?;
    input.take(length)
}

struct Picture {
    bytes: Vec<u8>,
    /// Width and height, once the frame header has told.
    size: Option<(u16, u16)>,
    has_scan: bool,
    orientation: Option<u8>,
}

impl Picture {
    fn new(capacity: usize) -> Self {
        let mut bytes = Vec::with_capacity(capacity);
        bytes.extend_from_slice(&[0xFF, START_OF_IMAGE]);
        Self {
            bytes,
            size: None,
            has_scan: false,
            orientation: None,
        }
    }

    fn segment(&mut self, marker: u8, segment: &[u8]) -> Result<(), PhotoError> {
        match marker {
            HUFFMAN_TABLES => self.keep_if(marker, segment, are_huffman_tables(segment)),
            QUANTISATION_TABLES => self.keep_if(marker, segment, are_quantisation_tables(segment)),
            ARITHMETIC_CONDITIONS => self.keep_if(marker, segment, segment.len().is_multiple_of(2)),
            RESTART_INTERVAL => self.keep_if(marker, segment, segment.len() == 2),
            NUMBER_OF_LINES => self.number_of_lines(segment),
            0xC8 => Err(PhotoError::Unsupported),
            0xC0..=0xCF => self.frame(marker, segment),
            START_OF_SCAN => {
                let components = segment.first().map_or(0, |count| usize::from(*count));
                let fits = self.size.is_some() && components > 0;
                self.has_scan = true;
                self.keep_if(marker, segment, fits && segment.len() == components * 2 + 4)
            }
            APP0 => self.jfif(segment),
            APP1 => {
                if self.orientation.is_none() && segment.starts_with(b"Exif\0\0") {
                    self.orientation = exif::orientation(segment);
                }
                Ok(())
            }
            APP14 => match segment.get(..12) {
                // Tells how colours are coded; without it they come out wrong.
                Some(adobe) if adobe.starts_with(b"Adobe") => self.keep_if(marker, adobe, true),
                Some(_) | None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// A segment with room for more than it should hold could carry anything.
    fn keep_if(&mut self, marker: u8, segment: &[u8], well_formed: bool) -> Result<(), PhotoError> {
        if !well_formed {
            return Err(PhotoError::Broken);
        }
        let length = u16::try_from(segment.len() + 2).map_err(|_| PhotoError::Broken)?;
        self.bytes.extend_from_slice(&[0xFF, marker]);
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(segment);
        Ok(())
    }

    fn frame(&mut self, marker: u8, segment: &[u8]) -> Result<(), PhotoError> {
        let mut header = Bytes::new(segment);
        header.byte()?;
        let height = header.u16_big()?;
        let width = header.u16_big()?;
        let components = usize::from(header.byte()?);
        let fits = components > 0 && header.rest().len() == components * 3;
        if self.size.is_some() || width == 0 {
            return Err(PhotoError::Broken);
        }
        self.size = Some((width, height));
        self.keep_if(marker, segment, fits)
    }

    /// Some encoders learn the height after the first scan and tell it then.
    fn number_of_lines(&mut self, segment: &[u8]) -> Result<(), PhotoError> {
        let (Some((width, 0)), [high, low]) = (self.size, segment) else {
            return Err(PhotoError::Broken);
        };
        self.size = Some((width, u16::from_be_bytes([*high, *low])));
        self.keep_if(NUMBER_OF_LINES, segment, self.has_scan)
    }

    /// JFIF without its thumbnail; its extensions are thumbnails only.
    fn jfif(&mut self, segment: &[u8]) -> Result<(), PhotoError> {
        let Some(header) = segment
            .get(..12)
            .filter(|header| header.starts_with(b"JFIF\0"))
        else {
            return Ok(());
        };
        let without_thumbnail = [header, &[0, 0]].concat();
        self.keep_if(APP0, &without_thumbnail, true)
    }

    fn finish(mut self) -> Result<Stripped, PhotoError> {
        self.bytes.extend_from_slice(&[0xFF, END_OF_IMAGE]);
        match self.size {
            Some((width, height)) if height > 0 && self.has_scan => Ok(Stripped {
                bytes: self.bytes,
                media_type: "image/jpeg",
                width: width.into(),
                height: height.into(),
                orientation: self.orientation.unwrap_or(UPRIGHT),
            }),
            Some(_) | None => Err(PhotoError::Broken),
        }
    }
}

/// Each table: its number, sixteen counts, and as many values as these add up to.
fn are_huffman_tables(segment: &[u8]) -> bool {
    let mut tables = Bytes::new(segment);
    let mut next = || {
        tables.byte()?;
        let counts = tables.take(16)?;
        tables.take(counts.iter().map(|count| usize::from(*count)).sum())?;
        Ok::<bool, PhotoError>(tables.is_empty())
    };
    loop {
        match next() {
            Ok(false) => {}
            Ok(true) => return true,
            Err(_) => return false,
        }
    }
}

/// Each table: its precision and number, and 64 values of one or two bytes.
fn are_quantisation_tables(segment: &[u8]) -> bool {
    let mut tables = Bytes::new(segment);
    while let Ok(kind) = tables.byte() {
        if tables.take(if kind >> 4 == 0 { 64 } else { 128 }).is_err() {
            return false;
        }
    }
    !segment.is_empty()
}
