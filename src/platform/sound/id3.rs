//! Tags around bare frames.

use super::SoundError;
use super::bytes::{Bytes, length};

/// What may follow the last frame and is no sound.
const TAGS: [&[u8]; 6] = [b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI", b"\0"];

/// What lies behind the tags at the beginning of a file (ID3v2, section 3.1).
pub(super) fn behind(file: &[u8]) -> Result<&[u8], SoundError> {
    let mut input = Bytes::new(file);
    while input.rest().starts_with(b"ID3") {
        input.take(5)?;
        let flags = input.byte()?;
        let mut size = 0;
        for byte in input.take_array::<4>()? {
            size = (size << 7) | u32::from(byte & 0x7F);
        }
        // The footer is a copy of the ten bytes of the header.
        let footer = if flags & 0x10 == 0 { 0 } else { 10 };
        input.take(length(size)?.saturating_add(footer))?;
    }
    Ok(input.rest())
}

/// Whether what follows the last whole frame is a tag, and no sound that would be lost.
pub(super) fn is_tag(rest: &[u8]) -> bool {
    rest.is_empty() || TAGS.iter().any(|tag| rest.starts_with(tag))
}
