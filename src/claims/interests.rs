//! What keeps a member of staff from deciding about an agency: from moderating, and from stating what is known of it.
//!
//! Two things: their organisation claims, or ever claimed, the profile of an agency, and is then in the business
//! itself: its staff decide about no agency at all, neither its own nor its competitors. Or they have said
//! themselves that they have an interest in an agency; that holds at once, and only somebody else can lift it, who
//! has none in that agency.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;

use crate::agencies::{self, Join};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{DeclareInterest, ModerateReviews};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::text::Prose;
use crate::schema::{agency_claims, moderator_interests};

/// Why somebody has an interest in an agency.
pub type InterestReason = Prose<500>;

/// The agencies about which somebody does not decide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Interests {
    /// All: their organisation is in the business.
    Everywhere,
    /// These, as they say themselves.
    In(Vec<Id>),
    /// None.
    #[default]
    Nowhere,
}

impl Interests {
    /// The agencies that a list leaves out; none when it leaves out everything.
    pub fn left_out(&self) -> Option<Vec<Id>> {
        match self {
            Self::Everywhere => None,
            Self::In(agencies) => Some(agencies.clone()),
            Self::Nowhere => Some(Vec::new()),
        }
    }

    /// Whether an agency is among them.
    pub fn include(&self, agency: Id) -> bool {
        self.left_out().is_none_or(|all| all.contains(&agency))
    }
}

/// About which agencies this caller does not decide.
pub fn interests<C>(conn: &mut Conn, by: &Caller<C>) -> Result<Interests, DbError> {
    of_account(conn, by.account(), by.organisation())
}

/// The agencies that whatever this account of an organisation decides leaves out; none when that is everything.
pub fn left_out(
    conn: &mut Conn,
    account: Id,
    organisation: Id,
) -> Result<Option<Vec<Id>>, DbError> {
    Ok(of_account(conn, account, organisation)?.left_out())
}

fn of_account(conn: &mut Conn, account: Id, organisation: Id) -> Result<Interests, DbError> {
    if is_in_the_business(conn, organisation)? {
        return Ok(Interests::Everywhere);
    }
    let declared = moderator_interests::table
        .filter(moderator_interests::account_id.eq(account))
        .filter(moderator_interests::lifted_on.is_null())
        .select(moderator_interests::agency_id)
        .load(conn)?;
    Ok(if declared.is_empty() {
        Interests::Nowhere
    } else {
        Interests::In(declared)
    })
}

/// Whether an organisation claims the profile of an agency, or ever did.
pub fn is_in_the_business(conn: &mut Conn, organisation: Id) -> Result<bool, DbError> {
    let claims = agency_claims::table;
    let claims = claims.filter(agency_claims::organisation_id.eq(organisation));
    Ok(select(exists(claims)).get_result(conn)?)
}

/// Whether this caller must not decide about an agency.
pub fn has_interest<C>(conn: &mut Conn, by: &Caller<C>, agency: Id) -> Result<bool, DbError> {
    Ok(interests(conn, by)?.include(agency))
}

/// An interest that somebody declared.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = moderator_interests)]
pub struct InterestRow {
    pub id: Id,
    pub account_id: Id,
    pub agency_id: Id,
    pub reason: String,
    pub declared_on: Date,
}

/// Why an interest cannot be declared or lifted.
#[derive(Debug, thiserror::Error)]
pub enum InterestError {
    /// There is no such agency.
    #[error("there is no such agency")]
    UnknownAgency,
    /// There is no such interest, or no longer.
    #[error("there is no such interest")]
    NotFound,
    /// Nobody lifts their own.
    #[error("nobody lifts their own interest")]
    Own,
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for InterestError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Declares an interest; doing so again changes nothing.
pub fn declare(
    conn: &mut Conn,
    by: &Caller<DeclareInterest>,
    (id, agency): (Id, Id),
    reason: &InterestReason,
    now: Time,
) -> Result<InterestRow, InterestError> {
    let agency = agencies::current(conn, agency)?.ok_or(InterestError::UnknownAgency)?;
    let standing = moderator_interests::table
        .filter(moderator_interests::account_id.eq(by.account()))
        .filter(moderator_interests::agency_id.eq(agency))
        .filter(moderator_interests::lifted_on.is_null())
        .select(InterestRow::as_select());
    if let Some(row) = standing.first(conn).optional()? {
        return Ok(row);
    }
    let row = InterestRow {
        id,
        account_id: by.account(),
        agency_id: agency,
        reason: reason.as_str().to_owned(),
        declared_on: now.date(),
    };
    diesel::insert_into(moderator_interests::table)
        .values((
            moderator_interests::id.eq(row.id),
            moderator_interests::account_id.eq(row.account_id),
            moderator_interests::agency_id.eq(row.agency_id),
            moderator_interests::reason.eq(&row.reason),
            moderator_interests::declared_on.eq(row.declared_on),
        ))
        .execute(conn)?;
    record(conn, by, id, "declared", now)?;
    Ok(row)
}

/// Lifts somebody else's interest. For who has one in the same agency it is not there.
pub fn lift(
    conn: &mut Conn,
    by: &Caller<ModerateReviews>,
    interest: Id,
    now: Time,
) -> Result<(), InterestError> {
    let standing = moderator_interests::table
        .find(interest)
        .filter(moderator_interests::lifted_on.is_null());
    let found: Option<(Id, Id)> = standing
        .select((
            moderator_interests::account_id,
            moderator_interests::agency_id,
        ))
        .first(conn)
        .optional()?;
    let (account, agency) = found.ok_or(InterestError::NotFound)?;
    if account == by.account() {
        return Err(InterestError::Own);
    }
    if has_interest(conn, by, agency)? {
        return Err(InterestError::NotFound);
    }
    diesel::update(standing)
        .set((
            moderator_interests::lifted_on.eq(now.date()),
            moderator_interests::lifted_by.eq(by.account()),
        ))
        .execute(conn)?;
    Ok(record(conn, by, interest, "lifted", now)?)
}

fn record<C>(
    conn: &mut Conn,
    by: &Caller<C>,
    interest: Id,
    word: &'static str,
    now: Time,
) -> Result<(), DbError> {
    let (action, subject) = (Action::Declared, Subject::ModeratorInterest);
    by.record(conn, now, action, subject, interest, Some(word))
}

/// The interests that stand, newest day first, after a position.
pub fn list_declared(
    conn: &mut Conn,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<InterestRow>, DbError> {
    let mut query = moderator_interests::table
        .filter(moderator_interests::lifted_on.is_null())
        .into_boxed::<crate::platform::db::MultiBackend>();
    if let Some((day, id)) = after {
        let same = moderator_interests::declared_on.eq(day);
        let earlier = moderator_interests::declared_on.lt(day);
        query = query.filter(earlier.or(same.and(moderator_interests::id.lt(id))));
    }
    Ok(query
        .order((
            moderator_interests::declared_on.desc(),
            moderator_interests::id.desc(),
        ))
        .limit(rows)
        .select(InterestRow::as_select())
        .load(conn)?)
}

/// Moves the interests in an entry that turned out to be another one.
pub fn follow(conn: &mut Conn, join: Join) -> Result<(), DbError> {
    let interests = moderator_interests::table.filter(moderator_interests::agency_id.eq(join.from));
    diesel::update(interests)
        .set(moderator_interests::agency_id.eq(join.into))
        .execute(conn)?;
    Ok(())
}
