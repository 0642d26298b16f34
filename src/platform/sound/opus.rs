//! Opus: its header, how long a packet plays, and a plain Ogg file around packets (RFC 6716, RFC 7845).

use super::bytes::{Bytes, milliseconds};
use super::ogg::{BEGINS, ENDS, PageWriter};
use super::{Sound, SoundError};

/// Opus counts time in these, whatever it was recorded with.
const RATE: u64 = 48_000;
/// The longest packet, 120 ms.
const LONGEST: u64 = 5760;
/// Bytes of the longest packet: so many fit onto one page.
const LARGEST: usize = 255 * 254;
/// Time on a page: a second, as is usual.
const ON_A_PAGE: u64 = RATE;

/// What a decoder must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    channels: u8,
    pre_skip: u16,
    gain: u16,
}

impl Head {
    /// Reads the identification header; only one or two channels, as speech has.
    pub(super) fn read(packet: &[u8]) -> Result<Self, SoundError> {
        let mut input = Bytes::new(packet);
        if input.take(8)? != b"OpusHead" || input.byte()? & 0xF0 != 0 {
            return Err(SoundError::Unsupported);
        }
        let (channels, pre_skip) = (input.byte()?, input.u16_little()?);
        let (_, gain, family) = (input.u32_little()?, input.u16_little()?, input.byte()?);
        if family != 0 || !matches!(channels, 1 | 2) {
            return Err(SoundError::Unsupported);
        }
        Ok(Self {
            channels,
            pre_skip,
            gain,
        })
    }

    fn write(self) -> Vec<u8> {
        [
            b"OpusHead\x01",
            [self.channels].as_slice(),
            &self.pre_skip.to_le_bytes(),
            // The rate before coding, which only tells of the recorder.
            &[0; 4],
            &self.gain.to_le_bytes(),
            &[0],
        ]
        .concat()
    }
}

/// How long a packet plays.
fn duration(packet: &[u8]) -> Result<u64, SoundError> {
    let mut input = Bytes::new(packet);
    let head = input.byte()?;
    let (mode, step) = (head >> 3, usize::from(head >> 3 & 3));
    let one = match mode {
        0..=11 => [480, 960, 1920, 2880].get(step),
        12..=15 => [480, 960].get(step & 1),
        _ => [120, 240, 480, 960].get(step),
    };
    let count = match head & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(input.byte()? & 0x3F),
    };
    let whole = one.copied().unwrap_or(0) * count;
    if (1..=LONGEST).contains(&whole) {
        Ok(whole)
    } else {
        Err(SoundError::Broken)
    }
}

/// An Ogg file of these packets, with an empty comment header.
pub(super) fn write(head: Head, packets: &[&[u8]]) -> Result<Sound, SoundError> {
    let mut pages = PageWriter::new();
    pages.page(BEGINS, 0, &[&head.write()])?;
    pages.page(0, 0, &[b"OpusTags\0\0\0\0\0\0\0\0"])?;
    let (mut played, mut on_page, mut segments, mut since) = (0, Vec::new(), 0, 0);
    for packet in packets {
        if packet.len() > LARGEST {
            return Err(SoundError::Broken);
        }
        let own = packet.len() / 255 + 1;
        if segments + own > 255 || since >= ON_A_PAGE {
            pages.page(0, played, &on_page)?;
            (on_page, segments, since) = (Vec::new(), 0, 0);
        }
        let time = duration(packet)?;
        on_page.push(*packet);
        (played, since, segments) = (played + time, since + time, segments + own);
    }
    if on_page.is_empty() {
        return Err(SoundError::Broken);
    }
    pages.page(ENDS, played, &on_page)?;
    Ok(Sound {
        bytes: pages.finish(),
        media_type: "audio/ogg",
        milliseconds: milliseconds(played.saturating_sub(head.pre_skip.into()), RATE)?,
    })
}
