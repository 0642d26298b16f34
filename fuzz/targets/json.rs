//! JSON without double meanings: what is read means the same to another reader, and is read again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tulay::platform::http::command::read_json;

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = read_json(bytes) else { return };
    let other: Value = serde_json::from_slice(bytes).expect("another reader refuses it");
    assert_eq!(read, other);
    let written = read.to_string();
    assert_eq!(read_json(written.as_bytes()).ok(), Some(read));
});
