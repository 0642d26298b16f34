//! `/v1/bundles`.

mod bundle;
mod list;
mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_bundles)
        .service(bundle::get_bundle);
}
