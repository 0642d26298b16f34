//! From text to lines: breaking, direction and fonts.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_bidi::{BidiInfo, Level};

use super::Block;
use super::fonts::Fonts;

/// What stands for a character that no font has.
const UNKNOWN: char = '\u{25A1}';

/// Text of one font and one direction.
pub(super) struct Run {
    pub font: usize,
    pub text: String,
    pub is_rtl: bool,
    /// At size 1.
    pub width: f32,
}

/// A line, with its runs from left to right.
pub(super) struct Line {
    pub runs: Vec<Run>,
    pub size: f32,
    pub height: f32,
    pub width: f32,
    /// Whether it begins at the right.
    pub is_rtl: bool,
}

/// The lines of a block within a width.
pub(super) fn lines(fonts: &Fonts, block: &Block, width: f32) -> Vec<Line> {
    let (size, above) = (block.style.size(), block.style.space_above());
    let mut lines = Vec::new();
    for paragraph in block.text.split('\n') {
        let text = readable(fonts, paragraph);
        for piece in broken(fonts, &text, width / size) {
            lines.push(line(fonts, piece, size));
        }
    }
    if let Some(first) = lines.first_mut() {
        first.height += above;
    }
    lines
}

/// The text with a box in the place of each character that no font has.
fn readable(fonts: &Fonts, text: &str) -> String {
    let show = |c: char| {
        let is_drawn = !c.is_control() && fonts.for_char(c, 0).is_some();
        // Marks of direction and joining draw nothing and are told to the shaper.
        let is_mark = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}');
        match c {
            '\t' => ' ',
            c if is_drawn || is_mark => c,
            _ => UNKNOWN,
        }
    };
    text.chars().map(show).collect()
}

/// Cuts a text where lines may break so that each piece fits; what fits nowhere is cut anywhere.
fn broken<'t>(fonts: &Fonts, text: &'t str, width: f32) -> Vec<&'t str> {
    let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
    let (mut pieces, mut start, mut last) = (Vec::new(), 0, 0);
    for end in segmenter.segment_str(text) {
        let fits = |from: usize| {
            let candidate = text.get(from..end).unwrap_or_default();
            measured(fonts, candidate.trim_end()) <= width
        };
        if end > last && !fits(start) && last > start {
            pieces.push(text.get(start..last).unwrap_or_default());
            start = last;
        }
        if !fits(start) {
            let long = text.get(start..end).unwrap_or_default();
            let (whole, rest) = cut(fonts, long, width);
            pieces.extend(whole);
            start = end - rest.len();
        }
        last = end;
    }
    pieces.push(text.get(start..).unwrap_or_default());
    pieces
}

/// Cuts a word that is longer than a line; what remains is the last part.
fn cut<'t>(fonts: &Fonts, word: &'t str, width: f32) -> (Vec<&'t str>, &'t str) {
    let (mut pieces, mut rest) = (Vec::new(), word);
    while measured(fonts, rest) > width {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
        let fitting = ends.take_while(|end| {
            let part = rest.get(..*end).unwrap_or_default();
            measured(fonts, part) <= width
        });
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let at = fitting.last().unwrap_or(first);
        let Some((piece, others)) = rest.split_at_checked(at) else {
            break;
        };
        pieces.push(piece);
        rest = others;
    }
    (pieces, rest)
}

fn measured(fonts: &Fonts, text: &str) -> f32 {
    let bidi = BidiInfo::new(text, None);
    let widths = runs_of(fonts, &bidi, text).map(|run| run.width);
    widths.sum()
}

fn line(fonts: &Fonts, text: &str, size: f32) -> Line {
    let text = text.trim_end();
    let bidi = BidiInfo::new(text, None);
    let is_rtl = bidi.paragraphs.first().is_some_and(|p| p.level.is_rtl());
    let runs: Vec<Run> = runs_of(fonts, &bidi, text).collect();
    let width: f32 = runs.iter().map(|run| run.width).sum();
    Line {
        runs,
        size,
        height: size * 1.6,
        width: width * size,
        is_rtl,
    }
}

/// The runs of a line from left to right.
fn runs_of<'l>(
    fonts: &'l Fonts,
    bidi: &'l BidiInfo<'l>,
    text: &'l str,
) -> impl Iterator<Item = Run> + 'l {
    let visual = bidi.paragraphs.first().map(|paragraph| {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        let directed = runs.into_iter().map(move |range| {
            let level = levels.get(range.start).copied().unwrap_or(Level::ltr());
            (range, level.is_rtl())
        });
        directed.collect::<Vec<_>>()
    });
    let directed = visual.unwrap_or_default().into_iter();
    directed.flat_map(move |(range, is_rtl)| {
        let mut runs = by_font(fonts, text.get(range).unwrap_or_default(), is_rtl);
        if is_rtl {
            runs.reverse();
        }
        runs
    })
}

fn by_font(fonts: &Fonts, text: &str, is_rtl: bool) -> Vec<Run> {
    let mut parts: Vec<(usize, String)> = Vec::new();
    for c in text.chars() {
        let in_use = parts.last().map_or(0, |(font, _)| *font);
        let font = fonts.for_char(c, in_use).unwrap_or(in_use);
        match parts.last_mut() {
            Some((last, part)) if *last == font => part.push(c),
            _ => parts.push((font, c.to_string())),
        }
    }
    let run = |(font, text): (usize, String)| Run {
        width: fonts.width(font, &text, is_rtl),
        font,
        text,
        is_rtl,
    };
    parts.into_iter().map(run).collect()
}
