use super::*;
use crate::platform::media::{FileKind, MediaError, clean};

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/videos");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}

fn holds(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

const ALL: [(&str, &str); 3] = [
    ("planted.mp4", "video/mp4"),
    ("planted-h264.mp4", "video/mp4"),
    ("planted.webm", "video/webm"),
];

#[test]
fn a_video_keeps_picture_and_sound_and_nothing_that_its_camera_knew() {
    for (name, media_type) in ALL {
        let file = fixture(name);
        let video = strip(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(video.media_type, media_type, "{name}");
        assert!(
            (1800..=2200).contains(&video.milliseconds),
            "{name} {}",
            video.milliseconds
        );
        for trace in [
            b"PLANTED".as_slice(),
            b"101.6869",
            b"2026-11",
            b"Lavf",
            b"Handler",
        ] {
            let planted = holds(&file, trace) || trace != b"PLANTED";
            assert!(planted, "{name}: nothing is planted");
            assert!(!holds(&video.bytes, trace), "{name}: {trace:?}");
        }
        // What was cleaned once is clean.
        assert_eq!(strip(&video.bytes).unwrap(), video, "{name}");
        let cleaned = clean(&file, FileKind::ALL).unwrap();
        assert_eq!(FileKind::of_media_type(cleaned.media_type), FileKind::Video);
    }
}

#[test]
fn what_is_cut_off_or_altered_is_refused_or_shorter_and_never_a_panic() {
    for (name, _) in ALL {
        let file = fixture(name);
        for end in (0..file.len()).step_by(61) {
            if let Ok(part) = strip(&file[..end]) {
                assert!(!holds(&part.bytes, b"PLANTED"), "{name} {end}");
            }
        }
        for at in (0..file.len()).step_by(17) {
            let mut altered = file.clone();
            altered[at] ^= 0x55;
            let _ = strip(&altered);
        }
    }
}

#[test]
fn the_samples_are_those_of_the_file() {
    // Every byte of the media that was kept was in the file, in one piece at least as long as a small sample.
    let file = fixture("planted-h264.mp4");
    let video = strip(&file).unwrap().bytes;
    let begin = video.windows(4).position(|part| part == b"mdat").unwrap() + 4;
    assert!(holds(&file, &video[begin..begin + 400]));
}

#[test]
fn an_unknown_coding_is_not_passed_off_as_a_recording_of_its_sound() {
    let mut file = fixture("planted-h264.mp4");
    let at = file.windows(4).position(|part| part == b"avc1").unwrap();
    // The first is a brand in front; the last is the coding.
    let coding = file.windows(4).rposition(|part| part == b"avc1").unwrap();
    assert!(coding > at);
    file[coding..coding + 4].copy_from_slice(b"xxxx");
    assert_eq!(strip(&file), Err(VideoError::Unsupported));
    assert_eq!(clean(&file, FileKind::ALL), Err(MediaError::Unsupported));
}
