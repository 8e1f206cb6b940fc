//! The messages whose words are still to be added to SQLite's index (migration 0023). A turn only notes them, because many
//! messages at once are far less work than one after the other.

use crate::db::Db;
use rusqlite::Connection;
use std::time::Duration;
use tokio::time::sleep;

/// Most messages in one transaction, and about how many bytes of them. The turns that come meanwhile wait for it, some
/// milliseconds.
const BATCH: u16 = 16;
const BATCH_BYTES: u32 = 32 * 1024;

/// Adds the words of all messages that are due. PostgreSQL adds them itself, with each message. After each transaction it
/// waits so long for the turns to go first.
pub(crate) async fn index_due(db: &Db, pause: Duration) -> sqlx::Result<()> {
    let Db::Sqlite { commits, look_ups, .. } = db else { return Ok(()) };
    while look_ups.find(has_due)? && commits.change(index_batch).await? {
        sleep(pause).await;
    }
    Ok(())
}

fn has_due(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "select exists (select 1 from words_due)";
    connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// Returns whether there was more than one batch.
fn index_batch(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "select coalesce(max(id), (select max(message_id) from words_due)) from (
                   select id, sum(octet_length(content)) over (order by id) - octet_length(content) as before
                   from messages where id in (select message_id from words_due order by message_id limit ?1)
               ) where before < ?2";
    let last: Option<i64> =
        connection.prepare_cached(sql)?.query_row((BATCH, BATCH_BYTES), |row| row.get(0))?;
    let add = "insert into messages_words (rowid, user_id, content)
               select id, user_id, content from messages
               where status <> 'streaming' and id in (select message_id from words_due where message_id <= ?1)";
    let forget = "delete from words_due where message_id <= ?1";
    let securely = "insert into messages_words (messages_words, rank) values ('secure-delete', ?1)";
    // With it FTS5 (3.51) looks through the whole index for each word that a message has often, as if it were deleted. The
    // setting changes for this transaction alone.
    connection.prepare_cached(securely)?.execute([0])?;
    connection.prepare_cached(add)?.execute([last])?;
    connection.prepare_cached(securely)?.execute([1])?;
    connection.prepare_cached(forget)?.execute([last])?;
    has_due(connection)
}
