//! The headers of uploads that come in part by part. Lines of the input are the values, in this order.
#![no_main]

use actix_web::http::header::HeaderValue;
use actix_web::test::TestRequest;
use libfuzzer_sys::fuzz_target;
use tulay::files::headers::{self, Checksum};

const NAMES: [&str; 6] = [
    "Tus-Resumable",
    "Upload-Length",
    "Upload-Metadata",
    "Upload-Offset",
    "Upload-Checksum",
    "Content-Type",
];

fuzz_target!(|bytes: &[u8]| {
    let mut request = TestRequest::default();
    for (name, value) in NAMES.iter().zip(bytes.split(|byte| *byte == b'\n')) {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            request = request.append_header((*name, value));
        }
    }
    let request = request.to_http_request();
    let _ = (
        headers::require_version(&request),
        headers::require_part(&request),
        headers::allow_version(&request),
    );
    if let Ok((length, name)) = headers::beginning(&request) {
        assert!(length < 10_u64.pow(18), "{length}");
        assert!(
            name.is_none_or(|name| !name.contains(['/', '\\', '\0'])),
            "a name is a path"
        );
    }
    let _ = headers::offset(&request);
    if let Ok(Some(sum)) = Checksum::of(&request) {
        let _ = sum.check(bytes);
    }
});
