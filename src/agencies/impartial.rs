//! Who decides about agencies: members of staff, as far as no interest keeps them from it.

use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::behind::get_to_change;
use super::rating::resolve;
use crate::identity::Caller;
use crate::identity::permissions::Capability;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::asking::{self, Reading};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};

/// The agencies about which somebody does not decide; without a list that is about none at all.
pub type LeftOut = Option<Vec<Id>>;

/// What this account of this organisation leaves out: the area that keeps interests tells.
#[derive(Clone, Copy)]
pub struct Interested(pub fn(&mut Conn, Id, Id) -> Result<LeftOut, DbError>);

/// A [`Caller`] who states and decides something about agencies. An agency in which they have an interest
/// is not there for them.
pub(super) struct Impartial<C> {
    caller: Caller<C>,
    interested: Interested,
}

impl<C> Deref for Impartial<C> {
    type Target = Caller<C>;

    fn deref(&self) -> &Caller<C> {
        &self.caller
    }
}

impl<C> Impartial<C> {
    /// The agencies that a list leaves out; none when it leaves out everything.
    pub fn left_out(&self, conn: &mut Conn) -> Result<LeftOut, DbError> {
        (self.interested.0)(conn, self.account(), self.organisation())
    }

    /// Whether they may decide about all of these agencies.
    pub fn may_decide(&self, conn: &mut Conn, about: &[Id]) -> Result<bool, DbError> {
        let Some(except) = self.left_out(conn)? else {
            return Ok(false);
        };
        for agency in about {
            let current = resolve(conn, *agency)?.unwrap_or(*agency);
            if except.contains(&current) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Refuses agencies about which they do not decide: those are not there.
    pub fn require(&self, conn: &mut Conn, about: &[Id]) -> Result<(), Problem> {
        if self.may_decide(conn, about)? {
            Ok(())
        } else {
            Err(Problem::new(&NOT_FOUND))
        }
    }

    /// The agency that this id means today, for these who are about to change what is known of it.
    pub fn get_to_change(&self, conn: &mut Conn, agency: Id) -> Result<Id, Problem> {
        let agency = get_to_change(conn, agency)?;
        self.require(conn, &[agency])?;
        Ok(agency)
    }
}

impl<C: Capability> FromRequest for Impartial<C> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload);
        let interested = request.app_data::<web::Data<Interested>>();
        let interested = interested.map(|interested| *interested.get_ref());
        asking::prove(request, async move {
            Ok(Self {
                caller: caller.await?,
                interested: interested.ok_or_else(|| Problem::new(&INTERNAL_ERROR))?,
            })
        })
    }
}
