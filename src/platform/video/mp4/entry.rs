//! How the samples of a track are coded: the entry of its table, without what a decoder does not need.

use super::{VideoError, boxed};
use crate::platform::sound::bytes::Bytes;
use crate::platform::sound::mp4::next;

/// Bytes of a picture's entry in front of its boxes.
const PICTURE: usize = 78;
/// Bytes of a sound's entry in front of its boxes.
const SOUND: usize = 28;
/// Where the name of the coder is in a picture's entry, and how long it may be.
const CODER: std::ops::Range<usize> = 42..74;
/// The codings of pictures.
const PICTURES: [&[u8; 4]; 7] = [
    b"avc1", b"avc3", b"hvc1", b"hev1", b"av01", b"vp09", b"mp4v",
];
/// The codings of sounds.
const SOUNDS: [&[u8; 4]; 3] = [b"mp4a", b"samr", b"sawb"];
/// What a decoder needs besides: its configuration, the form of a picture's points, the rate.
const NEEDED: [&[u8; 4]; 7] = [
    b"avcC", b"hvcC", b"av1C", b"vpcC", b"esds", b"pasp", b"btrt",
];

/// One entry of a table of descriptions.
pub(super) struct Coded {
    pub entry: Vec<u8>,
}

impl Coded {
    pub fn read(descriptions: &[u8], kind: [u8; 4]) -> Result<Self, VideoError> {
        let mut input = Bytes::new(descriptions);
        input.take(4)?;
        // Samples of several codings in one track: no phone writes that.
        if input.u32_big()? != 1 {
            return Err(VideoError::Unsupported);
        }
        let (name, content) = next(&mut input)?;
        let (known, length): (&[&[u8; 4]], _) = match &kind {
            b"vide" => (&PICTURES, PICTURE),
            _ => (&SOUNDS, SOUND),
        };
        if !known.contains(&&name) {
            return Err(VideoError::Unsupported);
        }
        let mut content = Bytes::new(content);
        let mut entry = content.take(length)?.to_vec();
        if let (Some(coder), b"vide") = (entry.get_mut(CODER), &kind) {
            coder.fill(0);
        } else if entry.get(8..10) != Some(&[0, 0]) {
            // QuickTime writes longer entries, with other boxes.
            return Err(VideoError::Unsupported);
        }
        // Who made the coder, in QuickTime's words.
        let vendor = if kind == *b"vide" { 8..24 } else { 8..16 };
        if let Some(vendor) = entry.get_mut(vendor) {
            vendor.fill(0);
        }
        while content.rest().len() >= 8 {
            let (name, inner) = next(&mut content)?;
            entry.extend(needed(name, inner)?);
        }
        Ok(Self {
            entry: boxed(name, &entry)?,
        })
    }
}

/// A box that a decoder needs; nothing of any other.
fn needed(name: [u8; 4], content: &[u8]) -> Result<Vec<u8>, VideoError> {
    match &name {
        // The vendor of the coder is in front.
        b"damr" => match content.get(4..9) {
            Some(numbers) => boxed(name, &[&[0; 4], numbers].concat()),
            None => Err(VideoError::Broken),
        },
        // Numbers of colours; a profile (`prof`) can name a device.
        b"colr" => match content.get(..11) {
            Some(numbers) if numbers.starts_with(b"nclx") => boxed(name, numbers),
            Some(_) | None => Ok(Vec::new()),
        },
        known if NEEDED.contains(&known) => boxed(name, content),
        _ => Ok(Vec::new()),
    }
}
