//! No view reads the whole table: each reads a range of an index.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use super::super::export::WITH_SUBTASKS_ON_SQLITE;
use super::super::list::{COUNT_UNTIL, PAGE_OF_WORDS_ON_SQLITE, PAGE_ON_POSTGRES, PAGE_UNTIL};
use super::{
    ALL, COUNT_TODAY, DONE, LISTS, OF_LIST, OF_TAG, SUBTASKS_ON_POSTGRES, SUBTASKS_ON_SQLITE, TAGS, TODAY,
    UPCOMING,
};
use crate::db::Db;
use crate::db::tests::account;
use crate::db::tests::database::{Engine, TestDatabase};
use crate::db::transaction::Inner;
use sqlx::{AssertSqlSafe, Row};

/// Gives a person so many tasks: a third done, the rest due around today, in lists and with tags.
async fn fill(db: &Db, person: &str, count: u32) {
    let numbers = match db {
        Db::Sqlite { .. } => {
            "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < COUNT)
             insert into tasks_phaseiii (user_id, title, completed, created_at, updated_at, due_date, list_name, tags, start_date)
             select 'PERSON', 'Task ' || n, n % 3 = 0, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z',
                 case when n % 4 > 0 then date('now', (n % 2000 - 20) || ' days') end, 'List ' || (n % 10),
                 case when n % 50 = 0 then '[\"tag' || (n % 7) || '\"]' end, null
             from numbers"
        }
        Db::Postgres { .. } => {
            "insert into tasks_phaseiii (user_id, title, completed, created_at, updated_at, due_date, list_name, tags)
             select 'PERSON', 'Task ' || n, n % 3 = 0, now(), now(),
                 case when n % 4 > 0 then to_char(now() + make_interval(days => n % 2000 - 20), 'YYYY-MM-DD') end,
                 'List ' || (n % 10),
                 case when n % 50 = 0 then jsonb_build_array('tag' || (n % 7)) end
             from generate_series(1, COUNT) n"
        }
    };
    let sql = AssertSqlSafe(numbers.replace("PERSON", person).replace("COUNT", &count.to_string()));
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
        Db::Postgres { pool, .. } => {
            let mut connection = pool.connect().await.unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
            sqlx::query("analyze").execute(&mut connection).await.unwrap();
        }
    }
}

#[tokio::test]
async fn sqlite_reads_a_range_of_an_index_for_each_view() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let Db::Sqlite { writer, .. } = &database.db else { panic!("SQLite was asked for") };
    for (sql, index) in [
        (TODAY, "tasks_phaseiii_day_idx"),
        (COUNT_TODAY, "tasks_phaseiii_day_idx"),
        (UPCOMING, "tasks_phaseiii_day_idx"),
        (ALL, "tasks_phaseiii_order_idx"),
        (DONE, "tasks_phaseiii_done_idx"),
        (OF_LIST, "tasks_phaseiii_list_idx"),
        (OF_TAG, "SEARCH task_tags USING PRIMARY KEY"),
        (SUBTASKS_ON_SQLITE, "tasks_phaseiii_parent_id_idx"),
        (WITH_SUBTASKS_ON_SQLITE, "tasks_phaseiii_parent_id_idx"),
        (LISTS, "tasks_phaseiii_list_idx"),
        (TAGS, "task_tags USING"),
    ] {
        let explained =
            sqlx::query(AssertSqlSafe(format!("explain query plan {sql}"))).fetch_all(writer).await;
        let plan: Vec<String> = explained.unwrap().iter().map(|row| row.get("detail")).collect();
        let plan = plan.join("\n");
        assert!(plan.contains(index), "{sql}\n{plan}");
        assert!(!plan.contains("SCAN tasks_phaseiii") && !plan.contains("SCAN task_tags"), "{sql}\n{plan}");
    }
    for sql in [ALL, DONE, OF_LIST, PAGE_OF_WORDS_ON_SQLITE] {
        let explained =
            sqlx::query(AssertSqlSafe(format!("explain query plan {sql}"))).fetch_all(writer).await;
        let sorts =
            explained.unwrap().iter().any(|row| row.get::<String, _>("detail").contains("TEMP B-TREE"));
        assert!(!sorts, "the index has the order: {sql}");
    }
}

#[tokio::test]
async fn sqlite_reads_the_index_of_words_before_the_tasks() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let Db::Sqlite { writer, .. } = &database.db else { panic!("SQLite was asked for") };
    // Many tasks make it tempting to begin with those of the person.
    let ann = account(&database.db, "ann").await;
    fill(&database.db, ann.as_str(), 5_000).await;
    sqlx::query("analyze").execute(writer).await.unwrap();
    let sql = AssertSqlSafe(format!("explain query plan {PAGE_OF_WORDS_ON_SQLITE}"));
    let explained = sqlx::query(sql).fetch_all(writer).await.unwrap();
    let first: String = explained[0].get("detail");
    assert!(first.contains("found VIRTUAL TABLE"), "{first}");
}

/// In a person's transaction, because row-level security keeps the planner from using an index for many conditions.
#[tokio::test]
async fn postgres_reads_a_range_of_an_index_for_each_view() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let db = &database.db;
    let (ann, bob) = (account(db, "ann").await, account(db, "bob").await);
    fill(db, ann.as_str(), 20_000).await;
    fill(db, bob.as_str(), 20_000).await;
    let day = "'2026-11-28', '2026-11-29 00:00Z', '2026-11-29'";
    let nothing = "null, null, null, null, null, null";
    for (number, (sql, arguments, condition)) in [
        (TODAY, format!("{day}, 101, 0"), "(day <= "),
        (COUNT_TODAY, format!("{day}, '2026-11-28 00:00Z'"), "(day <= "),
        (UPCOMING, format!("{day}, 101, 0"), "(day >= "),
        (ALL, "101, 0, '2026-11-28'".to_owned(), "(user_id = "),
        (DONE, "101, 0".to_owned(), "(user_id = "),
        (OF_LIST, "101, 0, 'List 3'".to_owned(), "(list_key = "),
        (OF_TAG, "101, 0, 'tag3'".to_owned(), "(tag = "),
        (LISTS, String::new(), "(list_key > "),
        (TAGS, String::new(), "(tag > "),
        (SUBTASKS_ON_POSTGRES, "'[1, 2, 3]'".to_owned(), "(parent_id = "),
        (PAGE_ON_POSTGRES, format!("{nothing}, 1000, 101"), "(NULLIF(id, "),
        (PAGE_UNTIL, format!("{nothing}, '2026-11-28', 101, 0"), "(day <= "),
        (COUNT_UNTIL, format!("{nothing}, '2026-11-28'"), "(day <= "),
    ]
    .into_iter()
    .enumerate()
    {
        let arguments = [format!("'{ann}'"), arguments].join(", ");
        let arguments = arguments.trim_end_matches(", ");
        let types = if arguments.contains(nothing) {
            "(text, boolean, text, text, text, timestamptz, boolean)"
        } else {
            ""
        };
        let mut scope = db.read_as(&ann).await.unwrap();
        let Inner::Postgres(loan) = scope.inner() else { panic!("PostgreSQL was asked for") };
        let (connection, _limit) = loan.statement().unwrap();
        let prepare = AssertSqlSafe(format!("prepare view_{number} {types} as {sql}"));
        sqlx::raw_sql(prepare).execute(&mut *connection).await.unwrap();
        let explain = AssertSqlSafe(format!(
            "explain (analyze, costs off, timing off) execute view_{number}({arguments})"
        ));
        let rows = sqlx::raw_sql(explain).fetch_all(&mut *connection).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let is_met = plan.iter().any(|line| line.contains("Index Cond") && line.contains(condition));
        let plan = plan.join("\n");
        assert!(is_met && !plan.contains("Seq Scan on t"), "{sql}\n{plan}");
    }
}
