//! Use cases.

mod manage;
mod settle;

pub(super) use manage::{
    ENDPOINT_DISABLED, ENDPOINTS_FULL, NewEndpoint, Opened, Wished, change, create, delete, list,
    open, replay, rotate_secret, switch, test,
};
pub(super) use settle::{Attempt, Ending, settle};
