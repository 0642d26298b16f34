//! Keeping ratings in step with what is published, and checking that they are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Desk, ReviewError, get};
use crate::agencies::{self, EntryKind, Rating};
use crate::platform::crypto::Class;
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::reviews::model::{
    Month, Priors, PriorsByKind, Review, Route, Statistics, Survey, Told, assess, cells_of, costs,
    rate, rates_needed,
};
use crate::reviews::store::{self, ToldRow};

/// Names what is sealed of an agency's figures.
const FIGURES_FIELD: &str = "reviews.told_figures";
/// The number under which one instance at a time does what is done once a month or day.
const ONE_AT_A_TIME: i64 = 0x7475_6c61_7953;
/// Agencies whose numbers are read together.
const AGENCIES_AT_ONCE: i64 = 500;
/// Ratings that are counted to a new month in one go.
const RATINGS_AT_ONCE: i64 = 50;
/// Agencies that are counted from their reviews in one go.
const REBUILT_AT_ONCE: i64 = 5;
/// Corridors of which costs are made anew in one go.
const CORRIDORS_AT_ONCE: usize = 10;
/// What may differ between what is stored and what is counted anew.
const TOLERANCE: f64 = 1e-9;

type ByRoute = BTreeMap<Route, Vec<Told>>;

/// Counts a review no longer as it was, and from now on as it is; and rates its agency anew. The
/// caller holds the lock on the agency's rating.
pub fn follow(
    conn: &mut Conn,
    desk: &Desk,
    before: &Review,
    after: Option<&Review>,
) -> Result<(), ReviewError> {
    let agency = before.agency;
    if store::scored_as_of(conn, agency)?.is_none() {
        return rebuild(conn, desk, agency);
    }
    let mut statistics = store::statistics(conn, agency)?;
    let (ended, begun) = (cells_of(before), after.map(cells_of).unwrap_or_default());
    for (cell, score) in &ended {
        if !statistics.take(cell, *score) {
            // What is stored is not what was published: only counting anew helps.
            tracing::error!(%agency, "A review was not in the statistics; they are counted anew");
            return rebuild(conn, desk, agency);
        }
    }
    for (cell, score) in &begun {
        statistics.add(cell.clone(), *score);
    }
    let touched: BTreeSet<_> = ended.iter().chain(&begun).map(|(cell, _)| cell).collect();
    for cell in touched {
        store::put_tally(conn, agency, cell, &statistics.tally(cell))?;
    }
    let told = retell(conn, desk, before, after)?;
    store::follow_shelf(conn, before, after)?;
    put(conn, desk, agency, &statistics, &told)
}

/// The figures of an agency after one of its reviews has changed.
fn retell(
    conn: &mut Conn,
    desk: &Desk,
    before: &Review,
    after: Option<&Review>,
) -> Result<ByRoute, ReviewError> {
    let agency = before.agency;
    let mut told = told_of(conn, desk, agency)?;
    let mut touched = BTreeSet::new();
    for (route, all) in &mut told {
        let number = all.len();
        all.retain(|one| one.review != before.id);
        if all.len() < number {
            touched.insert(route.clone());
        }
    }
    if let Some(review) = after.filter(|review| review.counts()) {
        let all = told.entry(route_of(review)).or_default();
        all.push(tell(conn, review)?);
        all.sort_by_key(|one| one.review);
        touched.insert(route_of(review));
    }
    for route in touched {
        let all = told.get(&route).map_or(&[][..], Vec::as_slice);
        seal(conn, desk, agency, &route, all)?;
    }
    Ok(told)
}

fn route_of(review: &Review) -> Route {
    let corridor = &review.content.corridor;
    (
        corridor.origin.as_str().to_owned(),
        corridor.destination.as_str().to_owned(),
    )
}

/// What a review tells of costs and contracts.
fn tell(conn: &mut Conn, review: &Review) -> Result<Told, ReviewError> {
    let filed = Month::of(review.filed_on);
    let country = agencies::country(conn, review.agency)?.unwrap_or_default();
    let caps = store::caps(conn)?;
    let (currencies, months) = rates_needed(&review.content, filed);
    let rates = store::rates(conn, currencies, &months)?;
    let assessment = assess(&review.content, &country, filed, &caps, &rates);
    Ok(Told::of(review, &assessment, &country, &caps))
}

fn told_of(conn: &mut Conn, desk: &Desk, agency: Id) -> Result<ByRoute, ReviewError> {
    let mut told = ByRoute::new();
    for row in store::told_of_agency(conn, agency)? {
        let all = open(conn, desk, &row)?;
        told.insert((row.origin, row.destination), all);
    }
    Ok(told)
}

fn open(conn: &mut Conn, desk: &Desk, row: &ToldRow) -> Result<Vec<Told>, ReviewError> {
    let key = desk.vault.key(conn, row.id, Class::Confidential)?;
    Ok(key.open_json(row.id, FIGURES_FIELD, &row.sealed_figures)?)
}

/// Stores figures under a new key: what was sealed before, also in an old copy of the database, can no
/// longer be opened with what there is.
fn seal(
    conn: &mut Conn,
    desk: &Desk,
    agency: Id,
    route: &Route,
    all: &[Told],
) -> Result<(), ReviewError> {
    if let Some(before) = store::find_told(conn, agency, route)? {
        store::delete_told(conn, before)?;
        desk.vault.destroy(conn, before)?;
    }
    let id = Id::random(&*desk.randomness);
    let day = desk.today().start().unwrap_or(desk.now);
    let key = desk.vault.create_key(conn, id, Class::Confidential, day)?;
    let row = ToldRow {
        id,
        agency_id: agency,
        origin: route.0.clone(),
        destination: route.1.clone(),
        sealed_figures: key.seal_json(id, FIGURES_FIELD, &all)?,
    };
    Ok(store::insert_told(conn, &row, desk.today())?)
}

/// What is expected of an agency or employer now; before the first month has begun, nothing.
fn priors(conn: &mut Conn, desk: &Desk, agency: Id) -> Result<Priors, ReviewError> {
    let kind = agencies::kind(conn, agency)?.ok_or(ReviewError::UnknownAgency)?;
    let stored = store::priors(conn, kind.rated_as())?;
    Ok(stored.unwrap_or_else(|| Priors::unknown(Month::of(desk.today()))))
}

/// Rates an agency and stores the rating.
fn put(
    conn: &mut Conn,
    desk: &Desk,
    agency: Id,
    statistics: &Statistics,
    told: &ByRoute,
) -> Result<(), ReviewError> {
    let priors = priors(conn, desk, agency)?;
    let rating = rate(statistics, told, &priors, desk.minimum);
    agencies::put_rating(conn, agency, &rating)?;
    Ok(store::put_scored(conn, agency, priors.as_of())?)
}

/// The numbers and figures of an agency, from its published reviews.
fn scan(conn: &mut Conn, desk: &Desk, agency: Id) -> Result<(Statistics, ByRoute), ReviewError> {
    let (mut statistics, mut told) = (Statistics::default(), ByRoute::new());
    for review in store::list_published(conn, agency)? {
        let review = get(conn, desk, review)?;
        for (cell, score) in cells_of(&review) {
            statistics.add(cell, score);
        }
        let one = tell(conn, &review)?;
        told.entry(route_of(&review)).or_default().push(one);
    }
    for all in told.values_mut() {
        all.sort_by_key(|one| one.review);
    }
    Ok((statistics, told))
}

pub fn rebuild(conn: &mut Conn, desk: &Desk, agency: Id) -> Result<(), ReviewError> {
    let (statistics, told) = scan(conn, desk, agency)?;
    store::replace_statistics(conn, agency, &statistics)?;
    let stored = told_of(conn, desk, agency)?;
    let routes: BTreeSet<&Route> = stored.keys().chain(told.keys()).collect();
    for route in routes {
        let (now, was) = (told.get(route), stored.get(route));
        if now != was {
            seal(
                conn,
                desk,
                agency,
                route,
                now.map_or(&[][..], Vec::as_slice),
            )?;
        }
    }
    store::recount_shelf(conn, agency)?;
    put(conn, desk, agency, &statistics, &told)
}

/// What of an agency's rating is not what follows from its published reviews; it is put right when
/// that is wanted.
pub fn check(
    conn: &mut Conn,
    desk: &Desk,
    agency: Id,
    repair: bool,
) -> Result<Vec<String>, ReviewError> {
    if !agencies::lock_rating(conn, agency)? {
        return Err(ReviewError::UnknownAgency);
    }
    let (statistics, told) = scan(conn, desk, agency)?;
    let mut found = Vec::new();
    let stored = store::statistics(conn, agency)?;
    compare_statistics(&stored, &statistics, &mut found);
    compare_told(told_of(conn, desk, agency)?, &told, &mut found);
    let (kept, counted) = (
        store::find_shelf(conn, agency)?,
        store::count_shelf(conn, agency)?,
    );
    if kept.is_some_and(|kept| kept != counted) {
        found.push("what the page of reviews is shown by differs".to_owned());
    }
    let expected = priors(conn, desk, agency)?;
    let as_of = store::scored_as_of(conn, agency)?;
    // One that is counted to an earlier month follows by itself within minutes.
    if as_of.is_none_or(|month| month == expected.as_of().to_string()) {
        let rating = rate(&statistics, &told, &expected, desk.minimum);
        compare_rating(agencies::stored_rating(conn, agency)?, &rating, &mut found)?;
    }
    if repair && !found.is_empty() {
        rebuild(conn, desk, agency)?;
    }
    Ok(found)
}

fn compare_statistics(stored: &Statistics, counted: &Statistics, found: &mut Vec<String>) {
    let cells: BTreeSet<_> = stored
        .cells()
        .chain(counted.cells())
        .map(|(cell, _)| cell)
        .collect();
    for cell in cells {
        let (was, is) = (stored.tally(cell).counts(), counted.tally(cell).counts());
        if was != is {
            let (from, to) = &cell.route;
            found.push(format!(
                "{from}-{to} {} {}: stored {was:?}, counted {is:?}",
                cell.dimension, cell.month
            ));
        }
    }
}

/// What somebody paid is told to nobody, not even here.
fn compare_told(mut stored: ByRoute, counted: &ByRoute, found: &mut Vec<String>) {
    stored.retain(|_, all| !all.is_empty());
    let routes: BTreeSet<&Route> = stored.keys().chain(counted.keys()).collect();
    for route in routes
        .iter()
        .filter(|route| stored.get(**route) != counted.get(**route))
    {
        found.push(format!(
            "{}-{}: costs and contracts differ",
            route.0, route.1
        ));
    }
}

fn compare_rating(
    stored: Option<Json>,
    rating: &Rating,
    found: &mut Vec<String>,
) -> Result<(), ReviewError> {
    let stored: Value = match stored {
        Some(json) => json.read().map_err(|_| ReviewError::Unreadable)?,
        None => Value::Null,
    };
    let counted = serde_json::to_value(rating).map_err(|_| ReviewError::Unreadable)?;
    differences("rating", &stored, &counted, found);
    Ok(())
}

fn differences(at: &str, stored: &Value, counted: &Value, found: &mut Vec<String>) {
    match (stored, counted) {
        (Value::Object(was), Value::Object(is)) => {
            let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
            for name in names {
                let of = |object: &serde_json::Map<String, Value>| {
                    object.get(name).cloned().unwrap_or_default()
                };
                differences(&format!("{at}.{name}"), &of(was), &of(is), found);
            }
        }
        (Value::Array(was), Value::Array(is)) if was.len() == is.len() => {
            for (place, (was, is)) in was.iter().zip(is).enumerate() {
                differences(&format!("{at}[{place}]"), was, is, found);
            }
        }
        (Value::Number(was), Value::Number(is)) => {
            let apart = was
                .as_f64()
                .zip(is.as_f64())
                .map(|(was, is)| (was - is).abs());
            if apart.is_none_or(|apart| apart > TOLERANCE) {
                found.push(format!("{at}: stored {was}, counted {is}"));
            }
        }
        (was, is) if was != is => found.push(format!("{at}: stored {was}, counted {is}")),
        _ => {}
    }
}

/// What is to be expected from a month on, from the numbers of all agencies, and of all employers.
pub fn survey(conn: &mut Conn, as_of: Month) -> Result<PriorsByKind, ReviewError> {
    let (mut surveys, mut after) = (BTreeMap::<EntryKind, Survey>::new(), None);
    loop {
        let rows = store::statistics_after(conn, after, AGENCIES_AT_ONCE)?;
        let Some(last) = rows.last().map(|(agency, _, _)| *agency) else {
            let finished = surveys.into_iter();
            return Ok(finished.map(|(kind, s)| (kind, s.finish(as_of))).collect());
        };
        after = Some(last);
        let mut of: Vec<Id> = rows.iter().map(|(agency, _, _)| *agency).collect();
        of.dedup();
        let kinds = agencies::kinds(conn, &of)?;
        for (agency, cell, tally) in rows {
            let kind = kinds.get(&agency).ok_or(ReviewError::UnknownAgency)?;
            let survey = surveys.entry(kind.rated_as()).or_default();
            survey.add(agency, cell, &tally, as_of);
        }
    }
}

/// The month to which ages are counted.
pub fn month_begun(conn: &mut Conn) -> Result<Option<Month>, ReviewError> {
    Ok(store::epoch(conn)?)
}

/// Agencies that have a rating, after this one.
pub fn rated_agencies(conn: &mut Conn, after: Option<Id>) -> Result<Vec<Id>, DbError> {
    store::list_rated(conn, after, AGENCIES_AT_ONCE)
}

/// Begins a month, unless another instance has.
pub fn begin_month(
    conn: &mut Conn,
    as_of: Month,
    priors: &PriorsByKind,
) -> Result<(), ReviewError> {
    one_at_a_time(conn, ONE_AT_A_TIME).map_err(DbError::from)?;
    if store::epoch(conn)? < Some(as_of) {
        store::put_priors(conn, as_of, priors)?;
    }
    Ok(())
}

/// Counts some ratings to the month that has begun; returns how many there were.
pub fn age_scores(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    one_at_a_time(conn, ONE_AT_A_TIME).map_err(DbError::from)?;
    let as_of = store::epoch(conn)?.unwrap_or_else(|| Month::of(desk.today()));
    let outdated = store::list_outdated(conn, as_of, RATINGS_AT_ONCE)?;
    for agency in &outdated {
        agencies::lock_rating(conn, *agency)?;
        let statistics = store::statistics(conn, *agency)?;
        let told = told_of(conn, desk, *agency)?;
        put(conn, desk, *agency, &statistics, &told)?;
    }
    Ok(outdated.len())
}

/// Counts some agencies of which nothing was kept, because their reviews were published before there were
/// statistics; returns how many there were.
pub fn count_unscored(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    one_at_a_time(conn, ONE_AT_A_TIME).map_err(DbError::from)?;
    let unscored = store::list_unscored(conn, REBUILT_AT_ONCE)?;
    for agency in &unscored {
        agencies::lock_rating(conn, *agency)?;
        rebuild(conn, desk, *agency)?;
    }
    Ok(unscored.len())
}

/// Makes anew what is shown of the costs of some corridors in which something changed on a day that is
/// over; returns how many there were.
pub fn keep_costs(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    one_at_a_time(conn, ONE_AT_A_TIME).map_err(DbError::from)?;
    let due = store::list_costs_due(conn, desk.today(), CORRIDORS_AT_ONCE)?;
    for route in &due {
        let mut told = Vec::new();
        for row in told_of_agencies(conn, route)? {
            told.extend(open(conn, desk, &row)?);
        }
        let shown = costs(&told).into_iter();
        let shown = shown.map(|(group, figures)| Ok((group, Json::of(&figures)?)));
        let shown: Result<Vec<_>, serde_json::Error> = shown.collect();
        let shown = shown.map_err(|_| ReviewError::Unreadable)?;
        store::replace_costs(conn, route, &shown, desk.today())?;
    }
    Ok(due.len())
}

/// What the reviews of the agencies of a corridor tell. Who reviews the employer, too, has paid once, so
/// that costs are those told with agencies alone.
fn told_of_agencies(conn: &mut Conn, route: &Route) -> Result<Vec<ToldRow>, DbError> {
    let mut rows = store::told_of_corridor(conn, route)?;
    let of: Vec<Id> = rows.iter().map(|row| row.agency_id).collect();
    let kinds = agencies::kinds(conn, &of)?;
    rows.retain(|row| kinds.get(&row.agency_id) == Some(&EntryKind::RecruitmentAgency));
    Ok(rows)
}
