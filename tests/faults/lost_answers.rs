//! Changes that PostgreSQL makes and whose answers are lost: the beginning of a turn, its end, and the work of a tool.
//! The server must find out, and nothing may happen twice.

use crate::database::Engine;
use crate::network::Network;
use crate::reader::{Page, Stream, send};
use crate::replica::Replica;
use crate::report;
use crate::server::Browser;
use crate::storm::settled;
use crate::tally::Tally;
use crate::upstream::{Gate, Script};
use crate::world::{Stored, World, person};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use std::collections::BTreeMap;

/// Tokens of each reply, far more than those of a title.
const TOKENS: u64 = 1_000_000;

struct Scene {
    world: World,
    network: Network,
    replica: Replica,
    ann: Browser,
}

impl Scene {
    async fn new() -> Self {
        let world = World::new(Engine::Postgres).await;
        let network = Network::start(&world.url()).await;
        let replica = Replica::start(&world.program_at(network.url())).await;
        let ann = person(&replica, "ann").await;
        Self { world, network, replica, ann }
    }

    /// All messages, once every reply has ended.
    async fn settled(&self) -> Vec<Stored> {
        settled(&self.world, &BTreeMap::from([("ann".to_owned(), self.ann.clone())])).await.0
    }

    async fn number(&self, sql: &'static str) -> i64 {
        let mut connection = PgConnection::connect(&self.world.url()).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    }

    fn check(self, what: &str, messages: &[Stored], sent: &[String]) {
        let tally = Tally::of(messages, sent);
        report(&format!("the answer to {what} lost, PostgreSQL: {} sent, {tally}", sent.len()));
        assert_eq!(tally, Tally::default());
        assert!(messages.iter().all(|message| message.status == "complete"), "{messages:?}");
        drop(self.replica);
    }
}

fn is_stored(client_id: &str) -> String {
    format!("select exists (select from messages where client_id = '{client_id}')")
}

async fn read(stream: Option<Stream>) -> Page {
    let mut page = Page::default();
    page.read(stream.unwrap()).await;
    page
}

#[tokio::test]
async fn a_message_whose_storing_is_not_confirmed_is_stored_once_and_answered() {
    let scene = Scene::new().await;
    scene.world.upstream.otherwise(Script::text(&["w1 ", "w2 ", "w3 "]));
    let (mut conversation, mut sent) = (None, Vec::new());
    // In a new conversation, and in one that exists.
    for number in 0..2 {
        let id = format!("unsure-{number}");
        scene.network.lose_answer_to_change(&is_stored(&id)).await;
        let mut fields = vec![("text", id.as_str()), ("client_id", id.as_str())];
        fields.extend(conversation.as_deref().map(|id| ("conversation", id)));
        let told = scene.ann.call("/rpc/chat/send", &fields).await.text().await.unwrap();
        scene.network.answered().await;
        // The client is told the truth if it is told of a fault.
        assert!(told.contains("DATABASE_ERROR") && told.contains("may have been done"), "{told}");
        assert!(!told.contains("Nothing was changed"), "{told}");
        let again = read(send(&scene.ann, conversation.as_deref(), &id, &id).await).await;
        assert_eq!((again.status.as_str(), again.words()), ("complete", vec![1, 2, 3]), "{again:?}");
        conversation = Some(again.conversation);
        sent.push(id);
    }
    let messages = scene.settled().await;
    scene.check("the beginning of a turn", &messages, &sent);
}

#[tokio::test]
async fn an_end_that_is_not_confirmed_is_stored_once_and_the_next_reply_begins() {
    let scene = Scene::new().await;
    let gate = Gate::new();
    let reply = || Script::stream().role().say("w1 ").wait(&gate).finish("stop").usage(TOKENS, 0).done();
    scene.world.upstream.otherwise(reply());
    let (mut first, mut stream) = (Page::default(), send(&scene.ann, None, "one", "end-1").await.unwrap());
    assert!(first.read_words(&mut stream, 1).await);
    let mut next = Page::default();
    let mut waiting = send(&scene.ann, Some(&first.conversation), "two", "end-2").await.unwrap();
    next.apply(&waiting.next().await.unwrap());
    assert_eq!(next.status, "queued");

    let ended = "select exists (select from messages where role = 'assistant' and status = 'complete')";
    scene.network.lose_answer_to_change(ended).await;
    gate.open();
    scene.network.answered().await;
    first.read(stream).await;
    next.read(waiting).await;
    for page in [first, next] {
        assert_eq!((page.status.as_str(), page.words()), ("complete", vec![1]), "{page:?}");
    }
    let messages = scene.settled().await;
    let charged = scene.number("select sum(tokens)::bigint from usage").await;
    assert_eq!(charged.unsigned_abs() / TOKENS, 2, "{charged} tokens were charged for two replies");
    let left = scene.number("select count(*) from reply_pieces").await;
    assert_eq!(left, 0, "pieces of ended replies are left");
    scene.check("the end of a reply", &messages, &["end-1", "end-2"].map(str::to_owned));
}

#[tokio::test]
async fn a_tool_whose_change_is_not_confirmed_acts_once_and_knows_it() {
    let scene = Scene::new().await;
    let add = Script::calls(&[("call-1", "add_task", json!({ "title": "Milk" }))]);
    scene.world.upstream.answer(add).otherwise(Script::text(&["w1"]));
    let is_made = "select exists (select from tasks_phaseiii where title = 'Milk')";
    scene.network.lose_answer_to_change(is_made).await;
    let page = read(send(&scene.ann, None, "Add milk", "tool-1").await).await;
    scene.network.answered().await;
    assert_eq!((page.status.as_str(), page.words()), ("complete", vec![1]), "{page:?}");
    assert_eq!(scene.number("select count(*) from tasks_phaseiii").await, 1);
    // A model that heard of a failure would add the task again, by a call of its own.
    let asked = scene.world.upstream.requests();
    let told = asked.iter().flat_map(|request| request["messages"].as_array().unwrap());
    let told: Vec<_> = told.filter(|message| message["role"] == "tool").collect();
    assert!(told.len() == 1 && told[0].to_string().contains("created"), "{told:?}");
    let messages = scene.settled().await;
    scene.check("a tool's change", &messages, &["tool-1".to_owned()]);
}
