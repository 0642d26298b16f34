//! Tablets of inspectors. Each is known by the key that signs its requests; a lost one is told to wipe itself.

mod actions;
mod store;

pub(super) use actions::{DeviceError, NewDevice, register, revoke, scope_of};
pub use store::lock as lock_device;
pub(super) use store::{DeviceRow, RevokedBecause, find, find_by_key, list};
