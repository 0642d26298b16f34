//! WebM (a profile of Matroska, RFC 9559): elements within elements, as browsers record them.

use super::bytes::{Bytes, length};
use super::opus::{self, Head};
use super::{Sound, SoundError};

pub(in crate::platform) const SEGMENT: u32 = 0x1853_8067;
pub(in crate::platform) const TRACK_ENTRY: u32 = 0xAE;
pub(in crate::platform) const TRACKS: u32 = 0x1654_AE6B;
pub(in crate::platform) const TRACK_NUMBER: u32 = 0xD7;
pub(in crate::platform) const CODEC: u32 = 0x86;
pub(in crate::platform) const CODEC_PRIVATE: u32 = 0x63A2;
pub(in crate::platform) const ENCODINGS: u32 = 0x6D80;
pub(in crate::platform) const CLUSTER: u32 = 0x1F43_B675;
pub(in crate::platform) const BLOCK_GROUP: u32 = 0xA0;
pub(in crate::platform) const BLOCK: u32 = 0xA1;
pub(in crate::platform) const SIMPLE_BLOCK: u32 = 0xA3;

/// The track that is speech.
struct Track {
    number: u64,
    head: Head,
}

pub(super) fn strip(file: &[u8]) -> Result<Sound, SoundError> {
    let (mut input, mut track, mut packets) = (Bytes::new(file), None::<Track>, Vec::new());
    while !input.is_empty() {
        // A recording that was broken off ends within an element.
        let Ok((id, size)) = element(&mut input) else {
            break;
        };
        // What holds others is walked through: browsers do not know its length when they write it.
        if matches!(id, SEGMENT | TRACKS | CLUSTER | BLOCK_GROUP) {
            continue;
        }
        let Ok(content) = input.take(size.ok_or(SoundError::Broken)?) else {
            break;
        };
        match (id, &track) {
            (TRACK_ENTRY, None) => track = opus_track(content)?,
            (BLOCK | SIMPLE_BLOCK, Some(track)) => packets.extend(packet(content, track)?),
            _ => {}
        }
    }
    let track = track.ok_or(SoundError::Unsupported)?;
    opus::write(track.head, &packets)
}

/// The id and the length of the next element; of some that hold others no length is written.
pub(in crate::platform) fn element(
    input: &mut Bytes<'_>,
) -> Result<(u32, Option<usize>), SoundError> {
    let (id, _) = number(input, 4)?;
    let (size, bits) = number(input, 8)?;
    let value = size & !(1 << bits);
    let is_unknown = value == (1 << bits) - 1;
    let id = u32::try_from(id).map_err(|_| SoundError::Broken)?;
    let size = if is_unknown {
        None
    } else {
        Some(length(value)?)
    };
    Ok((id, size))
}

/// A number whose leading zeros tell its length, with the bit that ends them, and the place of that bit.
pub(in crate::platform) fn number(
    input: &mut Bytes<'_>,
    longest: u32,
) -> Result<(u64, u32), SoundError> {
    let first = input.byte()?;
    let more = first.leading_zeros();
    if more >= longest {
        return Err(SoundError::Broken);
    }
    let mut value = u64::from(first);
    for _ in 0..more {
        value = value << 8 | u64::from(input.byte()?);
    }
    Ok((value, 7 * (more + 1)))
}

/// The track, if it is Opus; others are left out with all that they hold.
fn opus_track(entry: &[u8]) -> Result<Option<Track>, SoundError> {
    let mut input = Bytes::new(entry);
    let (mut own, mut codec, mut head) = (None, None, None);
    while !input.is_empty() {
        let (id, size) = element(&mut input)?;
        let content = input.take(size.ok_or(SoundError::Broken)?)?;
        match id {
            TRACK_NUMBER => {
                own = Some(
                    content
                        .iter()
                        .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
                );
            }
            CODEC => codec = Some(content),
            CODEC_PRIVATE => head = Some(content),
            // Compressed or encrypted once more.
            ENCODINGS => return Err(SoundError::Unsupported),
            _ => {}
        }
    }
    if codec != Some(b"A_OPUS") {
        return Ok(None);
    }
    let (number, head) = own.zip(head).ok_or(SoundError::Broken)?;
    let head = Head::read(head)?;
    Ok(Some(Track { number, head }))
}

/// The packet in a block of the track.
fn packet<'a>(block: &'a [u8], track: &Track) -> Result<Option<&'a [u8]>, SoundError> {
    let mut input = Bytes::new(block);
    let (number, bits) = number(&mut input, 8)?;
    let (_time, flags) = (input.u16_big()?, input.byte()?);
    if number & !(1 << bits) != track.number {
        return Ok(None);
    }
    // Several packets in one block: no browser writes that for Opus.
    if flags & 0x06 != 0 {
        return Err(SoundError::Unsupported);
    }
    Ok(Some(input.rest()))
}
