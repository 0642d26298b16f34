//! MP4, M4A and 3GP (ISO/IEC 14496-12): boxes within boxes, of which the tables of one track lead to its
//! samples. They are taken out, and the container is left behind with all that was in it.

use super::aac::{self, Coding};
use super::amr::{self, Band};
use super::bytes::{Bytes, length};
use super::{Sound, SoundError};

/// Boxes of one kind that are looked at; a phone writes one.
const MOST: usize = 16;

pub(super) fn strip(file: &[u8]) -> Result<Sound, SoundError> {
    let movie = child(file, *b"moov")?.ok_or(SoundError::Unsupported)?;
    let mut sound = None;
    for track in children(movie, *b"trak")? {
        let media = child(track, *b"mdia")?.ok_or(SoundError::Broken)?;
        let handler = child(media, *b"hdlr")?.ok_or(SoundError::Broken)?;
        if handler.get(8..12) == Some(b"soun") {
            sound = Some(media);
            break;
        }
    }
    let media = sound.ok_or(SoundError::Unsupported)?;
    let information = child(media, *b"minf")?.ok_or(SoundError::Broken)?;
    let table = child(information, *b"stbl")?.ok_or(SoundError::Broken)?;
    let descriptions = child(table, *b"stsd")?.ok_or(SoundError::Broken)?;
    let samples = Samples::read(file, table)?;
    match Description::read(descriptions)? {
        Description::Aac(coding) => aac::write(coding, samples.into_iter().map(Ok)),
        Description::Amr(band) => amr::write(band, &samples.concat()),
    }
}

/// The next box: its name and what is in it.
pub(in crate::platform) fn next<'a>(
    input: &mut Bytes<'a>,
) -> Result<([u8; 4], &'a [u8]), SoundError> {
    let (size, name) = (input.u32_big()?, input.take_array()?);
    let content = match size {
        // To the end of the file.
        0 => input.rest().len(),
        1 => length(input.u64_big()?)?
            .checked_sub(16)
            .ok_or(SoundError::Broken)?,
        size => length(size)?.checked_sub(8).ok_or(SoundError::Broken)?,
    };
    Ok((name, input.take(content)?))
}

/// What is in the boxes of this name.
pub(in crate::platform) fn children(
    container: &[u8],
    name: [u8; 4],
) -> Result<Vec<&[u8]>, SoundError> {
    let (mut input, mut found) = (Bytes::new(container), Vec::new());
    // Old writers end a list of boxes with four zeros.
    while input.rest().len() >= 8 {
        let (own, content) = next(&mut input)?;
        if own == name {
            found.push(content);
        }
        if found.len() > MOST {
            return Err(SoundError::Unsupported);
        }
    }
    Ok(found)
}

pub(in crate::platform) fn child(
    container: &[u8],
    name: [u8; 4],
) -> Result<Option<&[u8]>, SoundError> {
    Ok(children(container, name)?.first().copied())
}

/// Where the samples of a track are.
struct Samples;

impl Samples {
    /// The samples in their order. No byte of the file can be two samples, or a small file would become a large
    /// one.
    fn read<'a>(file: &'a [u8], table: &[u8]) -> Result<Vec<&'a [u8]>, SoundError> {
        let sizes = child(table, *b"stsz")?.ok_or(SoundError::Unsupported)?;
        let mut sizes = Sizes::read(sizes)?;
        let runs = child(table, *b"stsc")?.ok_or(SoundError::Broken)?;
        let mut runs = Runs::read(runs)?;
        let (mut samples, mut taken) = (Vec::new(), 0_usize);
        for (chunk, offset) in (1..).zip(offsets(table)?) {
            let of_chunk = runs.of(chunk);
            let mut ahead = Bytes::new(file);
            ahead.take(offset)?;
            for _ in 0..of_chunk {
                let Some(size) = sizes.next()? else {
                    return Ok(samples);
                };
                samples.push(ahead.take(size)?);
                taken = taken.saturating_add(size);
            }
            if taken > file.len() {
                return Err(SoundError::Broken);
            }
        }
        Ok(samples)
    }
}

/// How large each sample is.
pub(in crate::platform) struct Sizes<'a> {
    all: usize,
    left: u32,
    list: Bytes<'a>,
}

impl<'a> Sizes<'a> {
    pub(in crate::platform) fn read(table: &'a [u8]) -> Result<Self, SoundError> {
        let mut list = Bytes::new(table);
        let (_, all, left) = (list.u32_big()?, length(list.u32_big()?)?, list.u32_big()?);
        Ok(Self { all, left, list })
    }

    pub(in crate::platform) fn next(&mut self) -> Result<Option<usize>, SoundError> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        if self.all > 0 {
            return Ok(Some(self.all));
        }
        length(self.list.u32_big()?).map(Some)
    }
}

/// How many samples are in each chunk.
pub(in crate::platform) struct Runs(pub(in crate::platform) Vec<(u32, u32)>);

impl Runs {
    pub(in crate::platform) fn read(table: &[u8]) -> Result<Self, SoundError> {
        let mut list = Bytes::new(table);
        let (_, count) = (list.u32_big()?, list.u32_big()?);
        let mut runs = Vec::new();
        for _ in 0..count {
            runs.push((list.u32_big()?, list.u32_big()?));
            list.u32_big()?;
        }
        // The first run is last, so that it is taken first.
        runs.reverse();
        Ok(Self(runs))
    }

    pub(in crate::platform) fn of(&mut self, chunk: u32) -> u32 {
        while let [.., (begins, _), _] = self.0.as_slice()
            && *begins <= chunk
        {
            self.0.pop();
        }
        self.0.last().map_or(0, |(_, samples)| *samples)
    }
}

/// Where each chunk begins in the file.
pub(in crate::platform) fn offsets(table: &[u8]) -> Result<Vec<usize>, SoundError> {
    let (short, long) = (child(table, *b"stco")?, child(table, *b"co64")?);
    let list = short.or(long).ok_or(SoundError::Broken)?;
    let mut list = Bytes::new(list);
    let (_, count) = (list.u32_big()?, list.u32_big()?);
    let mut offsets = Vec::new();
    for _ in 0..count {
        let offset = if short.is_some() {
            list.u32_big()?.into()
        } else {
            list.u64_big()?
        };
        offsets.push(length(offset)?);
    }
    Ok(offsets)
}

/// How the samples are coded.
enum Description {
    Aac(Coding),
    Amr(Band),
}

impl Description {
    fn read(descriptions: &[u8]) -> Result<Self, SoundError> {
        let mut input = Bytes::new(descriptions);
        input.take(8)?;
        let (name, entry) = next(&mut input)?;
        match &name {
            b"samr" => Ok(Self::Amr(Band::Narrow)),
            b"sawb" => Ok(Self::Amr(Band::Wide)),
            b"mp4a" => aac_entry(entry).map(Self::Aac),
            _ => Err(SoundError::Unsupported),
        }
    }
}

fn aac_entry(entry: &[u8]) -> Result<Coding, SoundError> {
    let mut input = Bytes::new(entry);
    input.take(8)?;
    // QuickTime writes longer entries.
    let rest = match input.u16_big()? {
        0 => 18,
        1 => 34,
        _ => return Err(SoundError::Unsupported),
    };
    input.take(rest)?;
    let direct = child(input.rest(), *b"esds")?;
    let wrapped = match child(input.rest(), *b"wave")? {
        Some(wave) => child(wave, *b"esds")?,
        None => None,
    };
    let stream = direct.or(wrapped).ok_or(SoundError::Unsupported)?;
    let mut input = Bytes::new(stream);
    input.take(4)?;
    let mut stream = Bytes::new(descriptor(&mut input, 3)?);
    let (_id, flags) = (stream.u16_big()?, stream.byte()?);
    // Parts that refer elsewhere are of no use in a file.
    if flags & 0xE0 != 0 {
        return Err(SoundError::Unsupported);
    }
    let mut decoder = Bytes::new(descriptor(&mut stream, 4)?);
    // MPEG-4 AAC, or the same as MPEG-2 has it.
    if !matches!(decoder.byte()?, 0x40 | 0x66..=0x68) {
        return Err(SoundError::Unsupported);
    }
    decoder.take(12)?;
    coding(descriptor(&mut decoder, 5)?)
}

/// What is in the next descriptor, which must have this tag (ISO/IEC 14496-1, section 8.3.3).
fn descriptor<'a>(input: &mut Bytes<'a>, tag: u8) -> Result<&'a [u8], SoundError> {
    if input.byte()? != tag {
        return Err(SoundError::Unsupported);
    }
    let mut size = 0_u32;
    for _ in 0..4 {
        let byte = input.byte()?;
        size = size << 7 | u32::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            break;
        }
    }
    input.take(length(size)?)
}

/// Reads the configuration of the decoder (ISO/IEC 14496-3, section 1.6.2.1).
fn coding(configuration: &[u8]) -> Result<Coding, SoundError> {
    let mut bits = 0_u64;
    for at in 0..8 {
        bits = bits << 8 | u64::from(configuration.get(at).copied().unwrap_or(0));
    }
    let mut take = |count: u32| {
        let taken = bits >> (64 - count);
        bits <<= count;
        u8::try_from(taken).map_err(|_| SoundError::Broken)
    };
    let (mut kind, rate, channels) = (take(5)?, take(4)?, take(4)?);
    // With spectral band replication: the core is told further behind, and a decoder finds out by itself.
    if matches!(kind, 5 | 29) {
        if take(4)? == 15 {
            return Err(SoundError::Unsupported);
        }
        kind = take(5)?;
    }
    let profile = kind.checked_sub(1).ok_or(SoundError::Unsupported)?;
    Ok(Coding {
        profile,
        rate,
        channels,
    })
}
