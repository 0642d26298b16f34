//! What each inspector's tablet is to be told: one row for each thing that it has or had, with the number of its last change.
//!
//! The numbers of an inspectorate are given while its counter is locked, which is until the commit. So a number that can
//! be read has no smaller one that is still to come, and a tablet that asks for what is above its last number misses
//! nothing. Take the counter late in a transaction, only the end of the audit log comes after it.

use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::schema::{inspection_change_counters as counters, inspection_feed as feed};
use crate::text_enum;

text_enum! {
    /// What a tablet holds.
    pub enum FeedEntity {
        /// A record: a visit or what belongs to one.
        Record => "record",
        /// An establishment that is to be visited.
        Establishment => "establishment",
        /// An operation of a tablet that had to wait, and has been settled since.
        Operation => "operation",
    }
}

/// Rows in one statement: a statement of `SQLite` takes 32,766 values.
const ROWS_AT_ONCE: usize = 4000;

/// What one inspector's tablet is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Telling {
    /// The inspector.
    pub account: Id,
    /// What kind of thing has changed.
    pub entity: FeedEntity,
    /// Which.
    pub entity_id: Id,
    /// The tablet is to forget it.
    pub is_gone: bool,
}

#[derive(Clone, Insertable)]
#[diesel(table_name = feed, treat_none_as_default_value = false)]
struct Row {
    account_id: Id,
    entity: FeedEntity,
    entity_id: Id,
    organisation_id: Id,
    change_number: i64,
    is_gone: bool,
}

/// Tells inspectors of an inspectorate what has changed; of two words about one thing the last holds.
pub fn tell(conn: &mut Conn, organisation: Id, tellings: &[Telling]) -> QueryResult<()> {
    let mut last = std::collections::BTreeMap::new();
    for telling in tellings {
        let key = (telling.account, telling.entity, telling.entity_id);
        last.insert(key, telling.is_gone);
    }
    if last.is_empty() {
        return Ok(());
    }
    let mut number = take_counter(conn, organisation)?;
    let mut rows = Vec::with_capacity(last.len());
    for ((account_id, entity, entity_id), is_gone) in last {
        number += 1;
        rows.push(Row {
            account_id,
            entity,
            entity_id,
            organisation_id: organisation,
            change_number: number,
            is_gone,
        });
    }
    for part in rows.chunks(ROWS_AT_ONCE) {
        put(conn, part.to_vec())?;
    }
    diesel::update(counters::table.find(organisation))
        .set(counters::last_number.eq(number))
        .execute(conn)?;
    Ok(())
}

/// The last number that was given, locked until the commit.
fn take_counter(conn: &mut Conn, organisation: Id) -> QueryResult<i64> {
    let row = (
        counters::organisation_id.eq(organisation),
        counters::last_number.eq(0_i64),
    );
    let insert = diesel::insert_into(counters::table).values(row);
    crate::native!(conn, native => insert.on_conflict_do_nothing().execute(native))?;
    let found: Vec<i64> = crate::lock!(
        conn,
        counters::table
            .filter(counters::organisation_id.eq(organisation))
            .select(counters::last_number)
    )?;
    Ok(found.into_iter().next().unwrap_or(0))
}

fn put(conn: &mut Conn, rows: Vec<Row>) -> QueryResult<()> {
    let insert = diesel::insert_into(feed::table).values(rows);
    crate::native!(conn, native => insert
        .on_conflict((feed::account_id, feed::entity, feed::entity_id))
        .do_update()
        .set((
            feed::organisation_id.eq(excluded(feed::organisation_id)),
            feed::change_number.eq(excluded(feed::change_number)),
            feed::is_gone.eq(excluded(feed::is_gone)),
        ))
        .execute(native))?;
    Ok(())
}

/// Something that a tablet has not been told yet.
#[expect(clippy::struct_field_names, reason = "each is named as its column")]
#[derive(Debug, Clone, Copy, Queryable, Selectable)]
#[diesel(table_name = feed)]
pub struct Change {
    /// Its number, greater than that of everything that was told before.
    pub change_number: i64,
    /// What kind of thing has changed.
    pub entity: FeedEntity,
    /// Which.
    pub entity_id: Id,
    /// The tablet is to forget it.
    pub is_gone: bool,
}

/// What an inspector's tablet has not been told up to this number, in the order in which it happened; with the greatest
/// number that the inspector's feed has. What is gone and has a number up to `fresh_to` is left out: a tablet that began
/// with nothing after that number never had it.
pub fn changes_after(
    conn: &mut Conn,
    account: Id,
    (number, fresh_to): (i64, Option<i64>),
    most: i64,
) -> QueryResult<(Vec<Change>, i64)> {
    let own = feed::table.filter(feed::account_id.eq(account));
    let newest: Option<i64> = own
        .select(diesel::dsl::max(feed::change_number))
        .first(conn)?;
    let newest = newest.unwrap_or(0);
    let fresh_to = fresh_to.unwrap_or(newest);
    let rows = own
        .filter(feed::change_number.gt(number))
        .filter(feed::is_gone.eq(false).or(feed::change_number.gt(fresh_to)))
        .order(feed::change_number)
        .limit(most)
        .select(Change::as_select())
        .load(conn)?;
    Ok((rows, newest))
}

/// Which of these records an inspector's tablet has or had.
pub fn ever_held(conn: &mut Conn, account: Id, records: &[Id]) -> QueryResult<Vec<Id>> {
    feed::table
        .filter(feed::account_id.eq(account))
        .filter(feed::entity.eq(FeedEntity::Record))
        .filter(feed::entity_id.eq_any(records.to_vec()))
        .select(feed::entity_id)
        .load(conn)
}
