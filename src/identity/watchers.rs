//! Areas that want to know that somebody signed in.

use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::http::network::Place;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// A member of staff who signs in or acts.
#[derive(Debug, Clone, Copy)]
pub struct Acting {
    /// Their organisation.
    pub organisation: Id,
    /// Where they are, coarsely.
    pub place: Option<Place>,
    /// When.
    pub now: Time,
}

/// What an area does when somebody signs in, in the same transaction.
pub type Watch = fn(&mut Conn, &Services, &Acting) -> Result<(), Problem>;

/// The areas that want to know.
#[derive(Debug, Clone, Copy)]
pub struct Watchers(pub &'static [Watch]);

impl Watchers {
    /// Tells them.
    pub fn tell(
        &self,
        conn: &mut Conn,
        services: &Services,
        acting: &Acting,
    ) -> Result<(), Problem> {
        self.0
            .iter()
            .try_for_each(|watch| watch(conn, services, acting))
    }
}
