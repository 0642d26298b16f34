//! What workers say about agencies and employers, its moderation, and what follows for a rating.
//! "Agency" means either here; what differs is the dimensions (`model/subject.rs`) and what is
//! expected before anybody has said anything (`model/priors.rs`).
//!
//! What must always be true:
//!
//! - What is public was published by a moderator, and a review counts in the rating exactly while it
//!   is public and under no suspicion ([`model::signals`]): each change of state changes the statistics and computes the rating from them in its
//!   own transaction, under a lock on the agency's row. `tulay recompute` counts anew and compares.
//! - A review says nothing about who wrote it. The author is known by a receipt code alone, which
//!   nobody but the author ever sees. The comment, the fees, the occupation and the month are sealed
//!   under the review's own key; plain is only what a moderator published of it. Of all that happens
//!   to it the day is stored, never the hour.
//! - A voice is never public: a moderator listens to a spoken comment and writes down what is published of it.
//! - What is not public is not kept for good: a review that was taken back or rejected is erased two
//!   years after ([`forget_expired`]).
//! - No review is singled out. An agency's reviews are shown, as its rating is, only when there are
//!   at least [`Config::rating_minimum`](crate::config::Config::rating_minimum) of them; of each
//!   only the circumstances that so many share ([`model::shown`]). Under a public id, with the month of publication, in no
//!   order within a month, so that nothing tells when it was filed. What somebody paid is never
//!   shown of a single review: the agency has it in its books. See
//!   `docs/decisions/0006-no-review-is-singled-out.md`.
//! - What proves a review says as little. A document has a key of its own, as a recording has, and is destroyed with the
//!   decision on it, unless its author wants it kept; which organisation vouched is not known; an author is
//!   known by keyed hashes that differ from agency to agency. What proof a single review has is shown
//!   in crowds, as its circumstances are. See `docs/decisions/0019-proof-without-identity.md`.
//! - That a published review was taken down is counted in public, whatever becomes of the review, and
//!   every publication and its end is in the [transparency log](crate::transparency).
//! - Nothing is removed because it looks odd. A published review under suspicion stays on the page, says so, and does not
//!   count until a moderator has looked; the log says when that begins and ends. What the public sees of it follows with the
//!   batch of the next day: nobody learns from it what was filed or decided in which hour.
//! - What a moderator lets through appears with the batch of a later day ([`let_appear`]).
//!
//! Reviews belong to no organisation: whoever has the role of a moderator moderates all of them, in
//! whatever organisation, but for those of an agency in which they have an
//! [interest](crate::claims::has_interest), and those that their organisation collected on paper. What they open and
//! decide is in the audit log.

mod actions;
mod costs;
mod employers;
mod files;
mod http;
mod keeping;
mod model;
mod replies;
mod store;

pub use costs::{
    CapsError, FaultyFile, Limits, RatesReport, read_caps, read_rates, store_caps, store_rates,
};
pub use employers::{count_waiting, refuse_reviews};
pub use files::{FileKeeper, FileStore, ReviewFiles};
pub use http::{FeeLimitCheck, PROBLEMS, PublishedReview, routes};
pub use keeping::{
    ScoreKeeper, check_rating, follow_agency, forget_expired, keep_log, keep_watch, let_appear,
    note_representative, note_unlogged, rated_agencies,
};
pub use model::{Charged, FeeCap, FeeItem, FeeVerdict, RejectionReason};
pub use replies::{
    PublicFace, count_replies, find_face, find_reply, is_shown, list_shown, put_reply,
    remove_reply, still_public, take_down, was_collected_by,
};
pub use store::{PublicPosition, caps as list_fee_caps, find_filing_day, find_filing_state};
