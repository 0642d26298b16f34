//! What is in the PDF is what the shaper says, and leads back to the text.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use rustybuzz::{Face, UnicodeBuffer};

use super::fonts::Fonts;
use super::layout::lines;
use super::{Block, Printed, Style, print};

/// "Do not work without a guard", or near it, in one word each as far as its script has no spaces.
const THAI: &str = "ห้ามใช้เครื่องจักรที่ไม่มีฝาครอบ";
const KHMER: &str = "ហាមប្រើម៉ាស៊ីនដែលគ្មានរបាំងការពារ";
const BURMESE: &str = "အကာအကွယ်မရှိသောစက်ကိုအသုံးမပြုရ";

fn block(text: &str) -> Block {
    Block {
        style: Style::Body,
        text: text.to_owned(),
    }
}

fn printed(text: &str) -> Vec<u8> {
    let printed = Printed {
        title: "Sample".to_owned(),
        language: "en".to_owned(),
        blocks: vec![block(text)],
        attached: ("sample.json", "{}".to_owned()),
    };
    print(printed).unwrap()
}

/// The streams of a PDF, decompressed.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let find = |from: usize, what: &[u8]| {
        let rest = &pdf[from..];
        let at = rest.windows(what.len()).position(|own| own == what);
        at.map(|at| from + at)
    };
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(start) = find(from, b"stream\n") {
        let start = start + b"stream\n".len();
        let end = find(start, b"endstream").unwrap();
        let (mut whole, raw) = (Vec::new(), &pdf[start..end]);
        if flate2::read::ZlibDecoder::new(raw)
            .read_to_end(&mut whole)
            .is_err()
        {
            whole = raw.to_vec();
        }
        found.push(whole);
        from = end + b"endstream".len();
    }
    found
}

fn holds(stream: &[u8], word: &[u8]) -> bool {
    stream.windows(word.len()).any(|own| own == word)
}

/// A word of a content stream.
#[derive(Debug, PartialEq)]
enum Token {
    Bytes(Vec<u8>),
    Word(String),
}

fn escaped(bytes: &[u8], at: &mut usize) -> u8 {
    let c = bytes[*at];
    *at += 1;
    match c {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        b'0'..=b'7' => {
            let mut value = u32::from(c - b'0');
            while *at < bytes.len() && (b'0'..=b'7').contains(&bytes[*at]) && value < 32 {
                value = value * 8 + u32::from(bytes[*at] - b'0');
                *at += 1;
            }
            u8::try_from(value).unwrap()
        }
        other => other,
    }
}

fn literal(bytes: &[u8], at: &mut usize) -> Vec<u8> {
    let (mut depth, mut found) = (1, Vec::new());
    while depth > 0 {
        let c = bytes[*at];
        *at += 1;
        match c {
            b'\\' => found.push(escaped(bytes, at)),
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if c != b'\\' && depth > 0 {
            found.push(c);
        }
    }
    found
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

fn tokens(bytes: &[u8]) -> Vec<Token> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let c = bytes[at];
        at += 1;
        if c == b'(' {
            found.push(Token::Bytes(literal(bytes, &mut at)));
        } else if c == b'<' && bytes[at] == b'<' {
            at += 1;
        } else if c == b'<' {
            let end = at + bytes[at..].iter().position(|c| *c == b'>').unwrap();
            found.push(Token::Bytes(hex(
                std::str::from_utf8(&bytes[at..end]).unwrap()
            )));
            at = end + 1;
        } else if c.is_ascii_alphabetic() || c == b'/' {
            let is_more = |c: &u8| c.is_ascii_alphanumeric() || *c == b'*';
            let length = bytes[at..].iter().take_while(|c| is_more(c)).count();
            let word = &bytes[at - 1..at + length];
            found.push(Token::Word(String::from_utf8(word.to_vec()).unwrap()));
            at += length;
        }
    }
    found
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).unwrap()
}

/// Which characters each glyph stands for.
fn to_unicode(cmap: &[u8]) -> BTreeMap<u16, String> {
    let text = String::from_utf8_lossy(cmap);
    let mut found = BTreeMap::new();
    for part in text.split("beginbfchar").skip(1) {
        let part = part.split("endbfchar").next().unwrap();
        let words: Vec<Vec<u8>> = part
            .split('<')
            .skip(1)
            .map(|w| hex(w.split('>').next().unwrap()))
            .collect();
        for pair in words.chunks(2) {
            found.insert(
                u16::from_be_bytes([pair[0][0], pair[0][1]]),
                utf16(&pair[1]),
            );
        }
    }
    found
}

/// The glyphs on the page, and the text that a reader copies from it.
fn page(pdf: &[u8]) -> (Vec<u16>, String) {
    let streams = streams(pdf);
    let content = streams.iter().find(|own| holds(own, b"BT")).unwrap();
    let cmap = streams.iter().find(|own| holds(own, b"begincmap")).unwrap();
    let meaning = to_unicode(cmap);
    let (mut glyphs, mut text, mut is_told, mut actual) = (Vec::new(), String::new(), false, false);
    for token in tokens(content) {
        match token {
            Token::Word(word) if word == "/ActualText" => actual = true,
            Token::Word(word) if word == "EMC" => is_told = false,
            Token::Bytes(bytes) if actual => {
                text.push_str(&utf16(bytes.strip_prefix(&[0xFE, 0xFF]).unwrap()));
                (is_told, actual) = (true, false);
            }
            Token::Bytes(bytes) => {
                for pair in bytes.chunks(2) {
                    let glyph = u16::from_be_bytes([pair[0], pair[1]]);
                    glyphs.push(glyph);
                    if !is_told {
                        text.push_str(&meaning[&glyph]);
                    }
                }
            }
            Token::Word(_) => {}
        }
    }
    (glyphs, text)
}

fn shaped(font: usize, text: &str) -> Vec<u32> {
    let face = Face::from_slice(super::fonts::FILES[font], 0).unwrap();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(&face, &[], buffer);
    shaped
        .glyph_infos()
        .iter()
        .map(|glyph| glyph.glyph_id)
        .collect()
}

#[test]
fn the_glyphs_of_thai_burmese_and_khmer_are_those_of_the_shaper_and_lead_back_to_the_text() {
    // The numbers are those of the list of fonts.
    for (font, sentence) in [(1, THAI), (2, BURMESE), (3, KHMER)] {
        let expected = shaped(font, sentence);
        assert!(!expected.contains(&0), "a glyph is missing for {sentence}");
        let (glyphs, text) = page(&printed(sentence));
        assert_eq!(text, sentence);
        // A font in a PDF has only the glyphs that are used, under new numbers: one for each.
        assert_eq!(glyphs.len(), expected.len(), "{sentence}");
        let pairs: BTreeSet<(u16, u32)> = glyphs.iter().copied().zip(expected.clone()).collect();
        let new: BTreeSet<u16> = glyphs.into_iter().collect();
        let old: BTreeSet<u32> = expected.into_iter().collect();
        assert_eq!(
            (pairs.len(), pairs.len()),
            (new.len(), old.len()),
            "{sentence}"
        );
    }
}

#[test]
fn shaping_is_more_than_one_glyph_for_each_character() {
    // In Khmer a subscript consonant takes two characters and one glyph, and some vowels stand before their consonant.
    let of = |text: &str| shaped(3, text);
    assert_eq!(of("ក្ម").len(), 2);
    let (ka, vowel) = (of("ក")[0], of("កេ"));
    assert_eq!((vowel.len(), vowel[1]), (2, ka));
}

#[test]
fn lines_break_between_words_where_a_script_has_no_spaces() {
    let fonts = Fonts::load().unwrap();
    for sentence in [THAI, KHMER, BURMESE] {
        let long = sentence.repeat(4);
        let lines = lines(&fonts, &block(&long), 200.0);
        assert!(lines.len() > 2, "{sentence}");
        let text = |line: &super::layout::Line| -> String {
            line.runs.iter().map(|run| run.text.as_str()).collect()
        };
        let pieces: Vec<String> = lines.iter().map(text).collect();
        assert_eq!(pieces.concat(), long);
        for (line, piece) in lines.iter().zip(&pieces) {
            assert!(line.width <= 200.0, "{piece}");
            let first = piece.chars().next().unwrap();
            // Signs that belong to the consonant before them, and never begin a line.
            let is_dependent = matches!(first, '\u{E30}'..='\u{E3A}' | '\u{E45}'..='\u{E4E}'
                | '\u{17B6}'..='\u{17D3}' | '\u{102B}'..='\u{103E}');
            assert!(!is_dependent, "{piece}");
        }
    }
}

#[test]
fn the_same_document_is_the_same_bytes() {
    assert_eq!(printed(THAI), printed(THAI));
    assert_ne!(printed(THAI), printed(KHMER));
}

/// The words of everything that is printed, in all its languages.
const WORDS: &[&str] = &[
    include_str!("../../../data/annual-report/en.toml"),
    include_str!("../../../data/annual-report/fil.toml"),
    include_str!("../../../data/annual-report/id.toml"),
    include_str!("../../../data/annual-report/km.toml"),
    include_str!("../../../data/annual-report/ms.toml"),
    include_str!("../../../data/annual-report/my.toml"),
    include_str!("../../../data/annual-report/th.toml"),
    include_str!("../../../data/annual-report/vi.toml"),
];

#[test]
fn every_word_of_annual_reports_is_shaped_without_a_missing_glyph_and_leads_back_to_its_text() {
    let fonts = Fonts::load().unwrap();
    for words in WORDS {
        let words: BTreeMap<String, String> = toml::from_str(words).unwrap();
        for word in words.values() {
            for line in lines(&fonts, &block(word), 4000.0) {
                let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
                assert_eq!(&text, word);
                for run in &line.runs {
                    assert!(!shaped(run.font, &run.text).contains(&0), "{word}");
                }
            }
        }
    }
}
