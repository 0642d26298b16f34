//! The programme: campaigns, plans of visits, and the concealment of those that somebody asked for.
//!
//! What must always be true:
//!
//! - Why an establishment is visited is in one sealed table ([`wanted`]) and nowhere else (C081, Art. 15 c).
//! - A plan is drawn once for each inspectorate, country and period, and the next one only after it was accepted: nobody can
//!   draw again and compare.
//! - Whatever is shown of a plan or a visit follows from which companies were drawn ([`planner`]), and which those are from the
//!   register, from chance under a key, and by no more than a stated factor from what was asked for.

mod campaigns;
mod capacities;
pub mod planner;
mod plans;
mod simulation;
mod wanted;

pub use campaigns::known_campaigns;
pub use simulation::{Figures, Guessing, World, simulate};
pub use wanted::{Said, Told, VisitUrgency, VisitWish, WantedVisit};
pub use wanted::{find_wanted_visit, forget_wanted_visit, note_wanted_visit};

use crate::platform::http::Routes;

/// The routes of the programme.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(capacities::http::list_inspection_capacities)
        .service(capacities::http::get_inspection_capacity)
        .service(capacities::http::set_inspection_capacity)
        .service(campaigns::http::create_inspection_campaign)
        .service(campaigns::http::list_inspection_campaigns)
        .service(campaigns::http::get_inspection_campaign)
        .service(campaigns::changes::change_inspection_campaign)
        .service(campaigns::changes::list_inspection_campaign_events)
        .service(plans::http::propose_visit_plan)
        .service(plans::http::list_visit_plans)
        .service(plans::http::get_visit_plan)
        .service(plans::http::accept_visit_plan)
        .service(plans::rounds::make_visit_round);
}
