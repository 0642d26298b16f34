//! Texts as SMS gateways hand them in, in each form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tulay::texting::{Form, read_incoming};

fuzz_target!(|body: &[u8]| {
    for (form, is_form_encoded) in [
        (Form::Generic, false),
        (Form::RapidPro, false),
        (Form::RapidPro, true),
    ] {
        if let Ok(read) = read_incoming(form, is_form_encoded, body, Some("an id")) {
            assert!(!read.message_id.is_empty());
        }
    }
});
