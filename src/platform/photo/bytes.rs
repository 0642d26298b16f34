//! Reading bytes that may lie about their own length.

use super::PhotoError;

/// What is left to read; reading past the end is a broken photograph, never a panic.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn rest(self) -> &'a [u8] {
        self.0
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], PhotoError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(PhotoError::Broken)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn take_array<const N: usize>(&mut self) -> Result<[u8; N], PhotoError> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(PhotoError::Broken)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, PhotoError> {
        self.take_array().map(|[byte]| byte)
    }

    pub(super) fn u16_big(&mut self) -> Result<u16, PhotoError> {
        self.take_array().map(u16::from_be_bytes)
    }

    pub(super) fn u32_big(&mut self) -> Result<u32, PhotoError> {
        self.take_array().map(u32::from_be_bytes)
    }

    pub(super) fn u32_little(&mut self) -> Result<u32, PhotoError> {
        self.take_array().map(u32::from_le_bytes)
    }

    pub(super) fn u24_little(&mut self) -> Result<u32, PhotoError> {
        self.take_array()
            .map(|[low, middle, high]| u32::from_le_bytes([low, middle, high, 0]))
    }
}

/// A length from the file as an index into memory.
pub(super) fn length(value: u32) -> Result<usize, PhotoError> {
    usize::try_from(value).map_err(|_| PhotoError::Broken)
}
