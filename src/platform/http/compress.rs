//! Content codings: zstd, brotli and gzip by `Accept-Encoding`.

use std::io::Write as _;
use std::sync::OnceLock;

use actix_web::HttpMessage;
use actix_web::http::header::{AcceptEncoding, ContentEncoding, Encoding, Header as _};
use actix_web::web::Bytes;

/// A content coding that is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    /// RFC 8878.
    Zstd,
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

/// How much work compressing is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For an answer to one person.
    Quick,
    /// For an answer that many will get.
    Thorough,
    /// For what is compressed once and then sent for days: a second of work is worth some hundred bytes.
    Once,
}

/// Bodies below this size are sent as they are: the header would cost what the coding saves.
pub const SMALLEST_COMPRESSED: usize = 512;

/// A body that is compressed once for each coding, when somebody first asks for it.
#[derive(Debug)]
pub struct Coded {
    plain: Bytes,
    coded: [OnceLock<Option<Bytes>>; 3],
}

impl Coded {
    /// Nothing is compressed yet.
    pub fn new(plain: Bytes) -> Self {
        Self {
            plain,
            coded: Default::default(),
        }
    }

    /// The bytes as they are.
    pub const fn plain(&self) -> &Bytes {
        &self.plain
    }

    /// The bytes in a coding; `None` when coding fails.
    pub fn coded(&self, coding: Coding) -> Option<&Bytes> {
        let [zstd, brotli, gzip] = &self.coded;
        let slot = match coding {
            Coding::Zstd => zstd,
            Coding::Brotli => brotli,
            Coding::Gzip => gzip,
        };
        slot.get_or_init(|| coding.encode(&self.plain, Effort::Thorough))
            .as_ref()
    }
}

impl Coding {
    /// Every coding that is served.
    pub const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// The token of `Content-Encoding`.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The coding that the caller likes best, if it takes any.
    pub fn preferred(request: &impl HttpMessage) -> Option<Self> {
        let accepted = AcceptEncoding::parse(request).ok()?;
        let served = [
            // Brotli first: it knows words of the web by heart, and small answers become a tenth smaller than by zstd.
            Encoding::Known(ContentEncoding::Brotli),
            Encoding::Known(ContentEncoding::Zstd),
            Encoding::Known(ContentEncoding::Gzip),
            Encoding::Known(ContentEncoding::Identity),
        ];
        match accepted.negotiate(served.iter())? {
            Encoding::Known(ContentEncoding::Zstd) => Some(Self::Zstd),
            Encoding::Known(ContentEncoding::Brotli) => Some(Self::Brotli),
            Encoding::Known(ContentEncoding::Gzip) => Some(Self::Gzip),
            Encoding::Known(_) | Encoding::Unknown(_) => None,
        }
    }

    /// The coded bytes; `None` when coding fails, so that the plain body is sent instead.
    pub fn encode(self, body: &[u8], effort: Effort) -> Option<Bytes> {
        let (zstd, brotli, gzip) = match effort {
            Effort::Quick => (1, 3, 1),
            // Brotli's qualities 5 to 9 give the same bytes of what we answer, and 9 takes twenty times as long.
            Effort::Thorough => (6, 5, 6),
            Effort::Once => (19, 11, 9),
        };
        let coded = match self {
            Self::Zstd => zstd::bulk::compress(body, zstd),
            Self::Brotli => brotli_encode(body, brotli),
            Self::Gzip => gzip_encode(body, gzip),
        };
        coded.ok().map(Bytes::from)
    }
}

/// The window is no larger than the body needs: it is set up anew for each.
fn brotli_encode(body: &[u8], quality: u32) -> std::io::Result<Vec<u8>> {
    let window = body.len().max(1).ilog2().saturating_add(1).clamp(10, 20);
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, quality, window);
    writer.write_all(body)?;
    writer.flush()?;
    Ok(writer.into_inner())
}

fn gzip_encode(body: &[u8], level: u32) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    writer.write_all(body)?;
    writer.finish()
}
