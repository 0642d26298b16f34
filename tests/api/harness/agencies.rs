//! Agencies that nobody could take for real ones.

use std::fmt::Write as _;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use serde_json::Value;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;
use tulay::platform::text::licence_number_key;

use super::TestApp;

#[derive(QueryableByName)]
struct StoredRating {
    #[diesel(sql_type = Nullable<Text>)]
    rating: Option<String>,
}

/// An id as each database writes it in SQL.
pub fn literal(conn: &Conn, id: Id) -> String {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => format!("'{id}'::uuid"),
        Conn::Sqlite(_) => format!("X'{}'", id.to_string().replace('-', "")),
    }
}

/// Bytes as each database writes them in SQL.
pub fn bytes_literal(conn: &Conn, bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        write!(hex, "{byte:02x}").unwrap();
    }
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => format!("'\\x{hex}'::bytea"),
        Conn::Sqlite(_) => format!("X'{hex}'"),
    }
}

impl TestApp {
    /// An agency of this name, without reviews.
    pub async fn agency(&self, name: &'static str) -> Id {
        self.entry(name, "recruitment_agency", "PH").await
    }

    /// An employer of this name in Singapore, without reviews.
    pub async fn employer(&self, name: &'static str) -> Id {
        self.entry(name, "employer", "SG").await
    }

    async fn entry(&self, name: &'static str, kind: &'static str, country: &'static str) -> Id {
        let id = self.shared.services.new_id();
        let stored = self.shared.services.db.write(move |conn| {
            let literal = literal(conn, id);
            let (bytes, time) = match conn {
                #[cfg(feature = "postgres")]
                Conn::Postgres(_) => ("'\\x00'::bytea", "now()"),
                Conn::Sqlite(_) => ("X'00'", "0"),
            };
            let register = format!(
                "INSERT INTO registers (name, country, title, regulator, language, source_name, \
                 source_url, licence_note, retrieved_on, imported_at) \
                 SELECT 'made_up', 'PH', 'A made-up register', 'Nobody', 'en', 'Made up', \
                 'https://register.example/', 'Made up.', '2026-11-01', {time} \
                 WHERE NOT EXISTS (SELECT 1 FROM registers WHERE name = 'made_up')"
            );
            let agency = format!(
                "INSERT INTO agencies (id, register, register_key, kind, country, name, \
                 alternate_names, telephones, licence_status, licence_status_basis, \
                 retrieved_on, searched, sort_key, content_hash, rating_count, created_at, \
                 updated_at) \
                 VALUES ({literal}, 'made_up', '{id}', '{kind}', '{country}', '{name}', '[]', '[]', 'valid', \
                 'stated', '2026-11-01', '', '{id}', {bytes}, 0, {time}, {time})"
            );
            let sql = format!("{register}; {agency}");
            Ok::<_, DbError>(conn.batch_execute(&sql)?)
        });
        stored.await.unwrap();
        id
    }

    /// So many agencies that recruit for Qatar, for work in households.
    pub async fn many_agencies(&self, count: usize) {
        self.agency("The first of many").await;
        let ids: Vec<Id> = (0..count).map(|_| self.shared.services.new_id()).collect();
        let stored = self.shared.services.db.write(move |conn| {
            for (number, id) in ids.into_iter().enumerate() {
                let id = literal(conn, id);
                conn.batch_execute(&format!(
                    "INSERT INTO agencies (id, register, register_key, kind, country, name, alternate_names, telephones, \
                     licence_status, licence_status_basis, retrieved_on, searched, sort_key, content_hash, rating_count, created_at, \
                     updated_at) SELECT {id}, register, 'many-{number}', kind, country, 'Many {number:05}', alternate_names, \
                     telephones, licence_status, licence_status_basis, retrieved_on, searched, 'many {number:05}', content_hash, \
                     rating_count, created_at, updated_at FROM agencies WHERE name = 'The first of many'; \
                     INSERT INTO agency_destinations (agency_id, country) VALUES ({id}, 'QA'); \
                     INSERT INTO agency_sectors (agency_id, sector) VALUES ({id}, 'T')"
                ))?;
            }
            Ok::<_, DbError>(())
        });
        stored.await.unwrap();
    }

    /// Gives an agency a licence number.
    pub async fn give_licence(&self, agency: Id, number: &'static str) {
        let stored = self.shared.services.db.write(move |conn| {
            let id = literal(conn, agency);
            let key = licence_number_key(number);
            Ok::<_, DbError>(conn.batch_execute(&format!(
                "UPDATE agencies SET licence_number = '{number}', licence_number_key = '{key}' \
                 WHERE id = {id}"
            ))?)
        });
        stored.await.unwrap();
    }

    /// The rating of an agency as its page shows it; null when it has none.
    pub async fn rating(&self, agency: Id) -> Value {
        let read = self.shared.services.db.read(move |conn| {
            let literal = literal(conn, agency);
            let sql =
                format!("SELECT CAST(rating AS text) AS rating FROM agencies WHERE id = {literal}");
            let rows: Vec<StoredRating> = match conn {
                #[cfg(feature = "postgres")]
                Conn::Postgres(conn) => diesel::sql_query(sql).load(conn)?,
                Conn::Sqlite(conn) => diesel::sql_query(sql).load(conn)?,
            };
            Ok::<_, DbError>(rows)
        });
        let rows = read.await.unwrap();
        let rating = rows[0].rating.as_deref();
        rating.map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
    }
}

impl TestApp {
    /// Where a text lies readable: names of files of the data folder, or of tables of PostgreSQL.
    pub async fn where_is(&self, text: &str) -> Vec<String> {
        let mut found = files_with(self.data_dir(), text.as_bytes());
        found.extend(self.tables_with(text.to_owned()).await);
        found
    }

    #[cfg(feature = "postgres")]
    async fn tables_with(&self, text: String) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Table {
            #[diesel(sql_type = Text)]
            name: String,
        }
        let read = self.shared.services.db.read(move |conn| {
            let Conn::Postgres(conn) = conn else {
                return Ok::<_, DbError>(Vec::new());
            };
            let tables: Vec<Table> = diesel::sql_query(
                "SELECT table_name::text AS name FROM information_schema.tables \
                 WHERE table_schema = 'public'",
            )
            .load(conn)?;
            // As a row is written in a dump: bytes as hexadecimal digits.
            let digits = |all: String, byte: u8| all + &format!("{byte:02x}");
            let hexadecimal = text.bytes().fold(String::new(), digits);
            let mut found = Vec::new();
            for table in tables {
                let query = format!(
                    "SELECT '{0}' AS name FROM {0} t WHERE position($1 in t::text) > 0 \
                     OR position($2 in t::text) > 0 LIMIT 1",
                    table.name
                );
                let rows: Vec<Table> = diesel::sql_query(query)
                    .bind::<Text, _>(&text)
                    .bind::<Text, _>(&hexadecimal)
                    .load(conn)?;
                found.extend(rows.into_iter().map(|row| row.name));
            }
            Ok(found)
        });
        read.await.unwrap()
    }

    #[cfg(not(feature = "postgres"))]
    #[expect(
        clippy::unused_async,
        reason = "the same shape with and without PostgreSQL"
    )]
    async fn tables_with(&self, _text: String) -> Vec<String> {
        Vec::new()
    }
}

fn files_with(folder: &std::path::Path, wanted: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, wanted));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        if bytes.windows(wanted.len()).any(|window| window == wanted) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Every table that refers to something by this column.
const REFERENCES: &str = "reviews id, review_scores review_id, review_events review_id, \
    data_keys subject_id, receipts subject_id, audit_entries subject_id, review_recordings file_id, \
    discarded_files file_id";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

async fn lines(app: &TestApp, sql: impl FnOnce(&Conn) -> String + Send + 'static) -> Vec<String> {
    let read = app.shared.services.db.read(move |conn| {
        let sql = sql(conn);
        let rows: Vec<Line> = match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(sql).load(conn)?,
            Conn::Sqlite(conn) => diesel::sql_query(sql).load(conn)?,
        };
        Ok::<_, DbError>(rows)
    });
    read.await
        .unwrap()
        .into_iter()
        .map(|row| row.line)
        .collect()
}

impl TestApp {
    /// The tables in which there is a row about a review.
    pub async fn rows_about(&self, review: &str) -> Vec<String> {
        let review = Id::parse(review).unwrap();
        let sql = move |conn: &Conn| {
            let id = literal(conn, review);
            let parts = REFERENCES.split(", ").map(|reference| {
                let (table, column) = reference.trim().split_once(' ').unwrap();
                format!("SELECT '{table}' AS line FROM {table} WHERE {column} = {id}")
            });
            parts.collect::<Vec<_>>().join(" UNION ") + " ORDER BY line"
        };
        lines(self, sql).await
    }

    /// The different values that a column has in the rows about these reviews; `of` is the column
    /// that refers to them, with its table.
    pub async fn column_of(
        &self,
        reviews: &[String],
        of: &'static str,
        column: &'static str,
    ) -> Vec<String> {
        let reviews: Vec<Id> = reviews.iter().map(|id| Id::parse(id).unwrap()).collect();
        let sql = move |conn: &Conn| {
            let (table, reference) = of.split_once('.').unwrap();
            let ids: Vec<_> = reviews.iter().map(|id| literal(conn, *id)).collect();
            let ids = ids.join(", ");
            format!(
                "SELECT DISTINCT CAST({column} AS text) AS line FROM {table} \
                 WHERE {reference} IN ({ids})"
            )
        };
        lines(self, sql).await
    }

    /// What the audit log says of an account, oldest first.
    pub async fn audited(&self, account: Id) -> Vec<String> {
        let sql = move |conn: &Conn| {
            let id = literal(conn, account);
            format!(
                "SELECT trim(action || ' ' || subject_kind || ' ' || coalesce(detail, '')) AS line \
                 FROM audit_entries WHERE account_id = {id} ORDER BY sequence"
            )
        };
        lines(self, sql).await
    }
}
