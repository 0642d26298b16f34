//! AAC as a stream of frames, each with a header of its own (ADTS, ISO/IEC 13818-7, section 6.2).

use super::bytes::{Bytes, length, milliseconds};
use super::{Sound, SoundError, id3};

/// Samples of a frame.
const SAMPLES: u64 = 1024;
/// Samples in a second, by the index in the header.
const RATES: [u64; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
    7350,
];
/// Bytes of a header without a checksum.
const HEADER: usize = 7;

/// What a decoder must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coding {
    /// The kind of AAC, from 0.
    pub profile: u8,
    /// The index of the rate.
    pub rate: u8,
    /// The arrangement of channels, from 1.
    pub channels: u8,
}

impl Coding {
    fn is_known(self) -> bool {
        self.profile < 4 && usize::from(self.rate) < RATES.len() && (1..=7).contains(&self.channels)
    }

    fn samples_per_second(self) -> u64 {
        RATES.get(usize::from(self.rate)).copied().unwrap_or(0)
    }

    fn header(self, frame: usize) -> Result<[u8; HEADER], SoundError> {
        let whole = u16::try_from(frame + HEADER)
            .ok()
            .filter(|whole| *whole < 1 << 13);
        let [high, low] = whole.ok_or(SoundError::Broken)?.to_be_bytes();
        Ok([
            0xFF,
            0xF1,
            self.profile << 6 | self.rate << 2 | self.channels >> 2,
            (self.channels & 3) << 6 | high >> 3,
            (high & 7) << 5 | low >> 3,
            (low & 7) << 5 | 0x1F,
            0xFC,
        ])
    }
}

/// Writes a stream of these frames.
pub(super) fn write<'a>(
    coding: Coding,
    frames: impl Iterator<Item = Result<&'a [u8], SoundError>>,
) -> Result<Sound, SoundError> {
    if !coding.is_known() {
        return Err(SoundError::Unsupported);
    }
    let (mut bytes, mut count) = (Vec::new(), 0);
    for frame in frames {
        let frame = frame?;
        bytes.extend_from_slice(&coding.header(frame.len())?);
        bytes.extend_from_slice(frame);
        count += 1;
    }
    if count == 0 {
        return Err(SoundError::Broken);
    }
    Ok(Sound {
        bytes,
        media_type: "audio/aac",
        milliseconds: milliseconds(count * SAMPLES, coding.samples_per_second())?,
    })
}

pub(super) fn strip(file: &[u8]) -> Result<Sound, SoundError> {
    let (mut input, mut coding, mut frames) = (Bytes::new(file), None, Vec::new());
    while let [0xFF, second, ..] = input.rest()
        && second & 0xF6 == 0xF0
    {
        let Some((own, frame)) = frame(&mut input)? else {
            // Cut off in the last frame.
            return finish(coding, frames);
        };
        if *coding.get_or_insert(own) != own {
            return Err(SoundError::Broken);
        }
        frames.push(frame);
    }
    if id3::is_tag(input.rest()) {
        finish(coding, frames)
    } else {
        Err(SoundError::Broken)
    }
}

fn finish(coding: Option<Coding>, frames: Vec<&[u8]>) -> Result<Sound, SoundError> {
    let coding = coding.ok_or(SoundError::Broken)?;
    write(coding, frames.into_iter().map(Ok))
}

/// The next frame without its header; `None` when its end is missing.
fn frame<'a>(input: &mut Bytes<'a>) -> Result<Option<(Coding, &'a [u8])>, SoundError> {
    let mut ahead = *input;
    let Ok([_, flags, third, fourth, fifth, sixth, last]) = ahead.take_array::<HEADER>() else {
        return Ok(None);
    };
    // Several blocks in one frame have checksums between them; no phone writes that.
    if last & 3 != 0 {
        return Err(SoundError::Unsupported);
    }
    let coding = Coding {
        profile: third >> 6,
        rate: third >> 2 & 0x0F,
        channels: (third & 1) << 2 | fourth >> 6,
    };
    let whole = u32::from(fourth & 3) << 11 | u32::from(fifth) << 3 | u32::from(sixth >> 5);
    let checksum = if flags & 1 == 0 { 2 } else { 0 };
    let frame = length(whole)?.checked_sub(HEADER + checksum);
    let frame = frame.ok_or(SoundError::Broken)?;
    if ahead.take(checksum).is_err() {
        return Ok(None);
    }
    let Ok(frame) = ahead.take(frame) else {
        return Ok(None);
    };
    *input = ahead;
    Ok(Some((coding, frame)))
}
