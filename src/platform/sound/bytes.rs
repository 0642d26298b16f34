//! Reading bytes that may lie about their own length.

use super::SoundError;

/// What is left to read; reading past the end is a broken recording, never a panic.
#[derive(Clone, Copy)]
pub(in crate::platform) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(in crate::platform) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(in crate::platform) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(in crate::platform) const fn rest(self) -> &'a [u8] {
        self.0
    }

    pub(in crate::platform) fn take(&mut self, length: usize) -> Result<&'a [u8], SoundError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(SoundError::Broken)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(in crate::platform) fn take_array<const N: usize>(
        &mut self,
    ) -> Result<[u8; N], SoundError> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(SoundError::Broken)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(in crate::platform) fn byte(&mut self) -> Result<u8, SoundError> {
        self.take_array().map(|[byte]| byte)
    }

    pub(in crate::platform) fn u16_big(&mut self) -> Result<u16, SoundError> {
        self.take_array().map(u16::from_be_bytes)
    }

    pub(in crate::platform) fn u32_big(&mut self) -> Result<u32, SoundError> {
        self.take_array().map(u32::from_be_bytes)
    }

    pub(in crate::platform) fn u64_big(&mut self) -> Result<u64, SoundError> {
        self.take_array().map(u64::from_be_bytes)
    }

    pub(in crate::platform) fn u16_little(&mut self) -> Result<u16, SoundError> {
        self.take_array().map(u16::from_le_bytes)
    }

    pub(in crate::platform) fn u32_little(&mut self) -> Result<u32, SoundError> {
        self.take_array().map(u32::from_le_bytes)
    }
}

/// A length from the file as an index into memory.
pub(in crate::platform) fn length<N: TryInto<usize>>(value: N) -> Result<usize, SoundError> {
    value.try_into().map_err(|_| SoundError::Broken)
}

/// How long something plays that has `count` parts of which `rate` make a second.
pub(in crate::platform) fn milliseconds(count: u64, rate: u64) -> Result<u64, SoundError> {
    let thousandths = count.checked_mul(1000).ok_or(SoundError::Broken)?;
    thousandths.checked_div(rate).ok_or(SoundError::Broken)
}
