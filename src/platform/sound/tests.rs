use super::*;

/// Stands where a recorder puts names, places and hours.
const PLANTED: &[u8] = b"PLANTED +3.1390+101.6869/ Rosalinda";

fn holds(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

#[track_caller]
fn stripped(file: &[u8], media_type: &str, milliseconds: u64) -> Sound {
    assert!(holds(file, b"PLANTED"), "nothing is planted");
    let sound = strip(file).unwrap();
    assert_eq!(
        (sound.media_type, sound.milliseconds),
        (media_type, milliseconds)
    );
    assert!(!holds(&sound.bytes, b"PLANTED"));
    // What was cleaned once is clean.
    assert_eq!(strip(&sound.bytes).unwrap(), sound);
    // Whatever is cut off is refused or shorter, and never a panic.
    for end in 0..file.len() {
        if let Ok(part) = strip(&file[..end]) {
            assert!(part.milliseconds <= milliseconds);
            assert!(!holds(&part.bytes, b"PLANTED"));
        }
    }
    // Nor is what was altered.
    for at in 0..file.len() {
        let mut altered = file.to_vec();
        altered[at] ^= 0x55;
        let _ = strip(&altered);
    }
    sound
}

fn boxed(name: &str, content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
    [&size, name.as_bytes(), content].concat()
}

fn size(part: &[u8]) -> u32 {
    u32::try_from(part.len()).unwrap()
}

fn numbers(all: &[u32]) -> Vec<u8> {
    all.iter().flat_map(|n| n.to_be_bytes()).collect()
}

/// The tables of a track whose samples are in two chunks, the first of which begins here.
fn tables(entry: &[u8], samples: &[&[u8]], begin: u32) -> Vec<u8> {
    let (first, second) = samples.split_first().unwrap();
    let sizes = samples.iter().map(|sample| size(sample));
    let sizes: Vec<u32> = [0, 0, size_of(samples)].into_iter().chain(sizes).collect();
    let chunks = [0, 2, begin, begin + size(first) + size(PLANTED)];
    let runs = [0, 2, 1, 1, 1, 2, size_of(second), 1];
    [
        boxed("stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], entry].concat()),
        boxed("stsz", &numbers(&sizes)),
        boxed("stsc", &numbers(&runs)),
        boxed("stco", &numbers(&chunks)),
    ]
    .concat()
}

/// An MP4 file with this sample entry; its samples are in two chunks with something between.
fn mp4(entry: &[u8], samples: &[&[u8]]) -> Vec<u8> {
    let head = [boxed("ftyp", b"3gp4\0\0\0\0isom"), boxed("udta", PLANTED)].concat();
    let (first, second) = samples.split_first().unwrap();
    let data = [*first, PLANTED, &second.concat()].concat();
    let table = tables(entry, samples, size(&head) + 8);
    let handler = [&[0; 8], b"soun".as_slice(), &[0; 12], PLANTED].concat();
    let information = boxed("minf", &boxed("stbl", &table));
    let media = [
        boxed("mdhd", &[7; 24]),
        boxed("hdlr", &handler),
        information,
    ]
    .concat();
    let track = boxed("trak", &boxed("mdia", &media));
    let known = [
        boxed("udta", &boxed("loci", PLANTED)),
        boxed("meta", PLANTED),
    ]
    .concat();
    let movie = [boxed("mvhd", &[9; 100]), track, known].concat();
    let movie = [boxed("moov", &movie), boxed("uuid", PLANTED)].concat();
    [head, boxed("mdat", &data), movie].concat()
}

fn size_of(list: &[&[u8]]) -> u32 {
    u32::try_from(list.len()).unwrap()
}

fn aac_entry() -> Vec<u8> {
    let decoder = [
        [4, 17, 0x40, 0x15].as_slice(),
        &[0; 11],
        &[5, 2, 0x14, 0x08],
    ]
    .concat();
    let stream = [[3, 22, 0, 0, 0].as_slice(), &decoder].concat();
    let esds = boxed("esds", &[&[0; 4], stream.as_slice()].concat());
    let entry = [&[0; 28], esds.as_slice(), &boxed("udta", PLANTED)].concat();
    boxed("mp4a", &entry)
}

const FRAMES: [&[u8]; 3] = [b"one frame", b"another frame", b"the last frame"];

/// A frame of AMR of the highest rate.
fn amr_frame(filling: u8) -> Vec<u8> {
    [[0x3C].as_slice(), &[filling; 31]].concat()
}

#[test]
fn aac_leaves_its_container() {
    // 16 kHz, one channel: three frames of 1024 samples.
    let sound = stripped(&mp4(&aac_entry(), &FRAMES), "audio/aac", 192);
    for frame in FRAMES {
        assert!(holds(&sound.bytes, frame));
    }
    assert_eq!(sound.bytes.len(), FRAMES.concat().len() + 3 * 7);
}

#[test]
fn a_stream_of_aac_loses_its_tags() {
    let bare = strip(&mp4(&aac_entry(), &FRAMES)).unwrap().bytes;
    let size = u8::try_from(PLANTED.len()).unwrap();
    let id3 = [b"ID3\x04\0\0\0\0\0".as_slice(), &[size], PLANTED].concat();
    let tagged = [&id3, bare.as_slice(), b"TAG", PLANTED].concat();
    assert_eq!(stripped(&tagged, "audio/aac", 192).bytes, bare);
}

#[test]
fn amr_leaves_its_container() {
    let frames = [amr_frame(1), amr_frame(2)].concat();
    let last = amr_frame(3);
    let entry = boxed(
        "samr",
        &[&[0; 28], boxed("damr", PLANTED).as_slice()].concat(),
    );
    let sound = stripped(&mp4(&entry, &[&frames, &last]), "audio/amr", 60);
    assert_eq!(sound.bytes, [b"#!AMR\n", frames.as_slice(), &last].concat());
    let wrong = [b"#!AMR\n", frames.as_slice(), PLANTED].concat();
    assert_eq!(strip(&wrong), Err(SoundError::Broken));
}

#[test]
fn wav_keeps_format_and_data() {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let padding: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
        [name, size.as_slice(), content, padding].concat()
    };
    // 8 kHz, one channel, 16 bits.
    let format = [1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0];
    let body = [
        chunk(b"LIST", PLANTED),
        chunk(b"fmt ", &format),
        chunk(b"iXML", PLANTED),
        chunk(b"data", &[5; 1600]),
        chunk(b"id3 ", PLANTED),
    ]
    .concat();
    let file = [b"RIFF\0\0\0\0WAVE", body.as_slice()].concat();
    let sound = stripped(&file, "audio/wav", 100);
    assert_eq!(sound.bytes.len(), 44 + 1600);
    assert_eq!(sound.bytes[4..8], 1636_u32.to_le_bytes());
}

#[test]
fn mp3_keeps_its_frames() {
    // MPEG 2, 24 kbit/s, 16 kHz, one channel: 108 bytes.
    let frame = |filling: &[u8]| {
        let mut frame = vec![0xFF, 0xF3, 0x38, 0xC4];
        frame.extend(filling);
        frame.resize(108, 0);
        frame
    };
    let named = [&[0; 9], b"Info".as_slice(), PLANTED].concat();
    let size = u8::try_from(PLANTED.len()).unwrap();
    let id3 = [b"ID3\x03\0\0\0\0\0".as_slice(), &[size], PLANTED].concat();
    let (one, two) = (frame(b"one"), frame(b"two"));
    let file = [
        &id3,
        frame(&named).as_slice(),
        &one,
        &two,
        b"APETAGEX",
        PLANTED,
    ]
    .concat();
    let sound = stripped(&file, "audio/mpeg", 72);
    assert_eq!(sound.bytes, [one.clone(), two].concat());
    // Sound that would be lost behind something unknown is no reason to throw it away quietly.
    let broken = [one.as_slice(), b"what is this", &one].concat();
    assert_eq!(strip(&broken), Err(SoundError::Broken));
}

/// Packets of 20 ms each.
fn opus_packets(count: usize) -> Vec<Vec<u8>> {
    (0..count)
        .map(|n| [&[0x48], [u8::try_from(n % 256).unwrap(); 300].as_slice()].concat())
        .collect()
}

fn opus_head() -> Vec<u8> {
    [
        b"OpusHead\x01\x01\x38\x01".as_slice(),
        &16_000_u32.to_le_bytes(),
        &[0, 0, 0],
    ]
    .concat()
}

fn ogg(packets: &[Vec<u8>]) -> Vec<u8> {
    let mut pages = ogg::PageWriter::new();
    pages.page(ogg::BEGINS, 0, &[&opus_head()]).unwrap();
    let tags = [
        b"OpusTags\x04\0\0\0test\x01\0\0\0".as_slice(),
        &u32::try_from(PLANTED.len()).unwrap().to_le_bytes(),
        PLANTED,
    ]
    .concat();
    pages.page(0, 0, &[&tags]).unwrap();
    for packet in packets {
        pages.page(0, 0, &[packet]).unwrap();
    }
    pages.finish()
}

#[test]
fn ogg_loses_its_comments() {
    let packets = opus_packets(120);
    let sound = stripped(&ogg(&packets[..3]), "audio/ogg", 53);
    assert!(holds(&sound.bytes, b"OpusTags\0\0\0\0\0\0\0\0"));
    assert!(holds(&sound.bytes, &packets[2]));
    // Longer than one page: 2.4 s without the 312 samples that are skipped.
    let long = strip(&ogg(&packets)).unwrap();
    assert_eq!(long.milliseconds, 2393);
    assert_eq!(strip(&long.bytes).unwrap(), long);
    // A second stream may hold anything.
    let twice = [ogg(&packets[..2]), ogg(&packets[..2])].concat();
    assert_eq!(strip(&twice), Err(SoundError::Unsupported));
}

#[test]
fn webm_becomes_ogg() {
    let packets = opus_packets(3);
    let element = |id: &[u8], content: &[u8]| {
        let size = u32::try_from(content.len()).unwrap().to_be_bytes();
        [id, &[0x10 | size[0], size[1], size[2], size[3]], content].concat()
    };
    let track = element(
        &[0xAE],
        &[
            element(&[0xD7], &[1]),
            element(&[0x86], b"A_OPUS"),
            element(&[0x53, 0x6E], PLANTED),
            element(&[0x63, 0xA2], &opus_head()),
        ]
        .concat(),
    );
    let blocks = packets
        .iter()
        .flat_map(|packet| element(&[0xA3], &[&[0x81, 0, 0, 0x80], packet.as_slice()].concat()));
    let other = element(&[0xA3], &[&[0x82, 0, 0, 0x80], PLANTED].concat());
    let unknown = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    let file = [
        element(&[0x1A, 0x45, 0xDF, 0xA3], b"webm").as_slice(),
        &[0x18, 0x53, 0x80, 0x67],
        &unknown,
        &element(&[0x15, 0x49, 0xA9, 0x66], PLANTED),
        &element(&[0x16, 0x54, 0xAE, 0x6B], &track),
        &[0x1F, 0x43, 0xB6, 0x75],
        &unknown,
        &element(&[0xE7], &[0]),
        &other,
        &blocks.collect::<Vec<u8>>(),
        &element(&[0x12, 0x54, 0xC3, 0x67], PLANTED),
    ]
    .concat();
    let sound = stripped(&file, "audio/ogg", 53);
    assert_eq!(sound, strip(&ogg(&packets)).unwrap());
}

#[test]
fn what_is_no_recording_is_refused() {
    for file in [
        b"".as_slice(),
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"ID3\x04\0\0\0\0\0\0",
        b"hello there",
        b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
        b"fLaC\0\0\0\x22",
    ] {
        assert_eq!(strip(file), Err(SoundError::Unsupported), "{file:?}");
    }
}
