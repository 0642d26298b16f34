//! Everything that is stored and everything that is answered, without what differs by chance.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use diesel::prelude::*;
use diesel::sql_types::Text;
use regex::Regex;
use tulay::platform::db::{Conn, DbError};

use crate::harness::TestApp;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    row: String,
}

/// The rows of each table as text.
pub type Dump = BTreeMap<String, Vec<String>>;

pub async fn dump(app: &TestApp) -> Dump {
    app.shared.services.db.read(all_rows).await.unwrap()
}

fn all_rows(conn: &mut Conn) -> Result<Dump, DbError> {
    let mut all = Dump::new();
    for table in query(
        conn,
        "SELECT table_name::text AS row FROM information_schema.tables \
        WHERE table_schema = 'public'",
        "SELECT name AS row FROM sqlite_master WHERE type = 'table' \
        AND name NOT LIKE '%_fts%' AND name NOT LIKE 'sqlite%'",
    )? {
        let columns = format!("SELECT name AS row FROM pragma_table_info('{table}')");
        let columns = query(conn, "SELECT '' AS row WHERE false", &columns)?;
        let quoted: Vec<String> = columns
            .iter()
            .map(|column| format!("quote(\"{column}\")"))
            .collect();
        let of_sqlite = format!(
            "SELECT {} AS row FROM \"{table}\"",
            quoted.join(" || ',' || ")
        );
        let of_postgres = format!("SELECT t::text AS row FROM \"{table}\" t");
        let rows = query(conn, &of_postgres, &of_sqlite)?;
        all.insert(table, rows);
    }
    Ok(all)
}

fn query(conn: &mut Conn, of_postgres: &str, of_sqlite: &str) -> Result<Vec<String>, DbError> {
    let rows: Vec<Row> = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(conn) => diesel::sql_query(of_postgres).load(conn)?,
        Conn::Sqlite(conn) => {
            let _ = of_postgres;
            diesel::sql_query(of_sqlite).load(conn)?
        }
    };
    Ok(rows.into_iter().map(|row| row.row).collect())
}

/// Whether a row or an answer names this id, in whatever form.
pub fn names(text: &str, id: &str) -> bool {
    let text = text.to_lowercase();
    text.contains(id) || text.contains(&id.replace('-', ""))
}

/// What differs by chance, and what stands for it.
static CHANCE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        (
            r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "<id>",
        ),
        (r"X'[0-9A-F]{32}'", "<id>"),
        (
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|\+00)?",
            "<time>",
        ),
        (r"\b1[5-9][0-9]{14}\b", "<time>"),
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "<day>"),
        (r#""stop": ?[0-9]+"#, "<stop>"),
        (r#""next": ?"[^"]*""#, "<next>"),
        (r"mk-[0-9a-f]{16}", "<key>"),
        (r"[A-Za-z0-9_-]{41,}", "<chance>"),
    ];
    patterns
        .map(|(pattern, instead)| (Regex::new(pattern).unwrap(), instead))
        .into()
});

/// What is sealed or hashed.
static BYTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"X'([0-9A-F]{16,31}|[0-9A-F]{33,})'|\\\\?x[0-9a-f]{33,}").unwrap()
});

/// How long that is.
static LENGTHS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<bytes [0-9]+>").unwrap());

/// A text without ids, keys, times and chance. What is sealed keeps its length.
pub fn normal(text: &str) -> String {
    let length = |found: &regex::Captures<'_>| format!("<bytes {}>", found[0].len());
    let mut text = BYTES.replace_all(text, length).into_owned();
    for (pattern, instead) in CHANCE.iter() {
        text = pattern.replace_all(&text, *instead).into_owned();
    }
    text
}

/// The same of a whole dump.
pub fn normal_dump(dump: &Dump) -> Dump {
    let one = |(table, rows): (&String, &Vec<String>)| {
        let mut rows: Vec<String> = rows.iter().map(|row| normal(row)).collect();
        if table == "idempotency" {
            // How many digits a time has in the sealed answer is chance; that an answer with a wish is no longer than one without
            // is in its form: it has no member that says so.
            rows = rows
                .iter()
                .map(|row| LENGTHS.replace_all(row, "<bytes>").into_owned())
                .collect();
        }
        rows.sort();
        (table.clone(), rows)
    };
    dump.iter().map(one).collect()
}
