//! What every area may use and which itself uses no area.

pub mod chosen_id;
pub mod clock;
pub mod code_lists;
pub mod crypto;
/// Tables for spreadsheets.
pub mod csv_cells;
pub mod db;
pub mod encoded;
pub mod file_storage;
pub mod gazetteer;
pub mod http;
pub mod http_signatures;
pub mod ids;
pub mod intake;
pub mod language;
pub mod media;
pub mod messages;
pub mod money;
pub mod outbound;
pub mod outbox;
pub mod pdf;
pub mod phone;
pub mod photo;
pub mod place;
pub mod problem;
pub mod qr_code;
pub mod sealed_files;
pub mod sketch;
pub mod sound;
pub mod table;
pub mod text;
pub mod thumbnail;
pub mod vault;
pub mod video;
