//! Reading entitlements and self-checks, and asking. Nothing here writes.

mod contract;
mod fees;
mod findings;
mod list;
mod place;
mod rule;
mod self_checks;
mod terms;
mod wages;
mod whom;
mod words;

use crate::platform::code_lists::{
    AllowedWhen, Code, Countries, EntitlementEvidence, FactsToTell, JourneyStages, Sectors,
    UnknownReasons,
};
use crate::platform::http::Routes;

pub(super) use self::self_checks::newest as newest_self_checks;

type CountryCode = Code<Countries>;
type SectorCode = Code<Sectors>;
type StageCode = Code<JourneyStages>;
type FactCode = Code<FactsToTell>;
type ReasonCode = Code<UnknownReasons>;
type EvidenceCode = Code<EntitlementEvidence>;
type AllowedCode = Code<AllowedWhen>;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list::list_entitlements)
        .service(list::get_entitlement)
        .service(wages::check_wages)
        .service(fees::check_fees)
        .service(contract::check_contract)
        .service(self_checks::list_self_checks)
        .service(self_checks::get_self_check);
}
