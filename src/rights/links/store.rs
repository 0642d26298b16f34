//! The queries.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::rights::store;
use crate::schema::article_links;
use crate::text_enum;

text_enum! {
    /// What came of asking for a page.
    pub enum LinkOutcome {
        /// It can be read.
        Readable => "readable",
        /// It is elsewhere now; the address still leads there.
        Moved => "moved",
        /// Its server does not answer programs; whether people can read it is not known.
        Unclear => "unclear",
        /// There is no such page.
        Gone => "gone",
        /// Its server is broken.
        ServerFailed => "server_failed",
        /// Its server cannot be reached, or not safely.
        NotReached => "not_reached",
        /// The address leads to no public place.
        AddressRefused => "address_refused",
    }
}

impl LinkOutcome {
    /// Whether the page cannot be read.
    pub const fn is_broken(self) -> bool {
        match self {
            Self::Readable | Self::Moved | Self::Unclear => false,
            Self::Gone | Self::ServerFailed | Self::NotReached | Self::AddressRefused => true,
        }
    }
}

/// What is known about an address.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = article_links)]
pub struct LinkRow {
    pub url: String,
    pub next_at: Time,
    pub checked_at: Option<Time>,
    pub outcome: Option<LinkOutcome>,
    pub http_status: Option<i64>,
    pub failing_since: Option<Time>,
    pub failures: i64,
}

/// The addresses on which published articles rest, each with the articles.
pub fn addresses(conn: &mut Conn) -> Result<BTreeMap<String, BTreeSet<String>>, DbError> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for stored in store::list_articles(conn)? {
        for basis in stored.article.legal_basis {
            let slugs = all.entry(basis.url).or_default();
            slugs.insert(stored.article.slug.clone());
        }
    }
    Ok(all)
}

/// Notes addresses that are new, to be asked soon, and forgets those on which nothing rests any more.
pub fn follow(conn: &mut Conn, now: Time) -> Result<(), DbError> {
    let wanted = addresses(conn)?;
    let known: Vec<String> = article_links::table.select(article_links::url).load(conn)?;
    for url in wanted.keys().filter(|url| !known.contains(url)) {
        // Two instances may find it new at once.
        crate::native!(conn, c => diesel::insert_into(article_links::table)
            .values((
                article_links::url.eq(url),
                article_links::next_at.eq(now),
                article_links::failures.eq(0_i64),
            ))
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    for url in known.iter().filter(|url| !wanted.contains_key(*url)) {
        diesel::delete(article_links::table.find(url)).execute(conn)?;
    }
    Ok(())
}

/// An address that is due, put off so that no other instance asks for it too.
pub fn claim(conn: &mut Conn, now: Time, until: Time) -> Result<Option<LinkRow>, DbError> {
    let due: Vec<LinkRow> = crate::claim!(
        conn,
        article_links::table
            .filter(article_links::next_at.le(now))
            .order((article_links::next_at, article_links::url))
            .limit(1)
            .select(LinkRow::as_select())
    )?;
    let Some(row) = due.into_iter().next() else {
        return Ok(None);
    };
    diesel::update(article_links::table.find(&row.url))
        .set(article_links::next_at.eq(until))
        .execute(conn)?;
    Ok(Some(row))
}

/// Writes what came of asking.
pub fn put(conn: &mut Conn, row: &LinkRow) -> Result<(), DbError> {
    diesel::update(article_links::table.find(&row.url))
        .set((
            article_links::next_at.eq(row.next_at),
            article_links::checked_at.eq(row.checked_at),
            article_links::outcome.eq(row.outcome),
            article_links::http_status.eq(row.http_status),
            article_links::failing_since.eq(row.failing_since),
            article_links::failures.eq(row.failures),
        ))
        .execute(conn)?;
    Ok(())
}

/// Addresses after one of them.
pub fn list(
    conn: &mut Conn,
    only_broken: bool,
    after: Option<&str>,
    rows: i64,
) -> Result<Vec<LinkRow>, DbError> {
    let mut query = article_links::table
        .order(article_links::url)
        .limit(rows)
        .select(LinkRow::as_select())
        .into_boxed::<MultiBackend>();
    if only_broken {
        query = query.filter(article_links::failing_since.is_not_null());
    }
    if let Some(after) = after {
        query = query.filter(article_links::url.gt(after.to_owned()));
    }
    Ok(query.load(conn)?)
}
