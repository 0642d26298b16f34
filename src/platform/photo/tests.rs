use std::path::PathBuf;

use proptest::prelude::*;

use super::*;

fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/photos");
    std::fs::read(folder.join(name)).unwrap()
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// Name, extension, orientation planted, media type.
const PLANTED: [(&str, &str, u8, &str); 8] = [
    ("baseline", "jpg", 6, "image/jpeg"),
    ("progressive", "jpg", 3, "image/jpeg"),
    ("grey", "jpg", 8, "image/jpeg"),
    ("alpha", "png", 5, "image/png"),
    ("palette", "png", 1, "image/png"),
    ("alpha", "webp", 7, "image/webp"),
    ("animation", "webp", 1, "image/webp"),
    ("lossless", "webp", 2, "image/webp"),
];

#[test]
fn nothing_planted_is_left() {
    for (name, extension, orientation, media_type) in PLANTED {
        let planted = fixture(&format!("{name}.planted.{extension}"));
        assert!(holds(&planted, b"PLANTED"), "{name}.{extension}");

        let stripped = strip(&planted).unwrap();
        for trace in [
            "PLANT", "Exif", "EXIF", "XMP", "xmp", "ICC", "iCCP", "GPS", "JFXX", "MPF", "tIME",
            "zTXt",
        ] {
            assert!(
                !holds(&stripped.bytes, trace.as_bytes()),
                "{name}.{extension}: {trace}"
            );
        }
        assert_eq!(stripped.orientation, orientation, "{name}.{extension}");
        assert_eq!(stripped.media_type, media_type);
        assert_eq!(
            (stripped.width, stripped.height),
            (48, 32),
            "{name}.{extension}"
        );
    }
}

#[test]
fn the_picture_itself_is_untouched() {
    for (name, extension, _, _) in PLANTED {
        let stripped = strip(&fixture(&format!("{name}.planted.{extension}"))).unwrap();
        let clean = fixture(&format!("{name}.clean.{extension}"));
        if name == "lossless" {
            // Metadata had made a file of the extended format out of a simple one.
            assert!(stripped.bytes.ends_with(&clean[12..]));
        } else {
            assert_eq!(stripped.bytes, clean, "{name}.{extension}");
        }
    }
}

#[test]
fn what_is_clean_stays_as_it_is() {
    let simple = fixture("simple.clean.webp");
    assert_eq!(strip(&simple).unwrap().bytes, simple);
    for (name, extension, _, _) in PLANTED {
        let once = strip(&fixture(&format!("{name}.planted.{extension}"))).unwrap();
        let twice = strip(&once.bytes).unwrap();
        assert_eq!(twice.bytes, once.bytes);
        assert_eq!(twice.orientation, 1);
    }
}

#[test]
fn other_content_is_unsupported_whatever_it_claims() {
    let cases: [&[u8]; 5] = [
        b"",
        b"GIF89a\x01\0\x01\0",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\0",
    ];
    for content in cases {
        assert_eq!(strip(content), Err(PhotoError::Unsupported));
    }
}

#[test]
fn a_photograph_that_was_cut_off_is_broken() {
    for (name, extension, _, _) in PLANTED {
        let clean = fixture(&format!("{name}.clean.{extension}"));
        for length in 12..clean.len() {
            assert_eq!(
                strip(&clean[..length]),
                Err(PhotoError::Broken),
                "{name}.{extension} {length}"
            );
        }
    }
}

#[test]
fn a_wrong_check_sum_is_broken() {
    let mut png = fixture("alpha.clean.png");
    let middle = png.len() / 2;
    png[middle] ^= 1;
    assert_eq!(strip(&png), Err(PhotoError::Broken));
}

#[test]
fn nothing_travels_inside_a_table() {
    let jpeg = fixture("baseline.clean.jpg");
    let at = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xDB])
        .unwrap();
    let mut stuffed = jpeg[..at].to_vec();
    stuffed.extend_from_slice(b"\xFF\xDB\x00\x0BPLANTED-a");
    stuffed.extend_from_slice(&jpeg[at..]);
    assert_eq!(strip(&stuffed), Err(PhotoError::Broken));
}

#[test]
fn nothing_of_a_photograph_reaches_a_log() {
    let stripped = strip(&fixture("simple.clean.webp")).unwrap();
    let shown = format!("{stripped:?}");
    assert!(
        shown.starts_with("Stripped(image/webp, ") && shown.ends_with(" bytes)"),
        "{shown}"
    );
}

fn any_fixture() -> impl Strategy<Value = Vec<u8>> {
    prop::sample::select(PLANTED.to_vec())
        .prop_map(|(name, extension, _, _)| fixture(&format!("{name}.planted.{extension}")))
}

proptest! {
    #[test]
    fn random_bytes_never_panic(
        head in prop::sample::select(vec![
            b"\xFF\xD8\xFF".to_vec(),
            b"\x89PNG\r\n\x1a\n".to_vec(),
            b"RIFF\x40\0\0\0WEBP".to_vec(),
            Vec::new(),
        ]),
        tail in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let photo = [head, tail].concat();
        let _either = strip(&photo);
    }

    #[test]
    fn altered_photographs_never_panic_and_what_is_accepted_is_stable(
        mut photo in any_fixture(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        whether_cut in any::<bool>(),
    ) {
        for (at, value) in changes {
            let at = at.index(photo.len());
            photo[at] = value;
        }
        if whether_cut {
            photo.truncate(cut.index(photo.len()));
        }
        if let Ok(once) = strip(&photo) {
            let twice = strip(&once.bytes).unwrap();
            prop_assert_eq!(twice.bytes, once.bytes);
            prop_assert_eq!((twice.width, twice.height), (once.width, once.height));
        }
    }
}
