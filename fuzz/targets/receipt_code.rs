//! Receipt codes as people write them: what is read is written again as the same code, in letters and in digits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tulay::platform::crypto::ReceiptCode;

fuzz_target!(|text: &str| {
    let Ok(code) = ReceiptCode::parse(text) else {
        return;
    };
    for form in [code.expose(), code.expose_digits()] {
        let again = ReceiptCode::parse(&form).expect("a code is not read in a form that we write");
        assert_eq!(again.as_bytes(), code.as_bytes());
    }
});
