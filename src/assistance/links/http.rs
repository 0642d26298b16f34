//! `…/links`, `/v1/staff/assistance-groups` and `…/groups`.

mod groups;
mod linked;

pub(in crate::assistance) use self::groups::{
    create_assistance_group, invite_to_assistance_group, join_own_group, leave_own_group,
    list_assistance_group, list_own_groups,
};
pub(in crate::assistance) use self::linked::{
    link_assistance_request, list_assistance_links, unlink_assistance_request,
};
