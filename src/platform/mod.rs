//! What every area may use and which itself uses no area.

pub mod chosen_id;
pub mod clock;
pub mod code_lists;
pub mod crypto;
pub mod db;
pub mod encoded;
pub mod file_storage;
pub mod http;
pub mod ids;
pub mod intake;
pub mod language;
pub mod media;
pub mod messages;
pub mod money;
pub mod outbound;
pub mod pdf;
pub mod phone;
pub mod photo;
pub mod place;
pub mod problem;
pub mod sealed_files;
pub mod sound;
pub mod text;
pub mod thumbnail;
pub mod vault;
pub mod video;
