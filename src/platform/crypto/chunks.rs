//! Sealing files piece by piece, so that evidence never has to fit into memory.
//!
//! A sealed file is a [`FileHeader`] (format byte, 16 random bytes) and then chunks that are all
//! [`SEALED_CHUNK_LENGTH`] long. The header, the place, the number of the chunk and whether it is
//! the last are associated data: chunks cannot be swapped, dropped, repeated, cut off or taken from
//! another file. Every chunk is padded to the full 64 KiB, so that the size of a photo is known only
//! to that grain, and chunk *n* begins at a place that one can calculate.
//!
//! Unlike in the STREAM construction the nonce of each chunk is random, not counted: an upload that
//! breaks off is resumed, and sending chunk 3 again with other bytes would repeat a counted nonce,
//! which gives both plaintexts away. It costs 24 bytes in 65,536.

use zeroize::Zeroizing;

use super::padding::{LENGTH_PREFIX, pad, unpad};
use super::sealing::{
    Context, DataKey, FORMAT, NONCE_LENGTH, SealingError, TAG_LENGTH, decrypt, encrypt,
};
use crate::platform::ids::Randomness;

/// Bytes of plaintext in each chunk but the last, which may have fewer.
pub const CHUNK_LENGTH: usize = 64 * 1024;
/// Bytes of every chunk once sealed.
pub const SEALED_CHUNK_LENGTH: usize = 1 + NONCE_LENGTH + LENGTH_PREFIX + CHUNK_LENGTH + TAG_LENGTH;
/// Bytes of the header in front of the first chunk.
pub const FILE_HEADER_LENGTH: usize = 17;

const CHUNK_LABEL: &[u8] = b"tulay/sealed-chunk/1";

/// How many chunks a file of `length` bytes has; an empty file has one.
#[must_use]
pub fn chunk_count(length: usize) -> usize {
    length.div_ceil(CHUNK_LENGTH).max(1)
}

/// The first bytes of a sealed file, which tell its chunks from those of any other; not secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileHeader([u8; FILE_HEADER_LENGTH]);

impl FileHeader {
    /// Make the header of a new file.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut bytes = [0; FILE_HEADER_LENGTH];
        randomness.fill(&mut bytes);
        if let Some(format) = bytes.first_mut() {
            *format = FORMAT;
        }
        Self(bytes)
    }

    /// Read a stored header.
    pub fn from_bytes(bytes: [u8; FILE_HEADER_LENGTH]) -> Result<Self, SealingError> {
        if bytes.first() == Some(&FORMAT) {
            Ok(Self(bytes))
        } else {
            Err(SealingError::UnknownFormat)
        }
    }

    /// The bytes to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; FILE_HEADER_LENGTH] {
        &self.0
    }
}

/// Whether more chunks follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// More follow: the chunk is full.
    Middle,
    /// The file ends with this one.
    Last,
}

/// Seals the chunks of one file in order.
#[derive(Debug)]
pub struct ChunkSealer<'key> {
    key: &'key DataKey,
    context: Context,
    header: FileHeader,
    next: u32,
}

impl<'key> ChunkSealer<'key> {
    /// Go on with a file from chunk number `next` (0 for a new file).
    #[must_use]
    pub const fn new(key: &'key DataKey, context: Context, header: FileHeader, next: u32) -> Self {
        Self {
            key,
            context,
            header,
            next,
        }
    }

    /// Seal a full chunk after which others follow.
    pub fn seal_next(
        &mut self,
        randomness: &dyn Randomness,
        chunk: &[u8],
    ) -> Result<Vec<u8>, SealingError> {
        if chunk.len() < CHUNK_LENGTH {
            return Err(SealingError::ChunkNotFull);
        }
        let sealed = self.seal(randomness, Place::Middle, chunk)?;
        self.next = self.next.checked_add(1).ok_or(SealingError::TooLong)?;
        Ok(sealed)
    }

    /// Seal the last chunk, which may be short or empty.
    pub fn seal_last(
        self,
        randomness: &dyn Randomness,
        chunk: &[u8],
    ) -> Result<Vec<u8>, SealingError> {
        self.seal(randomness, Place::Last, chunk)
    }

    fn seal(
        &self,
        randomness: &dyn Randomness,
        place: Place,
        chunk: &[u8],
    ) -> Result<Vec<u8>, SealingError> {
        let associated = chunk_data(&self.context, &self.header, self.next, place);
        let padded = pad(chunk, LENGTH_PREFIX + CHUNK_LENGTH).ok_or(SealingError::TooLong)?;
        encrypt(self.key.key(), randomness, &associated, &padded)
    }
}

/// Opens the chunks of one file, in order or by number.
#[derive(Debug)]
pub struct ChunkOpener<'key> {
    key: &'key DataKey,
    context: Context,
    header: FileHeader,
    next: u32,
}

impl<'key> ChunkOpener<'key> {
    /// Begin with the first chunk.
    #[must_use]
    pub const fn new(key: &'key DataKey, context: Context, header: FileHeader) -> Self {
        Self {
            key,
            context,
            header,
            next: 0,
        }
    }

    /// Open the next chunk, after which others must follow.
    pub fn open_next(&mut self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let chunk = self.open_chunk(self.next, Place::Middle, sealed)?;
        self.next = self.next.checked_add(1).ok_or(SealingError::TooLong)?;
        Ok(chunk)
    }

    /// Open the chunk with which the file must end. Only then has one read all of the file.
    pub fn open_last(self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        self.open_chunk(self.next, Place::Last, sealed)
    }

    /// Open one chunk by its number (from 0) and place.
    pub fn open_chunk(
        &self,
        number: u32,
        place: Place,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let associated = chunk_data(&self.context, &self.header, number, place);
        let padded = decrypt(self.key.key(), &associated, sealed)?;
        unpad(&padded).ok_or(SealingError::Refused)
    }
}

impl DataKey {
    /// Seal a file that is in memory already: header, then all chunks.
    pub fn seal_chunks(
        &self,
        randomness: &dyn Randomness,
        context: &Context,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, SealingError> {
        let header = FileHeader::generate(randomness);
        let mut chunks = ChunkSealer::new(self, *context, header, 0);
        let room = FILE_HEADER_LENGTH + chunk_count(plaintext.len()) * SEALED_CHUNK_LENGTH;
        let mut sealed = Vec::with_capacity(room);
        sealed.extend_from_slice(header.as_bytes());

        let mut rest = plaintext;
        while let Some((chunk, after)) = rest.split_at_checked(CHUNK_LENGTH)
            && !after.is_empty()
        {
            sealed.extend(chunks.seal_next(randomness, chunk)?);
            rest = after;
        }
        sealed.extend(chunks.seal_last(randomness, rest)?);

        Ok(sealed)
    }

    /// Open a whole file that [`seal_chunks`](Self::seal_chunks) or a [`ChunkSealer`] sealed.
    pub fn open_chunks(
        &self,
        context: &Context,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let (header, mut rest) = sealed
            .split_first_chunk::<FILE_HEADER_LENGTH>()
            .ok_or(SealingError::Refused)?;
        let mut opener = ChunkOpener::new(self, *context, FileHeader::from_bytes(*header)?);
        // Reserved at once: a vector that grows leaves unwiped copies behind.
        let mut plaintext = Zeroizing::new(Vec::with_capacity(sealed.len()));

        while let Some((chunk, after)) = rest.split_at_checked(SEALED_CHUNK_LENGTH)
            && !after.is_empty()
        {
            plaintext.extend_from_slice(&opener.open_next(chunk)?);
            rest = after;
        }
        plaintext.extend_from_slice(&opener.open_last(rest)?);

        Ok(plaintext)
    }
}

fn chunk_data(
    context: &Context,
    header: &FileHeader,
    number: u32,
    place: Place,
) -> Zeroizing<Vec<u8>> {
    let last = match place {
        Place::Middle => [0],
        Place::Last => [1],
    };
    context.associated_data(
        CHUNK_LABEL,
        &[header.as_bytes(), &number.to_be_bytes(), &last],
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{chance, id};
    use super::*;

    const HEAD: usize = FILE_HEADER_LENGTH;
    const CHUNK: usize = SEALED_CHUNK_LENGTH;

    fn photo(record: u128) -> Context {
        Context {
            record: id(record),
            field: "evidence.content",
            version: 1,
        }
    }

    fn three_chunks() -> (DataKey, Vec<u8>, Vec<u8>) {
        let chance = chance(1);
        let key = DataKey::generate(&chance);
        let plaintext: Vec<u8> = (0..=250_u8).cycle().take(2 * CHUNK_LENGTH + 9).collect();
        let sealed = key.seal_chunks(&chance, &photo(7), &plaintext).unwrap();
        assert_eq!(sealed.len(), HEAD + 3 * CHUNK);
        (key, plaintext, sealed)
    }

    #[test]
    fn files_of_every_length_come_back() {
        let chance = chance(1);
        let key = DataKey::generate(&chance);

        for length in [
            0,
            1,
            CHUNK_LENGTH - 1,
            CHUNK_LENGTH,
            CHUNK_LENGTH + 1,
            2 * CHUNK_LENGTH,
        ] {
            let plaintext = vec![7; length];
            let sealed = key.seal_chunks(&chance, &photo(7), &plaintext).unwrap();
            assert_eq!(sealed.len(), HEAD + chunk_count(length) * CHUNK);
            assert_eq!(*key.open_chunks(&photo(7), &sealed).unwrap(), plaintext);
        }
    }

    #[test]
    fn a_file_moved_to_another_record_is_refused() {
        let (key, _, sealed) = three_chunks();

        assert_eq!(
            key.open_chunks(&photo(8), &sealed),
            Err(SealingError::Refused)
        );
    }

    #[test]
    fn swapped_dropped_repeated_cut_and_foreign_chunks_are_refused() {
        let (key, _, sealed) = three_chunks();
        let (header, body) = sealed.split_at(HEAD);
        let [first, second, third] = [0, 1, 2].map(|n| &body[n * CHUNK..(n + 1) * CHUNK]);
        let other = key
            .seal_chunks(&chance(2), &photo(7), &vec![1; CHUNK_LENGTH * 3])
            .unwrap();
        let foreign = &other[HEAD..HEAD + CHUNK];

        for forged in [
            [header, second, first, third].concat(),
            [header, second, third].concat(),
            [header, first, third].concat(),
            [header, first, second].concat(),
            [header, first].concat(),
            [header, first, second, second, third].concat(),
            [header, first, second, third, third].concat(),
            [header, foreign, second, third].concat(),
            [&other[..HEAD], first, second, third].concat(),
            sealed[..sealed.len() - 1].to_vec(),
            sealed[..HEAD].to_vec(),
            [header, first, second, third, b"x"].concat(),
        ] {
            assert_eq!(
                key.open_chunks(&photo(7), &forged),
                Err(SealingError::Refused)
            );
        }
    }

    #[test]
    fn one_chunk_opens_by_number_and_place() {
        let (key, plaintext, sealed) = three_chunks();
        let header = FileHeader::from_bytes(*sealed.first_chunk().unwrap()).unwrap();
        let opener = ChunkOpener::new(&key, photo(7), header);
        let second = &sealed[HEAD + CHUNK..HEAD + 2 * CHUNK];

        let middle = opener.open_chunk(1, Place::Middle, second).unwrap();

        assert_eq!(
            middle.as_slice(),
            &plaintext[CHUNK_LENGTH..2 * CHUNK_LENGTH]
        );
        assert!(opener.open_chunk(1, Place::Last, second).is_err());
        assert!(opener.open_chunk(2, Place::Middle, second).is_err());
    }

    #[test]
    fn an_upload_is_resumed() {
        let chance = chance(1);
        let key = DataKey::generate(&chance);
        let header = FileHeader::generate(&chance);

        let mut before = ChunkSealer::new(&key, photo(7), header, 0);
        let first = before.seal_next(&chance, &vec![1; CHUNK_LENGTH]).unwrap();
        let after = ChunkSealer::new(&key, photo(7), header, 1);
        let last = after.seal_last(&chance, b"end").unwrap();

        let sealed = [header.as_bytes().as_slice(), &first, &last].concat();
        assert_eq!(
            key.open_chunks(&photo(7), &sealed).unwrap().len(),
            CHUNK_LENGTH + 3
        );
    }

    #[test]
    fn chunks_of_the_wrong_length_are_not_sealed() {
        let chance = chance(1);
        let key = DataKey::generate(&chance);
        let header = FileHeader::generate(&chance);
        let mut sealer = ChunkSealer::new(&key, photo(7), header, 0);

        let short = sealer.seal_next(&chance, b"short");
        assert_eq!(short, Err(SealingError::ChunkNotFull));
        let long = sealer.seal_last(&chance, &vec![0; CHUNK_LENGTH + 1]);
        assert_eq!(long, Err(SealingError::TooLong));
    }
}
