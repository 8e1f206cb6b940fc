//! The messages whose words are still to be added to SQLite's index (migration 0023). A turn only notes them, because many
//! messages at once are far less work than one after the other.

use crate::db::Db;
use rusqlite::Connection;
use std::time::Duration;
use tokio::time::sleep;

/// Most messages in one transaction. The turns that come meanwhile wait for it: about 5 ms, if the messages have 2 KB.
const BATCH: u16 = 16;

/// Adds the words of all messages that are due. PostgreSQL adds them itself, with each message. After each transaction it
/// waits so long for the turns to go first.
pub(crate) async fn index_due(db: &Db, pause: Duration) -> sqlx::Result<()> {
    let Db::Sqlite { commits, look_ups, .. } = db else { return Ok(()) };
    while look_ups.find(has_due)? && commits.change(index_batch).await? == usize::from(BATCH) {
        sleep(pause).await;
    }
    Ok(())
}

fn has_due(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "select exists (select 1 from words_due)";
    connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// Returns how many messages were due.
fn index_batch(connection: &Connection) -> rusqlite::Result<usize> {
    let add = "insert into messages_words (rowid, user_id, content)
               select id, user_id, content from messages
               where status <> 'streaming'
                 and id in (select message_id from words_due order by message_id limit ?1)";
    let forget = "delete from words_due
                  where message_id in (select message_id from words_due order by message_id limit ?1)";
    let securely = "insert into messages_words (messages_words, rank) values ('secure-delete', ?1)";
    // With it FTS5 (3.51) looks through the whole index for each word that a message has often, as if it were deleted. The
    // setting changes for this transaction alone.
    connection.prepare_cached(securely)?.execute([0])?;
    connection.prepare_cached(add)?.execute([BATCH])?;
    connection.prepare_cached(securely)?.execute([1])?;
    connection.prepare_cached(forget)?.execute([BATCH])
}
