//! Photos, sounds, videos and PDFs: what is cleaned is clean, so that cleaning it again changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tulay::platform::media::{FileKind, clean};

const ALL: [FileKind; 4] = [
    FileKind::Photo,
    FileKind::Recording,
    FileKind::Video,
    FileKind::Document,
];

fuzz_target!(|bytes: &[u8]| {
    let Ok(cleaned) = clean(bytes, &ALL) else {
        return;
    };
    let again = clean(&cleaned.bytes, &ALL).expect("what was cleaned is refused");
    assert_eq!(again.bytes, cleaned.bytes, "{}", cleaned.media_type);
});
