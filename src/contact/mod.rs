//! Reaching people: the only code that can send anything to a worker.
//!
//! What must always be true: nothing is sent without a [`Permit`], and a permit is made by a safe-contact plan that says
//! yes to this way at this time, or to answer a text that the person has just sent. It is asked when something
//! happens and again when it is really sent. What is refused is written to the case. A text says nothing of the
//! service, of labour or of a case unless the plan allows it, and nothing that was told ever.

mod actions;
mod gateway;
mod model;
mod permit;
mod sender;
mod store;

pub use actions::{
    Foreseen, HandMade, Notice, Permitted, RefusedContact, call_duty, end, enqueue, find, foresee,
    forget, is_stopped, keep, list, note_outcome, note_plan, notify, refuse_by_hand, sends,
    start_again, stop, try_by_hand,
};
pub use gateway::{GatewayFailure, TextGateway};
pub use model::{
    ByHand, ChannelCode, ClockTime, ContactAttempt, ContactMethod, ContactOutcome, ContactRefusal,
    ContactWindow, NotedOutcome, Occasion, OwnerCode, SafeContact,
};
pub use permit::Permit;
pub use sender::TextSender;
