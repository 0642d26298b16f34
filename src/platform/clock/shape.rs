//! Strictness: what a text must look like before a lenient parser sees it.

/// Compares byte by byte; `0` stands for any digit, `T` also for `t`.
pub(super) fn has_shape(text: &[u8], shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text
            .iter()
            .zip(shape)
            .all(|(byte, expected)| match expected {
                b'0' => byte.is_ascii_digit(),
                _ => byte.eq_ignore_ascii_case(expected),
            })
}
