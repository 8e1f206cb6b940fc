//! Whole turns with models that answer in unusual ways.

use super::upstream::{Gate, Script, Upstream};
use super::*;
use docket::chat::{ChatEvent, Message, MessageStatus, Part};

/// A server whose model is a fake, with a person.
struct World {
    server: TestServer,
    upstream: Upstream,
    ann: Browser,
}

impl World {
    async fn start(database: &TestDatabase) -> Self {
        let upstream = Upstream::start().await;
        let server = TestServer::start(&database.url, openai(upstream.url())).await;
        let ann = server.person("ann").await;
        Self { server, upstream, ann }
    }

    /// Says something in a new conversation and returns the reply.
    async fn say(&self, text: &str, client_id: &str) -> Message {
        self.send(&[("text", text), ("client_id", client_id)]).await.1
    }

    async fn send(&self, fields: &[(&str, &str)]) -> (String, Message) {
        let events = self.ann.events("/rpc/chat/send", fields).await.rest().await;
        let Some(ChatEvent::Started { conversation, .. }) = events.first() else { panic!("{events:?}") };
        let Some(ChatEvent::Done { reply }) = events.last() else { panic!("no end: {events:?}") };
        (conversation.id.to_string(), reply.clone())
    }

    /// The titles of all tasks.
    async fn titles(&self) -> Vec<String> {
        let tasks: Value = self.ann.call("/rpc/tasks/list", &[("status", "all")]).await.json().await.unwrap();
        tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
    }
}

/// The parts of a reply as a reader sees them.
fn shown(reply: &Message) -> String {
    let shown = reply.parts.iter().map(|part| match part {
        Part::Html { html } => html.trim_end().to_owned(),
        Part::Text { text } => text.clone(),
        Part::Tool { call } => format!("[{}]", call.name),
        Part::Thought { thought } => format!("({})", thought.text),
        Part::Unknown => String::new(),
    });
    shown.collect()
}

fn piece(id: Option<&str>, name: Option<&str>, arguments: Value) -> Value {
    json!({ "index": 0, "id": id, "function": { "name": name, "arguments": arguments } })
}

fn whole(message: Value) -> String {
    json!({ "object": "chat.completion", "choices": [{ "message": message, "finish_reason": "stop" }] })
        .to_string()
}

#[tokio::test]
async fn one_call_sent_in_any_way_adds_one_task() {
    let milk = r#"{"title":"milk"}"#;
    let begin = || Script::stream().role();
    let say = |text: &str| begin().say(text).finish("stop").done();
    let call = json!([{ "id": "c1", "function": { "name": "add_task", "arguments": { "title": "milk" } } }]);
    let end = |script: Script| script.finish("tool_calls").done();
    let ways = [
        end(begin().call(piece(Some("c1"), Some("add_task"), "{}".into())).call(piece(
            None,
            None,
            milk.into(),
        ))),
        end(begin().call(piece(Some("c1"), Some("add_task"), "{\"title\":".into())).call(piece(
            Some("c1"),
            Some("add_task"),
            "\"milk\"}".into(),
        ))),
        end(begin().call(piece(Some("c1"), Some("add_task"), json!({ "title": "milk" })))),
        end(begin().call(piece(Some("c1"), Some("add_task"), milk.into())).call(piece(
            None,
            None,
            milk.into(),
        ))),
        end(begin().call(piece(Some("c1"), Some("add_task"), milk.into()))).relabelled("application/json"),
        Script::stream()
            .relabelled("application/json")
            .bytes(whole(json!({ "tool_calls": call })).as_bytes()),
        say(
            "<think>I should</think>\n<tool_call>{\"name\": \"add_task\", \"arguments\": {\"title\": \"milk\"}}</tool_call>",
        ),
        say("```json\n{\"name\": \"add_task\", \"arguments\": {\"title\": \"milk\"}}\n```"),
        say("<function=add_task>{\"title\": \"milk\"}</function>"),
    ];
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::start(&database).await;
        for (number, way) in ways.iter().enumerate() {
            world.upstream.answer(way.clone());
            let parts = json!([{ "type": "text", "text": "Done." }]);
            world.upstream.answer(Script::stream().delta(json!({ "content": parts })).finish("stop").done());
            let reply = world.say("Add milk", &format!("c{number}")).await;
            assert_eq!(reply.status, MessageStatus::Complete);
            let words = shown(&reply);
            assert_eq!(
                words.strip_prefix("(I should)").unwrap_or(&words),
                "[add_task]<p>Done.</p>",
                "{number}"
            );
            assert_eq!(world.titles().await, vec!["milk"; number + 1], "{number}");
        }
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_conversation_with_failed_replies_goes_on() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::start(&database).await;
        for _ in 0..3 {
            world.upstream.answer(Script::status(500, json!({ "error": { "message": "it burns" } })));
        }
        let (conversation, reply) = world.send(&[("text", "One"), ("client_id", "a")]).await;
        assert_eq!(reply.status, MessageStatus::Failed);
        world.upstream.answer(Script::text(&["Fine."]));
        let fields = [("conversation", conversation.as_str()), ("text", "Two"), ("client_id", "b")];
        let (_, reply) = world.send(&fields).await;
        assert_eq!(shown(&reply), "<p>Fine.</p>");
        let asked = world.upstream.requests().pop().unwrap();
        let roles = asked["messages"].as_array().unwrap().iter().map(|said| said["role"].as_str().unwrap());
        assert_eq!(roles.collect::<Vec<_>>(), ["system", "user"], "the roles alternate");
        assert_eq!(asked["messages"][1]["content"], "One\n\nTwo");

        // A model that wants its own kind of call ids gets it.
        world.upstream.answer(Script::calls(&[("call_of_another", "list_tasks", json!({}))]));
        let refusal = "Tool call id was call_of_another but must be a-z, A-Z, 0-9, with a length of 9.";
        world.upstream.answer(Script::status(400, json!({ "object": "error", "message": refusal })));
        world.upstream.answer(Script::text(&["Nothing."]));
        let fields = [("conversation", conversation.as_str()), ("text", "Three"), ("client_id", "c")];
        assert_eq!(shown(&world.send(&fields).await.1), "[list_tasks]<p>Nothing.</p>");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn thoughts_are_kept_apart() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::start(&database).await;
        world.upstream.answer(
            Script::stream()
                .role()
                .say("<thi")
                .say("nk>Zebras < lions.</th")
                .say("ink>\n\nDone.")
                .call(piece(Some("c1"), Some("list_tasks"), "{}".into()))
                .finish("tool_calls")
                .done(),
        );
        let second = Script::stream().delta(json!({ "reasoning_content": "Giraffes." })).say("Two.");
        world.upstream.answer(second.finish("stop").done());
        let (conversation, reply) = world.send(&[("text", "Think"), ("client_id", "a")]).await;
        assert_eq!(shown(&reply), "(Zebras < lions.)<p>Done.</p>[list_tasks](Giraffes.)<p>Two.</p>");
        let took = reply.parts.iter().filter_map(|part| match part {
            Part::Thought { thought } => Some(thought.seconds),
            _ => None,
        });
        assert!(took.into_iter().all(|seconds| seconds.is_some_and(|seconds| seconds > 0)));

        // Neither this turn's prompt nor a later one has them.
        world.upstream.answer(Script::text(&["Bye."]));
        let fields = [("conversation", conversation.as_str()), ("text", "More"), ("client_id", "b")];
        world.send(&fields).await;
        let asked = json!(world.upstream.requests()).to_string();
        assert!(
            asked.contains("Done.") && !asked.contains("Zebras") && !asked.contains("Giraffes"),
            "{asked}"
        );

        // The page shows them folded, with what the stored row says.
        let page = world.ann.get(&format!("/chat/{conversation}")).await.text().await.unwrap();
        let (_, folded) = page.split_once("<details class=\"thought\"").unwrap();
        let (folded, _) = folded.split_once("</details>").unwrap();
        assert!(folded.contains("Thought for 1 s") && folded.contains("Zebras &lt; lions."), "{folded}");

        // Exports hold them by themselves, and documents for readers do not.
        let export = world.ann.export().await;
        let said = &export["conversations"][0]["messages"][1];
        assert_eq!(
            (&said["content"], &said["thoughts"][1]["text"]),
            (&json!("Done.Two."), &json!("Giraffes."))
        );
        let document = world.ann.get(&format!("/chat/{conversation}/export.md")).await;
        assert_eq!(document.status().as_u16(), 200);
        let document = document.text().await.unwrap();
        assert!(document.contains("Done.") && !document.contains("Zebras"), "{document}");

        // Programs and searches get what was said.
        let me: Value = world.ann.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let path = format!("/api/{}/conversations/{conversation}/messages", me["id"].as_str().unwrap());
        let told = world
            .server
            .browser()
            .get_request(&path)
            .bearer_auth(world.ann.token().await)
            .send()
            .await
            .unwrap();
        assert_eq!(told.status().as_u16(), 200);
        let told = told.text().await.unwrap();
        assert!(told.contains("Done.") && !told.contains("Zebras") && !told.contains("Giraffes"), "{told}");
        for (word, found) in [("Zebras", 0), ("Done", 1)] {
            let hits: Value = world.ann.call("/rpc/search", &[("q", word)]).await.json().await.unwrap();
            assert_eq!(hits["messages"].as_array().unwrap().len(), found, "{word}");
        }
        world.server.stop().await;
    }
}

#[tokio::test]
async fn readers_see_that_the_model_thinks() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let world = World::start(&database).await;
    let gate = Gate::new();
    world
        .upstream
        .answer(Script::stream().say("<think>Hm").wait(&gate).say("</think>Done.").finish("stop").done());
    let mut events = world.ann.events("/rpc/chat/send", &[("text", "Think"), ("client_id", "a")]).await;
    let Some(ChatEvent::Started { reply, .. }) = events.next().await else { panic!("no start") };
    let thought = match reply.parts.first() {
        Some(Part::Thought { thought }) => thought.clone(),
        _ => {
            let Some(ChatEvent::Thought { thought }) = events.next().await else { panic!("no thought") };
            thought
        }
    };
    assert_eq!(thought.seconds, None);

    // A reader who comes meanwhile sees it too, and so does a page without JavaScript.
    let mut later = world.ann.events("/rpc/chat/follow", &[("reply", &reply.id.to_string())]).await;
    let Some(ChatEvent::Started { reply, conversation, .. }) = later.next().await else { panic!("no start") };
    assert_eq!(shown(&reply), "(Hm)");
    let path = format!("/chat/{}", conversation.id);
    while !world.ann.get(&path).await.text().await.unwrap().contains("Thinking…") {}
    gate.open();
    for events in [events.rest().await, later.rest().await] {
        let Some(ChatEvent::Thought { thought }) = events.first() else { panic!("{events:?}") };
        assert_eq!((thought.text.as_str(), thought.seconds), ("Hm", Some(1)));
        let Some(ChatEvent::Done { reply }) = events.last() else { panic!("no end") };
        assert_eq!(shown(reply), "(Hm)<p>Done.</p>");
    }
    world.server.stop().await;
}

#[tokio::test]
async fn a_model_that_only_thought_is_replaced_and_its_thoughts_are_forgotten() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let (upstream, gate) = (Upstream::start().await, Gate::new());
        let models = ["first", "second"].map(|name| named_model(upstream.url(), name));
        let server = TestServer::start(&database.url, models.into()).await;
        let ann = server.person("ann").await;
        upstream.answer(Script::stream().say("<think>Hm").wait(&gate).cut());
        upstream.answer(Script::text(&["All is well."]));
        let mut events = ann.events("/rpc/chat/send", &[("text", "Think"), ("client_id", "a")]).await;
        let Some(ChatEvent::Started { conversation, reply, .. }) = events.next().await else {
            panic!("no start")
        };
        if reply.parts.is_empty() {
            let Some(ChatEvent::Thought { .. }) = events.next().await else { panic!("no thought") };
        }
        gate.open();
        let events = events.rest().await;
        let again = events.iter().find_map(|event| match event {
            ChatEvent::Started { reply, from: 0, .. } => Some(shown(reply)),
            _ => None,
        });
        assert_eq!(again.as_deref(), Some(""), "{events:?}");
        let Some(ChatEvent::Done { reply }) = events.last() else { panic!("{events:?}") };
        assert_eq!((shown(reply).as_str(), reply.status), ("<p>All is well.</p>", MessageStatus::Complete));
        let page = ann.get(&format!("/chat/{}", conversation.id)).await.text().await.unwrap();
        assert!(page.contains("All is well.") && !page.contains("Thought for"), "{page}");
        server.stop().await;
    }
}

#[tokio::test]
async fn what_turns_out_to_be_a_thought_is_folded_for_all_readers() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::start(&database).await;
        let gate = Gate::new();
        let script = Script::stream().say("I should list them.").wait(&gate).say("\n</think>\n\nDone.");
        world.upstream.answer(script.finish("stop").done());
        let mut events = world.ann.events("/rpc/chat/send", &[("text", "Think"), ("client_id", "a")]).await;
        events.until_said("I should list them.").await;
        gate.open();
        let events = events.rest().await;
        let again = events.iter().find_map(|event| match event {
            ChatEvent::Started { reply, from: 0, .. } => Some(shown(reply)),
            _ => None,
        });
        assert_eq!(again.as_deref(), Some("(I should list them.)"));
        let Some(ChatEvent::Done { reply }) = events.last() else { panic!("no end") };
        assert_eq!(shown(reply), "(I should list them.)<p>Done.</p>");
        assert_eq!(world.ann.export().await["conversations"][0]["messages"][1]["content"], "Done.");
        world.server.stop().await;
    }
}

#[tokio::test]
async fn an_answer_of_thoughts_alone_has_failed() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::start(&database).await;
        world.upstream.answer(Script::text(&["<think>Hm"]));
        let reply = world.say("Think", "a").await;
        assert_eq!((shown(&reply).as_str(), reply.status), ("(Hm)", MessageStatus::Failed));
        assert!(reply.error.unwrap().detail().contains("no answer"));
        world.upstream.answer(Script::text(&["Done."]));
        let events =
            world.ann.events("/rpc/chat/retry", &[("reply", &reply.id.to_string())]).await.rest().await;
        let Some(ChatEvent::Done { reply }) = events.last() else { panic!("no end") };
        assert_eq!((shown(reply).as_str(), reply.status), ("<p>Done.</p>", MessageStatus::Complete));
        world.server.stop().await;
    }
}

#[tokio::test]
async fn endless_thoughts_are_kept_in_part() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let world = World::start(&database).await;
        let long = "ä".repeat(20_000);
        let script = (0..10).fold(Script::stream().say("<think>\0"), |script, _| script.say(&long));
        world.upstream.answer(script.say("</think>Done.").finish("stop").done());
        let reply = world.say("Think", "a").await;
        let [Part::Thought { thought }, Part::Html { .. }] = &reply.parts[..] else { panic!("{reply:?}") };
        assert!(thought.text.len() < 64 * 1024 + 8 && thought.text.ends_with('…'), "{}", thought.text.len());
        world.server.stop().await;
    }
}

#[tokio::test]
async fn a_model_without_tools_answers_and_says_so() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let world = World::start(&database).await;
    world
        .upstream
        .answer(Script::status(400, json!({ "error": { "message": "gemma3:4b does not support tools" } })));
    world.upstream.answer(Script::text(&["Hello."]));
    let reply = world.say("Hi", "a").await;
    assert_eq!(reply.status, MessageStatus::Complete);
    let words = shown(&reply);
    assert!(words.contains("cannot use tools") && words.ends_with("<p>Hello.</p>"), "{words}");
    world.server.stop().await;
}

#[tokio::test]
async fn errors_in_a_stream_fail_and_half_characters_do_not() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let world = World::start(&database).await;
    let half = r#"{"choices":[{"delta":{"content":"Milk \ud83d"}}]}"#;
    let other = r#"{"choices":[{"delta":{"content":"\udd5b"}}]}"#;
    for (number, (script, status, words)) in [
        (Script::stream().say("Half").data(r#"{"error":{}}"#).done(), MessageStatus::Failed, "<p>Half</p>"),
        (
            Script::stream().say("Half").data(r#"{"error":{"code":500}}"#).done(),
            MessageStatus::Failed,
            "<p>Half</p>",
        ),
        (
            Script::stream().data(half).data(other).finish("stop").done(),
            MessageStatus::Complete,
            "<p>Milk 🕛</p>",
        ),
        (Script::text(&["Fine."]).relabelled("application/json"), MessageStatus::Complete, "<p>Fine.</p>"),
    ]
    .into_iter()
    .enumerate()
    {
        world.upstream.answer(script);
        let reply = world.say("Hi", &format!("c{number}")).await;
        assert_eq!((reply.status, shown(&reply).as_str()), (status, words));
    }
    world.server.stop().await;
}
