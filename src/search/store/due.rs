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

/// Adds the words of all messages that are due. PostgreSQL adds them itself, with each message. There is a `pause` after
/// each transaction, in which the turns that wait go first.
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

/// Adds the words of the first messages that are due. Returns whether there are more.
fn index_batch(connection: &Connection) -> rusqlite::Result<bool> {
    // The first one always, and those after it as long as all before them have fewer bytes.
    let take = "select max(message_id) from (
                    select message_id, sum(bytes) over (order by message_id) - bytes as before from (
                        select message_id, coalesce(octet_length(content), 0) as bytes
                        from words_due left join messages on id = message_id
                        order by message_id limit ?1)
                ) where before < ?2";
    let last: Option<i64> =
        connection.prepare_cached(take)?.query_row((BATCH, BATCH_BYTES), |row| row.get(0))?;
    let add = "insert into messages_words (rowid, user_id, content)
               select id, user_id, content from messages
               where status <> 'streaming' and id in (select message_id from words_due where message_id <= ?1)";
    let forget = "delete from words_due where message_id <= ?1";
    let securely = "insert into messages_words (messages_words, rank) values ('secure-delete', ?1)";
    // FTS5 (3.51) takes the places of a word that a message has often for a sign that the word was deleted, and looks for
    // it in the whole index. It only does so if deletions are secure. Nothing is deleted here, so they need not be.
    connection.prepare_cached(securely)?.execute([0])?;
    connection.prepare_cached(add)?.execute([last])?;
    connection.prepare_cached(securely)?.execute([1])?;
    connection.prepare_cached(forget)?.execute([last])?;
    has_due(connection)
}
