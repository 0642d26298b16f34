//! How people who asked for help are reached: their plan, which they change with their code, and what case workers
//! ask before they call. `crate::contact` decides, and sends.

mod actions;
pub(in crate::assistance) mod http;

pub(in crate::assistance) use self::actions::{erase, keep_filed, stop, tell, tell_step};
