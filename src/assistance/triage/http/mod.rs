//! Wire types and handlers.

mod public;
mod staff;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of triage rules.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(public::get_triage_rules)
        .service(public::get_triage_rules_version)
        .service(staff::draft_triage_rules)
        .service(staff::list_triage_rule_sets)
        .service(staff::get_triage_rule_set)
        .service(staff::discard_triage_rules)
        .service(staff::try_triage_rules)
        .service(staff::publish_triage_rules);
}
