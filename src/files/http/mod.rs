//! The interface of this area.

mod body;
pub mod headers;
pub mod protocol;
mod shapes;
mod uploads;

pub use shapes::{FilePart, UploadShown};

use crate::platform::http::Routes;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(uploads::describe_uploads)
        .service(uploads::begin_upload)
        .service(uploads::get_upload)
        .service(uploads::continue_upload)
        .service(uploads::terminate_upload);
}
