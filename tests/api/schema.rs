//! Both databases have the same tables, columns and nullability.

#![cfg(feature = "postgres")]

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use tulay::platform::db::{Conn, DbError};

use crate::harness::{Database, TestApp};

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    #[diesel(column_name = table_name)]
    table: String,
    #[diesel(sql_type = Text)]
    #[diesel(column_name = column_name)]
    name: String,
    #[diesel(sql_type = Bool)]
    required: bool,
}

const SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name, \
     (c.\"notnull\" = 1 OR c.pk > 0) AS required \
     FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, is_nullable = 'NO' AS required \
     FROM information_schema.columns WHERE table_schema = 'public'";

async fn columns(app: &TestApp) -> BTreeSet<(String, String, bool)> {
    let load = |conn: &mut Conn| -> Result<Vec<Column>, DbError> {
        Ok(match conn {
            Conn::Postgres(conn) => diesel::sql_query(POSTGRES).load(conn)?,
            Conn::Sqlite(conn) => diesel::sql_query(SQLITE).load(conn)?,
        })
    };
    let columns = app.shared.services.db.read(load).await.unwrap();
    let known = |column: &Column| {
        // Diesel's own table and the shadow tables of SQLite's full-text index have no twin.
        !column.table.starts_with("__diesel") && !column.table.contains("_fts")
    };
    let columns = columns.into_iter().filter(known);
    columns.map(|c| (c.table, c.name, c.required)).collect()
}

#[actix_web::test]
async fn both_databases_have_the_same_columns() {
    let Some(postgres) = TestApp::start(Database::Postgres) else {
        eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set");
        return;
    };
    let sqlite = TestApp::start(Database::Sqlite).unwrap();
    let (sqlite, postgres) = (columns(&sqlite).await, columns(&postgres).await);
    assert!(sqlite.len() > 20);
    let only_one: Vec<_> = sqlite.symmetric_difference(&postgres).collect();
    assert!(only_one.is_empty(), "in one database only: {only_one:?}");
}
