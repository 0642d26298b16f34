//! Signing in with an external OpenID provider.
//!
//! What must always be true: nobody is let in by a name or an address that the provider tells, only by a link that an
//! administrator has invited to and that the holder of the account has made; an ID token is believed only when the
//! provider's key has signed it for us, just now and for this very sign-in; whoever the provider lets in needs a
//! second factor where the account's roles do.

mod id_token;
mod provider;
mod sign_in;
mod store;

pub use provider::OpenId;
pub(super) use provider::{OpenIdProvider, ProviderError};
pub(super) use sign_in::{Finishing, OpenIdError, Started, find_pending, finish, start};
pub(super) use store::{
    INVITATION_HOURS, find_link, forget_expired, insert_invitation, is_linked, unlink,
};
