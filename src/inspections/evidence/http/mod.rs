//! The interface of the files of visits.

mod files;
mod uploads;

/// Adds the routes of files of evidence.
use crate::platform::http::Routes;

pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(files::add_visit_evidence_file)
        .service(files::download_visit_evidence_file)
        .service(files::see_visit_evidence)
        .service(files::list_visit_evidence_custody)
        .service(uploads::describe_visit_uploads)
        .service(uploads::begin_visit_upload)
        .service(uploads::get_visit_upload)
        .service(uploads::continue_visit_upload)
        .service(uploads::terminate_visit_upload);
}
