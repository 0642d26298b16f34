//! Where the samples of a track are, how long each is shown, and which of them stand alone.

use super::{VideoError, boxed};
use crate::platform::sound::bytes::Bytes;
use crate::platform::sound::mp4::{Runs, Sizes, child, offsets};

/// Tables of numbers that are kept as they are, with the bytes of an entry.
const TABLES: [([u8; 4], usize); 3] = [(*b"stts", 8), (*b"ctts", 8), (*b"stss", 4)];

/// Samples that follow one another.
#[derive(Clone, Copy)]
pub(super) struct Chunk {
    pub offset: usize,
    pub length: usize,
}

/// The tables of a track.
pub(super) struct Samples<'a> {
    pub chunks: Vec<Chunk>,
    sizes: Vec<u32>,
    runs: Vec<(u32, u32)>,
    tables: Vec<([u8; 4], &'a [u8])>,
}

impl<'a> Samples<'a> {
    /// Reads the tables of a file of this length; samples beyond it cannot be.
    pub fn read(file: usize, table: &'a [u8]) -> Result<Self, VideoError> {
        let sizes = child(table, *b"stsz")?.ok_or(VideoError::Unsupported)?;
        let mut left = Sizes::read(sizes)?;
        let runs = child(table, *b"stsc")?.ok_or(VideoError::Broken)?;
        let mut runs = Runs::read(runs)?;
        let kept_runs = runs.0.iter().rev().copied().collect();
        let (mut chunks, mut sizes, mut taken) = (Vec::new(), Vec::new(), 0_usize);
        for (number, offset) in (1..).zip(offsets(table)?) {
            let mut length = 0_usize;
            for _ in 0..runs.of(number) {
                let Some(size) = left.next()? else { break };
                length = length.saturating_add(size);
                taken = taken.saturating_add(size.max(1));
                if taken > file {
                    return Err(VideoError::Broken);
                }
                sizes.push(u32::try_from(size).map_err(|_| VideoError::Broken)?);
            }
            chunks.push(Chunk { offset, length });
        }
        let mut tables = Vec::new();
        for (name, entry) in TABLES {
            if let Some(content) = child(table, name)? {
                tables.push((name, numbers(content, entry)?));
            }
        }
        Ok(Self {
            chunks,
            sizes,
            runs: kept_runs,
            tables,
        })
    }

    /// Writes the tables, with the chunks at other places.
    pub fn write(&self, moved: &[u32]) -> Result<Vec<u8>, VideoError> {
        let mut written = Vec::new();
        for (name, content) in &self.tables {
            written.extend(boxed(*name, content)?);
        }
        let sizes = [&[0, count(&self.sizes)?], self.sizes.as_slice()].concat();
        written.extend(list(*b"stsz", &sizes)?);
        let mut runs = vec![count(&self.runs)?];
        for (first, samples) in &self.runs {
            runs.extend([*first, *samples, 1]);
        }
        written.extend(list(*b"stsc", &runs)?);
        let moved = [&[count(moved)?], moved].concat();
        written.extend(list(*b"stco", &moved)?);
        Ok(written)
    }
}

fn count<T>(all: &[T]) -> Result<u32, VideoError> {
    u32::try_from(all.len()).map_err(|_| VideoError::Broken)
}

/// A box of numbers behind its version.
fn list(name: [u8; 4], numbers: &[u32]) -> Result<Vec<u8>, VideoError> {
    let mut content = vec![0; 4];
    content.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
    boxed(name, &content)
}

/// A table without what stands behind its last entry.
fn numbers(content: &[u8], entry: usize) -> Result<&[u8], VideoError> {
    let mut input = Bytes::new(content);
    input.take(4)?;
    let count = usize::try_from(input.u32_big()?).map_err(|_| VideoError::Broken)?;
    let length = count.checked_mul(entry).ok_or(VideoError::Broken)?;
    input.take(length)?;
    content.get(..length + 8).ok_or(VideoError::Broken)
}
