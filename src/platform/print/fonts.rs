//! The fonts of the PDF: Noto, under the SIL Open Font License (`fonts/OFL.txt`).

use krilla::text::Font;
use rustybuzz::{Direction, Face, UnicodeBuffer};

/// The scripts that can be written, the most frequent first: Latin with Greek and Cyrillic, Thai,
/// Burmese, Khmer, Lao, Arabic, Bengali, Devanagari, Tamil and Sinhala.
pub(super) const FILES: &[&[u8]] = &[
    include_bytes!("fonts/NotoSans-Regular.ttf"),
    include_bytes!("fonts/NotoSansThai-Regular.ttf"),
    include_bytes!("fonts/NotoSansMyanmar-Regular.ttf"),
    include_bytes!("fonts/NotoSansKhmer-Regular.ttf"),
    include_bytes!("fonts/NotoSansLao-Regular.ttf"),
    include_bytes!("fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("fonts/NotoSansBengali-Regular.ttf"),
    include_bytes!("fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("fonts/NotoSansTamil-Regular.ttf"),
    include_bytes!("fonts/NotoSansSinhala-Regular.ttf"),
];

/// The fonts, ready to measure and to draw.
pub(super) struct Fonts {
    faces: Vec<Face<'static>>,
    fonts: Vec<Font>,
}

impl Fonts {
    /// All of them; `None` when a file of the program's own is broken.
    pub fn load() -> Option<Self> {
        let faces = FILES.iter().map(|file| Face::from_slice(file, 0));
        let font = |file: &&'static [u8]| Font::new((*file).into(), 0);
        Some(Self {
            faces: faces.collect::<Option<_>>()?,
            fonts: FILES.iter().map(font).collect::<Option<_>>()?,
        })
    }

    /// A font to draw with.
    pub fn get(&self, number: usize) -> Option<&Font> {
        self.fonts.get(number)
    }

    /// The font for a character: the one that is in use, as long as it has it; else the first that
    /// does. `None` when no font has it.
    pub fn for_char(&self, c: char, in_use: usize) -> Option<usize> {
        let has = |number: &usize| {
            let face = self.faces.get(*number);
            face.is_some_and(|face| face.glyph_index(c).is_some())
        };
        Some(in_use)
            .filter(has)
            .or_else(|| (0..self.faces.len()).find(has))
    }

    /// How wide a text is at size 1.
    pub fn width(&self, number: usize, text: &str, is_rtl: bool) -> f32 {
        let Some(face) = self.faces.get(number) else {
            return 0.0;
        };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if is_rtl {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        let shaped = rustybuzz::shape(face, &[], buffer);
        let advances = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance);
        // No glyph is wider than 32,767 units.
        let units: f32 = advances
            .filter_map(|advance| i16::try_from(advance).ok())
            .map(f32::from)
            .sum();
        let per_em = u16::try_from(face.units_per_em()).map_or(1000.0, f32::from);
        units / per_em
    }
}
