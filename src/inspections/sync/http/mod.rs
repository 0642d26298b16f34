//! The interface: wire types and handlers.

mod conflicts;
mod pull;
mod push;
mod sent;
mod shapes;

use super::push::Tablet;
use crate::identity::Caller;
use crate::identity::permissions::InspectEstablishments;
use crate::inspections::error::InspectionError;
use crate::platform::http::Routes;

/// An inspector.
type Inspector = Caller<InspectEstablishments>;

/// Adds the routes of this part.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(pull::pull_changes)
        .service(push::push_operations)
        .service(conflicts::list_sync_conflicts)
        .service(conflicts::get_sync_conflict)
        .service(conflicts::resolve_sync_conflict);
}

/// The tablet that asks; nobody synchronises from a desk.
fn tablet_of(by: &Inspector) -> Result<Tablet, InspectionError> {
    Ok(Tablet {
        account: by.account(),
        organisation: by.organisation(),
        device: by.device().ok_or(InspectionError::NoTablet)?,
    })
}
