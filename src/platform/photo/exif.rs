//! The one fact of EXIF that a picture cannot do without: which way is up.

/// Upright, or not known.
pub(super) const UPRIGHT: u8 = 1;

const ORIENTATION_TAG: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation in a TIFF structure, with or without EXIF's own header in front.
///
/// None when there is none that makes sense: damaged metadata is no reason to refuse a photograph,
/// since it is removed anyway.
pub(super) fn orientation(exif: &[u8]) -> Option<u8> {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let order = match tiff.get(..4)? {
        b"II*\0" => Order::Little,
        b"MM\0*" => Order::Big,
        _ => return None,
    };
    let directory = usize::try_from(order.u32(tiff.get(4..)?)?).ok()?;
    let entries = tiff.get(directory..)?;
    let count = usize::from(order.u16(entries)?);
    entries
        .get(2..)?
        .chunks_exact(12)
        .take(count)
        .find_map(|entry| {
            let is_orientation =
                order.u16(entry)? == ORIENTATION_TAG && order.u16(entry.get(2..)?)? == SHORT;
            let value = order.u16(entry.get(8..)?).filter(|_| is_orientation)?;
            u8::try_from(value)
                .ok()
                .filter(|value| (1..=8).contains(value))
        })
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn u16(self, bytes: &[u8]) -> Option<u16> {
        let value = *bytes.first_chunk()?;
        Some(match self {
            Self::Little => u16::from_le_bytes(value),
            Self::Big => u16::from_be_bytes(value),
        })
    }

    fn u32(self, bytes: &[u8]) -> Option<u32> {
        let value = *bytes.first_chunk()?;
        Some(match self {
            Self::Little => u32::from_le_bytes(value),
            Self::Big => u32::from_be_bytes(value),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_byte_orders_are_read() {
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        assert_eq!(orientation(little), Some(6));
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";
        assert_eq!(orientation(big), Some(8));
    }

    #[test]
    fn nonsense_is_no_orientation() {
        assert_eq!(orientation(b""), None);
        assert_eq!(orientation(b"II*\0\xff\xff\xff\xff"), None);
        assert_eq!(
            orientation(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0"),
            None
        );
    }
}
