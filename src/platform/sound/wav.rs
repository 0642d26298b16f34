//! WAV: chunks in a RIFF container, of which two are the sound.

use super::bytes::{Bytes, length, milliseconds};
use super::{Sound, SoundError};

/// Uncompressed, of floating point, and the two codings of telephones.
const PLAIN: [u16; 4] = [1, 3, 6, 7];
/// What is meant stands further behind.
const EXTENSIBLE: u16 = 0xFFFE;
/// Bytes of the format that every player reads.
const FORMAT: usize = 16;

pub(super) fn strip(file: &[u8]) -> Result<Sound, SoundError> {
    let mut input = Bytes::new(file);
    input.take(12)?;
    let (mut format, mut data) = (None, None);
    while !input.is_empty() && data.is_none() {
        let name = input.take_array::<4>()?;
        let size = length(input.u32_little()?)?;
        let content = input.take(size)?;
        // Chunks begin at even places; the last one may lack its padding.
        if size % 2 == 1 && !input.is_empty() {
            input.byte()?;
        }
        match &name {
            b"fmt " => format = Some(plain_format(content)?),
            b"data" => data = Some(content),
            _ => {}
        }
    }
    let (Some((format, per_second)), Some(data)) = (format, data) else {
        return Err(SoundError::Broken);
    };
    if data.is_empty() {
        return Err(SoundError::Broken);
    }
    let bytes = write(&format, data)?;
    let played = u64::try_from(data.len()).map_err(|_| SoundError::Broken)?;
    Ok(Sound {
        bytes,
        media_type: "audio/wav",
        milliseconds: milliseconds(played, per_second)?,
    })
}

/// The format in its plain form, and how many bytes are a second.
fn plain_format(format: &[u8]) -> Result<([u8; FORMAT], u64), SoundError> {
    let mut input = Bytes::new(format);
    let (tag, channels, rate) = (
        input.u16_little()?,
        input.u16_little()?,
        input.u32_little()?,
    );
    let (_, block, bits) = (
        input.u32_little()?,
        input.u16_little()?,
        input.u16_little()?,
    );
    let tag = if tag == EXTENSIBLE {
        input.take(8)?;
        input.u16_little()?
    } else {
        tag
    };
    if !PLAIN.contains(&tag) {
        return Err(SoundError::Unsupported);
    }
    let per_second = rate.checked_mul(block.into()).filter(|n| *n > 0);
    let per_second = per_second.ok_or(SoundError::Broken)?;
    let fields = [
        &tag.to_le_bytes(),
        &channels.to_le_bytes(),
        rate.to_le_bytes().as_slice(),
        &per_second.to_le_bytes(),
        &block.to_le_bytes(),
        &bits.to_le_bytes(),
    ]
    .concat();
    let plain = fields.try_into().map_err(|_| SoundError::Broken)?;
    Ok((plain, per_second.into()))
}

fn write(format: &[u8; FORMAT], data: &[u8]) -> Result<Vec<u8>, SoundError> {
    let size = |length: usize| {
        let size = u32::try_from(length).map_err(|_| SoundError::Broken)?;
        Ok(size.to_le_bytes())
    };
    let padding: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
    let whole = 4 + 8 + FORMAT + 8 + data.len() + padding.len();
    let parts = [
        b"RIFF",
        size(whole)?.as_slice(),
        b"WAVEfmt ",
        &size(FORMAT)?,
        format,
        b"data",
        &size(data.len())?,
        data,
        padding,
    ]
    .concat();
    Ok(parts)
}
