//! Recordings of speech without what the recorder knew: a tag can hold a name, a place and an hour.
//!
//! The sound itself is never decoded or encoded again. Of each file only the coded sound is taken out, packet by
//! packet, and written anew in a plain form that has no room for anything else; so an unknown kind of metadata is
//! dropped like a known one. What comes in a container (MP4, 3GP, WebM) leaves it:
//!
//! | what comes in | what is kept | what is gone, among others |
//! | --- | --- | --- |
//! | Ogg Opus, WebM Opus | Ogg Opus, an empty comment header | comments, vendor, dates, names of programs, pictures |
//! | MP4, M4A with AAC; AAC in ADTS | AAC in ADTS | `udta`, `meta`, `loci`, times, other tracks, ID3 |
//! | 3GP, MP4 with AMR; AMR | AMR | the same, the vendor of the coder |
//! | MP3 | its frames | ID3, APE and Lyrics tags, the frame that names the coder |
//! | WAV | `fmt ` and `data` | `LIST`, `bext`, `iXML`, ID3 |
//!
//! Anything else is refused. Whether somebody hid something within the coded sound is not looked for: what tells
//! who is speaking is there anyway, the voice.

mod aac;
mod amr;
pub(in crate::platform) mod bytes;
mod id3;
mod mp3;
pub(in crate::platform) mod mp4;
mod ogg;
mod opus;
mod wav;
pub(in crate::platform) mod webm;

use std::fmt;

/// A recording without metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Sound {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is: `audio/ogg`, `audio/aac`, `audio/amr`, `audio/amr-wb`, `audio/mpeg` or `audio/wav`.
    pub media_type: &'static str,
    /// How long it plays.
    pub milliseconds: u64,
}

impl fmt::Debug for Sound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, length) = (self.media_type, self.bytes.len());
        write!(f, "Sound({kind}, {length} bytes, {} ms)", self.milliseconds)
    }
}

/// Why a recording is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SoundError {
    /// None of the kinds that can be cleaned.
    #[error("is no recording of a kind that can be cleaned")]
    Unsupported,
    /// It begins as one of them and does not go on as one: cut off, damaged, or made to deceive.
    #[error("is a damaged recording")]
    Broken,
}

/// Takes everything but the sound out of a recording. What it is, is found by its content, never by a name or
/// a header.
pub fn strip(file: &[u8]) -> Result<Sound, SoundError> {
    match file {
        [b'O', b'g', b'g', b'S', ..] => ogg::strip(file),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => webm::strip(file),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'A',
            b'V',
            b'E',
            ..,
        ] => wav::strip(file),
        [b'#', b'!', b'A', b'M', b'R', ..] => amr::strip(file),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4::strip(file),
        _ => frames(file),
    }
}

/// Frames that follow one another without a container, perhaps behind tags.
fn frames(file: &[u8]) -> Result<Sound, SoundError> {
    let sound = id3::behind(file)?;
    match sound {
        // The bits of the layer tell MPEG audio of layer III from AAC.
        [0xFF, second, ..] if second & 0xF6 == 0xF0 => aac::strip(sound),
        [0xFF, second, ..] if second & 0xE6 == 0xE2 => mp3::strip(sound),
        _ => Err(SoundError::Unsupported),
    }
}

#[cfg(test)]
mod tests;
