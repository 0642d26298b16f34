//! Hiding how long a sealed text is.
//!
//! The length of a ciphertext tells much: a "yes" from a "no", a phone number from an e-mail
//! address, a long account of abuse from an empty form. So every plaintext is preceded by its
//! length and filled with zeros: up to 256 bytes in general, then by Padmé (Nikitin et al.,
//! "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019), which
//! keeps only the leading bits of a length and costs at most 12 %.

use zeroize::Zeroizing;

/// Bytes in front of the plaintext that say how long it is.
pub(super) const LENGTH_PREFIX: usize = 4;
const BUCKET: usize = 256;

/// The padded length of a plaintext of `length` bytes, its prefix included.
pub(super) fn bucket(length: usize) -> Option<usize> {
    let needed = length
        .checked_add(LENGTH_PREFIX)?
        .checked_next_multiple_of(BUCKET)?;
    // Padmé: of a length between 2^e and 2^(e+1) the lowest e - s bits are rounded away, where s
    // is the number of bits that it takes to write e.
    let exponent = needed.ilog2();
    let significant = exponent.ilog2() + 1;
    needed.checked_next_multiple_of(1_usize.checked_shl(exponent - significant)?)
}

/// Lay the plaintext out in exactly `padded` bytes; `None` if it does not fit.
pub(super) fn pad(plaintext: &[u8], padded: usize) -> Option<Zeroizing<Vec<u8>>> {
    let length = u32::try_from(plaintext.len()).ok()?;
    let filling = padded
        .checked_sub(LENGTH_PREFIX)?
        .checked_sub(plaintext.len())?;

    let mut laid_out = Zeroizing::new(Vec::with_capacity(padded));
    laid_out.extend_from_slice(&length.to_be_bytes());
    laid_out.extend_from_slice(plaintext);
    let padded_length = laid_out.len() + filling;
    laid_out.resize(padded_length, 0);
    Some(laid_out)
}

/// The plaintext inside a padded one; `None` if the length in front cannot be true.
pub(super) fn unpad(padded: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (prefix, rest) = padded.split_first_chunk::<LENGTH_PREFIX>()?;
    let length = usize::try_from(u32::from_be_bytes(*prefix)).ok()?;
    rest.get(..length)
        .map(|plaintext| Zeroizing::new(plaintext.to_vec()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn short_texts_look_alike() {
        assert_eq!(bucket(0), Some(256));
        assert_eq!(bucket(252), Some(256));
        assert_eq!(bucket(253), Some(512));
    }

    #[test]
    fn impossible_lengths_are_refused() {
        assert_eq!(bucket(usize::MAX), None);
        assert!(pad(b"four", 7).is_none());
        assert!(unpad(&[0, 0, 0]).is_none());
        assert!(unpad(&[0, 0, 0, 2, 1]).is_none());
    }

    proptest! {
        #[test]
        fn padding_is_undone(plaintext in prop::collection::vec(any::<u8>(), 0..2000)) {
            let padded = pad(&plaintext, bucket(plaintext.len()).unwrap()).unwrap();
            prop_assert_eq!(padded.len() % BUCKET, 0);
            prop_assert_eq!(unpad(&padded).unwrap().to_vec(), plaintext);
        }

        #[test]
        fn padding_costs_little(length in 2048_usize..1 << 31) {
            let padded = bucket(length).unwrap();
            prop_assert!(padded >= length + LENGTH_PREFIX);
            prop_assert!(padded - length <= length / 8 + 8);
        }
    }
}
