//! The old tables step aside, and their rows come into the new ones.

use super::{actual, columns, converted, kind_of};
use crate::db::takeover::columns::{Absent, Column};
use crate::db::takeover::{ADOPTABLE, quote};
use sqlx::{AssertSqlSafe, Executor, SqliteConnection};

/// What an old table is called while its rows are copied.
const ASIDE: &str = "docket_old_";

const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
const SPACE: &str = "' ' || char(9, 10, 13)";

/// Renames the old tables, so that the migrations make theirs. Returns whether there was one.
pub(in crate::db) async fn set_aside(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    let mut any = false;
    // Foreign keys and views of other tables keep the name, and with it lead to the new tables.
    connection.execute("pragma legacy_alter_table = on").await?;
    for table in &ADOPTABLE {
        if kind_of(connection, table.name).await?.is_none() {
            continue;
        }
        any = true;
        // Names of indexes are the whole database's.
        let indexes =
            "select name from sqlite_master where type = 'index' and tbl_name = $1 and sql is not null";
        let indexes: Vec<String> =
            sqlx::query_scalar(indexes).bind(table.name).fetch_all(&mut *connection).await?;
        for index in indexes {
            connection.execute(AssertSqlSafe(format!("drop index {}", quote(&index)))).await?;
        }
        let aside = quote(&[ASIDE, table.name].concat());
        let rename = format!("alter table {} rename to {aside}", quote(table.name));
        connection.execute(AssertSqlSafe(rename)).await?;
    }
    connection.execute("pragma legacy_alter_table = off").await?;
    Ok(any)
}

/// Copies the rows of the old tables into the new ones, and drops the old.
pub(in crate::db) async fn bring_rows(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    for table in &ADOPTABLE {
        let aside = [ASIDE, table.name].concat();
        let old = columns(connection, &aside).await?;
        if old.is_empty() {
            continue;
        }
        let (quoted, mut targets, mut values) = (quote(table.name), Vec::new(), Vec::new());
        let has_messages = kind_of(connection, &[ASIDE, "messages"].concat()).await?.is_some();
        for expected in table.columns {
            if let Some(value) = value(table.name, expected, actual(&old, expected.name), has_messages) {
                targets.push(quote(expected.name));
                values.push(value);
            }
        }
        let known: Vec<&str> =
            table.columns.iter().filter_map(|expected| actual(&old, expected.name)).collect();
        let new = columns(connection, table.name).await?;
        for column in old.iter().filter(|column| !known.contains(&column.name.as_str())) {
            // A column of this name that is Docket's holds something else (as in the migrations for PostgreSQL).
            let is_taken = new.iter().any(|c| c.name.eq_ignore_ascii_case(&column.name));
            let name = if is_taken { [&column.name, "_phaseiii"].concat() } else { column.name.clone() };
            let add = format!("alter table {quoted} add column {} {}", quote(&name), column.kind);
            connection.execute(AssertSqlSafe(add)).await?;
            targets.push(quote(&name));
            values.push(["old.", &quote(&column.name)].concat());
        }
        if table.name == "messages" {
            targets.push("\"parent_id\"".to_owned());
            values.push(
                "lag(old.\"id\", 1, 0) over (partition by old.\"conversation_id\" order by old.\"id\")"
                    .to_owned(),
            );
        }
        let (aside, targets, values) = (quote(&aside), targets.join(", "), values.join(", "));
        // In order of id, so that the newest row has the highest number everywhere.
        let copy =
            format!("insert into {quoted} ({targets}) select {values} from {aside} old order by old.\"id\"");
        connection.execute(AssertSqlSafe(copy)).await?;
    }
    for table in &ADOPTABLE {
        let drop = format!("drop table if exists {}", quote(&[ASIDE, table.name].concat()));
        connection.execute(AssertSqlSafe(drop)).await?;
    }
    Ok(())
}

/// What a row of the old table becomes in a column, as the migrations for PostgreSQL do it. `None` leaves the column's
/// default.
fn value(table: &str, expected: &Column, actual: Option<&str>, has_messages: bool) -> Option<String> {
    let old = actual.map(|actual| converted(expected, &["old.", &quote(actual)].concat()));
    let value = match (table, expected.name, old) {
        (_, _, None) => match (table, expected.name, expected.absent) {
            // New conversations are called so, too.
            ("conversations", "title", _) => conversation_title("null", has_messages),
            ("messages", "user_id", _) => message_owner("null"),
            (_, _, Absent::Wrong | Absent::Unknown) => return None,
            (_, _, Absent::Means(value)) => value.to_owned(),
            (_, _, Absent::Now) => NOW.to_owned(),
        },
        // Addresses are compared in lower case.
        ("user", "email", Some(old)) => format!("lower({old})"),
        ("tasks_phaseiii", "title", Some(old)) => {
            format!("coalesce(nullif(substr(trim({old}, {SPACE}), 1, 200), ''), 'Untitled')")
        }
        ("tasks_phaseiii", "description", Some(old)) => {
            format!("nullif(substr(trim({old}, {SPACE}), 1, 1000), '')")
        }
        ("conversations", "title", Some(old)) => conversation_title(&old, has_messages),
        ("messages", "user_id", Some(old)) => message_owner(&old),
        ("messages", "role", Some(old)) => format!("case {old} when 'user' then 'user' else 'assistant' end"),
        (_, _, Some(old)) => match expected.absent {
            Absent::Wrong | Absent::Unknown => old,
            Absent::Means(value) => format!("coalesce({old}, {value})"),
            Absent::Now => format!("coalesce({old}, {NOW})"),
        },
    };
    Some(value)
}

/// The title of a conversation, or the beginning of its first message, as new conversations are called.
fn conversation_title(old: &str, has_messages: bool) -> String {
    let given = format!("nullif(substr(trim({old}, {SPACE}), 1, 200), '')");
    if !has_messages {
        return format!("coalesce({given}, 'Conversation')");
    }
    let messages = quote(&[ASIDE, "messages"].concat());
    let line = format!(
        "substr(trim(m.content, {SPACE}), 1, instr(trim(m.content, {SPACE}) || char(10), char(10)) - 1)"
    );
    format!(
        "coalesce({given}, (select nullif(substr(trim({line}, {SPACE}), 1, 60), '') from {messages} m \
          where m.conversation_id = old.\"id\" and m.role = 'user' order by m.id limit 1), 'Conversation')"
    )
}

/// Messages of the oldest kind do not name their person.
fn message_owner(old: &str) -> String {
    format!(
        "coalesce({old}, (select c.user_id from conversations c where c.id = old.\"conversation_id\"), '')"
    )
}
