//! The database's layout: one file per step, each carried out once, in order.
//!
//! A new table is a new file in `migrations/` and a new row in [`STEPS`]; a file that was released is
//! never changed. In the files `{counter}` is a key that counts up by itself, `{number}` a column of
//! whole numbers, `{bytes}` one of bytes, and `{strict}` stands after each table's closing parenthesis.

use super::{Engine, Store, StoreError, Turn, Write, now_ms};
use sqlx::{AssertSqlSafe, Row};

/// A step: its layout's number is its place in the list, counted from 1.
struct Step {
    name: &'static str,
    sql: &'static str,
}

const STEPS: &[Step] = &[
    Step { name: "audit", sql: include_str!("migrations/audit.sql") },
    Step { name: "webhooks", sql: include_str!("migrations/webhooks.sql") },
    Step { name: "sessions", sql: include_str!("migrations/sessions.sql") },
    Step { name: "journal", sql: include_str!("migrations/journal.sql") },
    Step { name: "sign_ins", sql: include_str!("migrations/sign_ins.sql") },
];

const CREATE: &str =
    "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, done_at BIGINT NOT NULL)";

/// Brings the layout up to date.
pub(super) async fn run(store: &Store) -> Result<(), StoreError> {
    let mut write = store.write_in_turn(Turn::Migrations).await?;
    sqlx::query(CREATE).execute(&mut *write).await?;
    let row = sqlx::query("SELECT COALESCE(MAX(number), 0) AS found FROM migrations").fetch_one(&mut *write).await?;
    let (found, known): (i64, _) = (row.try_get("found")?, layout(STEPS.len()));
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (number, step) in (1..).zip(STEPS).filter(|(number, _)| *number > found) {
        let done = carry_out(&mut write, store.engine(), number, step).await;
        done.map_err(|source| StoreError::Migration { number, name: step.name, source })?;
    }
    write.commit().await?;
    Ok(())
}

async fn carry_out(write: &mut Write, engine: Engine, number: i64, step: &Step) -> Result<(), sqlx::Error> {
    // The texts are our own files; only their words in braces are replaced.
    sqlx::raw_sql(AssertSqlSafe(spoken_by(engine, step.sql))).execute(&mut **write).await?;
    sqlx::query("INSERT INTO migrations (number, name, done_at) VALUES ($1, $2, $3)")
        .bind(number)
        .bind(step.name)
        .bind(now_ms())
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// The SQL as this database speaks it.
fn spoken_by(engine: Engine, sql: &str) -> String {
    let [counter, number, bytes, strict] = match engine {
        Engine::Sqlite => ["INTEGER PRIMARY KEY AUTOINCREMENT", "INTEGER", "BLOB", "STRICT"],
        Engine::Postgres => ["BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BIGINT", "BYTEA", ""],
    };
    sql.replace("{counter}", counter).replace("{number}", number).replace("{bytes}", bytes).replace("{strict}", strict)
}

fn layout(steps: usize) -> i64 {
    i64::try_from(steps).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Engine, STEPS, spoken_by};
    use std::collections::BTreeSet;

    #[test]
    fn every_word_in_braces_is_known() {
        for step in STEPS {
            for engine in [Engine::Sqlite, Engine::Postgres] {
                let sql = spoken_by(engine, step.sql);
                assert!(!sql.contains(['{', '}']), "{}: {sql}", step.name);
            }
        }
    }

    #[test]
    fn names_of_steps_are_unique() {
        assert_eq!(STEPS.iter().map(|step| step.name).collect::<BTreeSet<_>>().len(), STEPS.len());
    }
}
