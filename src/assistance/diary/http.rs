//! `…/diary` and `…/claim`.

mod claim;
mod entries;

pub(in crate::assistance) use self::claim::{
    ClaimShown, get_own_assistance_claim, open_assistance_claim, put_assistance_claim_rule,
    put_own_assistance_claim_rule,
};
pub(in crate::assistance) use self::entries::{
    keep_own_diary_entries, list_own_diary_entries, open_assistance_diary, remove_own_diary_entry,
};
