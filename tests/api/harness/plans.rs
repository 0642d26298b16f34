//! What statements a request runs, and how the database would run them.

use std::sync::{Arc, Mutex};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use tulay::platform::db::{Conn, DbError, Watch};

use super::TestApp;

/// An app that tells which statements it runs.
pub struct WatchedApp {
    app: TestApp,
    statements: Arc<Mutex<Vec<String>>>,
}

/// Whether the planner may read whole tables, and sort: of a nearly empty one it does so rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WholeTables {
    /// As it sees fit.
    Allowed,
    /// Only where nothing else is possible.
    Avoided,
}

/// How a database would run a statement.
#[derive(Debug)]
pub struct Plan {
    pub statement: String,
    steps: Vec<String>,
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[cfg(feature = "postgres")]
#[derive(QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

impl Plan {
    /// The tables that it reads from the first row to the last.
    pub fn whole_tables(&self) -> Vec<&str> {
        let found = self.steps.iter().filter_map(|step| {
            let step = step.trim_start_matches([' ', '-', '>']);
            // SQLite says SCAN also of the walk along an index, with its name behind.
            let on_sqlite = step
                .strip_prefix("SCAN ")
                .filter(|rest| !rest.contains(" USING "));
            let rest =
                on_sqlite.or_else(|| step.split_once("Seq Scan on ").map(|(_, rest)| rest))?;
            rest.split_whitespace().next()
        });
        found
            .filter(|name| !["CONSTANT", "json_each"].contains(name))
            .collect()
    }

    /// The words of the plan.
    pub fn text(&self) -> String {
        self.steps.join("\n")
    }

    /// Whether rows are sorted, because no index has them in their order.
    pub fn sorts(&self) -> bool {
        let text = self.text();
        text.contains("TEMP B-TREE") || text.contains("Sort  (")
    }

    /// The tables that the statement names.
    pub fn tables(&self) -> Vec<&str> {
        let words = self
            .statement
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let after = words
            .windows(2)
            .filter(|pair| matches!(pair[0], "FROM" | "JOIN"));
        after.map(|pair| pair[1]).collect()
    }
}

impl TestApp {
    /// Lets the database count its rows anew, as it does by itself in time.
    pub async fn analyse(&self) {
        let analyse = |conn: &mut Conn| Ok::<_, DbError>(conn.batch_execute("ANALYZE")?);
        self.shared.services.db.write(analyse).await.unwrap();
    }

    /// Another instance on the same database, that tells which statements it runs.
    pub fn watched(&self) -> WatchedApp {
        let statements = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&statements);
        let watch = Watch::new(move |statement: &str| {
            told.lock().unwrap().push(statement.to_owned());
        });
        WatchedApp {
            app: self.another_watched(watch),
            statements,
        }
    }
}

impl WatchedApp {
    /// The instance.
    pub fn app(&self) -> &TestApp {
        &self.app
    }

    /// The statements that it has run since they were last asked for.
    pub fn statements(&self) -> Vec<String> {
        std::mem::take(&mut *self.statements.lock().unwrap())
    }

    /// How the database would run what it is asked when somebody reads a path that nobody has read.
    pub async fn plans_of(&self, path: &str, whole: WholeTables) -> Vec<Plan> {
        self.app.shared.services.public.forget();
        self.statements.lock().unwrap().clear();
        self.app.get(path).await.assert_status(200);
        self.plans(whole).await
    }

    /// How the database would run what was asked since the statements were last asked for.
    pub async fn plans(&self, whole: WholeTables) -> Vec<Plan> {
        let mut statements = self.statements();
        statements.retain(|text| is_query(text));
        statements.sort();
        statements.dedup();
        let mut plans = Vec::new();
        for statement in statements {
            plans.push(self.explain(statement, whole).await);
        }
        plans
    }

    async fn explain(&self, statement: String, whole: WholeTables) -> Plan {
        let explained = statement.clone();
        let explain = move |conn: &mut Conn| {
            let steps: Vec<String> = match conn {
                #[cfg(feature = "postgres")]
                Conn::Postgres(conn) => explain_on_postgres(conn, &explained, whole)?,
                Conn::Sqlite(conn) => {
                    let query = format!("EXPLAIN QUERY PLAN {explained}");
                    let steps: Vec<Step> = diesel::sql_query(query).load(conn)?;
                    steps.into_iter().map(|step| step.detail).collect()
                }
            };
            Ok::<_, DbError>(steps)
        };
        let steps = self.app.shared.services.db.write(explain).await.unwrap();
        Plan { statement, steps }
    }
}

/// Whether rows are asked for: of an empty list nothing is, in these words.
fn is_query(statement: &str) -> bool {
    let start = statement.trim_start().get(..6).unwrap_or_default();
    let asks = start.eq_ignore_ascii_case("select") || statement.trim_start().starts_with("WITH");
    asks && !statement.contains("WHERE (1=0)")
}

/// The plan that holds for any values.
#[cfg(feature = "postgres")]
fn explain_on_postgres(
    conn: &mut PgConnection,
    statement: &str,
    whole: WholeTables,
) -> QueryResult<Vec<String>> {
    if whole == WholeTables::Avoided {
        conn.batch_execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; \
             SET LOCAL enable_bitmapscan = off",
        )?;
    }
    conn.batch_execute("SET LOCAL plan_cache_mode = force_generic_plan")?;
    conn.batch_execute(&format!("PREPARE explained AS {statement}"))?;
    let values = (1..).take_while(|number| {
        let follows = format!("${number}");
        statement
            .split(&follows)
            .skip(1)
            .any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    let values = vec!["NULL"; values.count()].join(", ");
    let values = if values.is_empty() {
        values
    } else {
        format!("({values})")
    };
    let lines: Vec<PlanLine> =
        diesel::sql_query(format!("EXPLAIN EXECUTE explained{values}")).load(conn)?;
    conn.batch_execute("DEALLOCATE explained")?;
    Ok(lines.into_iter().map(|line| line.line).collect())
}
