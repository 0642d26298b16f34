//! Videos without what the camera knew: a container has room for a name, a place and an hour, for each file, each
//! track and each moment.
//!
//! Picture and sound are never decoded or encoded again. Their coded samples are taken out of the container, and a
//! new one is written around them that has room for nothing else:
//!
//! | what comes in | what is kept | what is gone, among others |
//! | --- | --- | --- |
//! | MP4 with H.264, H.265, AV1, VP9 or MPEG-4 and AAC or AMR | one track of each, how it is timed and turned | `udta`, `meta`, `loci`, times, names of handlers and coders, tracks of positions and subtitles, ICC profiles |
//! | WebM with VP8, VP9 or AV1 and Opus | the same | titles, dates, names of programs, tags, chapters, attachments, subtitles, cues |
//!
//! Anything else is refused, fragmented MP4 too. What is hidden within the coded picture is not looked for.

mod mp4;
mod webm;

use super::sound::SoundError;

/// A video without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video {
    /// The file.
    pub bytes: Vec<u8>,
    /// `video/mp4` or `video/webm`.
    pub media_type: &'static str,
    /// How long it plays.
    pub milliseconds: u64,
}

/// Why a file is no video that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VideoError {
    /// It has no picture that moves; perhaps it has sound.
    #[error("is no video")]
    NoVideo,
    /// A video of a kind that cannot be cleaned.
    #[error("is a video of a kind that cannot be cleaned")]
    Unsupported,
    /// It begins as one and does not go on as one: cut off, damaged, or made to deceive.
    #[error("is a damaged video")]
    Broken,
}

/// The readers of containers are those of recordings.
impl From<SoundError> for VideoError {
    fn from(error: SoundError) -> Self {
        match error {
            SoundError::Unsupported => Self::Unsupported,
            SoundError::Broken => Self::Broken,
        }
    }
}

/// Takes everything but picture and sound out of a video. What it is, is found by its content.
pub fn strip(file: &[u8]) -> Result<Video, VideoError> {
    match file {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => mp4::strip(file),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => webm::strip(file),
        _ => Err(VideoError::NoVideo),
    }
}

#[cfg(test)]
mod tests;
