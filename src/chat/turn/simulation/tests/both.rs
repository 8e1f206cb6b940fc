//! The same operations on the rows in memory and on a database.

mod answers;
mod operations;
mod values;

use super::dump;
use crate::auth::server::{Auth, NewAccount};
use crate::chat::store::leases::LeaseId;
use crate::chat::turn::simulation::rows::Rows;
use crate::chat::turn::turn_store::{Database, TurnStore};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::tests::database::TestDatabase;
use crate::id::{ConversationId, MessageId, UserId};
use crate::random::Random;
use crate::tasks::server::Tasks;
use rand::SeedableRng;
use rand::rngs::StdRng;
use secrecy::SecretString;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The name of an operation, and what it answers in memory and in the database.
type Answers = (String, Value, Value);

/// Both, and what stands for what.
pub(super) struct Both {
    db: Db,
    real: Database,
    rows: Rows,
    random: StdRng,
    people: [UserId; 2],
    /// Ids of the rows in memory, with those of the database.
    messages: BTreeMap<MessageId, MessageId>,
    conversations: BTreeMap<ConversationId, ConversationId>,
    leases: BTreeMap<LeaseId, LeaseId>,
    /// What was done.
    pub(super) told: Vec<String>,
}

impl Both {
    pub(super) async fn new(database: &TestDatabase, seed: u64) -> Self {
        let db = database.db.clone();
        let people = [person(&db, &format!("ann{seed}")).await, person(&db, &format!("bob{seed}")).await];
        let real = Database::new(db.clone(), Tasks::new(db.clone(), Clock::system()));
        Self {
            db,
            real,
            rows: Rows::default(),
            random: StdRng::seed_from_u64(seed),
            people,
            messages: BTreeMap::new(),
            conversations: BTreeMap::new(),
            leases: BTreeMap::new(),
            told: Vec::new(),
        }
    }

    /// Does one operation on both. Fails with the difference, if there is one.
    pub(super) async fn step(&mut self) -> Result<(), String> {
        let (name, here, there) =
            self.operate().await.map_err(|error| format!("the database failed: {error}"))?;
        self.told.push(format!("{name}: {here}"));
        if here != there {
            return Err(format!("{name} answers {there} in the database and {here} in memory"));
        }
        let (here, there) = (self.here(), self.there().await.map_err(|error| error.to_string())?);
        if here != there {
            return Err(format!("after {name} the database has {there} and the memory {here}"));
        }
        Ok(())
    }

    /// Removes everything.
    pub(super) async fn clear(&self) {
        for sql in [
            "delete from messages",
            "delete from conversations",
            "delete from leases",
            "delete from reply_pieces",
            "delete from usage",
        ] {
            dump::execute(&self.db, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
    }

    /// All rows in memory.
    fn here(&self) -> Value {
        let messages: Vec<_> = self
            .rows
            .messages
            .values()
            .map(|row| {
                let usage = row.usage.as_ref();
                json!({
                    "id": row.id, "place": row.conversation, "user": row.user, "role": row.role,
                    "content": row.progress.content, "status": row.status(), "calls": row.progress.calls,
                    "thoughts": row.progress.thoughts, "error": row.end.error.as_ref().map(|error| &error.0),
                    "writer": row.writer.as_ref().map(LeaseId::as_str), "stopping": row.stopping,
                    "client": row.client_id, "parent": row.parent,
                    "model": usage.and_then(|usage| usage.model.clone()),
                    "tokens": usage.map(|usage| (usage.input, usage.output)),
                })
            })
            .collect();
        let pieces: Vec<_> = self
            .rows
            .pieces
            .iter()
            .flat_map(|(reply, pieces)| {
                pieces.values().map(move |piece| {
                    let marks = (!piece.marks.is_empty()).then_some(&piece.marks);
                    json!([reply, piece.number, piece.at, piece.delta, marks])
                })
            })
            .collect();
        let places: Vec<_> = self
            .rows
            .conversations
            .iter()
            .map(|(id, place)| {
                json!([id, place.conversation.title, place.titled_by_message, place.conversation.model])
            })
            .collect();
        let usage: Vec<_> = self
            .rows
            .usage
            .iter()
            .map(|((user, day), (messages, tokens))| json!([user, day, messages, tokens]))
            .collect();
        let leases: BTreeMap<_, _> =
            self.rows.leases.iter().map(|(id, beats)| (id.as_str(), *beats)).collect();
        json!({ "messages": messages, "pieces": pieces, "places": places, "usage": usage, "leases": leases })
    }

    /// All rows of the database, with the ids of those in memory.
    async fn there(&self) -> sqlx::Result<Value> {
        let messages: Vec<_> = dump::messages(&self.db).await?.into_iter().map(|row| json!({
            "id": self.message_here(row.id), "place": self.place_here(row.conversation_id), "user": row.user_id,
            "role": row.role, "content": row.content, "status": row.status, "calls": row.tool_calls.0,
            "thoughts": row.thoughts.0, "error": row.error.map(|error| error.0),
            "writer": row.writer.map(|writer| self.lease_here(&writer)), "stopping": row.stopping,
            "client": row.client_id, "parent": self.message_here(row.parent_id),
            "model": row.model, "tokens": row.input_tokens.zip(row.output_tokens),
        })).collect();
        let pieces: Vec<_> = dump::pieces(&self.db)
            .await?
            .into_iter()
            .map(|piece| {
                json!([
                    self.message_here(piece.reply),
                    piece.number,
                    piece.at,
                    piece.delta,
                    piece.marks.map(|marks| marks.0)
                ])
            })
            .collect();
        let places: Vec<_> = dump::conversations(&self.db)
            .await?
            .into_iter()
            .map(|place| {
                json!([self.place_here(place.id), place.title, place.titled_by == "message", place.model])
            })
            .collect();
        let usage: Vec<_> = dump::usage(&self.db)
            .await?
            .into_iter()
            .map(|line| json!([line.0, line.1, line.2, line.3]))
            .collect();
        let leases: BTreeMap<_, _> = dump::leases(&self.db)
            .await?
            .into_iter()
            .map(|(id, beats)| (self.lease_here(&id), beats))
            .collect();
        Ok(
            json!({ "messages": messages, "pieces": pieces, "places": places, "usage": usage, "leases": leases }),
        )
    }

    fn message_here(&self, there: i64) -> i64 {
        let known = self.messages.iter().find(|(_, real)| real.get() == there);
        known.map_or(there, |(here, _)| here.get())
    }

    fn place_here(&self, there: i64) -> i64 {
        let known = self.conversations.iter().find(|(_, real)| real.get() == there);
        known.map_or(there, |(here, _)| here.get())
    }

    fn lease_here(&self, there: &str) -> String {
        let known = self.leases.iter().find(|(_, real)| real.as_str() == there);
        known.map_or(there, |(here, _)| here.as_str()).to_owned()
    }

    fn message_there(&self, here: MessageId) -> MessageId {
        self.messages.get(&here).copied().unwrap_or(here)
    }

    fn place_there(&self, here: ConversationId) -> ConversationId {
        self.conversations.get(&here).copied().unwrap_or(here)
    }

    fn lease_there(&self, here: &LeaseId) -> LeaseId {
        self.leases.get(here).unwrap_or(here).clone()
    }

    fn store(&self) -> &dyn TurnStore {
        &self.real
    }
}

async fn person(db: &Db, name: &str) -> UserId {
    let secret = SecretString::from("a secret of thirty-two characters");
    let auth = Auth::new(db.clone(), secret, false, Clock::system(), Random::system());
    let email = format!("{name}@example.com");
    let account = NewAccount { name: name.into(), email, password: "correct horse".into(), image: None };
    let person = auth.create_account(account).await;
    person.unwrap_or_else(|error| panic!("no person: {error}")).id
}
