//! Queries.

mod outbox;
mod peers;
mod received;

pub(super) use outbox::{
    MessageRow, NewMessage, Settled, claim_due, delete_about, delete_message, give_back,
    insert_message, is_ours, is_waiting, let_next_come, postpone, settle,
};
pub use peers::{PeerRow, find_peer, list_peers};
pub(super) use peers::{
    claim_peer, find_by_address, find_by_signing_key, insert_peer, lock_peer, note_failure,
    put_organisations, update_peer,
};
pub use received::forget_received;
pub(super) use received::{ReceivedRow, find_received, has_ended, insert_received};
