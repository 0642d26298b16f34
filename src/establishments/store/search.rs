//! Finding establishments.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::index::number_in;
use super::rows::EstablishmentRow;
use crate::establishments::model::{EstablishmentRiskBand, Operating, identifier_key};
use crate::platform::db::{Conn, MultiBackend};
use crate::platform::ids::Id;
use crate::platform::text::{fold, query_terms, rank, trigrams};
use crate::schema::{
    establishment_identifiers, establishment_industries, establishment_trigrams, establishments,
};
use crate::text_enum;

/// How many establishments a search looks at closely.
const CANDIDATES: i64 = 300;
/// Below this a resemblance is chance.
const LEAST_RELEVANCE: u32 = 200;
/// An establishment whose number was asked for comes before every name.
const SAME_NUMBER: u32 = 1100;

text_enum! {
    /// In which order a list is.
    pub enum Order {
        /// By name; with `q` the best match first.
        Name => "name",
        /// The greatest risk first.
        Risk => "risk",
    }
}

/// Which establishments are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In these countries.
    pub countries: Vec<String>,
    /// In this district.
    pub subdivision: Option<String>,
    /// Of this industry or a narrower one.
    pub isic: Option<String>,
    /// With this number: the scheme, when it is told, and the number.
    pub identifier: Option<(Option<String>, String)>,
    /// In this band.
    pub risk_band: Option<EstablishmentRiskBand>,
    /// Open, closed or moved.
    pub operating: Option<Operating>,
}

/// Where a page of a list ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Position {
    /// Its relevance, or its risk.
    #[serde(default)]
    pub rank: Option<i64>,
    /// Its place by name, or its id.
    pub key: String,
}

/// An establishment that was found, with its place in the answer.
pub struct Hit {
    /// The establishment.
    pub row: EstablishmentRow,
    /// How well it answers, when something was searched for.
    pub relevance: Option<u32>,
}

type Query = establishments::BoxedQuery<'static, MultiBackend>;

impl Filter {
    fn apply(&self) -> Query {
        let mut query = establishments::table
            .filter(establishments::country.eq_any(self.countries.clone()))
            // What was merged into another one is found there.
            .filter(establishments::merged_into.is_null())
            .into_boxed();
        if let Some(subdivision) = self.subdivision.clone() {
            query = query.filter(establishments::subdivision.eq(subdivision));
        }
        if let Some(isic) = self.isic.clone() {
            let of_industry = establishment_industries::table
                .filter(establishment_industries::isic.eq(isic))
                .select(establishment_industries::establishment_id);
            query = query.filter(establishments::id.eq_any(of_industry));
        }
        if let Some((scheme, value)) = self.identifier.clone() {
            query = with_number(query, scheme, identifier_key(&value));
        }
        if let Some(band) = self.risk_band {
            query = query.filter(establishments::risk_band.eq(band));
        }
        if let Some(operating) = self.operating {
            query = query.filter(establishments::operating.eq(operating));
        }
        query
    }
}

fn with_number(query: Query, scheme: Option<String>, key: String) -> Query {
    let bearing = establishment_identifiers::table
        .filter(establishment_identifiers::value_key.eq(key))
        .select(establishment_identifiers::establishment_id);
    match scheme {
        Some(scheme) => {
            let of_scheme = bearing.filter(establishment_identifiers::scheme.eq(scheme));
            query.filter(establishments::id.eq_any(of_scheme))
        }
        None => query.filter(establishments::id.eq_any(bearing)),
    }
}

/// Establishments in an order, after a place in it.
pub fn list(
    conn: &mut Conn,
    filter: &Filter,
    order: Order,
    after: Option<Position>,
    rows: i64,
) -> QueryResult<Vec<EstablishmentRow>> {
    let query = filter
        .apply()
        .limit(rows)
        .select(EstablishmentRow::as_select());
    match order {
        Order::Name => {
            let query = match after {
                Some(after) => query.filter(establishments::sort_key.gt(after.key)),
                None => query,
            };
            query.order(establishments::sort_key).load(conn)
        }
        Order::Risk => {
            let by_risk = (establishments::risk_value.desc(), establishments::id);
            let place = after.and_then(|after| Some((after.rank?, Id::parse(&after.key).ok()?)));
            let query = match place {
                Some((value, id)) => {
                    let less = establishments::risk_value.lt(value);
                    let same = establishments::risk_value.eq(value);
                    query.filter(less.or(same.and(establishments::id.gt(id))))
                }
                None => query,
            };
            query.order(by_risk).load(conn)
        }
    }
}

/// Establishments that answer a search, best first, after a place in that order.
pub fn search(
    conn: &mut Conn,
    filter: &Filter,
    text: &str,
    after: Option<&Position>,
    rows: usize,
) -> QueryResult<Vec<Hit>> {
    let terms = query_terms(text);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let folded = fold(text);
    let mut found: HashMap<Id, (u32, EstablishmentRow)> = HashMap::new();
    for row in alike(conn, filter, &trigrams(&terms.join(" ")))? {
        found.insert(row.id, (relevance(&folded, &row.searched), row));
    }
    if let Some(key) = number_in(text) {
        let query = with_number(filter.apply(), None, key).limit(CANDIDATES);
        let rows: Vec<EstablishmentRow> = query.select(EstablishmentRow::as_select()).load(conn)?;
        found.extend(rows.into_iter().map(|row| (row.id, (SAME_NUMBER, row))));
    }
    let mut hits: Vec<(u32, EstablishmentRow)> = found.into_values().collect();
    hits.retain(|(relevance, row)| {
        let behind = after.is_none_or(|after| {
            let own = (
                std::cmp::Reverse(i64::from(*relevance)),
                row.sort_key.as_str(),
            );
            own > (
                std::cmp::Reverse(after.rank.unwrap_or(i64::MAX)),
                after.key.as_str(),
            )
        });
        *relevance >= LEAST_RELEVANCE && behind
    });
    hits.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.sort_key.cmp(&other.sort_key)));
    hits.truncate(rows);
    let hits = hits.into_iter().map(|(relevance, row)| Hit {
        row,
        relevance: Some(relevance),
    });
    Ok(hits.collect())
}

fn relevance(folded: &str, searched: &str) -> u32 {
    let of_names = searched.lines().map(|name| rank(folded, name)).max();
    // Words of two of its names in one query.
    let of_all = rank(folded, &searched.replace('\n', " ")) * 9 / 10;
    of_names.unwrap_or(0).max(of_all)
}

/// Establishments that share a good part of some trigrams; the part grows until they are few.
fn alike(conn: &mut Conn, filter: &Filter, words: &[String]) -> QueryResult<Vec<EstablishmentRow>> {
    let all = i64::try_from(words.len()).unwrap_or(i64::MAX);
    let mut found = Vec::new();
    for quarters in 1..=4 {
        let least = all.saturating_mul(quarters).saturating_add(3) / 4;
        let sharing = establishment_trigrams::table
            .filter(establishment_trigrams::trigram.eq_any(words.to_vec()))
            .group_by(establishment_trigrams::establishment_id)
            .having(count_star().ge(least))
            .select(establishment_trigrams::establishment_id);
        found = filter
            .apply()
            .filter(establishments::id.eq_any(sharing))
            .order(establishments::sort_key)
            .limit(CANDIDATES)
            .select(EstablishmentRow::as_select())
            .load(conn)?;
        if i64::try_from(found.len()).unwrap_or(i64::MAX) < CANDIDATES {
            break;
        }
    }
    Ok(found)
}

/// Establishments of a country whose names share at least half of the trigrams of a folded name.
pub fn similar(
    conn: &mut Conn,
    country: &str,
    folded: &str,
    except: Id,
    most: i64,
) -> QueryResult<Vec<EstablishmentRow>> {
    let words = trigrams(folded);
    let least = i64::try_from(words.len().div_ceil(2)).unwrap_or(i64::MAX);
    let sharing = establishment_trigrams::table
        .filter(establishment_trigrams::trigram.eq_any(words))
        .group_by(establishment_trigrams::establishment_id)
        .having(count_star().ge(least))
        .order(count_star().desc())
        .limit(most)
        .select(establishment_trigrams::establishment_id);
    let ids: Vec<Id> = sharing.load(conn)?;
    establishments::table
        .filter(establishments::id.eq_any(ids))
        .filter(establishments::id.ne(except))
        .filter(establishments::country.eq(country.to_owned()))
        .filter(establishments::merged_into.is_null())
        .order(establishments::id)
        .select(EstablishmentRow::as_select())
        .load(conn)
}
