//! What is kept of a sealed text to find others that say nearly the same.
//!
//! A `MinHash`: of each of 48 orders of all pieces, the first that the text has. Three by three they are hashed
//! under a key into sixteen bands; of two texts that share the part *s* of their pieces about 16 *s*³
//! bands are the same. The minima themselves are not kept: with many published texts at hand a thief
//! could learn which piece has which minimum, and read pieces out of those that are sealed. From a band
//! nobody without the key learns more than that two texts are alike.

use super::crypto::{Domain, LookupKey};
use super::text::shingles;

/// Orders that make up a band.
const ROWS: usize = 3;
/// Bands of a text.
const BANDS: u64 = 16;
/// With so many equal bands it is worth comparing two texts: nine of ten that share six tenths of their pieces have them.
pub const BANDS_ALIKE: usize = 2;

/// The bands of a text in a domain of their own, so that texts of different areas are never joined on them; none of a
/// text that has fewer pieces than somebody's own would have.
pub fn bands(key: &LookupKey, domain: Domain, text: &str, least_pieces: usize) -> Vec<i64> {
    let pieces = shingles(text);
    if pieces.len() < least_pieces {
        return Vec::new();
    }
    let hash = |piece: &String| first_eight(&key.hash(domain, piece.as_bytes()));
    let hashes: Vec<u64> = pieces.iter().map(hash).collect();
    let orders: Vec<u64> = (0..BANDS * 3).collect();
    let minimum = |order: &u64| {
        let mixed = hashes.iter().map(|hash| mix(hash ^ mix(*order + 1)));
        mixed.min().unwrap_or_default()
    };
    let minima: Vec<u64> = orders.iter().map(minimum).collect();
    let band = |(number, rows): (u64, &[u64])| {
        let mut bytes = number.to_be_bytes().to_vec();
        bytes.extend(rows.iter().flat_map(|row| row.to_be_bytes()));
        let hash = key.hash(domain, &bytes);
        i64::from_be_bytes(first_eight(&hash).to_be_bytes())
    };
    (0..BANDS).zip(minima.chunks(ROWS)).map(band).collect()
}

fn first_eight(hash: &[u8; 32]) -> u64 {
    let first = hash.first_chunk::<8>().copied().unwrap_or_default();
    u64::from_be_bytes(first)
}

/// The finaliser of `SplitMix64`: every bit of the result depends on every bit of what comes in. Secret are the
/// hashes that it mixes, not the mixing.
const fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::crypto::Keyring;
    use crate::platform::ids::SystemRandomness;

    fn bands(key: &LookupKey, text: &str) -> Vec<i64> {
        super::bands(key, Domain::Sketch, text, 40)
    }

    fn key() -> LookupKey {
        LookupKey::new(&Keyring::generate(&SystemRandomness, 0))
    }

    fn equal(key: &LookupKey, one: &str, other: &str) -> usize {
        let (one, other) = (bands(key, one), bands(key, other));
        one.iter().filter(|band| other.contains(band)).count()
    }

    const ONE: &str = "The agency was very fast and honest, the staff helped me with all of my papers \
        and nobody asked me for any money before I left";

    #[test]
    fn a_changed_word_leaves_most_bands() {
        let key = key();
        let other = ONE.replace("honest", "decent");
        assert_eq!(equal(&key, ONE, ONE), 16);
        assert!(equal(&key, ONE, &other) >= BANDS_ALIKE);
    }

    #[test]
    fn another_story_shares_none() {
        let other = "My passport was kept by the employer for two years, and when I asked for it they \
            said that I had to work off the costs of my flight first";
        assert!(equal(&key(), ONE, other) < BANDS_ALIKE);
    }

    #[test]
    fn short_praise_has_no_sketch() {
        assert_eq!(bands(&key(), "Good agency, fast and kind!"), [0; 0]);
    }

    #[test]
    fn without_the_key_nothing_can_be_tried() {
        assert_eq!(bands(&key(), ONE).len(), 16);
        assert_eq!(equal(&key(), ONE, ONE), 16);
        let (ours, theirs) = (bands(&key(), ONE), bands(&key(), ONE));
        assert!(ours.iter().all(|band| !theirs.contains(band)));
    }
}
