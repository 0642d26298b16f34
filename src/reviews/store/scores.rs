//! What ratings are computed from.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::agencies::EntryKind;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::reviews::model::{
    Cell, Hundredths, ModerationStatus, Month, Priors, PriorsByKind, Route, Statistics, Tally,
};
use crate::schema::{
    recruitment_costs, recruitment_costs_done, reviews, score_epoch, score_priors,
    score_statistics, scored_agencies, told_figures,
};

/// The only row of the table of the month to which ages are counted.
const THE_ROW: i64 = 1;
/// Stands for all corridors together.
const ANYWHERE: &str = "*";

fn broken<E: std::error::Error + Send + Sync + 'static>(error: E) -> DbError {
    diesel::result::Error::DeserializationError(Box::new(error)).into()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = score_statistics)]
struct StatisticsRow {
    agency_id: Id,
    origin: String,
    destination: String,
    dimension: String,
    month: String,
    proof: String,
    ones: i64,
    twos: i64,
    threes: i64,
    fours: i64,
    fives: i64,
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

impl StatisticsRow {
    fn read(self) -> Result<(Id, Cell, Tally), DbError> {
        let tally =
            Tally::of([self.ones, self.twos, self.threes, self.fours, self.fives].map(count));
        let cell = Cell {
            route: (self.origin, self.destination),
            dimension: self.dimension,
            month: self.month.parse().map_err(broken)?,
            proof: self.proof.parse().map_err(broken)?,
        };
        Ok((self.agency_id, cell, tally))
    }
}

/// The numbers of an agency.
pub fn statistics(conn: &mut Conn, agency: Id) -> Result<Statistics, DbError> {
    let rows: Vec<StatisticsRow> = score_statistics::table
        .filter(score_statistics::agency_id.eq(agency))
        .select(StatisticsRow::as_select())
        .load(conn)?;
    let cells = rows.into_iter().map(|row| {
        let (_, cell, tally) = row.read()?;
        Ok((cell, tally))
    });
    Ok(Statistics::of(cells.collect::<Result<Vec<_>, DbError>>()?))
}

/// The numbers of some agencies that come after this one, by agency.
pub fn statistics_after(
    conn: &mut Conn,
    after: Option<Id>,
    agencies: i64,
) -> Result<Vec<(Id, Cell, Tally)>, DbError> {
    let mut next = scored_agencies::table
        .order(scored_agencies::agency_id)
        .limit(agencies)
        .select(scored_agencies::agency_id)
        .into_boxed::<crate::platform::db::MultiBackend>();
    if let Some(after) = after {
        next = next.filter(scored_agencies::agency_id.gt(after));
    }
    let next: Vec<Id> = next.load(conn)?;
    let rows: Vec<StatisticsRow> = score_statistics::table
        .filter(score_statistics::agency_id.eq_any(next))
        .order(score_statistics::agency_id)
        .select(StatisticsRow::as_select())
        .load(conn)?;
    rows.into_iter().map(StatisticsRow::read).collect()
}

/// Stores one number of an agency.
pub fn put_tally(conn: &mut Conn, agency: Id, cell: &Cell, tally: &Tally) -> Result<(), DbError> {
    let (origin, destination) = &cell.route;
    let month = cell.month.to_string();
    let key = (
        agency,
        origin,
        destination,
        &cell.dimension,
        &month,
        cell.proof.as_str(),
    );
    diesel::delete(score_statistics::table.find(key)).execute(conn)?;
    if tally.count() == 0 {
        return Ok(());
    }
    let [ones, twos, threes, fours, fives] = tally.counts().map(i64::from);
    diesel::insert_into(score_statistics::table)
        .values((
            score_statistics::agency_id.eq(agency),
            score_statistics::origin.eq(origin),
            score_statistics::destination.eq(destination),
            score_statistics::dimension.eq(&cell.dimension),
            score_statistics::month.eq(&month),
            score_statistics::proof.eq(cell.proof.as_str()),
            score_statistics::ones.eq(ones),
            score_statistics::twos.eq(twos),
            score_statistics::threes.eq(threes),
            score_statistics::fours.eq(fours),
            score_statistics::fives.eq(fives),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts numbers of an agency in the place of all others.
pub fn replace_statistics(conn: &mut Conn, agency: Id, all: &Statistics) -> Result<(), DbError> {
    let before = score_statistics::table.filter(score_statistics::agency_id.eq(agency));
    diesel::delete(before).execute(conn)?;
    for (cell, tally) in all.cells() {
        put_tally(conn, agency, cell, tally)?;
    }
    Ok(())
}

/// The month to which an agency's rating counts ages; none while its statistics are not kept.
pub fn scored_as_of(conn: &mut Conn, agency: Id) -> Result<Option<String>, DbError> {
    let as_of = scored_agencies::table
        .find(agency)
        .select(scored_agencies::as_of);
    Ok(as_of.first(conn).optional()?)
}

/// Notes that an agency's statistics are kept, and to which month its rating counts ages.
pub fn put_scored(conn: &mut Conn, agency: Id, as_of: Month) -> Result<(), DbError> {
    diesel::delete(scored_agencies::table.find(agency)).execute(conn)?;
    diesel::insert_into(scored_agencies::table)
        .values((
            scored_agencies::agency_id.eq(agency),
            scored_agencies::as_of.eq(as_of.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Agencies whose rating counts ages to an earlier month.
pub fn list_outdated(conn: &mut Conn, as_of: Month, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(scored_agencies::table
        .filter(scored_agencies::as_of.lt(as_of.to_string()))
        .order((scored_agencies::as_of, scored_agencies::agency_id))
        .limit(most)
        .select(scored_agencies::agency_id)
        .load(conn)?)
}

/// Agencies with published reviews of which no statistics are kept yet.
pub fn list_unscored(conn: &mut Conn, most: i64) -> Result<Vec<Id>, DbError> {
    use crate::schema::agencies;

    // From the agencies, of which there are fewer than reviews.
    let scored = scored_agencies::table.filter(scored_agencies::agency_id.eq(agencies::id));
    let published = reviews::table
        .filter(reviews::agency_id.eq(agencies::id))
        .filter(reviews::status.eq(ModerationStatus::Published));
    Ok(agencies::table
        .filter(not(exists(scored)))
        .filter(exists(published))
        .select(agencies::id)
        .order(agencies::id)
        .limit(most)
        .load(conn)?)
}

/// Agencies that have a rating, after this one.
pub fn list_rated(conn: &mut Conn, after: Option<Id>, most: i64) -> Result<Vec<Id>, DbError> {
    let mut query = crate::schema::agencies::table
        .filter(crate::schema::agencies::rating.is_not_null())
        .order(crate::schema::agencies::id)
        .limit(most)
        .select(crate::schema::agencies::id)
        .into_boxed::<crate::platform::db::MultiBackend>();
    if let Some(after) = after {
        query = query.filter(crate::schema::agencies::id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// The published reviews of an agency that count: those that are being checked do not.
pub fn list_published(conn: &mut Conn, agency: Id) -> Result<Vec<Id>, DbError> {
    Ok(reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .filter(reviews::held_on.is_null())
        .order(reviews::id)
        .select(reviews::id)
        .load(conn)?)
}

/// The published reviews of an agency, those under suspicion among them.
pub fn list_public(conn: &mut Conn, agency: Id) -> Result<Vec<Id>, DbError> {
    Ok(reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .order(reviews::id)
        .select(reviews::id)
        .load(conn)?)
}

/// The month to which ages are counted now.
pub fn epoch(conn: &mut Conn) -> Result<Option<Month>, DbError> {
    let as_of = score_epoch::table.find(THE_ROW).select(score_epoch::as_of);
    let as_of: Option<String> = as_of.first(conn).optional()?;
    as_of.map(|month| month.parse().map_err(broken)).transpose()
}

/// What is expected of entries of a kind; nothing before the first month has begun.
pub fn priors(conn: &mut Conn, kind: EntryKind) -> Result<Option<Priors>, DbError> {
    type Row = (String, String, String, i64, i64, i64, i64, i64);
    let Some(as_of) = epoch(conn)? else {
        return Ok(None);
    };
    let rows: Vec<Row> = score_priors::table
        .filter(score_priors::kind.eq(kind))
        .select((
            score_priors::origin,
            score_priors::destination,
            score_priors::dimension,
            score_priors::ones,
            score_priors::twos,
            score_priors::threes,
            score_priors::fours,
            score_priors::fives,
        ))
        .load(conn)?;
    let mut priors = Priors::unknown(as_of);
    for (origin, destination, dimension, ones, twos, threes, fours, fives) in rows {
        let route = (origin != ANYWHERE).then_some((origin, destination));
        let hundredths: Hundredths = [ones, twos, threes, fours, fives].map(count);
        priors.expect(route, dimension, hundredths);
    }
    Ok(Some(priors))
}

/// Begins a month.
pub fn put_priors(conn: &mut Conn, as_of: Month, of_kinds: &PriorsByKind) -> Result<(), DbError> {
    diesel::delete(score_epoch::table).execute(conn)?;
    diesel::delete(score_priors::table).execute(conn)?;
    diesel::insert_into(score_epoch::table)
        .values((
            score_epoch::id.eq(THE_ROW),
            score_epoch::as_of.eq(as_of.to_string()),
        ))
        .execute(conn)?;
    for (kind, priors) in of_kinds {
        for (route, dimension, hundredths) in priors.all() {
            insert_prior(conn, (*kind, dimension), route, hundredths)?;
        }
    }
    Ok(())
}

fn insert_prior(
    conn: &mut Conn,
    (kind, dimension): (EntryKind, &str),
    route: Option<&Route>,
    hundredths: Hundredths,
) -> Result<(), DbError> {
    let (origin, destination) = route.map_or((ANYWHERE, ANYWHERE), |(from, to)| {
        (from.as_str(), to.as_str())
    });
    let [ones, twos, threes, fours, fives] = hundredths.map(i64::from);
    diesel::insert_into(score_priors::table)
        .values((
            score_priors::kind.eq(kind),
            score_priors::origin.eq(origin),
            score_priors::destination.eq(destination),
            score_priors::dimension.eq(dimension),
            score_priors::ones.eq(ones),
            score_priors::twos.eq(twos),
            score_priors::threes.eq(threes),
            score_priors::fours.eq(fours),
            score_priors::fives.eq(fives),
        ))
        .execute(conn)?;
    Ok(())
}

/// What reviews of an agency and corridor tell, sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = told_figures)]
pub struct ToldRow {
    pub id: Id,
    pub agency_id: Id,
    pub origin: String,
    pub destination: String,
    pub sealed_figures: Vec<u8>,
}

/// What the reviews of an agency tell, by corridor.
pub fn told_of_agency(conn: &mut Conn, agency: Id) -> Result<Vec<ToldRow>, DbError> {
    Ok(told_figures::table
        .filter(told_figures::agency_id.eq(agency))
        .order((told_figures::origin, told_figures::destination))
        .select(ToldRow::as_select())
        .load(conn)?)
}

/// What the reviews of a corridor tell, by agency or employer.
pub fn told_of_corridor(conn: &mut Conn, route: &Route) -> Result<Vec<ToldRow>, DbError> {
    Ok(told_figures::table
        .filter(told_figures::origin.eq(&route.0))
        .filter(told_figures::destination.eq(&route.1))
        .order(told_figures::agency_id)
        .select(ToldRow::as_select())
        .load(conn)?)
}

/// The row of an agency and corridor.
pub fn find_told(conn: &mut Conn, agency: Id, route: &Route) -> Result<Option<Id>, DbError> {
    Ok(told_figures::table
        .filter(told_figures::agency_id.eq(agency))
        .filter(told_figures::origin.eq(&route.0))
        .filter(told_figures::destination.eq(&route.1))
        .select(told_figures::id)
        .first(conn)
        .optional()?)
}

/// Deletes a row.
pub fn delete_told(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::delete(told_figures::table.find(id)).execute(conn)?;
    Ok(())
}

/// Stores what reviews of an agency and corridor tell.
pub fn insert_told(conn: &mut Conn, row: &ToldRow, today: Date) -> Result<(), DbError> {
    diesel::insert_into(told_figures::table)
        .values((
            told_figures::id.eq(row.id),
            told_figures::agency_id.eq(row.agency_id),
            told_figures::origin.eq(&row.origin),
            told_figures::destination.eq(&row.destination),
            told_figures::sealed_figures.eq(&row.sealed_figures),
            told_figures::changed_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// Corridors of which what is shown has not been made anew since a review of a day that is over.
pub fn list_costs_due(conn: &mut Conn, today: Date, most: usize) -> Result<Vec<Route>, DbError> {
    let changed: Vec<(String, String, Date)> = told_figures::table
        .filter(told_figures::changed_on.lt(today))
        .select((
            told_figures::origin,
            told_figures::destination,
            told_figures::changed_on,
        ))
        .distinct()
        .load(conn)?;
    let done: Vec<(String, String, Date)> = recruitment_costs_done::table.load(conn)?;
    let done: BTreeMap<Route, Date> = done.into_iter().map(|(o, d, on)| ((o, d), on)).collect();
    let mut due: Vec<Route> = changed
        .into_iter()
        .map(|(origin, destination, on)| ((origin, destination), on))
        .filter(|(route, on)| done.get(route).is_none_or(|done| on >= done))
        .map(|(route, _)| route)
        .collect();
    due.sort();
    due.dedup();
    due.truncate(most);
    Ok(due)
}

/// Stores what is shown of a corridor, by group of occupations, in the place of what was shown.
pub fn replace_costs(
    conn: &mut Conn,
    (origin, destination): &Route,
    shown: &[(String, Json)],
    today: Date,
) -> Result<(), DbError> {
    let before = recruitment_costs::table
        .filter(recruitment_costs::origin.eq(origin))
        .filter(recruitment_costs::destination.eq(destination));
    diesel::delete(before).execute(conn)?;
    for (occupation, content) in shown {
        diesel::insert_into(recruitment_costs::table)
            .values((
                recruitment_costs::origin.eq(origin),
                recruitment_costs::destination.eq(destination),
                recruitment_costs::occupation.eq(occupation),
                recruitment_costs::content.eq(content),
            ))
            .execute(conn)?;
    }
    diesel::delete(recruitment_costs_done::table.find((origin, destination))).execute(conn)?;
    diesel::insert_into(recruitment_costs_done::table)
        .values((
            recruitment_costs_done::origin.eq(origin),
            recruitment_costs_done::destination.eq(destination),
            recruitment_costs_done::done_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// What is shown of a corridor and group of occupations.
pub fn costs_shown(
    conn: &mut Conn,
    (origin, destination): &Route,
    occupation: &str,
) -> Result<Option<Json>, DbError> {
    let row = recruitment_costs::table.find((origin, destination, occupation));
    Ok(row
        .select(recruitment_costs::content)
        .first(conn)
        .optional()?)
}
