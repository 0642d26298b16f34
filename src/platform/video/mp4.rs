//! MP4 (ISO/IEC 14496-12): of each box only what a player needs is written anew.

mod entry;
mod samples;

use self::entry::Coded;
use self::samples::{Chunk, Samples};
use super::{Video, VideoError};
use crate::platform::sound::bytes::{Bytes, milliseconds};
use crate::platform::sound::mp4::{child, children};

/// `und`, no language, as three letters of five bits.
const NO_LANGUAGE: u16 = 0x55C4;
/// Bytes of an entry of a list of edits, in its two versions.
const EDITS: [usize; 2] = [12, 20];
/// What is said of the form of the file; it is the same for every file.
const FILE_TYPE: &[u8] = b"isom\0\0\x02\0isomiso2mp41";

pub(super) fn strip(file: &[u8]) -> Result<Video, VideoError> {
    let movie = child(file, *b"moov")?.ok_or(VideoError::NoVideo)?;
    let (mut picture, mut sound) = (None, None);
    for track in children(movie, *b"trak")? {
        let media = need(track, *b"mdia")?;
        match need(media, *b"hdlr")?.get(8..12) {
            Some(b"vide") if picture.is_none() => picture = Some(track),
            Some(b"soun") if sound.is_none() => sound = Some(track),
            Some(_) | None => {}
        }
    }
    let picture = picture.ok_or(VideoError::NoVideo)?;
    let header = Header::read(need(movie, *b"mvhd")?)?;
    let mut tracks = vec![Track::read(file, picture, *b"vide")?];
    if let Some(sound) = sound {
        tracks.push(Track::read(file, sound, *b"soun")?);
    }
    let mut written = boxed(*b"ftyp", FILE_TYPE)?;
    write_media(&mut written, file, &mut tracks)?;
    let mut movie = boxed(*b"mvhd", &header.write())?;
    for track in &tracks {
        movie.extend(track.write()?);
    }
    written.extend(boxed(*b"moov", &movie)?);
    Ok(Video {
        bytes: written,
        media_type: "video/mp4",
        milliseconds: milliseconds(header.duration, header.scale.into())?,
    })
}

fn need(container: &[u8], name: [u8; 4]) -> Result<&[u8], VideoError> {
    child(container, name)?.ok_or(VideoError::Broken)
}

fn boxed(name: [u8; 4], content: &[u8]) -> Result<Vec<u8>, VideoError> {
    let size = u32::try_from(content.len() + 8).map_err(|_| VideoError::Broken)?;
    Ok([size.to_be_bytes().as_slice(), &name, content].concat())
}

/// Writes the samples of all tracks in the order in which they were, and remembers where each chunk is now.
fn write_media(
    written: &mut Vec<u8>,
    file: &[u8],
    tracks: &mut [Track<'_>],
) -> Result<(), VideoError> {
    let mut order: Vec<(Chunk, usize)> = Vec::new();
    for (number, track) in tracks.iter().enumerate() {
        order.extend(track.samples.chunks.iter().map(|chunk| (*chunk, number)));
    }
    order.sort_by_key(|(chunk, _)| chunk.offset);
    let whole: usize = order.iter().map(|(chunk, _)| chunk.length).sum();
    // No byte of the file can be two samples, or a small file would become a large one.
    if whole > file.len() {
        return Err(VideoError::Broken);
    }
    let size = u32::try_from(whole + 8).map_err(|_| VideoError::Broken)?;
    written.extend_from_slice(&size.to_be_bytes());
    written.extend_from_slice(b"mdat");
    for (chunk, number) in order {
        let at = u32::try_from(written.len()).map_err(|_| VideoError::Broken)?;
        let mut rest = Bytes::new(file);
        rest.take(chunk.offset)?;
        written.extend_from_slice(rest.take(chunk.length)?);
        if let Some(track) = tracks.get_mut(number) {
            track.moved.push(at);
        }
    }
    Ok(())
}

/// How fast time goes, and how long it lasts.
struct Header {
    scale: u32,
    duration: u64,
}

impl Header {
    /// Reads a `mvhd` or a `mdhd`: version, two times that are passed over, scale and duration.
    fn read(content: &[u8]) -> Result<Self, VideoError> {
        let mut input = Bytes::new(content);
        let [version, ..] = input.take_array::<4>()?;
        let (scale, duration) = if version == 1 {
            input.take(16)?;
            (input.u32_big()?, input.u64_big()?)
        } else {
            input.take(8)?;
            (input.u32_big()?, u64::from(input.u32_big()?))
        };
        Ok(Self { scale, duration })
    }

    /// Version 1 with the times empty.
    fn begin(&self) -> Vec<u8> {
        let mut content = vec![1, 0, 0, 0];
        content.extend_from_slice(&[0; 16]);
        content.extend_from_slice(&self.scale.to_be_bytes());
        content.extend_from_slice(&self.duration.to_be_bytes());
        content
    }

    /// Of a movie: rate, volume and how all of it is turned are the usual ones; the next track is the third.
    fn write(&self) -> Vec<u8> {
        let mut content = self.begin();
        content.extend_from_slice(&[0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for number in [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000_u32] {
            content.extend_from_slice(&number.to_be_bytes());
        }
        content.extend_from_slice(&[0; 24]);
        content.extend_from_slice(&3_u32.to_be_bytes());
        content
    }
}

/// A track that is kept.
struct Track<'a> {
    kind: [u8; 4],
    placed: Placed,
    edits: Option<&'a [u8]>,
    time: Header,
    coded: Coded,
    samples: Samples<'a>,
    /// Where its chunks are now.
    moved: Vec<u32>,
}

impl<'a> Track<'a> {
    fn read(file: &[u8], track: &'a [u8], kind: [u8; 4]) -> Result<Self, VideoError> {
        let media = need(track, *b"mdia")?;
        let information = need(media, *b"minf")?;
        let table = need(information, *b"stbl")?;
        Ok(Self {
            kind,
            placed: Placed::read(need(track, *b"tkhd")?)?,
            edits: edits(track)?,
            time: Header::read(need(media, *b"mdhd")?)?,
            coded: Coded::read(need(table, *b"stsd")?, kind)?,
            samples: Samples::read(file.len(), table)?,
            moved: Vec::new(),
        })
    }

    fn write(&self) -> Result<Vec<u8>, VideoError> {
        let mut time = self.time.begin();
        time.extend_from_slice(&NO_LANGUAGE.to_be_bytes());
        time.extend_from_slice(&[0, 0]);
        // The handler's name may name the camera's maker.
        let handler = [&[0; 8], self.kind.as_slice(), &[0; 13]].concat();
        let shown = match &self.kind {
            b"vide" => boxed(*b"vmhd", &[0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])?,
            _ => boxed(*b"smhd", &[0; 8])?,
        };
        // The samples are in this very file.
        let here = boxed(*b"url ", &[0, 0, 0, 1])?;
        let here = boxed(
            *b"dref",
            &[&[0, 0, 0, 0, 0, 0, 0, 1], here.as_slice()].concat(),
        )?;
        let here = boxed(*b"dinf", &here)?;
        let description = [&[0, 0, 0, 0, 0, 0, 0, 1], self.coded.entry.as_slice()].concat();
        let table = [
            boxed(*b"stsd", &description)?,
            self.samples.write(&self.moved)?,
        ]
        .concat();
        let table = boxed(*b"stbl", &table)?;
        let information = boxed(*b"minf", &[shown, here, table].concat())?;
        let media = [
            boxed(*b"mdhd", &time)?,
            boxed(*b"hdlr", &handler)?,
            information,
        ];
        let mut track = boxed(*b"tkhd", &self.placed.write())?;
        if let Some(edits) = self.edits {
            track.extend(boxed(*b"edts", &boxed(*b"elst", edits)?)?);
        }
        track.extend(boxed(*b"mdia", &media.concat())?);
        boxed(*b"trak", &track)
    }
}

/// Which part of the time is shown, if a player is told: numbers only.
fn edits(track: &[u8]) -> Result<Option<&[u8]>, VideoError> {
    let Some(edits) = child(track, *b"edts")? else {
        return Ok(None);
    };
    let edits = need(edits, *b"elst")?;
    let mut input = Bytes::new(edits);
    let [version, ..] = input.take_array::<4>()?;
    let count = usize::try_from(input.u32_big()?).map_err(|_| VideoError::Broken)?;
    let entry = EDITS.get(usize::from(version)).ok_or(VideoError::Broken)?;
    let length = count.checked_mul(*entry).ok_or(VideoError::Broken)?;
    input.take(length)?;
    Ok(edits.get(..length + 8))
}

/// Where a track is shown, and how it is turned.
struct Placed {
    id: u32,
    flags: [u8; 3],
    duration: u64,
    /// Layer, group, volume, matrix, width and height.
    rest: [u8; 52],
}

impl Placed {
    fn read(content: &[u8]) -> Result<Self, VideoError> {
        let mut input = Bytes::new(content);
        let [version, flags @ ..] = input.take_array::<4>()?;
        let (id, duration);
        if version == 1 {
            input.take(16)?;
            id = input.u32_big()?;
            input.take(4)?;
            duration = input.u64_big()?;
        } else {
            input.take(8)?;
            id = input.u32_big()?;
            input.take(4)?;
            duration = input.u32_big()?.into();
        }
        input.take(8)?;
        Ok(Self {
            id,
            flags,
            duration,
            rest: input.take_array()?,
        })
    }

    fn write(&self) -> Vec<u8> {
        let mut content = vec![1];
        content.extend_from_slice(&self.flags);
        content.extend_from_slice(&[0; 16]);
        content.extend_from_slice(&self.id.to_be_bytes());
        content.extend_from_slice(&[0; 4]);
        content.extend_from_slice(&self.duration.to_be_bytes());
        content.extend_from_slice(&[0; 8]);
        content.extend_from_slice(&self.rest);
        content
    }
}
