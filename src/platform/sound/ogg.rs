//! Ogg (RFC 3533): packets on pages.

use super::bytes::Bytes;
use super::opus::{self, Head};
use super::{Sound, SoundError};

/// The page begins with the rest of a packet.
const CONTINUES: u8 = 1;
/// The first page of a stream.
pub(super) const BEGINS: u8 = 2;
/// The last page of a stream.
pub(super) const ENDS: u8 = 4;
/// Where the checksum stands.
const CHECKSUM_AT: usize = 22;

pub(super) fn strip(file: &[u8]) -> Result<Sound, SoundError> {
    let packets = packets(file)?;
    let mut packets = packets.iter().map(Vec::as_slice);
    let head = Head::read(packets.next().ok_or(SoundError::Broken)?)?;
    let tags = packets.next().ok_or(SoundError::Broken)?;
    if !tags.starts_with(b"OpusTags") {
        return Err(SoundError::Broken);
    }
    let sound: Vec<&[u8]> = packets.collect();
    opus::write(head, &sound)
}

/// The packets of a file that is one stream; what follows its last page is left out, and a packet
/// that is cut off.
fn packets(file: &[u8]) -> Result<Vec<Vec<u8>>, SoundError> {
    let (mut input, mut packets, mut open) = (Bytes::new(file), Vec::new(), Vec::new());
    let mut serial = None;
    while !input.is_empty() {
        let Some(page) = Page::read(&mut input)? else {
            break;
        };
        // A second stream beside this one or behind it could hold anything.
        let begins = page.flags & BEGINS != 0;
        if begins != serial.is_none() || *serial.get_or_insert(page.serial) != page.serial {
            return Err(SoundError::Unsupported);
        }
        if page.flags & CONTINUES == 0 {
            open.clear();
        }
        let mut content = Bytes::new(page.content);
        for segment in page.segments {
            open.extend_from_slice(content.take(usize::from(*segment))?);
            if *segment < 255 {
                packets.push(std::mem::take(&mut open));
            }
        }
        if page.flags & ENDS != 0 {
            break;
        }
    }
    Ok(packets)
}

struct Page<'a> {
    flags: u8,
    serial: [u8; 4],
    segments: &'a [u8],
    content: &'a [u8],
}

impl<'a> Page<'a> {
    /// The next page; `None` when its end is missing.
    fn read(input: &mut Bytes<'a>) -> Result<Option<Self>, SoundError> {
        let whole = input.rest();
        let (name, version, flags) = (input.take_array()?, input.byte()?, input.byte()?);
        if &name != b"OggS" || version != 0 {
            return Err(SoundError::Broken);
        }
        input.take(8)?;
        let (serial, _, checksum) = (
            input.take_array()?,
            input.u32_little()?,
            input.u32_little()?,
        );
        let count = usize::from(input.byte()?);
        let segments = input.take(count)?;
        let length = segments.iter().map(|segment| usize::from(*segment)).sum();
        let Ok(content) = input.take(length) else {
            return Ok(None);
        };
        let length = whole.len() - input.rest().len();
        let bytes = whole.get(..length).unwrap_or_default();
        if checksum_of(bytes) != checksum {
            return Err(SoundError::Broken);
        }
        Ok(Some(Self {
            flags,
            serial,
            segments,
            content,
        }))
    }
}

/// The checksum of a page, in which its own place counts as zero.
fn checksum_of(page: &[u8]) -> u32 {
    let own = CHECKSUM_AT..CHECKSUM_AT + 4;
    let bytes = page.iter().enumerate();
    let bytes = bytes.map(|(at, byte)| if own.contains(&at) { 0 } else { *byte });
    bytes.fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte) << 24, |sum: u32, _| {
            let shifted = sum << 1;
            if sum >> 31 == 1 {
                shifted ^ 0x04C1_1DB7
            } else {
                shifted
            }
        })
    })
}

/// Writes the pages of one stream; its number is the same in every file, because a chance one could be known
/// again.
pub(super) struct PageWriter {
    file: Vec<u8>,
    next: u32,
}

impl PageWriter {
    pub(super) const fn new() -> Self {
        Self {
            file: Vec::new(),
            next: 0,
        }
    }

    /// Writes a page of whole packets.
    pub(super) fn page(
        &mut self,
        flags: u8,
        played: u64,
        packets: &[&[u8]],
    ) -> Result<(), SoundError> {
        let mut segments = Vec::new();
        for packet in packets {
            segments.extend(std::iter::repeat_n(255, packet.len() / 255));
            let last = u8::try_from(packet.len() % 255).map_err(|_| SoundError::Broken)?;
            segments.push(last);
        }
        let count = u8::try_from(segments.len()).map_err(|_| SoundError::Broken)?;
        let head = [
            b"OggS\0",
            [flags].as_slice(),
            &played.to_le_bytes(),
            &1_u32.to_le_bytes(),
            &self.next.to_le_bytes(),
        ]
        .concat();
        let content = packets.concat();
        let tail = [[count].as_slice(), &segments, &content].concat();
        let unsigned = [head.as_slice(), &[0; 4], &tail].concat();
        let checksum = checksum_of(&unsigned).to_le_bytes();
        self.file.extend([head, checksum.to_vec(), tail].concat());
        self.next += 1;
        Ok(())
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.file
    }
}
