//! Which establishments are visited in a period, on which day and by whom. No database and no clock: what goes in decides what
//! comes out.
//!
//! Nothing that comes out says why an establishment was drawn (decision 47):
//!
//! - Companies of establishments that are alike are made before anybody looks at what was asked for ([`companies`]).
//! - A lottery draws whole companies. One with a visit that was asked for has its chance multiplied, by no more than
//!   [`Parameters::favour`] ([`lottery`]).
//! - Days, inspectors and order follow from what was drawn alone ([`routes`]).
//!
//! So whoever sees everything that comes out, and knows everything else that went in, learns about one request for a visit no
//! more than a likelihood ratio of `favour`, and about which of a company it was nothing at all.

mod chance;
mod companies;
mod lottery;
mod parameters;
mod routes;

pub use chance::Chance;
pub use companies::{Alike, Company, companies};
pub use lottery::{Draw, Share, chance_of, draw};
pub use parameters::{Delay, Parameters, shipped};
pub use routes::{Slot, Stop, kilometres, routes};

use crate::platform::ids::Id;
use crate::platform::place::Point;

/// An establishment that can be visited.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: Id,
    /// What is done there: the narrowest code first, then all wider ones.
    pub isic: Vec<String>,
    /// How large it is.
    pub size: Option<&'static str>,
    /// In which district it lies.
    pub district: Option<String>,
    /// Where it is.
    pub point: Option<Point>,
    /// How much likelier it is drawn than a place of low risk.
    pub weight: f64,
}
