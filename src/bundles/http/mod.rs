//! `/v1/bundles`.

mod bundle;
mod list;
mod wire;

use crate::platform::http::Routes;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list::list_bundles)
        .service(bundle::get_bundle);
}
