//! Queries.

mod attachments;
mod consents;
mod queue;
mod readings;
mod requests;
mod retention;

pub(in crate::assistance) use self::attachments::{
    AttachmentRow, count_attachments, delete_attachments, find_attachment, insert_attachment,
    is_file_known, list_attachments,
};
pub(in crate::assistance) use self::consents::{
    ConsentPurpose, ConsentRow, consents_to, give_consent, insert_consent, list_consents,
    move_consents, withdraw_consents,
};
pub(in crate::assistance) use self::queue::{QueueFilter, QueueRank, count_open, list_queue};
pub(in crate::assistance) use self::readings::{delete_readings, insert_reading, list_readings};
pub(in crate::assistance) use self::requests::{
    RequestRow, count_version_up, delete, delete_identity, find, find_locked, find_of,
    find_of_locked, insert, list_sealed, mark_answered, mark_unanswered, put_content, put_priority,
    subject, update,
};
pub(in crate::assistance) use self::retention::{
    Tombstone, insert_tombstone, list_identities_ended_before, list_planned_ended_before,
};
