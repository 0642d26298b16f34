//! WebM (a profile of Matroska, RFC 9559): of each element only what a player needs is written anew.

use super::{Video, VideoError};
use crate::platform::sound::bytes::Bytes;
use crate::platform::sound::webm::{
    BLOCK, BLOCK_GROUP, CLUSTER, CODEC, CODEC_PRIVATE, ENCODINGS, SEGMENT, SIMPLE_BLOCK,
    TRACK_ENTRY, TRACK_NUMBER, TRACKS, element, number,
};

const HEADER: u32 = 0x1A45_DFA3;
const INFO: u32 = 0x1549_A966;
const TIMESTAMP_SCALE: u32 = 0x002A_D7B1;
const DURATION: u32 = 0x4489;
const MUXING_APP: u32 = 0x4D80;
const WRITING_APP: u32 = 0x5741;
const TRACK_UID: u32 = 0x73C5;
const TRACK_TYPE: u32 = 0x83;
const VIDEO: u32 = 0xE0;
const AUDIO: u32 = 0xE1;
const TIMESTAMP: u32 = 0xE7;
/// What is kept of a track besides its number and codec, all of it numbers: whether it is laced, how long a frame
/// is shown, the delay of the codec, how much is decoded ahead.
const OF_TRACK: [u32; 4] = [0x9C, 0x0023_E383, 0x56AA, 0x56BB];
/// What is kept of how a picture is shown: its size, what is cut off, its size as shown.
const OF_VIDEO: [u32; 9] = [
    0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA, 0x54B2,
];
/// What is kept of a sound: its rates, its channels, its bits.
const OF_AUDIO: [u32; 4] = [0xB5, 0x78B5, 0x9F, 0x6264];
/// What is kept beside the block of a group: how long it is shown, to which others it refers, what is cut off its end.
const OF_GROUP: [u32; 3] = [0x9B, 0xFB, 0x75A2];
/// The usual length of a tick, in nanoseconds.
const MILLISECOND: u64 = 1_000_000;
const PICTURES: [&[u8]; 3] = [b"V_VP8", b"V_VP9", b"V_AV1"];
const SOUNDS: [&[u8]; 1] = [b"A_OPUS"];

pub(super) fn strip(file: &[u8]) -> Result<Video, VideoError> {
    let mut reader = Reader::default();
    let mut input = Bytes::new(file);
    while !input.is_empty() {
        // A recording that was broken off ends within an element.
        let Ok((id, size)) = element(&mut input) else {
            break;
        };
        if id == CLUSTER {
            reader.close();
        }
        // What holds others is walked through: browsers do not know its length when they write it.
        if matches!(id, SEGMENT | TRACKS | CLUSTER | INFO) {
            continue;
        }
        let Ok(content) = input.take(size.ok_or(VideoError::Broken)?) else {
            break;
        };
        reader.read(id, content)?;
    }
    reader.close();
    reader.write()
}

/// A track that is kept.
struct Track {
    number: u64,
    is_picture: bool,
    written: Vec<u8>,
}

#[derive(Default)]
struct Reader {
    scale: Option<u64>,
    duration: Option<Vec<u8>>,
    tracks: Vec<Track>,
    clusters: Vec<u8>,
    /// The timestamp and the blocks of the cluster that is being read.
    timestamp: u64,
    blocks: Vec<u8>,
    latest: u64,
}

impl Reader {
    fn read(&mut self, id: u32, content: &[u8]) -> Result<(), VideoError> {
        match id {
            TIMESTAMP_SCALE => self.scale = Some(unsigned(content)).filter(|scale| *scale > 0),
            DURATION if matches!(content.len(), 4 | 8) => self.duration = Some(content.to_vec()),
            TRACK_ENTRY => self.track(content)?,
            TIMESTAMP => self.timestamp = unsigned(content),
            SIMPLE_BLOCK if self.is_kept(content)? => self.blocks.extend(wrap(id, content)?),
            BLOCK_GROUP => self.group(content)?,
            _ => {}
        }
        Ok(())
    }

    fn track(&mut self, entry: &[u8]) -> Result<(), VideoError> {
        let (mut own, mut codec, mut kept) = (None, &[][..], Vec::new());
        let mut input = Bytes::new(entry);
        while !input.is_empty() {
            let (id, content) = whole(&mut input)?;
            match id {
                TRACK_NUMBER => own = Some(unsigned(content)),
                CODEC => codec = content,
                CODEC_PRIVATE => kept.extend(wrap(id, content)?),
                VIDEO => kept.extend(wrap(id, &only(content, &OF_VIDEO)?)?),
                AUDIO => kept.extend(wrap(id, &only(content, &OF_AUDIO)?)?),
                // Compressed or encrypted once more.
                ENCODINGS => return Err(VideoError::Unsupported),
                id if OF_TRACK.contains(&id) => kept.extend(wrap(id, content)?),
                _ => {}
            }
        }
        self.add(own, codec, kept)
    }

    fn add(&mut self, number: Option<u64>, codec: &[u8], kept: Vec<u8>) -> Result<(), VideoError> {
        let is_picture = codec.starts_with(b"V_");
        if !is_picture && !codec.starts_with(b"A_") || self.has(is_picture) {
            return Ok(());
        }
        let (known, kind) = if is_picture {
            (&PICTURES[..], 1)
        } else {
            (&SOUNDS[..], 2)
        };
        if !known.contains(&codec) {
            return Err(VideoError::Unsupported);
        }
        let number = number.ok_or(VideoError::Broken)?;
        let written = [
            wrap(TRACK_NUMBER, &number.to_be_bytes())?,
            // A random one would tell copies of one recording from others.
            wrap(TRACK_UID, &number.to_be_bytes())?,
            wrap(TRACK_TYPE, &[kind])?,
            wrap(CODEC, codec)?,
            kept,
        ];
        self.tracks.push(Track {
            number,
            is_picture,
            written: written.concat(),
        });
        Ok(())
    }

    fn has(&self, picture: bool) -> bool {
        self.tracks.iter().any(|track| track.is_picture == picture)
    }

    /// Whether a block is of a track that is kept; notes until when it plays.
    fn is_kept(&mut self, block: &[u8]) -> Result<bool, VideoError> {
        let mut input = Bytes::new(block);
        let (own, bits) = number(&mut input, 8)?;
        let own = own & !(1 << bits);
        let ahead = i16::from_be_bytes(input.take_array()?);
        input.byte()?;
        let is_kept = self.tracks.iter().any(|track| track.number == own);
        if is_kept {
            self.latest = self
                .latest
                .max(self.timestamp.saturating_add_signed(ahead.into()));
        }
        Ok(is_kept)
    }

    fn group(&mut self, group: &[u8]) -> Result<(), VideoError> {
        let (mut input, mut kept, mut is_kept) = (Bytes::new(group), Vec::new(), false);
        while !input.is_empty() {
            let (id, content) = whole(&mut input)?;
            if id == BLOCK {
                is_kept = self.is_kept(content)?;
            }
            if id == BLOCK || OF_GROUP.contains(&id) {
                kept.extend(wrap(id, content)?);
            }
        }
        if is_kept {
            self.blocks.extend(wrap(BLOCK_GROUP, &kept)?);
        }
        Ok(())
    }

    /// Ends the cluster that is being read.
    fn close(&mut self) {
        let blocks = std::mem::take(&mut self.blocks);
        if blocks.is_empty() {
            return;
        }
        let begins = wrap(TIMESTAMP, &self.timestamp.to_be_bytes());
        let cluster = begins.and_then(|begins| wrap(CLUSTER, &[begins, blocks].concat()));
        self.clusters.extend(cluster.unwrap_or_default());
    }

    fn write(self) -> Result<Video, VideoError> {
        if !self.has(true) {
            return Err(VideoError::NoVideo);
        }
        let scale = self.scale.unwrap_or(MILLISECOND);
        let mut info = wrap(TIMESTAMP_SCALE, &scale.to_be_bytes())?;
        if let Some(duration) = &self.duration {
            info.extend(wrap(DURATION, duration)?);
        }
        // Both are needed; the same in every file.
        for name in [MUXING_APP, WRITING_APP] {
            info.extend(wrap(name, b"Tulay")?);
        }
        let mut tracks = Vec::new();
        for track in &self.tracks {
            tracks.extend(wrap(TRACK_ENTRY, &track.written)?);
        }
        let segment = [wrap(INFO, &info)?, wrap(TRACKS, &tracks)?, self.clusters].concat();
        let nanoseconds = self.latest.checked_mul(scale).ok_or(VideoError::Broken)?;
        Ok(Video {
            bytes: [header()?, wrap(SEGMENT, &segment)?].concat(),
            media_type: "video/webm",
            milliseconds: nanoseconds / MILLISECOND,
        })
    }
}

/// What is said of the form of the file; it is the same for every file.
fn header() -> Result<Vec<u8>, VideoError> {
    let numbers = [(0x4286, 1), (0x42F7, 1), (0x42F2, 4), (0x42F3, 8)];
    let mut content = Vec::new();
    for (id, value) in numbers {
        content.extend(wrap(id, &[value])?);
    }
    content.extend(wrap(0x4282, b"webm")?);
    for (id, value) in [(0x4287, 4), (0x4285, 2)] {
        content.extend(wrap(id, &[value])?);
    }
    wrap(HEADER, &content)
}

/// An element whose length is written.
fn whole<'a>(input: &mut Bytes<'a>) -> Result<(u32, &'a [u8]), VideoError> {
    let (id, size) = element(input)?;
    Ok((id, input.take(size.ok_or(VideoError::Broken)?)?))
}

/// The elements of these ids.
fn only(container: &[u8], ids: &[u32]) -> Result<Vec<u8>, VideoError> {
    let (mut input, mut kept) = (Bytes::new(container), Vec::new());
    while !input.is_empty() {
        let (id, content) = whole(&mut input)?;
        if ids.contains(&id) && content.len() <= 8 {
            kept.extend(wrap(id, content)?);
        }
    }
    Ok(kept)
}

/// An element: its id without leading zeros, its length in eight bytes, its content.
fn wrap(id: u32, content: &[u8]) -> Result<Vec<u8>, VideoError> {
    let length = u64::try_from(content.len()).map_err(|_| VideoError::Broken)?;
    let id = id.to_be_bytes();
    let id = id.iter().copied().skip_while(|byte| *byte == 0);
    let mut written: Vec<u8> = id.collect();
    written.extend_from_slice(&(length | 1 << 56).to_be_bytes());
    written.extend_from_slice(content);
    Ok(written)
}

fn unsigned(content: &[u8]) -> u64 {
    let bytes = content.iter().take(8);
    bytes.fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
