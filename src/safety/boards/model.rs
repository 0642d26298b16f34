//! A board.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::platform::clock::Time;
use crate::platform::code_lists::Code;
use crate::platform::crypto::{Domain, LookupKey};
use crate::platform::encoded::Encoded;
use crate::platform::ids::Id;
use crate::platform::place::{CountryCode, Place, Point, Subdivision};

/// What stands in the QR code of a board: 128 bits that nobody guesses.
pub type BoardToken = Encoded<16>;

/// A board that is being made.
pub struct NewBoard {
    /// Its id.
    pub id: Id,
    /// What the site is called.
    pub name: String,
    /// The country.
    pub country: String,
    /// The province, state or region.
    pub subdivision: Option<Subdivision>,
    /// Where it hangs.
    pub point: Option<Point>,
}

/// A board.
#[derive(Debug, Clone)]
pub struct Board {
    /// Its id.
    pub id: Id,
    /// What the site is called.
    pub name: String,
    /// The country.
    pub country: String,
    /// The province, state or region.
    pub subdivision: Option<String>,
    /// Where it hangs.
    pub point: Option<Point>,
    /// When it was made.
    pub created_at: Time,
    /// When it was revoked.
    pub revoked_at: Option<Time>,
}

impl Board {
    /// The place of the site.
    pub fn place(&self) -> Place {
        let subdivision = self.subdivision.clone();
        Place {
            country: CountryCode::known(self.country.clone()),
            subdivision: subdivision.and_then(|code| Subdivision::try_from(code).ok()),
            text: self.name.clone().try_into().ok(),
            point: self.point,
            precision: Code::known("exact".to_owned()),
        }
    }
}

/// The bytes of a board's token: made anew from its id whenever it is printed, so that none is stored.
fn token_bytes(key: &LookupKey, board: Id) -> [u8; 16] {
    let hash = key.hash(Domain::SafetyBoardToken, board.as_bytes());
    hash.first_chunk::<16>().copied().unwrap_or_default()
}

/// The token of a board, as it stands in the QR code.
pub fn token_of(key: &LookupKey, board: Id) -> String {
    URL_SAFE_NO_PAD.encode(token_bytes(key, board))
}

/// Under what the token of a board is found.
pub fn token_hash_of(key: &LookupKey, board: Id) -> [u8; 32] {
    key.hash(Domain::SafetyBoard, &token_bytes(key, board))
}

/// The same, of a token that was read from a board.
pub fn token_hash(key: &LookupKey, token: &BoardToken) -> [u8; 32] {
    key.hash(Domain::SafetyBoard, token.as_bytes())
}
