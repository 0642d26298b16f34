//! The interface of this area.

mod body;
mod headers;
pub mod protocol;
mod shapes;
mod uploads;

pub use shapes::{FilePart, UploadShown};
use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(uploads::describe_uploads)
        .service(uploads::begin_upload)
        .service(uploads::get_upload)
        .service(uploads::continue_upload)
        .service(uploads::terminate_upload);
}
