//! What hands texts to a network.

mod http;

pub use http::HttpGateway;

use super::permit::Permit;
use crate::platform::ids::Id;

/// Something that sends texts to telephones. It is given nothing but permits, the number is in them.
pub trait TextGateway: Send + Sync {
    /// Hands over a text; `id` is the same at each repetition. Blocks for as long as the gateway takes.
    fn send(&self, permit: &Permit, text: &str, id: Id) -> Result<(), GatewayFailure>;
}

/// Why a text was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayFailure {
    /// It may be taken later.
    NotNow,
    /// It will not be taken: the number or the text is refused.
    Never,
}
