//! MP3: frames of MPEG audio, layer III (ISO/IEC 11172-3, section 2.4; 13818-3 for the lower rates).

use super::bytes::{Bytes, length, milliseconds};
use super::{Sound, SoundError, id3};

/// Kilobits a second by index, for MPEG 1 and for the lower rates.
const KILOBITS: [[u32; 16]; 2] = [
    [
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0,
    ],
    [
        0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0,
    ],
];
/// Samples a second by index, for MPEG 1.
const RATES: [u32; 3] = [44_100, 48_000, 32_000];

/// The header of a frame.
#[derive(Debug, Clone, Copy)]
struct Header {
    /// What must be the same in every frame: version and rate.
    stream: (u8, u8),
    is_mono: bool,
    samples: u32,
    rate: u32,
    size: usize,
}

impl Header {
    fn read([_, second, third, fourth]: [u8; 4]) -> Option<Self> {
        if second & 0xE6 != 0xE2 {
            return None;
        }
        let (version, index) = (second >> 3 & 3, third >> 2 & 3);
        let (is_low, divisor) = match version {
            3 => (false, 1),
            2 => (true, 2),
            0 => (true, 4),
            _ => return None,
        };
        let rate = RATES.get(usize::from(index))? / divisor;
        let kilobits = KILOBITS.get(usize::from(is_low))?;
        let kilobits = *kilobits.get(usize::from(third >> 4))?;
        let samples = if is_low { 576 } else { 1152 };
        let padding = u32::from(third >> 1 & 1);
        let size = samples / 8 * kilobits * 1000 / rate + padding;
        (kilobits > 0).then_some(Self {
            stream: (version, index),
            is_mono: fourth >> 6 == 3,
            samples,
            rate,
            size: length(size).ok()?,
        })
    }

    /// Whether a frame holds no sound, but what the coder says of itself and of the whole.
    fn is_information(&self, frame: &[u8]) -> bool {
        let side = match (self.samples, self.is_mono) {
            (1152, false) => 32,
            (576, true) => 9,
            _ => 17,
        };
        let begins = |at: usize, name: &[u8]| frame.get(at..).is_some_and(|f| f.starts_with(name));
        begins(4 + side, b"Xing") || begins(4 + side, b"Info") || begins(4 + 32, b"VBRI")
    }
}

pub(super) fn strip(file: &[u8]) -> Result<Sound, SoundError> {
    let (mut input, mut stream) = (Bytes::new(file), None);
    let (mut bytes, mut count, mut rate) = (Vec::new(), 0_u64, 0);
    let header = |input: &Bytes<'_>| input.rest().first_chunk().copied().and_then(Header::read);
    while let Some(header) = header(&input) {
        let Ok(frame) = input.take(header.size) else {
            // Cut off in the last frame.
            input = Bytes::new(&[]);
            break;
        };
        let is_first = stream.is_none();
        if *stream.get_or_insert(header.stream) != header.stream {
            return Err(SoundError::Broken);
        }
        if is_first && header.is_information(frame) {
            continue;
        }
        bytes.extend_from_slice(frame);
        count += u64::from(header.samples);
        rate = header.rate;
    }
    if count == 0 || !id3::is_tag(input.rest()) {
        return Err(SoundError::Broken);
    }
    Ok(Sound {
        bytes,
        media_type: "audio/mpeg",
        milliseconds: milliseconds(count, rate.into())?,
    })
}
