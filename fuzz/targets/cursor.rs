//! Markers of pages: none that we did not make is read, and none is read on another list.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tulay::platform::http::PageQuery;
use tulay::platform::http::cursor::Cursors;
use zeroize::Zeroizing;

fn markers(path: &str) -> Cursors {
    let filter = vec![("country".to_owned(), "PH".to_owned())];
    Cursors::new(Zeroizing::new([7; 32]), path, filter)
}

fn page(cursor: &str) -> PageQuery {
    let cursor = Some(cursor.to_owned());
    PageQuery {
        limit: None,
        cursor,
    }
}

fuzz_target!(|text: &str| {
    let ours = markers("/v1/agencies");
    let strange: Result<Option<Value>, _> = ours.position(&page(text));
    assert!(strange.is_err(), "a made-up marker is read");

    let Some(marker) = ours.marker(&text) else {
        return;
    };
    let read: Result<Option<String>, _> = ours.position(&page(&marker));
    assert_eq!(read.ok().flatten().as_deref(), Some(text));
    let elsewhere: Result<Option<String>, _> = markers("/v1/employers").position(&page(&marker));
    assert!(elsewhere.is_err(), "a marker is read on another list");
});
