//! WebP (RFC 9649): chunks in a RIFF container.

use super::bytes::{Bytes, length};
use super::exif::{self, UPRIGHT};
use super::{PhotoError, Stripped};

/// Bits of the extended header that speak of the picture; the others announce metadata.
const ANIMATION: u8 = 0x02;
const ALPHA: u8 = 0x10;

/// Position, size, duration and blending of one frame of an animation, in bytes.
const FRAME_HEADER: usize = 16;

pub(super) fn strip(photo: &[u8]) -> Result<Stripped, PhotoError> {
    let mut input = Bytes::new(photo);
    let (riff, size, webp) = (input.take(4)?, input.u32_little()?, input.take(4)?);
    if riff != b"RIFF" || webp != b"WEBP" {
        return Err(PhotoError::Broken);
    }
    // What lies behind the announced end is not part of the picture.
    let chunks = input.take(length(size)?.checked_sub(4).ok_or(PhotoError::Broken)?)?;

    let mut picture = Picture::default();
    let mut chunks = Bytes::new(chunks);
    while !chunks.is_empty() {
        picture.chunk(&Chunk::read(&mut chunks)?)?;
    }
    picture.finish()
}

#[derive(Default)]
struct Picture {
    body: Vec<u8>,
    /// Width and height of the canvas.
    size: Option<(u32, u32)>,
    is_extended: bool,
    is_animated: bool,
    has_image: bool,
    orientation: Option<u8>,
}

impl Picture {
    fn chunk(&mut self, chunk: &Chunk<'_>) -> Result<(), PhotoError> {
        match &chunk.name {
            b"VP8X" => self.extended(chunk.data)?,
            b"VP8 " | b"VP8L" if !self.has_image => {
                let size = bitstream_size(chunk)?;
                self.size = self.size.or(Some(size));
                self.has_image = true;
                chunk.append_to(&mut self.body)?;
            }
            b"ALPH" if self.is_extended && !self.has_image => chunk.append_to(&mut self.body)?,
            b"ANIM" if self.is_animated => {
                if chunk.data.len() != 6 {
                    return Err(PhotoError::Broken);
                }
                chunk.append_to(&mut self.body)?;
            }
            b"ANMF" if self.is_animated => {
                self.has_image = true;
                frame(chunk.data)?.append_to(&mut self.body)?;
            }
            b"EXIF" => {
                self.orientation = self.orientation.or_else(|| exif::orientation(chunk.data));
            }
            _ => {}
        }
        Ok(())
    }

    fn extended(&mut self, header: &[u8]) -> Result<(), PhotoError> {
        if self.size.is_some() || header.len() != 10 {
            return Err(PhotoError::Broken);
        }
        let mut fields = Bytes::new(header);
        let flags = fields.byte()? & (ALPHA | ANIMATION);
        fields.take(3)?;
        let size = fields.rest();
        self.size = Some((fields.u24_little()? + 1, fields.u24_little()? + 1));
        self.is_extended = true;
        self.is_animated = flags & ANIMATION != 0;

        let clean = [&[flags, 0, 0, 0], size].concat();
        append_chunk(*b"VP8X", &clean, &mut self.body)
    }

    fn finish(self) -> Result<Stripped, PhotoError> {
        let Some((width, height)) = self.size.filter(|_| self.has_image) else {
            return Err(PhotoError::Broken);
        };
        let size = u32::try_from(self.body.len() + 4).map_err(|_| PhotoError::Broken)?;
        let bytes = [b"RIFF", size.to_le_bytes().as_slice(), b"WEBP", &self.body].concat();
        let orientation = self.orientation.unwrap_or(UPRIGHT);
        Ok(Stripped {
            bytes,
            media_type: "image/webp",
            width,
            height,
            orientation,
        })
    }
}

/// A frame of an animation with its picture only: it may hold chunks of any kind.
fn frame(data: &[u8]) -> Result<Frame, PhotoError> {
    let mut input = Bytes::new(data);
    let mut kept = input.take(FRAME_HEADER)?.to_vec();
    let mut has_image = false;
    while !input.is_empty() {
        let chunk = Chunk::read(&mut input)?;
        match &chunk.name {
            b"ALPH" if !has_image => chunk.append_to(&mut kept)?,
            b"VP8 " | b"VP8L" if !has_image => {
                bitstream_size(&chunk)?;
                has_image = true;
                chunk.append_to(&mut kept)?;
            }
            _ => {}
        }
    }
    if has_image {
        Ok(Frame(kept))
    } else {
        Err(PhotoError::Broken)
    }
}

struct Frame(Vec<u8>);

impl Frame {
    fn append_to(&self, body: &mut Vec<u8>) -> Result<(), PhotoError> {
        append_chunk(*b"ANMF", &self.0, body)
    }
}

/// Width and height from the head of the compressed picture, which proves that it is one.
fn bitstream_size(chunk: &Chunk<'_>) -> Result<(u32, u32), PhotoError> {
    let mut data = Bytes::new(chunk.data);
    if &chunk.name == b"VP8L" {
        let (signature, bits) = (data.byte()?, data.u32_little()?);
        return match signature {
            0x2F => Ok(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)),
            _ => Err(PhotoError::Broken),
        };
    }
    let (_frame_tag, start_code, bits) = (data.take(3)?, data.take(3)?, data.u32_little()?);
    match (bits & 0x3FFF, bits >> 16 & 0x3FFF) {
        (0, _) | (_, 0) => Err(PhotoError::Broken),
        size if start_code == [0x9D, 0x01, 0x2A] => Ok(size),
        _ => Err(PhotoError::Broken),
    }
}

struct Chunk<'a> {
    name: [u8; 4],
    data: &'a [u8],
}

impl<'a> Chunk<'a> {
    fn read(input: &mut Bytes<'a>) -> Result<Self, PhotoError> {
        let name = input.take_array()?;
        let data = {
            let size = length(input.u32_little()?)?;
            input.take(size)?
        };
        // Some writers leave out the padding of the last chunk.
        if data.len() % 2 == 1 && !input.is_empty() {
            input.byte()?;
        }
        Ok(Self { name, data })
    }

    fn append_to(&self, body: &mut Vec<u8>) -> Result<(), PhotoError> {
        append_chunk(self.name, self.data, body)
    }
}

fn append_chunk(name: [u8; 4], data: &[u8], body: &mut Vec<u8>) -> Result<(), PhotoError> {
    let size = u32::try_from(data.len()).map_err(|_| PhotoError::Broken)?;
    body.extend_from_slice(&name);
    body.extend_from_slice(&size.to_le_bytes());
    body.extend_from_slice(data);
    if data.len() % 2 == 1 {
        body.push(0);
    }
    Ok(())
}
