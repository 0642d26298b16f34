//! What is kept, for how long, and what is nowhere in the clear.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::json;
use tulay::platform::db::{Conn, DbError};

use super::{
    DESCRIPTION, EMPLOYER, PLACE, QUEUE, RECEIPT, files_below, fixture, hexadecimal, holds, report,
    sha256, uuid,
};
use crate::harness::TestApp;
use crate::on_both;

const DAY: Duration = Duration::from_hours(24);

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many rows of a table name this id.
pub async fn count(app: &TestApp, table: &str, column: &str, id: &str) -> i64 {
    let plain = id.replace('-', "");
    let of_sqlite = format!("SELECT count(*) AS count FROM {table} WHERE {column} = x'{plain}'");
    let of_postgres = format!("SELECT count(*) AS count FROM {table} WHERE {column} = '{id}'");
    let load = move |conn: &mut Conn| -> Result<Count, DbError> {
        Ok(match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(of_postgres).get_result(conn)?,
            Conn::Sqlite(conn) => {
                drop(of_postgres);
                diesel::sql_query(of_sqlite).get_result(conn)?
            }
        })
    };
    app.shared.services.db.read(load).await.unwrap().count
}

/// Everything that a thief of the machine without the key file would hold: all files, and the rows
/// of PostgreSQL as text.
async fn stolen(app: &TestApp) -> Vec<(String, Vec<u8>)> {
    let files = files_below(app.data_dir()).into_iter();
    let mut all: Vec<(String, Vec<u8>)> = files
        .map(|path| (path.display().to_string(), std::fs::read(path).unwrap()))
        .collect();
    let rows = app.shared.services.db.read(postgres_rows).await.unwrap();
    all.push(("PostgreSQL".to_owned(), rows.into_bytes()));
    all
}

#[cfg(feature = "postgres")]
fn postgres_rows(conn: &mut Conn) -> Result<String, DbError> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        row: String,
    }
    let Conn::Postgres(conn) = conn else {
        return Ok(String::new());
    };
    let tables: Vec<Row> = diesel::sql_query(
        "SELECT table_name::text AS row FROM information_schema.tables WHERE table_schema = 'public'",
    )
    .load(conn)?;
    let mut all = String::new();
    for table in tables {
        let query = format!("SELECT t::text AS row FROM {} t", table.row);
        let rows: Vec<Row> = diesel::sql_query(query).load(conn)?;
        all.extend(rows.into_iter().map(|row| row.row + "\n"));
    }
    Ok(all)
}

#[cfg(not(feature = "postgres"))]
fn postgres_rows(_: &mut Conn) -> Result<String, DbError> {
    Ok(String::new())
}

on_both! {
    async fn nothing_that_was_told_is_anywhere_in_the_clear(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = app.report(&report()).await;
        let holder = app.holder_of(&filed.code);
        let (said, added) = ("Planted message of a reporter", "Planted addition of a reporter");
        holder.post(&format!("{RECEIPT}/messages"), &json!({ "body": said })).await.assert_status(201);
        holder.post(&format!("{RECEIPT}/additions"), &json!({ "body": added })).await.assert_status(201);
        let photo = holder.add_photo("baseline.planted.jpg").await;
        let opened = app.inspector(inspectorate).await.get(&filed.path()).await;
        assert_eq!(opened.json()["content"]["description"], DESCRIPTION);

        let plain_code = filed.code.replace('-', "");
        let received = sha256(&fixture("baseline.planted.jpg"));
        let (description, hash) = (DESCRIPTION.to_owned(), photo["sha256"].as_str().unwrap().to_owned());
        let words = [
            description, PLACE.to_owned(), EMPLOYER.to_owned(), said.to_owned(), added.to_owned(),
            filed.code.clone(), plain_code, received, hash, "amputation".to_owned(),
            "coworker".to_owned(), "101.52".to_owned(), "PLANTED".to_owned(),
        ];
        let stolen = stolen(&app).await;
        assert!(stolen.iter().any(|(_, bytes)| holds(bytes, b"moving_machinery")), "the search works");
        for (place, bytes) in stolen {
            for word in &words {
                // The code lists themselves hold their codes.
                let is_code = ["amputation", "coworker"].contains(&word.as_str());
                let in_hexadecimal = hexadecimal(word.as_bytes());
                assert!(!holds(&bytes, in_hexadecimal.as_bytes()), "{word} is in {place}");
                if !is_code {
                    assert!(!holds(&bytes, word.as_bytes()), "{word} is in {place}");
                }
            }
        }
    }

    async fn two_years_after_the_end_nothing_is_left(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = app.report(&report()).await;
        let open = app.report(&report()).await;
        app.holder_of(&filed.code).add_photo("baseline.clean.jpg").await;
        let inspector = app.inspector(inspectorate).await;
        let tag = inspector.get(&filed.path()).await.header("etag").unwrap().to_owned();
        let end = json!({ "status": "not_responsible" });
        inspector.post_if_match(&filed.sub("status"), &tag, &end).await.assert_status(200);

        app.clock.advance(DAY * 729);
        app.tidy_up().await;
        app.holder_of(&filed.code).get(RECEIPT).await.assert_status(200);
        assert_eq!(app.evidence_files().len(), 1);
        app.clock.advance(DAY * 3);
        app.tidy_up().await;
        app.holder_of(&filed.code).get(RECEIPT).await.assert_problem(410, "gone");
        assert!(app.evidence_files().is_empty());
        assert_eq!(count(&app, "data_keys", "subject_id", &filed.id).await, 0);
        assert_eq!(count(&app, "safety_tombstones", "id", &filed.id).await, 0);
        // What is still being worked on is kept, however long that takes.
        app.holder_of(&open.code).get(RECEIPT).await.assert_status(200);
        let queue = app.inspector(inspectorate).await.get(QUEUE).await.json();
        assert_eq!(queue["items"].as_array().unwrap().len(), 1);
    }

    async fn files_that_no_row_names_are_swept_away_after_a_day(app: TestApp) {
        let filed = app.report(&report()).await;
        app.holder_of(&filed.code).add_photo("baseline.clean.jpg").await;
        let known = app.evidence_files().remove(0);
        let left_over = known.with_file_name(uuid());
        std::fs::copy(&known, &left_over).unwrap();
        app.tidy_up().await;
        assert_eq!(app.evidence_files().len(), 2, "it may be an upload under way");
        app.clock.advance(DAY * 2);
        app.tidy_up().await;
        assert_eq!(app.evidence_files(), [known]);
    }
}
