//! What the server holds: rows in its database, and memory.

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

const TABLES: [&str; 5] = ["rate_limits", "verification", "known_places", "session", "user"];

/// A server's database and process.
pub struct Ledger {
    pub url: String,
    pub process: u32,
}

impl Ledger {
    /// How many rows each table has.
    pub async fn rows(&self) -> Vec<i64> {
        let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
        let mut rows = Vec::new();
        for table in TABLES {
            let sql = AssertSqlSafe(format!("select count(*) from \"{table}\""));
            rows.push(sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap());
        }
        connection.close().await.unwrap();
        rows
    }

    /// Gives each of these people so many tasks with the longest texts.
    pub async fn fill(&self, name: &str, tasks: u32) {
        let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
        let sql = r#"with recursive n (i) as (select 1 union all select i + 1 from n where i < $2)
                     insert into tasks_phaseiii (user_id, title, description, created_at, updated_at)
                     select u."id", 'Task ' || i, printf('%.1000c', 'x'), u."createdAt", u."createdAt"
                     from "user" u, n where u."name" = $1"#;
        sqlx::query(sql).bind(name).bind(tasks).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// The tables that have more rows than before, and how many more.
pub fn more(before: &[i64], after: &[i64]) -> String {
    let grown = TABLES.iter().zip(before.iter().zip(after)).filter(|(_, (before, after))| before != after);
    let grown: Vec<_> =
        grown.map(|(table, (before, after))| format!("{table} {:+}", after - before)).collect();
    if grown.is_empty() { "none".to_owned() } else { grown.join(", ") }
}

/// The memory of a process that is in RAM, in KiB.
pub fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
