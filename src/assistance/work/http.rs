//! `…/work` and `…/appointments`.

mod appointments;
mod items;

pub(in crate::assistance) use self::appointments::{
    list_own_appointments, reply_to_own_appointment,
};
pub(in crate::assistance) use self::items::{
    open_case_work, put_case_appointment, put_case_note, put_case_plan, put_case_service,
    put_case_task,
};
