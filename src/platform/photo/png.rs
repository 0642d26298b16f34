//! PNG (ISO/IEC 15948): named chunks, each with its check sum.

use flate2::Crc;

use super::bytes::{Bytes, length};
use super::exif::{self, UPRIGHT};
use super::{PhotoError, Stripped};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

pub(super) fn strip(photo: &[u8]) -> Result<Stripped, PhotoError> {
    let mut input = Bytes::new(photo);
    if input.take_array()? != SIGNATURE {
        return Err(PhotoError::Broken);
    }

    let header = Chunk::read(&mut input)?;
    let (width, height) = size(&header)?;
    let mut bytes = Vec::with_capacity(photo.len());
    bytes.extend_from_slice(&SIGNATURE);
    bytes.extend_from_slice(header.whole);

    let mut has_picture = false;
    let mut orientation = None;
    loop {
        let chunk = Chunk::read(&mut input)?;
        match &chunk.name {
            b"IEND" if has_picture => {
                chunk.keep_if(chunk.data.is_empty(), &mut bytes)?;
                break;
            }
            b"eXIf" => orientation = orientation.or_else(|| exif::orientation(chunk.data)),
            name => {
                has_picture |= name == b"IDAT";
                if belongs_to_picture(&chunk)? {
                    chunk.keep_if(true, &mut bytes)?;
                }
            }
        }
    }
    let orientation = orientation.unwrap_or(UPRIGHT);
    Ok(Stripped {
        bytes,
        media_type: "image/png",
        width,
        height,
        orientation,
    })
}

fn size(header: &Chunk<'_>) -> Result<(u32, u32), PhotoError> {
    if &header.name != b"IHDR" || header.data.len() != 13 {
        return Err(PhotoError::Broken);
    }
    header.check()?;
    let mut data = Bytes::new(header.data);
    match (data.u32_big()?, data.u32_big()?) {
        (0, _) | (_, 0) => Err(PhotoError::Broken),
        size => Ok(size),
    }
}

/// Palette, transparency, how to read colours, size on paper and the picture itself; with the
/// length that each must have, so that nothing travels inside them.
fn belongs_to_picture(chunk: &Chunk<'_>) -> Result<bool, PhotoError> {
    let length = chunk.data.len();
    let fits = match &chunk.name {
        b"IDAT" => true,
        b"PLTE" => length <= 768 && length.is_multiple_of(3),
        b"tRNS" => length <= 256,
        b"gAMA" => length == 4,
        b"cHRM" => length == 32,
        b"sRGB" => length == 1,
        b"sBIT" => length <= 4,
        b"pHYs" => length == 9,
        [first, ..] if first.is_ascii_lowercase() => return Ok(false),
        // Without a critical chunk that we do not know, the picture cannot be read.
        b"IHDR" | b"IEND" => false,
        _ => return Err(PhotoError::Unsupported),
    };
    if fits {
        Ok(true)
    } else {
        Err(PhotoError::Broken)
    }
}

struct Chunk<'a> {
    name: [u8; 4],
    data: &'a [u8],
    crc: u32,
    /// Length, name, data and check sum as they stand in the file.
    whole: &'a [u8],
}

impl<'a> Chunk<'a> {
    fn read(input: &mut Bytes<'a>) -> Result<Self, PhotoError> {
        let from = input.rest();
        let size = length(input.u32_big()?)?;
        let name = input.take_array()?;
        let data = input.take(size)?;
        let crc = input.u32_big()?;
        let whole = from
            .get(..from.len() - input.rest().len())
            .ok_or(PhotoError::Broken)?;
        Ok(Self {
            name,
            data,
            crc,
            whole,
        })
    }

    fn check(&self) -> Result<(), PhotoError> {
        let mut crc = Crc::new();
        crc.update(&self.name);
        crc.update(self.data);
        if crc.sum() == self.crc {
            Ok(())
        } else {
            Err(PhotoError::Broken)
        }
    }

    fn keep_if(&self, well_formed: bool, into: &mut Vec<u8>) -> Result<(), PhotoError> {
        self.check()?;
        if !well_formed {
            return Err(PhotoError::Broken);
        }
        into.extend_from_slice(self.whole);
        Ok(())
    }
}
