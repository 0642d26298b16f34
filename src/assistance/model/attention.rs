//! Why somebody should look at a request though nothing of it is due.

use crate::text_enum;

text_enum! {
    /// Why somebody should look at a request though nothing of it is due. A step of the organisation
    /// ends it.
    pub enum Attention {
        /// The person contradicts what the organisation says came of it.
        OutcomeDisputed => "outcome_disputed",
        /// Things have become worse since.
        Worse => "worse",
        /// Somebody punishes the person for asking for help.
        Retaliation => "retaliation",
        /// A referral was rejected, not answered, or taken back by the person.
        ReferralReturned => "referral_returned",
    }
}
