//! `/v1/staff/visits`.

mod history;
mod list;
mod make;
mod records;
mod shapes;

pub use shapes::VisitRecord;

/// An inspector of an inspectorate.
type Inspector = crate::identity::Caller<crate::identity::permissions::InspectEstablishments>;

/// Adds the routes of visits.
use crate::platform::http::Routes;

pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list::list_visits)
        .service(make::make_visit)
        .service(list::get_visit)
        .service(make::change_visit)
        .service(make::set_visit_team)
        .service(history::get_visit_team)
        .service(records::make_visit_record)
        .service(records::get_visit_record)
        .service(records::change_visit_record)
        .service(history::list_visit_history);
}
