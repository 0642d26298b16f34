//! AMR (RFC 4867, section 5): a signature and then frames, each with the octet that tells its size.

use super::bytes::{Bytes, milliseconds};
use super::{Sound, SoundError};

/// Narrow or wide band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Band {
    Narrow,
    Wide,
}

impl Band {
    const fn signature(self) -> &'static [u8] {
        match self {
            Self::Narrow => b"#!AMR\n",
            Self::Wide => b"#!AMR-WB\n",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Narrow => "audio/amr",
            Self::Wide => "audio/amr-wb",
        }
    }

    /// Octets of a frame by its type, without the one that tells the type.
    const fn sizes(self) -> [Option<usize>; 16] {
        const fn of<const N: usize>(known: [usize; N]) -> [Option<usize>; 16] {
            let mut sizes = [None; 16];
            let mut kind = 0;
            while kind < N {
                #[expect(clippy::indexing_slicing, reason = "checked when the program is built")]
                {
                    sizes[kind] = Some(known[kind]);
                }
                kind += 1;
            }
            // Nothing was received or recorded.
            sizes[15] = Some(0);
            sizes
        }
        match self {
            Self::Narrow => of([12, 13, 15, 17, 19, 20, 26, 31, 5]),
            Self::Wide => of([17, 23, 32, 36, 40, 46, 50, 58, 60, 5]),
        }
    }
}

pub(super) fn strip(file: &[u8]) -> Result<Sound, SoundError> {
    let band = [Band::Narrow, Band::Wide]
        .into_iter()
        .find(|band| file.starts_with(band.signature()))
        .ok_or(SoundError::Unsupported)?;
    let mut frames = Bytes::new(file);
    frames.take(band.signature().len())?;
    write(band, frames.rest())
}

/// A file of these frames; one that is cut off at the end is left out.
pub(super) fn write(band: Band, frames: &[u8]) -> Result<Sound, SoundError> {
    let (sizes, mut input) = (band.sizes(), Bytes::new(frames));
    let (mut bytes, mut count) = (band.signature().to_vec(), 0);
    while let Some(head) = input.rest().first() {
        let kind = usize::from(head >> 3 & 0x0F);
        let size = sizes.get(kind).copied().flatten();
        // One frame follows another; what is reserved is zero.
        let size = size
            .filter(|_| head & 0x83 == 0)
            .ok_or(SoundError::Broken)?;
        let Ok(frame) = input.take(1 + size) else {
            break;
        };
        bytes.extend_from_slice(frame);
        count += 1;
    }
    if count == 0 {
        return Err(SoundError::Broken);
    }
    Ok(Sound {
        bytes,
        media_type: band.media_type(),
        milliseconds: milliseconds(count, 50)?,
    })
}
