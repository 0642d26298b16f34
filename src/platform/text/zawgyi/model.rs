//! How likely it is that a text is Zawgyi: a Markov model, read from `data/zawgyi/zawgyiUnicodeModel.dat`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Its form is described in `data/zawgyi/README.md`.
static FILE: &[u8] = include_bytes!("../../../../data/zawgyi/zawgyiUnicodeModel.dat");

/// A test proves that the file can be read.
static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(FILE));

/// The probability, from 0 to 1, that a text with Burmese letters is Zawgyi; none for a text without any.
pub(super) fn zawgyi_probability(text: &str) -> Option<f64> {
    MODEL.as_ref()?.probability(text)
}

/// For each two states in a row the logarithm of how much likelier they are in Unicode than in Zawgyi.
struct Model {
    states: HashMap<char, usize>,
    ratios: Vec<Vec<f32>>,
}

impl Model {
    fn read(file: &[u8]) -> Option<Self> {
        let mut reader = Reader(file);
        reader.expect(b"UZMODEL ")?;
        let has_spaces = match reader.number()? {
            1 => true,
            2 => reader.number()? == 0,
            _ => return None,
        };
        reader.expect(b"BMARKOV ")?;
        reader.number().filter(|version| *version == 0)?;
        let states = states(has_spaces);
        let size = usize::from(reader.short()?);
        if size != states.len() + 1 {
            return None;
        }
        let mut ratios = Vec::with_capacity(size);
        for _ in 0..size {
            ratios.push(reader.row(size)?);
        }
        reader.0.is_empty().then_some(Self { states, ratios })
    }

    /// 0 for a character without a state of its own, and for the edges of the text.
    fn state(&self, c: char) -> usize {
        self.states.get(&c).copied().unwrap_or(0)
    }

    fn probability(&self, text: &str) -> Option<f64> {
        let (mut sum, mut before, mut is_known) = (0.0, 0, false);
        for state in text.chars().map(|c| self.state(c)).chain([0]) {
            if before != 0 || state != 0 {
                is_known = true;
                sum += f64::from(*self.ratios.get(before)?.get(state)?);
            }
            before = state;
        }
        is_known.then(|| 1.0 / (1.0 + f64::exp(sum)))
    }
}

/// The states of characters: Burmese without its digits, its extensions A and B, and perhaps spaces, in this order.
fn states(has_spaces: bool) -> HashMap<char, usize> {
    let blocks = [
        '\u{1000}'..='\u{103F}',
        '\u{104A}'..='\u{109F}',
        '\u{AA60}'..='\u{AA7F}',
        '\u{A9E0}'..='\u{A9FF}',
    ];
    let spaces = has_spaces.then_some('\u{2000}'..='\u{200B}');
    blocks
        .into_iter()
        .chain(spaces)
        .flatten()
        .zip(1..)
        .collect()
}

/// What is left of the file.
struct Reader<'f>(&'f [u8]);

impl<'f> Reader<'f> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn expect(&mut self, mark: &'f [u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(mark)?;
        Some(())
    }

    fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    fn short(&mut self) -> Option<u16> {
        self.take().map(u16::from_be_bytes)
    }

    fn float(&mut self) -> Option<f32> {
        self.take().map(f32::from_be_bytes)
    }

    /// The ratios after one state: the usual one, and the exceptions.
    fn row(&mut self, size: usize) -> Option<Vec<f32>> {
        let exceptions = self.short()?;
        if exceptions == 0 {
            return Some(vec![0.0; size]);
        }
        let mut row = vec![self.float()?; size];
        for _ in 0..exceptions {
            let at = usize::from(self.short()?);
            *row.get_mut(at)? = self.float()?;
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by the project that made the model.
    const COMPATIBILITY: &str = include_str!("../../../../data/zawgyi/compatibility.tsv");

    #[test]
    fn each_text_has_the_probability_that_every_implementation_finds() {
        let lines: Vec<&str> = COMPATIBILITY
            .lines()
            .filter(|line| !line.is_empty())
            .collect();
        assert!(lines.len() > 40);
        for line in lines {
            let (expected, text) = line.split_once('\t').unwrap();
            let found = zawgyi_probability(text);
            if expected == "-Infinity" {
                assert_eq!(found, None, "{text}");
                continue;
            }
            let expected: f64 = expected.parse().unwrap();
            let found = found.unwrap();
            let difference = (found - expected).abs() / expected;
            assert!(difference < 1e-5, "{text}: {found}, not {expected}");
        }
    }

    #[test]
    fn a_broken_file_is_no_model() {
        assert!(Model::read(FILE).is_some());
        assert!(Model::read(&FILE[..FILE.len() - 1]).is_none());
        assert!(Model::read(b"UZMODEL \0\0\0\x09").is_none());
        assert!(Model::read(b"").is_none());
    }
}
