//! `/v1/site-boards/{token}` and `/v1/staff/site-boards`.

mod public;
mod staff;

pub(in crate::safety) use self::public::find_site_board;
pub(in crate::safety) use self::staff::{
    create_site_board, get_site_board, list_site_boards, print_site_board, revoke_site_board,
};
