//! Wire types and handlers.

mod public;
mod staff;

/// Adds the routes of triage rules.
use crate::platform::http::Routes;

pub fn routes(config: &mut Routes<'_, '_>) {
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
