//! What the database holds in the end, beside what people saw.

use super::sender::Sender;
use crate::model::MARK;
use secrecy::{ExposeSecret, SecretString};
use sqlx::{Connection, PgConnection};
use std::collections::BTreeMap;
use std::sync::Arc;

/// All replies: the question's id from the client, the status, the text.
pub struct Ledger(Vec<(Option<String>, String, String)>);

impl Ledger {
    pub async fn read(database: &SecretString) -> Self {
        let sql = "select q.client_id, r.status, r.content from messages r
                   join messages q on q.id = r.parent_id and q.conversation_id = r.conversation_id
                   where r.role = 'assistant'";
        let mut connection = PgConnection::connect(database.expose_secret()).await.unwrap();
        Self(sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap())
    }

    /// Prints what was lost, doubled or stuck. A complete reply has so many words.
    pub fn report(&self, senders: &[Arc<Sender>], words: usize) {
        let sent: Vec<_> = senders.iter().flat_map(|sender| sender.sent()).collect();
        let mut replies = BTreeMap::<&str, usize>::new();
        let mut statuses = BTreeMap::<&str, usize>::new();
        let (mut cut, mut stuck) = (0, 0);
        for (client_id, status, content) in &self.0 {
            *replies.entry(client_id.as_deref().unwrap_or_default()).or_default() += 1;
            *statuses.entry(status).or_default() += 1;
            stuck += usize::from(["streaming", "queued"].contains(&status.as_str()));
            cut += usize::from(status == "complete" && content.matches(MARK).count() != words);
        }
        let lost = sent.iter().filter(|sent| sent.accepted && !replies.contains_key(sent.client_id.as_str()));
        let doubled = replies.values().filter(|count| **count > 1).count();
        let (unended, again) = (
            sent.iter().filter(|sent| !sent.ended).count(),
            sent.iter().map(|sent| sent.again).sum::<usize>(),
        );
        println!(
            "  {} messages, {again} of them again; accepted and lost {}, doubled {doubled}, stuck {stuck}, complete \
             with words missing {cut}, without an end for their readers {unended}",
            sent.len(),
            lost.count()
        );
        println!("  replies by status: {statuses:?}");
    }
}
